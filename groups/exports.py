"""A forum's public calendar, to subscribe to. Private meetings and discreet forums are not in it."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from groups.enums import MeetingState
from groups.models import Body, Meeting

LONDON = "Europe/London"
STATES = {MeetingState.PLANNED: "CONFIRMED", MeetingState.HELD: "CONFIRMED", MeetingState.CANCELLED: "CANCELLED"}
DEMONSTRATION = "Demonstration"


def london() -> Timezone:
    """Summer time by its rule: short, and right for every year since 1996."""
    zone = Timezone()
    zone.add("tzid", LONDON)
    for part, start, before, after, name, month in (
        (TimezoneDaylight(), dt.datetime(1996, 3, 31, 1), dt.timedelta(0), dt.timedelta(hours=1), "BST", 3),  # noqa: DTZ001 - local by definition
        (TimezoneStandard(), dt.datetime(1996, 10, 27, 2), dt.timedelta(hours=1), dt.timedelta(0), "GMT", 10),  # noqa: DTZ001 - local by definition
    ):
        part.add("dtstart", start)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def as_calendar(body: Body, meetings: Iterable[Meeting]) -> bytes:
    """The public meetings of a forum as iCalendar. A calendar with made-up meetings says so in its name and in each of them."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}, {settings.SITE_PLACE}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = f"{DEMONSTRATION}: {body.outside_name}" if body.is_demonstration else body.outside_name
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", LONDON)
    calendar.add_component(london())
    for meeting in meetings:
        calendar.add_component(event(meeting))
    return bytes(calendar.to_ical())


def event(meeting: Meeting) -> Event:
    made_up = meeting.is_demonstration or meeting.body.is_demonstration
    made = Event()
    made.add("uid", meeting.uid)
    made.add("sequence", meeting.sequence)
    made.add("dtstamp", timezone.now().astimezone(dt.UTC).replace(microsecond=0))
    made.add("dtstart", timezone.localtime(meeting.starts_at).replace(microsecond=0))
    made.add("dtend", timezone.localtime(meeting.ends_at).replace(microsecond=0))
    made.add("summary", f"{DEMONSTRATION}: {meeting.title}" if made_up else meeting.title)
    made.add("status", STATES[MeetingState(meeting.state)])
    if meeting.place:
        made.add("location", meeting.place)
    made.add("url", f"{settings.SITE_URL}{meeting.get_absolute_url()}")
    words = [_("Demonstration: this meeting is made up.")] if made_up else []
    words += [part for part in (meeting.access, meeting.cancelled_because) if part]
    if words:
        made["description"] = vText("\n".join(words))
    return made
