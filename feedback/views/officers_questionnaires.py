"""Officers write questionnaires: write, look at it as the public will, have it tested, open, change by a new revision, close."""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View
from rules import has_perm

from coproduction.core import clock
from coproduction.core.errors import Problems, Refused
from coproduction.core.templatetags.portal import day
from coproduction.core.words import listed
from engagements.models import Project
from feedback.enums import QUESTIONNAIRE_STEPS, QuestionnaireState
from feedback.forms.answers import QuestionForm
from feedback.forms.building import preview
from feedback.forms.questionnaires import STAGES, DatesForm, QuestionnaireForm, sessions_to_ask_about
from feedback.models import Questionnaire, Revision
from feedback.queries import asking, building, requests, translations, walks
from feedback.queries import questionnaires as queries
from feedback.queries.translations import Whole
from feedback.services import questionnaires
from feedback.services import questions as writing
from groups.models import Meeting
from groups.views.acting import ActingMixin


@dataclass(frozen=True)
class Task:
    """One line of the task list; see `components/task_list.html`."""

    title: str
    hint: str
    url: str
    state: str
    state_words: str


@dataclass(frozen=True)
class Line:
    """One question on the page of its questionnaire: as people see it, and what can be done with it."""

    asked: walks.AskedQuestion
    written: writing.Asked
    form: QuestionForm
    easy: walks.AskedQuestion | None
    easy_form: QuestionForm | None
    waits: str
    stamp: str
    is_last: bool

    @property
    def is_first(self) -> bool:
        return self.asked.number == 1

    @property
    def up(self) -> int:
        return self.asked.number - 1

    @property
    def down(self) -> int:
        return self.asked.number + 1


@dataclass(frozen=True)
class Lines:
    """The questions of a revision in their order, with the marks of how they stand."""

    rows: tuple[Line, ...]
    order: str
    stamp: str
    easy: building.EasyRead

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def must_be_officer(request: HttpRequest) -> None:
    if not has_perm("feedback.change_questionnaire", request.user):
        raise PermissionDenied


def add_problems(form: Any, refused: Refused) -> None:
    for problem in refused.problems if isinstance(refused, Problems) else [refused.message]:
        form.add_error(None, problem)


def tell_refusal(request: HttpRequest, refused: Refused) -> None:
    """Each thing that is wrong, as a message on the next page."""
    for problem in refused.problems if isinstance(refused, Problems) else [refused.message]:
        messages.error(request, problem)


def words_now(value: Any) -> str:
    """What stands in a field, to be read."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    return str(value) if value not in (None, "") else _("Nothing yet")


def lines_of(revision: Revision | None) -> Lines:
    """Every question as the public sees it, plain and, where any question has it, in easy read beside."""
    if revision is None:
        return Lines((), "", "", building.EasyRead(0, 0))
    written, plain = writing.as_written(revision), walks.questions(revision)
    found = building.EasyRead(len(written), sum(1 for each in written if each.easy))
    easy = walks.questions(revision, easy=True) if any(each.in_easy_read for each in written) else ()
    by_key = {each.key: each for each in written}
    rows = tuple(
        Line(
            asked=asked,
            written=by_key[asked.question.key],
            form=preview(asked),
            easy=easy[place] if easy else None,
            easy_form=preview(easy[place], easy=True) if by_key[asked.question.key].in_easy_read else None,
            waits=_waits(by_key[asked.question.key], plain),
            stamp=writing.stamp(by_key[asked.question.key]),
            is_last=place == len(plain) - 1,
        )
        for place, asked in enumerate(plain)
    )
    return Lines(rows, writing.order_stamp(written), writing.stamp_of_all(written), found)


def _waits(written: writing.Asked, plain: tuple[walks.AskedQuestion, ...]) -> str:
    """What a question waits for, in words; nothing when everyone gets it."""
    if written.shown_if is None:
        return ""
    earlier = next((each for each in plain if each.question.key == written.shown_if.question), None)
    if earlier is None:
        return ""
    labels = [choice.label for choice in earlier.choices if choice.key in written.shown_if.options]
    return _("Only shown when “%(question)s” was answered with %(answers)s.") % {
        "question": earlier.wording,
        "answers": _(" or ").join(f"“{label}”" for label in labels),
    }


class OfficersQuestionnairesView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        must_be_officer(request)
        return render(request, "feedback/officers_questionnaires.html", {"lines": queries.for_officers()})


class QuestionnaireCreateView(ActingMixin, View):
    """The first page of a new one. Its questions follow, one by one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.actor("feedback.change_questionnaire")
        return self._show(QuestionnaireForm(user=request.user, initial=self._asked_about()))

    def _asked_about(self) -> dict[str, Any]:
        """Whoever comes from a meeting, a session or a stage asks about that one."""
        asked = self.request.GET
        session = sessions_to_ask_about(self.request.user).filter(ref=asked.get("session", "")).first()
        if session is not None:
            return {"session": session, "project": session.project, "body": session.body}
        project = Project.objects.visible_to(self.request.user).filter(slug=asked.get("project", "")).first()
        if project is not None and asked.get("stage", "") in map(str, STAGES):
            return {"project": project, "stage": asked["stage"]}
        seen = Meeting.objects.visible_to(self.request.user).select_related("body")
        meeting = seen.filter(ref=self.request.GET.get("meeting", "")).first()
        return {"meeting": meeting, "body": meeting.body} if meeting else {}

    def post(self, request: HttpRequest) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire")
        form = QuestionnaireForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                made = questionnaires.draft(by=by, **form.facts())
            except Refused as refused:
                add_problems(form, refused)
            else:
                return redirect("officers_questionnaire", slug=made.slug)
        return self._show(form)

    def _show(self, form: QuestionnaireForm) -> HttpResponse:
        return render(self.request, "feedback/questionnaire_form.html", {"form": form, "questionnaire": None})


class OfQuestionnaire(ActingMixin, View):
    """A page about one questionnaire, for officers."""

    questionnaire: Questionnaire

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            must_be_officer(request)
            found = Questionnaire.objects.visible_to(request.user).select_related(
                "project", "body", "meeting__body", "session__meeting__body", "session__body", "session__project"
            )
            self.questionnaire = get_object_or_404(found, slug=kwargs["slug"])


class OfficersQuestionnaireView(OfQuestionnaire):
    """What it still needs, exactly the questions that the public gets, and what can be done with them now."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        asks, revision = self.questionnaire, queries.newest_revision(self.questionnaire)
        lines, needed = lines_of(revision), building.needed_to_open(asks)
        can_open = QuestionnaireState.OPEN in QUESTIONNAIRE_STEPS[asks.state]
        is_changed = asks.state == QuestionnaireState.OPEN and revision is not None and revision.published_at is None
        if is_changed:
            needed = tuple(need for need in needed if need.name in ("questions", "trial"))
        is_ready = all(need.is_done for need in needed)
        languages = translations.every(asks)
        context = {
            "questionnaire": asks,
            "lines": lines,
            "revision": revision,
            "tasks": [*map(self._task, needed), *self._of_languages(languages)] if can_open or is_changed else [],
            "done": sum(1 for need in needed if need.is_done),
            "of": len(needed),
            "languages": languages,
            "can_open": can_open and is_ready,
            "can_publish": is_changed and is_ready,
            "can_close": QuestionnaireState.CLOSED in QUESTIONNAIRE_STEPS[asks.state],
            "is_changed": is_changed,
            "state": asks.state,
            **self._who_is_asked(),
            "opens_later": asks.opens_later(clock.now()),
        }
        return render(request, "feedback/officers_questionnaire.html", context)

    def _who_is_asked(self) -> dict[str, Any]:
        """Whom it goes to, when, or why not; and of links of one's own how many were sent and used."""
        now = clock.now()
        sent_to = asking.of(self.questionnaire, now)
        return {
            "sent_to": sent_to,
            "why_not": sent_to.why_not(now) if sent_to else "",
            "asked": requests.asked(self.questionnaire) if self.questionnaire.invited_only else None,
        }

    def _task(self, need: building.Needed) -> Task:
        slug = self.questionnaire.slug
        url = {
            "questions": "#h-preview" if need.is_done else reverse("question_create", args=[slug]),
            "trial": reverse("questionnaire_try", args=[slug]),
            "cover": reverse("turns"),
        }.get(need.name, f"{reverse('questionnaire_update', args=[slug])}#id_{need.name}")
        state, words = ("did", _("Done")) if need.is_done else ("notyet", _("To do"))
        return Task(need.title, need.hint if need.is_done else need.missing, url, state, words)

    def _of_languages(self, languages: tuple[Whole, ...]) -> list[Task]:
        """How many languages are ready, and which of the open ones will not be offered. It can be opened without any."""
        if not languages:
            return []
        ready = sum(1 for each in languages if each.is_open and each.is_ready)
        words = _("%(ready)s of %(all)s ready") % {"ready": ready, "all": len(languages)}
        behind = [each.language.english for each in languages if each.is_open and not each.is_ready]
        hint = _("You can go on without them.")
        if behind:
            hint = _("Nobody can choose %(languages)s then, until all its words are translated again.") % {
                "languages": listed(behind)
            }
        url = reverse("questionnaire_languages", args=[self.questionnaire.slug])
        state = "late" if behind else "did" if ready == len(languages) else "none"
        return [Task(_("Languages"), hint, url, state, words)]


class QuestionnaireUpdateView(OfQuestionnaire):
    """Change the first page of a draft; of one that is open or was, the days."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        return self._show(self._form())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        form, stands_now = self._form(request.POST), False
        if form.is_valid():
            try:
                questionnaires.change(questionnaire=self.questionnaire, by=by, seen=form.seen_stamp, **form.facts())
            except Refused as refused:
                add_problems(form, refused)
                stands_now = isinstance(refused, questionnaires.CameSecond)
            else:
                return redirect("officers_questionnaire", slug=slug)
        if stands_now:
            self.questionnaire.refresh_from_db()
            form.show_seen(building.stamp(self.questionnaire))
        return self._show(form, stands_now=stands_now)

    def _form(self, data: Any = None) -> DatesForm:
        kind = QuestionnaireForm if self.questionnaire.state == QuestionnaireState.DRAFT else DatesForm
        initial = {"seen": building.stamp(self.questionnaire)}
        return kind(data, user=self.request.user, questionnaire=self.questionnaire, initial=initial)

    def _stands_now(self, form: DatesForm) -> list[tuple[str, Any]]:
        """What somebody else wrote meanwhile, by the words of the form."""
        now = form.initial_of(self.questionnaire)
        return [(str(field.label), words_now(now[field.name])) for field in form if field.name in now]

    def _show(self, form: DatesForm, *, stands_now: bool = False) -> HttpResponse:
        context = {"form": form, "questionnaire": self.questionnaire, "stands_now": self._stands_now(form) if stands_now else []}
        return render(self.request, "feedback/questionnaire_form.html", context)


class QuestionnaireTryView(OfQuestionnaire):
    """Another officer goes through it as the public will, and says so."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        revision = queries.newest_revision(self.questionnaire)
        is_published = revision is not None and revision.published_at is not None
        context = {
            "questionnaire": self.questionnaire,
            "lines": lines_of(revision),
            "trial": building.trial_of(revision),
            "is_author": revision is not None and revision.written_by == by.ref,
            "is_over": is_published and self.questionnaire.state == QuestionnaireState.OPEN,
        }
        return render(request, "feedback/officers_questionnaire_try.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        try:
            questionnaires.try_out(questionnaire=self.questionnaire, by=by, seen=request.POST.get("seen", ""))
        except Refused as refused:
            tell_refusal(request, refused)
            return redirect("questionnaire_try", slug=slug)
        messages.success(request, _("Thank you. It says now that you went through the questions."))
        return redirect("officers_questionnaire", slug=slug)


class _StepView(OfQuestionnaire, ABC):
    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        try:
            words = self.step(by)
        except Refused as refused:
            tell_refusal(request, refused)
        else:
            messages.success(request, words)
        return redirect("officers_questionnaire", slug=slug)

    @abstractmethod
    def step(self, by: Any) -> str:
        """Take it, and say so in words."""


class QuestionnaireOpenView(_StepView):
    def step(self, by: Any) -> str:
        opened = questionnaires.open(questionnaire=self.questionnaire, by=by)
        if opened.opens_later(clock.now()):
            return _("It opens by itself on %(day)s. Until then people can see that it comes.") % {"day": day(opened.opens_at)}
        if opened.invited_only:
            return _("It is open. Those to whom we send a link can answer it.")
        return _("It is open. Anyone can answer it now.")


class QuestionnaireCloseView(_StepView):
    def step(self, by: Any) -> str:
        questionnaires.close(questionnaire=self.questionnaire, by=by)
        return _("It is closed. What is on its way still arrives for half an hour.")


class QuestionnairePublishView(_StepView):
    def step(self, by: Any) -> str:
        questionnaires.publish(questionnaire=self.questionnaire, by=by)
        return _("People get the changed questions now. Whoever is answering finishes the questions they began with.")


class QuestionnaireThrowAwayView(_StepView):
    def step(self, by: Any) -> str:
        questionnaires.throw_away(questionnaire=self.questionnaire, by=by)
        return _("The changes are thrown away. People are asked the same questions as before.")


class QuestionnaireDeleteView(OfQuestionnaire):
    """Delete a draft that nobody was asked yet. The page asks first."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        if self.questionnaire.state != QuestionnaireState.DRAFT:
            messages.error(request, _("This questionnaire is open or was open, so it stays. You can close it."))
            return redirect("officers_questionnaire", slug=slug)
        revision = queries.newest_revision(self.questionnaire)
        context = {"questionnaire": self.questionnaire, "questions": revision.questions.count() if revision else 0}
        return render(request, "feedback/officers_questionnaire_delete.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        try:
            questionnaires.delete(questionnaire=self.questionnaire, by=by)
        except Refused as refused:
            tell_refusal(request, refused)
            return redirect("officers_questionnaire", slug=slug)
        messages.success(request, _("The draft is deleted."))
        return redirect("officers_questionnaires")


class QuestionnaireCopyView(OfQuestionnaire):
    """A new draft that asks the same."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        made = questionnaires.copy(questionnaire=self.questionnaire, by=by)
        messages.success(request, _("This is a copy. Give it a title of its own, and change what is different."))
        return redirect("questionnaire_update", slug=made.slug)
