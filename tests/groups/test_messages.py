"""Invitations, changes and cancellations: each to whom it concerns, once, and with nothing that is not theirs."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from coproduction.core.enums import NotificationState as State
from coproduction.core.models import Notification
from coproduction.core.services import delivery, outbox, reminders
from groups.enums import Reply, Role, Standing
from groups.models import Attendance
from groups.notifications import MeetingCancelled, MeetingChanged, MeetingInvitation
from groups.services import meetings, notices
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

DAY = "Friday 20 February 2026"


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.fixture
def forum(db):
    return BodyFactory(name="Riverside Parents")


def member(forum, **traits):
    return CapacityFactory(body=forum, **{"since": dt.date(2020, 1, 1)} | traits)


def meeting_at(text, forum, **traits):
    return MeetingFactory(body=forum, starts_at=moment(text), **traits)


def run(at, text):
    """What the schedule does at a moment. Returns whom it wrote to, and the subjects."""
    before = len(mail.outbox)
    with at(text):
        reminders.send()
        delivery.sweep()
    return sorted((message.to[0], message.subject) for message in mail.outbox[before:])


def move(at, meeting, now, starts, acting, **details):
    with at(now):
        begins = moment(starts)
        return meetings.move(
            meeting=meeting, starts_at=begins, ends_at=begins + dt.timedelta(hours=1), by=acting("officer"), **details
        )


def test_invitation_goes_six_weeks_before_and_once(forum, at):
    meeting_at("2026-02-20 17:00", forum)
    person = member(forum).user
    assert run(at, "2026-01-09 16:55") == []
    assert run(at, "2026-01-09 17:00") == [(person.email, f"Are you coming? Riverside Parents, {DAY}")]
    assert run(at, "2026-01-09 17:05") == []


def test_invitation_to_a_meeting_that_is_nearer_goes_when_it_is_planned(forum, at, acting):
    person = member(forum).user
    with at("2026-02-17 12:00"):
        meetings.plan(
            body=forum, title="T", starts_at=moment("2026-02-20 17:00"), ends_at=moment("2026-02-20 18:00"), by=acting("officer")
        )
    assert run(at, "2026-02-17 12:05") == [(person.email, f"Are you coming? Riverside Parents, {DAY}")]


def test_invitation_reaches_whoever_joins_later_and_nobody_who_rests_waits_or_left(forum, at):
    meeting_at("2026-02-20 17:00", forum)
    member(forum, standing=Standing.RESTING)
    member(forum, standing=Standing.PAUSED)
    member(forum, until=dt.date(2026, 2, 1))
    member(forum, role=Role.OFFICER)
    assert run(at, "2026-02-10 12:00") == []
    joined = member(forum, since=dt.date(2026, 2, 11)).user
    assert run(at, "2026-02-11 12:00") == [(joined.email, f"Are you coming? Riverside Parents, {DAY}")]


def test_invitation_that_waits_for_morning_is_not_sent_to_who_left_meanwhile(forum, at):
    meeting_at("2026-02-20 17:00", forum)
    leaving, staying = member(forum), member(forum)
    assert run(at, "2026-02-10 21:00") == []
    leaving.standing = Standing.RESTING
    leaving.save()
    assert run(at, "2026-02-11 08:00") == [(staying.user.email, f"Are you coming? Riverside Parents, {DAY}")]
    row = Notification.objects.get(recipient=leaving.user.ref)
    assert (row.state, row.problem) == (State.SKIPPED, "This person is not asked to the meeting any more.")


def test_invitation_says_where_and_how_to_answer(forum, at):
    meeting_at("2026-02-20 17:00", forum, title="Spring plans", place="The hub", access="Step-free")
    member(forum)
    run(at, "2026-02-10 12:00")
    body = mail.outbox[0].body
    assert [
        line for line in ("Spring plans", f"{DAY}, 5pm to 7pm", "Where: The hub", "Access: Step-free") if line not in body
    ] == []
    assert body.count("/meetings/answer/") == 2


def test_message_about_a_discreet_forum_holds_neither_title_nor_place(at, db, acting):
    forum = BodyFactory(discreet=True, name="Children in Care Council")
    meeting = meeting_at(
        "2026-02-20 17:00", forum, title="Leaving care", place="Care leavers hub", link="https://care.example/x", access="Care"
    )
    member(forum)
    run(at, "2026-02-10 12:00")
    with at("2026-02-11 12:00"):
        meeting.starts_at, meeting.sequence, meeting.arranged_at = moment("2026-02-20 18:00"), 1, timezone.now()
        meeting.save()
        notices.meeting_changed(meeting=meeting)
    run(at, "2026-02-11 12:05")
    with at("2026-02-12 12:00"):
        meeting.state, meeting.cancelled_because = "cancelled", "The care hub is closed"
        meeting.save()
        notices.meeting_cancelled(meeting=meeting)
    run(at, "2026-02-12 12:05")
    assert [message.subject for message in mail.outbox] == [
        f"Are you coming? Thursday group, {DAY}",
        f"Changed: Thursday group, now {DAY}, 6pm",
        f"Cancelled: Thursday group, {DAY}",
    ]
    everything = " ".join(message.message().as_string() for message in mail.outbox)
    everything += " ".join(f"{row.reason} {row.recipient_label} {row.facts}" for row in Notification.objects.all())
    assert [word for word in ("Care", "care", "Leaving") if word in everything] == []


def test_message_names_nobody_else_who_comes(forum, at):
    meeting = meeting_at("2026-02-20 17:00", forum)
    people = [member(forum, user__name=name).user for name in ("Ada Example", "Ben Example")]
    Attendance.objects.create(meeting=meeting, user=people[0], reply=Reply.COMING)
    run(at, "2026-02-10 12:00")
    for message in mail.outbox:
        text = message.message().as_string()
        others = [person for person in people if person.email != message.to[0]]
        assert [word for other in others for word in (other.email, other.name) if word in text] == []
    assert len(mail.outbox) == 2


def test_change_goes_to_everyone_who_was_told_and_still_belongs(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", forum)
    stays, rests, leaves, refuses = (member(forum) for _person in range(4))
    guest = UserFactory()
    Attendance.objects.create(meeting=meeting, user=guest)
    run(at, "2026-02-10 12:00")
    Attendance.objects.create(meeting=meeting, user=refuses.user, reply=Reply.NOT_COMING)
    # Having said yes keeps nobody among those who belong.
    Attendance.objects.create(meeting=meeting, user=leaves.user, reply=Reply.COMING)
    rests.standing, leaves.until = Standing.RESTING, dt.date(2026, 2, 10)
    rests.save()
    leaves.save()
    newcomer = member(forum, since=dt.date(2026, 2, 11)).user
    move(at, meeting, "2026-02-11 12:00", "2026-02-20 18:00", acting)
    changed = f"Changed: Riverside Parents, now {DAY}, 6pm"
    assert run(at, "2026-02-11 12:05") == sorted(
        [
            *((person.email, changed) for person in (stays.user, rests.user, refuses.user, guest)),
            (newcomer.email, f"Are you coming? Riverside Parents, {DAY}"),
        ]
    )
    assert run(at, "2026-02-11 12:10") == []


def test_change_says_how_it_was(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", forum)
    member(forum)
    run(at, "2026-02-10 12:00")
    move(at, meeting, "2026-02-11 12:00", "2026-02-21 17:00", acting, place="Library")
    run(at, "2026-02-11 12:05")
    body = mail.outbox[-1].body
    assert f"It was: {DAY}, 5pm" in body
    assert ("Where: Library" in body, "/meetings/answer/" in body) == (True, True)


def test_newer_change_takes_the_place_of_one_that_was_not_sent(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", forum)
    person = member(forum).user
    run(at, "2026-02-10 12:00")
    meeting = move(at, meeting, "2026-02-11 21:00", "2026-02-20 18:00", acting)
    move(at, meeting, "2026-02-11 22:00", "2026-02-20 19:00", acting)
    assert run(at, "2026-02-12 08:00") == [(person.email, f"Changed: Riverside Parents, now {DAY}, 7pm")]
    rows = Notification.objects.filter(kind=MeetingChanged.kind).order_by("pk")
    assert [row.state for row in rows] == [State.SKIPPED, State.SENT]
    assert rows[0].problem == "The meeting changed again, and a newer message says so."


def test_change_before_the_invitation_went_is_in_the_invitation_alone(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", forum)
    person = member(forum).user
    assert run(at, "2026-02-10 21:00") == []
    move(at, meeting, "2026-02-10 22:00", "2026-02-27 17:00", acting)
    assert run(at, "2026-02-11 08:00") == [(person.email, "Are you coming? Riverside Parents, Friday 27 February 2026")]
    assert Notification.objects.get().facts["starts_at"] == moment("2026-02-27 17:00").isoformat()


def test_change_counts_who_is_told_in_person_or_in_a_summary_as_told(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", forum)
    ringing = member(forum, user__email=None, user__reach="ring").user
    run(at, "2026-02-10 12:00")
    move(at, meeting, "2026-02-11 12:00", "2026-02-20 18:00", acting)
    states = dict(Notification.objects.filter(recipient=ringing.ref).values_list("kind", "state"))
    assert states == {MeetingInvitation.kind: State.BY_HAND, MeetingChanged.kind: State.BY_HAND}


def test_cancellation_goes_to_everyone_who_was_told_also_who_said_no(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", forum)
    coming, refuses, left, disputed = (member(forum) for _person in range(4))
    run(at, "2026-02-10 12:00")
    member(forum, since=dt.date(2026, 2, 11))
    Attendance.objects.create(meeting=meeting, user=refuses.user, reply=Reply.NOT_COMING)
    left.until, disputed.standing = dt.date(2026, 2, 10), Standing.PAUSED
    left.save()
    disputed.save()
    with at("2026-02-11 12:00"):
        meetings.cancel(meeting=meeting, reason="The hub is closed", by=acting("officer"))
    subject = f"Cancelled: Riverside Parents, {DAY}"
    assert run(at, "2026-02-11 12:05") == sorted((capacity.user.email, subject) for capacity in (coming, refuses, left))
    assert {"Why: The hub is closed" in message.body for message in mail.outbox[-3:]} == {True}


def test_cancellation_before_anyone_was_told_tells_nobody(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", forum)
    member(forum)
    with at("2026-02-10 21:00"):
        reminders.send()
        meetings.cancel(meeting=meeting, reason="The hub is closed", by=acting("officer"))
    assert run(at, "2026-02-11 08:00") == []
    assert list(Notification.objects.values_list("kind", "state", "problem")) == [
        (MeetingInvitation.kind, State.SKIPPED, "The meeting was cancelled.")
    ]


def test_move_whose_notice_fails_saves_nothing(forum, at, acting, monkeypatch):
    meeting = meeting_at("2026-02-20 17:00", forum)
    member(forum)
    run(at, "2026-02-10 12:00")
    monkeypatch.setattr(outbox, "enqueue_many", lambda dues: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        move(at, meeting, "2026-02-11 12:00", "2026-02-20 18:00", acting)
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.sequence) == (moment("2026-02-20 17:00"), 0)


@pytest.mark.parametrize("many", [1, 30])
def test_notices_cost_the_same_however_many_are_told(forum, at, django_assert_num_queries, many):
    meeting = meeting_at("2026-02-20 17:00", forum)
    for _person in range(many):
        member(forum)
    run(at, "2026-02-10 12:00")
    with at("2026-02-11 12:00"), django_assert_num_queries(8):
        # Who was told, their parts, their answers, themselves; the keys, who they are, their parts, and the writing.
        assert notices.meeting_cancelled(meeting=meeting) == many
    assert Notification.objects.filter(kind=MeetingCancelled.kind).count() == many
