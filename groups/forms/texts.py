"""Longer texts, and the time that something is for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coproduction.core.partial_dates import NotADate, PartialDate

LONGEST = 5000


def paragraphs(text: str) -> str:
    """A text with one kind of line end, as it is compared and kept."""
    return text.replace("\r\n", "\n").strip()


class Text(forms.CharField):
    """Several lines. What a browser makes of line ends is no change."""

    def __init__(self, *, rows: int = 4, max_length: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return paragraphs(super().to_python(value) or "")


class PeriodField(forms.CharField):
    """A year, two years or a month: 2026, 2026-27, 2026-04. Gives a `PartialDate`."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return value.iso() if isinstance(value, PartialDate) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return PartialDate.parse(text)
        except NotADate:
            raise ValidationError(_("Write a year like 2026, or two like 2026-27.")) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()
