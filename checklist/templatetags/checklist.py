"""The path of a project on public pages: `{% load checklist %}{% project_path project %}`."""

from typing import Any

import rules
from django import template
from django.urls import reverse

from checklist.enums import LEARNING_STAGE
from checklist.queries import felt, lessons, paths
from checklist.queries.stages import StagePage
from engagements.models import Project

register = template.Library()


@register.inclusion_tag("checklist/_project_path.html")
def project_path(project: Project, path: paths.ProjectPath | None = None) -> dict[str, Any]:
    """The nine stages with where the project is now; "Not on the checklist" when it has none. A path that is known asks nothing."""
    return {"path": path or paths.path_of(project)}


@register.inclusion_tag("checklist/_project_beads.html")
def project_beads(project: Project, beads: paths.Beads | None = None) -> dict[str, Any]:
    """The path in small. In lists, give it the beads of `checklist.queries.paths.beads_for(projects)`: one query for all."""
    return {"beads": beads or paths.beads_for([project]).get(project.pk)}


@register.inclusion_tag("checklist/_lessons_for.html")
def lessons_for(project: Project) -> dict[str, Any]:
    """Up to three lessons of earlier work that fit this project, which may still be only planned. One query."""
    return {"lessons": lessons.fitting(project)}


# At these stages a project is planned.
_PLANNING = frozenset({1, 4})


@register.inclusion_tag("checklist/_stage_beside.html")
def stage_beside(page: StagePage, user: object) -> dict[str, Any]:
    """What stands beside a stage, or beside those that are signed together: lessons where it is planned, how it felt once it has
    begun, and at its end the looking back.
    """
    project, numbers = page.checklist.project, {part.number for part in page.parts}
    can_ask = rules.has_perm("feedback.change_questionnaire", user)
    can_say = felt.can_say(project, page.state, user)
    return {
        "project": project,
        "lessons": lessons.fitting(project) if numbers & _PLANNING else [],
        "felt_url": reverse("stage_felt", args=[project.slug, page.number]) if can_say else "",
        "is_last": LEARNING_STAGE in numbers,
        "ask_url": f"{reverse('questionnaire_create')}?project={project.slug}&stage={page.number}" if can_ask else "",
    }
