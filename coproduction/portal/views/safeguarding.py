"""Safeguarding leads only: what is held, what was done about it. Nothing of it stands in any other list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from rules import has_perm

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.models import SafeguardingRecord
from coproduction.core.queries import concerns
from coproduction.core.services import reading
from coproduction.portal.queries import safeguarding
from feedback.forms.reading import CloseConcernForm
from feedback.models import Response
from feedback.services import triage
from groups.actors import person_of
from groups.views.acting import ActingMixin

KEEP = "feedback.keep_safeguarding_record"


@method_decorator(never_cache, name="dispatch")
class LeadsOnly(ActingMixin, View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_perm(KEEP, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SafeguardingView(LeadsOnly):
    """What is held: not opened first, then open, then closed. The words are not shown here."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"concerns": safeguarding.concerns(person_of(request)), "not_sent": safeguarding.messages_not_sent(clock.now())}
        return render(request, "portal/safeguarding.html", context)


class ConcernView(LeadsOnly):
    """One concern, with the words. Opening it is written down, each time.

    One about someone who works here is not found by that person, whoever they are, nor by a lead who was not told of it.
    """

    record: SafeguardingRecord

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and has_perm(KEEP, request.user):
            found = concerns.visible_to(person_of(request).ref).select_related("item")
            self.record = get_object_or_404(found, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = self.actor(KEEP)
        self.record = reading.open_concern(record=self.record, by=by)
        return self.show(CloseConcernForm() if self.record.closed_at is None else None)

    def show(self, form: CloseConcernForm | None) -> HttpResponse:
        context = {"page": safeguarding.page(self.record), "record": self.record, "form": form}
        return render(self.request, "portal/safeguarding_concern.html", context)


class CloseConcernView(ConcernView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("safeguarding_concern", pk=pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = self.actor(KEEP)
        form = CloseConcernForm(request.POST)
        if form.is_valid():
            try:
                reading.close_concern(record=self.record, by=by, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("Closed. The words stay with the safeguarding leads until you give them back."))
                return redirect("safeguarding_concern", pk=pk)
        return self.show(form)


class ReleaseConcernView(ConcernView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("safeguarding_concern", pk=pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = self.actor(KEEP)
        try:
            target = safeguarding.target_of(self.record)
            if isinstance(target, Response):
                triage.release(response=target, by=by)
            elif target is not None:
                reading.release(target=target, by=by)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Given back. It can be read again where it stands."))
        return redirect("safeguarding_concern", pk=pk)
