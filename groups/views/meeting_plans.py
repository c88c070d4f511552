"""Plan a meeting, change it, cancel it, note that it was held."""

from typing import Any

import rules
from django.contrib import messages as notices
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.enums import MEETING_KINDS, BodyStatus, MeetingState
from groups.forms.meetings import MeetingCancelForm, MeetingMoveForm, MeetingPlanForm
from groups.models import Body, Meeting
from groups.queries import changes, planning
from groups.services import meetings
from groups.services.meetings import ChangedMeanwhile
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin
from groups.views.of_meeting import MANAGE, OfMeetingMixin


class PlansMixin(ActingMixin, NeedsPermission):
    """For pages that plan: the bodies for which this person, in the capacity that they wear, plans meetings."""

    permission = MANAGE

    @cached_property
    def bodies(self) -> Any:
        open_ones = Body.objects.filter(kind__in=MEETING_KINDS).exclude(status=BodyStatus.CLOSED)
        return open_ones.run_by(self.actor(MANAGE)).order_by("name")

    @property
    def wanted(self) -> Body | None:
        """The forum that the link to this page named."""
        return next((body for body in self.bodies if body.slug == self.request.GET.get("forum")), None)


class MeetingCreateView(PlansMixin, FormView):
    template_name = "groups/meeting_create.html"
    form_class = MeetingPlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"bodies": self.bodies}

    def get_initial(self) -> dict[str, Any]:
        return {"body": self.wanted}

    def form_valid(self, form: MeetingPlanForm) -> HttpResponse:
        body = form.cleaned_data["body"]
        diary = planning.diary(body=body, slots=[form.slot], user=self.request.user)
        if not form.heeds(diary.warnings(form.slot)):
            return self.form_invalid(form)
        try:
            meeting = meetings.plan(body=body, by=self.actor(MANAGE, body), **form.given)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("The meeting is planned. Its people are asked to it, and reminded before it."))
        return redirect("meeting_update", ref=meeting.ref)


class MeetingUpdateView(OfMeetingMixin, FormView):
    template_name = "groups/meeting_update.html"
    form_class = MeetingMoveForm

    def get_initial(self) -> dict[str, Any]:
        return MeetingMoveForm.of(self.meeting)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting, "workshops": self.workshops}

    @cached_property
    def workshops(self) -> list[Meeting]:
        """The workshops that prepare this meeting and are still to come."""
        return list(Meeting.objects.coming(clock.now()).filter(prepares=self.meeting).select_related("body"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        planned = self.meeting.state == MeetingState.PLANNED
        return {
            "can_move": planned and self.meeting.starts_at > now,
            "can_hold": planned and self.meeting.starts_at <= now,
            "can_cancel": planned,
            "can_ask": rules.has_perm("feedback.change_questionnaire", self.request.user),
            "workshops": self.workshops,
            "changes": changes.of_meeting(self.meeting),
            "cancel_form": MeetingCancelForm(initial={"seen": self.meeting.sequence}),
        } | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "cancel" in request.POST:
            return self.cancel()
        if "held" in request.POST:
            return self.hold()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: MeetingMoveForm) -> HttpResponse:
        seen = form.cleaned_data["seen"]
        try:
            meetings.must_be_seen(meeting=self.meeting, seen=seen)
            asks = form.asks_about_workshops()
            if not form.heeds(self.warnings(form)) or asks:
                return self.form_invalid(form)
            meetings.move(meeting=self.meeting, by=self.by, seen=seen, workshops=form.moving_along(), **form.given)
        except ChangedMeanwhile as refusal:
            self.meeting.refresh_from_db()
            form.hold("seen", self.meeting.sequence)
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return self.done(_("Saved. Calendars and reminders follow by themselves."))

    def warnings(self, form: MeetingMoveForm) -> list[str]:
        """What speaks against the new time of this meeting, and of each workshop that moves with it."""
        now = planning.Slot(self.meeting.starts_at, self.meeting.ends_at, self.meeting.place)
        if form.slot == now:
            return []
        along = form.moving_along()
        slots = {workshop.title: form.shifted(workshop) for workshop in along}
        diary = planning.diary(
            body=self.meeting.body, slots=[form.slot, *slots.values()], user=self.request.user, besides=[self.meeting, *along]
        )
        told = list(diary.warnings(form.slot))
        for title, slot in slots.items():
            told += [_("“%(title)s”: %(warning)s") % {"title": title, "warning": words} for words in diary.warnings(slot)]
        return told

    def cancel(self) -> HttpResponse:
        form = MeetingCancelForm(self.request.POST)
        if not form.is_valid():
            return self.cancel_invalid(form)
        try:
            meetings.cancel(meeting=self.meeting, by=self.by, **form.cleaned_data)
        except ChangedMeanwhile as refusal:
            self.meeting.refresh_from_db()
            form.hold("seen", self.meeting.sequence)
            form.add_error(None, refusal.message)
            return self.cancel_invalid(form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.cancel_invalid(form)
        return self.done(_("The meeting is cancelled, and its people are told."))

    def cancel_invalid(self, form: Form) -> HttpResponse:
        unchanged = MeetingMoveForm(initial=self.get_initial(), meeting=self.meeting)
        return self.render_to_response(self.get_context_data(form=unchanged, cancel_form=form))

    def hold(self) -> HttpResponse:
        try:
            meetings.mark_held(meeting=self.meeting, by=self.by)
        except Refused as refusal:
            notices.error(self.request, refusal.message)
            return redirect("meeting_update", ref=self.meeting.ref)
        return self.done(_("Noted: the meeting took place."))

    def done(self, words: str) -> HttpResponse:
        notices.success(self.request, words)
        return redirect("meeting_update", ref=self.meeting.ref)
