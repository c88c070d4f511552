"""A project begins: what must be said is said, it becomes public, and its walk starts, all at once or not at all."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from checklist.enums import Scale
from checklist.models import Checklist
from checklist.services import walks
from coproduction.core.errors import Missing
from coproduction.core.words import listed
from engagements.enums import ProjectStatus
from engagements.models import Project
from engagements.queries import plans
from engagements.services import projects
from groups.actors import Actor
from groups.models import Body


@transaction.atomic
def begin(*, project: Project, scale: Scale, by: Actor, signing: Iterable[Body] = ()) -> Checklist:
    """Put a project on the checklist, in the version that was chosen; a draft becomes public by it.

    `signing` are forums that sign, besides those on the project as signing already. Raises `Missing` for a draft of which
    title, reason, kind or degree is not said, and for any project that no forum signs.
    """
    locked = Project.objects.select_for_update().get(pk=project.pk)
    for body in signing:
        projects.let_sign(project=locked, body=body, by=by)
    if not locked.parts.filter(signs=True).exists():
        raise Missing(_("Choose the forum that signs"))
    lacking = [row.key for row in plans.missing(locked)]
    if lacking:
        raise Missing(_("Before it begins, answer: %(questions)s.") % {"questions": listed(lacking)})
    if locked.status == ProjectStatus.DRAFT:
        projects.open_up(project=locked, by=by)
    return walks.start(project=locked, scale=scale, by=by)
