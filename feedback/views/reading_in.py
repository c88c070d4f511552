"""Pages that belong to no questionnaire and can be read in other languages than English: `?in=` says in which."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from feedback import languages
from feedback.languages import ENGLISH, IN_ENGLISH, Language


class ReadIn:
    """Comes first among the bases of a view. Its `dispatch` is one of its own, so the view says again who may open it."""

    request: HttpRequest
    language = ENGLISH

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.language = asked_for(request)
        with translation.override(self.language):
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view has it
            return answer

    def choices(self) -> list[tuple[Language, str]]:
        """The languages in which this page can be read instead, each with its address."""
        here = self.request.path
        every = (IN_ENGLISH, *languages.whole())
        return [
            (each, here if each.code == ENGLISH else f"{here}?{urlencode({'in': each.code})}")
            for each in every
            if each.code != self.language
        ]


def asked_for(request: HttpRequest) -> str:
    """The language that the address asks for; English when a word of the pages is missing in that one."""
    return next((each.code for each in languages.whole() if each.code == request.GET.get("in", "")), ENGLISH)
