"""A date as precisely as people know it: three boxes, of which the day, or the day and the month, may stay empty."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Precision
from coproduction.core.forms.fields import DayWidget
from coproduction.core.partial_dates import NotADate, PartialDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHOWN = {Precision.DAY: (True, True), Precision.MONTH: (False, True), Precision.YEAR: (False, False)}


class PartialDayWidget(DayWidget):
    """As for a day; a month or a year that is all one knows fills its own boxes only."""

    def parts(self, value: Any) -> Iterator[tuple[str, Any, int, str]]:
        if isinstance(value, PartialDate):
            value = boxes(value)
        return super().parts(value)


def boxes(value: PartialDate) -> list[str]:
    """Day, month and year as they stand in the boxes; empty when the date is no day, month or year."""
    if value.first is None or value.precision not in _SHOWN:
        return ["", "", ""]
    has_day, has_month = _SHOWN[Precision(value.precision)]
    return [str(value.first.day) if has_day else "", str(value.first.month) if has_month else "", str(value.first.year)]


class PartialDayField(forms.Field):
    """Gives a `PartialDate`; one that says nothing when every box is empty. ``what`` is what the date is of."""

    widget = PartialDayWidget
    default_error_messages = {
        "required": _("Enter %(what)s, like 27 3 2026, or only the month and the year, or only the year"),
        "missing_month": _("Enter the month of %(what)s, like 3, or take the day away"),
        "missing_year": _("Enter the year of %(what)s, like 2026"),
        "invalid": _("Enter %(what)s as a real date, like 27 3 2026"),
        "too_late": _("Enter %(what)s as today or earlier"),
    }

    def __init__(self, *, what: Any = _("the date"), **kwargs: Any) -> None:
        self.what = what
        super().__init__(**kwargs)

    def error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"what": self.what})

    def to_python(self, value: Any) -> PartialDate:
        if value is None or isinstance(value, PartialDate):
            return value or PartialDate.unknown()
        day, month, year = (str(part).strip() for part in value)
        if not (day or month or year):
            return PartialDate.unknown()
        if not year:
            raise self.error("missing_year")
        if day and not month:
            raise self.error("missing_month")
        if month.isalpha() and month[:3].lower() in _MONTHS:
            month = str(_MONTHS.index(month[:3].lower()) + 1)
        if not all(re.fullmatch(r"[0-9]{1,2}", part) for part in (day, month) if part) or not re.fullmatch(r"[0-9]{4}", year):
            raise self.error("invalid")
        return self._known(day, month, year)

    def _known(self, day: str, month: str, year: str) -> PartialDate:
        try:
            if day:
                dt.date(int(year), int(month), int(day))
            if month and not 1 <= int(month) <= 12:
                raise self.error("invalid")
            return PartialDate.parse("-".join(part.zfill(2) for part in (year, month, day) if part))
        except (NotADate, ValueError) as error:
            raise self.error("invalid") from error

    def validate(self, value: PartialDate) -> None:
        if self.required and not value.is_known:
            raise self.error("required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


def kept(given: PartialDate, before: PartialDate) -> PartialDate:
    """What was typed, or, where the same date stands already, that one with the words of its source."""
    return before if given.iso() == before.iso() and before.is_known else given
