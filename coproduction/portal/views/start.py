"""Where a person lands after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from coproduction.portal import navigation


class StartView(View):
    """Sends each person to the space of their hat: the one they wear, else the first of theirs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        who = request.actor or request.user  # type: ignore[attr-defined]  # put there by ActingMiddleware
        return redirect(navigation.start_of(who))
