"""What calendar programs are told: read back with another iCalendar library than the one that wrote it."""

import datetime as dt
from email import message_from_bytes

import pytest
import vobject
from django.core import mail
from django.test import Client
from django.utils import timezone

from coproduction.core.services import delivery, reminders
from groups.models import Meeting
from groups.queries import calendar_keys as keys
from groups.services import calendar_keys, meetings
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.fixture
def forum(db):
    return BodyFactory(name="Riverside Parents", slug="riverside-parents")


def member(forum, **traits):
    return CapacityFactory(body=forum, since=dt.date(2020, 1, 1), **traits).user


def run(at, text):
    """What the schedule does at a moment. Returns the messages as they go over the wire."""
    before = len(mail.outbox)
    with at(text):
        reminders.send()
        delivery.sweep()
    return [message_from_bytes(message.message().as_bytes()) for message in mail.outbox[before:]]


def part_of(message):
    """The calendar of a message, and its one entry."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1
    calendar = vobject.readOne(parts[0].get_payload(decode=True).decode(parts[0].get_content_charset()))
    return parts[0], calendar, calendar.vevent


def feed(path):
    return vobject.readOne(Client().get(path).content.decode())


def test_invitation_stands_beside_the_text_as_calendar_programs_take_it(forum, at, settings):
    MeetingFactory(body=forum, starts_at=moment("2026-02-20 17:00"), title="Spring plans")
    person = member(forum)
    (message,) = run(at, "2026-02-10 12:00")
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/calendar"]
    part, calendar, event = part_of(message)
    assert {name: part.get_param(name) for name in ("method", "charset", "name")} == {
        "method": "REQUEST",
        "charset": "utf-8",
        "name": "invite.ics",
    }
    assert (calendar.method.value, calendar.version.value) == ("REQUEST", "2.0")
    assert (event.summary.value, event.location.value) == ("Riverside Parents: Spring plans", "The hub")
    assert event.dtstart.value == moment("2026-02-20 17:00")
    assert (event.organizer.value, event.organizer.params["CN"]) == (
        f"mailto:no-reply@{mail_host(settings)}",
        ["Riverside Parents"],
    )
    assert [(one.value, one.params["RSVP"], one.params["PARTSTAT"]) for one in event.attendee_list] == [
        (f"mailto:{person.email}", ["TRUE"], ["NEEDS-ACTION"])
    ]
    assert {name in event.contents for name in ("uid", "sequence", "dtstamp", "organizer", "attendee")} == {True}


def mail_host(settings):
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")


def test_entry_keeps_its_uid_and_raises_its_sequence_over_its_whole_life(forum, at, acting):
    person = member(forum)
    with at("2026-02-01 12:00"):
        own = f"/calendars/{keys.token_of(calendar_keys.make(user=person, by=acting('officer')))}.ics"
        meeting = meetings.plan(
            body=forum, title="T", starts_at=moment("2026-02-20 17:00"), ends_at=moment("2026-02-20 18:00"), by=acting("officer")
        )
    seen = []

    def look(text):
        (message,) = run(at, text)
        _part, calendar, event = part_of(message)
        with at(text):
            feeds = [feed(path).vevent for path in ("/forums/riverside-parents/meetings.ics", own)]
        assert {(one.uid.value, one.sequence.value, one.dtstart.value) for one in (event, *feeds)} == {
            (event.uid.value, event.sequence.value, event.dtstart.value)
        }
        seen.append((calendar.method.value, event.uid.value == meeting.uid, int(event.sequence.value), event.status.value))

    look("2026-02-01 12:05")
    with at("2026-02-02 12:00"):
        meetings.move(
            meeting=meeting, starts_at=moment("2026-02-21 17:00"), ends_at=moment("2026-02-21 18:00"), by=acting("officer")
        )
    look("2026-02-02 12:05")
    with at("2026-02-03 12:00"):
        meetings.cancel(meeting=Meeting.objects.get(), reason="The hub is closed", by=acting("officer"))
    look("2026-02-03 12:05")
    assert seen == [
        ("REQUEST", True, 0, "CONFIRMED"),
        ("REQUEST", True, 1, "CONFIRMED"),
        ("CANCEL", True, 2, "CANCELLED"),
    ]


def test_reminder_and_summary_carry_no_calendar(forum, at):
    MeetingFactory(body=forum, starts_at=moment("2026-02-20 17:00"))
    member(forum)
    member(forum, user__digest="daily")
    run(at, "2026-02-10 12:00")
    found = run(at, "2026-02-13 17:00") + run(at, "2026-02-14 08:00")
    assert [message.get_content_type() for message in found] == ["text/plain", "text/plain"]


def test_entry_of_a_discreet_forum_holds_its_neutral_name_and_the_time_alone(at, db):
    forum = BodyFactory(discreet=True, name="Children in Care Council", slug="cicc")
    MeetingFactory(
        body=forum,
        starts_at=moment("2026-02-20 17:00"),
        title="Leaving care",
        place="Care hub",
        access="Care door",
        link="https://care.example",
    )
    member(forum)
    (message,) = run(at, "2026-02-10 12:00")
    _part, _calendar, event = part_of(message)
    assert (event.summary.value, event.organizer.params["CN"]) == ("Thursday group", ["Thursday group"])
    assert ("location" in event.contents, event.description.value.startswith("Sign in to see where: ")) == (False, True)
    text = message.as_string() + str(event)
    assert [word for word in ("Care", "care", "cicc") if word in text] == []


@pytest.mark.parametrize(
    "starts, utc",
    [("2026-03-28 17:00", "17:00"), ("2026-03-29 17:00", "16:00"), ("2026-10-24 17:00", "16:00"), ("2026-10-25 17:00", "17:00")],
)
def test_entry_is_at_the_right_time_when_the_clocks_change(forum, at, starts, utc):
    MeetingFactory(body=forum, starts_at=moment(starts))
    member(forum)
    with at((moment(starts) - dt.timedelta(days=10)).strftime("%Y-%m-%d 12:00")):
        reminders.send()
        delivery.sweep()
    _part, _calendar, event = part_of(message_from_bytes(mail.outbox[0].message().as_bytes()))
    assert event.dtstart.value.astimezone(dt.UTC).strftime("%H:%M") == utc


def test_public_feed_holds_only_public_meetings(forum, at):
    open_one = MeetingFactory(body=forum, starts_at=moment("2026-02-20 17:00"), title="Open")
    MeetingFactory(body=forum, starts_at=moment("2026-02-21 17:00"), title="Closed", place="Secret house", is_private=True)
    discreet = BodyFactory(discreet=True, slug="discreet")
    MeetingFactory(body=discreet, starts_at=moment("2026-02-20 17:00"))
    with at("2026-02-10 12:00"):
        text = Client().get("/forums/riverside-parents/meetings.ics").content.decode()
        assert [event.uid.value for event in vobject.readOne(text).vevent_list] == [open_one.uid]
        assert ("Secret" in text, Client().get("/forums/discreet/meetings.ics").status_code) == (False, 404)


def test_line_that_would_break_out_of_an_entry_stays_words(forum, at):
    MeetingFactory(
        body=forum, starts_at=moment("2026-02-20 17:00"), title="Plans; x\r\nATTENDEE:mailto:other@tests.example", place="A, B\nC"
    )
    member(forum)
    (message,) = run(at, "2026-02-10 12:00")
    _part, _calendar, event = part_of(message)
    assert len(event.attendee_list) == 1
