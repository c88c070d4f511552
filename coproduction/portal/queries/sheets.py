"""Spreadsheets that are brought, checked, and were taken in."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from coproduction.core.models import Job, SheetImport, SheetLine
from coproduction.portal.queries import sheet_rows
from coproduction.portal.record.words import PROJECT_KINDS
from coproduction.portal.sheets import judging, meanings
from coproduction.portal.sheets.brought import Brought, as_meanings
from coproduction.portal.sheets.judging import Judged, Known, KnownBody, KnownProject
from coproduction.portal.sheets.meanings import Meaning
from coproduction.portal.sheets.words import fold
from engagements.enums import ProjectStatus
from engagements.models import Project
from engagements.queries import kinds
from engagements.queries.kinds import Kind
from groups.enums import BodyKind
from groups.models import Body, User

# The kind of the job that a file is between its steps, and how long it is kept.
WAITING = "sheet"
KEPT = dt.timedelta(days=1)
# The kind of an import.
OF_PAST_WORK = "past work"


def waiting_of(user: User, now: dt.datetime) -> QuerySet[Job]:
    """The files that this person brought not long ago. Nobody else sees them: they may hold more than the portal should know."""
    return Job.objects.filter(kind=WAITING, asked_by=user.ref, asked_at__gte=now - KEPT)


def to_be_checked(user: User, now: dt.datetime) -> QuerySet[Job]:
    """Those of them that were not taken in yet."""
    return waiting_of(user, now).filter(finished_at__isnull=True)


def left_over(user: User, sheet: SheetImport, now: dt.datetime) -> Job | None:
    """What this person's import left out, as long as it is kept."""
    found = [job for job in waiting_of(user, now).filter(finished_at__isnull=False) if job.facts["import"] == sheet.pk]
    return found[0] if found and found[0].facts["left_out"] else None


def remembered(brought: Brought) -> tuple[Meaning, ...]:
    """What the columns were when a file with the same headings was taken in last; else what the headings say."""
    fingerprint = meanings.fingerprint_of(brought.table.headings)
    last = SheetImport.objects.filter(kind=OF_PAST_WORK, headings=fingerprint).values_list("columns", flat=True).first()
    return as_meanings(last) if last else tuple(meanings.guess(brought.table.headings))


@dataclass(frozen=True)
class Checked:
    """Every line of a file judged, and the words for what the plans hold as keys."""

    judged: Judged
    kind_words: dict[str, str]
    body_names: dict[int, str]


def checked(brought: Brought, *, user: User, today: dt.date) -> Checked:
    """Judge every line of a file beside what the portal holds: four queries however many lines, and up to six more when lines
    were taken in before."""
    kinds_by_key = kinds.everything()
    bodies = list(Body.objects.visible_to(user).only("name", "kind"))
    known = _known(brought.keep, kinds_by_key, bodies, user=user, today=today)
    judged = judging.judge(brought.table, brought.columns, known)
    if taken := _taken({line.fingerprint for line in judged.lines}):
        judged = judging.judge(brought.table, brought.columns, replace(known, taken=taken))
    return Checked(judged, {key: kind.words for key, kind in kinds_by_key.items()}, {body.pk: body.name for body in bodies})


def _known(keep: frozenset[str], kinds_by_key: dict[str, Kind], bodies: list[Body], *, user: User, today: dt.date) -> Known:
    projects = (
        KnownProject(pk, title, status != ProjectStatus.DRAFT)
        for pk, title, status in Project.objects.visible_to(user).values_list("pk", "title", "status")
    )
    known_bodies = (KnownBody(body.pk, body.name, body.kind == BodyKind.FORUM) for body in bodies)
    return Known(
        today=today,
        kinds=_kinds(kinds_by_key),
        bodies=_by_words(known_bodies, lambda body: body.name),
        projects=_by_words(projects, lambda project: project.title),
        keep=keep,
    )


def _kinds(known: dict[str, Kind]) -> dict[str, str]:
    """Kinds by our words, by their keys, and by the words of the published record."""
    words = {fold(word): kind.value for word, kind in PROJECT_KINDS.items()}
    for key, kind in known.items():
        words |= {fold(key): key, fold(kind.words): key}
    return words


def _by_words(rows: Iterable[Any], words_of: Callable[[Any], str]) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[fold(words_of(row))].append(row)
    return dict(found)


def _taken(fingerprints: set[str]) -> dict[str, str]:
    """Where lines were taken in before, in words. What became of them must still be there."""
    lines = list(SheetLine.objects.filter(fingerprint__in=fingerprints).exclude(target="").select_related("sheet"))
    there = sheet_rows.rows_of(line.target for line in lines) if lines else {}
    return {
        line.fingerprint: _("%(name)s, line %(number)s") % {"name": line.sheet.name, "number": line.line}
        for line in lines
        if line.target in there
    }


def imports() -> QuerySet[SheetImport]:
    """Every import of past work, newest first, with the `number` of lines that were taken in."""
    lines = Count("lines__line", distinct=True)
    return SheetImport.objects.filter(kind=OF_PAST_WORK).annotate(number=lines).order_by("-made_at", "-pk")
