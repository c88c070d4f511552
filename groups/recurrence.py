"""By which rule meetings fall: dates, and nothing but dates. Times of day are local, so 5pm stays 5pm when the clocks change."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, Protocol

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduction.core.times import plain_clock
from groups.enums import Rhythm

# More meetings than this are not planned at once.
MOST = 200
LAST = -1
# Where terms are further apart, one between them is missing.
LONGEST_HOLIDAY = dt.timedelta(weeks=10)


class SchoolTerm(Protocol):
    """What is asked of a term: `models.Term` has it."""

    first_day: dt.date
    last_day: dt.date
    half_term_first: dt.date | None
    half_term_last: dt.date | None


@dataclass(frozen=True)
class Hours:
    """From when to when, by the clock on the wall."""

    begins: dt.time
    ends: dt.time

    def on(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        """The moments of these hours on a day."""
        begins, ends = (timezone.make_aware(dt.datetime.combine(day, at)) for at in (self.begins, self.ends))
        return begins, ends


@dataclass(frozen=True)
class Rule:
    """`nth` is which of the month's weekdays (1 to 4, or the last), or which of the term's; without meaning for weeks."""

    rhythm: str
    weekday: int
    first: dt.date
    last: dt.date
    nth: int = 1

    def in_words(self, hours: Hours) -> str:
        """The rule as a person says it: "Every month, second Tuesday, 5pm to 7pm"."""
        day = date_format(dt.date(2024, 1, 1) + dt.timedelta(days=self.weekday), "l")
        which = day if self.rhythm in _WEEKS else f"{_nth_words(self.nth)} {day}"
        return _("%(rhythm)s, %(which)s, %(begins)s to %(ends)s") % {
            "rhythm": Rhythm(self.rhythm).label,
            "which": which,
            "begins": plain_clock(hours.begins),
            "ends": plain_clock(hours.ends),
        }


_WEEKS = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2}
_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}


def _nth_words(nth: int) -> str:
    words = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), LAST: _("last")}
    return words.get(nth) or _("week %(number)s,") % {"number": nth}


def dates(rule: Rule, terms: Iterable[SchoolTerm] = ()) -> list[dt.date]:
    """The days on which the rule falls, at most one more than can be planned at once."""
    return list(islice(_days(rule, terms), MOST + 1))


def _days(rule: Rule, terms: Iterable[SchoolTerm]) -> Iterator[dt.date]:
    if rule.rhythm == Rhythm.TERMLY:
        found = (_in_term(rule, term) for term in sorted(terms, key=lambda term: term.first_day))
        yield from (day for day in found if day is not None and rule.first <= day <= rule.last)
    elif rule.rhythm in _WEEKS:
        yield from _repeated(WEEKLY, _WEEKS[Rhythm(rule.rhythm)], rule, weekday(rule.weekday))
    else:
        yield from _repeated(MONTHLY, _MONTHS[Rhythm(rule.rhythm)], rule, weekday(rule.weekday, rule.nth))


def _repeated(frequency: Literal[1, 2], interval: int, rule: Rule, falls_on: weekday) -> Iterator[dt.date]:
    """Every `interval` weeks or months, counted from the first day that fits."""
    start, end = (dt.datetime.combine(day, dt.time()) for day in (rule.first, rule.last))
    first = next(iter(rrule(frequency, byweekday=falls_on, dtstart=start, until=end)), None)
    if first is not None:
        # Counted from the first of its month, so that no month is jumped over for being short.
        counted_from = first.replace(day=1) if frequency == MONTHLY else first
        yield from (
            moment.date() for moment in rrule(frequency, interval=interval, byweekday=falls_on, dtstart=counted_from, until=end)
        )


def _in_term(rule: Rule, term: SchoolTerm) -> dt.date | None:
    """The nth such weekday of a term; none when the term is too short."""
    wait = (rule.weekday - term.first_day.weekday()) % 7
    day = term.first_day + dt.timedelta(days=wait, weeks=rule.nth - 1)
    return day if day <= term.last_day else None


def in_term(day: dt.date, terms: Iterable[SchoolTerm]) -> bool | None:
    """Whether school is on; None when the terms around the day are not known. What lies between two terms is holiday."""
    known = list(terms)
    for term in known:
        if term.first_day <= day <= term.last_day:
            halves = (term.half_term_first, term.half_term_last)
            return not (halves[0] and halves[1] and halves[0] <= day <= halves[1])
    before = max((term.last_day for term in known if term.last_day < day), default=None)
    after = min((term.first_day for term in known if term.first_day > day), default=None)
    if before is None or after is None or after - before > LONGEST_HOLIDAY:
        return None
    return False


def shifted(moment: dt.datetime, was: dt.datetime, becomes: dt.datetime) -> dt.datetime:
    """A moment, moved by as many days and hours on the wall as another one: over a change of the clocks, 5pm stays 5pm."""
    naive = [timezone.localtime(each).replace(tzinfo=None) for each in (moment, was, becomes)]
    return timezone.make_aware(naive[0] + (naive[2] - naive[1]))
