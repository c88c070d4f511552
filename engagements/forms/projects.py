"""Start a project: what it is for, and with whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from engagements.enums import Degree, ProjectKind
from groups.enums import BodyStatus
from groups.models import Body

_DEGREES = [
    (Degree.INFORMATION, _("Telling")),
    (Degree.CONSULTATION, _("Asking")),
    (Degree.COPRODUCTION, _("Working together")),
]
_DEGREE_HINTS = {
    Degree.INFORMATION: _("We share what is happening."),
    Degree.CONSULTATION: _("You tell us what you think, we decide."),
    Degree.COPRODUCTION: _("We plan it and do it with you."),
}


class StartProjectForm(PortalForm):
    submit = _("Start the project")
    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("A plain name that a 12-year-old would understand. Everyone can read this."),
        max_length=200,
        error_messages={"required": _("Give the project a name")},
    )
    why = forms.CharField(
        label=_("What do you want to make better?"),
        help_text=_("One or two plain sentences. Everyone can read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say what you want to make better")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of work is it?"),
        choices=[("", ""), *ProjectKind.choices],
        error_messages={"required": _("Choose the kind of work")},
    )
    forum = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        label=_("Which forum confirms and signs?"),
        help_text=_("Its people check every stage with you. Nobody at the council can sign for them."),
        empty_label=_("Choose a forum"),
        error_messages={"required": _("Choose the forum that signs")},
    )
    degree_planned = forms.ChoiceField(
        label=_("Telling, asking, or working together?"),
        choices=_DEGREES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose telling, asking or working together")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forum: Any = self.fields["forum"]
        forum.queryset = Body.objects.forums().exclude(status=BodyStatus.CLOSED).record_first()
        degree: Any = self.fields["degree_planned"]
        degree.choice_hints = _DEGREE_HINTS
