"""Who is told what happens on a checklist: written into the outbox in the transaction of the act."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from checklist import notifications
from checklist.enums import Side, StageState
from checklist.models import ChecklistItem, ChecklistStage, SignOff
from checklist.services.acts import Walk
from coproduction.core import clock
from coproduction.core.models.base import ref_of
from coproduction.core.notifications import Notification
from coproduction.core.services import outbox
from groups.enums import SIGNING_ROLES
from groups.models import Capacity, User


def stage_signed(*, walk: Walk, stage: ChecklistStage, sign_off: SignOff) -> None:
    """The other side hears that one side has signed; forums that have not are asked for their signature."""
    key = f"stage:{stage.pk}:{sign_off.pk}"
    facts = {"stage": stage.pk, "who": walk.by.capacity.outside_label}
    if walk.side == Side.FORUM:
        _tell(walk, notifications.StageSigned, _lead(walk), key=key, why=_leads(), about=stage, facts=facts)
        return
    for body in walk.signing.values():
        if stage.state == StageState.DONE:
            _tell(
                walk,
                notifications.StageSigned,
                _signers(walk, [body.pk]),
                key=key,
                why=_signs(body.outside_name),
                about=stage,
                facts=facts,
            )
        else:
            _tell(
                walk, notifications.StageWaits, _signers(walk, [body.pk]), key=key, why=_signs(body.outside_name), about=stage,
                facts={"stage": stage.pk, "body": body.pk},
            )  # fmt: skip


def stage_refused(*, walk: Walk, stage: ChecklistStage, sign_off: SignOff) -> None:
    """The other side hears that one side does not sign."""
    facts, key = {"stage": stage.pk, "who": walk.by.capacity.outside_label}, f"stage:{stage.pk}:{sign_off.pk}"
    if walk.side == Side.FORUM:
        _tell(walk, notifications.StageRefused, _lead(walk), key=key, why=_leads(), about=stage, facts=facts)
        return
    for body in walk.signing.values():
        _tell(
            walk,
            notifications.StageRefused,
            _signers(walk, [body.pk]),
            key=key,
            why=_signs(body.outside_name),
            about=stage,
            facts=facts,
        )


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
