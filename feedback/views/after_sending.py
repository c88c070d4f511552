"""After sending: who people are, counted only; where to tell them what came of it, and throwing that away."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from rules import has_perm

from coproduction.core.errors import Refused
from coproduction.core.models import Notification
from feedback import limits, policies
from feedback.forms.after_sending import AboutYouForm, WayToTellForm
from feedback.models import Questionnaire, Receipt, WayToTell
from feedback.queries import equality as equality_queries
from feedback.queries import ways_to_tell
from feedback.services import equality
from feedback.services import ways_to_tell as telling
from feedback.views.answering import AnsweringView
from groups.views.acting import ActingMixin

COUNTED = "counted"


def counted_mark(token: str) -> str:
    """What the browser keeps so that one person is counted once: it says which sending it was, and holds no answer."""
    return hashlib.sha256(f"counted:{token}".encode()).hexdigest()[:24]


def asks_about_you(questionnaire: Questionnaire, request: HttpRequest, token: str) -> bool:
    """Whether the equality questions are offered to the browser that has just sent this."""
    return questionnaire.asks_equality and not is_counted(request, token)


def is_counted(request: HttpRequest, token: str) -> bool:
    """Whether this browser was counted for what it has just sent. The next person on a shared computer is not."""
    return request.COOKIES.get(COUNTED) == counted_mark(token)


class _JustSentView(AnsweringView):
    """A page for the browser that has just sent its answers; any other one is led back to the beginning."""

    def sent_page(self) -> HttpResponse:
        return redirect(self.page("questionnaire_sent"))

    def find_receipt(self) -> Receipt | None:
        return self.sent[1] if self.sent else None

    def posted(self) -> Any:
        # What could not be read at all is shown as nothing chosen.
        return getattr(self.request, "_post", None) or {}


class AboutYouView(_JustSentView):
    """The equality questions, apart from what was said: each answer adds one to a number, and nothing else is kept."""

    given_back_as = AboutYouForm

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._led_back() or self._show(AboutYouForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        problem = self.problem_with_post()
        if led_back := self._led_back():
            return led_back
        form = AboutYouForm(self.posted())
        if problem:
            form.add_error(None, problem)
        elif form.is_valid():
            if limits.counts_too_often(request):
                return self.too_many()
            try:
                answered = equality.count(questionnaire=self.questionnaire, answers=form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                # Whoever answered nothing may still change their mind.
                return self._mark(self.sent_page()) if answered else self.sent_page()
        return self._show(form)

    def _led_back(self) -> HttpResponse | None:
        """Back to the code for who is counted already, to the first page for who has not just sent anything."""
        if self.find_receipt() is None:
            return self.first_page()
        return None if asks_about_you(self.questionnaire, self.request, self.token) else self.sent_page()

    def _mark(self, response: HttpResponse) -> HttpResponse:
        response.set_cookie(
            COUNTED,
            counted_mark(self.token),
            max_age=int(policies.CODE_SHOWN_FOR.total_seconds()),
            path=self.page("questionnaire"),
            httponly=True,
            secure=settings.SECURE,
            samesite="Lax",
        )
        return response

    def _show(self, form: AboutYouForm) -> HttpResponse:
        return self.show("feedback/after_about_you.html", form=form, back=self.page("questionnaire_sent"))


class WayToTellView(_JustSentView):
    """Where someone wants to hear what came of it. What was typed is kept beside the problem when it cannot be taken."""

    given_back_as = WayToTellForm

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        receipt = self.find_receipt()
        return self.first_page() if receipt is None else self._show(WayToTellForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        problem = self.problem_with_post()
        receipt = self.find_receipt()
        if receipt is None:
            return self.first_page()
        form = WayToTellForm(self.posted())
        if problem:
            form.add_error(None, problem)
        elif form.is_valid():
            try:
                telling.keep(receipt=receipt, now=self.now, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                return self.sent_page()
        return self._show(form)

    def _show(self, form: WayToTellForm) -> HttpResponse:
        last_day = timezone.localdate(self.now) + ways_to_tell.KEPT_FOR
        return self.show("feedback/after_way_to_tell.html", form=form, back=self.page("questionnaire_sent"), last_day=last_day)


class WayToTellDropView(_JustSentView):
    """Throw it away again, from the page with the code.

    That page sends no referrer, so that browsers do not say where its form came from, which the check of the token asks for.
    The form needs none: the cookie that proves who sent is not given to forms of other sites.
    """

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        receipt = self.find_receipt()
        if receipt is None:
            return self.first_page()
        way = getattr(receipt, "way_to_tell", None)
        if way is not None:
            telling.forget(way=way)
        return self.sent_page()


@method_decorator([login_not_required, never_cache, csrf_exempt], name="dispatch")
class WayToTellForgetView(View):
    """The link in a message. Opening it only asks, since mail programs open links by themselves; the button throws away."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._show(ways_to_tell.of_token(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        way = ways_to_tell.of_token(token)
        if way is not None:
            telling.forget(way=way)
        return self._show(None)

    def _show(self, way: WayToTell | None) -> HttpResponse:
        response = render(self.request, "feedback/after_forget.html", {"is_kept": way is not None})
        response["Referrer-Policy"] = "no-referrer"
        return response


class EqualityView(View):
    """Who answered a questionnaire, for officers: numbers by the rule for small groups, and nothing that could be narrowed down."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if not has_perm("feedback.change_questionnaire", request.user):
            raise PermissionDenied
        questionnaire = get_object_or_404(Questionnaire.objects.visible_to(request.user), slug=slug)
        context = {"questionnaire": questionnaire, "tables": equality_queries.tables(questionnaire)}
        return render(request, "feedback/after_equality.html", context)


class ToRingView(ActingMixin, View):
    """Who asked to be rung when there is an answer. Their numbers stand on this page and nowhere else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.actor("feedback.change_outcome")
        response = render(request, "feedback/after_to_ring.html", {"calls": ways_to_tell.to_ring()})
        response["Cache-Control"] = "no-store"
        return response


class RungView(ActingMixin, View):
    """They were told: the number goes as soon as nothing else is to come for it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = self.actor("feedback.change_outcome")
        row = get_object_or_404(Notification, pk=pk, kind=ways_to_tell.KIND)
        try:
            telling.rung(notification=row, by=by)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Noted. Thank you for ringing them."))
        return redirect("to_ring")
