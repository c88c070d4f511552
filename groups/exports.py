"""Calendars to subscribe to, as files."""

from collections.abc import Iterable

from groups.models import Body, Meeting, User
from groups.queries import calendars


def as_calendar(body: Body, meetings: Iterable[Meeting]) -> bytes:
    """The public meetings of a forum as iCalendar. Private meetings and discreet forums are not given to it."""
    return calendars.of_forum(body, meetings)


def own_calendar(user: User) -> bytes:
    """One person's own meetings as iCalendar."""
    return calendars.of_person(user)
