"""The list of kinds of work, for administrators."""

from django import forms
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm


class KindForm(PortalForm):
    submit = gettext_lazy("Save")

    words = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=60,
        error_messages={"required": gettext_lazy("Say what it is called")},
    )
    hint = forms.CharField(label=gettext_lazy("What belongs here?"), max_length=160, required=False)


class NewKindForm(KindForm):
    submit = gettext_lazy("Add it")
    submit_name = "add"
