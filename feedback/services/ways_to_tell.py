"""Tell someone what came of what they said, where they asked us to. Held apart from their words, and thrown away soon."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.enums import NOTIFICATION_STEPS, NotificationState
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from coproduction.core.recipients import Ref
from coproduction.core.reminders import Due
from coproduction.core.services import outbox, purge
from feedback.enums import AnswerKind, ToldBy
from feedback.models import Outcome, Receipt, Theme, WayToTell
from feedback.notifications import WhatCameOfIt
from feedback.queries.ways_to_tell import KEPT_FOR, KIND, PREFIX, ref_of_way
from groups import policies
from groups.services import tell_list

# "We are doing it" and "not yet" are answers, and another one is still to come.
FINAL = frozenset({AnswerKind.DID, AnswerKind.CANT})
# A message that was refused stays refused until a person looks; nobody's address waits for that.
_UNSETTLED = frozenset(state for state, steps in NOTIFICATION_STEPS.items() if steps) - {NotificationState.REFUSED}


@transaction.atomic
def keep(*, receipt: Receipt, email: str = "", phone: str = "", now: dt.datetime | None = None) -> WayToTell:
    """Keep one email address or one telephone number, in place of the one before. Nothing says whose it is."""
    email, phone = email.strip().lower(), phone.strip()
    if not email and not phone:
        raise Missing(_("Write an email address or a telephone number."))
    if email and phone:
        raise Refused(_("Write an email address or a telephone number, and not both. We keep as little as we can."))
    if email:
        _must_be_email(email)
    elif not policies.has_phone(phone):
        raise Refused(_("Write the telephone number with its first 0, like 020 7946 0000."))
    receipt = Receipt.objects.select_for_update().get(pk=receipt.pk)
    # A new row rather than a changed one: what was written down for the old address never goes to the new one.
    WayToTell.objects.filter(receipt=receipt).delete()
    return WayToTell.objects.create(
        receipt=receipt,
        told_by=ToldBy.EMAIL if email else ToldBy.PHONE,
        address=email or policies.phone_in(phone),
        given_on=_day(now),
    )


@transaction.atomic
def forget(*, way: WayToTell) -> None:
    """Throw it away, at once. What was waiting to be said to it is not said."""
    WayToTell.objects.filter(pk=way.pk).delete()


@transaction.atomic
def tell(*, outcome: Outcome, receipts: Iterable[int]) -> int:
    """Write to everyone who asked to hear what came of what stands behind these receipts: once for each outcome.

    The message holds neither the code nor any words. Who gave a number stands on the list of those to ring.
    """
    ways = WayToTell.objects.filter(receipt__in=list(receipts)).order_by("pk")
    return outbox.enqueue_many(_due(way, outcome) for way in ways)


@transaction.atomic
def rung(*, notification: Notification, by: Acting) -> None:
    """Note that someone was told by phone. The number goes at once, when nothing else is still to come for it."""
    if notification.kind != KIND:
        raise WrongState(_("This was ticked already, or there is no point in it any more."))
    tell_list.told(notification=notification, on=clock.today(), by=by)
    _with_every_answer().filter(pk=notification.facts["way"]).delete()


@purge.register
def ways_to_tell(now: dt.datetime) -> int:
    """Where people wanted to hear what came of it, when every theme has its final answer; after twelve months at the latest."""
    too_old = WayToTell.objects.filter(given_on__lte=_day(now) - KEPT_FOR)
    keys = set(too_old.values_list("pk", flat=True)) | set(_with_every_answer().values_list("pk", flat=True))
    return WayToTell.objects.filter(pk__in=keys).delete()[0]


def _with_every_answer() -> QuerySet[WayToTell]:
    """Those whose every theme has its final answer, and to whom nothing is still to be said."""
    themes = Theme.objects.filter(receipts=OuterRef("receipt"))
    answered = Outcome.objects.public().filter(themes=OuterRef("pk"), answer__in=FINAL)
    waiting = Notification.objects.filter(kind=KIND, state__in=_UNSETTLED).values_list("recipient", flat=True)
    still_told = [int(ref.partition(":")[2]) for ref in waiting if ref.startswith(f"{PREFIX}:")]
    return WayToTell.objects.filter(Exists(themes), ~Exists(themes.exclude(Exists(answered)))).exclude(pk__in=still_told)


def _due(way: WayToTell, outcome: Outcome) -> Due:
    return Due(
        notification=WhatCameOfIt,
        recipient=Ref(ref_of_way(way)),
        dedupe_key=f"{KIND}:{outcome.pk}:{way.pk}",
        reason=_("you asked us to tell you what came of what you said"),
        facts={"outcome": outcome.pk, "way": way.pk},
        about=ref_of(outcome),
        is_demonstration=outcome.is_demonstration,
    )


def _must_be_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Enter an email address, like name@example.org")) from error


def _day(now: dt.datetime | None) -> dt.date:
    return timezone.localdate(now or clock.now())
