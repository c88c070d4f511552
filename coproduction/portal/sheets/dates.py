"""Dates as people in Britain write them: day, month, year. What can be read two ways, or is no date, is a fault that says what to write."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from coproduction.core.enums import Precision
from coproduction.core.partial_dates import NotADate, PartialDate
from coproduction.portal.sheets.words import Fault, says_nothing, shown

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.ASCII)
_CLOCK = re.compile(r"[\sT,]+(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?\s*(?:am|pm|z)?$", re.ASCII | re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_FIGURES = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d\d)", re.ASCII)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/]*(?:of\s+)?{_MONTH}[\s\-/,]*(\d{{4}}|\d\d)", re.ASCII)
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.ASCII)
# "March 25" may be a day or a year; Excel writes "Mar-25" for the year.
_MONTH_YEAR = re.compile(rf"{_MONTH}(?:[\s\-/,]*(?P<whole>\d{{4}})|[\-/’'](?P<short>\d\d))", re.ASCII)
_MONTH_FIGURES = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_YEARS = re.compile(r"(\d{4})\s*(?:[/\-–—]|to)\s*(\d{4}|\d\d)", re.ASCII)
_SEASON = re.compile(r"(?:spring|summer|autumn|winter|easter|christmas)(?:\s+term|\s+half\s+term|\s+holidays?)?,?\s+(.+)")
_MONTH_ONLY = re.compile(rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
# Excel counts days from here.
_COUNTED_FROM = dt.date(1899, 12, 30)


def read(text: str) -> PartialDate:
    """A date at the precision in which it is written; unknown when the cell says nothing. Raises `Fault` for what is no date.

    "2024/25" is a period of two years, "Spring 2025" the year with the words beside it, since when spring is depends on whom one asks.
    """
    if says_nothing(text):
        return PartialDate.unknown()
    plain = " ".join(text.casefold().split()).strip(" .,")
    plain = _CLOCK.sub("", _WEEKDAY.sub("", plain))
    found = _day(plain, text) or _month(plain, text) or _years(plain, text)
    if found is None:
        raise Fault(_why_not(plain, text))
    return found


def in_words(date: PartialDate) -> str:
    """How it was read, with the words of the file where those say more."""
    read_as = date.in_words()
    if date.precision in (Precision.YEAR, Precision.PERIOD) and date.words and date.words != read_as:
        return f"{read_as} (“{date.words}”)"
    return read_as


def _day(plain: str, text: str) -> PartialDate | None:
    if match := _ISO.fullmatch(plain):
        return _on(match[1], match[2], match[3], text)
    if match := _FIGURES.fullmatch(plain):
        return _on(match[3], match[2], match[1], text)
    if match := _DAY_FIRST.fullmatch(plain):
        return _on(match[3], _number_of(match[2]), match[1], text)
    if match := _MONTH_FIRST.fullmatch(plain):
        return _on(match[3], _number_of(match[1]), match[2], text)
    return None


def _month(plain: str, text: str) -> PartialDate | None:
    if match := _MONTH_YEAR.fullmatch(plain):
        return _parsed(f"{_full(match['whole'] or match['short'])}-{int(_number_of(match[1])):02}", text)
    if (match := _MONTH_FIGURES.fullmatch(plain)) and 1 <= int(match[1]) <= 12:
        return _parsed(f"{match[2]}-{int(match[1]):02}", text)
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", plain, re.ASCII):
        return _parsed(plain, text)
    return None


def _years(plain: str, text: str) -> PartialDate | None:
    if _YEAR.fullmatch(plain):
        return _parsed(plain, text)
    if match := _YEARS.fullmatch(plain):
        first, last = int(match[1]), match[2]
        if int(last) % 100 != (first + 1) % 100 or (len(last) == 4 and int(last) != first + 1):
            raise Fault(
                _("“%(text)s” is more than two years. Write one date, like 2024/25 or March 2025.") % {"text": shown(text)}
            )
        return _parsed(f"{first}-{(first + 1) % 100:02}", text, words=_kept(text))
    if match := _SEASON.fullmatch(plain):
        return _with_words(_years(match[1], text), text)
    return None


def _with_words(date: PartialDate | None, text: str) -> PartialDate | None:
    return PartialDate(date.first, date.last, date.precision, _kept(text)) if date else None


def _kept(text: str) -> str:
    return " ".join(text.split())[:200]


def _on(year: str, month: str, day: str, text: str) -> PartialDate:
    if int(month) > 12 and 1 <= int(day) <= 12:
        raise Fault(
            _("“%(text)s” has no month %(month)s. Write the day first, then the month: %(turned)s.")
            % {"text": shown(text), "month": month, "turned": f"{int(month)}/{int(day)}/{_full(year)}"}
        )
    try:
        on = dt.date(int(_full(year)), int(month), int(day))
    except ValueError:
        raise Fault(_("There is no day “%(text)s”. Look it up, and write it like 27/3/2025.") % {"text": shown(text)}) from None
    return _parsed(on.isoformat(), text)


def _parsed(iso: str, text: str, words: str = "") -> PartialDate:
    try:
        return PartialDate.parse(iso, words)
    except NotADate:
        raise Fault(_("The year in “%(text)s” cannot be right. Check it.") % {"text": shown(text)}) from None


def _number_of(month: str) -> str:
    return str(_MONTHS.index(month[:3]) + 1)


def _full(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _why_not(plain: str, text: str) -> str:
    if _SERIAL.fullmatch(plain):
        day = _COUNTED_FROM + dt.timedelta(days=int(float(plain)))
        return _("“%(text)s” is how Excel counts days. It may mean %(day)s. Write the date like that.") % {
            "text": shown(text),
            "day": f"{day.day}/{day.month}/{day.year}",
        }
    if _MONTH_ONLY.fullmatch(plain):
        return _("“%(text)s” has no year. Write the year too, like April 2025.") % {"text": shown(text)}
    return _("“%(text)s” is not a date. Write it like 27/3/2025, March 2025, 2025 or 2024/25.") % {"text": shown(text)}
