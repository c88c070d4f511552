"""Items: who may do what, what it leaves behind, and that nobody acts on both sides."""

import datetime as dt

import pytest
from django.utils import timezone

from checklist.enums import ItemEventKind, ItemState, Side, StageState
from checklist.models import ItemEvent
from checklist.services import items, sign_offs
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent, Notification
from engagements.services import projects
from groups.actors import Actor
from groups.enums import Role
from tests.factories.checklist import Scene, chair_of, officer, scene
from tests.factories.groups import CapacityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    return scene()


def kinds(item) -> list[str]:
    return [event.kind for event in ItemEvent.objects.filter(item=item)]


def test_answer_keeps_words_and_link_and_says_who_wrote_them(walk):
    item = items.answer(item=walk.item("1.1"), words=" Shorter waits. ", link="https://council.example/paper", by=walk.officer)
    assert (item.state, item.answer, item.evidence.get().link) == (
        ItemState.IN_PROGRESS,
        "Shorter waits.",
        "https://council.example/paper",
    )
    event = ItemEvent.objects.get()
    assert (event.kind, event.side, event.by_label, event.by_ref, event.words) == (
        ItemEventKind.ANSWERED,
        Side.COUNCIL,
        walk.officer.label,
        walk.officer.ref,
        "Shorter waits.",
    )


def test_answer_without_words_is_refused(walk):
    with pytest.raises(Missing):
        items.answer(item=walk.item("1.1"), words="  ", by=walk.officer)
    assert ItemEvent.objects.count() == 0


def test_item_of_the_council_is_confirmed_by_an_officer_alone(walk):
    assert items.answer_and_confirm(item=walk.item("1.1"), words="Yes.", by=walk.officer).state == ItemState.CONFIRMED


def test_item_of_both_waits_for_the_forum_after_the_officer(walk):
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    assert item.state == ItemState.OFFICER_CONFIRMED
    assert items.confirm(item=item, by=walk.chair).state == ItemState.CONFIRMED


def test_item_of_both_is_not_confirmed_by_the_forum_first(walk):
    item = items.answer(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    with pytest.raises(WrongState):
        items.confirm(item=item, by=walk.chair)


def test_staff_never_confirm_for_the_forum(walk):
    waiting = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    written = items.answer(item=walk.item("1.3"), words="Three of the options.", by=walk.officer)
    for item in (waiting, written):
        for by in (walk.officer, officer()):
            with pytest.raises(NotAllowed):
                items.confirm(item=item, by=by)
    with pytest.raises(NotAllowed):
        items.does_not_apply(item=written, reason="Not now.", by=walk.officer)
    assert ItemEvent.objects.filter(side=Side.FORUM).count() == 0


def test_item_of_the_forum_is_written_and_confirmed_by_it_and_not_reworded_by_the_council(walk):
    item = items.answer_and_confirm(item=walk.item("1.3"), words="Two were ours.", by=walk.chair)
    assert item.state == ItemState.CONFIRMED
    with pytest.raises(NotAllowed):
        items.answer(item=item, words="All were theirs.", by=walk.officer)
    item.refresh_from_db()
    assert item.answer == "Two were ours."


def test_query_reply_and_confirmation_are_a_conversation(walk):
    item = items.answer_and_confirm(item=walk.item("1.1"), words="The budget is fixed.", by=walk.officer)
    item = items.query(item=item, words="Also how it is split?", by=walk.chair)
    assert item.state == ItemState.QUERIED
    item = items.reply(item=item, words="The split is open.", by=walk.officer)
    assert item.state == ItemState.OFFICER_CONFIRMED
    with pytest.raises(NotAllowed):
        items.confirm(item=item, by=walk.officer)
    assert items.confirm(item=item, by=walk.chair).state == ItemState.CONFIRMED
    assert kinds(item) == ["answered", "officer_confirmed", "queried", "replied", "partner_confirmed"]


def test_query_changed_answer_waits_for_who_asked(walk):
    item = items.answer_and_confirm(item=walk.item("1.1"), words="The budget is fixed.", by=walk.officer)
    items.query(item=item, words="All of it?", by=walk.chair)
    item = items.answer_and_confirm(item=item, words="The total is fixed.", by=walk.officer)
    assert item.state == ItemState.OFFICER_CONFIRMED


def test_query_of_one_forum_is_closed_by_that_forum_only():
    walk = scene(forums=2)
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    items.query(item=item, words="Sure?", by=walk.chairs[0])
    items.reply(item=item, words="Sure.", by=walk.officer)
    with pytest.raises(NotAllowed):
        items.confirm(item=item, by=walk.chairs[1])
    assert items.confirm(item=item, by=walk.chairs[0]).state == ItemState.CONFIRMED


def test_does_not_apply_needs_a_reason_and_keeps_it(walk):
    with pytest.raises(Missing):
        items.does_not_apply(item=walk.item("1.2"), reason=" ", by=walk.officer)
    item = items.does_not_apply(item=walk.item("1.2"), reason="There is no panel.", by=walk.officer)
    assert (item.state, item.reason) == (ItemState.NOT_APPLICABLE, "There is no panel.")


def test_does_not_apply_can_be_questioned_by_the_forum(walk):
    item = items.does_not_apply(item=walk.item("1.2"), reason="There is no panel.", by=walk.officer)
    items.query(item=item, words="There is one.", by=walk.chair)
    items.reply(item=item, words="It was dissolved.", by=walk.officer)
    assert items.confirm(item=item, by=walk.chair).state == ItemState.NOT_APPLICABLE


def test_reopened_item_starts_over(walk):
    item = items.answer_and_confirm(item=walk.item("1.1"), words="Yes.", by=walk.officer)
    item = items.reopen(item=item, by=walk.officer)
    assert (item.state, item.answer) == (ItemState.IN_PROGRESS, "Yes.")


def test_second_of_two_at_the_same_moment_is_told_so(walk):
    item = walk.item("1.2")
    first = items.answer(item=item, words="Mine.", by=walk.officer, seen=0)
    with pytest.raises(WrongState) as told:
        items.answer(item=item, words="No, mine.", by=officer(), seen=0)
    assert told.value.message == "Someone else changed this while you had it open. Read it again, then decide."
    items.confirm(item=first, by=walk.officer, seen=1)
    with pytest.raises(Refused):
        items.confirm(item=first, by=officer())
    first.refresh_from_db()
    assert first.answer == "Mine."


def test_partner_does_not_confirm_words_they_have_not_seen(walk):
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    items.answer_and_confirm(item=item, words="No.", by=walk.officer)
    with pytest.raises(WrongState):
        items.confirm(item=item, by=walk.chair, seen=2)


def test_nobody_acts_on_both_sides_with_two_capacities(walk):
    capacity = CapacityFactory(user=walk.officer.user, role=Role.CHAIR, body=walk.forums[0])
    other = officer()
    both = Actor(other.user, CapacityFactory(user=other.user, role=Role.CHAIR, body=walk.forums[0]))
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=other)
    for hat in (Actor(walk.officer.user, capacity), both):
        with pytest.raises(NotAllowed):
            items.confirm(item=item, by=hat)
    assert items.confirm(item=item, by=walk.chair).state == ItemState.CONFIRMED


def test_both_sides_are_checked_over_history_when_the_capacity_is_gone(walk):
    other = officer()
    items.answer(item=walk.item("1.2"), words="Yes.", by=other)
    other.capacity.delete()
    late = Actor(other.user, CapacityFactory(user=other.user, role=Role.CHAIR, body=walk.forums[0]))
    items.answer_and_confirm(item=walk.item("1.2"), words="Yes, yes.", by=walk.officer)
    with pytest.raises(NotAllowed):
        items.confirm(item=walk.item("1.2"), by=late)


@pytest.mark.parametrize(
    "role", [Role.MEMBER, Role.FACILITATOR, Role.BOARD_ADMINISTRATOR, Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD]
)
def test_others_of_the_forum_and_of_the_council_only_read(walk, role):
    capacity = CapacityFactory(role=role, body=walk.forums[0])
    with pytest.raises(NotAllowed):
        items.answer(item=walk.item("1.1"), words="Yes.", by=Actor(capacity.user, capacity))


def test_chair_of_a_forum_that_does_not_sign_only_reads(walk):
    stranger = scene().chair
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    with pytest.raises(NotAllowed):
        items.confirm(item=item, by=stranger)


def test_signer_whose_capacity_ended_yesterday_is_refused(walk):
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    walk.chair.capacity.until = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(NotAllowed) as told:
        items.confirm(item=item, by=walk.chair)
    assert told.value.message == f"You no longer act as {walk.chair.label}, so this was not saved."


def test_items_of_a_stage_that_has_not_begun_wait(walk):
    with pytest.raises(WrongState) as told:
        items.answer(item=walk.item("2.1"), words="Yes.", by=walk.officer)
    assert told.value.message == "Stage 2 has not begun yet."


def test_items_of_a_project_that_was_stopped_meanwhile_are_refused(walk):
    item = walk.item("1.1")
    projects.stop(project=walk.project, reason="The money went elsewhere.", by=walk.officer)
    with pytest.raises(WrongState) as told:
        items.answer(item=item, words="Yes.", by=walk.officer)
    assert told.value.message == "This project was stopped, so its checklist cannot change."


def test_changed_answer_takes_the_signatures_back(walk):
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    items.answer_and_confirm(item=walk.item("1.1"), words="Something else.", by=walk.officer)
    positions = [(row.side, row.position) for row in walk.stage().sign_offs.all()]
    assert positions == [("council", "signed"), ("council", "reopened")]
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    assert walk.stage().state == StageState.NOW


def test_item_that_may_be_left_out_is_confirmed_without_taking_signatures_back(walk):
    walk.settle()
    items.answer_and_confirm(item=walk.item("1.4"), words="Yes.", by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    items.confirm(item=walk.item("1.4"), by=walk.chair)
    assert [row.position for row in walk.stage().sign_offs.all()] == ["signed"]


def test_question_is_told_to_the_lead_and_the_reply_to_who_asked(walk, django_capture_on_commit_callbacks):
    second = chair_of(walk.forums[0])
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    items.query(item=item, words="Sure?", by=walk.chair)
    items.reply(item=item, words="Sure.", by=walk.officer)
    told = sorted(Notification.objects.values_list("kind", "recipient"))
    assert told == sorted(
        [
            ("checklist.forum_asks", walk.officer.ref),
            ("checklist.council_replied", walk.chair.ref),
            ("checklist.council_replied", second.ref),
        ]
    )


def test_acts_are_audited_without_words(walk):
    items.answer(item=walk.item("1.1"), words="Secret words.", by=walk.officer)
    event = AuditEvent.objects.get(verb="checklist.item_answered")
    assert (event.actor, event.facts) == (walk.officer.ref, {"old": "not_started", "new": "in_progress", "code": "1.1"})


def test_answer_whose_last_step_fails_saves_nothing(walk, monkeypatch):
    def fails(**_facts: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("checklist.services.items.audit.record", fails)
    with pytest.raises(RuntimeError):
        items.answer(item=walk.item("1.1"), words="Yes.", by=walk.officer)
    assert (walk.item("1.1").state, walk.item("1.1").answer, ItemEvent.objects.count()) == (ItemState.NOT_STARTED, "", 0)


def test_item_that_may_never_be_left_out_is_answered():
    walk = scene()
    template = walk.item("1.1").template
    template.may_not_apply = False
    template.save()
    with pytest.raises(WrongState, match="can never be left out"):
        items.does_not_apply(item=walk.item("1.1"), reason="Nothing is fixed.", by=walk.officer)
    assert (walk.item("1.1").state, walk.item("1.1").events.count()) == ("not_started", 0)
