"""Write a charter, note that it is agreed."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from coproduction.core import clock
from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.forms.fields import DayField
from groups.forms.texts import Text, paragraphs
from groups.models import Charter
from groups.queries.charters import INVENTORY, PARTS, title_of

LONGEST = 8000


def _part(name: str) -> Text:
    return Text(label=lazy(title_of, str)(name), max_length=LONGEST, required=False)


class CharterForm(PortalForm):
    """Six parts: five texts, and the inventory. `seen` is the version that this form writes."""

    submit = _("Save the draft")
    groups = (
        Group(_("What we promise each other"), PARTS),
        Group(_("The inventory: what there is to work with"), INVENTORY),
    )

    seen = forms.IntegerField(widget=forms.HiddenInput)
    vision = _part("vision")
    principles = _part("principles")
    membership = _part("membership")
    behaviours = _part("behaviours")
    governance = _part("governance")
    resources = _part("resources")
    timescales = _part("timescales")
    powers = _part("powers")
    process = _part("process")
    people = _part("people")
    law = _part("law")

    def __init__(self, *args: Any, of: Charter | None, version: int, **kwargs: Any) -> None:
        texts = {name: paragraphs(getattr(of, name)) if of else "" for name in (*PARTS, *INVENTORY)}
        super().__init__(*args, initial=texts | {"seen": version}, **kwargs)


class CharterAgreeForm(PortalForm):
    submit = _("The forum agreed this version")

    agreed_on = DayField(label=_("When did the forum agree?"), what=_("the day on which the forum agreed"))
    review_on = DayField(
        label=_("When will you look at it again?"),
        what=_("the day to look at it again"),
        help_text=_("A year later, say. Your page tells you when the day has come."),
        required=False,
    )

    def clean_agreed_on(self) -> Any:
        day = self.cleaned_data["agreed_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Enter the day on which the forum agreed, today or before."))
        return day
