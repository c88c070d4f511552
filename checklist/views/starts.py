"""Check the answers about a project and begin: it becomes public, and its walk on the checklist starts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from checklist import policies
from checklist.enums import Scale
from checklist.forms.starts import StartChecklistForm
from checklist.services import starts
from coproduction.core.errors import Refused
from engagements.enums import ProjectStatus
from engagements.models import Project
from engagements.queries import plans
from groups.views.acting import ActingMixin


class ChecklistStartView(ActingMixin, FormView):
    """An officer puts a project that is not on the checklist onto it: a draft, or one that is public already."""

    template_name = "checklist/checklist_start.html"
    form_class = StartChecklistForm
    acting_permission = "checklist.start_checklist"

    @cached_property
    def project(self) -> Project:
        return get_object_or_404(plans.with_plan(Project.objects.visible_to(self.request.user)), slug=self.kwargs["slug"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        if hasattr(self.project, "checklist"):
            return redirect("project_checklist", self.project.slug)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        working = [part for part in self.project.parts.all() if part.body and part.body.kind == "forum"]
        return {
            "scale": policies.suggested_scale(self.project.degree_planned, is_small=False).value,
            "forum": working[0].body_id if working else None,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        asks_who_signs = not any(part.signs for part in self.project.parts.all())
        return super().get_form_kwargs() | {"asks_who_signs": asks_who_signs, "is_draft": self.is_draft}

    @property
    def is_draft(self) -> bool:
        return self.project.status == ProjectStatus.DRAFT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = plans.rows(self.project, then="check")
        return super().get_context_data(**kwargs) | {
            "project": self.project,
            "is_draft": self.is_draft,
            "rows": rows,
            "open_questions": sum(1 for row in rows if not row.lines and not row.needed),
        }

    def form_valid(self, form: StartChecklistForm) -> HttpResponse:
        forum = form.cleaned_data.get("forum")
        try:
            starts.begin(
                project=self.project,
                scale=Scale(form.cleaned_data["scale"]),
                signing=[forum] if forum else (),
                by=self.actor(),
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(project)s” has begun. This is its first stage.") % {"project": self.project.title})
        return redirect("checklist_stage", self.project.slug, 1)
