"""Tiny or finished work on one page: the project, who worked on it, and the one time when they met."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate
from engagements.enums import Part, ProjectStatus
from engagements.models import Project
from engagements.services import projects, sessions
from groups.actors import Actor
from groups.models import Body


@transaction.atomic
def record(
    *,
    title: str,
    kind: str,
    by: Actor,
    why: str = "",
    what_happened: str = "",
    bodies: Iterable[Body] = (),
    when: PartialDate | None = None,
    heads: Number | None = None,
    output: str = "",
    degree_achieved: str = "",
    status: str = ProjectStatus.DRAFT,
) -> Project:
    """Write down work that takes no checklist, as a draft, as going on or as finished.

    `heads` is how many people took part and who they were. Raises `Missing` without title or kind, and without a word on
    why it was done or what happened.
    """
    project = projects.start(
        title=title,
        kind=kind,
        why=why,
        what_happened=what_happened,
        degree_achieved=degree_achieved,
        status=ProjectStatus.DRAFT,
        by=by,
    )
    forums = list(bodies)
    for body in forums:
        projects.add_part(project=project, part=Part.GROUP, body=body, by=by)
    if when or heads or output.strip():
        sessions.record(
            format=_("Session"),
            project=project,
            body=forums[0] if len(forums) == 1 else None,
            held=when,
            heads=[heads] if heads else (),
            output=output.strip(),
            by=by,
        )
    if status == ProjectStatus.DRAFT:
        return project
    return projects.put_on_record(project=project, status=status, by=by)
