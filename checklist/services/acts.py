"""What every act on a checklist shares: the lock, whose side the actor is on, that nobody is on both, and the chapter it is in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist import policies
from checklist.enums import CLOSED_STAGES, OPEN_STAGES, STAGE_STEPS, Manner, Side, StageState
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


def begin(checklist_id: int, by: Actor, *, by_hands: bool = False, disputes: bool = False) -> Walk:
    """Lock the walk and its project; say on which side this actor acts, or refuse.

    `by_hands`: the act writes down a show of hands, which a facilitator may do. `disputes`: anyone of a signing forum may.
    Raises `NotAllowed` for someone on neither side, whose capacity ended, or who has acted for the other side of this checklist;
    `WrongState` for a project that rests.
    """
    by.must_be_live(clock.now())
    locked = Checklist.objects.select_for_update(of=("self", "project")).select_related("project")
    checklist = locked.get(pk=checklist_id)
    project = checklist.project
    signing = {part.body.pk: part.body for part in project.parts.filter(signs=True).select_related("body") if part.body}
    children = {key for key, body in signing.items() if by_hands and policies.is_childrens_forum(body)}
    role, body_id = by.capacity.role, by.capacity.body_id
    side = policies.side_of(role=role, body_id=body_id, signing=signing, by_hands=children)
    if disputes and policies.may_dispute(role=role, body_id=body_id, signing=signing):
        side = Side.FORUM
    if side is None:
        raise NotAllowed(_("As %(capacity)s you can read this checklist. You cannot change or sign it.") % {"capacity": by.label})
    walk = Walk(checklist, project, signing, side, by)
    _stay_on_one_side(walk)
    must_go_on(project)
    return walk


def must_go_on(project: Project) -> None:
    """Refuse work on a project that rests."""
    if project.status in policies.RESTING:
        raise WrongState(str(_RESTING[ProjectStatus(project.status)]))


def _stay_on_one_side(walk: Walk) -> None:
    """Refuse someone who has acted for the other side of this checklist, in whatever capacity: one person is one side.

    Who leads the project or stands in is the council's, whether they have acted here yet or not.
    """
    by, project = walk.by, walk.project
    if walk.side == Side.FORUM and by.user.pk in (project.lead_id, project.cover_id):
        raise NotAllowed(
            _("You lead this project for the council, so you cannot act for %(forum)s here.") % {"forum": by.body.name}
            if project.lead_id == by.user.pk
            else _("You stand in for who leads this project, so you cannot act for %(forum)s here.") % {"forum": by.body.name}
        )
    other = policies.other_side(walk.side)
    if has_acted(project, other, by.ref):
        raise NotAllowed(
            _("You have acted for %(side)s on this checklist, so you cannot act for the other side as well. Ask someone else.")
            % {"side": _("the council") if other == Side.COUNCIL else walk.forum_name}
        )


def has_acted(project: Project, side: Side, ref: str) -> bool:
    """Whether this person has acted for this side of a project's checklist, in whatever capacity."""
    # A signature on paper is a forum's, and it is an officer who entered it.
    on_paper = Q(manner=Manner.ON_PAPER)
    signed = Q(side=side) | on_paper if side == Side.COUNCIL else Q(side=side) & ~on_paper
    answered = ItemEvent.objects.filter(item__stage__checklist__project=project, side=side, by_ref=ref).exists()
    return answered or SignOff.objects.filter(signed, stage__checklist__project=project, by_ref=ref).exists()


def chapter_of(walk: Walk, number: int) -> list[ChecklistStage]:
    """The stages that are open, settled and signed together with this one, locked and in order."""
    numbers = policies.chapter_of(walk.checklist.scale, number)
    found = walk.checklist.stages.select_for_update(of=("self",)).select_related("template").filter(number__in=numbers)
    return list(found)


def must_be_open(stage: ChecklistStage) -> None:
    """Refuse work on a stage that has not begun or that is signed."""
    if stage.state in OPEN_STAGES:
        return
    if stage.state == StageState.TO_COME:
        raise WrongState(_("Stage %(number)s has not begun yet.") % {"number": stage.number})
    raise WrongState(_("Stage %(number)s is finished. Open it again first, and say why.") % {"number": stage.number})


def follow(walk: Walk, chapter: Sequence[ChecklistStage]) -> None:
    """Bring the cached states in line with the history of sign-offs, open what comes next, and tell the project where it stands."""
    # All stages of a chapter have the same history, because every act on one is an act on all.
    state = policies.stage_state(policies.positions(chapter[0].sign_offs.all()), walk.signing)
    moved = [move(stage, state) for stage in chapter]
    if any(moved):
        publication.bump()
    stages = list(walk.checklist.stages.all())
    current = next((each for each in stages if each.state in OPEN_STAGES), None)
    if current is None:
        current = next((each for each in stages if each.state not in CLOSED_STAGES), stages[-1])
        if current.state == StageState.TO_COME:
            for stage in chapter_of(walk, current.number):
                move(stage, policies.stage_state(policies.positions(stage.sign_offs.all()), walk.signing))
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
