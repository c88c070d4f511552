"""Reminders of meetings: derived, once each, by day, right when the clocks change, and discreet."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from coproduction.core import tasks
from coproduction.core.enums import NotificationState as State
from coproduction.core.models import Notification
from coproduction.core.reminders import not_sent
from coproduction.core.services import delivery, reminders
from groups.enums import MeetingState, Reply, Role
from groups.models import Attendance
from groups.services import meetings
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def meeting_at(text, **traits):
    starts = moment(text)
    return MeetingFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), **traits)


def member(body, **traits):
    traits.setdefault("since", dt.date(2020, 1, 1))
    return CapacityFactory(body=body, **traits)


def run(at, text):
    """What the schedule does at a moment: reminders, then the sweep. Returns the subjects that went out."""
    before = len(mail.outbox)
    with at(text):
        reminders.send()
        delivery.sweep()
    return [message.subject for message in mail.outbox[before:]]


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
    assert mail.outbox[0].to == [chair.user.email]


def test_reminder_goes_to_whoever_was_asked_and_not_to_who_is_not_coming(forum, at):
    meeting = meeting_at("2026-02-20 17:00", body=forum)
    absent, guest = member(forum).user, UserFactory()
    Attendance.objects.create(meeting=meeting, user=absent, reply=Reply.NOT_COMING)
    Attendance.objects.create(meeting=meeting, user=guest, reply=Reply.COMING)
    run(at, "2026-02-19 17:00")
    assert [message.to for message in mail.outbox] == [[guest.email]]
    assert Notification.objects.get().reason == "you were asked to a meeting of Riverside Parents"


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


@pytest.mark.parametrize("day, utc", [("2026-03-29", "07:00"), ("2026-10-25", "08:00")])
def test_morning_begins_at_8_by_the_clock_here_when_the_clocks_change(forum, at, day, utc):
    member(forum)
    night = (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
    meeting_at(f"{day} 20:30", body=forum)
    run(at, f"{night} 12:00")
    assert run(at, f"{night} 20:30") == []
    assert Notification.objects.order_by("-pk").first().due_at.isoformat() == f"{day}T{utc}:00+00:00"
    assert run(at, f"{day} 08:00") == ["Today at 8:30pm: Riverside Parents"]


def test_new_time_on_the_same_day_stays_silent_and_a_new_day_reminds_afresh(forum, at, acting):
    meeting = meeting_at("2026-02-20 17:00", body=forum)
    member(forum)
    assert len(run(at, "2026-02-19 17:00")) == 1
    with at("2026-02-19 18:00"):
        meetings.move(meeting=meeting, starts_at=moment("2026-02-20 15:00"), ends_at=moment("2026-02-20 16:00"), by=acting())
    assert run(at, "2026-02-19 18:05") == []
    with at("2026-02-19 18:10"):
        meetings.move(meeting=meeting, starts_at=moment("2026-02-23 15:00"), ends_at=moment("2026-02-23 16:00"), by=acting())
    assert run(at, "2026-02-19 18:15") == ["Monday 23 February 2026: Riverside Parents"]
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
    row = Notification.objects.get()
    everything = " ".join([mail.outbox[0].message().as_string(), row.reason, row.recipient_label, row.dedupe_key, str(row.facts)])
    assert "Thursday group" in mail.outbox[0].body
    assert [word for word in ("Care", "care", "Secret") if word in everything] == []


def test_meeting_of_the_demonstration_says_so_in_the_message(at, settings, db):
    settings.DEMO = True
    meeting_at("2026-02-20 17:00", body=BodyFactory(demonstration=True, name="Elm Green"), origin="demonstration")
    member(meeting_body := BodyFactory._meta.model.objects.get(name="Elm Green"))
    run(at, "2026-02-19 17:00")
    row = Notification.objects.get()
    assert (row.state, row.subject, mail.outbox) == (State.SENT, "Demonstration: Tomorrow at 5pm: Elm Green", [])
    assert meeting_body.name in row.body


def test_tasks_of_the_schedule_send_each_reminder_once(forum, at):
    meeting_at("2026-02-20 17:00", body=forum)
    member(forum)
    for minute in ("00", "05", "10"):
        with at(f"2026-02-19 17:{minute}"):
            tasks.send_reminders()
            tasks.sweep_outbox()
    assert [message.subject for message in mail.outbox] == ["Tomorrow at 5pm: Riverside Parents"]


@pytest.mark.parametrize("many", [1, 30])
def test_reminders_already_written_cost_the_same_however_many(forum, at, django_assert_num_queries, many):
    meeting_at("2026-02-20 17:00", body=forum)
    for _person in range(many):
        member(forum)
    with at("2026-02-19 17:00"):
        assert reminders.send() == many
        with django_assert_num_queries(7):
            assert reminders.send() == 0


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
