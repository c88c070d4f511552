"""The first page in another language than English, at an address of its own, so that a link or a QR code opens in it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from feedback import languages
from feedback.models import Questionnaire
from feedback.views.first_page import QuestionnaireView, StartView


# Said again, since this class has a `dispatch` of its own.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class QuestionnaireInLanguageView(QuestionnaireView):
    """The first page in one language. Where the language is closed again, the English page stands in for it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.language = kwargs.pop("language")
        if languages.of(self.language) is None:
            raise Http404
        with translation.override(self.language):
            return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        asked = self._find(slug)
        return self._page(asked) if asked.speaks(self.language) else self._english(asked.questionnaire)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Start in this language, or go on in it where an unfinished answer stands. It changes nothing of value, so it needs no token."""
        asked = self._find(slug)
        if not asked.speaks(self.language):
            return self._english(asked.questionnaire)
        return StartView.as_view(start_in=self.language)(request, slug=slug)

    def _english(self, questionnaire: Questionnaire) -> HttpResponse:
        """To the English page, for who has a link to a language that was there; not to be found, where it never was."""
        if not questionnaire.translations.filter(language=self.language).exists():
            raise Http404
        return redirect("questionnaire", slug=questionnaire.slug)
