"""Actions: late ones first, settled with a reason, opened again, given to someone else."""

import datetime as dt

import pytest
from django.utils import timezone

from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.models import AuditEvent
from groups.enums import ActionState, Role
from groups.models import Action
from groups.queries import actions as queries
from groups.services import actions
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def forum():
    return BodyFactory(slug="riverside")


def action(body, **traits):
    traits.setdefault("words", "Find a room")
    return Action.objects.create(body=body, **traits)


def days(number):
    return timezone.localdate() + dt.timedelta(days=number)


PAGE = "/forums/riverside/actions/"


def test_list_shows_open_ones_by_the_day_they_are_due(forum, acting):
    later, never, late = (
        action(forum, words="Later", due=days(5)),
        action(forum, words="Some day"),
        action(forum, words="Late", due=days(-3), owner_words="the council"),
    )
    gone = action(forum, words="Gone", state=ActionState.DONE, settled_at=timezone.now())
    action(BodyFactory(), words="Elsewhere")
    found = queries.of_body(forum, user=acting().user, today=timezone.localdate())
    assert [(row.ref, row.late, row.who) for row in found.open] == [
        (late.ref, "Late by 3 days", "the council"),
        (later.ref, "", "Nobody yet"),
        (never.ref, "", "Nobody yet"),
    ]
    assert ([row.ref for row in found.settled], found.late) == ([gone.ref], 1)


def test_names_of_owners_are_for_members_and_for_the_register(signed_in):
    forum = BodyFactory(slug="riverside", is_independent=True)
    owner = CapacityFactory(body=forum, user__name="Ada Example").user
    action(forum, owner=owner)
    shown = {
        "member": "Ada Example" in signed_in(Role.MEMBER, forum).get(PAGE).text,
        "chair": "Ada Example" in signed_in(Role.CHAIR, forum).get(PAGE).text,
        "facilitator": "Ada Example" in signed_in(Role.FACILITATOR, forum).get(PAGE).text,
    }
    assert shown == {"member": True, "chair": True, "facilitator": False}
    assert "You" in signed_in(user=owner).get(PAGE).text
    assert [signed_in(Role.OFFICER).get(PAGE).status_code, signed_in(Role.MEMBER).get(PAGE).status_code] == [403, 403]


def test_owner_who_left_is_pointed_out(forum, acting):
    action(forum, owner=CapacityFactory(body=forum, user__name="Ada Example", ended=True).user)
    found = queries.of_body(forum, user=acting().user, today=timezone.localdate())
    assert [row.who for row in found.open] == ["Ada Example, who has left the forum"]


def test_owner_marks_their_own_as_done(forum, signed_in):
    member, other = signed_in(Role.MEMBER, forum), signed_in(Role.MEMBER, forum)
    own = action(forum, owner=member.actor.user)
    page = f"{PAGE}{own.ref}/"
    assert ("Mark as done" in member.get(page).text, "Mark as done" in other.get(page).text) == (True, False)
    assert other.post(page, {"done": "1"}).status_code == 403
    assert member.post(page, {"drop": "1", "drop-reason": "No"}).status_code == 200
    own.refresh_from_db()
    assert own.state == ActionState.OPEN
    assert member.post(page, {"done": "1", "done-reason": "We have room 3"})["Location"] == PAGE
    own.refresh_from_db()
    assert (own.state, own.reason, own.settled_by_label) == (ActionState.DONE, "We have room 3", member.actor.label)


def test_dropped_needs_a_reason(forum, signed_in):
    officer, row = signed_in(Role.OFFICER), action(forum)
    page = f"{PAGE}{row.ref}/"
    assert "Say why it is dropped. The forum reads this." in officer.post(page, {"drop": "1", "drop-reason": ""}).text
    officer.post(page, {"drop": "1", "drop-reason": "The house is closed"})
    row.refresh_from_db()
    assert (row.state, row.reason) == (ActionState.DROPPED, "The house is closed")
    with pytest.raises(Missing):
        actions.drop(action=action(forum), reason=" ", by=officer.actor)
    with pytest.raises(WrongState):
        actions.done(action=row, by=officer.actor)


def test_settled_one_is_opened_again(forum, signed_in):
    officer = signed_in(Role.OFFICER)
    row = actions.done(action=action(forum), reason="Done", by=officer.actor)
    officer.post(f"{PAGE}{row.ref}/", {"reopen": "1"})
    row.refresh_from_db()
    assert (row.state, row.reason, row.settled_at, row.settled_by_label) == (ActionState.OPEN, "", None, "")
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["settled action", "opened action again"]


def test_owner_and_day_change_with_an_audit_that_names_nobody(forum, signed_in):
    officer, row = signed_in(Role.OFFICER), action(forum)
    ada = CapacityFactory(body=forum, user__name="Ada Example").user
    data = {
        "change": "1", "change-words": "Find two rooms", "change-owner": ada.pk, "change-owner_words": "",
        "change-due_day": "1", "change-due_month": "6", "change-due_year": "2030",
    }  # fmt: skip
    officer.post(f"{PAGE}{row.ref}/", data)
    row.refresh_from_db()
    assert (row.words, row.owner, row.due) == ("Find two rooms", ada, dt.date(2030, 6, 1))
    assert AuditEvent.objects.get(verb="changed action").facts == {"changed": ["due", "owner", "words"], "due": "2030-06-01"}


def test_nothing_is_given_to_whoever_left(forum, acting):
    gone = CapacityFactory(body=forum, ended=True).user
    with pytest.raises(Missing):
        actions.change(action=action(forum), words="x", owner=gone, owner_words="", due=None, by=acting())


def test_only_those_who_run_the_forum_settle_what_is_not_theirs(forum, acting):
    row = action(forum)
    for by in (acting(Role.MEMBER, forum), acting(Role.CHAIR, forum), acting(Role.FACILITATOR), acting(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            actions.done(action=row, by=by)
        with pytest.raises(NotAllowed):
            actions.reopen(action=row, by=by)
    assert actions.done(action=row, by=acting(Role.FACILITATOR, forum)).state == ActionState.DONE


def test_settling_whose_last_step_fails_saves_nothing(forum, acting, monkeypatch):
    row = action(forum)
    monkeypatch.setattr(actions.audit, "record", lambda **facts: 1 / 0)
    by = acting()
    with pytest.raises(ZeroDivisionError):
        actions.done(action=row, reason="x", by=by)
    row.refresh_from_db()
    assert (row.state, row.reason) == (ActionState.OPEN, "")


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_with_many_rows(forum, signed_in, rows, django_assert_num_queries):
    for number in range(rows):
        action(forum, words=f"Action {number}", owner=CapacityFactory(body=forum).user, meeting=MeetingFactory(body=forum))
    officer = signed_in(Role.OFFICER)
    officer.get(PAGE)
    with django_assert_num_queries(6):
        officer.get(PAGE)
