"""Working days here: Monday to Friday, 9am to 5pm, and no bank holiday of England and Wales."""

import datetime as dt
from functools import cache

from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5
OPENS, CLOSES = dt.time(9), dt.time(17)


@cache
def _bank_holidays() -> dict[dt.date, str]:
    """The list that came with the library: nothing is fetched."""
    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {holiday["date"]: holiday["title"] for holiday in known}


def bank_holiday(day: dt.date) -> str:
    """The name of the bank holiday; empty on every other day."""
    return _bank_holidays().get(day, "")


def bank_holidays_end() -> dt.date:
    """The last day of the year up to which bank holidays are known."""
    return dt.date(max(_bank_holidays()).year, 12, 31)


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < SATURDAY and not bank_holiday(day)


def within_one_working_day(moment: dt.datetime) -> dt.datetime:
    """The same time on the next working day, in office hours; what comes on a free day is due by the end of the next working day."""
    local = timezone.localtime(moment)
    day = local.date() + dt.timedelta(days=1)
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    at = min(max(local.time(), OPENS), CLOSES) if is_working_day(local.date()) else CLOSES
    return timezone.make_aware(dt.datetime.combine(day, at))


def local_day(moment: dt.datetime) -> dt.date:
    """The date here at this moment."""
    return timezone.localtime(moment).date()


def after_working_hours(moment: dt.datetime, hours: int) -> dt.datetime:
    """The moment at which so many working hours have passed: on working days from 9am to 5pm, and nothing of the rest counts."""
    local, left = timezone.localtime(moment), dt.timedelta(hours=hours)
    day, start = local.date(), local.time()
    while True:
        if is_working_day(day) and start < CLOSES:
            begins = dt.datetime.combine(day, max(start, OPENS))
            ends = dt.datetime.combine(day, CLOSES)
            if ends - begins >= left:
                return timezone.make_aware(begins + left)
            left -= ends - begins
        day, start = day + dt.timedelta(days=1), dt.time(0)
