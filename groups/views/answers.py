"""Answer whether one is coming, by the link in a message, without signing in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.actors import Oneself
from groups.enums import Reply
from groups.queries import answers
from groups.queries.answers import Answer, NoLonger
from groups.services import meetings


@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class MeetingAnswerView(View):
    """Opening the link only asks, since mail programs open links by themselves; the button answers.

    The signed link is the proof: it works in a browser that keeps no cookies.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            return self.page(request, answers.read(token, clock.now()))
        except NoLonger as reason:
            return self.gone(request, reason)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            answer = answers.read(token, clock.now())
            meetings.reply(meeting=answer.meeting, user=answer.user, reply=answer.reply, by=Oneself(answer.user))
        except NoLonger as reason:
            return self.gone(request, reason)
        except Refused as refusal:
            return self.answer(request, {"words": refusal.message}, status=410)
        return self.page(request, answer, is_done=True)

    def page(self, request: HttpRequest, answer: Answer, *, is_done: bool = False) -> HttpResponse:
        meeting = answer.meeting
        other = Reply.NOT_COMING if answer.reply == Reply.COMING else Reply.COMING
        words = {
            "is_coming": answer.reply == Reply.COMING,
            "is_done": is_done or answer.said == answer.reply,
            "forum": meeting.body.outside_name,
            "starts_at": meeting.starts_at,
            "ends_at": meeting.ends_at,
            # The link may be passed on: a place that is not public is behind the sign-in.
            "place": meeting.place if meeting.place_is_public else "",
            "is_made_up": meeting.is_demonstration,
            "other_url": answers.path(meeting, answer.user.pk, other),
        }
        return self.answer(request, {"answer": words})

    def gone(self, request: HttpRequest, reason: NoLonger) -> HttpResponse:
        return self.answer(request, {"why": reason.why}, status=410)

    def answer(self, request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        response = render(
            request, "groups/meeting_answer.html", {"answer": None, "why": "", "words": ""} | context, status=status
        )
        response.headers["Cache-Control"] = "no-store"
        # The address is the proof: it is given to nobody else.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
