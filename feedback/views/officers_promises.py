"""Officers keep promises: take one on, move its date with a reason, report on it, say what became of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from rules import has_perm

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.partial_dates import PartialDate
from feedback.enums import PROMISE_OPEN, PROMISE_STEPS
from feedback.forms.promises import AdoptForm, MoveDateForm, ReportForm, SettleForm, _PromiseForm
from feedback.models import Promise
from feedback.queries import promises as promise_queries
from feedback.services import promises
from groups.actors import Actor
from groups.views.acting import ActingMixin

FORMS: dict[str, type[_PromiseForm]] = {"adopt": AdoptForm, "move": MoveDateForm, "report": ReportForm, "settle": SettleForm}


def _adopt(promise: Promise, data: dict[str, Any], by: Actor) -> None:
    promises.adopt(promise=promise, owner=by.user, due=PartialDate.day(data["due"]), by=by)


def _move(promise: Promise, data: dict[str, Any], by: Actor) -> None:
    promises.move_date(promise=promise, due=PartialDate.day(data["due"]), reason=data["reason"], by=by)


def _report(promise: Promise, data: dict[str, Any], by: Actor) -> None:
    promises.report(promise=promise, words=data["words"], by=by)


def _settle(promise: Promise, data: dict[str, Any], by: Actor) -> None:
    promises.settle(promise=promise, state=data["state"], words=data["words"], by=by)


ACTS: dict[str, Callable[[Promise, dict[str, Any], Actor], None]] = {
    "adopt": _adopt,
    "move": _move,
    "report": _report,
    "settle": _settle,
}


def _must_be_officer(request: HttpRequest) -> None:
    if not has_perm("feedback.change_promise", request.user):
        raise PermissionDenied


class OfficersPromisesView(View):
    """Every promise: late ones first, then by date; those of the record that nobody has taken on yet stand apart."""

    def get(self, request: HttpRequest) -> HttpResponse:
        _must_be_officer(request)
        today = clock.today()
        found = list(Promise.objects.select_related("made_by", "made_to", "owner"))
        open_ones = [promise for promise in found if promise.state in PROMISE_OPEN]
        unclaimed = [promise for promise in open_ones if promise.is_from_record and promise.adopted_at is None]
        claimed = [promise for promise in open_ones if promise not in unclaimed]
        context = {
            "late": [promise for promise in claimed if promise.is_late(today)],
            "coming": [promise for promise in claimed if not promise.is_late(today)],
            "unclaimed": unclaimed,
            "settled": [promise for promise in found if promise.state not in PROMISE_OPEN],
        }
        return render(request, "feedback/officers_promises.html", context)


class OfficersPromiseView(ActingMixin, View):
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        _must_be_officer(request)
        promise = get_object_or_404(Promise, ref=ref)
        return _show(request, promise)


class ActOnPromiseView(ActingMixin, View):
    """One of the four acts, named in the address."""

    def post(self, request: HttpRequest, ref: str, act: str) -> HttpResponse:
        _must_be_officer(request)
        if act not in ACTS:
            raise Http404
        promise = get_object_or_404(Promise, ref=ref)
        by = self.actor("feedback.change_promise", promise)
        form = FORMS[act](request.POST, promise=promise, prefix=act)
        if form.is_valid():
            try:
                ACTS[act](promise, form.cleaned_data, by)
            except Refused as refused:
                form.add_error(None, refused.message)
                promise.refresh_from_db()
            else:
                messages.success(request, _("Saved. Everyone can see it."))
                return redirect("officers_promise", ref=ref)
        return _show(request, promise, {act: form})


def _show(request: HttpRequest, promise: Promise, filled: dict[str, _PromiseForm] | None = None) -> HttpResponse:
    is_open = promise.state in PROMISE_OPEN
    possible = {
        "adopt": promise.is_from_record and promise.adopted_at is None,
        "report": is_open,
        "move": is_open,
        "settle": bool(PROMISE_STEPS[promise.state]),
    }
    made = {act: FORMS[act](promise=promise, prefix=act) for act, offered in possible.items() if offered}
    context = {
        "promise": promise,
        "row": promise_queries.rows(Promise.objects.filter(pk=promise.pk), clock.today())[0],
        "events": promise.events.all(),
        "acts": [(act, form) for act, form in (made | (filled or {})).items()],
        "bound": list((filled or {}).values()),
    }
    return render(request, "feedback/officers_promise.html", context)
