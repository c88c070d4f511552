"""The forms of the officers who keep promises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from feedback.enums import PROMISE_STEPS, PromiseState
from feedback.models import Promise


class _PromiseForm(PortalForm):
    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        self.promise = promise
        super().__init__(*args, **kwargs)


class AdoptForm(_PromiseForm):
    submit = _("Take it on")

    due = DayField(label=_("By when do you keep it?"), what=_("the day by which it is kept"))


class MoveDateForm(_PromiseForm):
    submit = _("Move the date")

    due = DayField(label=_("New date"), what=_("the new date"))
    reason = forms.CharField(
        label=_("Why does it move?"),
        help_text=_("Everyone can read this, beside the old date."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReportForm(_PromiseForm):
    submit = _("Save the report")

    words = forms.CharField(
        label=_("How far did it get?"),
        help_text=_("Everyone can read this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SettleForm(_PromiseForm):
    submit = _("Save what became of it")

    state = forms.ChoiceField(label=_("What became of it?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In words"),
        help_text=_("What was done; or why not, and what happens now. Everyone can read this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = PROMISE_STEPS[self.promise.state]
        choices = [(value, label) for value, label in PromiseState.choices if value in steps]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]  # a field with choices, declared above
