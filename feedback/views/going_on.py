"""Go on with unfinished answers on another device: four words are given, written down, and typed there."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core import clock
from coproduction.core.errors import Refused
from feedback import codes, limits
from feedback.forms.answers import GoOnForm
from feedback.models import Draft
from feedback.queries import walks
from feedback.services import drafts
from feedback.views.answering import AnsweringView, OpenFormView, for_anyone, keep_cookie
from feedback.views.reading_in import ReadIn

TOO_MANY = _("Four words that we do not know were typed too often. Wait a quarter of an hour, then try again.")
NOTHING_THERE = _(
    "No answers wait behind these words. Check each word. Or were they sent, thrown away, or begun more than 14 days ago? "
    "Then you can begin again."
)


class GoOnLaterView(AnsweringView):
    """Ask for the four words. They are shown once; asking again gives others, and ends these."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.draft is None or self.is_kiosk:
            return self.first_page()
        return self._show(self.draft)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if self.draft is None or self.is_kiosk:
            return self.first_page()
        problem = self.problem_with_post()
        if problem:
            return self._show(self.draft, problem=problem)
        went_on_here = codes.token_hash(self.token) == self.draft.return_hash
        try:
            words = drafts.give_return_words(draft=self.draft)
        except Refused as refused:
            return self._show(self.draft, problem=refused.message)
        response = self._show(self.draft, words=words)
        # A browser that came by the words before goes on with the new ones.
        return self.keep_cookie(response, codes.return_token(words)) if went_on_here else response

    def _show(self, draft: Draft, *, words: str = "", problem: str = "") -> HttpResponse:
        back = self.next_to_do(walks.walk(draft))
        return self.show("feedback/questionnaire_later.html", until=draft.expires_at, back=back, words=words, problem=problem)


@for_anyone
class GoOnView(ReadIn, OpenFormView):
    """Type the four words. The cookie that is set then leads back to the answers; the words stand in no address and in no log.

    Nobody is known yet: whoever came from a page in another language goes on in it.
    """

    given_back_as = GoOnForm

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            # Another site must not lead anyone into answers that are not theirs.
            return redirect("questionnaire_go_on")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(GoOnForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        problem = self.problem_with_post()
        form = GoOnForm(self.posted())
        if problem:
            form.add_error(None, problem)
            return self._show(form)
        if not form.is_valid():
            return self._show(form)
        if not limits.may_try_words(request):
            form.add_error("words", TOO_MANY)
            return self._show(form, 429)
        words = form.cleaned_data["words"]
        draft = walks.draft_of_words(words, clock.now())
        if draft is None:
            limits.wrong_words(request)
            form.add_error("words", NOTHING_THERE)
            return self._show(form, 404)
        slug = draft.revision.questionnaire.slug
        number = walks.walk(draft).unseen
        page = reverse("questionnaire_question", args=[slug, number]) if number else reverse("questionnaire_check", args=[slug])
        return keep_cookie(redirect(page), codes.return_token(words), path=reverse("questionnaire", args=[slug]))

    def _show(self, form: GoOnForm, status: int = 200) -> HttpResponse:
        return render(self.request, "feedback/questionnaire_go_on.html", {"form": form}, status=status)
