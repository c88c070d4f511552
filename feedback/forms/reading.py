"""The forms of the people who read what was sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Duty
from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from feedback.enums import RESPONSE_STEPS, ResponseState, ThemeState, TriageDecision
from feedback.models import Theme
from groups.models import User
from groups.queries import staff


class PersonField(forms.ModelChoiceField):
    """Someone who works here, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name or obj.email or ""


class ConcernMixin(PortalForm):
    """The part of a worry that is about someone who works here."""

    is_about_staff = forms.BooleanField(
        label=_("It is about someone who works here"),
        help_text=_("It then goes to the senior safeguarding lead. The person and their team do not see it."),
        required=False,
    )
    about = PersonField(
        label=_("Who is it about?"),
        help_text=_("Only for a worry about someone who works here. Leave it empty when you do not know."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("I do not know, or it is about nobody here"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = staff.staff()  # type: ignore[attr-defined]  # a field with choices, declared above

    @property
    def about_whom(self) -> dict[str, Any]:
        """What the services take; whoever names a person means that it is about them."""
        about = self.cleaned_data["about"]
        return {"is_about_staff": self.cleaned_data["is_about_staff"] or about is not None, "about": about}


class ConcernForm(ConcernMixin):
    """A worry about any words in the queue."""

    submit = _("Send it to the safeguarding leads")
    field_order = ("concern", "nobody_opens", "is_about_staff", "about")

    concern = forms.CharField(
        label=_("What worries you?"),
        help_text=_("A few words. Please leave out names."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nobody_opens = forms.BooleanField(label=_("Stop: nobody should open, copy or forward this file"), required=False)

    def __init__(self, *args: Any, has_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_file:
            del self.fields["nobody_opens"]

    @property
    def in_words(self) -> str:
        stop = gettext("Stop: do not open, copy or forward the file.") if self.cleaned_data.get("nobody_opens") else ""
        return f"{self.cleaned_data['concern']}\n\n{stop}".strip()


class ReadForm(PortalForm):
    """That somebody has read it. It carries when the words came that they read."""

    submit = _("I have read it")

    arrived_at = forms.DateTimeField(widget=forms.HiddenInput)


class RedactForm(PortalForm):
    submit = _("Take it out")

    words = forms.CharField(
        label=_("The words"),
        help_text=_("Put […] in the place of a name. Change nothing else: these are someone’s own words."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    reason = forms.CharField(
        label=_("Why do you take it out?"), help_text=_("Like: the name of another child. Do not write the name."), max_length=300
    )


class TurnForm(PortalForm):
    submit = _("Plan this turn")

    duty = forms.ChoiceField(label=_("A turn at what?"), choices=Duty.choices, widget=forms.RadioSelect)
    first_day = DayField(label=_("First day"), what=_("the first day"))
    last_day = DayField(label=_("Last day"), what=_("the last day"))
    person = PersonField(label=_("Whose turn is it?"), queryset=User.objects.none(), empty_label=_("Choose someone"))
    cover = PersonField(
        label=_("Who stands in?"),
        help_text=_("When the first is ill, or does not open a concern in two working hours."),
        queryset=User.objects.none(),
        empty_label=_("Choose someone"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "cover"):
            self.fields[name].queryset = staff.staff()  # type: ignore[attr-defined]  # a field with choices, declared above


class TurnChangeForm(TurnForm):
    submit = _("Save who has this turn")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("duty", "first_day", "last_day"):
            del self.fields[name]


class TriageForm(ConcernMixin):
    submit = _("Save what you decided")
    field_order = ("decision", "reason", "is_about_staff", "about", "seen")

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
