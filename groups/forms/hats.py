"""Which hat."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from groups.models import Capacity


class HatForm(PortalForm):
    submit = _("Go on")
    heading = "capacity"

    capacity = forms.TypedChoiceField(
        label=_("Which hat are you wearing?"),
        help_text=_("What you write is kept with this hat beside it. You can change hats at any time."),
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": _("Choose the hat you are wearing")},
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, capacities: Iterable[Capacity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["capacity"]
        field.choices = [(capacity.pk, _sentence(capacity.label)) for capacity in capacities]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
