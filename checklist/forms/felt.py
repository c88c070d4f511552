"""The form for what a stage felt like."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checklist.services.felt import MOST
from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import FacesField
from engagements.enums import Degree

# A choice of its own, so that what was chosen before can be taken back.
NOT_SAID = "not_said"


class FeltForm(PortalForm):
    submit = _("Send")
    face = FacesField(label=_("How was it?"), error_messages={"required": _("Choose a face")})
    degree = forms.ChoiceField(
        label=_("Which did it feel like?"),
        choices=[*((value, label) for value, label in Degree.choices if value), (NOT_SAID, _("I would rather not say"))],
        widget=forms.RadioSelect,
        required=False,
    )
    number = forms.IntegerField(
        label=_("How many people say so?"),
        help_text=_("Like 6, if you asked a group and this is what most of them said. 1 if it is only you."),
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, for_a_group: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_a_group:
            del self.fields["number"]

    def clean_degree(self) -> str:
        said: str = self.cleaned_data["degree"]
        return "" if said == NOT_SAID else said
