"""When, to whom and in which words people are reminded of each kind of meeting."""

from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from coproduction.core.errors import Refused
from coproduction.core.words import listed
from groups.forms.messages import ReminderPlanForm
from groups.queries import reminder_plans as queries
from groups.queries.reminder_plans import Plan
from groups.services import reminder_plans
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

MANAGE = "groups.manage_reminders"


class ReminderPlansView(NeedsPermission, TemplateView):
    permission = MANAGE
    template_name = "groups/reminder_plans.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {"key": plan.kind.label, "lines": _lines(plan), "change_url": reverse("reminder_plan", args=[plan.kind])}
            for plan in queries.plans().values()
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


class ReminderPlanView(ActingMixin, NeedsPermission, FormView):
    permission = MANAGE
    template_name = "groups/reminder_plan.html"
    form_class = ReminderPlanForm

    @cached_property
    def plan(self) -> Plan:
        plan = queries.plans().get(self.kwargs["kind"])
        if plan is None:
            raise Http404
        return plan

    def get_initial(self) -> dict[str, Any]:
        return ReminderPlanForm.of(self.plan)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"plan": self.plan}

    def form_valid(self, form: ReminderPlanForm) -> HttpResponse:
        try:
            reminder_plans.change(kind=self.plan.kind, by=self.actor(MANAGE), **form.given)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("Saved. It holds for every reminder that has not gone out yet."))
        return redirect("reminder_plans")


def _lines(plan: Plan) -> list[str]:
    """A plan in words, a line each."""
    days = [ngettext("%(number)s day", "%(number)s days", number) % {"number": number} for number in plan.days]
    lines = [_("%(days)s before") % {"days": listed(days)}, str(plan.audience.label)]
    return [*lines, _("In our own words: %(words)s") % {"words": plan.words}] if plan.words else lines
