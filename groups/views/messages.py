"""Stop a kind of message by the link in it, without signing in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from coproduction.core import links, notifications
from groups.models import User
from groups.services import messages


@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class MessageStopView(View):
    """Opening the link only asks, since mail programs open links by themselves; the button stops.

    Mail programs that know one-click unsubscribing send a POST without a token (RFC 8058): the signed link is the proof.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        user, kind = self.read(token)
        return self.page(request, user, kind)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        user, kind = self.read(token)
        change = messages.start_again if "again" in request.POST else messages.stop
        return self.page(request, change(user=user, kind=kind), kind, is_done=True)

    @staticmethod
    def read(token: str) -> tuple[User, str]:
        found = links.read_stop_token(token)
        user = User.objects.filter(pk=found[0].partition(":")[2], is_active=True).first() if found else None
        if found is None or user is None:
            raise Http404
        return user, found[1]

    @staticmethod
    def page(request: HttpRequest, user: User, kind: str, **context: Any) -> HttpResponse:
        words = context | {"what": notifications.title_of(kind), "is_stopped": kind in user.stopped_kinds}
        response = render(request, "groups/message_stop.html", words)
        response.headers["Cache-Control"] = "no-store"
        # The address is the proof: it is given to nobody else.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
