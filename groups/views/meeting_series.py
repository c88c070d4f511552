"""Plan many meetings by a rule: the rule, then its dates with what speaks against each, then all of them at once."""

from typing import Any

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views.generic import FormView

from coproduction.core import working_days
from coproduction.core.errors import Refused
from groups.forms.series import SeriesForm
from groups.queries.planning import Proposal
from groups.services import series
from groups.views.meeting_plans import PlansMixin
from groups.views.of_meeting import MANAGE


class MeetingSeriesView(PlansMixin, FormView):
    """Nothing is kept between the two pages: the second carries the rule, and everything is checked again."""

    template_name = "groups/meeting_series.html"
    form_class = SeriesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"bodies": self.bodies}

    def get_initial(self) -> dict[str, Any]:
        return {"body": self.wanted}

    @cached_property
    def is_planning(self) -> bool:
        return "plan" in self.request.POST

    def form_valid(self, form: SeriesForm) -> HttpResponse:
        if "change" in self.request.POST:
            return self.form_invalid(form)
        try:
            proposal = series.propose(idea=form.idea, user=self.request.user)
        except Refused as refusal:
            form.add_error("last", refusal.message)
            return self.form_invalid(form)
        return self.plan(form, proposal) if self.is_planning else self.show(form, proposal, proposal.suggested)

    def plan(self, form: SeriesForm, proposal: Proposal) -> HttpResponse:
        chosen = self.request.POST.getlist("date")
        try:
            made = series.plan(
                idea=form.idea,
                chosen=chosen,
                seen=self.request.POST.get("seen", ""),
                user=self.request.user,
                by=self.actor(MANAGE, form.idea.body),
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.show(form, proposal, chosen)
        number = made.meetings.count()
        words = ngettext("%(number)s meeting is planned.", "%(number)s meetings are planned.", number) % {"number": number}
        notices.success(self.request, words)
        return redirect("officers_meetings")

    def show(self, form: SeriesForm, proposal: Proposal, chosen: list[str]) -> HttpResponse:
        """The list of dates, each with a tick that the person can take away."""
        context = self.get_context_data(
            form=form,
            proposal=proposal,
            chosen=chosen,
            rule=form.idea.rule.in_words(form.idea.hours),
            sent=form.as_sent,
            bank_holidays_end=working_days.bank_holidays_end(),
        )
        return self.response_class(self.request, "groups/meeting_series_dates.html", context)
