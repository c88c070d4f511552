"""Put a project on the checklist: how much of it, and which forum signs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checklist.enums import Scale
from coproduction.core.forms.base import PortalForm
from groups.enums import BodyStatus
from groups.models import Body

_HINTS = {
    Scale.FULL: _("For work that matters much or lasts long."),
    Scale.LIGHT: _("A few weeks, one forum, little or no money? Then this is enough."),
    Scale.CONSULTATION: _("Was it early enough, with enough to read, enough time, and an answer?"),
}


class StartChecklistForm(PortalForm):
    scale = forms.ChoiceField(
        label=_("How much checklist does it need?"),
        help_text=_("Once it has begun, this stays as it is."),
        choices=Scale.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how much checklist it needs")},
    )
    forum = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        label=_("Which forum confirms and signs?"),
        help_text=_("Its people check every stage with you. Nobody at the council can sign for them."),
        empty_label=_("Choose a forum"),
        error_messages={
            "required": _("Choose the forum that signs"),
            "invalid_choice": _("This forum is closed, or not in the list. Choose another."),
        },
    )

    def __init__(self, *args: Any, asks_who_signs: bool, is_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = _("Begin") if is_draft else _("Start the checklist")
        scale: Any = self.fields["scale"]
        scale.choice_hints = _HINTS
        if not asks_who_signs:
            del self.fields["forum"]
            return
        forum: Any = self.fields["forum"]
        forum.queryset = Body.objects.forums().exclude(status=BodyStatus.CLOSED).record_first()
