"""The door to a project: begin it, say who works on it and what is fixed, pause, stop and finish it, move it along its stages."""

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from engagements.enums import PROJECT_STEPS, LimitKind, MilestoneKind, Part, ProjectKind, ProjectStatus
from engagements.models import Limit, Milestone, Project, ProjectPart
from engagements.models.projects import FIRST_STAGE, LAST_STAGE
from groups.actors import Actor
from groups.enums import BodyKind, Role
from groups.models import Body, User

_SLUG_LENGTH = 70


@transaction.atomic
def start(
    *,
    title: str,
    kind: str,
    why: str,
    by: Actor,
    degree_planned: str = "",
    fixed_words: str = "",
    open_words: str = "",
    lead: User | None = None,
    status: ProjectStatus = ProjectStatus.OPEN,
) -> Project:
    """Begin a project, led by the officer who starts it unless another is named. It is public at once unless it is a draft."""
    _must_be_officer(by)
    title, why = title.strip(), why.strip()
    if not title:
        raise Missing(_("Give the project a title"))
    if not why:
        raise Missing(_("Say what you want to make better"))
    if status not in (ProjectStatus.DRAFT, ProjectStatus.OPEN):
        raise WrongState(_("A new project is a draft or is going on."))
    project = _create_with_own_slug(
        Project(
            title=title, kind=ProjectKind(kind), why=why, status=status, lead=lead or by.user, origin=by.origin,
            degree_planned=degree_planned, fixed_words=fixed_words.strip(), open_words=open_words.strip(),
        )
    )  # fmt: skip
    begun = Milestone(project=project, kind=MilestoneKind.START)
    begun.on = PartialDate.day(clock.today())
    begun.save()
    audit.record(verb="engagements.project_started", target=project, by=by, status=status, kind=kind)
    _published(project)
    return project


@transaction.atomic
def add_part(
    *, project: Project, part: str, by: Actor, body: Body | None = None, words: str = "", signs: bool = False
) -> ProjectPart:
    """Say who works on a project. A forum or organisation that signs confirms and signs the checklist; a council team cannot."""
    locked = _locked(project, by)
    if body is None and not words.strip():
        raise Missing(_("Say who works on it"))
    if signs:
        _may_sign(body)
    if body and ProjectPart.objects.filter(project=locked, part=part, body=body).exists():
        raise WrongState(_("%(body)s is on this project already.") % {"body": body.name})
    added = ProjectPart.objects.create(project=locked, part=Part(part), body=body, words=words.strip(), signs=signs)
    audit.record(verb="engagements.part_added", target=locked, by=by, part=part, body=body.pk if body else None, signs=signs)
    _published(locked)
    return added


@transaction.atomic
def let_sign(*, project: Project, body: Body, by: Actor) -> ProjectPart:
    """Let a forum confirm and sign; one that works on the project already keeps its part."""
    locked = _locked(project, by)
    part = ProjectPart.objects.filter(project=locked, body=body).order_by("-signs", "pk").first()
    if part is None:
        return add_part(project=locked, part=Part.GROUP, body=body, signs=True, by=by)
    _may_sign(body)
    if not part.signs:
        part.signs = True
        part.save(update_fields=["signs"])
        audit.record(verb="engagements.part_signs", target=locked, by=by, body=body.pk)
        _published(locked)
    return part


@transaction.atomic
def add_limit(*, project: Project, kind: str, words: str, by: Actor) -> Limit:
    """Say what cannot change, and why."""
    locked = _locked(project, by)
    if not words.strip():
        raise Missing(_("Say what cannot change, and why"))
    limit = Limit.objects.create(project=locked, kind=LimitKind(kind), words=words.strip())
    audit.record(verb="engagements.limit_added", target=locked, by=by, kind=kind)
    _published(locked)
    return limit


@transaction.atomic
def open_up(*, project: Project, by: Actor) -> Project:
    """Make a draft public."""
    return _to(project, ProjectStatus.OPEN, by, only_from=ProjectStatus.DRAFT)


@transaction.atomic
def pause(*, project: Project, reason: str, by: Actor) -> Project:
    """Pause a project, with a reason that is public."""
    return _to(project, ProjectStatus.PAUSED, by, reason=_needed(reason, _("Say why it is paused. Everyone can read this.")))


@transaction.atomic
def resume(*, project: Project, by: Actor) -> Project:
    """Go on with a project that was paused or finished."""
    if project.status == ProjectStatus.DRAFT:
        raise WrongState(_("A draft has not begun. Make it public first."))
    return _to(project, ProjectStatus.OPEN, by)


@transaction.atomic
def stop(*, project: Project, reason: str, by: Actor) -> Project:
    """Stop a project for good, with a reason that is public."""
    return _to(project, ProjectStatus.STOPPED, by, reason=_needed(reason, _("Say why it stops. Everyone can read this.")))


@transaction.atomic
def close(*, project: Project, by: Actor) -> Project:
    """Finish a project."""
    closed = _to(project, ProjectStatus.CLOSED, by)
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
    _published(locked)
    return locked


def _to(project: Project, status: ProjectStatus, by: Actor, *, reason: str = "", only_from: str = "") -> Project:
    locked = _locked(project, by)
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


def _locked(project: Project, by: Actor) -> Project:
    _must_be_officer(by)
    return Project.objects.select_for_update().get(pk=project.pk)


def _must_be_officer(by: Actor) -> None:
    by.must_be_live(clock.now())
    if by.capacity.role != Role.OFFICER:
        raise NotAllowed(_("Only an officer can do this."))


def _may_sign(body: Body | None) -> None:
    if body is None or body.kind not in (BodyKind.FORUM, BodyKind.ORGANISATION):
        raise NotAllowed(_("Only a forum or a partner organisation signs. The council signs for itself."))


def _needed(reason: str, otherwise: str) -> str:
    if not reason.strip():
        raise Missing(otherwise)
    return reason.strip()


def _published(project: Project) -> None:
    if project.status != ProjectStatus.DRAFT:
        publication.bump()


def _create_with_own_slug(project: Project) -> Project:
    """Save a new project under a slug of its own, also when two with one title are started at the same moment."""
    for slug in _slugs(project.title):
        if Project.objects.filter(slug=slug).exists():
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
