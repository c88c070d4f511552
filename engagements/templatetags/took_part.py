"""Sections of a project's page: `{% load took_part %}{% who_took_part project user %}`."""

from typing import Any

import rules
from django import template

from engagements.models import Project
from engagements.queries import thanks, turnout

register = template.Library()


@register.inclusion_tag("engagements/_who_took_part.html")
def who_took_part(project: Project, user: object = None) -> dict[str, Any]:
    """Intended groups and declared tables, the same for everyone; whoever may change them gets a way there.

    Nothing where nothing is known. `user` is empty on pages without signing in.
    """
    return {"project": project, "found": turnout.who_took_part(project), "may_change": _may_change(project, user)}


@register.inclusion_tag("engagements/_time_and_thanks.html")
def time_and_thanks(project: Project, user: object = None) -> dict[str, Any]:
    """What people gave and got back, in totals, and their words where they may be used; nothing where nothing is known."""
    return {"project": project, "found": thanks.of_project(project), "may_change": _may_change(project, user)}


def _may_change(project: Project, user: object) -> bool:
    return bool(user) and rules.has_perm("engagements.change_project", user, project)
