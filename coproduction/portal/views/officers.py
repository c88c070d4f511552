"""The officers' workspace: what is next."""

from typing import Any

import rules
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.core.queries import jobs
from coproduction.portal.queries import waiting
from groups.actors import person_of
from groups.views.access import NeedsPermission


class OfficersView(NeedsPermission, TemplateView):
    permission = "portal.view_officers"
    template_name = "portal/officers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        user = person_of(self.request)
        late_jobs = jobs.health(now).late if rules.has_perm("portal.see_job_health", user) else []
        return super().get_context_data(
            now=now,
            page=waiting.for_officer(user, now),
            late_jobs=late_jobs,
            can_start=rules.has_perm("engagements.add_project", user),
            elsewhere_headers=[_("What"), _("Who has it"), _("What for"), _("Since")],
            project_headers=[_("Project"), _("With"), _("Stage"), _("Next date")],
            **kwargs,
        )
