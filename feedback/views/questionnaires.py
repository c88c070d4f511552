"""Have your say, once begun: one question a page, checking, sending, and the code."""

from abc import ABC, abstractmethod
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from coproduction.core.errors import Missing, Refused, WrongState
from feedback import limits, policies
from feedback.enums import Channel, QuestionKind
from feedback.forms.answers import AgeForm, PermissionForm, QuestionForm, SendForm
from feedback.models import Draft
from feedback.queries import questionnaires as queries
from feedback.queries import walks
from feedback.queries.walks import AskedQuestion, Walk
from feedback.services import drafts, responses
from feedback.views import after_sending
from feedback.views.answering import LOST_PLACE, AnsweringView


class QuestionnaireQuestionView(AnsweringView):
    """One question. Its answer is kept when one goes on; a number that leads nowhere goes to the next page to do."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        if self.draft is None:
            return self.first_page()
        if not self.still_accepts:
            return self.closed()
        way = walks.walk(self.draft)
        asked = way.question(number)
        if asked is None or asked not in way.asked:
            return redirect(self.next_to_do(way))
        return self._show(QuestionForm(asked=asked, given=way.answer_to(asked)), asked, way)

    def post(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        problem = self.problem_with_post()
        draft, is_new = self.draft, False
        if draft is None:
            if not self.is_open:
                return self._too_late(number)
            if self.must_be_invited:
                return self.open_your_link(self._typed(number))
            draft, self.token = drafts.begin(questionnaire=self.questionnaire, now=self.now, language=self.language)
            problem, is_new = problem or str(LOST_PLACE), True
        way = walks.walk(draft)
        asked = way.question(number)
        if asked is None:
            return self.keep_cookie(redirect(self.next_to_do(way)), self.token)
        form = QuestionForm(self.posted(), self.files(), asked=asked, given=way.answer_to(asked))
        if not is_new and not self.still_accepts:
            return self.closed(form)
        if problem:
            form.add_error(None, problem)
            response = self._show(form, asked, way)
            return self.keep_cookie(response, self.token) if is_new else response
        if self.uploads.dropped:
            form.is_too_big()
            return self._show(form, asked, way)
        if "take-away" in self.posted():
            return self._taken_away(draft, asked)
        changes = self.switches()
        if changes and not (form.is_valid() and form.upload):
            return self._switched(draft, number, changes)
        return self._kept(draft, form, asked, way)

    def _taken_away(self, draft: Draft, asked: AskedQuestion) -> HttpResponse:
        """The file that was sent here is deleted at once, and another one can be chosen."""
        try:
            drafts.take_file_away(draft=draft, question=asked.question)
        except Refused:
            return self.first_page()
        return redirect(self.request.get_full_path())

    def _kept(self, draft: Draft, form: QuestionForm, asked: AskedQuestion, way: Walk) -> HttpResponse:
        """Keep the answer and go on, or show what is to be mended."""
        goes_later = "later" in self.posted()
        if goes_later and form.is_empty:
            return redirect(self.page("questionnaire_later"))
        if form.is_valid():
            answer = form.answer
            try:
                drafts.answer(
                    draft=draft,
                    question=asked.question,
                    options=form.options,
                    words=answer.words,
                    number=answer.number,
                    day=answer.day,
                    upload=form.upload,
                )
            except Refused as refused:
                form.add_error("answer" if form.upload else None, refused.message)
            else:
                if changes := self.switches():
                    # A file cannot be put on a page again, so it was kept before the page is read in another way.
                    return self._switched(draft, asked.number, changes)
                if goes_later:
                    return redirect(self.page("questionnaire_later"))
                return redirect(self._after(asked, way.with_answer(asked, answer)))
        return self._show(form, asked, way)

    def _switched(self, draft: Draft, number: int, changes: dict[str, Any]) -> HttpResponse:
        """The same page in the other reading or language, with what was typed on it."""
        try:
            draft = self.switch(draft, changes)
        except Refused:
            return self.first_page()
        way = walks.walk(draft)
        asked = way.every[number - 1]
        given = way.answer_to(asked) if asked.kind == QuestionKind.FILE else None
        return self._show(QuestionForm(asked=asked, given=given, typed=self.posted()), asked, way)

    def _too_late(self, number: int) -> HttpResponse:
        return self.closed(self._typed(number))

    def _typed(self, number: int) -> QuestionForm | None:
        """What was typed on this page by someone whose answers are not here."""
        revision = self.questionnaire.asked_now()
        questions = walks.questions(revision, self.language) if revision else ()
        return QuestionForm(self.posted(), asked=questions[number - 1]) if 1 <= number <= len(questions) else None

    def _after(self, asked: AskedQuestion, way: Walk) -> str:
        """Where one goes on: to the next question; after a change, to the one that it let appear or to where answers are checked."""
        if asked not in way.asked:
            return self.next_to_do(way)
        if self.request.GET.get("change"):
            revealed = way.revealed_after(asked.number)
            page = self.page("questionnaire_question", revealed) + "?change=1" if revealed else ""
            return page or self.page("questionnaire_check")
        number = way.after(asked.number)
        return self.page("questionnaire_question", number) if number else self.page("questionnaire_age")

    def _show(self, form: QuestionForm, asked: AskedQuestion, way: Walk) -> HttpResponse:
        before = way.before(asked.number)
        back = self.page("questionnaire_question", before) if before else self.beginning()
        if self.request.GET.get("change"):
            back = self.page("questionnaire_check")
        can_skip = asked.is_answered and not asked.question.is_required
        return self.show(
            "feedback/questionnaire_question.html",
            form=form,
            asked=asked,
            place=max(way.place(asked), 1),
            total=len(way.asked),
            back=back,
            sent=form.sent,
            skip=self._after(asked, way) if can_skip else "",
            can_be_easy=way.can_be_easy,
        )


class _OwnPageView(AnsweringView, ABC):
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
        form = self.form_class(self.posted())
        if problem:
            form.add_error(None, problem)
        elif not self.still_accepts:
            return self.closed(form)
        elif changes := self.switches():
            return self._switched(self.draft, changes)
        elif "later" in self.posted() and not self.posted().get(self.field):
            return redirect(self.page("questionnaire_later"))
        elif form.is_valid():
            try:
                self.keep(self.draft, form.cleaned_data[self.field])
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                return redirect(self.page("questionnaire_later") if "later" in self.posted() else self.following())
        return self._show(form)

    def _switched(self, draft: Draft, changes: dict[str, Any]) -> HttpResponse:
        """The same page in the other reading or language, with what was chosen on it."""
        try:
            self.switch(draft, changes)
        except Refused:
            return self.first_page()
        return self._show(self.form_class(initial={self.field: self.posted().get(self.field, "")}))

    @abstractmethod
    def keep(self, draft: Draft, value: str) -> None:
        """Keep what was chosen."""

    def following(self) -> str:
        return self.page("questionnaire_check")

    @abstractmethod
    def previous(self) -> str:
        """The page before this one."""

    def _show(self, form: Any) -> HttpResponse:
        back = self.page("questionnaire_check") if self.request.GET.get("change") else self.previous()
        can_be_easy = self.draft is not None and queries.can_be_easy(self.draft.revision, self.draft.language)
        return self.show(self.template, form=form, back=back, skip=self.following(), can_be_easy=can_be_easy)


class QuestionnaireAgeView(_OwnPageView):
    form_class = given_back_as = AgeForm
    template = "feedback/questionnaire_age.html"
    field = "age_band"

    def keep(self, draft: Draft, value: str) -> None:
        drafts.say_age(draft=draft, age_band=value)

    def following(self) -> str:
        return self.page("questionnaire_check" if self.request.GET.get("change") else "questionnaire_permission")

    def previous(self) -> str:
        asked = walks.walk(self.draft).asked if self.draft else ()
        return self.page("questionnaire_question", asked[-1].number) if asked else self.beginning()


class QuestionnairePermissionView(_OwnPageView):
    form_class = given_back_as = PermissionForm
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
        form = SendForm(self.posted())
        if not self.still_accepts:
            return self.closed()
        if problem:
            form.add_error(None, problem)
        elif changes := self.switches():
            return self._switched(self.draft, changes)
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
            channel = Channel.KIOSK if self.is_kiosk else Channel.WEB
            responses.submit(draft=draft, now=self.now, needs_care=needs_care, token=self.token, channel=channel)
        except (Missing, WrongState) as refused:
            form.add_error(None, refused.message)
            return self._show(form, draft)
        seconds = int(policies.CODE_SHOWN_FOR.total_seconds())
        return self.keep_cookie(redirect(self.page("questionnaire_sent")), self.token, seconds=seconds)

    def _switched(self, draft: Draft, changes: dict[str, Any]) -> HttpResponse:
        try:
            self.switch(draft, changes)
        except Refused:
            return self._sent_or_first_page()
        return redirect(self.page("questionnaire_check"))

    def _sent_or_first_page(self) -> HttpResponse:
        if self.sent:
            return redirect(self.page("questionnaire_sent"))
        return self.first_page()

    def _show(self, form: SendForm, draft: Draft) -> HttpResponse:
        check = walks.check_page(draft, self.questionnaire.slug)
        own: tuple[walks.CheckRow, ...] = (
            walks.CheckRow(
                str(AgeForm.base_fields["age_band"].label),
                draft.get_age_band_display() if draft.age_band else "",
                f"{self.page('questionnaire_age')}?change=1",
            ),
            walks.CheckRow(
                str(PermissionForm.base_fields["permission"].label),
                walks.permission_words(draft),
                f"{self.page('questionnaire_permission')}?change=1",
            ),
        )
        answers_for = walks.speaks_for_words(draft.speaks_for, draft.organisation)
        if answers_for:
            own = (walks.CheckRow(str(_("You answer for")), answers_for, self.beginning()), *own)
        return self.show(
            "feedback/questionnaire_check.html",
            form=form,
            rows=(*check.rows, *own),
            missing=check.missing,
            back=self.page("questionnaire_permission"),
            after_closing=not self.is_open,
            can_be_easy=check.can_be_easy,
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
        if self.sent is None:
            return self.first_page()
        code, receipt = self.sent
        response = self.show(
            "feedback/questionnaire_sent.html",
            code=code,
            receipt=receipt,
            asks_about_you=after_sending.asks_about_you(self.questionnaire, request, self.token),
            is_counted=after_sending.is_counted(request, self.token),
            way=getattr(receipt, "way_to_tell", None),
        )
        response["Referrer-Policy"] = "no-referrer"
        return response
