"""The officers' workspace: what is next; and the start of a project."""

from typing import Any

import rules
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from checklist.services import walks
from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.queries import jobs
from coproduction.portal.queries import waiting
from engagements.forms.projects import StartProjectForm
from engagements.services import projects
from groups.actors import person_of
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin


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


class ProjectStartView(ActingMixin, FormView):
    """The thin start of a project: it is made, a forum is let in, the checklist begins, and stage 1 opens."""

    template_name = "portal/project_start.html"
    form_class = StartProjectForm
    acting_permission = "engagements.add_project"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: StartProjectForm) -> HttpResponse:
        by, said = self.actor(), form.cleaned_data
        try:
            with transaction.atomic():
                project = projects.start(
                    title=said["title"], kind=said["kind"], why=said["why"], degree_planned=said["degree_planned"], by=by
                )
                walks.start(project=project, signing=[said["forum"]], by=by)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(project)s” has begun. This is its first stage.") % {"project": project.title})
        return redirect("checklist_stage", project.slug, 1)
