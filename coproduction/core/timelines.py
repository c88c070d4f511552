"""Twelve columns of time, for ``components/timeline.html``: months, quarters or years, whichever holds everything."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats

from coproduction.core.enums import Precision
from coproduction.core.partial_dates import PartialDate
from coproduction.core.words import ended

COLUMNS = 12
# Words need room: an entry takes at least this many columns.
LEAST_SPAN = 3
# How many months one column stands for.
SCALES = (1, 3, 12)


@dataclass(frozen=True)
class Event:
    """Something that happened, as precisely as is known when."""

    on: PartialDate
    words: str
    url: str = ""


@dataclass(frozen=True)
class Thing:
    """One of the things that happened on the same day, with the page that tells more when there is one."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Entry:
    when: str
    things: tuple[Thing, ...]
    kind: str
    start: int
    span: int

    @property
    def words(self) -> str:
        return " ".join(thing.words for thing in self.things)


@dataclass(frozen=True)
class Timeline:
    months: tuple[str, ...]
    items: tuple[Entry, ...]
    # What is known to have happened, without a date.
    undated: tuple[str, ...]


def draw(events: Iterable[Event]) -> Timeline | None:
    """Lay events out from left to right; None when not one of them has a date."""
    dated: dict[PartialDate, list[Thing]] = {}
    undated: list[str] = []
    for event in events:
        if event.on.is_known:
            dated.setdefault(event.on, []).append(Thing(ended(event.words), event.url))
        else:
            undated.append(event.words)
    if not dated:
        return None
    dates = sorted(dated, key=lambda date: (date.first or dt.date.max, date.last or dt.date.max))
    first = dates[0].first or dt.date.min
    last = max(date.last or dt.date.min for date in dates)
    scale = next((months for months in SCALES if _column(last, first, months) < COLUMNS), SCALES[-1])
    start = _beginning(first, last, scale)
    items = tuple(_entry(date, dated[date], start, scale) for date in dates)
    return Timeline(_axis(start, scale), items, tuple(undated))


def _ordinal(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _column(day: dt.date, start: dt.date, scale: int) -> int:
    begins = _ordinal(start) // scale
    return _ordinal(day) // scale - begins


def _beginning(first: dt.date, last: dt.date, scale: int) -> dt.date:
    """One column of air before the first entry, when there is room for it."""
    spare = COLUMNS - 1 - _column(last, first, scale)
    begins = (_ordinal(first) // scale - (1 if spare >= LEAST_SPAN else 0)) * scale
    return dt.date(begins // 12, begins % 12 + 1, 1)


def _axis(start: dt.date, scale: int) -> tuple[str, ...]:
    days = [
        dt.date((_ordinal(start) + step * scale) // 12, (_ordinal(start) + step * scale) % 12 + 1, 1) for step in range(COLUMNS)
    ]
    if scale == 12:
        return tuple(str(day.year) for day in days)
    return tuple(
        formats.date_format(day, "M Y") if step == 0 or day.month == 1 else formats.date_format(day, "M")
        for step, day in enumerate(days)
    )


def _entry(date: PartialDate, things: list[Thing], start: dt.date, scale: int) -> Entry:
    begin = min(max(_column(date.first or start, start, scale), 0), COLUMNS - 1)
    end = min(max(_column(date.last or start, start, scale), begin), COLUMNS - 1)
    span = max(end - begin + 1, LEAST_SPAN)
    begin = min(begin, COLUMNS - span)
    kind = {Precision.DAY: "day", Precision.MONTH: "month"}.get(Precision(date.precision), "fuzzy")
    return Entry(date.in_words(), tuple(things), kind, begin + 1, span)
