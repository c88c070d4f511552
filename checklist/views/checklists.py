"""A project's checklist as a whole: its nine stages; a project that is not on it is led to the way onto it."""

from typing import Any

import rules
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from checklist.queries import overviews
from checklist.queries.stages import visible_with_project
from engagements.models import Project


class ProjectChecklistView(TemplateView):
    template_name = "checklist/project_checklist.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        checklist = visible_with_project(request.user).filter(project__slug=kwargs["slug"]).first()
        if checklist is not None:
            context = {"project": checklist.project, "overview": overviews.overview_of(checklist)}
            return self.render_to_response(self.get_context_data(**context))
        project = get_object_or_404(Project.objects.visible_to(request.user), slug=kwargs["slug"])
        if not rules.has_perm("checklist.start_checklist", request.user) or hasattr(project, "checklist"):
            raise Http404
        return redirect("checklist_start", project.slug)
