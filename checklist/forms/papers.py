"""Enter what a forum signed on paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checklist.enums import Paper
from coproduction.core import clock
from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from groups.models import Body


class PaperForm(PortalForm):
    submit = _("Enter the signature")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    forum = forms.ChoiceField(
        label=_("Who signed?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who signed")}
    )
    paper = forms.ChoiceField(
        label=_("What did they sign?"),
        choices=Paper.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they signed")},
    )
    on = DayField(label=_("The day on the paper"), what=_("the day on the paper"))
    signer = forms.CharField(
        label=_("In which part was it signed?"),
        help_text=_("Their part, not their name. For example: chair."),
        max_length=200,
        error_messages={"required": _("Say in which part it was signed, like “chair”")},
    )
    file = forms.FileField(
        label=_("The paper"),
        help_text=_("A photo or a scan: JPEG, PNG, WebP or PDF, 10 MB or less. Both sides of this checklist can open it."),
        error_messages={"required": _("Choose the photo or scan of the paper")},
    )

    def __init__(self, *args: Any, forums: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forums = {str(body.pk): body for body in forums}
        field: Any = self.fields["forum"]
        field.choices = [(key, body.name) for key, body in self.forums.items()]
        if len(forums) == 1:
            field.initial = str(forums[0].pk)
        on: Any = self.fields["on"]
        on.latest = clock.today()

    @property
    def body(self) -> Body:
        return self.forums[self.cleaned_data["forum"]]
