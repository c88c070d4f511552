"""A shared screen: each person begins with nothing, and leaves nothing behind in the browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from feedback.forms.answers import StartForm
from feedback.queries import questionnaires as queries
from feedback.services import drafts
from feedback.views.answering import KIOSK, AnsweringView
from feedback.views.first_page import first_page_of


class KioskView(AnsweringView):
    """The first page on a shared screen; before it is one, what that means and the button that makes it one.

    Its buttons change nothing of value but this browser's own unfinished answers, so they need no token.
    """

    def find_language(self) -> str:
        """The one that was chosen on this page for one person, or that this person answers in. Whoever is next begins in English."""
        return self.chosen_language() or super().find_language()

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.questionnaire.invited_only:
            # A link of one's own is opened on a screen of one's own.
            return self.first_page()
        revision = self.questionnaire.asked_now()
        if not self.is_open or revision is None:
            return self.closed()
        if not self.is_kiosk:
            return self.show("feedback/kiosk.html")
        asked, at = queries.asked_in(revision), self.beginning()
        beginning = first_page_of(asked, self.now, StartForm(), language=self.language, at=at)
        # Nothing was typed yet, so there is nothing to clear.
        return self.show("feedback/questionnaire.html", is_fresh=self.draft is None, **beginning)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.questionnaire.invited_only:
            return self.first_page()
        if self.posted().get("do") == "share":
            return self._shared()
        if self.draft is not None:
            drafts.discard(draft=self.draft)
        if self.posted().get("do") == "end":
            return self._own_again()
        return self.drop_cookie(redirect(self.beginning()))

    def posted(self) -> dict[str, str]:
        return {} if self.unreadable() else self.request.POST.dict()

    def _shared(self) -> HttpResponse:
        response = redirect(self.page("questionnaire_kiosk"))
        # For as long as the browser is open.
        response.set_cookie(KIOSK, "1", path=self.page("questionnaire"), httponly=True, secure=settings.SECURE, samesite="Lax")
        return response

    def _own_again(self) -> HttpResponse:
        response = self.drop_cookie(redirect(self.page("questionnaire")))
        response.delete_cookie(KIOSK, path=self.page("questionnaire"), samesite="Lax")
        return response
