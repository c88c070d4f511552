"""What every act on sessions and decisions asks first: who acts, and whether the project still takes it."""

from collections.abc import Sequence
from typing import Any

import rules
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import NotAllowed, WrongState
from engagements.models import Project
from engagements.queries import sessions as queries
from groups.actors import Actor
from groups.services import lines
from groups.services.lines import Line


def going_on(project: Project, *, by: Actor) -> Project:
    """The project under its lock, for someone who may write down its sessions. Raises `NotAllowed` or `WrongState`."""
    must_record(project, by=by)
    return open_project(project)


def open_project(project: Project) -> Project:
    """The project under its lock, as long as it was not stopped."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if not queries.is_going_on(locked):
        raise WrongState(
            _("“%(project)s” was stopped, so nothing more can be written down about it.") % {"project": locked.title}
        )
    return locked


def must_record(project: Project, *, by: Actor) -> None:
    """Officers, and those who run sessions for a forum or partner of the project."""
    by.must_be_live(clock.now())
    if not rules.has_perm("engagements.record_session", by, project):
        raise NotAllowed(_("Only officers, and people who run sessions for a group of this project, can do this."))


def keep_rows(
    model: type[models.Model], rows: models.QuerySet[Any], wanted: Sequence[Line], *, twice: str = "", **belongs_to: Any
) -> list[Any]:
    """Keep the rows of one kind as these lines say them, and give those that are new or changed.

    Raises `WrongState` with the words `twice` for two that are the same.
    """
    try:
        with transaction.atomic():
            return lines.keep(list(rows), wanted, lambda **values: model._default_manager.create(**belongs_to, **values))
    except IntegrityError as error:
        raise WrongState(twice or _("Two lines say the same. Take one away.")) from error
