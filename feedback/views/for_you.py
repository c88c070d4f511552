"""A link of one's own: opened from a message, it leads to the first page, and on any device back to the same unfinished answers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from feedback import codes, limits
from feedback.forms.answers import StartForm
from feedback.models import FeedbackRequest, Revision
from feedback.queries import questionnaires as queries
from feedback.queries import requests, sent_files
from feedback.services import drafts
from feedback.views.answering import AnsweringView, for_anyone
from feedback.views.first_page import StartView, first_page_of


@for_anyone
class ForYouView(StartView):
    """The first page for whoever was sent this link. Opening it only shows it, since mail programs open links; Start begins.

    The signed link is the proof, so the form needs no token: it works in a browser that has kept no cookie yet.
    """

    asked_by: FeedbackRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            # Another site must not lead anyone into answers that are not theirs.
            response: HttpResponseBase = redirect(request.path)
        else:
            try:
                response = super().dispatch(request, *args, **kwargs)
            except Http404:
                limits.wrong_link(request)
                response = self._unknown(404)
        # The address is the proof: it is given to nobody else.
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get(self, request: HttpRequest, slug: str, token: str) -> HttpResponse:
        if refused := self._refused(token):
            return refused
        revision = self.revision
        if revision is None or not (self.is_open or (self.draft is not None and self.still_accepts)):
            return self.closed()
        return self.show("feedback/questionnaire.html", **self.first_page_with(StartForm(), revision))

    def post(self, request: HttpRequest, slug: str, token: str) -> HttpResponse:  # type: ignore[override]  # its address holds more
        if refused := self._refused(token):
            return refused
        if self.draft is not None and not self._is_of_this_browser():
            self.token = drafts.take_up(draft=self.draft)
        return super().post(request, slug)

    def find_language(self) -> str:
        """The one that was chosen on this page, or that was answered in so far."""
        return self.chosen_language() or AnsweringView.find_language(self)

    def beginning(self) -> str:
        return requests.path(self.asked_by, self.questionnaire)

    def first_page_with(self, form: StartForm, revision: Revision) -> dict[str, Any]:
        at = self.beginning()
        sends_files = sent_files.asked_with(self.asked_by, self.questionnaire)
        asked = queries.asked_in(revision)
        page = first_page_of(asked, self.now, form, language=self.language, at=at, sends_files=sends_files)
        return page | {"start_url": f"{at}?in={self.language}", "for_you": True, "goes_on": self.draft is not None}

    def _refused(self, token: str) -> HttpResponse | None:
        """Why this link does not lead on, as a page; None when it does. Then `asked_by` and its draft are known."""
        if not limits.may_try_link(self.request):
            return self._unknown(429)
        found = requests.read(token, self.questionnaire)
        if found is None:
            limits.wrong_link(self.request)
            return self._unknown(404)
        self.asked_by, self.draft = found, requests.draft_of(found, self.now)
        self.speak(self.find_language())
        return self.show("feedback/for_you_used.html") if found.is_answered else None

    def _is_of_this_browser(self) -> bool:
        """Whether the cookie leads to the draft already."""
        hashed = codes.token_hash(self.token) if self.token else ""
        return self.draft is not None and hashed in (self.draft.token_hash, self.draft.return_hash) and bool(hashed)

    def _unknown(self, status: int) -> HttpResponse:
        return render(self.request, "feedback/for_you_unknown.html", {"must_wait": status == 429}, status=status)
