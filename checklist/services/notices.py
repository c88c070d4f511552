"""Who is told what happens on a checklist: written into the outbox in the transaction of the act."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from checklist import notifications, policies
from checklist.enums import Position, Side, StageState
from checklist.models import ChecklistItem, ChecklistStage, SignOff
from checklist.services.acts import Walk
from coproduction.core import clock
from coproduction.core.models.base import ref_of
from coproduction.core.notifications import Notification
from coproduction.core.services import outbox
from groups.enums import SIGNING_ROLES
from groups.models import Body, Capacity, User


def stage_waits(*, walk: Walk, stage: ChecklistStage) -> None:
    """The forums hear, once until the stage is opened again, that the council has done its part and the rest is theirs."""
    opened = stage.sign_offs.filter(position=Position.REOPENED).count()
    for body in _not_signed(walk, stage):
        _tell_signers(
            walk, notifications.StageWaits, body, stage, key=f"stage:{stage.pk}:waits:{opened}:{body.pk}", facts=_for(stage, body)
        )


def stage_signed(*, walk: Walk, stage: ChecklistStage, sign_off: SignOff) -> None:
    """The other side hears that one side has signed; forums that have not are asked for their signature."""
    key, facts = _of_stage(stage, sign_off), _by(walk, stage)
    if walk.side == Side.FORUM:
        _tell(walk, notifications.StageSigned, _lead(walk), key=key, why=_leads(), about=stage, facts=facts)
        return
    if stage.state == StageState.DONE:
        for body in walk.signing.values():
            _tell_signers(walk, notifications.StageSigned, body, stage, key=key, facts=facts)
        return
    for body in _not_signed(walk, stage):
        _tell_signers(walk, notifications.StageWaits, body, stage, key=key, facts=_for(stage, body))


def stage_refused(*, walk: Walk, stage: ChecklistStage, sign_off: SignOff) -> None:
    """The other side hears that one side does not sign."""
    key, facts = _of_stage(stage, sign_off), _by(walk, stage)
    if walk.side == Side.FORUM:
        _tell(walk, notifications.StageRefused, _lead(walk), key=key, why=_leads(), about=stage, facts=facts)
        return
    for body in walk.signing.values():
        _tell_signers(walk, notifications.StageRefused, body, stage, key=key, facts=facts)


def stage_abstained(*, walk: Walk, stage: ChecklistStage, sign_off: SignOff) -> None:
    """The lead officer hears that a forum abstained."""
    key = _of_stage(stage, sign_off)
    _tell(walk, notifications.StageAbstained, _lead(walk), key=key, why=_leads(), about=stage, facts=_by(walk, stage))


def stage_disputed(*, walk: Walk, stage: ChecklistStage, sign_off: SignOff) -> None:
    """The lead officer hears that a forum disputes what was written down for it."""
    key = _of_stage(stage, sign_off)
    _tell(walk, notifications.StageDisputed, _lead(walk), key=key, why=_leads(), about=stage, facts=_by(walk, stage))


def refusal_answered(*, walk: Walk, stage: ChecklistStage, sign_off: SignOff, body: Body) -> None:
    """The signers of the forum that refused or disputed hear that there is an answer."""
    key = _of_stage(stage, sign_off)
    _tell_signers(walk, notifications.RefusalAnswered, body, stage, key=key, facts=_for(stage, body))


def signed_on_paper(*, walk: Walk, stage: ChecklistStage, sign_off: SignOff) -> None:
    """The forum's signers get their copy of what an officer entered for it."""
    facts = {"stage": stage.pk, "sign_off": sign_off.pk}
    _tell_signers(walk, notifications.SignedOnPaper, sign_off.body, stage, key=_of_stage(stage, sign_off), facts=facts)


def forum_asks(*, walk: Walk, item: ChecklistItem) -> None:
    """The lead officer hears that a forum asks."""
    facts = {"item": item.pk, "forum": walk.by.body.outside_name}
    _tell(walk, notifications.ForumAsks, _lead(walk), key=_of_item(item), why=_leads(), about=item, facts=facts)


def council_replied(*, walk: Walk, item: ChecklistItem, asked: Collection[int]) -> None:
    """The signers of each forum that asked hear that there is a reply."""
    for body in (each for each in walk.signing.values() if each.pk in asked):
        _tell(
            walk, notifications.CouncilReplied, _signers(walk, [body.pk]), key=_of_item(item), why=_signs(body.outside_name), about=item,
            facts={"item": item.pk},
        )  # fmt: skip


def _tell(
    walk: Walk,
    notification: type[Notification],
    people: Iterable[User],
    *,
    key: str,
    why: str,
    about: ChecklistStage | ChecklistItem,
    facts: dict[str, Any],
) -> None:
    for person in people:
        outbox.enqueue(
            notification=notification,
            recipient=person,
            dedupe_key=f"{notification.kind}:{key}:{person.ref}",
            reason=why,
            facts=facts,
            about=ref_of(about),
            is_demonstration=walk.project.is_demonstration,
        )


def _tell_signers(
    walk: Walk,
    notification: type[Notification],
    body: Body,
    stage: ChecklistStage,
    *,
    key: str,
    facts: dict[str, Any],
) -> None:
    why = _signs(body.outside_name)
    _tell(walk, notification, _signers(walk, [body.pk]), key=key, why=why, about=stage, facts=facts)


def _not_signed(walk: Walk, stage: ChecklistStage) -> list[Body]:
    missing = policies.positions(stage.sign_offs.all()).missing(walk.signing)
    return [body for key, body in walk.signing.items() if key in missing]


def _by(walk: Walk, stage: ChecklistStage) -> dict[str, Any]:
    return {"stage": stage.pk, "who": walk.by.capacity.outside_label}


def _for(stage: ChecklistStage, body: Body) -> dict[str, Any]:
    return {"stage": stage.pk, "body": body.pk}


def _of_stage(stage: ChecklistStage, sign_off: SignOff) -> str:
    return f"stage:{stage.pk}:{sign_off.pk}"


def _of_item(item: ChecklistItem) -> str:
    return f"item:{item.pk}:{item.events.count()}"


def _lead(walk: Walk) -> list[User]:
    lead = walk.project.lead
    return [lead] if lead is not None and lead != walk.by.user else []


def _signers(walk: Walk, bodies: Collection[int]) -> list[User]:
    """Those who sign for these forums now, without the one who acts."""
    capacities = Capacity.objects.live(clock.today()).filter(body__in=bodies, role__in=SIGNING_ROLES).exclude(user=walk.by.user)
    return list(User.objects.filter(pk__in=capacities.values("user")).order_by("pk"))


def _leads() -> str:
    return _("you lead this project")


def _signs(forum: str) -> str:
    return _("you sign for %(forum)s") % {"forum": forum}
