"""The desk of a project: how it stands, everything that is written about it, and where to go on."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from engagements.enums import ProjectStatus
from engagements.models import Project
from engagements.queries import plans, projects
from engagements.views.of_project import OfProjectMixin
from engagements.views.status import ACTS


class ProjectDeskView(OfProjectMixin, TemplateView):
    template_name = "engagements/project_desk.html"

    @cached_property
    def project(self) -> Project:
        known = plans.with_plan(Project.objects.visible_to(self.request.user))
        return get_object_or_404(known, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.project
        is_draft = project.status == ProjectStatus.DRAFT
        acts = [{"words": act.link, "url": act.url(project)} for act in ACTS if act.is_possible(project)]
        return super().get_context_data(**kwargs) | {
            "card": projects.card(project),
            "rows": plans.rows(project) if project.status != ProjectStatus.STOPPED else _unchanged(plans.rows(project)),
            "next_step": plans.next_step(project) if is_draft else None,
            "acts": acts,
            "is_draft": is_draft,
        }


def _unchanged(rows: list[plans.PlanRow]) -> list[dict[str, Any]]:
    """The answers about a project that was stopped: nothing leads to changing them."""
    return [{"key": row.key, "lines": row.lines} for row in rows if row.lines]
