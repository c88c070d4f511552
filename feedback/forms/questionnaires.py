"""The form of an officer who writes a questionnaire, and the lines of its questions."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from engagements.models import Project
from feedback.enums import WITH_OPTIONS, QuestionKind
from feedback.queries.questionnaires import WITHOUT_A_FACE, AskedQuestion
from feedback.services.questionnaires import Asked
from groups.models import Body, Meeting

ROWS = 6
CLOSES_AT = dt.time(23, 59)


class QuestionnaireForm(PortalForm):
    submit = _("Save and look at it")

    title = forms.CharField(label=_("Title"), max_length=160)
    why = forms.CharField(label=_("Why do you ask?"), widget=forms.Textarea(attrs={"rows": 3}))
    what_next = forms.CharField(label=_("What happens next with what people say?"), widget=forms.Textarea(attrs={"rows": 3}))
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), required=False, empty_label=_("No project")
    )
    body = forms.ModelChoiceField(label=_("Forum"), queryset=Body.objects.none(), required=False, empty_label=_("No forum"))
    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        help_text=_("The people of this meeting get the link the day after."),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("No meeting"),
    )
    closes = DayField(label=_("Last day to answer"), what=_("the last day to answer"))
    answer_by = DayField(
        label=_("By when do you say what came of it?"), what=_("the day by which you say what came of it"), required=False
    )

    def __init__(self, *args: Any, user: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["project"].queryset = Project.objects.visible_to(user).record_first()
        fields["body"].queryset = Body.objects.forums().record_first()
        recent = timezone.now() - dt.timedelta(days=60)
        fields["meeting"].queryset = Meeting.objects.visible_to(user).filter(ends_at__gte=recent).order_by("-starts_at")

    def facts(self) -> dict[str, Any]:
        """What the service takes: the last day ends at its last minute."""
        data = dict(self.cleaned_data)
        closes = timezone.make_aware(dt.datetime.combine(data.pop("closes"), CLOSES_AT))
        return data | {"closes_at": closes}


class QuestionRow(PortalForm):
    """One question; a row without a wording is no question."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    wording = forms.CharField(label=_("Question"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=QuestionKind.choices, required=False)
    hint = forms.CharField(label=_("Hint"), max_length=300, required=False)
    options = forms.CharField(
        label=_("Answers to choose from, one a line"),
        help_text=_(
            "For the kinds with a choice. The five faces have their own words; a line here adds one more, like “I was not there”."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_required = forms.BooleanField(label=_("Everyone must answer this"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("wording"):
            if cleaned.get("options") or cleaned.get("hint"):
                self.add_error("wording", _("Write the question"))
            return cleaned
        lines = self._lines(cleaned)
        if cleaned.get("kind") in WITH_OPTIONS - {QuestionKind.FACES} and len(lines) < 2:
            self.add_error("options", _("Write two answers or more, one a line"))
        if cleaned.get("kind") == QuestionKind.FACES and len(lines) > 1:
            self.add_error("options", _("Write one line at most: the faces have their own words"))
        return cleaned

    @staticmethod
    def _lines(cleaned: dict[str, Any]) -> list[str]:
        return [line.strip()[:160] for line in cleaned.get("options", "").splitlines() if line.strip()]

    def asked(self) -> Asked | None:
        data = self.cleaned_data
        if not data.get("wording"):
            return None
        lines = self._lines(data)
        is_faces = data["kind"] == QuestionKind.FACES
        return Asked(
            kind=data["kind"],
            wording=data["wording"],
            hint=data["hint"],
            options=() if is_faces else lines,
            instead=lines[0] if is_faces and lines else "",
            is_required=data["is_required"],
            key=data["key"],
        )


QuestionRows = forms.formset_factory(QuestionRow, extra=0, max_num=30, absolute_max=30, validate_max=True)


def rows_of(questions: tuple[AskedQuestion, ...]) -> list[dict[str, Any]]:
    """Rows for these questions, and empty ones up to six or one more than there are."""
    rows: list[dict[str, Any]] = []
    for asked in questions:
        is_faces = asked.kind == QuestionKind.FACES
        labels = [choice.label for choice in asked.choices if not is_faces or choice.face == WITHOUT_A_FACE]
        rows.append(
            {
                "key": asked.question.key,
                "wording": asked.wording,
                "kind": asked.kind,
                "hint": asked.hint,
                "options": "\n".join(labels),
                "is_required": asked.question.is_required,
            }
        )
    first = [QuestionKind.FACES, QuestionKind.SEVERAL_CHOICES, QuestionKind.LONG_TEXT]
    while len(rows) < max(ROWS, len(questions) + 1):
        rows.append({"kind": first[len(rows)] if len(rows) < len(first) else QuestionKind.LONG_TEXT})
    return rows


def asked_of(rows: Any) -> list[Asked]:
    """The questions of a formset that is valid."""
    return [asked for row in rows if (asked := row.asked()) is not None]
