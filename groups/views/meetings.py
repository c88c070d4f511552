"""One meeting: as the public sees it, and as its own people do."""

from typing import Any

from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView

from coproduction.core.errors import Refused
from coproduction.core.views.public import PublicPageMixin
from groups.actors import Actor, person_of
from groups.enums import Reply
from groups.models import Meeting, User
from groups.queries import forums, meeting_pages, papers
from groups.services import meetings
from groups.views.acting import is_own_address


class MeetingView(PublicPageMixin, DetailView):
    """A private meeting, or one of a discreet forum, shows its month and its topic; its own people see the rest."""

    template_name = "groups/meeting.html"
    context_object_name = "meeting"
    slug_field = slug_url_kwarg = "ref"

    def get_queryset(self) -> QuerySet[Meeting]:
        return Meeting.objects.known_to(getattr(self.request, "user", None)).select_related("body")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = getattr(self.request, "user", None)
        page = meeting_pages.page(self.object, user)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "line": forums.line(self.object, may_know=page.may_know),
            "may_know": page.may_know,
        }


class MeetingReplyView(View):
    """I am coming, or I am not: one's own answer, in whichever part one is asked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        user = person_of(request)
        meeting = get_object_or_404(Meeting.objects.known_to(user).select_related("body"), ref=ref)
        if not papers.is_of_meeting(user, meeting):
            raise PermissionDenied if meeting_pages.may_know(meeting, user) else Http404
        try:
            made = meetings.reply(meeting=meeting, user=user, reply=request.POST.get("reply", ""), by=_as_oneself(user, meeting))
        except Refused as refusal:
            notices.error(request, refusal.message)
        else:
            coming = made.reply == Reply.COMING
            notices.success(
                request, _("You are coming. See you there.") if coming else _("You are not coming. Thank you for saying so.")
            )
        back = request.POST.get("next", "")
        return redirect(back if back.startswith("/") and is_own_address(request, back) else meeting.get_absolute_url())


def _as_oneself(user: User, meeting: Meeting) -> Actor:
    """A reply is one's own whatever hat one wears: nobody is asked to choose one for it."""
    parts = sorted(user.live_capacities, key=lambda capacity: capacity.body_id != meeting.body_id)
    if not parts:
        raise PermissionDenied
    return Actor(user, parts[0])
