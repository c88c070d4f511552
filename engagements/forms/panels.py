"""Set up a panel, declare interests, score, release."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from engagements.forms.rows import ModelRow
from engagements.models import Candidate, Criterion, Panel
from groups.forms.after import rows_of
from groups.forms.seen import SeenMixin
from groups.models import User

NONE, INTEREST = "none", "interest"


class PanelForm(SeenMixin, PortalForm):
    says_optional = False

    weight = forms.IntegerField(
        label=gettext_lazy("How much do the scores of the panel count in the decision, in percent?"),
        help_text=gettext_lazy("A number from 1 to 100. It is fixed before anyone scores, and everyone can read it."),
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    highest = forms.IntegerField(
        label=gettext_lazy("What is the highest score for a criterion?"),
        help_text=gettext_lazy("Scores go from 0 to this number."),
        min_value=1,
        max_value=100,
        initial=5,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )

    @staticmethod
    def of(panel: Panel) -> dict[str, Any]:
        return {"weight": panel.weight, "highest": panel.highest}


class CriterionRow(ModelRow):
    main = "words"
    always = ("weight",)

    words = forms.CharField(
        label=gettext_lazy("What is judged?"), max_length=200, required=False,
        error_messages={"required": gettext_lazy("Say what is judged")},
    )  # fmt: skip
    weight = forms.IntegerField(
        label=gettext_lazy("How much does it count among the criteria?"), min_value=1, max_value=100, initial=1, required=False,
        help_text=gettext_lazy("2 counts twice as much as 1."),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip

    def clean_weight(self) -> int:
        return self.cleaned_data["weight"] or 1


class CandidateRow(ModelRow):
    main = "name"

    name = forms.CharField(label=gettext_lazy("Provider, or a letter for a person"), max_length=120, required=False)


class SeatRow(ModelRow):
    """Someone on the panel. Whoever has no account is a label only, for whom the scribe writes."""

    main = "label"

    label = forms.CharField(
        label=gettext_lazy("How is this seat called?"), max_length=80, required=False,
        help_text=gettext_lazy("Like: young person 3. No names."),
        error_messages={"required": gettext_lazy("Say how this seat is called, like young person 3")},
    )  # fmt: skip
    user = forms.ChoiceField(label=gettext_lazy("Who sits there, if they have an account?"), required=False)
    is_scribe = forms.BooleanField(
        label=gettext_lazy("Writes down scores for those without an account, and does not score"), required=False
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = [("", _("Someone without an account")), *((key, str(user)) for key, user in self.people.items())]

    def clean_user(self) -> User | None:
        return self.people.get(self.cleaned_data["user"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("is_scribe") and not data.get("user") and "user" not in self.errors:
            self.add_error("user", _("Choose who it is: only someone with an account can write down scores"))
        return data

    @classmethod
    def of(cls, row: Any) -> dict[str, Any]:
        return super().of(row) | {"user": str(row.user_id or "")}


CriterionRows, CandidateRows, SeatRows = map(rows_of, (CriterionRow, CandidateRow, SeatRow))


class DeclareForm(PortalForm):
    submit = gettext_lazy("Save the declaration")
    submit_name = "declare"

    has_interest = forms.ChoiceField(
        label=gettext_lazy("Is there an interest?"),
        help_text=gettext_lazy("An interest is a tie to a candidate: family, a friend, work, money, or a service that you use."),
        choices=[(NONE, gettext_lazy("No, none")), (INTEREST, gettext_lazy("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether there is an interest")},
    )
    interest = forms.CharField(
        label=gettext_lazy("If yes, which?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The council’s officers read this. No names of other people, please."),
    )  # fmt: skip
    stands_back = forms.BooleanField(label=gettext_lazy("Stand back: do not score because of it"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("has_interest") == INTEREST and not data.get("interest"):
            self.add_error("interest", _("Say which interest it is"))
        if data.get("has_interest") == NONE and (data.get("interest") or data.get("stands_back")):
            self.add_error("has_interest", _("You chose that there is none. Choose “Yes”, or leave the rest empty."))
        return data


class ScoreForm(SeenMixin, PortalForm):
    """One box for each candidate and criterion. Boxes may stay empty and be filled in later."""

    says_optional = False

    def __init__(
        self, *args: Any, candidates: Iterable[Candidate], criteria: Iterable[Criterion], highest: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[int, int]] = {}
        self._grouped: list[tuple[str, list[str]]] = []
        criteria = list(criteria)
        for candidate in candidates:
            names = []
            for criterion in criteria:
                name = f"score_{candidate.pk}_{criterion.pk}"
                self.fields[name] = self._box(candidate, criterion, highest)
                self.places[name] = candidate.pk, criterion.pk
                names.append(name)
            self._grouped.append((candidate.name, names))

    @staticmethod
    def _box(candidate: Candidate, criterion: Criterion, highest: int) -> forms.IntegerField:
        wrong = _("Enter a score from 0 to %(highest)s for “%(candidate)s”: %(criterion)s") % {
            "highest": highest, "candidate": candidate.name, "criterion": criterion.words,
        }  # fmt: skip
        return forms.IntegerField(
            label=criterion.words, min_value=0, max_value=highest, required=False,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "autocomplete": "off"}),
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        )  # fmt: skip

    @property
    def by_candidate(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(candidate, [self[name] for name in names]) for candidate, names in self._grouped]

    @property
    def sheet(self) -> dict[tuple[int, int], int | None]:
        return {place: self.cleaned_data.get(name) for name, place in self.places.items()}

    @staticmethod
    def of(sheet: dict[tuple[int, int], int]) -> dict[str, Any]:
        return {f"score_{candidate}_{criterion}": value for (candidate, criterion), value in sheet.items()}


class ReleaseForm(PortalForm):
    submit = gettext_lazy("Release the result")
    submit_name = "release"

    result_words = forms.CharField(
        label=gettext_lazy("What came of it?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everyone can read this, with the ranks, the weight and how many people scored. What each person gave stays with the panel."),
    )  # fmt: skip


class ExcuseForm(PortalForm):
    submit = gettext_lazy("Take out of the panel")
    submit_name = "excuse"

    number = forms.ChoiceField(label=gettext_lazy("Who no longer scores?"))
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why this person does not score any more")},
    )

    def __init__(self, *args: Any, seats: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = [("", ""), *((str(number), label) for number, label in seats)]
