"""The form of a filter: what was typed stays, and nonsense in it gives a message, never an error page."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from coproduction.core.forms.base import PortalFormMixin
from coproduction.core.words import typed

LONGEST_SHOWN = 40
LONGEST_TEXT = 200
# More words than this do not make a search more precise.
MOST_WORDS = 8


class FilterForm(PortalFormMixin, forms.Form):
    """Read from the address of a list."""

    method = "get"

    def __init__(self, data: MultiValueDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        self._stripped: list[str] = []
        super().__init__(self._typable(data) if data is not None else None, *args, **kwargs)

    def _typable(self, data: MultiValueDict[str, str]) -> QueryDict:
        """The same values without characters that cannot be typed; which fields had them is kept for `clean`."""
        clean = QueryDict(mutable=True)
        for name in data:
            values = data.getlist(name) if hasattr(data, "getlist") else [data[name]]
            clean.setlist(name, [typed(str(value)) for value in values])
            if clean.getlist(name) != [str(value) for value in values]:
                self._stripped.append(name)
        return clean

    def clean(self) -> dict[str, Any]:
        for name in self._stripped:
            if name in self.fields:
                self.add_error(name, _("We left out characters that cannot be typed. Check what you see here."))
        return super().clean() or self.cleaned_data


class ListChoiceField(forms.ChoiceField):
    """One of a list; the message says what was asked for."""

    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            shown = str(value)[:LONGEST_SHOWN]
            raise forms.ValidationError(
                _("“%(value)s” is not in the list “%(list)s”. Choose one that is.") % {"value": shown, "list": self.label}
            )
        super().validate(value)


class ListMultipleChoiceField(forms.MultipleChoiceField):
    """Some of a list; the message says what was asked for."""

    def validate(self, value: list[Any]) -> None:
        for each in value:
            if not self.valid_value(each):
                shown = str(each)[:LONGEST_SHOWN]
                raise forms.ValidationError(
                    _("“%(value)s” is not in the list “%(list)s”. Choose one that is.") % {"value": shown, "list": self.label}
                )
        super().validate(value)
