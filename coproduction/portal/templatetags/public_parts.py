"""What a public page of one room shows from the rooms above it: templates may look upwards, Python may not.

Each tag is used as ``{% tag … as name %}``, so that a page can leave a heading out where there is nothing below it.
"""

from typing import Any

import rules
from django import template
from django.urls import reverse
from django.utils import timezone

from checklist.models import Checklist
from checklist.queries import paths
from coproduction.core.queries import records
from coproduction.portal.queries import public
from engagements.models import ForwardPlanItem, Project, Session
from engagements.queries import projects
from feedback.models import Questionnaire
from feedback.queries import outcomes, promises
from groups.models import Body

register = template.Library()


@register.simple_tag
def project_from_above(project: Project) -> public.FromAbove:
    """All that the rooms above say about a project; one query."""
    return public.about(project, timezone.now(), timezone.localdate())


@register.simple_tag
def project_degree(project: Project, above: public.FromAbove) -> list[projects.DegreeStep]:
    """What was planned, what happened and how it felt, side by side."""
    return projects.degree(project, above.felt.most if above.felt else ())


@register.simple_tag
def stage_beads(listed: list[projects.ProjectCard]) -> dict[int, paths.Beads]:
    """The beads of every project in a list; one query."""
    return paths.beads_for(Project(pk=card.pk) for card in listed)


@register.filter
def of(found: dict[Any, Any], key: Any) -> Any:
    """One entry of what a tag found for many."""
    return found.get(key)


@register.simple_tag
def checklist_url(project: Project, user: Any) -> str:
    """The project's checklist, for someone signed in who may open it or put the project on it; empty for all others."""
    if not user.is_authenticated:
        return ""
    is_open = Checklist.objects.visible_to(user).filter(project=project).exists()
    may_start = rules.has_perm("checklist.start_checklist", user) and project.stage is None
    return reverse("project_checklist", args=[project.slug]) if is_open or may_start else ""


@register.simple_tag
def project_desk_url(project: Project, user: Any) -> str:
    """The project's desk, for officers who may change the project; empty for all others."""
    may_change = user.is_authenticated and rules.has_perm("engagements.change_project", user, project)
    return reverse("project_desk", args=[project.slug]) if may_change else ""


@register.simple_tag
def forum_pairs(body: Body) -> list[outcomes.OutcomePair]:
    return outcomes.for_body(body)


@register.simple_tag
def forum_promises(body: Body) -> list[promises.PromiseRow]:
    return promises.for_body(body, timezone.localdate())


@register.simple_tag
def forum_projects(body: Body) -> list[projects.ProjectCard]:
    return projects.cards(Project.objects.public().of_body(body).record_first())


@register.simple_tag
def forum_sessions(body: Body) -> list[projects.SessionLine]:
    """Sessions of a forum; those of a project that is still a draft are left out."""
    return projects.sessions(Session.objects.filter(body=body).exclude(project__status="draft"))


@register.simple_tag
def forum_plan(body: Body) -> list[projects.PlanLine]:
    return projects.plan(ForwardPlanItem.objects.filter(body=body))


@register.simple_tag
def forum_questionnaires(body: Body) -> list[Questionnaire]:
    return list(Questionnaire.objects.open(timezone.now()).filter(body=body))


@register.simple_tag
def source_words(source: str) -> str:
    """Where it comes from, with the titles of the documents instead of their file names."""
    return records.source_in_words(source)
