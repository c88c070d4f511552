"""What the pages of answering share: the draft behind the cookie, the check of the token, and what closes when."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from coproduction.core import clock, uploads
from coproduction.core.services.files import LARGEST
from coproduction.core.views.errors import UNREADABLE
from coproduction.core.views.tokens import token_holds
from feedback import languages, policies
from feedback.languages import ENGLISH, IN_ENGLISH, Language
from feedback.models import Draft, Questionnaire, Receipt, Translation
from feedback.models.drafts import KEPT_FOR
from feedback.queries import receipts, requests, translations, walks
from feedback.queries.walks import Walk
from feedback.services import drafts
from feedback.views import again
from feedback.views.again import GivesBack

COOKIE = "draft"
# Kept by a shared screen, and by nothing else: see `views.kiosk`.
KIOSK = "kiosk"
UNTIL_CLOSED = -1
TOO_LONG_OPEN = _("This page was open for too long. What you typed is still here: press the button once more.")
LOST_PLACE = _("We lost your earlier answers. What you typed on this page is still here: press the button once more.")
NOT_IN_IT = _("These questions cannot be read in that language just now. What you typed is still here.")
TOO_MUCH = _("That was too much at once. Write fewer words, or send it in parts.")


def keep_cookie(response: HttpResponse, token: str, *, path: str, seconds: int | None = None) -> HttpResponse:
    """Let the browser keep the token of its unfinished answers, for the pages of that questionnaire only.

    Kept for so many `seconds`, for as long as the answers themselves when they are not given, or `UNTIL_CLOSED`.
    """
    kept_for = int(KEPT_FOR.total_seconds()) if seconds is None else seconds
    response.set_cookie(
        COOKIE,
        token,
        max_age=None if kept_for == UNTIL_CLOSED else kept_for,
        path=path,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
    )
    return response


# What is said of a page in this way is said of its own `dispatch`, so each class that has one says it.
for_anyone = method_decorator([login_not_required, csrf_exempt, never_cache], name="dispatch")


@for_anyone
class OpenFormView(GivesBack, View):
    """A form for anyone. Its token is checked here, so that no typed word is lost when it ran out."""

    request: HttpRequest

    def unreadable(self) -> str:
        """Why what was posted cannot be read at all, in words for the person; empty when it can."""
        try:
            self.request.POST  # noqa: B018 - reading it is what may fail
        except UNREADABLE:
            return str(TOO_MUCH)
        return ""

    def problem_with_post(self) -> str:
        """Why what was posted cannot be taken as it is, in words for the person; empty when it can."""
        unreadable = self.unreadable()
        if unreadable:
            return unreadable
        return "" if token_holds(self.request) else str(TOO_LONG_OPEN)

    def posted(self) -> Any:
        """What was posted. What could not be read at all is nothing."""
        return getattr(self.request, "_post", None) or {}

    def files(self) -> Any:
        """The files that came with it, like what was posted."""
        return getattr(self.request, "_files", None) or {}


@for_anyone
class AnsweringView(OpenFormView):
    """A page of someone who answers."""

    questionnaire: Questionnaire
    draft: Draft | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            # Another site sent this form. It came without the cookie, and a new one would lose what the person had begun.
            return redirect("questionnaire", slug=kwargs["slug"])
        # Before anything is read, so that a file that is too big takes nothing else with it.
        self.uploads = uploads.limit(request, LARGEST)
        self.now: dt.datetime = clock.now()
        self.token = request.COOKIES.get(COOKIE, "")[:200]
        self.draft = walks.draft_of(self.token, kwargs["slug"], self.now)
        self.questionnaire = self.find_questionnaire(kwargs["slug"])
        self.language = self.find_language()
        with translation.override(self.language):
            return super().dispatch(request, *args, **kwargs)

    def find_questionnaire(self, slug: str) -> Questionnaire:
        """What is being answered here, or could be."""
        begun = self.draft.revision.questionnaire if self.draft is not None else None
        if begun is not None and begun.was_opened:
            return begun
        return get_object_or_404(Questionnaire.objects.visible_to(AnonymousUser()), slug=slug)

    def find_language(self) -> str:
        """The language of this page: that of what is being answered or was just sent, else the one that the page came in."""
        if self.draft is not None:
            return self.draft.language if languages.of(self.draft.language) else ENGLISH
        if self.sent is not None:
            response = self.sent[1].response
            return response.language if response is not None and languages.of(response.language) else ENGLISH
        came_in = "" if self.request.method != "POST" or self.unreadable() else self.request.POST.get("in", "")
        return next((each.code for each in self.opened if each.code == came_in), ENGLISH) if came_in else ENGLISH

    def chosen_language(self) -> str:
        """The language that the address of this page asks for: English when that one is not offered, nothing when it asks for none."""
        chosen = self.request.GET.get("in", "")
        is_offered = bool(chosen) and any(each.code == chosen for each in translations.offered(self.questionnaire))
        return chosen if is_offered else ENGLISH if chosen else ""

    @cached_property
    def sent(self) -> tuple[str, Receipt] | None:
        """What this browser has just sent: the code, and its receipt."""
        return receipts.sent_code(self.token, self.now)

    @cached_property
    def opened(self) -> tuple[Language, ...]:
        """The languages that somebody let people choose. Whether one is still whole is asked when it is chosen."""
        codes = {row.language for row in self._rows if row.opened_at is not None}
        return tuple(each for each in languages.whole() if each.code in codes)

    @cached_property
    def _rows(self) -> list[Translation]:
        return list(self.questionnaire.translations.all())

    @property
    def title(self) -> str:
        """What the questionnaire is called in the language of this page."""
        titles = (row.title for row in self._rows if row.language == self.language and row.title)
        return next(titles, self.questionnaire.title)

    @property
    def is_kiosk(self) -> bool:
        """Whether this is a shared screen, which keeps nothing from one person to the next."""
        return self.request.COOKIES.get(KIOSK) == "1" and not self.questionnaire.invited_only

    @property
    def must_be_invited(self) -> bool:
        """Whether nothing can begin here: only people with a link of their own answer, and this browser came by none."""
        return self.questionnaire.invited_only and self.draft is None

    @property
    def is_open(self) -> bool:
        return self.questionnaire.is_open(self.now)

    @property
    def still_accepts(self) -> bool:
        """Whether an answer that was begun may still be sent: half an hour longer than one can be begun."""
        return policies.still_accepts(
            is_open=self.is_open,
            closes_at=self.questionnaire.closes_at,
            was_open=self.questionnaire.was_opened,
            now=self.now,
        )

    def first_page(self) -> HttpResponse:
        return redirect(self.beginning())

    def beginning(self) -> str:
        """The address of the first page: another one on a shared screen, for whoever has a link of their own, and in each language."""
        if self.draft is not None and self.draft.asked_by is not None:
            return requests.path(self.draft.asked_by, self.questionnaire)
        if self.is_kiosk:
            return self.page("questionnaire_kiosk")
        return self.page("questionnaire") if self.language == ENGLISH else self.page("questionnaire_in", self.language)

    def page(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.questionnaire.slug, *args])

    def next_to_do(self, way: Walk) -> str:
        """The page of the first question that was not seen yet; when all were, the one where answers are checked."""
        return self.page("questionnaire_question", way.unseen) if way.unseen else self.page("questionnaire_check")

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        is_easy = self.draft is not None and self.draft.is_easy
        return render(self.request, template, {**self.shared(), "easy": is_easy, **context}, status=status)

    def shared(self) -> dict[str, Any]:
        """What every page of answering shows."""
        others = (IN_ENGLISH, *self.opened)
        return {
            "questionnaire": self.questionnaire,
            "title": self.title,
            "kiosk": self.is_kiosk,
            "beginning_url": self.beginning(),
            "came_in": "" if self.language == ENGLISH else self.language,
            "other_languages": [each for each in others if each.code != self.language],
        }

    def problem_with_post(self) -> str:
        problem = super().problem_with_post()
        chosen = self.posted().get("language", "")
        if problem or chosen in ("", ENGLISH):
            return problem
        is_offered = any(each.code == chosen for each in translations.offered(self.questionnaire))
        return "" if is_offered else str(NOT_IN_IT)

    def switches(self) -> dict[str, Any]:
        """How the page is to be read from now on, when one of the buttons for that was pressed: in easy read or not, in which language."""
        posted = self.posted()
        if posted.get("read") in ("easy", "plain"):
            return {"is_easy": posted["read"] == "easy"}
        return {"language": posted["language"]} if posted.get("language") else {}

    def switch(self, draft: Draft, changes: dict[str, Any]) -> Draft:
        """Read it so from now on. Raises `Refused` when the draft is gone."""
        self.draft = drafts.prefer(draft=draft, **changes)
        self.speak(self.find_language())
        return self.draft

    def speak(self, language: str) -> None:
        """Go on in this language, until the end of `dispatch`, which puts back what was before."""
        self.language = language
        translation.activate(language)

    def closed(self, form: BaseForm | None = None) -> HttpResponse:
        """Too late, or too early. Whatever was posted is given back, so that it can be kept in another place."""
        pieces = again.pieces(self.posted(), form)
        if pieces:
            return again.page(self.request, again.closed(self.questionnaire, self.title, self.now), pieces)
        opens_later = self.questionnaire.opens_later(self.now)
        return self.show("feedback/questionnaire_closed.html", status=409 if opens_later else 410, opens_later=opens_later)

    def too_many(self) -> HttpResponse:
        """Too often from one address. Whatever was posted is given back, with the button that sends it once more."""
        pieces = again.pieces(self.posted(), self.given_back_as() if self.given_back_as else None)
        return again.page(self.request, again.wait(), pieces, may_send=not self.needs_token or token_holds(self.request))

    def open_your_link(self, form: BaseForm | None = None) -> HttpResponse:
        """This browser has no answers begun: they go on with the link that was sent, and what was typed is not lost."""
        pieces = again.pieces(self.posted(), form)
        if pieces:
            return again.page(self.request, again.not_invited(self.title), pieces)
        return self.show("feedback/questionnaire_invited.html", status=403)

    def keep_cookie(self, response: HttpResponse, token: str, *, seconds: int | None = None) -> HttpResponse:
        kept_for = UNTIL_CLOSED if self.is_kiosk else seconds
        return keep_cookie(response, token, path=self.page("questionnaire"), seconds=kept_for)

    def drop_cookie(self, response: HttpResponse) -> HttpResponse:
        response.delete_cookie(COOKIE, path=self.page("questionnaire"), samesite="Lax")
        return response
