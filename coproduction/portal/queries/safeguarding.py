"""What the safeguarding leads hold, for their own page and for no other."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction.core import reading_register
from coproduction.core.enums import NotificationState, ReadingState
from coproduction.core.models import Notification, SafeguardingRecord
from coproduction.core.notifications import ConcernRaised, ConcernUnopened
from coproduction.core.queries import concerns as concerns_of
from feedback.models import Redaction, Response
from feedback.queries import reading, responses
from feedback.queries.reading import WordsPage
from feedback.queries.responses import ResponsePage
from groups.models import User
from groups.queries import staff

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
    is_about_staff: bool


@dataclass(frozen=True)
class AlertLine:
    """Who was told, and whether they opened it."""

    who: str
    sent_at: dt.datetime
    opened_at: dt.datetime | None


@dataclass(frozen=True)
class ConcernPage:
    """One concern with the words, for a lead who may see it."""

    record: SafeguardingRecord
    what: str
    alerts: tuple[AlertLine, ...]
    # An answer, question by question; anything else as the words themselves.
    response: ResponsePage | None
    words: WordsPage | None
    is_held: bool
    about: str
    has_originals: bool


def concerns(lead: User) -> list[ConcernLine]:
    """Every concern that this lead may see: not opened first, then open, then closed; one query."""
    order = (F("closed_at").asc(nulls_first=True), F("first_read_at").asc(nulls_first=True), "-raised_at")
    return [_line(record) for record in concerns_of.visible_to(lead.ref).select_related("item").order_by(*order)]


def page(record: SafeguardingRecord) -> ConcernPage:
    """A concern with the words as they stand where they were written, and nothing when they were taken away."""
    item = record.item
    how, row = reading_register.of_target(item.target), target_of(record)
    is_answer = isinstance(row, Response)
    told = list(record.alerts.all())
    names = staff.names({record.about, *(alert.to for alert in told)} - {""})
    return ConcernPage(
        record=record,
        what=reading.in_words(item),
        alerts=tuple(AlertLine(names.get(alert.to) or alert.to_label, alert.sent_at, alert.opened_at) for alert in told),
        response=responses.page(row) if isinstance(row, Response) else None,
        words=None if how is None or row is None or is_answer else reading.words_page(item, how, row),
        is_held=item.state == ReadingState.HELD,
        about=names.get(record.about, ""),
        has_originals=isinstance(row, Response) and Redaction.objects.filter(answer__response=row).exists(),
    )


def target_of(record: SafeguardingRecord) -> Any:
    """The row that a concern is about; None when it was taken away."""
    return reading_register.row_of(record.item.target)


def messages_not_sent(now: dt.datetime) -> int:
    """How many messages to safeguarding leads did not go out lately. The outbox page does not show them."""
    kinds = (ConcernRaised.kind, ConcernUnopened.kind)
    since = Notification.objects.filter(kind__in=kinds, created_at__gt=now - LOOK_BACK, created_at__lt=now - LATE)
    return since.exclude(state__in=(NotificationState.SENT, NotificationState.SKIPPED)).count()


def _line(record: SafeguardingRecord) -> ConcernLine:
    if record.closed_at is not None:
        held = record.item.state == ReadingState.HELD
        state, words = "did", _("Closed, still held") if held else _("Closed and given back")
    elif record.first_read_at is None:
        state, words = "late", _("Nobody has opened it")
    else:
        state, words = "doing", _("Being dealt with")
    return ConcernLine(
        what=reading.in_words(record.item),
        url=reverse("safeguarding_concern", args=[record.pk]),
        raised_at=record.raised_at,
        raised_by=record.raised_by_label,
        state=state,
        state_words=words,
        made_up=record.item.is_demonstration,
        is_about_staff=record.is_about_staff,
    )
