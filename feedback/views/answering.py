"""What the pages of answering share: the draft behind the cookie, the check of the token, and what closes when."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from coproduction.core import clock
from feedback import policies
from feedback.enums import QuestionnaireState
from feedback.models import Draft, Questionnaire
from feedback.models.drafts import KEPT_FOR
from feedback.queries import questionnaires as asked_queries

COOKIE = "draft"
TOO_LONG_OPEN = _("This page was open for too long. What you typed is still here: press the button once more.")
LOST_PLACE = _("We lost your earlier answers. What you typed on this page is still here: press the button once more.")
TOO_MUCH = _("That was too much at once. Write fewer words, or send it in parts.")


def _checked(_request: HttpRequest) -> HttpResponse:
    """What the check of the token believes it guards: a view that is not exempt."""
    return HttpResponse()


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check of the form's token, giving its reason instead of an error page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


@method_decorator([login_not_required, csrf_exempt, never_cache], name="dispatch")
class AnsweringView(View):
    """A page of someone who answers. The token of the form is checked here, so that no typed word is lost when it ran out."""

    request: HttpRequest
    questionnaire: Questionnaire
    draft: Draft | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            # Another site sent this form. It came without the cookie, and a new one would lose what the person had begun.
            return redirect("questionnaire", slug=kwargs["slug"])
        self.now: dt.datetime = clock.now()
        public = Questionnaire.objects.visible_to(AnonymousUser()).select_related("body", "project")
        self.questionnaire = get_object_or_404(public, slug=kwargs["slug"])
        self.token = request.COOKIES.get(COOKIE, "")[:200]
        self.draft = asked_queries.draft_of(self.token, self.questionnaire, self.now)
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.questionnaire.is_open(self.now)

    @property
    def still_accepts(self) -> bool:
        """Whether an answer that was begun may still be sent: half an hour longer than one can be begun."""
        return policies.still_accepts(
            is_open=self.is_open,
            closes_at=self.questionnaire.closes_at,
            was_open=self.questionnaire.state != QuestionnaireState.DRAFT,
            now=self.now,
        )

    def problem_with_post(self) -> str:
        """Why what was posted cannot be taken as it is, in words for the person; empty when it can."""
        try:
            self.request.POST  # noqa: B018 - reading it is what may fail
        except (RequestDataTooBig, SuspiciousOperation, MultiPartParserError, UnicodeError):
            return str(TOO_MUCH)
        check = _TokenCheck(_checked)
        check.process_request(self.request)
        if check.process_view(self.request, _checked, (), {}):
            return str(TOO_LONG_OPEN)
        return ""

    def first_page(self) -> HttpResponse:
        return redirect("questionnaire", slug=self.questionnaire.slug)

    def page(self, name: str, *args: Any) -> str:
        return reverse(name, args=[self.questionnaire.slug, *args])

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, template, {"questionnaire": self.questionnaire, **context}, status=status)

    def closed(self, form: BaseForm | None = None) -> HttpResponse:
        """Too late, with the words that were typed, so that they can be kept in another place."""
        return self.show("feedback/questionnaire_closed.html", status=410, typed=getattr(form, "typed", ""))

    def keep_cookie(self, response: HttpResponse, token: str, *, seconds: int | None = None) -> HttpResponse:
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(KEPT_FOR.total_seconds()) if seconds is None else seconds,
            path=self.page("questionnaire"),
            httponly=True,
            secure=settings.SECURE,
            samesite="Lax",
        )
        return response

    def drop_cookie(self, response: HttpResponse) -> HttpResponse:
        response.delete_cookie(COOKIE, path=self.page("questionnaire"), samesite="Lax")
        return response
