"""Kinds of answer that Django has no plain field for.

A day in three boxes, a time and a number as people write them, five faces, a choice between pictures, a scale, places in an order,
and words that are only read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Feeling
from coproduction.core.order import in_order
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
    return date_format(day, "j F Y")


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
    """How it felt, as faces, and a way to say one was not there."""

    widget = FacesWidget
    default_error_messages = {"required": _("Choose a face, or skip this question")}
    feelings = tuple((str(value), label) for value, label in Feeling.choices)

    def __init__(self, *, choices: Any = None, instead: Any = None, **kwargs: Any) -> None:
        """``instead`` adds a sixth choice, set apart, like "I was not there" (its value is 0)."""
        offered = list(choices or self.feelings)
        if instead:
            offered.append(("0", instead))
        super().__init__(choices=offered, **kwargs)


class PicturesWidget(forms.RadioSelect):
    """Radios with a picture over each word."""

    kit = "pictures"


class PicturesField(forms.ChoiceField):
    """A choice between pictures. `pictures` gives the address of each choice's picture; its label says what it is."""

    widget = PicturesWidget

    def __init__(self, *, pictures: Mapping[str, str], **kwargs: Any) -> None:
        self.pictures = dict(pictures)
        super().__init__(**kwargs)


class ScaleWidget(forms.RadioSelect):
    """Radios in a row."""

    kit = "scale"


class ScaleField(forms.ChoiceField):
    """A number on a scale. `low` and `high` say what its ends mean."""

    widget = ScaleWidget
    default_error_messages = {"required": _("Choose a number from %(lowest)s to %(highest)s")}

    def __init__(self, *, lowest: int, highest: int, low: str = "", high: str = "", **kwargs: Any) -> None:
        self.lowest, self.highest, self.low, self.high = lowest, highest, low, high
        super().__init__(choices=[(str(each), str(each)) for each in range(lowest, highest + 1)], **kwargs)
        limits = {"lowest": lowest, "highest": highest}
        self.error_messages["required"] = self.error_messages["required"] % limits
        self.error_messages["invalid_choice"] = self.default_error_messages["required"] % limits

    def prepare_value(self, value: Any) -> Any:
        return str(int(value)) if isinstance(value, Decimal) else value


class PlacesWidget(forms.Widget):
    """One list of places for each choice, sent as ``name_key``."""

    kit = "places"
    use_fieldset = True
    choices: tuple[tuple[str, str], ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {key: str(data.get(f"{name}_{key}", "")).strip()[:20] for key, _label in self.choices}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{key}" not in data for key, _label in self.choices)


class PlacesField(forms.Field):
    """Choices put in an order, first is best. What is not placed is left out; a field that is required places all of them.

    Gives the keys of the choices, the first one first.
    """

    widget = PlacesWidget
    default_error_messages = {
        "required": _("Give each one a place, from 1st on"),
        "no_place": _("Choose a place from the list for each one"),
        "twice": _("Two have the same place: %(place)s. Give each one a place of its own"),
        "hole": _("Nothing is %(place)s. Give the places in order, from 1st on"),
    }

    def __init__(self, *, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = tuple(choices)
        self.widget.choices = self.choices

    def prepare_value(self, value: Any) -> dict[str, str]:
        """The place of each choice, from their order."""
        if isinstance(value, dict):
            return value
        return {key: str(place) for place, key in enumerate(value or (), 1)}

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, (list, tuple)):
            return [str(key) for key in value]
        typed = {key: place for key, place in (value or {}).items() if place}
        allowed = {str(place): place for place in range(1, len(self.choices) + 1)}
        by_place: dict[int, str] = {}
        for key, place in typed.items():
            if place not in allowed:
                raise ValidationError(self.error_messages["no_place"], code="no_place")
            if allowed[place] in by_place:
                raise self._error("twice", allowed[place])
            by_place[allowed[place]] = key
        for place in range(1, len(by_place) + 1):
            if place not in by_place:
                raise self._error("hole", place)
        return [by_place[place] for place in sorted(by_place)]

    def validate(self, value: list[str]) -> None:
        if self.required and len(value) < len(self.choices):
            raise ValidationError(self.error_messages["required"], code="required")

    def _error(self, code: str, place: int) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"place": in_order(place)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != self.prepare_value(data)


class PlainNumberField(forms.Field):
    """A number as people write it: 12, 12.5, 1,200 or 1 200."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Enter a number, like 12"),
        "invalid": _("Enter a number in figures, like 12 or 12.5"),
        "places": _("Enter a number with two figures or fewer after the point, like 12.25"),
        "between": _("Enter a number from %(lowest)s to %(highest)s"),
        "too_small": _("Enter %(lowest)s or more"),
        "too_big": _("Enter %(highest)s or less"),
    }
    # What a column for numbers holds.
    LARGEST = 9_999_999_999
    _pattern = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?|[+-]?\.\d+")

    def __init__(self, *, lowest: int | None = None, highest: int | None = None, **kwargs: Any) -> None:
        self.lowest, self.highest = lowest, highest
        attrs = {"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}
        if lowest is not None and lowest >= 0:
            # The keys for numbers of some phones have no minus.
            attrs["inputmode"] = "decimal"
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        typed = unicodedata.normalize("NFKC", str(value)[:200]).replace("−", "-")
        plain = "".join(letter for letter in typed if not letter.isspace() and unicodedata.category(letter) not in {"Cf", "Cc"})
        if not plain:
            return None
        if not self._pattern.fullmatch(plain):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(plain.rstrip("0").partition(".")[2]) > 2:
            raise ValidationError(self.error_messages["places"], code="places")
        return Decimal(plain.replace(",", "").rstrip(".")) + 0

    def validate(self, value: Decimal | None) -> None:
        if value is None:
            if self.required:
                raise ValidationError(self._limits_words("required"), code="required")
            return
        lowest = -self.LARGEST if self.lowest is None else self.lowest
        highest = self.LARGEST if self.highest is None else self.highest
        if not lowest <= value <= highest:
            raise ValidationError(self._limits_words("too_big" if value > highest else "too_small"), code="limits")

    def _limits_words(self, code: str) -> str:
        """What to type, with the limits that there are."""
        if self.lowest is not None and self.highest is not None:
            return str(self.error_messages["between"]) % {"lowest": f"{self.lowest:,}", "highest": f"{self.highest:,}"}
        lowest = -self.LARGEST if self.lowest is None else self.lowest
        highest = self.LARGEST if self.highest is None else self.highest
        return str(self.error_messages[code]) % {"lowest": f"{lowest:,}", "highest": f"{highest:,}"}


class StatementWidget(forms.Widget):
    """Words to read. There is nothing to fill in, and whatever comes with it is not looked at."""

    kit = "statement"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return ""


class StatementField(forms.Field):
    """Words to read, where a question would stand."""

    widget = StatementWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"required": False})
