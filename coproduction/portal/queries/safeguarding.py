"""What the safeguarding leads hold, for their own page and for no other."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction.core.enums import NotificationState, ReadingState
from coproduction.core.models import Notification, SafeguardingRecord
from coproduction.core.notifications import ConcernRaised
from feedback.models import Response

_TARGET = f"{Response._meta.label_lower}:"
# A message to the leads goes out at once; after this long something is wrong with it.
LATE, LOOK_BACK = dt.timedelta(minutes=15), dt.timedelta(days=30)


@dataclass(frozen=True)
class ConcernLine:
    what: str
    url: str
    raised_at: dt.datetime
    raised_by: str
    state: str
    state_words: str
    made_up: bool


def concerns() -> list[ConcernLine]:
    """Every concern: not opened first, then open, then closed; two queries."""
    order = (F("closed_at").asc(nulls_first=True), F("first_read_at").asc(nulls_first=True), "-raised_at")
    records = list(SafeguardingRecord.objects.select_related("item").order_by(*order))
    keys = [int(record.item.target.partition(":")[2]) for record in records if record.item.target.startswith(_TARGET)]
    refs = dict(Response.objects.filter(pk__in=keys).values_list("pk", "ref"))
    lines = []
    for record in records:
        ref = refs.get(int(record.item.target.partition(":")[2])) if record.item.target.startswith(_TARGET) else None
        if ref is not None:
            lines.append(_line(record, ref))
    return lines


def messages_not_sent(now: dt.datetime) -> int:
    """How many messages to safeguarding leads did not go out lately. The outbox page does not show them."""
    since = Notification.objects.filter(kind=ConcernRaised.kind, created_at__gt=now - LOOK_BACK, created_at__lt=now - LATE)
    return since.exclude(state__in=(NotificationState.SENT, NotificationState.SKIPPED)).count()


def _line(record: SafeguardingRecord, ref: str) -> ConcernLine:
    if record.closed_at is not None:
        held = record.item.state == ReadingState.HELD
        state, words = "did", _("Closed, still held") if held else _("Closed and given back")
    elif record.first_read_at is None:
        state, words = "late", _("Nobody has opened it")
    else:
        state, words = "doing", _("Being dealt with")
    return ConcernLine(
        what=_("%(kind)s to “%(about)s”") % {"kind": record.item.kind, "about": record.item.about},
        url=reverse("safeguarding_concern", args=[ref]),
        raised_at=record.raised_at,
        raised_by=record.raised_by_label,
        state=state,
        state_words=words,
        made_up=record.item.is_demonstration,
    )
