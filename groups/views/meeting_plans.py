"""Plan a meeting, change it, cancel it, note that it was held."""

from typing import Any

import rules
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.enums import MEETING_KINDS, BodyStatus, MeetingState
from groups.forms.meetings import MeetingCancelForm, MeetingForm, MeetingPlanForm
from groups.models import Body, Meeting
from groups.services import meetings
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

MANAGE = "groups.manage_meetings"


class MeetingCreateView(ActingMixin, NeedsPermission, FormView):
    permission = MANAGE
    template_name = "groups/meeting_create.html"
    form_class = MeetingPlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"bodies": self.bodies}

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("forum")
        return {"body": next((body for body in self.bodies if body.slug == wanted), None)}

    @cached_property
    def bodies(self) -> Any:
        """The bodies whose meetings this person may plan."""
        open_ones = Body.objects.filter(kind__in=MEETING_KINDS).exclude(status=BodyStatus.CLOSED)
        return open_ones.run_by(self.request.user).order_by("name")

    def form_valid(self, form: MeetingPlanForm) -> HttpResponse:
        body = form.cleaned_data["body"]
        try:
            meeting = meetings.plan(body=body, by=self.actor(MANAGE, body), **form.given)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("The meeting is planned. Its members are reminded a week and a day before."))
        return redirect("meeting_update", ref=meeting.ref)


class MeetingUpdateView(ActingMixin, NeedsPermission, FormView):
    permission = MANAGE
    template_name = "groups/meeting_update.html"
    form_class = MeetingForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not rules.has_perm(MANAGE, request.user, self.meeting.body):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def meeting(self) -> Meeting:
        seen = Meeting.objects.visible_to(self.request.user).select_related("body")
        return get_object_or_404(seen, ref=self.kwargs["ref"])

    def get_initial(self) -> dict[str, Any]:
        return MeetingForm.of(self.meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        planned = self.meeting.state == MeetingState.PLANNED
        return {
            "meeting": self.meeting,
            "can_move": planned and self.meeting.starts_at > now,
            "can_hold": planned and self.meeting.starts_at <= now,
            "can_cancel": planned,
            "cancel_form": MeetingCancelForm(),
        } | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "cancel" in request.POST:
            return self.cancel()
        if "held" in request.POST:
            return self.hold()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: MeetingForm) -> HttpResponse:
        try:
            meetings.move(meeting=self.meeting, by=self.actor(MANAGE, self.meeting.body), **form.given)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return self.done(_("Saved. Calendars and reminders follow by themselves."))

    def cancel(self) -> HttpResponse:
        form = MeetingCancelForm(self.request.POST)
        if not form.is_valid():
            return self.cancel_invalid(form)
        try:
            meetings.cancel(meeting=self.meeting, by=self.actor(MANAGE, self.meeting.body), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.cancel_invalid(form)
        return self.done(_("The meeting is cancelled, and its people are told."))

    def cancel_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=MeetingForm(initial=self.get_initial()), cancel_form=form))

    def hold(self) -> HttpResponse:
        try:
            meetings.mark_held(meeting=self.meeting, by=self.actor(MANAGE, self.meeting.body))
        except Refused as refusal:
            notices.error(self.request, refusal.message)
            return redirect("meeting_update", ref=self.meeting.ref)
        return self.done(_("Noted: the meeting took place."))

    def done(self, words: str) -> HttpResponse:
        notices.success(self.request, words)
        return redirect("meeting_update", ref=self.meeting.ref)
