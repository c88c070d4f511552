"""The forms of the officers who answer: the answer itself, publishing it with a promise, taking it back; and a group's own words."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Qualifier
from coproduction.core.figures import Number
from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.forms.fields import DayField
from coproduction.core.partial_dates import NotADate, PartialDate
from engagements.enums import LimitKind
from engagements.models import Project
from feedback import policies
from feedback.enums import AnswerKind, SaidBasis, ThemeState
from feedback.models import Outcome, Theme
from feedback.services.outcomes import FigureWords
from groups.enums import BodyKind
from groups.models import Body

_REASONS = {
    "because_kind": _("Choose what kind of thing stops you"),
    "because": _("Say why you can’t"),
    "would_change": _("Say what would change it"),
}


# The groups of fields whose lists are short as soon as it is known what work the answer belongs to.
_SHORT = (("themes",), ("credited",))


class PartialDateInput(forms.CharField):
    """A date as precisely as it is known."""

    def clean(self, value: Any) -> PartialDate:
        text = super().clean(value)
        try:
            return PartialDate.parse(text)
        except NotADate as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


def _themes_to_offer(themes: Iterable[Theme], outcome: Outcome | None) -> QuerySet[Theme]:
    """Those it answers already, then the open ones of the same work; all open ones only while no work is known."""
    chosen = {theme.pk for theme in themes}
    projects = {theme.project_id for theme in themes if theme.project_id}
    if outcome and outcome.project_id:
        projects.add(outcome.project_id)
    offered = Q(state=ThemeState.OPEN, project__in=projects) if projects else Q(state=ThemeState.OPEN)
    ranked = Case(When(pk__in=chosen, then=Value(0)), default=Value(1))
    return Theme.objects.filter(Q(pk__in=chosen) | offered).order_by(ranked, "title")


class OutcomeForm(PortalForm):
    submit = _("Save and look at it")
    groups: tuple[Group, ...] = (
        Group(_("What it is about"), ("title", "project")),
        Group(_("Themes it answers"), ("themes",), folded=True),
        Group(_("What people said"), ("you_said", "said_basis")),
        Group(_("Our answer"), ("answer", "we_did", "happened")),
        Group(_("If we can’t: why, and what would change it"), ("because_kind", "because", "would_change"), folded=True),
        Group(_("Figures"), ("figure_words", "figure_qualifier", "figure_number", "figure_unit"), folded=True),
        Group(_("Who gets the credit"), ("credited",), folded=True),
    )

    title = forms.CharField(label=_("What is it about, in a few words?"), max_length=160)
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), required=False, empty_label=_("No project")
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Which themes does it answer?"),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    you_said = forms.CharField(
        label=_("You said"),
        help_text=_("Their own words only where they let us show them; otherwise the idea in ours."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    said_basis = forms.ChoiceField(
        label=_("Whose words are these?"),
        choices=[(SaidBasis.VERBATIM, SaidBasis.VERBATIM.label), (SaidBasis.SUMMARY, SaidBasis.SUMMARY.label)],
        widget=forms.RadioSelect,
        required=False,
    )
    answer = forms.ChoiceField(
        label=_("What do we answer?"),
        choices=[(value, label) for value, label in AnswerKind.choices if value != AnswerKind.LEFT_OPEN],
        widget=forms.RadioSelect,
    )
    we_did = forms.CharField(label=_("What we did, or what we say"), widget=forms.Textarea(attrs={"rows": 5}))
    because_kind = forms.ChoiceField(
        label=_("What stops us?"),
        choices=[("", _("Choose one")), *[choice for choice in LimitKind.choices if choice[0]]],
        required=False,
    )
    because = forms.CharField(label=_("Why?"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    would_change = forms.CharField(label=_("What would change it?"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    happened = PartialDateInput(
        label=_("When?"), help_text=_("As precisely as you know it: 2026, 2026-04 or 2026-04-30"), max_length=20, required=False
    )
    figure_words = forms.CharField(
        label=_("A figure, in words"), help_text=_("Like: 640 meals were cooked"), max_length=300, required=False
    )
    figure_qualifier = forms.ChoiceField(label=_("How the number is meant"), choices=Qualifier.choices[:5], required=False)
    figure_number = forms.DecimalField(label=_("The number"), max_digits=14, decimal_places=2, required=False)
    figure_unit = forms.CharField(label=_("Of what?"), help_text=_("Like: meals"), max_length=80, required=False)
    credited = forms.ModelMultipleChoiceField(
        label=_("Who gets the credit?"), queryset=Body.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        user: object,
        bodies: set[int],
        themes: Iterable[Theme] = (),
        outcome: Outcome | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["answer"].choice_hints = {AnswerKind.CANT: _("Then open “If we can’t” below and say why.")}
        fields["project"].queryset = Project.objects.visible_to(user).record_first()
        fields["themes"].queryset = _themes_to_offer(themes, outcome)
        forums = Body.objects.filter(kind=BodyKind.FORUM)
        # Where it is known who may be meant, the list is short.
        credited = Body.objects.filter(pk__in=bodies) if bodies else forums
        fields["credited"].queryset = credited.record_first()
        if bodies:
            # Short lists stand open.
            self.groups = tuple(replace(group, folded=group.folded and group.names not in _SHORT) for group in self.groups)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        missing = policies.missing_reasons(
            answer=cleaned.get("answer", ""),
            because_kind=cleaned.get("because_kind", ""),
            because=cleaned.get("because", ""),
            would_change=cleaned.get("would_change", ""),
        )
        for name in missing:
            self.add_error(name, _REASONS[name])
        if cleaned.get("you_said") and not cleaned.get("said_basis"):
            self.add_error("said_basis", _("Choose whose words these are"))
        if cleaned.get("figure_number") is not None and not cleaned.get("figure_words"):
            self.add_error("figure_words", _("Write the figure in words too"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        number, unit, qualifier = data.pop("figure_number"), data.pop("figure_unit"), data.pop("figure_qualifier")
        parts = [Number(number, qualifier or Qualifier.EXACT, unit)] if number is not None else []
        return data | {
            "figure": FigureWords(data.pop("figure_words"), parts),
            "said_basis": data["said_basis"] or SaidBasis.SUMMARY,
        }


class PublishOutcomeForm(PortalForm):
    """Publish, and promise something with it if there is something to promise."""

    submit = _("Publish")

    promise_words = forms.CharField(label=_("What do you promise?"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    made_by = forms.ModelChoiceField(
        label=_("Who promises?"), queryset=Body.objects.none(), required=False, empty_label=_("Choose one")
    )
    made_to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=Body.objects.none(), required=False, empty_label=_("Everyone it is about")
    )
    due = DayField(label=_("By when?"), what=_("the day by which it is kept"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["made_by"].queryset = Body.objects.exclude(kind=BodyKind.FORUM).record_first()
        fields["made_to"].queryset = Body.objects.forums().public().record_first()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("promise_words", "").strip():
            if not cleaned.get("made_by"):
                self.add_error("made_by", _("Choose who promises"))
            if not cleaned.get("due") and "due" not in self.errors:
                self.add_error("due", _("Enter the day by which it is kept, like 27 3 2026"))
        return cleaned


class WithdrawOutcomeForm(PortalForm):
    submit = _("Take it back")

    reason = forms.CharField(label=_("Why is it taken back?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AddWordsForm(PortalForm):
    submit = _("Add the words")

    words = forms.CharField(
        label=_("What did your group say?"),
        help_text=_("As you remember it. Please leave out names. The page will say that it was added later, and by whom."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
