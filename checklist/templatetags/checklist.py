"""The path of a project on public pages: `{% load checklist %}{% project_path project %}`."""

from typing import Any

from django import template

from checklist.queries import paths
from engagements.models import Project

register = template.Library()


@register.inclusion_tag("checklist/_project_path.html")
def project_path(project: Project) -> dict[str, Any]:
    """The nine stages with where the project is now; "Not on the checklist" when it has none."""
    return {"path": paths.path_of(project)}


@register.inclusion_tag("checklist/_project_beads.html")
def project_beads(project: Project, beads: paths.Beads | None = None) -> dict[str, Any]:
    """The path in small. In lists, give it the beads of `checklist.queries.paths.beads_for(projects)`: one query for all."""
    return {"beads": beads or paths.beads_for([project]).get(project.pk)}
