"""Whom a project means to hear from, and who took part: written down by officers, from forms on paper, for the whole project."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.services import audit
from engagements.enums import Heard
from engagements.models import IntendedGroup, Project, TurnoutCount
from engagements.queries import turnout as queries
from engagements.services.locks import locked_unless_stopped, published
from engagements.stamps import stamp
from engagements.turnout import TABLES
from groups.actors import Actor


@transaction.atomic
def name_group(
    *, project: Project, words: str, by: Actor, why: str = "", heard: str = Heard.NO, tried: str = ""
) -> IntendedGroup:
    """Name a group of people whom the project means to hear from."""
    project = locked_unless_stopped(project, by)
    group = IntendedGroup(project=project, order=project.intended_groups.count())
    _write(group, words, why, heard, tried)
    audit.record(verb="engagements.group_named", target=group, by=by, project=project.pk, heard=group.heard)
    published(project)
    return group


@transaction.atomic
def change_group(
    *, group: IntendedGroup, words: str, by: Actor, seen: str, why: str = "", heard: str = Heard.NO, tried: str = ""
) -> IntendedGroup:
    """Say anew what a group is called, whether it took part and what was tried.

    `seen` is the stamp of the group as the officer saw it. Raises `WrongState` when it was changed or taken away meanwhile.
    """
    project = locked_unless_stopped(group.project, by)
    now = _now(group)
    if group_stamp(now) != seen:
        raise WrongState(_("Someone else changed this group. What they wrote is below the form. Look at it, then save again."))
    _write(now, words, why, heard, tried)
    audit.record(verb="engagements.group_changed", target=now, by=by, project=project.pk, heard=now.heard)
    published(project)
    return now


@transaction.atomic
def remove_group(*, group: IntendedGroup, by: Actor) -> None:
    """Take a group away that was named by mistake."""
    project = locked_unless_stopped(group.project, by)
    now = _now(group)
    audit.record(verb="engagements.group_removed", target=now, by=by, project=project.pk)
    now.delete()
    published(project)


@transaction.atomic
def count(*, project: Project, table: str, numbers: Mapping[str, int], seen: str, by: Actor) -> None:
    """Write down one declared table: people by row, all rows at once; rows that are left out were not filled in.

    `seen` is the stamp of what stood when the form was opened. No number goes into the audit, which more people read. Raises
    `WrongState` when someone else wrote meanwhile, `Refused` for a row that the table does not declare.
    """
    project = locked_unless_stopped(project, by)
    declared = TABLES[table]
    if not set(numbers) <= {row.key for row in declared.rows} or any(number < 0 for number in numbers.values()):
        raise Refused(_("This table has other groups by now. Open the page again."))
    stands = queries.numbers(project, declared)
    if stands == dict(numbers):
        return
    if numbers_stamp(stands) != seen:
        raise WrongState(_("Someone else entered numbers here meanwhile. Compare with your forms, then save again."))
    TurnoutCount.objects.filter(project=project, table=table).delete()
    TurnoutCount.objects.bulk_create(
        TurnoutCount(project=project, table=table, row=row, number=number) for row, number in numbers.items()
    )
    audit.record(verb="engagements.turnout_counted", target=project, by=by, table=table)
    published(project)


def group_stamp(group: IntendedGroup) -> str:
    """What `change_group` takes as `seen`."""
    return stamp(group.words, group.why, str(group.heard), group.tried)


def numbers_stamp(numbers: Mapping[str, int]) -> str:
    """What `count` takes as `seen`."""
    return stamp(sorted(numbers.items()))


def _now(group: IntendedGroup) -> IntendedGroup:
    now = IntendedGroup.objects.select_for_update().filter(pk=group.pk).first()
    if now is None:
        raise WrongState(_("Someone else took this group away."))
    return now


def _write(group: IntendedGroup, words: str, why: str, heard: str, tried: str) -> None:
    words = " ".join(words.split())
    if not words:
        raise Missing(_("Say whom you want to hear from"))
    if IntendedGroup.objects.filter(project=group.project, words__iexact=words).exclude(pk=group.pk).exists():
        raise WrongState(_("“%(group)s” stands in the list already.") % {"group": words})
    group.words, group.why, group.heard, group.tried = words, why.strip(), Heard(heard), tried.strip()
    group.save()
