"""Officers write questionnaires: write, look at it as the public will, open, change by a new revision, close."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from rules import has_perm

from coproduction.core.errors import Problems, Refused
from feedback.enums import QUESTIONNAIRE_STEPS, QuestionnaireState
from feedback.forms.answers import QuestionForm
from feedback.forms.questionnaires import QuestionnaireForm, QuestionRows, asked_of, rows_of
from feedback.models import Questionnaire
from feedback.queries import questionnaires as queries
from feedback.services import questionnaires
from groups.models import Meeting
from groups.views.acting import ActingMixin

PREFIX = "questions"


def _must_be_officer(request: HttpRequest) -> None:
    if not has_perm("feedback.change_questionnaire", request.user):
        raise PermissionDenied


def _add_problems(form: QuestionnaireForm, refused: Refused) -> None:
    for problem in refused.problems if isinstance(refused, Problems) else [refused.message]:
        form.add_error(None, problem)


def _preview(asked: queries.AskedQuestion) -> QuestionForm:
    """The question as the public gets it, but that only the page itself has a heading of the first level."""
    form = QuestionForm(asked=asked, auto_id=f"id_{asked.number}_%s")
    form.heading = ""
    return form


class OfficersQuestionnairesView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        _must_be_officer(request)
        return render(request, "feedback/officers_questionnaires.html", {"lines": queries.for_officers()})


class QuestionnaireCreateView(ActingMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        self.actor("feedback.change_questionnaire")
        form = QuestionnaireForm(user=request.user, initial=self._asked_about())
        return self._show(form, QuestionRows(initial=rows_of(()), prefix=PREFIX))

    def _asked_about(self) -> dict[str, Any]:
        """Whoever comes from a meeting asks about that one."""
        seen = Meeting.objects.visible_to(self.request.user).select_related("body")
        meeting = seen.filter(ref=self.request.GET.get("meeting", "")).first()
        return {"meeting": meeting, "body": meeting.body} if meeting else {}

    def post(self, request: HttpRequest) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire")
        form, rows = QuestionnaireForm(request.POST, user=request.user), QuestionRows(request.POST, prefix=PREFIX)
        if form.is_valid() & rows.is_valid():
            try:
                made = questionnaires.draft(questions=asked_of(rows), by=by, **form.facts())
            except Refused as refused:
                _add_problems(form, refused)
            else:
                return redirect("officers_questionnaire", slug=made.slug)
        return self._show(form, rows)

    def _show(self, form: QuestionnaireForm, rows: Any) -> HttpResponse:
        return render(self.request, "feedback/questionnaire_form.html", {"form": form, "rows": rows, "questionnaire": None})


class _QuestionnaireView(ActingMixin, View):
    questionnaire: Questionnaire

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            _must_be_officer(request)
            found = Questionnaire.objects.visible_to(request.user).select_related("project", "body", "meeting")
            self.questionnaire = get_object_or_404(found, slug=kwargs["slug"])

    def questions(self) -> tuple[queries.AskedQuestion, ...]:
        revision = queries.newest_revision(self.questionnaire)
        return queries.questions(revision) if revision else ()


class OfficersQuestionnaireView(_QuestionnaireView):
    """The preview: exactly the questions that the public gets, and what can be done with them now."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        steps = QUESTIONNAIRE_STEPS[self.questionnaire.state]
        context = {
            "questionnaire": self.questionnaire,
            "preview": [(asked, _preview(asked)) for asked in self.questions()],
            "revision": queries.newest_revision(self.questionnaire),
            "can_open": QuestionnaireState.OPEN in steps,
            "can_close": QuestionnaireState.CLOSED in steps,
            "is_draft": self.questionnaire.state == QuestionnaireState.DRAFT,
            "is_open": self.questionnaire.state == QuestionnaireState.OPEN,
        }
        return render(request, "feedback/officers_questionnaire.html", context)


class QuestionnaireUpdateView(_QuestionnaireView):
    """Change a draft; ask other questions in one that is open, as a new revision."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        rows = QuestionRows(initial=rows_of(self.questions()), prefix=PREFIX)
        return self._show(self._form(), rows)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        is_draft = self.questionnaire.state == QuestionnaireState.DRAFT
        form, rows = self._form(request.POST if is_draft else None), QuestionRows(request.POST, prefix=PREFIX)
        if (not is_draft or form.is_valid()) & rows.is_valid():
            try:
                if is_draft:
                    questionnaires.change(questionnaire=self.questionnaire, questions=asked_of(rows), by=by, **form.facts())
                else:
                    questionnaires.revise(questionnaire=self.questionnaire, questions=asked_of(rows), by=by)
            except Refused as refused:
                messages.error(request, refused.message)
            else:
                return redirect("officers_questionnaire", slug=slug)
        return self._show(form, rows)

    def _form(self, data: Any = None) -> QuestionnaireForm:
        asks = self.questionnaire
        names = ("title", "why", "what_next", "project", "body", "meeting", "answer_by")
        initial = {name: getattr(asks, name) for name in names}
        initial["closes"] = timezone.localtime(asks.closes_at).date() if asks.closes_at else None
        return QuestionnaireForm(data, initial=initial, user=self.request.user)

    def _show(self, form: QuestionnaireForm, rows: Any) -> HttpResponse:
        is_draft = self.questionnaire.state == QuestionnaireState.DRAFT
        context = {"form": form if is_draft else None, "rows": rows, "questionnaire": self.questionnaire}
        return render(self.request, "feedback/questionnaire_form.html", context)


class _StepView(_QuestionnaireView):
    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        try:
            words = self.step(by)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, words)
        return redirect("officers_questionnaire", slug=slug)

    def step(self, by: Any) -> str:
        raise NotImplementedError


class QuestionnaireOpenView(_StepView):
    def step(self, by: Any) -> str:
        questionnaires.open(questionnaire=self.questionnaire, by=by)
        return _("It is open. Anyone can answer it now.")


class QuestionnaireCloseView(_StepView):
    def step(self, by: Any) -> str:
        questionnaires.close(questionnaire=self.questionnaire, by=by)
        return _("It is closed. What is on its way still arrives for half an hour.")
