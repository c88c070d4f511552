"""The door to the signing of a stage. A position is a row that is only ever added; the newest of each side is its position now."""

from django.db import transaction
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import CLOSED_STAGES, Confirms, ItemState, Mandatory, Position, Side
from checklist.models import ChecklistStage, ItemEvent, SignOff
from checklist.services import acts, notices
from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit, publication
from groups.actors import Actor


@transaction.atomic
def sign(*, stage: ChecklistStage, by: Actor, seen: int | None = None) -> SignOff:
    """Sign for the actor's side. When the council and every signing forum have signed, the stage is done and the next begins.

    `seen` is the number of events of the stage's items that the person had before them: nobody signs words they have not seen.
    """
    desk = _Desk(stage, by)
    desk.must_be_current()
    desk.must_have_seen(seen)
    if not desk.walk.signing:
        raise Missing(_("Add a forum that signs this project first. The council does not sign alone."))
    if desk.position == Position.SIGNED:
        raise WrongState(
            _("Stage %(number)s is signed for %(side)s already.") % {"number": desk.stage.number, "side": desk.side_name}
        )
    if waiting := desk.unsettled_codes():
        raise Missing(_("Before anyone signs, these must be settled: %(codes)s.") % {"codes": ", ".join(waiting)})
    signed = desk.take(Position.SIGNED)
    notices.stage_signed(walk=desk.walk, stage=desk.stage, sign_off=signed)
    return signed


@transaction.atomic
def refuse(*, stage: ChecklistStage, reason: str, by: Actor, seen: int | None = None) -> SignOff:
    """Do not sign, with a reason that is public. The stage is contested until this side signs after all."""
    desk = _Desk(stage, by)
    desk.must_be_current()
    desk.must_have_seen(seen)
    if not reason.strip():
        raise Missing(_("Say why you do not sign. Everyone can read this."))
    if desk.position == Position.REFUSED:
        raise WrongState(_("Your side has said already that it does not sign. The reason stands until you sign."))
    refused = desk.take(Position.REFUSED, reason.strip())
    notices.stage_refused(walk=desk.walk, stage=desk.stage, sign_off=refused)
    return refused


@transaction.atomic
def go_on_unsigned(*, stage: ChecklistStage, reason: str, by: Actor) -> SignOff:
    """The council goes on without a forum's signature, with a reason that is public and goes in the report to the committee.

    It goes on without their signature, never without its own answers.
    """
    desk = _Desk(stage, by)
    if desk.walk.side != Side.COUNCIL:
        raise NotAllowed(_("Only an officer can go on without a signature."))
    desk.must_be_current()
    if not reason.strip():
        raise Missing(_("Say why you go on without their signature. Everyone can read this."))
    if desk.walk.signing and not desk.stood.missing(desk.walk.signing):
        raise WrongState(_("%(forum)s has signed. Sign for the council instead.") % {"forum": desk.walk.forum_name})
    if waiting := desk.codes_without_an_answer():
        raise Missing(
            _("You can go on without their signature, not without your own answers. Still open: %(codes)s.")
            % {"codes": ", ".join(waiting)}
        )
    return desk.take(Position.WENT_ON, reason.strip())


@transaction.atomic
def reopen(*, stage: ChecklistStage, reason: str, by: Actor) -> SignOff:
    """Open a finished stage again, with a reason. Officers open any; a forum opens what it has signed."""
    desk = _Desk(stage, by)
    if desk.stage.state not in CLOSED_STAGES:
        raise WrongState(_("Stage %(number)s is not finished, so it need not be opened again.") % {"number": desk.stage.number})
    if not reason.strip():
        raise Missing(_("Say why this stage is opened again."))
    if desk.walk.side == Side.FORUM and desk.position != Position.SIGNED:
        raise NotAllowed(_("You can open a stage again that you have signed. Tell the council what you think about this one."))
    return desk.take(Position.REOPENED, reason.strip())


class _Desk:
    """One stage, locked with its walk, and where everyone stands."""

    def __init__(self, stage: ChecklistStage, by: Actor) -> None:
        self.walk = acts.begin(stage.checklist_id, by)
        self.stage = ChecklistStage.objects.select_for_update(of=("self",)).select_related("template").get(pk=stage.pk)
        acts.stay_on_one_side(self.walk, self.stage)
        self.stood = policies.positions(self.stage.sign_offs.all())

    @property
    def position(self) -> str:
        return self.stood.of(self.walk.side, self.walk.by.capacity.body_id)

    @property
    def side_name(self) -> str:
        return _("the council") if self.walk.side == Side.COUNCIL else self.walk.by.body.name

    def must_be_current(self) -> None:
        acts.must_be_open(self.stage)
        if self.walk.project.stage is not None and self.walk.project.stage != self.stage.number:
            raise WrongState(_("Stage %(number)s comes first: it was opened again.") % {"number": self.walk.project.stage})

    def must_have_seen(self, seen: int | None) -> None:
        if seen is not None and seen != ItemEvent.objects.filter(item__stage=self.stage).count():
            raise WrongState(_("Something changed at this stage while you had it open. Read it again, then sign."))

    def unsettled_codes(self) -> list[str]:
        """Codes of the items that must be settled before anyone signs."""
        items = self.stage.items.select_related("template")
        return [item.template.code for item in items if item.must_be_settled and not item.is_settled]

    def codes_without_an_answer(self) -> list[str]:
        """Codes of the items that the council has still to do itself; what waits for the forum does not hold it."""
        items = self.stage.items.select_related("template").exclude(template__mandatory=Mandatory.NO)
        own = [item for item in items if item.template.confirms != Confirms.FORUM_PARTNER]
        return [item.template.code for item in own if item.state in (ItemState.NOT_STARTED, ItemState.IN_PROGRESS)]

    def take(self, position: Position, reason: str = "") -> SignOff:
        """Add the position, bring the stage in line, and note it."""
        by, was = self.walk.by, self.stage.state
        row = SignOff.objects.create(
            stage=self.stage, at=clock.now(), side=self.walk.side, body=by.body, position=position, reason=reason,
            capacity=by.capacity, by_ref=by.ref, by_label=by.label,
        )  # fmt: skip
        acts.follow(self.walk, self.stage)
        audit.record(
            verb=f"checklist.stage_{position}", target=self.stage, by=by, old=was, new=self.stage.state, number=self.stage.number
        )
        publication.bump()
        return row
