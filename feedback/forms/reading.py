"""The forms of the people who read what was sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm
from feedback.enums import RESPONSE_STEPS, ResponseState, ThemeState, TriageDecision
from feedback.models import Theme


class TriageForm(PortalForm):
    submit = _("Save what you decided")

    decision = forms.ChoiceField(label=_("What is this?"), choices=TriageDecision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Needed when you send it to the safeguarding leads or pass it on. Please leave out names."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # What the page knew when it was made.
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = RESPONSE_STEPS[state]
        possible = {TriageDecision.CLEAR: ResponseState.READ in steps, TriageDecision.PASS_ON: ResponseState.PASSED_ON in steps}
        # A worry can be raised at any time. What an older page still offered is refused by the service, in its words.
        self.fields["decision"].widget.choices = [
            (value, label) for value, label in TriageDecision.choices if possible.get(TriageDecision(value), True)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs_reason = cleaned.get("decision") in {TriageDecision.HOLD, TriageDecision.PASS_ON}
        if needs_reason and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why, in a few words"))
        return cleaned

    def refuse(self, refused: Refused, seen: str) -> None:
        """Show why it was not done, and keep what was typed; the page it stands on now is the one that was seen."""
        self.add_error(None, refused.message)
        self.data = {name: self[name].value() for name in self.fields} | {"seen": seen}


class FileUnderThemeForm(PortalForm):
    submit = _("File it")

    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label=_("Choose one, or write a new one below")
    )
    new_theme = forms.CharField(label=_("Or a new theme, in a few words"), max_length=200, required=False)

    def __init__(self, *args: Any, project_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Themes of its own project, and those that belong to none; an answered theme still takes more voices.
        of_project = Theme.objects.filter(project=project_id) | Theme.objects.filter(project=None, state=ThemeState.OPEN)
        self.fields["theme"].queryset = of_project.distinct().order_by("title")  # type: ignore[attr-defined]  # a field with choices, declared above

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("theme")) == bool(cleaned.get("new_theme", "").strip()) and not self.errors:
            self.add_error("theme", _("Choose a theme, or write a new one. Not both."))
        return cleaned


class CloseConcernForm(PortalForm):
    submit = _("Close the concern")

    outcome = forms.CharField(label=_("What was done?"), widget=forms.Textarea(attrs={"rows": 4}))
    referred_to = forms.CharField(label=_("Referred to"), help_text=_("A service, not a person"), max_length=200, required=False)
    reference = forms.CharField(label=_("Their reference"), max_length=80, required=False)
