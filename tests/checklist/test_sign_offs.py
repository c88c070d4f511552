"""Signing a stage: both sides, in their own capacity, and what follows for the path and the project."""

import datetime as dt

import pytest
from django.utils import timezone

from checklist.enums import ItemState, Position, StageState, Unsigned
from checklist.models import SignOff
from checklist.queries import paths
from checklist.services import items, sign_offs
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.models import Notification
from coproduction.core.services import publication
from engagements.models import ProjectPart
from engagements.services import projects
from groups.actors import Actor
from groups.enums import Role
from tests.factories.checklist import Scene, officer, scene
from tests.factories.groups import CapacityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    made = scene()
    made.settle()
    return made


def states(walk: Scene) -> list[str]:
    return list(walk.walk.stages.values_list("state", flat=True))


def stage_now(walk: Scene) -> int:
    walk.project.refresh_from_db()
    return walk.project.stage


def sign_both(walk: Scene, number: int = 1) -> None:
    sign_offs.sign(stage=walk.stage(number), by=walk.officer)
    for chair in walk.chairs:
        sign_offs.sign(stage=walk.stage(number), by=chair)


def test_stage_is_done_when_both_sides_signed(walk):
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert (states(walk)[:2], stage_now(walk)) == (["now", "todo"], 1)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    assert (states(walk)[:3], stage_now(walk)) == (["done", "now", "todo"], 2)


def test_stage_can_be_signed_by_the_forum_first(walk):
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert states(walk)[:2] == ["done", "now"]


def test_stage_waits_for_every_forum():
    walk = scene(forums=2)
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chairs[0])
    assert states(walk)[0] == "now"
    sign_offs.sign(stage=walk.stage(), by=walk.chairs[1])
    assert states(walk)[0] == "done"


def test_stage_is_not_signed_before_its_items_are_settled():
    walk = scene()
    for by in (walk.officer, walk.chair):
        with pytest.raises(Missing) as told:
            sign_offs.sign(stage=walk.stage(), by=by)
        assert told.value.message == "Before anyone signs, these must be settled: 1.1, 1.2, 1.3."
    assert SignOff.objects.count() == 0


def test_stage_is_not_signed_without_a_forum(walk):
    ProjectPart.objects.update(signs=False)
    with pytest.raises(Missing):
        sign_offs.sign(stage=walk.stage(), by=walk.officer)


def test_second_signature_of_one_side_is_refused_in_plain_words(walk):
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    with pytest.raises(WrongState) as told:
        sign_offs.sign(stage=walk.stage(), by=officer())
    assert told.value.message == "Stage 1 is signed for the council already."


def test_nobody_signs_words_they_have_not_seen(walk):
    with pytest.raises(WrongState):
        sign_offs.sign(stage=walk.stage(), by=walk.chair, seen=3)


def test_nobody_signs_on_both_sides(walk):
    other = officer()
    sign_offs.sign(stage=walk.stage(), by=other)
    as_chair = Actor(other.user, CapacityFactory(user=other.user, role=Role.CHAIR, body=walk.forums[0]))
    with pytest.raises(NotAllowed):
        sign_offs.sign(stage=walk.stage(), by=as_chair)


def test_nobody_signs_for_the_forum_after_working_for_the_council_at_that_stage(walk):
    other = officer()
    items.answer_and_confirm(item=walk.item("1.4"), words="Yes.", by=other)
    as_chair = Actor(other.user, CapacityFactory(user=other.user, role=Role.CHAIR, body=walk.forums[0]))
    with pytest.raises(NotAllowed):
        sign_offs.sign(stage=walk.stage(), by=as_chair)


def test_signer_whose_capacity_ended_yesterday_cannot_sign(walk):
    walk.chair.capacity.until = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(NotAllowed):
        sign_offs.sign(stage=walk.stage(), by=walk.chair)


def test_refusal_is_public_until_that_side_signs(walk):
    sign_offs.refuse(stage=walk.stage(), reason="We cannot see the split.", by=walk.chair)
    path = paths.path_of(walk.project)
    assert path.stages[0].state == "contested"
    assert [(note.title, note.words) for note in path.notes] == [
        (f"Stage 1: {walk.forums[0].name} did not sign.", "We cannot see the split.")
    ]
    items.answer_and_confirm(item=walk.item("1.1"), words="The split is open.", by=walk.officer)
    assert states(walk)[0] == StageState.CONTESTED
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    assert (states(walk)[0], paths.path_of(walk.project).notes) == ("now", ())


def test_refusal_needs_a_reason(walk):
    with pytest.raises(Missing):
        sign_offs.refuse(stage=walk.stage(), reason=" ", by=walk.chair)


def test_refusal_of_one_forum_stands_beside_the_signature_of_another():
    walk = scene(forums=2)
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chairs[0])
    sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chairs[1])
    assert states(walk)[:2] == ["contested", "todo"]


def test_going_on_without_a_signature_is_public_with_its_reason(walk):
    no_reply = Unsigned.NO_REPLY
    sign_offs.go_on_unsigned(stage=walk.stage(), reason="We asked twice in six weeks.", because=no_reply, by=walk.officer)
    path = paths.path_of(walk.project)
    assert (states(walk)[:2], stage_now(walk)) == (["skipped", "now"], 2)
    assert [(note.state, note.title, note.words) for note in path.notes] == [
        ("skipped", "Stage 1: the council went on without a signature.", "There was no reply. We asked twice in six weeks.")
    ]


def test_going_on_without_a_signature_needs_the_councils_own_answers():
    walk = scene()
    with pytest.raises(Missing) as told:
        sign_offs.go_on_unsigned(stage=walk.stage(), reason="No reply.", by=walk.officer)
    assert told.value.message == "You can go on without their signature, not without your own answers. Still open: 1.1, 1.2."


def test_going_on_without_a_signature_is_not_for_forums_nor_without_a_reason_nor_when_all_signed(walk):
    with pytest.raises(NotAllowed):
        sign_offs.go_on_unsigned(stage=walk.stage(), reason="Why not.", by=walk.chair)
    with pytest.raises(Missing):
        sign_offs.go_on_unsigned(stage=walk.stage(), reason="", by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    with pytest.raises(WrongState):
        sign_offs.go_on_unsigned(stage=walk.stage(), reason="Why not.", by=walk.officer)


def test_reopened_stage_is_signed_by_both_again_before_the_walk_goes_on(walk):
    sign_both(walk)
    sign_offs.reopen(stage=walk.stage(), reason="The budget changed.", by=walk.officer)
    assert (states(walk)[:3], stage_now(walk)) == (["now", "now", "todo"], 1)
    path = paths.path_of(walk.project)
    assert [stage.state for stage in path.stages[:3]] == ["now", "todo", "todo"]
    walk.settle(2)
    with pytest.raises(WrongState) as told:
        sign_offs.sign(stage=walk.stage(2), by=walk.officer)
    assert told.value.message == "Stage 1 comes first: it was opened again."
    sign_both(walk)
    assert (states(walk)[:3], stage_now(walk)) == (["done", "now", "todo"], 2)


def test_reopening_needs_a_reason_and_a_finished_stage(walk):
    with pytest.raises(WrongState):
        sign_offs.reopen(stage=walk.stage(), reason="The budget changed.", by=walk.officer)
    sign_both(walk)
    with pytest.raises(Missing):
        sign_offs.reopen(stage=walk.stage(), reason="", by=walk.officer)
    with pytest.raises(WrongState):
        items.answer(item=walk.item("1.1"), words="Quietly changed.", by=walk.officer)


def test_forum_opens_again_what_it_signed_and_not_what_went_on_without_it(walk):
    sign_both(walk)
    walk.settle(2)
    sign_offs.go_on_unsigned(stage=walk.stage(2), reason="No reply.", by=walk.officer)
    with pytest.raises(NotAllowed):
        sign_offs.reopen(stage=walk.stage(2), reason="You did not wait.", by=walk.chair)
    sign_offs.reopen(stage=walk.stage(1), reason="We found a mistake.", by=walk.chair)
    assert states(walk)[:3] == ["now", "skipped", "now"]


def test_refusal_stands_again_when_a_stage_that_went_on_is_opened(walk):
    sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    sign_offs.go_on_unsigned(stage=walk.stage(), reason="The law sets a date.", by=walk.officer)
    sign_offs.reopen(stage=walk.stage(), reason="There is time after all.", by=walk.officer)
    assert states(walk)[0] == "contested"


def test_last_stage_signed_leaves_the_project_at_nine_with_everything_signed():
    walk = scene()
    for number in range(1, 10):
        walk.settle(number)
        sign_both(walk, number)
    assert (states(walk), stage_now(walk)) == (["done"] * 9, 9)
    assert paths.path_of(walk.project).is_finished


def test_stage_of_a_paused_project_is_not_signed(walk):
    projects.pause(project=walk.project, reason="School holidays.", by=walk.officer)
    with pytest.raises(WrongState):
        sign_offs.sign(stage=walk.stage(), by=walk.chair)


def test_signature_of_the_council_asks_the_forum_and_the_forums_tells_the_lead(walk):
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    assert set(Notification.objects.values_list("kind", "recipient")) == {
        ("checklist.stage_waits", walk.chair.ref),
        ("checklist.stage_signed", walk.officer.ref),
    }


def test_refusal_tells_the_lead(walk):
    sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    assert list(Notification.objects.filter(recipient=walk.officer.ref).values_list("kind", flat=True)) == [
        "checklist.stage_refused"
    ]


def test_signing_changes_what_is_published(walk):
    before = publication.current()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert publication.current() > before


def test_sign_whose_last_step_fails_saves_nothing(walk, monkeypatch):
    sign_offs.sign(stage=walk.stage(), by=walk.officer)

    def fails() -> None:
        raise RuntimeError

    monkeypatch.setattr("checklist.services.notices.outbox.enqueue", lambda **_facts: fails())
    with pytest.raises(RuntimeError):
        sign_offs.sign(stage=walk.stage(), by=walk.chair)
    assert (states(walk)[:2], stage_now(walk)) == (["now", "todo"], 1)
    assert [row.position for row in SignOff.objects.all()] == [Position.SIGNED]


def test_settled_items_stay_settled_when_a_stage_is_reopened(walk):
    sign_both(walk)
    sign_offs.reopen(stage=walk.stage(), reason="Look again.", by=walk.officer)
    assert walk.item("1.2").state == ItemState.CONFIRMED
