"""The reading queue: what waits to be read, what waits to be filed, and one item of it with its words."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from rules import has_perm

from coproduction.core import clock
from coproduction.core.enums import ReadingState
from coproduction.core.errors import Refused
from coproduction.core.models import ReadingItem
from coproduction.core.services import reading as services
from feedback.forms.reading import ConcernForm, ReadForm
from feedback.models import Response
from feedback.queries import reading, responses
from feedback.queries.turns import today
from feedback.services import triage
from feedback.views.responses import say_it_is_held
from groups.queries import staff
from groups.views.acting import ActingMixin

READ = "feedback.read_words"


class ReadingQueueView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if not has_perm("feedback.view_response", request.user):
            raise PermissionDenied
        now = clock.now()
        context = {"queue": reading.queue(request.user, now), "to_file": responses.to_file(), "turns": today(now)}
        return render(request, "feedback/reading_queue.html", context)


@method_decorator(never_cache, name="dispatch")
class ReadingItemView(ActingMixin, View):
    """Words of any kind, to be read. What the safeguarding leads hold is not found here, whoever asks."""

    page: reading.WordsPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            if not has_perm(READ, request.user):
                raise PermissionDenied
            item = get_object_or_404(ReadingItem, pk=kwargs["pk"])
            if request.method == "POST" and item.state == ReadingState.HELD:
                # Someone was worried while this page was open.
                messages.info(request, triage.WITH_THE_LEADS)
                return redirect("reading_queue")
            page = reading.page(item, request.user)
            if page is None:
                raise Http404
            self.page = page
            if isinstance(page.target, Response):
                # An answer has a page of its own, on which more is decided.
                return redirect("response", ref=page.target.ref)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def show(
        self, *, read_form: ReadForm | None = None, concern_form: ConcernForm | None = None, status: int = 200
    ) -> HttpResponse:
        page = self.page
        context = {
            "page": page,
            "read_form": (read_form or ReadForm(initial={"arrived_at": page.arrived_at.isoformat()})) if page.waits else None,
            "concern_form": concern_form or ConcernForm(has_file=bool(page.file)),
        }
        return render(self.request, "feedback/reading_item.html", context, status=status)


class ReadItemView(ReadingItemView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = self.actor(READ)
        form = ReadForm(request.POST)
        if not form.is_valid():
            return self.show(read_form=form)
        try:
            services.clear(target=self.page.target, arrived_at=form.cleaned_data["arrived_at"], by=by)
        except Refused as refused:
            fresh = ReadForm(initial={"arrived_at": self.page.arrived_at.isoformat()})
            messages.error(request, refused.message)
            return self.show(read_form=fresh, status=409)
        messages.success(request, _("You have read it."))
        return redirect("reading_queue")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("reading_item", pk=pk)


class HoldItemView(ReadingItemView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = self.actor(READ)
        form = ConcernForm(request.POST, has_file=bool(self.page.file))
        if not form.is_valid():
            return self.show(concern_form=form)
        about = form.about_whom["about"]
        try:
            services.hold(
                target=self.page.target,
                concern=form.in_words,
                by=by,
                is_about_staff=form.about_whom["is_about_staff"],
                about=about.ref if about else "",
                kept_from=staff.team_of(about) if about else "",
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.show(concern_form=form, status=409)
        say_it_is_held(request, self.page.target)
        return redirect("reading_queue")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("reading_item", pk=pk)
