"""Reminders of meetings: derived, once each, by day, right when the clocks change, and discreet."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from coproduction.core import reminders as registry
from coproduction.core import tasks
from coproduction.core.enums import NotificationState as State
from coproduction.core.models import Notification
from coproduction.core.reminders import not_sent
from coproduction.core.services import delivery, reminders
from groups.enums import MeetingState, Reply, Role
from groups.models import Attendance
from groups.notifications import MeetingReminder
from groups.reminders.meetings import meeting_invitations, meeting_reminders
from groups.services import meetings, reminder_plans
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

# Plans; meetings to invite to, and to remind of, each with members, guests and keys; what has gathered; two transactions.
QUIET_RUN = 14


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def meeting_at(text, **traits):
    starts = moment(text)
    return MeetingFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), **traits)


def member(body, **traits):
    traits.setdefault("since", dt.date(2020, 1, 1))
    return CapacityFactory(body=body, **traits)


def run(at, text):
    """What the schedule does at a moment: reminders, then the sweep. Returns the subjects that went out, without invitations."""
    before = len(mail.outbox)
    with at(text):
        reminders.send()
        delivery.sweep()
    return [message.subject for message in without_invitations(mail.outbox[before:])]


def without_invitations(messages):
    return [message for message in messages if not message.subject.startswith("Are you coming?")]


def reminder():
    return Notification.objects.get(kind=MeetingReminder.kind)


@pytest.fixture
def forum(db):
    return BodyFactory(name="Riverside Parents")


def test_reminders_go_out_a_week_and_a_day_before(forum, at):
    meeting_at("2026-02-20 17:00", body=forum)
    member(forum)
    assert run(at, "2026-02-13 16:55") == []
    assert run(at, "2026-02-13 17:00") == ["Friday 20 February 2026: Riverside Parents"]
    assert run(at, "2026-02-13 17:05") == []
    assert run(at, "2026-02-19 16:55") == []
    assert run(at, "2026-02-19 17:00") == ["Tomorrow at 5pm: Riverside Parents"]
    assert run(at, "2026-02-20 09:00") == []
    assert run(at, "2026-02-20 17:00") == []


def test_reminder_goes_to_live_members_once_however_many_hats(forum, at):
    meeting_at("2026-02-20 17:00", body=forum)
    chair = member(forum, role=Role.CHAIR)
    member(forum, user=chair.user, role=Role.REPRESENTATIVE)
    member(forum, role=Role.OFFICER)
    member(forum, until=dt.date(2026, 2, 1))
    member(forum, until=dt.date(2026, 2, 19))
    member(forum, user__is_active=False)
    CapacityFactory(since=dt.date(2020, 1, 1))
    assert run(at, "2026-02-19 17:00") == ["Tomorrow at 5pm: Riverside Parents"]
    assert [message.to for message in without_invitations(mail.outbox)] == [[chair.user.email]]


def test_reminder_leaves_in_peace_who_said_yes_and_then_left_rests_or_waits(forum, at):
    meeting = meeting_at("2026-03-10 17:00", body=forum)
    staying = member(forum).user
    gone = [
        member(forum, **change).user
        for change in ({"until": dt.date(2026, 3, 1)}, {"standing": "resting"}, {"standing": "paused"})
    ]
    for user in (staying, *gone):
        Attendance.objects.create(meeting=meeting, user=user, reply=Reply.COMING)
    run(at, "2026-03-03 18:00")
    assert list(Notification.objects.filter(kind=MeetingReminder.kind).values_list("recipient", flat=True)) == [staying.ref]


def test_reminder_goes_to_whoever_was_asked_and_not_to_who_is_not_coming(forum, at):
    meeting = meeting_at("2026-02-20 17:00", body=forum)
    absent, guest = member(forum).user, UserFactory()
    Attendance.objects.create(meeting=meeting, user=absent, reply=Reply.NOT_COMING)
    Attendance.objects.create(meeting=meeting, user=guest, reply=Reply.COMING)
    run(at, "2026-02-19 17:00")
    assert [message.to for message in without_invitations(mail.outbox)] == [[guest.email]]
    assert reminder().reason == "you were asked to a meeting of Riverside Parents"


@pytest.mark.parametrize(
    "starts, quiet, wakes, subject",
    [
        # In the evening: held until the next morning.
        ("2026-02-20 20:30", "2026-02-19 20:30", "2026-02-20 08:00", "Today at 8:30pm: Riverside Parents"),
        # Early in the morning: held until the day begins.
        ("2026-02-20 07:30", "2026-02-19 07:45", "2026-02-19 08:00", "Tomorrow at 7:30am: Riverside Parents"),
    ],
)
def test_reminder_waits_for_the_day(forum, at, starts, quiet, wakes, subject):
    meeting_at(starts, body=forum)
    member(forum)
    assert run(at, quiet) == []
    assert run(at, wakes) == [subject]


def test_reminder_goes_at_night_when_the_meeting_would_be_missed(forum, at):
    member(forum)
    meeting_at("2026-02-20 07:30", body=forum)
    assert run(at, "2026-02-19 21:00") == ["Tomorrow at 7:30am: Riverside Parents"]


@pytest.mark.parametrize(
    "starts, before, due",
    [
        # The clocks go forward on 29 March 2026: the same time by the clock here, 23 hours before.
        ("2026-03-29 17:00", "2026-03-28 16:59", "2026-03-28 17:00"),
        ("2027-03-28 17:00", "2027-03-27 16:59", "2027-03-27 17:00"),
        # And back on 25 October 2026: 25 hours before.
        ("2026-10-25 17:00", "2026-10-24 16:59", "2026-10-24 17:00"),
    ],
)
def test_reminder_keeps_the_time_of_day_when_the_clocks_change(forum, at, starts, before, due):
    member(forum)
    meeting_at(starts, body=forum)
    run(at, (moment(starts) - dt.timedelta(days=6)).strftime("%Y-%m-%d 12:00"))
    assert run(at, before) == []
    assert run(at, due) == ["Tomorrow at 5pm: Riverside Parents"]


@pytest.mark.parametrize("day, utc", [("2026-03-29", "07:00"), ("2027-03-28", "07:00"), ("2026-10-25", "08:00")])
def test_morning_begins_at_8_by_the_clock_here_when_the_clocks_change(forum, at, day, utc):
    member(forum)
    night = (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
    meeting_at(f"{day} 20:30", body=forum)
    run(at, f"{night} 12:00")
    assert run(at, f"{night} 20:30") == []
    assert Notification.objects.filter(kind=MeetingReminder.kind).latest("pk").due_at.isoformat() == f"{day}T{utc}:00+00:00"
    assert run(at, f"{day} 08:00") == ["Today at 8:30pm: Riverside Parents"]


def test_change_of_time_or_place_sends_one_notice_and_no_second_reminder(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", body=forum)
    member(forum)
    assert len(run(at, "2026-02-19 17:00")) == 1
    with at("2026-02-19 18:00"):
        meetings.move(meeting=meeting, starts_at=moment("2026-02-20 15:00"), ends_at=moment("2026-02-20 16:00"), by=acting())
    assert run(at, "2026-02-19 18:05") == ["Changed: Riverside Parents, now Friday 20 February 2026, 3pm"]
    with at("2026-02-19 18:10"):
        meetings.move(meeting=meeting, starts_at=moment("2026-02-23 15:00"), ends_at=moment("2026-02-23 16:00"), by=acting())
    assert run(at, "2026-02-19 18:15") == ["Changed: Riverside Parents, now Monday 23 February 2026, 3pm"]
    assert run(at, "2026-02-22 15:00") == ["Tomorrow at 3pm: Riverside Parents"]


def test_reminder_that_waits_for_morning_falls_away_with_its_meeting(forum, at, acting):
    meeting = meeting_at("2026-02-20 20:30", body=forum)
    member(forum, user__do_not_contact=False)
    run(at, "2026-02-13 12:00")
    run(at, "2026-02-14 08:00")
    assert run(at, "2026-02-19 20:30") == []
    with at("2026-02-20 06:00"):
        meetings.cancel(meeting=meeting, reason="The hub is closed", by=acting())
    assert run(at, "2026-02-20 08:00") == ["Cancelled: Riverside Parents, Friday 20 February 2026"]
    row = Notification.objects.get(state=State.SKIPPED)
    assert row.problem == "The meeting was cancelled."


def test_cancelled_meeting_is_never_reminded_of(forum, at):
    meeting_at("2026-02-20 17:00", body=forum, state=MeetingState.CANCELLED)
    member(forum)
    assert run(at, "2026-02-19 17:00") == []


def test_discreet_forum_is_named_nowhere(at, db):
    forum = BodyFactory(discreet=True, name="Children in Care Council")
    meeting_at("2026-02-20 17:00", body=forum, title="Leaving care", place="Care leavers hub", access="Secret ramp")
    member(forum)
    assert run(at, "2026-02-19 17:00") == ["Tomorrow at 5pm: Thursday group"]
    rows = Notification.objects.all()
    everything = " ".join(message.message().as_string() for message in mail.outbox)
    everything += " ".join(" ".join([row.reason, row.recipient_label, row.dedupe_key, str(row.facts)]) for row in rows)
    assert (len(rows), ["Thursday group" in message.body for message in mail.outbox]) == (2, [True, True])
    assert [word for word in ("Care", "care", "Secret") if word in everything] == []


def test_meeting_of_the_demonstration_says_so_in_the_message(at, settings, db):
    settings.DEMO = True
    meeting_at("2026-02-20 17:00", body=BodyFactory(demonstration=True, name="Elm Green"), origin="demonstration")
    member(meeting_body := BodyFactory._meta.model.objects.get(name="Elm Green"))
    run(at, "2026-02-19 17:00")
    row = reminder()
    assert (row.state, row.subject, mail.outbox) == (State.SENT, "Demonstration: Tomorrow at 5pm: Elm Green", [])
    assert meeting_body.name in row.body


def test_tasks_of_the_schedule_send_each_reminder_once(forum, at):
    meeting_at("2026-02-20 17:00", body=forum)
    member(forum)
    for minute in ("00", "05", "10"):
        with at(f"2026-02-19 17:{minute}"):
            tasks.send_reminders()
            tasks.sweep_outbox()
    assert [message.subject for message in without_invitations(mail.outbox)] == ["Tomorrow at 5pm: Riverside Parents"]


@pytest.mark.parametrize("many", [1, 30])
def test_reminders_already_written_cost_the_same_however_many(forum, at, django_assert_num_queries, monkeypatch, many):
    monkeypatch.setattr(registry, "sources", lambda: (meeting_invitations, meeting_reminders))
    meeting_at("2026-02-20 17:00", body=forum)
    for _person in range(many):
        member(forum)
    with at("2026-02-19 17:00"):
        assert reminders.send() == many * 2
        with django_assert_num_queries(QUIET_RUN):
            assert reminders.send() == 0


def test_reminder_asks_as_the_plan_says(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", body=forum, kind="board")
    coming, silent, guest = member(forum).user, member(forum).user, UserFactory()
    for person in (coming, guest):
        Attendance.objects.create(meeting=meeting, user=person, reply=Reply.COMING)
    told = {}
    for audience in ("everyone", "members", "coming"):
        mail.outbox.clear()
        Notification.objects.filter(kind=MeetingReminder.kind).delete()
        with at("2026-02-01 12:00"):
            reminder_plans.change(kind="board", days=[3, 10], audience=audience, words="Bring a coat.", by=acting())
        run(at, "2026-02-17 17:00")
        told[audience] = {message.to[0] for message in without_invitations(mail.outbox)}
        assert all("\nBring a coat.\n" in message.body for message in without_invitations(mail.outbox))
    assert told == {
        "everyone": {coming.email, silent.email, guest.email},
        "members": {coming.email, silent.email},
        "coming": {coming.email, guest.email},
    }


def test_reminder_after_a_stop_of_days_comes_late_and_once(forum, at):
    meeting_at("2026-02-20 17:00", body=forum)
    member(forum)
    # Nothing ran since before the first reminder was due.
    assert run(at, "2026-02-18 09:00") == ["Friday 20 February 2026: Riverside Parents"]
    assert run(at, "2026-02-18 09:05") == []


def test_reminder_of_a_meeting_that_passed_meanwhile_is_written_down_as_too_late(forum, at):
    meeting = meeting_at("2026-02-20 17:00", body=forum)
    there, _later = member(forum), member(forum, since=dt.date(2026, 2, 21))
    assert run(at, "2026-02-22 09:00") == []
    assert run(at, "2026-02-22 09:05") == []
    row = reminder()
    assert (row.recipient, row.state, row.problem) == (there.user.ref, State.SKIPPED, "It was too late for it.")
    with at("2026-02-22 10:00"):
        found = [(item.url, item.why) for item in not_sent(timezone.now()) if item.what.startswith("Reminder")]
    assert found == [(meeting.get_absolute_url(), "It was too late for 1 person: nothing was sent until the meeting had begun.")]


def test_reminder_that_went_in_time_is_never_too_late(forum, at, acting):
    meeting_at("2026-02-20 17:00", body=forum)
    member(forum)
    run(at, "2026-02-13 17:00")
    run(at, "2026-02-19 17:00")
    with at("2026-02-21 12:00"):
        reminder_plans.change(kind="meeting", days=[2], audience="everyone", by=acting())
    run(at, "2026-02-22 09:00")
    assert {row.state for row in Notification.objects.all()} == {State.SENT}


def test_reminder_does_not_repeat_the_invitation_to_who_joined_since(forum, at):
    meeting_at("2026-02-20 17:00", body=forum)
    member(forum, since=dt.date(2026, 2, 15))
    assert run(at, "2026-02-15 17:00") == []
    assert [message.subject for message in mail.outbox] == ["Are you coming? Riverside Parents, Friday 20 February 2026"]
    assert run(at, "2026-02-19 17:00") == ["Tomorrow at 5pm: Riverside Parents"]


def test_reminder_of_what_was_arranged_late_falls_away(forum, at):
    meeting_at("2026-02-20 17:00", body=forum, arranged_at=moment("2026-02-19 18:00"))
    member(forum)
    assert run(at, "2026-02-19 18:05") == []
    assert [message.subject for message in mail.outbox] == ["Are you coming? Riverside Parents, Friday 20 February 2026"]
    with at("2026-02-19 18:10"):
        [why] = [item.why for item in not_sent(timezone.now()) if item.what.startswith("Reminder")]
    assert why == "It was arranged too late for a reminder. The invitation or the notice of the change said it."


def test_meetings_without_reminder_say_why(forum, at, acting):
    cancelled = meeting_at("2026-02-20 17:00", body=forum, state=MeetingState.CANCELLED)
    empty = meeting_at("2026-02-21 17:00", body=BodyFactory(name="New forum"))
    meeting_at("2026-02-22 17:00", body=forum)
    member(forum)
    with at("2026-02-18 12:00"):
        found = [(item.what, item.url, item.why) for item in not_sent(timezone.now()) if item.what.startswith("Reminder")]
    assert found == [
        ("Reminder of a meeting: New forum", empty.get_absolute_url(), "Nobody belongs to this forum yet, and nobody was asked."),
        ("Reminder of a meeting: Riverside Parents", cancelled.get_absolute_url(), "The meeting was cancelled."),
    ]
