"""Open what came with a response, or stop anybody from opening it. Nothing is shown before it is opened."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from rules import has_perm

from coproduction.core.errors import Refused
from coproduction.core.models import StoredFile
from feedback.enums import TriageDecision
from feedback.models import Answer
from feedback.queries import sent_files as queries
from feedback.services import sent_files, triage
from feedback.views.responses import say_it_is_held, say_who_has_it
from groups.views.acting import ActingMixin

HOLD = "feedback.triage_response"


class _OfFile(ActingMixin, View):
    """A page about one file. What this reader may not open is not there for them."""

    answer: Answer
    file: StoredFile

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            if not has_perm(queries.VIEW, request.user):
                raise PermissionDenied
            found = queries.answers_for(request.user).filter(response__ref=kwargs["ref"])
            self.answer = get_object_or_404(found, pk=kwargs["pk"])
            if self.answer.file is None or not queries.may_open(request.user, self.answer.response):
                raise Http404
            self.file = self.answer.file
        return super().dispatch(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class ResponseFileView(_OfFile):
    """The file itself. That it was opened is written down, each time."""

    def get(self, request: HttpRequest, ref: str, pk: int) -> HttpResponse:
        response = self.answer.response
        by = self.actor(queries.VIEW, response)
        sent_files.open_file(answer=self.answer, by=by)
        context = {
            "response": response,
            "answer": self.answer,
            "file": queries.of(self.file),
            "may_stop": not response.is_held and has_perm(HOLD, request.user, response),
        }
        return render(request, "feedback/sent_file.html", context)


@method_decorator(never_cache, name="dispatch")
class StopFileView(_OfFile):
    """One press: nobody opens, copies or forwards it, and the safeguarding leads have the response with it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and (gone := say_who_has_it(request, kwargs["ref"])):
            return gone
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, ref: str, pk: int) -> HttpResponse:
        return redirect("response", ref=ref)

    def post(self, request: HttpRequest, ref: str, pk: int) -> HttpResponse:
        response = self.answer.response
        by = self.actor(HOLD, response)
        reason = _("A file that should not be opened. Stop: do not open, copy or forward it.")
        try:
            triage.decide(response=response, decision=TriageDecision.HOLD, reason=reason, by=by)
        except Refused:
            return say_who_has_it(request, ref) or redirect("response", ref=ref)
        say_it_is_held(request, response)
        return redirect("reading_queue")
