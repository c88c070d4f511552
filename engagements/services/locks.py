"""What every change of a project begins and ends with: an officer, the lock, that nobody was quicker, and what the public reads."""

from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import publication
from engagements.enums import PlanStep, ProjectStatus
from engagements.models import Project
from engagements.queries import plans
from groups.actors import Actor
from groups.enums import BodyKind, Role
from groups.models import Body


class CameSecond(WrongState):
    """Somebody else changed the same thing since the page was opened."""


def must_be_officer(by: Actor) -> None:
    """Refuse everyone but an officer whose part is live now: officers stand in for each other."""
    by.must_be_live(clock.now())
    if by.capacity.role != Role.OFFICER:
        raise NotAllowed(_("Only an officer can do this."))


def locked(project: Project, by: Actor) -> Project:
    """The project as it stands now, under its lock, for an officer who changes it."""
    must_be_officer(by)
    return Project.objects.select_for_update().get(pk=project.pk)


def locked_unless_stopped(project: Project, by: Actor) -> Project:
    """The same. Raises `WrongState` when the project was stopped meanwhile: what it was until then stays as it is."""
    now = locked(project, by)
    if now.status == ProjectStatus.STOPPED:
        raise WrongState(
            _("“%(project)s” was stopped, so nothing more is written down for it. Claims for money can still be settled.")
            % {"project": now.title}
        )
    return now


def to_change(project: Project, by: Actor, seen: str | None) -> Project:
    """The project under its lock, for an officer who changes what is written about it.

    `seen` is the stamp of what stood when they opened the page, see `queries.plans.stamp`; None when no page was open.
    Raises `WrongState` for a project that was stopped, `CameSecond` when something else stands by now.
    """
    row = locked_unless_stopped(project, by)
    if seen is None:
        return row
    step = seen.partition(".")[0]
    if step not in PlanStep.values or plans.stamp(row, PlanStep(step)) != seen:
        raise CameSecond(
            _("Somebody else changed this while you were writing, so it is not saved yet. Compare the two, and save again.")
        )
    return row


def must_stand(project: Project) -> None:
    """Raise `Missing` when what every public project says is not said yet."""
    if not project.title.strip():
        raise Missing(_("Give the project a title"))
    if not (project.why or project.what_happened):
        raise Missing(_("Say what you want to make better"))
    if not project.kind:
        raise Missing(_("Choose the kind of work"))


def may_sign(body: Body | None) -> None:
    """Raise `NotAllowed` for whoever does not sign a checklist besides the council."""
    if body is None or body.kind not in (BodyKind.FORUM, BodyKind.ORGANISATION):
        raise NotAllowed(_("Only a forum or a partner organisation signs. The council signs for itself."))


def published(project: Project) -> None:
    """What everyone reads of this project has changed."""
    if project.status != ProjectStatus.DRAFT:
        publication.bump()
