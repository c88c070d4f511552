"""What every act on a checklist shares: the lock, whose side the actor is on, and that nobody is on both."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist import policies
from checklist.enums import CLOSED_STAGES, OPEN_STAGES, STAGE_STEPS, Side, StageState
from checklist.models import Checklist, ChecklistStage, ItemEvent, SignOff
from coproduction.core import clock
from coproduction.core.errors import NotAllowed, WrongState
from coproduction.core.services import publication
from engagements.enums import ProjectStatus
from engagements.models import Project
from engagements.services import projects
from groups.actors import Actor
from groups.models import Body

_RESTING = {
    ProjectStatus.PAUSED: gettext_lazy("This project is paused. Start it again first."),
    ProjectStatus.STOPPED: gettext_lazy("This project was stopped, so its checklist cannot change."),
    ProjectStatus.CLOSED: gettext_lazy("This project is finished. Open it again first."),
}


@dataclass(frozen=True)
class Walk:
    """A checklist that is locked until the end of the transaction, and the side on which the actor acts."""

    checklist: Checklist
    project: Project
    signing: dict[int, Body]
    side: Side
    by: Actor

    @property
    def forum_name(self) -> str:
        """The forums that sign, in words."""
        return _(" and ").join(body.name for body in self.signing.values()) or _("the forum")


def begin(checklist_id: int, by: Actor) -> Walk:
    """Lock the walk and its project; say on which side this actor acts, or refuse.

    Raises `NotAllowed` for someone on neither side or whose capacity ended, `WrongState` for a project that rests.
    """
    by.must_be_live(clock.now())
    locked = Checklist.objects.select_for_update(of=("self", "project")).select_related("project")
    checklist = locked.get(pk=checklist_id)
    project = checklist.project
    signing = {part.body.pk: part.body for part in project.parts.filter(signs=True).select_related("body") if part.body}
    side = policies.side_of(role=by.capacity.role, body_id=by.capacity.body_id, signing=signing)
    if side is None:
        raise NotAllowed(_("As %(capacity)s you can read this checklist. You cannot change or sign it.") % {"capacity": by.label})
    if side == Side.FORUM and project.lead_id == by.user.pk:
        raise NotAllowed(
            _("You lead this project for the council, so you cannot act for %(forum)s here.") % {"forum": by.body.name}
        )
    must_go_on(project)
    return Walk(checklist, project, signing, side, by)


def must_go_on(project: Project) -> None:
    """Refuse work on a project that rests."""
    if project.status in policies.RESTING:
        raise WrongState(str(_RESTING[ProjectStatus(project.status)]))


def stay_on_one_side(walk: Walk, stage: ChecklistStage) -> None:
    """Refuse someone who has acted for the other side at this stage, in whatever capacity: one person is one side."""
    other = policies.other_side(walk.side)
    acted = ItemEvent.objects.filter(item__stage=stage, side=other, by_ref=walk.by.ref).exists()
    if acted or SignOff.objects.filter(stage=stage, side=other, by_ref=walk.by.ref).exists():
        raise NotAllowed(
            _("You have acted for %(side)s at this stage, so you cannot act for the other side as well. Ask someone else.")
            % {"side": _("the council") if other == Side.COUNCIL else walk.forum_name}
        )


def must_be_open(stage: ChecklistStage) -> None:
    """Refuse work on a stage that has not begun or that is signed."""
    if stage.state in OPEN_STAGES:
        return
    if stage.state == StageState.TO_COME:
        raise WrongState(_("Stage %(number)s has not begun yet.") % {"number": stage.number})
    raise WrongState(_("Stage %(number)s is finished. Open it again first, and say why.") % {"number": stage.number})


def follow(walk: Walk, stage: ChecklistStage) -> None:
    """Bring the cached states in line with the history of sign-offs, open the next stage, and tell the project where it stands."""
    stood = policies.positions(stage.sign_offs.all())
    if move(stage, policies.stage_state(stood, walk.signing)):
        publication.bump()
    stages = list(walk.checklist.stages.all())
    current = next((each for each in stages if each.state in OPEN_STAGES), None)
    if current is None:
        current = next((each for each in stages if each.state not in CLOSED_STAGES), stages[-1])
        if current.state == StageState.TO_COME:
            move(current, policies.stage_state(policies.positions(current.sign_offs.all()), walk.signing))
    if walk.project.stage != current.number:
        projects.enter_stage(project=walk.project, number=current.number, by=walk.by)
        walk.project.stage = current.number


def move(stage: ChecklistStage, state: StageState) -> bool:
    """Put a stage into a state, by the transition table. False when it is in it already."""
    if stage.state == state:
        return False
    if state not in STAGE_STEPS[stage.state]:
        raise WrongState(
            _("Stage %(number)s cannot go from “%(old)s” to “%(new)s”.")
            % {
                "number": stage.number,
                "old": stage.get_state_display(),
                "new": state.label,
            }
        )
    stage.state = state
    stage.save(update_fields=["state"])
    return True
