"""The list of projects, and one project."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.views.generic import DetailView, TemplateView

from coproduction.core.views.lists import filtered, is_filtering, page_of, rows_of
from coproduction.core.views.public import PublicPageMixin
from engagements.enums import ProjectStatus
from engagements.filters import ProjectFilter
from engagements.models import ForwardPlanItem, Project, ProjectPart, Session
from engagements.queries import projects

PAGE = 20


class ProjectsView(PublicPageMixin, TemplateView):
    template_name = "engagements/projects.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = ProjectFilter(self.request.GET or None, queryset=Project.objects.public().record_first())
        page, page_problem = page_of(self.request, filtered(filterset), PAGE)
        return super().get_context_data(**kwargs) | {
            "filter": filterset,
            "is_filtering": is_filtering(filterset),
            "page": page,
            "page_problem": page_problem,
            "projects": projects.cards(rows_of(page)),
        }


class ProjectView(PublicPageMixin, DetailView):
    """One project. A draft is for council staff and the bodies that work on it."""

    template_name = "engagements/project.html"
    context_object_name = "project"

    def get_queryset(self) -> QuerySet[Project]:
        parts = Prefetch("parts", ProjectPart.objects.select_related("body"))
        related = ("limits", "details", "resources", "incentives", "volunteer_time", "milestones", "priorities")
        rows = Project.objects.visible_to(self.request.user) if hasattr(self.request, "user") else Project.objects.public()
        return rows.select_related("figure").prefetch_related(parts, "figure__parts", *related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.object
        forums, others = projects.who(project)
        return super().get_context_data(**kwargs) | {
            "card": projects.card(project),
            "forums": forums,
            "others": others,
            "parts": projects.parts(project),
            "degree": projects.degree(project),
            "limits": projects.limits(project),
            "open_to_change": [project.open_words] if project.open_words else [],
            "sessions": projects.sessions(Session.objects.filter(project=project)),
            "details": projects.details(project),
            "given": projects.given(project),
            "plan": projects.plan(ForwardPlanItem.objects.filter(project=project)),
            "is_draft": project.status == ProjectStatus.DRAFT,
        }
