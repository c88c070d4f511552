"""What a person chooses about messages, and what officers choose about reminders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import Group, PortalForm
from groups.enums import Digest, ReminderAudience
from groups.queries.reminder_plans import Plan
from groups.services.reminder_plans import FURTHEST, MOST

DAY_NAMES = tuple(f"day_{number}" for number in range(1, MOST + 1))


class DigestForm(PortalForm):
    submit = _("Save how often")
    submit_name = "how_often"

    digest = forms.ChoiceField(
        label=_("How often do you want to hear from us?"),
        choices=Digest.choices,
        widget=forms.RadioSelect,
        help_text=_("Invitations, changes and cancelled meetings always come at once. Reminders and news can wait for 8am."),
    )


class ReminderPlanForm(PortalForm):
    """When, to whom, in which words. Gives `days` in `cleaned_data`."""

    submit = _("Save these reminders")
    groups = (
        Group(_("How many days before"), DAY_NAMES),
        Group(_("Who"), ("audience",)),
        Group(_("Words of our own"), ("words",)),
    )

    audience = forms.ChoiceField(label=_("Who is reminded?"), choices=ReminderAudience.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What should every reminder say?"),
        help_text=_(
            "Plain words, like: Bring a coat. We meet outside. They stand in every message, so name nobody and no place."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (_("First reminder"), _("Second reminder"), _("Third reminder"), _("Fourth reminder"))
        for name, label in zip(DAY_NAMES, labels, strict=True):
            self.fields[name] = forms.IntegerField(
                label=label,
                required=False,
                min_value=1,
                max_value=FURTHEST,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric", "autocomplete": "off"}),
                error_messages={
                    "invalid": _("Enter a number of days, like 7"),
                    "min_value": _("Enter 1 day or more"),
                    "max_value": _("Enter 60 days or fewer"),
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["days"] = [data[name] for name in DAY_NAMES if data.get(name)]
        if not data["days"] and not any(name in self.errors for name in DAY_NAMES):
            self.add_error(DAY_NAMES[0], _("Enter how many days before the meeting, like 7"))
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("days", "audience", "words")}

    @staticmethod
    def of(plan: Plan) -> dict[str, Any]:
        """What stands now, for the form."""
        days = dict(zip(DAY_NAMES, plan.days, strict=False))
        return days | {"audience": plan.audience, "words": plan.words}
