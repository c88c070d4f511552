"""One session, and one decision, as everyone reads them."""

from typing import Any

import rules
from django.db.models import QuerySet
from django.views.generic import DetailView

from coproduction.core.views.public import PublicPageMixin
from engagements.models import Decision, Project, Session
from engagements.queries import decisions, findings, panels, projects
from engagements.queries import sessions as queries
from engagements.views.of_session import RECORD


class SessionView(PublicPageMixin, DetailView):
    """What, when, where, how many, what came of it, and the words that people let us use. Of a draft, for its own people."""

    template_name = "engagements/session.html"
    context_object_name = "session"
    slug_field = slug_url_kwarg = "ref"

    def get_queryset(self) -> QuerySet[Session]:
        return queries.visible_to(getattr(self.request, "user", None)).filter(project__slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session, user = self.object, getattr(self.request, "user", None)
        panel = panels.of_session(session)
        may_record = rules.has_perm(RECORD, user, session.project)
        made = decisions.decisions_at(session)
        points = findings.points(session)
        return super().get_context_data(**kwargs) | {
            "project": session.project,
            "is_draft": not projects.is_public(session.project),
            "page": queries.page(session),
            "decisions": made,
            "result": panels.result(session),
            "points": points,
            "tried_out": findings.tried_out(session),
            "vote": findings.vote(session),
            "may_record": may_record,
            "may_answer": bool(points) and rules.has_perm("engagements.answer_inspection", user, session.project),
            "has_panel_page": panel is not None and (may_record or panels.sits_on(user, panel)),
        }


class DecisionView(PublicPageMixin, DetailView):
    """One decision, with its options and whose idea each was."""

    template_name = "engagements/decision.html"
    context_object_name = "decision"
    slug_field = slug_url_kwarg = "ref"

    def get_queryset(self) -> QuerySet[Decision]:
        seen = Project.objects.visible_to(getattr(self.request, "user", None)).filter(slug=self.kwargs["slug"])
        return decisions.with_lines(Decision.objects.filter(project__in=seen.values("pk")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.object.project
        return super().get_context_data(**kwargs) | {
            "project": project,
            "is_draft": not projects.is_public(project),
            "line": decisions.line(self.object),
            "may_record": rules.has_perm(RECORD, getattr(self.request, "user", None), project),
        }
