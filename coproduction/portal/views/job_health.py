"""The job-health page: what runs by itself, when it last did, and what went wrong."""

from typing import Any

from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.core.queries import jobs
from groups.views.access import NeedsPermission


class JobHealthView(NeedsPermission, TemplateView):
    permission = "portal.see_job_health"
    template_name = "portal/job_health.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"health": jobs.health(clock.now())}
