"""What every iCalendar of the portal shares: its frame, summer time by its rule, and the part that goes with a message."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

LONDON = "Europe/London"
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"


@dataclass(frozen=True)
class CalendarPart:
    """What a calendar program takes out of a message: ask for an entry or change it (REQUEST), or take it back (CANCEL)."""

    method: str
    content: bytes

    @property
    def content_type(self) -> str:
        return f'text/calendar; method={self.method}; name="invite.ics"'


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


def written(method: str, events: Iterable[Event], *, name: str = "") -> bytes:
    """A whole calendar. One to subscribe to has a name; one that goes with a message has none."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}, {settings.SITE_PLACE}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", LONDON)
    calendar.add_component(london())
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def organiser(name: str) -> vCalAddress:
    """Who asks: the portal's own address, under the name of the group."""
    made = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    made.params["cn"] = vText(name)
    return made


def attendee(address: str) -> vCalAddress:
    """The one person who is asked."""
    # A line break in an address is for the mail server to refuse; here it must not become a line of its own.
    made = vCalAddress(f"mailto:{''.join(address.split())}")
    for key, value in {"cutype": "INDIVIDUAL", "role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION", "rsvp": "TRUE"}.items():
        made.params[key] = vText(value)
    return made
