"""Where someone wants to hear what came of it: for the person who holds the code, and for the officers who ring."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.recipients import Recipient
from feedback import codes
from feedback.enums import ToldBy
from feedback.models import Outcome, WayToTell

PREFIX = "waytotell"
# The kind of message that goes to a way to tell; it is said in `feedback.notifications`.
KIND = "feedback.what_came_of_it"
KEPT_FOR = dt.timedelta(days=365)
_FORGET = "forget-way-to-tell"


@dataclass(frozen=True)
class ToRing:
    """One call: the number, which stands nowhere else, and the answer that the person is told about."""

    row: Notification
    number: str
    outcome: Outcome


def ref_of_way(way: WayToTell) -> str:
    """How the outbox knows this way to tell, without its address."""
    return f"{PREFIX}:{way.pk}"


def of_code(code: str) -> WayToTell | None:
    """The way to tell that belongs to what this code opens."""
    return WayToTell.objects.filter(receipt__code_hash=codes.hashed(code)).first()


def forget_path(key: int) -> str:
    """The page at which whoever got a message has the address thrown away, without a code and without signing in."""
    return reverse("way_to_tell_forget", args=[signing.dumps(key, salt=_FORGET)])


def of_token(token: str) -> WayToTell | None:
    """The way to tell behind such a page; none for a link that is not ours, or when it is gone already."""
    try:
        key = signing.loads(token, salt=_FORGET)
    except signing.BadSignature:
        return None
    return WayToTell.objects.filter(pk=key).first()


def last_day(way: WayToTell) -> dt.date:
    """The day on which it is thrown away at the latest."""
    return way.given_on + KEPT_FOR


def recipients(refs: Collection[str]) -> dict[str, Recipient]:
    """The people behind `waytotell:12` and the like, who have no account; one query. What was thrown away is left out."""
    keys = [ref.partition(":")[2] for ref in refs]
    ways = WayToTell.objects.filter(pk__in=keys).select_related("receipt")
    return {ref_of_way(way): _recipient(way) for way in ways}


def _recipient(way: WayToTell) -> Recipient:
    by_phone = way.told_by == ToldBy.PHONE
    return Recipient(
        ref=ref_of_way(way),
        address="" if by_phone else way.address,
        label=_("someone who told us something"),
        is_demonstration=way.receipt.is_demonstration,
        told_in_person=by_phone,
    )


def to_ring() -> list[ToRing]:
    """Who is waiting to be rung, the longest first; three queries however many. What was held or taken back since is left out."""
    rows = list(Notification.objects.filter(kind=KIND, state=NotificationState.BY_HAND).order_by("created_at", "pk"))
    ways = {
        ref_of_way(way): way
        for way in WayToTell.objects.filter(pk__in=[row.facts["way"] for row in rows], told_by=ToldBy.PHONE).exclude(
            receipt__response__is_held=True
        )
    }
    outcomes = Outcome.objects.public().in_bulk([row.facts["outcome"] for row in rows])
    return [
        ToRing(row, ways[row.recipient].address, outcomes[row.facts["outcome"]])
        for row in rows
        if row.recipient in ways and row.facts["outcome"] in outcomes
    ]
