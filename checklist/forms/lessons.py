"""The form for what was learnt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from checklist.enums import LessonTopic
from checklist.services.lessons import LONGEST
from coproduction.core.forms.base import PortalForm


class LessonForm(PortalForm):
    submit = _("Add this lesson")
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        choices=LessonTopic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about")},
    )
    words = forms.CharField(
        label=_("What did we learn?"),
        help_text=_("Everyone can read this. Please name no one."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": _("Write what we learnt")},
    )
    next_time = forms.CharField(
        label=_("What will we do next time?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST, required=False
    )


class LessonUpdateForm(LessonForm):
    submit = _("Save")
    also = (("remove", _("Take it away")),)
