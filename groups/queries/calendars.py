"""Meetings as entries of a calendar: for everyone, for one person, and for the messages that ask people to them.

An entry keeps its UID for good; its SEQUENCE is raised by whatever changes the meeting, so that calendar programs
know which of two is newer.
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event, vText

from coproduction.core import calendars, clock, links
from coproduction.core.calendars import CANCEL, PUBLISH, REQUEST, CalendarPart
from groups.enums import MeetingState
from groups.models import Body, Capacity, Meeting, User
from groups.queries import meetings as queries

STATES = {MeetingState.PLANNED: "CONFIRMED", MeetingState.HELD: "CONFIRMED", MeetingState.CANCELLED: "CANCELLED"}
DEMONSTRATION = "Demonstration"
# How far a person's own calendar looks back and ahead.
BACK, AHEAD = dt.timedelta(days=90), dt.timedelta(days=400)


def of_forum(body: Body, meetings: Iterable[Meeting]) -> bytes:
    """The public meetings of a forum, to subscribe to. A calendar with made-up meetings says so in its name and in each of them."""
    name = f"{DEMONSTRATION}: {body.outside_name}" if body.is_demonstration else body.outside_name
    return calendars.written(PUBLISH, [_public_event(meeting) for meeting in meetings], name=name)


def of_person(user: User) -> bytes:
    """A person's own meetings, to subscribe to: of a discreet forum the neutral name and the time, and nobody else who comes."""
    return calendars.written(PUBLISH, [_own_event(meeting) for meeting in own_meetings(user)], name=_("My meetings"))


def own_meetings(user: User) -> list[Meeting]:
    """The meetings to which a person is asked, lately and soon: four queries."""
    now = clock.now()
    bodies = Capacity.objects.active(clock.today()).of_members().filter(user=user).values("body")
    mine = Meeting.objects.filter(Q(body__in=bodies) | Q(attendances__user=user)).distinct().select_related("body")
    meetings = list(mine.filter(starts_at__gte=now - BACK, starts_at__lte=now + AHEAD).order_by("starts_at", "pk"))
    asked = queries.invited(meetings, now, only=user.pk)
    return [meeting for meeting in meetings if asked[meeting.pk]]


def request(meeting: Meeting, address: str) -> CalendarPart:
    """Asks the person at this address to a meeting, or tells their calendar how it changed. Nobody else is named."""
    return CalendarPart(REQUEST, calendars.written(REQUEST, [_asking(meeting, address)]))


def cancellation(meeting: Meeting, address: str) -> CalendarPart:
    """Takes a meeting out of the calendar of the person at this address."""
    return CalendarPart(CANCEL, calendars.written(CANCEL, [_asking(meeting, address)]))


def _asking(meeting: Meeting, address: str) -> Event:
    made = _own_event(meeting)
    made["organizer"] = calendars.organiser(meeting.body.outside_name)
    made["attendee"] = calendars.attendee(address)
    return made


def _public_event(meeting: Meeting) -> Event:
    extra = [meeting.access, meeting.cancelled_because]
    return _event(meeting, summary=meeting.title, place=meeting.place, description=extra)


def _own_event(meeting: Meeting) -> Event:
    link = links.absolute(meeting.get_absolute_url())
    if meeting.body.is_discreet:
        return _event(
            meeting, summary=meeting.body.outside_name, description=[_("Sign in to see where: %(link)s") % {"link": link}]
        )
    summary = _("%(forum)s: %(title)s") % {"forum": meeting.body.name, "title": meeting.title}
    join = _("Join online: %(link)s") % {"link": meeting.link} if meeting.link else ""
    description = [meeting.access, join, meeting.cancelled_because, _("More: %(link)s") % {"link": link}]
    return _event(meeting, summary=summary, place=meeting.place, description=description)


def _event(meeting: Meeting, *, summary: str, description: Iterable[str], place: str = "") -> Event:
    made_up = meeting.is_demonstration or meeting.body.is_demonstration
    made = Event()
    made.add("uid", meeting.uid)
    made.add("sequence", meeting.sequence)
    made.add("dtstamp", clock.now().astimezone(dt.UTC).replace(microsecond=0))
    made.add("dtstart", timezone.localtime(meeting.starts_at).replace(microsecond=0))
    made.add("dtend", timezone.localtime(meeting.ends_at).replace(microsecond=0))
    made.add("summary", f"{DEMONSTRATION}: {summary}" if made_up else summary)
    made.add("status", STATES[MeetingState(meeting.state)])
    if place:
        made.add("location", place)
    made.add("url", f"{settings.SITE_URL}{meeting.get_absolute_url()}")
    words = [_("Demonstration: this meeting is made up.")] if made_up else []
    words += [part for part in description if part]
    if words:
        made["description"] = vText("\n".join(words))
    return made
