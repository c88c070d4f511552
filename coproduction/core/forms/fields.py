"""Kinds of answer that Django has no plain field for: a day in three boxes, a time as people write it, five faces."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coproduction.core.times import plain_clock

# A day outside these is a slip of the keyboard, and too near the end of the calendar to count on from.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DayWidget(forms.Widget):
    """Three boxes: day, month and year, sent as ``name_day``, ``name_month`` and ``name_year``."""

    kit = "day"
    use_fieldset = True
    first_part = "day"
    names = ("day", "month", "year")
    labels = (_("Day"), _("Month"), _("Year"))
    widths = (2, 2, 4)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_{part}", "")).strip() for part in self.names]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in self.names)

    def parts(self, value: Any) -> Iterator[tuple[str, Any, int, str]]:
        """Name, label, width and present words of each box."""
        if isinstance(value, date):
            value = [str(value.day), str(value.month), str(value.year)]
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            value = [str(int(part)) for part in reversed(value.split("-"))]
        words = value if isinstance(value, (list, tuple)) else ["", "", ""]
        return zip(self.names, self.labels, self.widths, words, strict=True)

    def parts_in_error(self, errors: Iterable[ValidationError]) -> set[str]:
        """The boxes to mark: the one that is missing, or all of them."""
        missing = {str(error.code).removeprefix("missing_") for error in errors if str(error.code).startswith("missing_")}
        return missing or set(self.names)


class DayField(forms.Field):
    """A day, typed as numbers (or the month by name). ``what`` is what the day is of: "the date the meeting took place"."""

    widget = DayWidget
    default_error_messages = {
        "required": _("Enter %(what)s, like 27 3 2026"),
        "missing_day": _("Enter the day of %(what)s, like 27"),
        "missing_month": _("Enter the month of %(what)s, like 3"),
        "missing_year": _("Enter the year of %(what)s, like 2026"),
        "invalid": _("Enter %(what)s as a real date, like 27 3 2026"),
        "too_early": _("Enter %(what)s as %(limit)s or later"),
        "too_late": _("Enter %(what)s as %(limit)s or earlier"),
    }

    def __init__(self, *, what: Any = _("the date"), earliest: date = EARLIEST, latest: date = LATEST, **kwargs: Any) -> None:
        self.what, self.earliest, self.latest = what, earliest, latest
        super().__init__(**kwargs)

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"what": self.what, **params})

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        parts = [str(part).strip() for part in value]
        if not any(parts):
            return None
        for name, part in zip(DayWidget.names, parts, strict=True):
            if not part:
                raise self._error(f"missing_{name}")
        day, month, year = parts
        if month[:3].lower() in _MONTHS and month.isalpha():
            month = str(_MONTHS.index(month[:3].lower()) + 1)
        if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in (day, month, year)) or len(year) != 4:
            raise self._error("invalid")
        try:
            return date(int(year), int(month), int(day))
        except ValueError as error:
            raise self._error("invalid") from error

    def validate(self, value: date | None) -> None:
        if value is None:
            if self.required:
                raise self._error("required")
            return
        if value < self.earliest:
            raise self._error("too_early", limit=_plain_day(self.earliest))
        if value > self.latest:
            raise self._error("too_late", limit=_plain_day(self.latest))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


def _plain_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class ClockField(forms.Field):
    """A time of day as people write it: 4:30pm, 4pm, 16:30, midday."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Enter a time, like 4:30pm"),
        "invalid": _("Enter a time, like 4:30pm"),
    }
    _pattern = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE | re.ASCII)
    _words = {"midday": time(12), "noon": time(12), "midnight": time(0)}

    def prepare_value(self, value: Any) -> Any:
        return plain_clock(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value is None or isinstance(value, time):
            return value
        words = str(value).strip().lower()
        if not words:
            return None
        if words in self._words:
            return self._words[words]
        found = self._pattern.fullmatch(words)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
        # "4" alone could be either; "16" and "4:30" follow the 24-hour clock.
        if minute > 59 or (half and not 1 <= hour <= 12) or hour > 23 or not (half or found[2]):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        return time(hour, minute)


class FacesWidget(forms.RadioSelect):
    """Radios with a face over each word."""

    kit = "faces"


class FacesField(forms.ChoiceField):
    """How it felt: one poor face, one plain, three good, and a way to say one was not there."""

    widget = FacesWidget
    default_error_messages = {"required": _("Choose a face, or skip this question")}
    feelings = (("1", _("Not good")), ("2", _("OK")), ("3", _("Good")), ("4", _("Very good")), ("5", _("Brilliant")))

    def __init__(self, *, choices: Any = None, instead: Any = None, **kwargs: Any) -> None:
        """``instead`` adds a sixth choice, set apart, like "I was not there" (its value is 0)."""
        offered = list(choices or self.feelings)
        if instead:
            offered.append(("0", instead))
        super().__init__(choices=offered, **kwargs)
