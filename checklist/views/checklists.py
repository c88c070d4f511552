"""A project's checklist as a whole: its nine stages, or, for a project that is not on it, the way onto it."""

from typing import Any

import rules
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from checklist.forms.starts import StartChecklistForm
from checklist.queries import overviews
from checklist.queries.stages import visible_with_project
from checklist.services import walks
from coproduction.core.errors import Refused
from engagements.models import Project
from groups.views.acting import ActingMixin


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


class ChecklistStartView(ActingMixin, FormView):
    """An officer puts a project that is not on the checklist onto it."""

    template_name = "checklist/checklist_start.html"
    form_class = StartChecklistForm
    acting_permission = "checklist.start_checklist"

    @cached_property
    def project(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.request.user), slug=self.kwargs["slug"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        if hasattr(self.project, "checklist"):
            return redirect("project_checklist", self.project.slug)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        part = self.project.parts.filter(body__kind="forum").order_by("-signs", "pk").first()
        return {"forum": part.body_id if part else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"project": self.project}

    def form_valid(self, form: StartChecklistForm) -> HttpResponse:
        try:
            walks.start(project=self.project, signing=[form.cleaned_data["forum"]], by=self.actor())
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        return redirect("checklist_stage", self.project.slug, 1)
