"""The door to a project: begin it, say who works on it and what is fixed, pause, stop and finish it, move it along its stages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, WrongState
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from engagements.enums import PROJECT_STEPS, LimitKind, MilestoneKind, Part, ProjectKind, ProjectStatus
from engagements.models import Limit, Milestone, Project, ProjectPart
from engagements.models.projects import FIRST_STAGE, LAST_STAGE
from engagements.queries import kinds
from engagements.services import locks
from groups.actors import Actor
from groups.models import Body, User

_SLUG_LENGTH = 70
# Words of our own addresses under /officers/projects/: no project takes one of them as its own.
_RESERVED = {"new", "quick", "import", "imports", "board", "table", "late", "lessons", "all", "mine", "kinds"}


@transaction.atomic
def start(
    *,
    title: str,
    why: str,
    by: Actor,
    kind: str = "",
    degree_planned: str = "",
    degree_achieved: str = "",
    fixed_words: str = "",
    open_words: str = "",
    what_happened: str = "",
    lead: User | None = None,
    status: ProjectStatus = ProjectStatus.OPEN,
) -> Project:
    """Begin a project, led by the officer who starts it unless another is named. It is public at once unless it is a draft.

    A draft may wait for its kind. Raises `Missing` without a title, and without a word on why or what happened.
    """
    locks.must_be_officer(by)
    title, why, what_happened = title.strip(), why.strip(), what_happened.strip()
    if not title:
        raise Missing(_("Give the project a title"))
    if not (why or what_happened):
        raise Missing(_("Say what you want to make better"))
    if status not in (ProjectStatus.DRAFT, ProjectStatus.OPEN):
        raise WrongState(_("A new project is a draft or is going on."))
    project = _create_with_own_slug(
        Project(
            title=title, kind="" if status == ProjectStatus.DRAFT and not kind else _kind(kind), why=why, status=status,
            lead=lead or by.user, origin=by.origin, degree_planned=degree_planned, degree_achieved=degree_achieved,
            fixed_words=fixed_words.strip(), open_words=open_words.strip(), what_happened=what_happened,
        )
    )  # fmt: skip
    if status == ProjectStatus.OPEN:
        _begins_today(project)
    audit.record(verb="engagements.project_started", target=project, by=by, status=status, kind=kind)
    locks.published(project)
    return project


@transaction.atomic
def draft_past(
    *,
    title: str,
    kind: str,
    by: Actor,
    parts: Iterable[ProjectPart] = (),
    milestones: Mapping[str, PartialDate] | None = None,
    **details: Any,
) -> Project:
    """Write down work of the past as a draft that only the council and those who worked on it see.

    `parts` are rows that are not saved yet; `milestones` are dates by their kind; `details` are fields of `Project` such as `why`,
    `what_happened` or `source`. Nobody leads it: the file does not say who did. Raises `Missing` without a title or a kind.
    """
    locks.must_be_officer(by)
    if not title.strip():
        raise Missing(_("Give the project a title"))
    # The built-in kinds are known without a question: there may be hundreds of these at once.
    known = kind if kind in ProjectKind else _kind(kind)
    project = _create_with_own_slug(
        Project(title=title.strip(), kind=known, status=ProjectStatus.DRAFT, origin=by.origin, **details)
    )
    own = list(parts)
    for part in own:
        part.project = project
    ProjectPart.objects.bulk_create(own)
    Milestone.objects.bulk_create(_milestone(project, what, on) for what, on in (milestones or {}).items())
    audit.record(verb="engagements.past_drafted", target=project, by=by, kind=kind)
    return project


@transaction.atomic
def add_part(
    *, project: Project, part: str, by: Actor, body: Body | None = None, words: str = "", signs: bool = False
) -> ProjectPart:
    """Say who works on a project. A forum or organisation that signs confirms and signs the checklist; a council team cannot."""
    locked = locks.locked(project, by)
    if body is None and not words.strip():
        raise Missing(_("Say who works on it"))
    if signs:
        locks.may_sign(body)
    if body and ProjectPart.objects.filter(project=locked, part=part, body=body).exists():
        raise WrongState(_("%(body)s is on this project already.") % {"body": body.name})
    added = ProjectPart.objects.create(project=locked, part=Part(part), body=body, words=words.strip(), signs=signs)
    audit.record(verb="engagements.part_added", target=locked, by=by, part=part, body=body.pk if body else None, signs=signs)
    locks.published(locked)
    return added


@transaction.atomic
def let_sign(*, project: Project, body: Body, by: Actor) -> ProjectPart:
    """Let a forum confirm and sign; one that works on the project already keeps its part."""
    locked = locks.locked(project, by)
    part = ProjectPart.objects.filter(project=locked, body=body).order_by("-signs", "pk").first()
    if part is None:
        return add_part(project=locked, part=Part.GROUP, body=body, signs=True, by=by)
    locks.may_sign(body)
    if not part.signs:
        part.signs = True
        part.save(update_fields=["signs"])
        audit.record(verb="engagements.part_signs", target=locked, by=by, body=body.pk)
        locks.published(locked)
    return part


@transaction.atomic
def add_limit(*, project: Project, kind: str, words: str, by: Actor) -> Limit:
    """Say what cannot change, and why."""
    locked = locks.locked(project, by)
    if not words.strip():
        raise Missing(_("Say what cannot change, and why"))
    limit = Limit.objects.create(project=locked, kind=LimitKind(kind), words=words.strip())
    audit.record(verb="engagements.limit_added", target=locked, by=by, kind=kind)
    locks.published(locked)
    return limit


@transaction.atomic
def open_up(*, project: Project, by: Actor) -> Project:
    """Make a draft public: it begins today."""
    begun = _to(project, ProjectStatus.OPEN, by, only_from=ProjectStatus.DRAFT)
    _begins_today(begun)
    return begun


@transaction.atomic
def put_on_record(*, project: Project, status: str, by: Actor) -> Project:
    """Make a draft public without a checklist, as going on or as finished, on no date but those that are written down."""
    if status not in (ProjectStatus.OPEN, ProjectStatus.CLOSED):
        raise WrongState(_("Say whether it goes on or is finished"))
    locks.must_stand(project)
    return _to(project, ProjectStatus(status), by, only_from=ProjectStatus.DRAFT)


@transaction.atomic
def throw_away(*, project: Project, by: Actor) -> None:
    """Take away a draft that came to nothing. Nobody outside has seen it; what has sessions is kept."""
    locked = locks.locked(project, by)
    if locked.status != ProjectStatus.DRAFT:
        raise WrongState(_("“%(project)s” is public already. Stop it instead.") % {"project": locked.title})
    if locked.sessions.exists():
        raise WrongState(_("People have met on “%(project)s” already, so it stays.") % {"project": locked.title})
    audit.record(verb="engagements.draft_thrown_away", target=locked, by=by)
    locked.delete()


@transaction.atomic
def pause(*, project: Project, reason: str, by: Actor) -> Project:
    """Pause a project, with a reason that is public."""
    return _to(project, ProjectStatus.PAUSED, by, reason=_needed(reason, _("Say why it is paused. Everyone can read this.")))


@transaction.atomic
def resume(*, project: Project, by: Actor) -> Project:
    """Go on with a project that was paused or finished."""
    if project.status == ProjectStatus.DRAFT:
        raise WrongState(_("A draft has not begun. Make it public first."))
    going_on = _to(project, ProjectStatus.OPEN, by)
    going_on.milestones.filter(kind=MilestoneKind.END).delete()
    return going_on


@transaction.atomic
def stop(*, project: Project, reason: str, by: Actor) -> Project:
    """Stop a project for good, with a reason that is public."""
    return _to(project, ProjectStatus.STOPPED, by, reason=_needed(reason, _("Say why it stops. Everyone can read this.")))


@transaction.atomic
def close(*, project: Project, by: Actor, what_happened: str = "", degree_achieved: str = "") -> Project:
    """Finish a project, and say what happened in it where that is not said yet. Both words are public."""
    if project.status == ProjectStatus.DRAFT:
        raise WrongState(_("A draft has not begun. Make it public first."))
    closed = _to(project, ProjectStatus.CLOSED, by)
    closed.what_happened = what_happened.strip() or closed.what_happened
    closed.degree_achieved = degree_achieved or closed.degree_achieved
    closed.save(update_fields=["what_happened", "degree_achieved"])
    ended = Milestone.objects.filter(project=closed, kind=MilestoneKind.END).first() or Milestone(
        project=closed, kind=MilestoneKind.END
    )
    ended.on = PartialDate.day(clock.today())
    ended.save()
    return closed


@transaction.atomic
def enter_stage(*, project: Project, number: int, by: Actor) -> Project:
    """Note the stage that a project has reached. The checklist calls this; it is the only one that does."""
    if not FIRST_STAGE <= number <= LAST_STAGE:
        raise WrongState(_("There is no stage %(number)s.") % {"number": number})
    locked = Project.objects.select_for_update().get(pk=project.pk)
    was, locked.stage = locked.stage, number
    locked.save(update_fields=["stage"])
    audit.record(verb="engagements.stage_entered", target=locked, by=by, old=was, new=number)
    locks.published(locked)
    return locked


def _to(project: Project, status: ProjectStatus, by: Actor, *, reason: str = "", only_from: str = "") -> Project:
    locked = locks.locked(project, by)
    if status not in PROJECT_STEPS[locked.status] or (only_from and locked.status != only_from):
        raise WrongState(
            _("“%(project)s” is “%(state)s”, so this cannot be done now.")
            % {"project": locked.title, "state": locked.get_status_display()}
        )
    was, locked.status, locked.status_reason = locked.status, status, reason
    locked.save(update_fields=["status", "status_reason"])
    audit.record(verb="engagements.status_changed", target=locked, by=by, old=was, new=status)
    publication.bump()
    return locked


def _begins_today(project: Project) -> None:
    """Unless it is known already when it began: work of the past that was taken in says so."""
    if not Milestone.objects.filter(project=project, kind=MilestoneKind.START).exists():
        _milestone(project, MilestoneKind.START, PartialDate.day(clock.today())).save()


def _milestone(project: Project, kind: str, on: PartialDate) -> Milestone:
    """A date of a project, not saved yet."""
    milestone = Milestone(project=project, kind=MilestoneKind(kind))
    milestone.on = on
    return milestone


def _kind(key: str) -> str:
    if key not in kinds.everything():
        raise Missing(_("Choose the kind of work"))
    return key


def _needed(reason: str, otherwise: str) -> str:
    if not reason.strip():
        raise Missing(otherwise)
    return reason.strip()


def _create_with_own_slug(project: Project) -> Project:
    """Save a new project under a slug of its own, also when two with one title are started at the same moment."""
    for slug in _slugs(project.title):
        if slug in _RESERVED or Project.objects.filter(slug=slug).exists():
            continue
        project.slug = slug
        try:
            with transaction.atomic():
                project.save(force_insert=True)
        except IntegrityError:
            if not Project.objects.filter(slug=slug).exists():
                raise
            project.pk = None
            continue
        return project
    raise AssertionError("slugs do not run out")


def _slugs(title: str) -> Iterator[str]:
    stem = slugify(title)[:_SLUG_LENGTH].strip("-") or "project"
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
