"""Officers write the questions of a questionnaire, one a page: add, change, remove, move."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from coproduction.core.errors import Refused
from feedback.enums import QuestionKind
from feedback.forms.building import AskForm, KindForm, sketch
from feedback.queries import questionnaires as queries
from feedback.services import questions
from feedback.views.officers_questionnaires import OfQuestionnaire, add_problems, tell_refusal


class _OfQuestion(OfQuestionnaire):
    """A page about one question, new or not. What is written is the newest revision, whether people are asked it or not."""

    @cached_property
    def written(self) -> list[questions.Asked]:
        revision = queries.newest_revision(self.questionnaire)
        return questions.as_written(revision) if revision else []

    def place(self, key: str) -> int:
        for place, each in enumerate(self.written):
            if each.key == key:
                return place
        raise Http404

    def back(self, key: str = "") -> HttpResponse:
        url = reverse("officers_questionnaire", args=[self.questionnaire.slug])
        return redirect(f"{url}#question-{key}" if key else url)

    def form(self, request: HttpRequest, kind: str, place: int | None) -> AskForm:
        now = self.written[place] if place is not None else None
        return AskForm(
            request.POST or None,
            request.FILES or None,
            kind=kind,
            now=now if now and now.kind == kind else None,
            earlier=self.written[:place],
            keys=questions.keys_so_far(self.questionnaire),
            initial={"seen": questions.stamp(now)} if now else {},
        )

    def show(self, form: AskForm, number: int, now: questions.Asked | None = None, *, came_second: bool = False) -> HttpResponse:
        """The page of a question, with what people will see of what is typed so far."""
        typed = form.asked() if form.is_bound else now
        context: dict[str, Any] = {
            "questionnaire": self.questionnaire,
            "form": form,
            "number": number,
            "now": now,
            "kind": QuestionKind(form.kind),
            "typed": typed,
            "preview": sketch(typed, number) if typed and typed.wording else None,
            "easy_preview": sketch(typed, number, easy=True) if typed and typed.in_easy_read else None,
            "stands_now": sketch(now, number + 100) if came_second and now else None,
        }
        return render(self.request, "feedback/officers_questionnaire_question.html", context)


class QuestionCreateView(_OfQuestion):
    """First its kind, then its words."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        if request.GET.get("kind") in QuestionKind.values:
            return self.show(self.form(request, request.GET["kind"], None), len(self.written) + 1)
        context = {"questionnaire": self.questionnaire, "form": KindForm(request.GET if "kind" in request.GET else None)}
        return render(request, "feedback/officers_questionnaire_kind.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        kind = request.GET.get("kind", "")
        if kind not in QuestionKind.values:
            return redirect("question_create", slug=slug)
        form = self.form(request, kind, None)
        if form.is_valid() and "look" not in request.POST:
            try:
                key = questions.add(questionnaire=self.questionnaire, asked=form.asked(), by=by, uploads=form.uploads())
            except Refused as refused:
                add_problems(form, refused)
            else:
                return self.back(key)
        return self.show(form, len(self.written) + 1)


class QuestionUpdateView(_OfQuestion):
    def get(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        place = self.place(key)
        return self.show(self.form(request, self.written[place].kind, place), place + 1, self.written[place])

    def post(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        if all(each.key != key for each in self.written):
            return self._gone(request)
        place, came_second = self.place(key), False
        now = self.written[place]
        form = self.form(request, now.kind, place)
        if form.is_valid() and "look" not in request.POST:
            try:
                questions.change(
                    questionnaire=self.questionnaire, key=key, asked=form.asked(), by=by,
                    seen=form.cleaned_data["seen"] or None, uploads=form.uploads(),
                )  # fmt: skip
            except Refused as refused:
                add_problems(form, refused)
                came_second = isinstance(refused, questions.CameSecond)
            else:
                return self.back(key)
        if came_second:
            form.show_seen(questions.stamp(now))
        return self.show(form, place + 1, now, came_second=came_second)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        """Somebody else removed it meanwhile: what was typed can be added again."""
        kind = request.POST.get("kind", "")
        if kind not in QuestionKind.values:
            raise Http404
        form = self.form(request, kind, None)
        form.is_valid()
        form.add_error(None, _("Somebody else removed this question in the meantime. Save it to add it again, at the end."))
        form.helper.form_action = f"{reverse('question_create', args=[self.questionnaire.slug])}?kind={kind}"
        return self.show(form, len(self.written) + 1)


class QuestionRemoveView(_OfQuestion):
    """Asks once more, and shows what would go."""

    def get(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        place = self.place(key)
        asked = self.written[place]
        context = {
            "questionnaire": self.questionnaire, "now": asked, "number": place + 1,
            "preview": sketch(asked, place + 1), "stamp": questions.stamp(asked),
        }  # fmt: skip
        return render(request, "feedback/officers_questionnaire_remove.html", context)

    def post(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        try:
            questions.remove(questionnaire=self.questionnaire, key=key, by=by, seen=request.POST.get("seen") or None)
        except Refused as refused:
            tell_refusal(request, refused)
        else:
            messages.success(request, _("The question is removed."))
        return self.back()


class QuestionMoveView(_OfQuestion):
    def post(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        to = request.POST.get("to", "")
        if not (to.isascii() and to.isdigit() and len(to) < 4):
            return self.back(key)
        try:
            questions.move(questionnaire=self.questionnaire, key=key, to=int(to), by=by, seen=request.POST.get("seen") or None)
        except Refused as refused:
            tell_refusal(request, refused)
            return self.back()
        return self.back(key)
