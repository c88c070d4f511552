"""Have your say: the list, the first page, one question a page, checking, sending, and the code."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from coproduction.core import clock, working_days
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.views.public import PublicPageMixin
from feedback import limits, policies
from feedback.forms.answers import AgeForm, PermissionForm, QuestionForm, SendForm
from feedback.models import Draft, Questionnaire
from feedback.queries import questionnaires as queries
from feedback.queries import receipts
from feedback.queries.questionnaires import AskedQuestion
from feedback.services import drafts, responses
from feedback.views.answering import LOST_PLACE, AnsweringView


class QuestionnairesView(PublicPageMixin, View):
    """Everything that anyone can answer now."""

    changes_every = "hour"

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "feedback/questionnaires.html", {"questionnaires": queries.open_now(clock.now())})


@method_decorator(csrf_exempt, name="dispatch")
class QuestionnaireView(PublicPageMixin, View):
    """Why we ask and what happens next. Opening it sets no cookie; pressing Start does."""

    changes_every = "hour"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        questionnaire = self._find(slug)
        now = clock.now()
        revision = questionnaire.revisions.filter(published_at__isnull=False).first()
        if not questionnaire.is_open(now) or revision is None:
            return render(request, "feedback/questionnaire_closed.html", {"questionnaire": questionnaire, "typed": ""})
        context = {
            "questionnaire": questionnaire,
            "read_by": working_days.within_one_working_day(now),
            "total": revision.questions.count(),
            "who_asks": queries.who_asks(questionnaire),
        }
        return render(request, "feedback/questionnaire.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Start, or go on where an unfinished answer stands. It changes nothing of value, so it needs no token."""
        return StartView.as_view()(request, slug=slug)

    def _find(self, slug: str) -> Questionnaire:
        found = Questionnaire.objects.visible_to(AnonymousUser()).select_related("body", "project", "meeting")
        return get_object_or_404(found, slug=slug)


class StartView(AnsweringView):
    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.draft is None:
            if not self.is_open:
                return self.closed()
            if limits.starts_too_often(request):
                return self.show("feedback/questionnaire_wait.html", status=429)
            self.draft, self.token = drafts.begin(questionnaire=self.questionnaire, now=self.now)
        number = queries.first_open_question(self.draft)
        place = self.page("questionnaire_question", number) if number else self.page("questionnaire_check")
        return self.keep_cookie(redirect(place), self.token)


class QuestionnaireQuestionView(AnsweringView):
    """One question. Its answer is kept when one goes on; a number that leads nowhere goes to the next page to do."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        if self.draft is None:
            return self.first_page()
        if not self.still_accepts:
            return self.closed()
        asked, total = self._asked(self.draft, number)
        if asked is None:
            return redirect(self._next_to_do(self.draft))
        given = queries.given(self.draft).get(asked.question.pk)
        return self._show(QuestionForm(asked=asked, given=given), asked, total)

    def post(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        problem = self.problem_with_post()
        draft, is_new = self.draft, False
        if draft is None:
            if not self.is_open:
                return self._too_late(number)
            draft, self.token = drafts.begin(questionnaire=self.questionnaire, now=self.now)
            problem, is_new = problem or str(LOST_PLACE), True
        asked, total = self._asked(draft, number)
        if asked is None:
            return self.keep_cookie(redirect(self._next_to_do(draft)), self.token)
        form = QuestionForm(self._posted(), asked=asked)
        if not is_new and not self.still_accepts:
            return self.closed(form)
        if problem:
            form.add_error(None, problem)
        elif form.is_valid():
            try:
                drafts.answer(draft=draft, question=asked.question, options=form.options, words=form.words)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                return redirect(self._after(number, total))
        response = self._show(form, asked, total)
        return self.keep_cookie(response, self.token) if is_new else response

    def _posted(self) -> Any:
        # What could not be read at all is shown as nothing typed.
        return getattr(self.request, "_post", None) or {}

    def _too_late(self, number: int) -> HttpResponse:
        revision = self.questionnaire.revisions.filter(published_at__isnull=False).first()
        questions = queries.questions(revision) if revision else ()
        if 1 <= number <= len(questions):
            return self.closed(QuestionForm(self._posted(), asked=questions[number - 1]))
        return self.closed()

    def _asked(self, draft: Draft, number: int) -> tuple[AskedQuestion | None, int]:
        questions = queries.questions(draft.revision)
        return (questions[number - 1] if 1 <= number <= len(questions) else None), len(questions)

    def _next_to_do(self, draft: Draft) -> str:
        number = queries.first_open_question(draft)
        return self.page("questionnaire_question", number) if number else self.page("questionnaire_check")

    def _after(self, number: int, total: int) -> str:
        if self.request.GET.get("change"):
            return self.page("questionnaire_check")
        return self.page("questionnaire_question", number + 1) if number < total else self.page("questionnaire_age")

    def _show(self, form: QuestionForm, asked: AskedQuestion, total: int) -> HttpResponse:
        back = self.page("questionnaire_question", asked.number - 1) if asked.number > 1 else self.page("questionnaire")
        if self.request.GET.get("change"):
            back = self.page("questionnaire_check")
        skip = "" if asked.question.is_required else self._after(asked.number, total)
        return self.show("feedback/questionnaire_question.html", form=form, asked=asked, total=total, back=back, skip=skip)


class _OwnPageView(AnsweringView):
    """One of the two last pages, which every questionnaire has."""

    form_class: type[AgeForm] | type[PermissionForm]
    template = ""
    field = ""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.draft is None:
            return self.first_page()
        if not self.still_accepts:
            return self.closed()
        return self._show(self.form_class(initial={self.field: getattr(self.draft, self.field)}))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.draft is None:
            return self.first_page()
        problem = self.problem_with_post()
        form = self.form_class(getattr(request, "_post", None) or {})
        if problem:
            form.add_error(None, problem)
        elif not self.still_accepts:
            return self.closed()
        elif form.is_valid():
            try:
                self.keep(self.draft, form.cleaned_data[self.field])
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                return redirect(self.following())
        return self._show(form)

    def keep(self, draft: Draft, value: str) -> None:
        raise NotImplementedError

    def following(self) -> str:
        return self.page("questionnaire_check")

    def previous(self) -> str:
        raise NotImplementedError

    def _show(self, form: Any) -> HttpResponse:
        back = self.page("questionnaire_check") if self.request.GET.get("change") else self.previous()
        return self.show(self.template, form=form, back=back, skip=self.following())


class QuestionnaireAgeView(_OwnPageView):
    form_class = AgeForm
    template = "feedback/questionnaire_age.html"
    field = "age_band"

    def keep(self, draft: Draft, value: str) -> None:
        drafts.say_age(draft=draft, age_band=value)

    def following(self) -> str:
        return self.page("questionnaire_check" if self.request.GET.get("change") else "questionnaire_permission")

    def previous(self) -> str:
        total = self.draft.revision.questions.count() if self.draft else 1
        return self.page("questionnaire_question", total)


class QuestionnairePermissionView(_OwnPageView):
    form_class = PermissionForm
    template = "feedback/questionnaire_permission.html"
    field = "permission"

    def keep(self, draft: Draft, value: str) -> None:
        drafts.permit(draft=draft, permission=value)

    def previous(self) -> str:
        return self.page("questionnaire_age")


class QuestionnaireCheckView(AnsweringView):
    """Check your answers, then send them once."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.draft is None:
            return self._sent_or_first_page()
        if not self.still_accepts:
            return self.closed()
        return self._show(SendForm(), self.draft)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.draft is None:
            # The same form once more: the first one was sent, and its code is shown again.
            return self._sent_or_first_page()
        problem = self.problem_with_post()
        form = SendForm(getattr(request, "_post", None) or {})
        if not self.still_accepts:
            return self.closed()
        if problem:
            form.add_error(None, problem)
        elif not self.draft.permission:
            return redirect(self.page("questionnaire_permission"))
        elif form.is_valid():
            return self._send(form, self.draft)
        return self._show(form, self.draft)

    def _send(self, form: SendForm, draft: Draft) -> HttpResponse:
        needs_care = policies.looks_automatic(
            trap_filled=form.trap_filled,
            filled_in=self.now - draft.started_at,
            too_often=limits.sends_too_often(self.request),
        )
        try:
            responses.submit(draft=draft, now=self.now, needs_care=needs_care)
        except (Missing, WrongState) as refused:
            form.add_error(None, refused.message)
            return self._show(form, draft)
        seconds = int(policies.CODE_SHOWN_FOR.total_seconds())
        return self.keep_cookie(redirect(self.page("questionnaire_sent")), self.token, seconds=seconds)

    def _sent_or_first_page(self) -> HttpResponse:
        if receipts.sent_code(self.token, self.now):
            return redirect(self.page("questionnaire_sent"))
        return self.first_page()

    def _show(self, form: SendForm, draft: Draft) -> HttpResponse:
        check = queries.check_page(draft, self.questionnaire.slug)
        own = (
            queries.CheckRow(
                str(AgeForm.base_fields["age_band"].label),
                draft.get_age_band_display() if draft.age_band else "",
                f"{self.page('questionnaire_age')}?change=1",
            ),
            queries.CheckRow(
                str(PermissionForm.base_fields["permission"].label),
                queries.permission_words(draft),
                f"{self.page('questionnaire_permission')}?change=1",
            ),
        )
        return self.show(
            "feedback/questionnaire_check.html",
            form=form,
            rows=(*check.rows, *own),
            missing=self.page("questionnaire_question", check.missing) if check.missing else "",
            back=self.page("questionnaire_permission"),
            after_closing=not self.is_open,
        )


class QuestionnaireDiscardView(AnsweringView):
    """Throw the unfinished answers away, at once."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.draft is not None:
            if self.problem_with_post():
                return redirect(self.page("questionnaire_check"))
            drafts.discard(draft=self.draft)
        return self.drop_cookie(self.first_page())


class QuestionnaireSentView(AnsweringView):
    """The code, large. It can be loaded again for half an hour by the browser that sent the answers."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        found = receipts.sent_code(self.token, self.now)
        if found is None:
            return self.first_page()
        code, receipt = found
        response = self.show("feedback/questionnaire_sent.html", code=code, receipt=receipt)
        response["Referrer-Policy"] = "no-referrer"
        return response
