"""Write down a decision: what, out of which options, how, and how much the forum's view counted."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.partial_days import PartialDayField
from engagements.enums import DecisionMethod, ForumWeight, OptionOrigin
from engagements.forms.rows import ModelRow
from engagements.models import Decision, Session
from groups.forms.after import rows_of
from groups.forms.seen import SeenMixin
from groups.models import Body

FIELDS = (
    "question", "decided", "method_words", "result", "forum_weight", "weight_words", "disagreement", "session", "decided_by",
)  # fmt: skip


class DecisionForm(SeenMixin, PortalForm):
    says_optional = False

    question = forms.CharField(
        label=gettext_lazy("What was decided?"), max_length=300, help_text=gettext_lazy("Like: where the new hub opens"),
        error_messages={"required": gettext_lazy("Say what was decided")},
    )  # fmt: skip
    decided = PartialDayField(
        label=gettext_lazy("When?"), what=gettext_lazy("the date of the decision"), required=False,
        help_text=gettext_lazy("Like 27 3 2026. If you do not know the day, enter the month and the year, or only the year."),
    )  # fmt: skip
    session = forms.ChoiceField(label=gettext_lazy("At which session?"), required=False)
    decided_by = forms.ChoiceField(label=gettext_lazy("Who decided?"), required=False)
    how = forms.ChoiceField(
        label=gettext_lazy("How was it decided?"), choices=DecisionMethod.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it was decided")},
    )  # fmt: skip
    method_words = forms.CharField(label=gettext_lazy("More about how"), max_length=200, required=False)
    forum_weight = forms.ChoiceField(
        label=gettext_lazy("How much did the forum’s view count?"), choices=ForumWeight.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how much the forum’s view counted")},
    )  # fmt: skip
    weight_words = forms.CharField(label=gettext_lazy("More about that"), max_length=200, required=False)
    result = forms.CharField(
        label=gettext_lazy("What came of it?"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    disagreement = forms.CharField(
        label=gettext_lazy("Who saw it differently, and why?"), max_length=3000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Groups and roles, no names. Everyone can read this."),
    )  # fmt: skip

    def __init__(self, *args: Any, sessions: Iterable[Session], bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {session.ref: session for session in sessions}
        self.bodies = {body.slug: body for body in bodies}
        titles = ((ref, f"{each} ({each.when})") for ref, each in self.sessions.items())
        _choose(self.fields["session"], _("None, or not in the list"), titles)
        _choose(
            self.fields["decided_by"], _("Not in the list"), ((slug, body.outside_name) for slug, body in self.bodies.items())
        )

    def clean_session(self) -> Session | None:
        return self.sessions.get(self.cleaned_data["session"])

    def clean_decided_by(self) -> Body | None:
        return self.bodies.get(self.cleaned_data["decided_by"])

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS} | {"method": self.cleaned_data["how"]}

    @staticmethod
    def of(decision: Decision) -> dict[str, Any]:
        """What stands of a decision, for the form."""
        chosen = {
            "how": decision.method,
            "session": decision.session.ref if decision.session else "",
            "decided_by": decision.decided_by.slug if decision.decided_by else "",
        }
        return {name: getattr(decision, name) for name in FIELDS if name not in chosen} | chosen


class DecisionOptionRow(ModelRow):
    main = "words"
    always = ("origin_of_idea",)

    words = forms.CharField(
        label=gettext_lazy("The option"),
        max_length=300,
        required=False,
        error_messages={"required": gettext_lazy("Say what the option was")},
    )
    origin_of_idea = forms.ChoiceField(label=gettext_lazy("Whose idea was it?"), choices=OptionOrigin.choices)
    body = forms.ChoiceField(label=gettext_lazy("Which group’s?"), required=False)
    is_chosen = forms.BooleanField(label=gettext_lazy("This was chosen"), required=False)

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.slug: body for body in bodies}
        _choose(self.fields["body"], _("Not in the list"), ((slug, body.outside_name) for slug, body in self.bodies.items()))

    def clean_body(self) -> Body | None:
        return self.bodies.get(self.cleaned_data["body"])

    @classmethod
    def of(cls, row: Any) -> dict[str, Any]:
        return super().of(row) | {"body": row.body.slug if row.body else ""}


DecisionOptionRows = rows_of(DecisionOptionRow)


def _choose(field: forms.Field, nothing: str, choices: Iterable[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the forms declare
    field.choices = [("", nothing), *choices]
