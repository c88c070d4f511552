"""The reading queue: what waits to be read, what waits to be filed."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from rules import has_perm

from coproduction.core import clock
from feedback.queries import responses


class ReadingQueueView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if not has_perm("feedback.view_response", request.user):
            raise PermissionDenied
        context = {"queue": responses.queue(clock.now()), "to_file": responses.to_file()}
        return render(request, "feedback/reading_queue.html", context)
