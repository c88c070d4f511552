"""Random sequences of legal and illegal acts: whatever people try, what the checklist promises holds."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from checklist import policies
from checklist.enums import CLOSED_STAGES, OPEN_STAGES, Confirms, ItemEventKind, ItemState, Position, Side, StageState
from checklist.models import ChecklistItem, ChecklistStage, ItemEvent, SignOff
from checklist.services import items, sign_offs
from coproduction.core.errors import Refused
from groups.actors import Actor
from groups.enums import COUNCIL_ROLES, Role
from groups.models import Capacity
from tests.factories.checklist import TemplateVersionFactory, officer, scene
from tests.factories.groups import CapacityFactory

ACTORS = [
    "lead",
    "officer",
    "chair",
    "second chair",
    "two hats: officer",
    "two hats: chair",
    "lead as chair",
    "member",
    "ended chair",
]
ITEM_ACTS = {
    "answer": lambda item, by: items.answer(item=item, words="Words.", by=by),
    "answer and confirm": lambda item, by: items.answer_and_confirm(item=item, words="Other words.", by=by),
    "confirm": lambda item, by: items.confirm(item=item, by=by),
    "query": lambda item, by: items.query(item=item, words="Why?", by=by),
    "reply": lambda item, by: items.reply(item=item, words="Because.", by=by),
    "skip": lambda item, by: items.does_not_apply(item=item, reason="No panel.", by=by),
    "reopen": lambda item, by: items.reopen(item=item, by=by),
}
STAGE_ACTS = {
    "sign": lambda stage, by: sign_offs.sign(stage=stage, by=by),
    "refuse": lambda stage, by: sign_offs.refuse(stage=stage, reason="We do not agree.", by=by),
    "go on": lambda stage, by: sign_offs.go_on_unsigned(stage=stage, reason="No reply.", by=by),
    "reopen": lambda stage, by: sign_offs.reopen(stage=stage, reason="Something changed.", by=by),
}


class Walk(RuleBasedStateMachine):
    forums = 1

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.past: list[tuple] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.scene = scene(forums=self.forums, version=TemplateVersionFactory())
        forum = self.scene.forums[-1]
        two_hats, member = officer(), CapacityFactory(body=forum)
        ended = CapacityFactory(body=forum, role=Role.CHAIR, ended=True)
        lead = self.scene.officer
        self.actors = {
            "lead": lead,
            "officer": officer(),
            "chair": self.scene.chairs[0],
            "second chair": self.scene.chairs[-1],
            "two hats: officer": two_hats,
            "two hats: chair": Actor(two_hats.user, CapacityFactory(user=two_hats.user, body=forum, role=Role.CHAIR)),
            "lead as chair": Actor(lead.user, CapacityFactory(user=lead.user, body=forum, role=Role.CHAIR)),
            "member": Actor(member.user, member),
            "ended chair": Actor(ended.user, ended),
        }

    @rule(act=st.sampled_from(sorted(ITEM_ACTS)), who=st.sampled_from(ACTORS), stage=st.integers(1, 3), item=st.integers(1, 4))
    def act_on_item(self, act: str, who: str, stage: int, item: int) -> None:
        self.attempt(ITEM_ACTS[act], self.scene.item(f"{stage}.{item}"), who)

    @rule(act=st.sampled_from(sorted(STAGE_ACTS)), who=st.sampled_from(ACTORS), stage=st.integers(1, 3))
    def act_on_stage(self, act: str, who: str, stage: int) -> None:
        self.attempt(STAGE_ACTS[act], self.scene.stage(stage), who)

    @rule()
    def settle_the_current_stage(self) -> None:
        """Without this, random acts would seldom get as far as a signature."""
        stage = self.scene.walk.stages.filter(state__in=OPEN_STAGES).first()
        try:
            with transaction.atomic():
                self.scene.settle(stage.number if stage else 9)
        except Refused:
            return

    @rule(who=st.sampled_from(["lead", "chair", "second chair"]))
    def sign_the_current_stage(self, who: str) -> None:
        stage = self.scene.walk.stages.filter(state__in=OPEN_STAGES).first()
        if stage:
            self.attempt(STAGE_ACTS["sign"], stage, who)

    def attempt(self, act, thing, who: str) -> None:
        before = self.everything()
        try:
            act(thing, self.actors[who])
        except Refused:
            assert self.everything() == before, "a refused act leaves nothing behind"

    def history(self) -> list[tuple]:
        events = ItemEvent.objects.filter(item__stage__checklist=self.scene.walk).order_by("pk").values_list()
        signed = SignOff.objects.filter(stage__checklist=self.scene.walk).order_by("pk").values_list()
        return [("item", *row) for row in events] + [("stage", *row) for row in signed]

    def everything(self) -> list:
        stages = ChecklistStage.objects.filter(checklist=self.scene.walk).values_list("number", "state")
        found = (
            ChecklistItem.objects.filter(stage__checklist=self.scene.walk).order_by("pk").values_list("state", "answer", "reason")
        )
        return [self.history(), list(stages), list(found)]

    def touched_items(self) -> list[ChecklistItem]:
        found = ChecklistItem.objects.filter(stage__checklist=self.scene.walk, events__isnull=False)
        return list(found.select_related("template").prefetch_related("events").distinct())

    @invariant()
    def history_only_grows(self) -> None:
        now = self.history()
        assert [row for row in now if row in self.past] == self.past
        self.past = now

    @invariant()
    def no_stage_is_signed_without_its_mandatory_items(self) -> None:
        for stage in self.scene.walk.stages.filter(state=StageState.DONE):
            assert [item for item in stage.items.select_related("template") if item.must_be_settled and not item.is_settled] == []

    @invariant()
    def a_stage_is_done_only_when_everyone_signed_since_it_was_last_opened(self) -> None:
        for stage in self.scene.walk.stages.filter(number__lte=4).prefetch_related("sign_offs"):
            rows = list(stage.sign_offs.all())
            opened = max((place for place, row in enumerate(rows) if row.position == Position.REOPENED), default=-1)
            since = rows[opened + 1 :]
            council = [row.position for row in since if row.side == Side.COUNCIL]
            forums = {
                body.pk: [row.position for row in since if row.body_id == body.pk and row.side == Side.FORUM]
                for body in self.scene.forums
            }
            everyone = council[-1:] == [Position.SIGNED] and all(each[-1:] == [Position.SIGNED] for each in forums.values())
            assert (stage.state == StageState.DONE) == everyone
            assert (stage.state == StageState.UNSIGNED) == (council[-1:] == [Position.WENT_ON])

    @invariant()
    def staff_never_act_for_a_forum(self) -> None:
        signed = SignOff.objects.filter(stage__checklist=self.scene.walk, side=Side.FORUM).values_list("capacity", flat=True)
        acted = ItemEvent.objects.filter(item__stage__checklist=self.scene.walk, side=Side.FORUM).values_list(
            "capacity", flat=True
        )
        assert not Capacity.objects.filter(pk__in=[*signed, *acted], role__in=COUNCIL_ROLES).exists()
        assert not Capacity.objects.filter(pk__in=[*signed, *acted]).exclude(role=Role.CHAIR).exists()

    @invariant()
    def nobody_is_on_both_sides_of_a_stage(self) -> None:
        sides: dict[tuple, set] = {}
        for stage, side, ref in [
            *ItemEvent.objects.filter(item__stage__checklist=self.scene.walk).values_list("item__stage", "side", "by_ref"),
            *SignOff.objects.filter(stage__checklist=self.scene.walk).values_list("stage", "side", "by_ref"),
        ]:
            sides.setdefault((stage, ref), set()).add(side)
        assert [place for place, both in sides.items() if len(both) > 1] == []

    @invariant()
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

    @invariant()
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
@pytest.mark.parametrize("forums", [1, 2])
def test_walk_keeps_its_promises_whatever_people_try(forums):
    machine = type(f"WalkWith{forums}", (Walk,), {"forums": forums})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
        ),
    )
