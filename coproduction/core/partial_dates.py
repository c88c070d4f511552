"""Dates as precisely as they are known: 2025, April 2025, 30 June 2025, 2024-25, "every term", or unknown.

A `PartialDateField` named `held` makes four columns: `held_from`, `held_to`, `held_precision`, `held_words`.
Reading the attribute gives a `PartialDate`; assigning one fills the columns.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, overload

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.utils import formats
from django.utils.translation import gettext as _

from coproduction.core.enums import Precision

_YEAR = re.compile(r"^(\d{4})$")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_PERIOD = re.compile(r"^(\d{4})[-/](\d{2})$")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class NotADate(ValueError):
    """The text is not a date at any precision. The message says what to write instead."""


@dataclass(frozen=True)
class PartialDate:
    """A date at the precision known. `words` keeps what the source wrote, when that says more."""

    first: dt.date | None = None
    last: dt.date | None = None
    precision: str = Precision.UNKNOWN
    words: str = ""

    @classmethod
    def day(cls, day: dt.date, words: str = "") -> "PartialDate":
        return cls(day, day, Precision.DAY, words)

    @classmethod
    def unknown(cls, words: str = "") -> "PartialDate":
        return cls(words=words)

    @classmethod
    def parse(cls, text: str | None, words: str = "") -> "PartialDate":
        """Read '2025', '2025-04', '2025-06-30' or a period of two years like '2024-25'.

        '2024-25' is a period since month 25 does not exist; '2024-05' is May 2024.
        Raises `NotADate` for anything else, including days that do not exist.
        """
        if text is None or not str(text).strip():
            return cls.unknown(words)
        text = str(text).strip()
        if match := _YEAR.match(text):
            year = cls._checked_year(int(match[1]))
            return cls(dt.date(year, 1, 1), dt.date(year, 12, 31), Precision.YEAR, words)
        if (match := _MONTH.match(text)) and 1 <= int(match[2]) <= 12:
            year, month = cls._checked_year(int(match[1])), int(match[2])
            return cls(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH, words)
        if (match := _PERIOD.match(text)) and int(match[2]) == (int(match[1]) + 1) % 100:
            year = cls._checked_year(int(match[1]))
            return cls(dt.date(year, 1, 1), dt.date(year + 1, 12, 31), Precision.PERIOD, words or text)
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise NotADate(_("“%(text)s” is not a date. Write 2025, 2025-04 or 2025-04-30.") % {"text": text}) from None
        cls._checked_year(day.year)
        return cls.day(day, words)

    @staticmethod
    def _checked_year(year: int) -> int:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise NotADate(_("The year %(year)s cannot be right.") % {"year": year})
        return year

    @property
    def is_known(self) -> bool:
        return self.first is not None

    def iso(self) -> str:
        """The date in the notation it was written in: '2025', '2025-04', '2025-04-30', '2024-25'; empty when unknown."""
        if self.first is None or self.last is None:
            return ""
        if self.precision == Precision.YEAR:
            return f"{self.first.year}"
        if self.precision == Precision.MONTH:
            return f"{self.first:%Y-%m}"
        if self.precision == Precision.PERIOD:
            return f"{self.first.year}-{self.last.year % 100:02}"
        return self.first.isoformat()

    def in_words(self) -> str:
        """As a person reads it: 30 June 2025; April 2025; 2025; 2024 to 2025; or the source's own words."""
        if self.first is None or self.last is None:
            return self.words
        if self.precision == Precision.YEAR:
            return f"{self.first.year}"
        if self.precision == Precision.MONTH:
            return formats.date_format(self.first, "F Y")
        if self.precision == Precision.PERIOD:
            return _("%(first)s to %(last)s") % {"first": self.first.year, "last": self.last.year}
        return formats.date_format(self.first, "j F Y")

    def __str__(self) -> str:
        return self.in_words() or _("No date in the record")

    def __bool__(self) -> bool:
        return self.is_known or bool(self.words)


class PartialDateField(property):
    """A model attribute made of four columns; see the module.

    It is a property, so that `Session(held=PartialDate.parse("2025"))` works as for any other attribute.
    """

    def __init__(self, verbose_name: Any = "") -> None:
        super().__init__()
        self.verbose_name = verbose_name
        self.name = ""

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        self.name = name
        columns: dict[str, models.Field[Any, Any]] = {
            f"{name}_from": models.DateField(self.verbose_name, null=True, blank=True, editable=False),
            f"{name}_to": models.DateField(null=True, blank=True, editable=False),
            f"{name}_precision": models.CharField(
                max_length=10, choices=Precision.choices, default=Precision.UNKNOWN, editable=False
            ),
            f"{name}_words": models.CharField(max_length=200, blank=True, editable=False),
        }
        for column, field in columns.items():
            model.add_to_class(column, field)
        setattr(model, name, self)

    @overload  # type: ignore[override]  # a property gives anything; this one gives partial dates
    def __get__(self, row: None, model: type[models.Model]) -> "PartialDateField": ...
    @overload
    def __get__(self, row: models.Model, model: type[models.Model]) -> PartialDate: ...
    def __get__(self, row: models.Model | None, model: type[models.Model]) -> "PartialDateField | PartialDate":
        if row is None:
            return self
        first, last, precision, words = (getattr(row, f"{self.name}_{part}") for part in ("from", "to", "precision", "words"))
        return PartialDate(first, last, precision, words)

    def __set__(self, row: models.Model, value: PartialDate | None) -> None:
        value = value or PartialDate.unknown()
        setattr(row, f"{self.name}_from", value.first)
        setattr(row, f"{self.name}_to", value.last)
        setattr(row, f"{self.name}_precision", value.precision)
        setattr(row, f"{self.name}_words", value.words)


def columns(name: str) -> tuple[str, str, str, str]:
    """The four columns of a partial date, for `only()` and `update_fields`."""
    return f"{name}_from", f"{name}_to", f"{name}_precision", f"{name}_words"


def overlaps(name: str, first: dt.date | None, last: dt.date | None) -> Q:
    """Rows whose date may fall within these days; an unknown date never does. No limits: every row."""
    within = Q()
    if first:
        within &= Q(**{f"{name}_to__gte": first})
    if last:
        within &= Q(**{f"{name}_from__lte": last})
    return within


def newest_first(name: str) -> tuple[OrderBy, OrderBy]:
    """Order by date, newest first, unknown last on both databases."""
    return F(f"{name}_to").desc(nulls_last=True), F(f"{name}_from").desc(nulls_last=True)


def oldest_first(name: str) -> tuple[OrderBy, OrderBy]:
    """Order by date, oldest first, unknown last on both databases."""
    return F(f"{name}_from").asc(nulls_last=True), F(f"{name}_to").asc(nulls_last=True)
