"""What happened to what you said: type a code, read what came of it, in English or in another language."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from coproduction.core import links
from coproduction.core.views.errors import UNREADABLE
from coproduction.core.views.public import PublicPageMixin
from feedback import codes, limits
from feedback.forms.answers import CodeForm
from feedback.queries import receipts, ways_to_tell
from feedback.services import ways_to_tell as services
from feedback.views.again import GivesBack
from feedback.views.reading_in import ReadIn

TOO_MANY = _("Too many codes that we do not know were typed. Wait a quarter of an hour, then try again.")
UNKNOWN = _("We do not know this code. Check each word and the number.")


def _address(code: str) -> str:
    """The page behind a code, in the language of this one."""
    return reverse("what_happened_code", args=[code.lower()]) + links.language_query()


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Not passed on, not found by search engines."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


# Looking something up changes nothing, so the form needs no token, and opening the page sets no cookie.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class WhatHappenedView(ReadIn, GivesBack, PublicPageMixin, View):
    given_back_as = CodeForm
    needs_token = False

    def get(self, request: HttpRequest) -> HttpResponse:
        response = self._show(CodeForm())
        response["Referrer-Policy"] = "no-referrer"
        return response

    def post(self, request: HttpRequest) -> HttpResponseBase:
        try:
            form = CodeForm(request.POST)
        except UNREADABLE:
            form = CodeForm({})
        if form.is_valid():
            return _private(redirect(_address(form.cleaned_data["code"])))
        return _private(self._show(form))

    def _show(self, form: CodeForm) -> HttpResponse:
        return render(self.request, "feedback/what_happened.html", {"form": form, "choices": self.choices()})


@method_decorator([login_not_required, never_cache], name="dispatch")
class WhatHappenedCodeView(ReadIn, View):
    """Read what came of it. No referrer, no index, no cache; the log masks the code."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        return _private(response)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if not limits.may_try_code(request):
            return self._again(request, code, str(TOO_MANY), 429)
        plain = codes.read(code)
        page = receipts.code_page(plain) if plain else None
        if plain is None or page is None:
            limits.wrong_code(request)
            return self._again(request, code, str(UNKNOWN), 404)
        context = {"code": plain, "page": page, "way": ways_to_tell.of_code(plain), "choices": self.choices()}
        return render(request, "feedback/what_happened_code.html", context)

    def _again(self, request: HttpRequest, code: str, problem: str, status: int) -> HttpResponse:
        form = CodeForm({"code": code[:80]})
        form.is_valid()
        form.errors.pop("code", None)
        form.add_error("code", problem)
        return render(request, "feedback/what_happened.html", {"form": form, "choices": self.choices()}, status=status)


# The code is the proof, and opening its page sets no cookie, so the form has no token.
@method_decorator([login_not_required, never_cache, csrf_exempt], name="dispatch")
class WhatHappenedForgetView(ReadIn, View):
    """Throw it away again, from the page behind the code."""

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        if not limits.may_try_code(request):
            # The page of the code says why, and for how long.
            return self._back(code)
        plain = codes.read(code)
        if plain is None or receipts.code_page(plain) is None:
            limits.wrong_code(request)
            raise Http404
        way = ways_to_tell.of_code(plain)
        if way is not None:
            services.forget(way=way)
        return self._back(plain)

    def _back(self, code: str) -> HttpResponseBase:
        return _private(redirect(_address(code)))
