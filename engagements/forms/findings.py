"""What an inspection found, what was tried out, how a vote went."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from engagements.enums import InspectionPointKind, TriedState
from engagements.forms.rows import ModelRow
from engagements.models import InspectionPoint, Vote
from groups.forms.after import rows_of
from groups.forms.seen import SeenMixin

MOST_VOTES = 1_000_000


class StampForm(SeenMixin, PortalForm):
    """Nothing but the stamp of what stood: the page consists of rows."""

    says_optional = False


class PointRow(ModelRow):
    main = "words"
    always = ("kind",)

    kind = forms.ChoiceField(label=_("What is it?"), choices=InspectionPointKind.choices)
    words = forms.CharField(
        label=_("In the words of those who inspected"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class AnswersForm(StampForm):
    """One box for each point of an inspection."""

    submit = _("Save the answers")

    def __init__(self, *args: Any, points: Iterable[InspectionPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(points)
        for point in self.points:
            self.fields[f"answer_{point.pk}"] = forms.CharField(
                label=_("What does the provider answer?"),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=3000,
                required=False,
                initial=point.answer,
            )

    @property
    def by_point(self) -> list[tuple[InspectionPoint, forms.BoundField]]:
        return [(point, self[f"answer_{point.pk}"]) for point in self.points]

    @property
    def answers(self) -> dict[int, str]:
        return {point.pk: self.cleaned_data[f"answer_{point.pk}"] for point in self.points}


class TriedRow(ModelRow):
    main = "scenario"
    always = ("state",)

    scenario = forms.CharField(
        label=_("What did people try to do?"), max_length=300, required=False, help_text=_("Like: find a club near home"),
        error_messages={"required": _("Say what people tried to do")},
    )  # fmt: skip
    page = forms.CharField(label=_("On which page, or with which thing?"), max_length=200, required=False)
    link = forms.URLField(label=_("Its web address"), max_length=600, required=False, assume_scheme="https")
    before = forms.CharField(label=_("What was it like before?"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    after = forms.CharField(label=_("What is it like now?"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    state = forms.ChoiceField(
        label=_("Is the change live?"), choices=TriedState.choices, help_text=_("Everyone reads it once it is live.")
    )


class VoteForm(SeenMixin, PortalForm):
    says_optional = False

    question = forms.CharField(
        label=_("What was the vote about?"), max_length=300, error_messages={"required": _("Say what the vote was about")}
    )
    how = forms.CharField(
        label=_("How did people vote?"), max_length=200, help_text=_("Like: a show of hands, on paper, online"),
        error_messages={"required": _("Say how people voted")},
    )  # fmt: skip
    who_could_vote = forms.CharField(label=_("Who could vote?"), max_length=200, required=False)
    result = forms.CharField(
        label=_("What came of it?"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone can read this. The name of someone who was elected only if they agree."),
    )  # fmt: skip

    @property
    def details(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        how = said.pop("how")
        return said | {"method": how}

    @staticmethod
    def of(vote: Vote) -> dict[str, Any]:
        return {name: getattr(vote, name) for name in ("question", "who_could_vote", "result")} | {"how": vote.method}


class VoteOptionRow(ModelRow):
    main = "words"

    words = forms.CharField(
        label=_("What could people vote for?"), max_length=200, required=False,
        error_messages={"required": _("Say what people could vote for")},
    )  # fmt: skip
    votes = forms.IntegerField(
        label=_("How many votes?"), min_value=0, max_value=MOST_VOTES, required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )  # fmt: skip


PointRows, TriedRows, VoteOptionRows = map(rows_of, (PointRow, TriedRow, VoteOptionRow))
