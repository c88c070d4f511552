"""Who asked to join, and whom they ask."""

from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.recipients import Recipient
from groups import policies
from groups.enums import BodyKind, BodyStatus, JoinState, Role
from groups.models import Body, Capacity, JoinRequest, User

_OPEN = frozenset({BodyStatus.ACTIVE, BodyStatus.UNKNOWN})


def keepers_of(body: Body) -> list[User]:
    """Who is told that someone asks to join: those of the body who keep its register; without any, council staff who serve it."""
    live = Capacity.objects.live(clock.today()).select_related("user", "body")
    own = {part.user for part in live.filter(body=body) if policies.keeps_in(part)}
    if not own and not body.is_independent:
        serving = live.filter(role__in=(Role.OFFICER, Role.BOARD_ADMINISTRATOR))
        near = {part.user for part in serving.filter(body__in=[body.pk, body.lead_body_id or body.pk])}
        # Every officer may answer for a body that is not discreet; only those near it are told.
        own = near or (set() if body.is_discreet else {part.user for part in serving})
    return sorted(own, key=lambda user: user.pk)


def can_be_asked(body: Body) -> bool:
    """Whether asking on the public page reaches somebody."""
    return body.kind == BodyKind.FORUM and body.status in _OPEN and bool(keepers_of(body))


def waiting(body: Body) -> list[JoinRequest]:
    """Requests that wait for an answer, oldest first."""
    return list(body.join_requests.filter(state=JoinState.WAITING))


def recipient(ref: str) -> Recipient | None:
    """The person behind `joinrequest:12`, who has no account; None once the request is forgotten."""
    request = JoinRequest.objects.filter(pk=ref.partition(":")[2]).first()
    if request is None:
        return None
    return Recipient(
        ref=ref,
        address=request.email,
        label=_("someone who asked to join"),
        is_demonstration=request.is_demonstration,
        told_in_person=not request.email,
    )
