"""What people need at a meeting, and what is done about it."""

from typing import Any

import rules
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.enums import MeetingState
from groups.forms.arrangements import ArrangementForm, arrangement_forms
from groups.queries import arrangements as queries
from groups.queries.arrangements import Arrangements
from groups.services import arrangements
from groups.views.of_meeting import OfMeetingMixin


class MeetingArrangementsView(OfMeetingMixin, TemplateView):
    """Whoever runs the meeting without keeping the register reads what is needed, and not whose need it is."""

    template_name = "groups/meeting_arrangements.html"

    @cached_property
    def knows_names(self) -> bool:
        return rules.has_perm("groups.keep_register", self.request.user, self.meeting.body)

    @cached_property
    def arrangements(self) -> Arrangements:
        return queries.of_meeting(self.meeting, with_names=self.knows_names)

    def forms(self, data: Any = None) -> list[ArrangementForm]:
        has_begun = self.meeting.starts_at <= clock.now()
        return arrangement_forms(self.arrangements.needed, has_begun=has_begun, data=data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_change = self.meeting.state != MeetingState.CANCELLED
        context = {"forms": self.forms(), "error": ""} | super().get_context_data(**kwargs)
        return context | {"arrangements": self.arrangements, "knows_names": self.knows_names, "can_change": can_change}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self.forms(request.POST)
        if not all([form.is_valid() for form in forms]):  # noqa: C419 - each form says what is wrong
            return self.render_to_response(self.get_context_data(forms=forms))
        stands = {form.needed.need: (form.cleaned_data["state"], form.cleaned_data["note"].strip()) for form in forms}
        try:
            arrangements.settle_all(meeting=self.meeting, stands=stands, by=self.by)
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(forms=forms, error=refusal.message))
        notices.success(request, _("Saved."))
        return redirect("meeting_arrangements", ref=self.meeting.ref)
