"""The list of projects, and one project."""

from typing import Any

import rules
from django.db.models import QuerySet
from django.views.generic import DetailView, TemplateView

from coproduction.core.views.lists import filtered, is_filtering, page_of, rows_of
from coproduction.core.views.public import PublicPageMixin
from engagements.enums import ProjectStatus
from engagements.filters import ProjectFilter
from engagements.models import Project
from engagements.queries import decisions, projects, whole

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
        rows = Project.objects.visible_to(self.request.user) if hasattr(self.request, "user") else Project.objects.public()
        return rows.select_related("figure")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.object
        known = whole.read(project)
        forums, others = projects.who(project)
        return super().get_context_data(**kwargs) | {
            "card": projects.card(project, known),
            "forums": forums,
            "others": others,
            "parts": projects.parts(project),
            "priorities": projects.priorities(project),
            "decides": projects.decides(project),
            "degree": projects.degree(project),
            "limits": projects.limits(project),
            "open_to_change": [project.open_words] if project.open_words else [],
            "sessions": projects.session_lines(project.sessions.all()),
            "decisions": [decisions.line(decision) for decision in project.decisions.all()],
            "details": projects.details(project),
            "given": projects.given(project),
            "plan": projects.plan_lines(project.forward_plan.all()),
            "is_draft": project.status == ProjectStatus.DRAFT,
            "may_record": rules.has_perm("engagements.record_session", getattr(self.request, "user", None), project),
        }
