"""Put a project on the checklist: which forum signs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from groups.enums import BodyStatus
from groups.models import Body


class StartChecklistForm(PortalForm):
    submit = _("Start the checklist")
    forum = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        label=_("Which forum confirms and signs?"),
        help_text=_("Its people check every stage with you. Nobody at the council can sign for them."),
        empty_label=_("Choose a forum"),
        error_messages={"required": _("Choose the forum that signs")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forum: Any = self.fields["forum"]
        forum.queryset = Body.objects.forums().exclude(status=BodyStatus.CLOSED).record_first()
