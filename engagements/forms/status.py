"""Pause, stop, finish, open again, publish: what is asked before it is done."""

from django import forms
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from engagements.enums import Degree, ProjectStatus
from engagements.forms.plans import DEGREES
from groups.forms.texts import Text

STANDINGS = [(ProjectStatus.CLOSED.value, gettext_lazy("It is finished")), (ProjectStatus.OPEN.value, gettext_lazy("It goes on"))]


class SureForm(PortalForm):
    """Nothing is asked but whether."""


class ReasonForm(PortalForm):
    reason = Text(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("In plain words. Everyone will read this on its page."),
        rows=3,
        max_length=1000,
        error_messages={"required": gettext_lazy("Say why. Everyone can read this.")},
    )


class FinishForm(PortalForm):
    what_happened = Text(
        label=gettext_lazy("What happened, in short?"),
        help_text=gettext_lazy("This stands on its public page."),
        rows=4,
        max_length=3000,
        required=False,
    )
    degree_achieved = forms.ChoiceField(
        label=gettext_lazy("How much say did people really have?"),
        choices=[*DEGREES, (Degree.UNKNOWN, "")],
        widget=forms.RadioSelect,
        required=False,
    )


class PublishForm(PortalForm):
    status = forms.ChoiceField(
        label=gettext_lazy("How does it stand?"),
        choices=STANDINGS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether it is finished or goes on")},
    )
