"""Working days here: Monday to Friday, 9am to 5pm."""

import datetime as dt

from django.utils import timezone

SATURDAY = 5
OPENS, CLOSES = dt.time(9), dt.time(17)


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < SATURDAY


def within_one_working_day(moment: dt.datetime) -> dt.datetime:
    """The same time on the next working day, in office hours; what comes at a weekend is due by the end of Monday."""
    local = timezone.localtime(moment)
    day = local.date() + dt.timedelta(days=1)
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    at = min(max(local.time(), OPENS), CLOSES) if is_working_day(local.date()) else CLOSES
    return timezone.make_aware(dt.datetime.combine(day, at))
