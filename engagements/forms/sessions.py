"""Which project a meeting was about."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from engagements.models import Project


class MeetingProjectForm(PortalForm):
    submit = gettext_lazy("Save")

    project = forms.ModelChoiceField(
        label=gettext_lazy("Which project was it about?"),
        help_text=gettext_lazy("The meeting then stands on the page of the project, with the number of people who came."),
        queryset=Project.objects.none(),
        empty_label=gettext_lazy("None"),
        required=False,
    )

    def __init__(self, *args: Any, projects: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.queryset = projects
