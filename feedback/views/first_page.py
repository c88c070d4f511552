"""Have your say, before one begins: the list, the first page of a questionnaire in each language, and its Start."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from coproduction.core import clock, working_days
from coproduction.core.errors import Refused
from coproduction.core.views.public import PublicPageMixin
from feedback import limits
from feedback.enums import SpeaksFor
from feedback.forms.answers import StartForm
from feedback.languages import ENGLISH, IN_ENGLISH, Language
from feedback.models import Draft, FeedbackRequest, Questionnaire, Revision
from feedback.queries import questionnaires as queries
from feedback.queries import translations, walks
from feedback.queries.questionnaires import Asked
from feedback.services import drafts
from feedback.views.again import GivesBack
from feedback.views.answering import AnsweringView


class QuestionnairesView(PublicPageMixin, View):
    """Everything that anyone can answer now."""

    changes_every = "hour"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = clock.now()
        context = {"questionnaires": queries.open_now(now), "coming": queries.coming(now)}
        return render(request, "feedback/questionnaires.html", context)


@method_decorator(csrf_exempt, name="dispatch")
class QuestionnaireView(GivesBack, PublicPageMixin, View):
    """Why we ask and what happens next. Opening it sets no cookie; pressing Start does."""

    changes_every = "hour"
    language = ENGLISH
    given_back_as = StartForm
    needs_token = False

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._page(self._find(slug))

    def _page(self, asked: Asked) -> HttpResponse:
        now = clock.now()
        questionnaire, revision = asked.questionnaire, asked.revision
        if not questionnaire.is_open(now) or revision is None:
            return self._shut(questionnaire, "feedback/questionnaire_closed.html", opens_later=questionnaire.opens_later(now))
        if questionnaire.invited_only:
            return self._shut(questionnaire, "feedback/questionnaire_invited.html")
        page = first_page_of(asked, now, StartForm(), language=self.language)
        return render(self.request, "feedback/questionnaire.html", page)

    def _shut(self, questionnaire: Questionnaire, template: str, **context: Any) -> HttpResponse:
        """A page for who cannot answer here, and has typed nothing."""
        title = translations.first_page_words(questionnaire, self.language).title
        return render(self.request, template, {"questionnaire": questionnaire, "title": title, **context})

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Start, or go on where an unfinished answer stands. It changes nothing of value, so it needs no token."""
        return StartView.as_view()(request, slug=slug)

    def _find(self, slug: str) -> Asked:
        found = queries.asked_at(slug)
        if found is None:
            raise Http404
        return found


def first_page_of(
    asked: Asked,
    now: dt.datetime,
    form: StartForm,
    *,
    language: str = ENGLISH,
    at: str = "",
    sends_files: bool = False,
) -> dict[str, Any]:
    """What the first page shows. `at` is where it stands when that is an address of its own: a shared screen, or somebody's link.

    `sends_files`: whether this person is asked for photos and documents.
    """
    questionnaire = asked.questionnaire
    return {
        "questionnaire": questionnaire,
        "words": translations.first_page_words(questionnaire, language),
        "start_url": address_in(questionnaire, language),
        "came_in": "" if language == ENGLISH else language,
        "choices": _in_other_languages(asked, language, at),
        "read_by": working_days.within_one_working_day(now),
        "beginning": asked.beginning(language, sends_files=sends_files),
        "who_asks": queries.who_asks(questionnaire),
        "form": form,
    }


def address_in(questionnaire: Questionnaire, language: str) -> str:
    """The first page in a language."""
    if language == ENGLISH:
        return reverse("questionnaire", args=[questionnaire.slug])
    return reverse("questionnaire_in", args=[questionnaire.slug, language])


def _in_other_languages(asked: Asked, language: str, at: str) -> list[tuple[Language, str]]:
    """The languages that can be chosen instead, each with its address."""
    every = (IN_ENGLISH, *asked.languages)
    return [
        (each, f"{at}?in={each.code}" if at else address_in(asked.questionnaire, each.code))
        for each in every
        if each.code != language
    ]


class StartView(AnsweringView):
    """Start, or go on where an unfinished answer stands, read and answered for as chosen on the first page, in its language."""

    start_in = ENGLISH
    # The request whose link was opened; see `views.for_you`.
    asked_by: FeedbackRequest | None = None

    given_back_as = StartForm
    needs_token = False

    def find_language(self) -> str:
        return self.start_in

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = StartForm({} if self.unreadable() else request.POST)
        if self.draft is None and not self.is_open:
            return self.closed(form)
        if self.must_be_invited and self.asked_by is None:
            return self.open_your_link(form)
        if not form.is_valid():
            return self._again(form)
        if self.draft is None and limits.starts_too_often(request):
            return self.too_many()
        try:
            draft = self._begun(form)
        except Refused:
            # Thrown away or sent in another window just now: nothing is there to go on with.
            return self.drop_cookie(self.first_page())
        return self.keep_cookie(redirect(self.next_to_do(walks.walk(draft))), self.token)

    def _begun(self, form: StartForm) -> Draft:
        speaks_for, organisation = form.cleaned_data["speaks_for"], form.cleaned_data["organisation"]
        if self.draft is not None:
            return drafts.prefer(
                draft=self.draft,
                is_easy=form.is_easy,
                speaks_for=speaks_for,
                organisation=organisation,
                language=self.language,
            )
        draft, self.token = drafts.begin(
            questionnaire=self.questionnaire,
            now=self.now,
            is_easy=bool(form.is_easy),
            speaks_for=speaks_for or SpeaksFor.SELF,
            organisation=organisation,
            language=self.language,
            asked_by=self.asked_by,
        )
        return draft

    def _again(self, form: StartForm) -> HttpResponse:
        revision = self.revision
        if revision is None:
            return self.closed()
        return self.show("feedback/questionnaire.html", **self.first_page_with(form, revision))

    @property
    def revision(self) -> Revision | None:
        """The questions of what was begun, or those that whoever begins now is asked."""
        return self.draft.revision if self.draft else self.questionnaire.asked_now()

    def first_page_with(self, form: StartForm, revision: Revision) -> dict[str, Any]:
        """What the first page shows with what was chosen on it."""
        at = self.page("questionnaire_kiosk") if self.is_kiosk else ""
        return first_page_of(queries.asked_in(revision), self.now, form, language=self.language, at=at)
