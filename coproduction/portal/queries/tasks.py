"""One thing to do, as every page that opens on what waits shows it, and its dates in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Task:
    """One thing to do, with one button; `components/next_list.html` reads it."""

    title: str
    why: str
    when: str
    url: str
    action: str
    about: str = ""
    late: str = ""
    # Someone waits (0), a signature is all that is missing (1), own work goes on (2), nothing presses (3).
    rank: int = 0
    by: dt.datetime = _NEVER


def since(moment: dt.datetime, now: dt.datetime) -> str:
    """Since when something waits."""
    return _("Since %(day)s") % {"day": _near(timezone.localtime(moment).date(), now)}


def due(day: dt.date, now: dt.datetime) -> str:
    """By when something is to be done."""
    if day == timezone.localtime(now).date():
        return _("Due today")
    return _("Due %(day)s") % {"day": _near(day, now)}


def _near(day: dt.date, now: dt.datetime) -> str:
    """A date of this year without the year, so that it fits beside what waits."""
    return date_format(day, "j F" if day.year == timezone.localtime(now).year else "j F Y")
