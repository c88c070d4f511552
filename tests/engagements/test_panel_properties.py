"""Random sequences of legal and illegal acts on a panel, and the ranking of random scores: what is promised holds."""

from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from coproduction.core.errors import Refused
from engagements import policies
from engagements.enums import PANEL_STEPS, PanelState, SessionKind
from engagements.models import Panel, PanelSeat, Score
from engagements.policies import Given
from engagements.queries import panels as queries
from engagements.queries.lines import Line
from engagements.services import panels
from groups.actors import Actor
from groups.enums import Role
from tests.factories.engagements import SessionFactory
from tests.factories.groups import CapacityFactory

PEOPLE = ["officer", "one", "two", "scribe", "stranger"]
SEATS = ["One", "Two", "Scribe", "Label"]
HIGHEST = 5


class PanelLife(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        session = SessionFactory(kind=SessionKind.TENDER_PANEL)
        parts = {name: CapacityFactory(role=Role.OFFICER if name == "officer" else Role.MEMBER) for name in PEOPLE}
        self.actors = {name: Actor(part.user, part) for name, part in parts.items()}
        users = {"One": "one", "Two": "two", "Scribe": "scribe"}
        seats = [
            Line({"label": seat, "user": self.actors[users[seat]].user if seat in users else None, "is_scribe": seat == "Scribe"}, "label")
            for seat in SEATS
        ]  # fmt: skip
        self.panel = panels.set_up(
            session=session, weight=20, highest=HIGHEST, seats=seats, seen="", by=self.actors["officer"],
            criteria=[Line({"words": "Price", "weight": 1}, "words"), Line({"words": "Listens", "weight": 3}, "words")],
            candidates=[Line({"name": "Alder"}, "name"), Line({"name": "Birch"}, "name")],
        )  # fmt: skip
        self.fixed: object = None
        self.state = PanelState.SETTING_UP
        self.released: object = None

    def attempt(self, act, **given) -> bool:
        try:
            with transaction.atomic():
                act(**given)
        except Refused:
            return False
        return True

    def seat(self, name: str) -> PanelSeat:
        return self.panel.seats.get(label=name)

    def set_up_now(self) -> object:
        panel = Panel.objects.get(pk=self.panel.pk)
        tables = (panel.criteria, panel.candidates)
        return (
            panel.weight,
            panel.highest,
            [list(table.values_list()) for table in tables],
            list(panel.seats.values_list("pk", "user")),
        )

    @rule(act=st.sampled_from(["begin", "lock", "unlock", "release"]), who=st.sampled_from(PEOPLE))
    def step(self, act: str, who: str) -> None:
        was = Panel.objects.get(pk=self.panel.pk).state
        sits = policies.sits(self.actors[who].user.pk, [queries.as_seat(row) for row in queries.seats(self.panel)])
        if self.attempt(getattr(panels, act), panel=self.panel, by=self.actors[who]):
            now = Panel.objects.get(pk=self.panel.pk).state
            assert now in PANEL_STEPS[was]
            assert sits if act in ("lock", "unlock") else who in ("officer", "scribe")

    @rule(weight=st.integers(1, 100), who=st.sampled_from(PEOPLE))
    def set_up_again(self, weight: int, who: str) -> None:
        panel = Panel.objects.get(pk=self.panel.pk)
        done = self.attempt(
            panels.set_up, session=panel.session, weight=weight, highest=HIGHEST, criteria=[], candidates=[], seats=[],
            seen=queries.stamp_of(panel), by=self.actors[who],
        )  # fmt: skip
        assert done == (who == "officer" and panel.state == PanelState.SETTING_UP)

    @rule(seat=st.sampled_from(SEATS), who=st.sampled_from(PEOPLE), interest=st.sampled_from(["", "An aunt"]), back=st.booleans())
    def declare(self, seat: str, who: str, interest: str, back: bool) -> None:
        done = self.attempt(panels.declare, seat=self.seat(seat), interest=interest, stands_back=back, by=self.actors[who])
        assert not done or who == seat.lower() or (seat == "Label" and who == "scribe")

    @rule(seat=st.sampled_from(SEATS), who=st.sampled_from(PEOPLE), values=st.lists(st.integers(-1, 6), min_size=4, max_size=4))
    def score(self, seat: str, who: str, values: list[int]) -> None:
        row = self.seat(seat)
        places = [(each.pk, other.pk) for each in self.panel.candidates.all() for other in self.panel.criteria.all()]
        may = policies.writes_scores(
            self.actors[who].user.pk, queries.as_seat(row), [queries.as_seat(each) for each in queries.seats(self.panel)],
            Panel.objects.get(pk=self.panel.pk).state,
        )  # fmt: skip
        sheet = dict(zip(places, values, strict=True))
        done = self.attempt(panels.score, seat=row, sheet=sheet, seen=queries.sheet_stamp(row), by=self.actors[who])
        assert done == (may and all(0 <= value <= HIGHEST for value in values))

    @rule(seat=st.sampled_from(SEATS), who=st.sampled_from(PEOPLE))
    def excuse(self, seat: str, who: str) -> None:
        if self.attempt(panels.excuse, seat=self.seat(seat), reason="Ill", by=self.actors[who]):
            assert who == "officer"

    @rule()
    def everyone_finishes(self) -> None:
        """Random acts alone would hardly ever get there."""
        self.attempt(panels.begin, panel=self.panel, by=self.actors["officer"])
        places = [(each.pk, other.pk) for each in self.panel.candidates.all() for other in self.panel.criteria.all()]
        for seat, who in (("Scribe", "scribe"), ("One", "one"), ("Two", "two"), ("Label", "scribe")):
            row = self.seat(seat)
            self.attempt(panels.declare, seat=row, interest="", stands_back=False, by=self.actors[who])
            self.attempt(
                panels.score, seat=row, sheet=dict.fromkeys(places, 4), seen=queries.sheet_stamp(row), by=self.actors[who]
            )

    @invariant()
    def what_is_fixed_stays(self) -> None:
        panel = Panel.objects.get(pk=self.panel.pk)
        if panel.state != PanelState.SETTING_UP:
            self.fixed = self.fixed or self.set_up_now()
            assert self.set_up_now() == self.fixed
            assert (panel.weight is not None, panel.fixed_at is not None) == (True, True)

    @invariant()
    def scores_belong_to_seats_that_score_and_stay_once_released(self) -> None:
        panel = Panel.objects.get(pk=self.panel.pk)
        scores = Score.objects.filter(seat__panel=panel)
        assert all(0 <= each.value <= HIGHEST for each in scores)
        assert not scores.filter(seat__stands_back=True).exists()
        assert not scores.filter(seat__is_scribe=True).exists()
        assert not scores.filter(seat__declared_at=None).exists()
        if panel.state in (PanelState.LOCKED, PanelState.RELEASED):
            assert queries.unfinished(panel) == 0
        if panel.state == PanelState.RELEASED:
            self.released = self.released or sorted(scores.values_list("seat", "candidate", "criterion", "value"))
            assert sorted(scores.values_list("seat", "candidate", "criterion", "value")) == self.released

    @invariant()
    def scores_are_for_the_panel(self) -> None:
        panel = Panel.objects.get(pk=self.panel.pk)
        for who in ("officer", "stranger"):
            page = queries.page(panel, self.actors[who].user, is_officer=who == "officer")
            assert (page.sheets, page.ranked) == ((), ())
        if panel.state != PanelState.RELEASED:
            assert queries.result(panel.session) is None
        if panel.state in (PanelState.SETTING_UP, PanelState.SCORING):
            assert all(queries.page(panel, actor.user, is_officer=False).sheets == () for actor in self.actors.values())


@pytest.mark.django_db
def test_panel_keeps_its_promises_whatever_people_try() -> None:
    run_state_machine_as_test(
        PanelLife,
        settings=settings(max_examples=6, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)),
    )


SCORES = st.lists(st.builds(Given, st.integers(1, 4), st.integers(1, 100), st.integers(0, 100)), max_size=40)


@given(scores=SCORES)
def test_ranking_orders_by_the_exact_weighted_mean(scores: list[Given]) -> None:
    ranked = policies.ranking([1, 2, 3, 4], scores)
    assert sorted(each.candidate for each in ranked) == [1, 2, 3, 4]
    for each in ranked:
        own = [score for score in scores if score.candidate == each.candidate]
        weights = sum(score.weight for score in own)
        assert each.mean == (Fraction(sum(score.weight * score.value for score in own), weights) if weights else 0)
        assert each.rank == 1 + sum(other.mean > each.mean for other in ranked)
    assert [each.rank for each in ranked] == sorted(each.rank for each in ranked)


@given(scores=SCORES, factor=st.integers(2, 9))
def test_ranking_stays_when_every_weight_grows_alike(scores: list[Given], factor: int) -> None:
    grown = [Given(score.candidate, score.weight * factor, score.value) for score in scores]
    assert policies.ranking([1, 2, 3, 4], grown) == policies.ranking([1, 2, 3, 4], scores)


def test_ranking_shares_a_rank_that_floats_would_tell_apart() -> None:
    thirds = [Given(1, 1, 1), Given(1, 2, 0), Given(2, 1, 0), Given(2, 1, 1), Given(2, 1, 0)]
    assert [(each.candidate, each.rank, each.mean) for each in policies.ranking([1, 2], thirds)] == [
        (1, 1, Fraction(1, 3)),
        (2, 1, Fraction(1, 3)),
    ]
