"""Turns: who reads, who takes concerns, and who stands in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from rules import has_perm

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.models import Turn
from coproduction.core.services import turns
from feedback.forms.reading import TurnChangeForm, TurnForm
from feedback.queries import turns as queries
from feedback.services import cover
from groups.models import User
from groups.views.acting import ActingMixin

PLAN = "feedback.plan_turns"


class TurnsView(ActingMixin, View):
    """What is planned, the days without anybody, and a form for the next turn."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_perm(PLAN, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(TurnForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        by = self.actor(PLAN)
        form = TurnForm(request.POST)
        if form.is_valid():
            try:
                turns.plan(by=by, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("The turn is planned."))
                return redirect("turns")
        return self.show(form)

    def show(self, form: TurnForm) -> HttpResponse:
        now = clock.now()
        context = {"turns": queries.planned(now), "gaps": queries.gaps(now), "form": form}
        return render(self.request, "feedback/turns.html", context)


class _TurnView(TurnsView):
    turn: Turn

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and has_perm(PLAN, request.user):
            self.turn = get_object_or_404(Turn, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def show_turn(self, form: TurnChangeForm, status: int = 200) -> HttpResponse:
        context = {"turn": self.turn, "form": form}
        return render(self.request, "feedback/turn.html", context, status=status)

    def _people(self) -> dict[str, Any]:
        keys = {name: int(getattr(self.turn, name).partition(":")[2]) for name in ("person", "cover")}
        there = User.objects.in_bulk(keys.values())
        return {name: there.get(key) for name, key in keys.items()}


class TurnUpdateView(_TurnView):
    """Give a turn to someone else, or have someone else stand in."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # of one turn
        return self.show_turn(TurnChangeForm(initial=self._people()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # of one turn
        by = self.actor(PLAN)
        form = TurnChangeForm(request.POST)
        if form.is_valid():
            try:
                turns.change(turn=self.turn, by=by, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("Saved. The turn is theirs now."))
                return redirect("turns")
        return self.show_turn(form)


class TurnCancelView(_TurnView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # of one turn
        return redirect("turn_update", pk=pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # of one turn
        by = self.actor(PLAN)
        try:
            cover.cancel_turn(turn=self.turn, by=by)
        except Refused as refused:
            messages.error(request, refused.message)
            return self.show_turn(TurnChangeForm(initial=self._people()), status=409)
        messages.success(request, _("The turn is taken away."))
        return redirect("turns")
