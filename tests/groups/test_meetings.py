"""Meetings: planned, moved, cancelled, held; and who may."""

import datetime as dt

import pytest
from django.utils import timezone

from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent, Notification
from coproduction.core.services import delivery, publication, reminders
from groups.enums import MeetingState, Reply, Role
from groups.models import Attendance, Meeting
from groups.services import meetings
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory


def hours(number):
    return timezone.now() + dt.timedelta(hours=number)


def test_plan_makes_a_meeting_of_its_forum(acting):
    forum, version = BodyFactory(), publication.current()
    meeting = meetings.plan(body=forum, title="Spring", starts_at=hours(48), ends_at=hours(50), place="The hub", by=acting())
    assert (meeting.body, meeting.state, meeting.sequence, meeting.is_private, meeting.is_demonstration) == (
        forum,
        "planned",
        0,
        False,
        False,
    )
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["planned meeting"]
    assert publication.current() == version + 1


def test_plan_of_a_discreet_or_invented_forum_follows_it(acting):
    discreet = meetings.plan(body=BodyFactory(discreet=True), title="T", starts_at=hours(1), ends_at=hours(2), by=acting())
    invented = meetings.plan(body=BodyFactory(demonstration=True), title="T", starts_at=hours(1), ends_at=hours(2), by=acting())
    assert (discreet.is_private, invented.is_demonstration) == (True, True)


@pytest.mark.parametrize("begins, ends", [(-1, 1), (2, 2), (3, 2)])
def test_plan_refuses_times_that_cannot_be(acting, begins, ends):
    starts_at = hours(begins)
    ends_at = starts_at + dt.timedelta(hours=ends - begins)
    with pytest.raises(Refused):
        meetings.plan(body=BodyFactory(), title="T", starts_at=starts_at, ends_at=ends_at, by=acting())
    assert Meeting.objects.count() == 0


def test_move_raises_the_sequence_and_asks_again_on_a_new_day(acting):
    meeting = MeetingFactory()
    uid = meeting.uid
    Attendance.objects.create(meeting=meeting, user=UserFactory(), reply=Reply.COMING)
    same_day = meeting.starts_at - dt.timedelta(minutes=1)
    moved = meetings.move(meeting=meeting, starts_at=same_day, ends_at=meeting.ends_at, by=acting(), place="Library")
    assert (moved.sequence, moved.place, moved.uid, moved.attendances.get().reply) == (1, "Library", uid, Reply.COMING)
    later = meeting.starts_at + dt.timedelta(days=3)
    moved = meetings.move(meeting=meeting, starts_at=later, ends_at=later + dt.timedelta(hours=1), by=acting())
    assert (moved.sequence, moved.attendances.get().reply) == (2, Reply.INVITED)


def test_cancel_tells_its_people_once_and_needs_a_reason(acting, at):
    meeting = MeetingFactory()
    told = CapacityFactory(body=meeting.body).user
    away = CapacityFactory(body=meeting.body).user
    with at(f"{timezone.localdate() + dt.timedelta(days=1)} 12:00"):
        reminders.send()
        delivery.sweep()
    Attendance.objects.create(meeting=meeting, user=away, reply=Reply.NOT_COMING)
    with pytest.raises(Missing):
        meetings.cancel(meeting=meeting, reason=" ", by=acting())
    cancelled = meetings.cancel(meeting=meeting, reason="The hub is closed", by=acting())
    assert (cancelled.state, cancelled.cancelled_because, cancelled.sequence) == (MeetingState.CANCELLED, "The hub is closed", 1)
    notices = Notification.objects.filter(kind="groups.meeting_cancelled").order_by("pk")
    assert [notice.recipient for notice in notices] == [told.ref, away.ref]
    with pytest.raises(WrongState):
        meetings.cancel(meeting=meeting, reason="Again", by=acting())


def test_cancel_whose_last_step_fails_saves_nothing(acting, monkeypatch):
    meeting = MeetingFactory()
    CapacityFactory(body=meeting.body)
    monkeypatch.setattr(meetings.publication, "bump", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        meetings.cancel(meeting=meeting, reason="The hub is closed", by=acting())
    meeting.refresh_from_db()
    assert (meeting.state, Notification.objects.count(), AuditEvent.objects.count()) == (MeetingState.PLANNED, 0, 0)


def test_held_only_after_it_began(acting, at):
    meeting = MeetingFactory()
    with pytest.raises(WrongState):
        meetings.mark_held(meeting=meeting, by=acting())
    over = MeetingFactory(starts_at=hours(-3))
    assert meetings.mark_held(meeting=over, by=acting()).state == MeetingState.HELD
    with pytest.raises(WrongState):
        meetings.move(meeting=over, starts_at=hours(1), ends_at=hours(2), by=acting())


def test_reply_is_a_members_own(acting):
    forum = BodyFactory()
    meeting, member, other = MeetingFactory(body=forum), acting(Role.MEMBER, forum), acting(Role.MEMBER, forum)
    assert meetings.reply(meeting=meeting, user=member.user, reply=Reply.NOT_COMING, by=member).reply == Reply.NOT_COMING
    assert meetings.reply(meeting=meeting, user=member.user, reply=Reply.COMING, by=member).reply == Reply.COMING
    with pytest.raises(NotAllowed):
        meetings.reply(meeting=meeting, user=member.user, reply=Reply.COMING, by=other)
    stranger = acting(Role.MEMBER)
    with pytest.raises(NotAllowed):
        meetings.reply(meeting=meeting, user=stranger.user, reply=Reply.COMING, by=stranger)
    assert Attendance.objects.count() == 1


FORM = {
    "title": "Spring meeting", "day_day": "20", "day_month": "5", "day_year": "2099", "begins": "4:30pm", "ends": "6pm", "place": "The hub",
    "kind": "meeting", "seen": "0",
}  # fmt: skip


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_officer_plans_moves_and_cancels_a_meeting(signed_in, demo):
    officer, forum = signed_in(Role.OFFICER), BodyFactory(name="Riverside Parents")
    assert officer.get("/officers/meetings/new/").status_code == 200
    response = officer.post("/officers/meetings/new/", FORM | {"body": forum.pk})
    meeting = Meeting.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/officers/meetings/{meeting.ref}/")
    assert timezone.localtime(meeting.starts_at).isoformat() == "2099-05-20T16:30:00+01:00"
    page = f"/officers/meetings/{meeting.ref}/"
    assert 'value="4:30pm"' in officer.get(page).content.decode()
    officer.post(page, FORM | {"day_day": "21"})
    meeting.refresh_from_db()
    assert (meeting.local_day, meeting.sequence) == (dt.date(2099, 5, 21), 1)
    wrong = officer.post(page, {"cancel": "1", "reason": "", "seen": "1"})
    assert "Say why the meeting is cancelled" in wrong.content.decode()
    officer.post(page, {"cancel": "1", "reason": "No room", "seen": "1"})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_because) == (MeetingState.CANCELLED, "No room")
    assert "No room" in officer.get(page).content.decode()


def test_form_of_a_meeting_says_what_to_do_and_keeps_what_was_typed(signed_in, demo):
    officer, forum = signed_in(Role.OFFICER), BodyFactory()
    page = officer.post("/officers/meetings/new/", FORM | {"body": forum.pk, "ends": "4pm", "day_year": "2001"}).content.decode()
    assert "Enter an end that is later than the start." in page
    assert "Enter a day and time that are still to come." in page
    assert 'value="Spring meeting"' in page
    assert Meeting.objects.count() == 0


def test_officer_notes_that_a_meeting_was_held(signed_in, demo):
    meeting = MeetingFactory(starts_at=hours(-3))
    signed_in(Role.OFFICER).post(f"/officers/meetings/{meeting.ref}/", {"held": "1"})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD


def test_meetings_are_managed_by_officers_and_by_independent_forums_themselves(signed_in, demo):
    own, council_led, other = BodyFactory(is_independent=True), BodyFactory(), BodyFactory(is_independent=True)
    chair = signed_in(Role.CHAIR, own)
    answers = {
        "officer": signed_in(Role.OFFICER).get("/officers/meetings/new/").status_code,
        "board": signed_in(Role.BOARD_ADMINISTRATOR).get("/officers/meetings/new/").status_code,
        "chair of an independent forum": chair.get("/officers/meetings/new/").status_code,
        "its own meeting": chair.get(f"/officers/meetings/{MeetingFactory(body=own).ref}/").status_code,
        "another's meeting": chair.get(f"/officers/meetings/{MeetingFactory(body=other).ref}/").status_code,
        "another's, sent": chair.post("/officers/meetings/new/", FORM | {"body": other.pk}).status_code,
        "chair of another forum": signed_in(Role.CHAIR, council_led).get("/officers/meetings/new/").status_code,
        "member": signed_in(Role.MEMBER, own).get("/officers/meetings/new/").status_code,
        "administrator": signed_in(Role.ADMINISTRATOR).get("/officers/meetings/new/").status_code,
    }
    assert answers == {
        "officer": 200,
        "board": 200,
        "chair of an independent forum": 200,
        "its own meeting": 200,
        "another's meeting": 403,
        "another's, sent": 200,
        "chair of another forum": 403,
        "member": 403,
        "administrator": 403,
    }
    assert Meeting.objects.filter(body=other).count() == 1
