"""Last year's work from a spreadsheet: keep the file between its steps, take its good lines in as drafts, take them back.

Between the steps the file is a `Job` that only the person who brought it sees, not a sealed field of the page as a list of
people is: with what people said in it, it is many times larger than such a list, it passes through three pages, and it should
be there still after a dead battery. Once it is taken in, only the lines that were left out stay; after a day, nothing does.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import rules
from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.models import Figure, Job, Publication, SheetImport, SheetLine
from coproduction.core.models.base import ref_of
from coproduction.core.services import audit, purge
from coproduction.core.spreadsheets import Sheet
from coproduction.portal.queries import sheet_rows
from coproduction.portal.queries import sheets as queries
from coproduction.portal.queries.sheet_rows import MADE, MadeRow
from coproduction.portal.sheets import brought as files
from coproduction.portal.sheets import meanings
from coproduction.portal.sheets.brought import Brought
from coproduction.portal.sheets.judging import KEEP_KINDS, KEEP_NAMES, Judged, Line
from coproduction.portal.sheets.meanings import Meaning
from coproduction.portal.sheets.plans import AnswerPlan, ProjectPlan, SessionPlan
from coproduction.portal.sheets.words import fold
from engagements.enums import MilestoneKind, Part, ProjectKind, ProjectStatus
from engagements.models import Project, ProjectPart, Session
from engagements.services import projects, sessions
from feedback.models import Outcome
from feedback.services import outcomes
from feedback.services.outcomes import FigureWords
from groups.actors import Actor
from groups.models import Body

LONGEST_NAME = 120


@transaction.atomic
def bring(*, name: str, sheets: Sequence[Sheet], by: Actor) -> Job:
    """Keep what was read from a file until its columns are matched and its lines are checked; a day at most."""
    _must_be_allowed(by)
    brought = Brought(name.strip()[:LONGEST_NAME], tuple(sheets), sheet=files.most_likely(sheets))
    return Job.objects.create(kind=queries.WAITING, asked_by=by.ref, asked_at=clock.now(), facts=brought.as_facts())


@transaction.atomic
def match(*, job: Job, sheet: int, heading: int, columns: Sequence[Meaning], by: Actor) -> Job:
    """Say which sheet is meant, which line holds the headings, and what each column is. Raises `Missing` when no column is the title."""
    job, brought = _opened(job, by)
    brought = replace(brought, sheet=sheet, heading=heading, columns=tuple(columns))
    if not brought.is_matched:
        raise WrongState(_("This file has other columns than the page showed. Match them once more."))
    if Meaning.TITLE not in brought.columns:
        raise Missing(_("Say which column is the title of the project."))
    return _kept(job, brought)


@transaction.atomic
def let_through(*, job: Job, what: str, by: Actor) -> Job:
    """Take lines although a kind is not in our list, or a name is not in the portal: their own words are kept."""
    if what not in (KEEP_KINDS, KEEP_NAMES):
        raise WrongState(_("This cannot be let through. Mend it in the file."))
    job, brought = _opened(job, by)
    return _kept(job, replace(brought, keep=brought.keep | {what}))


@transaction.atomic
def discard(*, job: Job, by: Actor) -> None:
    """Forget a file that was brought."""
    _must_be_allowed(by)
    Job.objects.filter(pk=job.pk, kind=queries.WAITING, asked_by=by.ref).delete()


@transaction.atomic
def take_in(*, job: Job, seen: str, by: Actor) -> SheetImport:
    """Make drafts of the good lines, all of them or none. The same file pressed twice is taken in once.

    `seen` is the digest of what the page showed: when the portal has changed since, nothing is saved. Raises `WrongState` then,
    and `Missing` when no line is good.
    """
    _must_be_allowed(by)
    _one_at_a_time()
    waiting = _locked(job, by)
    if waiting.finished_at:
        return SheetImport.objects.get(pk=waiting.facts["import"])
    brought = Brought.from_facts(waiting.facts)
    judged = queries.checked(brought, user=by.user, today=clock.today()).judged
    if not judged.good:
        raise Missing(_("No line is good yet. Mend the file, and send it again."))
    if judged.digest != seen:
        raise WrongState(_("Something changed since you looked, so nothing was saved. Look at the lines once more."))
    sheet = SheetImport.objects.create(
        kind=queries.OF_PAST_WORK, name=brought.name, made_at=clock.now(), made_by=by.ref, made_by_label=by.label,
        headings=meanings.fingerprint_of(brought.table.headings), columns=[meaning.value for meaning in brought.columns],
    )  # fmt: skip
    made = _Taking(brought, judged, by).run()
    _note(sheet, made)
    _leave_the_rest(waiting, brought, judged, sheet)
    audit.record(verb="sheet.taken_in", target=sheet, by=by, lines=len(judged.good), left_out=len(judged.faulty), rows=len(made))
    return sheet


@dataclass(frozen=True)
class TakenBack:
    """How many rows went, and those that stay with the reason."""

    removed: int
    stayed: list[MadeRow]


@transaction.atomic
def take_back(*, sheet: SheetImport, by: Actor) -> TakenBack:
    """Remove everything that an import made and that nobody changed, published or built upon since.

    Raises `WrongState` when it was taken back already, and when nothing of it can be.
    """
    _must_be_allowed(by)
    sheet = SheetImport.objects.select_for_update().get(pk=sheet.pk, kind=queries.OF_PAST_WORK)
    if sheet.undone_at:
        raise WrongState(_("This import was taken back already."))
    _lock_rows(sheet)
    standing = sheet_rows.standing(sheet)
    going = [made for made in standing if not made.stays and not made.is_gone]
    stayed = [made for made in standing if made.stays]
    if not going and stayed:
        raise WrongState(_("Everything that this import made is in use by now, so nothing was taken back."))
    for made in going:
        audit.record(verb="sheet.row_removed", target=made.row, by=by, sheet=sheet.pk)
    _remove([made.row for made in going])
    sheet.lines.filter(pk__in=[made.line.pk for made in standing if not made.stays]).update(target="")
    sheet.undone_at, sheet.undone_by = clock.now(), by.ref
    sheet.save(update_fields=["undone_at", "undone_by"])
    audit.record(verb="sheet.taken_back", target=sheet, by=by, removed=len(going), stayed=len(stayed))
    return TakenBack(len(going), stayed)


@purge.register
def waiting_sheets(now: dt.datetime) -> int:
    """Spreadsheets that were brought, the night after their day."""
    return Job.objects.filter(kind=queries.WAITING, asked_at__lt=now - queries.KEPT).delete()[0]


@dataclass
class _Taking:
    """Makes the drafts of the good lines, in the order of the file."""

    brought: Brought
    judged: Judged
    by: Actor
    made: list[tuple[Line, Any]] = field(default_factory=list)

    def run(self) -> list[tuple[Line, Any]]:
        self.bodies = Body.objects.in_bulk({pk for line in self.judged.good if line.answer for pk in line.answer.credited})
        self.existing = self.lock_existing()
        self.new: dict[str, Project] = {}
        for line in self.judged.good:
            project = self.project(line)
            if line.session:
                self.made.append((line, self.session(line.session, project, line.number)))
            if line.answer:
                self.made.append((line, self.answer(line.answer, project, line.number)))
        return self.made

    def lock_existing(self) -> dict[int, Project]:
        """The projects that lines add to. One that became public just now must not get a session unseen."""
        wanted = {line.existing for line in self.judged.good if line.existing}
        found = Project.objects.select_for_update().order_by("pk").in_bulk(wanted)
        with_session = {line.existing for line in self.judged.good if line.existing and line.session}
        if any(found[pk].status != ProjectStatus.DRAFT for pk in with_session):
            raise WrongState(_("Something changed since you looked, so nothing was saved. Look at the lines once more."))
        return found

    def project(self, line: Line) -> Project:
        if line.existing:
            return self.existing[line.existing]
        title = fold(line.project.title)
        if title not in self.new:
            self.new[title] = self.draft(self.judged.projects[title], line.number)
            self.made.append((line, self.new[title]))
        return self.new[title]

    def draft(self, plan: ProjectPlan, number: int) -> Project:
        dated = {MilestoneKind.START: plan.started, MilestoneKind.END: plan.ended}
        return projects.draft_past(
            title=plan.title,
            kind=plan.kind or ProjectKind.OTHER,
            kind_words=plan.kind_words,
            why=plan.why,
            what_happened=plan.what_happened,
            degree_achieved=plan.degree,
            degree_stated=plan.degree_words,
            parts=_parts(plan),
            milestones={kind: on for kind, on in dated.items() if on},
            source=self.brought.source_of(number),
            by=self.by,
        )

    def session(self, plan: SessionPlan, project: Project, number: int) -> Session:
        return sessions.record(
            project=project,
            kind=plan.kind,
            format=plan.format,
            topic=plan.topic,
            held=plan.held,
            venue=plan.venue,
            heads=plan.heads,
            participants=plan.participants,
            source=self.brought.source_of(number),
            by=self.by,
        )

    def answer(self, plan: AnswerPlan, project: Project, number: int) -> Outcome:
        return outcomes.draft(
            project=project,
            answer=plan.answer,
            we_did=plan.we_did,
            you_said=plan.you_said,
            said_basis=plan.said_basis,
            because_kind=plan.because_kind,
            because=plan.because,
            would_change=plan.would_change,
            happened=plan.happened,
            credited=[self.bodies[pk] for pk in plan.credited],
            figure=FigureWords(plan.figure, plan.figure_parts) if plan.figure else None,
            source=self.brought.source_of(number),
            by=self.by,
        )


def _parts(plan: ProjectPlan) -> list[ProjectPart]:
    return [
        *(ProjectPart(part=Part.GROUP, body_id=pk) for pk in plan.forums),
        *(ProjectPart(part=Part.GROUP, words=words) for words in plan.forum_words),
        *(ProjectPart(part=Part.PARTNER, body_id=pk) for pk in plan.partners),
        *(ProjectPart(part=Part.PARTNER, words=words) for words in plan.partner_words),
    ]


def _note(sheet: SheetImport, made: list[tuple[Line, Any]]) -> None:
    """Write down what each line became, and how that stood."""
    stands = sheet_rows.rows_of(ref_of(row) for _line, row in made)
    SheetLine.objects.bulk_create(
        SheetLine(
            sheet=sheet,
            line=line.number,
            fingerprint=line.fingerprint,
            target=ref_of(row),
            made_as=sheet_rows.digest_of(stands[ref_of(row)]),
        )
        for line, row in made
    )


def _leave_the_rest(job: Job, brought: Brought, judged: Judged, sheet: SheetImport) -> None:
    """Of the file only the lines stay that were left out, so that they can be mended; and they not long."""
    job.facts = {
        "import": sheet.pk,
        "name": brought.name,
        "headings": list(brought.table.headings),
        "left_out": [[list(line.cells), list(line.faults)] for line in judged.faulty],
    }
    job.finished_at = clock.now()
    job.save(update_fields=["facts", "finished_at"])


def _lock_rows(sheet: SheetImport) -> None:
    """Nobody changes or builds upon what an import made while it is taken back."""
    for model, pks in sheet_rows.pks_of(sheet.lines.values_list("target", flat=True)).items():
        list(model._default_manager.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def _remove(rows: list[Any]) -> None:
    figures = [row.figure_id for row in rows if isinstance(row, Outcome) and row.figure_id]
    for model in MADE:
        model._default_manager.filter(pk__in=[row.pk for row in rows if isinstance(row, model)]).delete()
    Figure.objects.filter(pk__in=figures).delete()


def _one_at_a_time() -> None:
    """The second import waits here, then finds the lines of the first."""
    Publication.objects.get_or_create(pk=1)
    Publication.objects.select_for_update().get(pk=1)


def _opened(job: Job, by: Actor) -> tuple[Job, Brought]:
    """A file that waits, locked, and what was read from it."""
    _must_be_allowed(by)
    waiting = _locked(job, by)
    if waiting.finished_at:
        raise WrongState(_("This file was taken in already."))
    return waiting, Brought.from_facts(waiting.facts)


def _locked(job: Job, by: Actor) -> Job:
    waiting = Job.objects.select_for_update().filter(pk=job.pk, kind=queries.WAITING, asked_by=by.ref).first()
    if waiting is None:
        raise Missing(_("This file is not here any more. Choose it once more; nothing was saved."))
    return waiting


def _kept(job: Job, brought: Brought) -> Job:
    job.facts = brought.as_facts()
    job.save(update_fields=["facts"])
    return job


def _must_be_allowed(by: Actor) -> None:
    by.must_be_live(clock.now())
    if not rules.has_perm("engagements.add_project", by):
        raise NotAllowed(_("Only an officer can do this."))
