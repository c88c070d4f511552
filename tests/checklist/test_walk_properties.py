"""Random sequences of legal and illegal acts: whatever people try, what the checklist promises holds."""

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from checklist import policies
from checklist.enums import (
    CLOSED_STAGES,
    OPEN_STAGES,
    Confirms,
    ItemEventKind,
    ItemState,
    Manner,
    Paper,
    Position,
    Scale,
    Side,
    StageState,
    Unsigned,
)
from checklist.models import ChecklistItem, ChecklistStage, ItemEvent, SignOff
from checklist.queries.facts import facts_about
from checklist.queries.turns import whose_turn
from checklist.services import evidence, items, sign_offs
from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.actors import Actor
from groups.enums import COUNCIL_ROLES, SIGNING_ROLES, Role
from groups.models import Capacity
from tests.factories.checklist import TemplateVersionFactory, must_be_settled, officer, scene, sheet
from tests.factories.groups import CapacityFactory

ACTORS = [
    "lead",
    "officer",
    "chair",
    "last chair",
    "two hats: officer",
    "two hats: chair",
    "lead as chair",
    "cover as chair",
    "member",
    "ended chair",
    "facilitator",
    "staff: officer",
    "staff: facilitator",
]
ITEM_ACTS = {
    "answer": lambda item, by: items.answer(item=item, words="Words.", by=by),
    "answer and confirm": lambda item, by: items.answer_and_confirm(item=item, words="Other words.", by=by),
    "confirm": lambda item, by: items.confirm(item=item, by=by),
    "query": lambda item, by: items.query(item=item, words="Why?", by=by),
    "reply": lambda item, by: items.reply(item=item, words="Because.", by=by),
    "skip": lambda item, by: items.does_not_apply(item=item, reason="No panel.", by=by),
    "reopen": lambda item, by: items.reopen(item=item, by=by),
    "show": lambda item, by: evidence.add(item=item, kind="note", words="A note.", by=by),
}
STAGE_ACTS = {
    "sign": lambda stage, by: sign_offs.sign(stage=stage, by=by),
    "refuse": lambda stage, by: sign_offs.refuse(stage=stage, reason="We do not agree.", by=by),
    "abstain": lambda stage, by: sign_offs.abstain(stage=stage, by=by),
    "dispute": lambda stage, by: sign_offs.dispute(stage=stage, reason="We never said so.", by=by),
    "reopen": lambda stage, by: sign_offs.reopen(stage=stage, reason="Something changed.", by=by),
}
OBJECTIONS = (Position.REFUSED, Position.DISPUTED)

# How many walks are tried for each size; more are tried now and then by hand.
EXAMPLES = int(os.environ.get("WALKS", "2"))

who_acts = st.sampled_from(ACTORS)
some_stage = st.integers(1, 6)


class Walk(RuleBasedStateMachine):
    forums, scale = 1, Scale.FULL

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.past: list[tuple] = []
        self.changed = True

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.scene = scene(forums=self.forums, version=TemplateVersionFactory(), scale=self.scale)
        forum, lead = self.scene.forums[-1], self.scene.officer
        if self.forums > 1:
            # The last forum is of children.
            forum.age_from, forum.age_to = 11, 19
            forum.save()
        two_hats, cover, staff, member = officer(), officer(), officer(), CapacityFactory(body=forum)
        self.scene.project.cover = cover.user
        self.scene.project.save()

        def also(actor: Actor, role: Role) -> Actor:
            return Actor(actor.user, CapacityFactory(user=actor.user, body=forum, role=role))

        facilitator, ended = (
            CapacityFactory(body=forum, role=Role.FACILITATOR),
            CapacityFactory(body=forum, role=Role.CHAIR, ended=True),
        )
        self.team = {lead.ref, cover.ref}
        self.actors = {
            "lead": lead,
            "officer": officer(),
            "chair": self.scene.chairs[0],
            "last chair": self.scene.chairs[-1],
            "two hats: officer": two_hats,
            "two hats: chair": also(two_hats, Role.CHAIR),
            "lead as chair": also(lead, Role.CHAIR),
            "cover as chair": also(cover, Role.CHAIR),
            "member": Actor(member.user, member),
            "ended chair": Actor(ended.user, ended),
            "facilitator": Actor(facilitator.user, facilitator),
            "staff: officer": staff,
            "staff: facilitator": also(staff, Role.FACILITATOR),
        }

    # --- What people try --------------------------------------------------------------------------------------------------

    @rule(act=st.sampled_from(sorted(ITEM_ACTS)), who=who_acts, stage=some_stage, item=st.integers(1, 4))
    def act_on_item(self, act: str, who: str, stage: int, item: int) -> None:
        self.attempt(ITEM_ACTS[act], self.scene.item(f"{stage}.{item}"), who)

    @rule(act=st.sampled_from(sorted(STAGE_ACTS)), who=who_acts, stage=some_stage)
    def act_on_stage(self, act: str, who: str, stage: int) -> None:
        self.attempt(STAGE_ACTS[act], self.scene.stage(stage), who)

    @rule(act=st.sampled_from(sorted(STAGE_ACTS)), who=who_acts)
    def act_on_the_current_stage(self, act: str, who: str) -> None:
        self.attempt(STAGE_ACTS[act], self.current(), who)

    @rule(who=who_acts, because=st.sampled_from(Unsigned.values))
    def go_on(self, who: str, because: str) -> None:
        self.attempt(
            lambda stage, by: sign_offs.go_on_unsigned(stage=stage, reason="Words.", because=because, by=by), self.current(), who
        )

    @rule(
        who=who_acts, position=st.sampled_from(["", Position.SIGNED, Position.REFUSED, Position.ABSTAINED]), asked=st.booleans()
    )
    def review(self, who: str, position: str, asked: bool) -> None:
        stage = self.current()
        code = stage.number

        def act(stage: ChecklistStage, by: Actor) -> None:
            queries, answers = ({f"{code}.1": "Why?"} if asked else {}), {f"{code}.3": "Ours."}
            sign_offs.review(stage=stage, position=position, reason="Words.", queries=queries, answers=answers, by=by)

        self.attempt(act, stage, who)

    @rule(who=who_acts, yes=st.integers(0, 2), no=st.integers(0, 2))
    def show_hands(self, who: str, yes: int, no: int) -> None:
        self.attempt(
            lambda stage, by: sign_offs.show_of_hands(stage=stage, yes=yes, no=no, not_sure=1, reason="Words.", by=by),
            self.current(),
            who,
        )

    @rule(who=who_acts, forum=st.integers(0, 2))
    def enter_paper(self, who: str, forum: int) -> None:
        body = self.scene.forums[forum % self.forums]

        def act(stage: ChecklistStage, by: Actor) -> None:
            paper = {"paper": Paper.LETTER, "on": clock.today(), "signer": "Chair", "upload": sheet()}
            sign_offs.sign_on_paper(stage=stage, body=body, by=by, **paper)

        self.attempt(act, self.current(), who)

    @rule(who=who_acts, which=st.integers(0, 5))
    def answer_a_refusal(self, who: str, which: int) -> None:
        rows = list(SignOff.objects.filter(stage__checklist=self.scene.walk, position__in=OBJECTIONS).order_by("-pk"))
        if rows:
            self.attempt(
                lambda row, by: sign_offs.answer_refusal(refusal=row, words="Because.", by=by), rows[which % len(rows)], who
            )

    @rule()
    def settle_the_current_stage(self) -> None:
        """Without this, random acts would seldom get as far as a signature."""
        try:
            with transaction.atomic():
                self.scene.settle(self.current().number)
        except Refused:
            return
        self.changed = True

    @rule()
    def everyone_agrees_to_the_current_stage(self) -> None:
        """The lead and every forum sign, children by their hands: the walk gets on."""
        self.settle_the_current_stage()
        stage = self.current()
        self.attempt(STAGE_ACTS["sign"], stage, "chair")
        self.attempt(STAGE_ACTS["sign"], stage, "last chair")
        self.show_hands("facilitator", 2, 0)
        for body in range(self.forums):
            self.enter_paper("lead", body)
        self.attempt(STAGE_ACTS["sign"], stage, "lead")

    def current(self) -> ChecklistStage:
        stages = list(self.scene.walk.stages.all())
        return next((each for each in stages if each.state in OPEN_STAGES), stages[-1])

    def attempt(self, act, thing, who: str) -> None:
        before = self.everything()
        try:
            act(thing, self.actors[who])
        except Refused:
            assert self.everything() == before, "a refused act leaves nothing behind"
        else:
            self.changed = True

    # --- What there is ----------------------------------------------------------------------------------------------------

    def history(self) -> list[tuple]:
        events = ItemEvent.objects.filter(item__stage__checklist=self.scene.walk).order_by("pk").values_list()
        signed = SignOff.objects.filter(stage__checklist=self.scene.walk).order_by("pk").values_list()
        return [("item", *row) for row in events] + [("stage", *row) for row in signed]

    def everything(self) -> list:
        """What a refused act could have changed. That the rows of the history stay as they were is asked apart."""
        walk = self.scene.walk
        told = [
            ItemEvent.objects.filter(item__stage__checklist=walk).count(),
            SignOff.objects.filter(stage__checklist=walk).count(),
        ]
        stages = ChecklistStage.objects.filter(checklist=walk).values_list("number", "state")
        found = ChecklistItem.objects.filter(stage__checklist=walk).order_by("pk").values_list("state", "answer", "reason")
        return [told, list(stages), list(found)]

    def touched_items(self) -> list[ChecklistItem]:
        found = ChecklistItem.objects.filter(stage__checklist=self.scene.walk, events__isnull=False)
        return list(found.select_related("template").prefetch_related("events").distinct())

    def touched_stages(self) -> list[ChecklistStage]:
        found = self.scene.walk.stages.filter(sign_offs__isnull=False).distinct()
        return list(found.prefetch_related("sign_offs"))

    def last_words(self, rows: list[SignOff], side: Side, body: int | None = None) -> SignOff | None:
        """The position of a side, found without the portal's own rule: the last one, unless the stage was opened after it."""
        taken = [
            (place, row)
            for place, row in enumerate(rows)
            if row.side == side
            and row.position not in (Position.REOPENED, Position.ANSWERED)
            and (body is None or row.body_id == body)
        ]
        opened = max((place for place, row in enumerate(rows) if row.position == Position.REOPENED), default=-1)
        if not taken:
            return None
        place, row = taken[-1]
        return row if place > opened or row.position in OBJECTIONS else None

    # --- What must hold ---------------------------------------------------------------------------------------------------

    @invariant()
    def every_promise_holds(self) -> None:
        """Asked after each act that was not refused: a refused one has been shown to change nothing."""
        if not self.changed:
            return
        self.changed = False
        self.history_only_grows()
        self.no_stage_is_signed_without_its_mandatory_items()
        self.a_stage_is_where_its_sides_put_it()
        self.staff_never_act_for_a_forum()
        self.nobody_is_on_both_sides_of_a_walk()
        self.stages_of_a_chapter_have_one_history()
        self.a_confirmed_item_was_confirmed_by_whom_it_needs_since_it_last_changed()
        self.the_state_now_is_what_the_history_implies()

    def history_only_grows(self) -> None:
        now = self.history()
        kept = set(now)
        assert [row for row in self.past if row not in kept] == []
        self.past = now

    def no_stage_is_signed_without_its_mandatory_items(self) -> None:
        done = list(self.scene.walk.stages.filter(state=StageState.DONE))
        known = facts_about(self.scene.project)
        for stage in done:
            papers = {
                body.pk
                for body in self.scene.forums
                if (row := self.last_words(list(stage.sign_offs.all()), Side.FORUM, body.pk))
                and (row.position, row.manner) == (Position.SIGNED, Manner.ON_PAPER)
            }
            open_codes = [item for item in must_be_settled([stage]) if whose_turn(item, known, papers) is not None]
            assert open_codes == []
            if not papers:
                assert all(item.is_settled for item in must_be_settled([stage]))

    def a_stage_is_where_its_sides_put_it(self) -> None:
        for stage in self.touched_stages():
            rows = list(stage.sign_offs.all())
            answered = {row.answers_id for row in rows if row.position == Position.ANSWERED}
            council = self.last_words(rows, Side.COUNCIL)
            forums = [self.last_words(rows, Side.FORUM, body.pk) for body in self.scene.forums]
            said = [row.position if row else "" for row in forums]
            against = [row for row in forums if row and row.position in OBJECTIONS and row.pk not in answered]
            says = council.position if council else ""
            if says == Position.WENT_ON:
                expected = StageState.UNSIGNED
            elif against or says == Position.REFUSED:
                expected = StageState.CONTESTED
            elif says == Position.SIGNED and Position.SIGNED in said and set(said) <= {Position.SIGNED, Position.ABSTAINED}:
                expected = StageState.DONE
            else:
                expected = StageState.NOW
            assert stage.state == expected

    def staff_never_act_for_a_forum(self) -> None:
        acted = list(ItemEvent.objects.filter(item__stage__checklist=self.scene.walk, side=Side.FORUM))
        signed = list(SignOff.objects.filter(stage__checklist=self.scene.walk, side=Side.FORUM))
        roles = dict(Capacity.objects.values_list("pk", "role"))
        children = {body.pk for body in self.scene.forums if policies.is_childrens_forum(body)}
        for row in [*acted, *(row for row in signed if row.manner != Manner.ON_PAPER)]:
            role = roles[row.capacity_id]
            assert role not in COUNCIL_ROLES
            assert row.by_ref not in self.team
            if isinstance(row, ItemEvent):
                assert role in SIGNING_ROLES or (role == Role.FACILITATOR and row.body_id in children)
            elif row.body_id in children and row.position in (Position.SIGNED, Position.ABSTAINED, Position.REFUSED):
                assert row.manner == Manner.SHOW_OF_HANDS
        for row in signed:
            if row.manner == Manner.ON_PAPER:
                assert (roles[row.capacity_id], row.position, bool(row.paper_file_id)) == (Role.OFFICER, Position.SIGNED, True)
        assert not [event for event in acted if event.kind in (ItemEventKind.OFFICER_CONFIRMED, ItemEventKind.REPLIED)]

    def nobody_is_on_both_sides_of_a_walk(self) -> None:
        sides: dict[str, set] = {}
        for side, ref in ItemEvent.objects.filter(item__stage__checklist=self.scene.walk).values_list("side", "by_ref"):
            sides.setdefault(ref, set()).add(side)
        for row in SignOff.objects.filter(stage__checklist=self.scene.walk):
            sides.setdefault(row.by_ref, set()).add(Side.COUNCIL if row.manner == Manner.ON_PAPER else row.side)
        assert [ref for ref, both in sides.items() if len(both) > 1] == []

    def stages_of_a_chapter_have_one_history(self) -> None:
        rows = SignOff.objects.filter(stage__checklist=self.scene.walk).order_by("pk")
        told: dict[int, list[tuple]] = {}
        for number, *what in rows.values_list("stage__number", "act", "position", "side", "body", "manner"):
            told.setdefault(number, []).append(tuple(what))
        states = dict(self.scene.walk.stages.values_list("number", "state"))
        for chapter in policies.chapters(self.scale):
            assert {str(told.get(number)) for number in chapter} == {str(told.get(chapter[0]))}
            assert {states[number] for number in chapter} == {states[chapter[0]]}

    def a_confirmed_item_was_confirmed_by_whom_it_needs_since_it_last_changed(self) -> None:
        for item in self.touched_items():
            kinds = [event.kind for event in item.events.all()]
            changed = max(
                (n for n, kind in enumerate(kinds) if kind in (ItemEventKind.ANSWERED, ItemEventKind.REOPENED)), default=-1
            )
            since, confirms = set(kinds[changed + 1 :]), item.template.confirms
            if item.state != ItemState.CONFIRMED:
                continue
            needed = {
                Confirms.OFFICER: {ItemEventKind.OFFICER_CONFIRMED},
                Confirms.BOTH: {ItemEventKind.PARTNER_CONFIRMED},
                Confirms.FORUM_PARTNER: {ItemEventKind.PARTNER_CONFIRMED},
            }[confirms]
            assert needed <= since
            if confirms == Confirms.BOTH:
                assert since & {ItemEventKind.OFFICER_CONFIRMED, ItemEventKind.REPLIED}

    def the_state_now_is_what_the_history_implies(self) -> None:
        signing = {body.pk for body in self.scene.forums}
        for item in self.touched_items():
            assert item.state == policies.item_facts(item.events.all(), item.template.confirms).state
        stages = list(self.scene.walk.stages.prefetch_related("sign_offs"))
        for stage in stages:
            if stage.state != StageState.TO_COME:
                assert stage.state == policies.stage_state(policies.positions(stage.sign_offs.all()), signing)
        self.scene.project.refresh_from_db()
        opened = [stage.number for stage in stages if stage.state in OPEN_STAGES]
        assert self.scene.project.stage == (opened[0] if opened else 9)
        begun = [stage.state != StageState.TO_COME for stage in stages]
        assert begun == sorted(begun, reverse=True), "stages begin in order"
        assert all(stage.state in CLOSED_STAGES for stage in stages if stage.number < self.scene.project.stage)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "scale, forums",
    [(Scale.FULL, 1), (Scale.FULL, 2), (Scale.LIGHT, 2), (Scale.CONSULTATION, 3)],
)
def test_walk_keeps_its_promises_whatever_people_try(scale, forums):
    machine = type(f"Walk{scale}With{forums}", (Walk,), {"forums": forums, "scale": scale})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
