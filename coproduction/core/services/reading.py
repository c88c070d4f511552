"""The reading queue: every word that the public can send is read by a person within a working day.

An item that worries its reader goes to the safeguarding leads and is hidden from everyone else. They are told by a message
that holds nothing of it.
"""

import datetime as dt

from django.db import models, transaction
from django.utils.translation import gettext as _

from coproduction.core import clock, recipients, word_screen, working_days
from coproduction.core.actors import Acting
from coproduction.core.enums import READING_STEPS, ReadingState
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import ReadingItem, SafeguardingRecord
from coproduction.core.models.base import ref_of
from coproduction.core.notifications import ConcernRaised
from coproduction.core.services import audit, outbox


@transaction.atomic
def arrive(
    *,
    target: models.Model,
    kind: str,
    about: str = "",
    words: str = "",
    now: dt.datetime | None = None,
    is_demonstration: bool = False,
) -> ReadingItem:
    """Put something that was sent into the queue, to be read within one working day.

    `words` are looked at by the word screen, which can only ask for an early look, and are not kept here.
    """
    now = now or clock.now()
    return ReadingItem.objects.create(
        target=ref_of(target),
        kind=kind,
        about=about[:200],
        arrived_at=now,
        due_at=working_days.within_one_working_day(now),
        is_urgent=word_screen.asks_for_an_early_look(words),
        is_demonstration=is_demonstration,
    )


@transaction.atomic
def clear(*, target: models.Model, by: Acting, now: dt.datetime | None = None) -> ReadingItem:
    """Note that a person has read it."""
    return _read(_locked(target), ReadingState.CLEARED, by, now or clock.now())


@transaction.atomic
def hold(*, target: models.Model, concern: str, by: Acting, now: dt.datetime | None = None) -> SafeguardingRecord:
    """Give it to the safeguarding leads, and tell each of them that something waits. Raises `Missing` without a concern."""
    now = now or clock.now()
    if not concern.strip():
        raise Missing(_("Say what worries you, in a few words."))
    leads = list(recipients.members("safeguarding_leads"))
    item = _read(_locked(target), ReadingState.HELD, by, now)
    record, is_new = SafeguardingRecord.objects.get_or_create(
        item=item,
        defaults={"raised_at": now, "raised_by": by.ref, "raised_by_label": by.label[:200], "concern": concern.strip()},
    )
    if not is_new:
        _raise_again(record, concern.strip(), by, now)
    for lead in leads:
        outbox.enqueue(
            notification=ConcernRaised,
            recipient=lead,
            dedupe_key=f"concern:{record.pk}:{now.isoformat()}:{lead.ref}",
            reason=_("you are a safeguarding lead"),
            is_demonstration=item.is_demonstration,
        )
    audit.record(verb="raised concern", target=record, by=by, leads_told=len(leads))
    return record


@transaction.atomic
def open_concern(*, record: SafeguardingRecord, by: Acting, now: dt.datetime | None = None) -> SafeguardingRecord:
    """Note that a safeguarding lead opened it. The first reading is kept; each later one is in the audit."""
    record = SafeguardingRecord.objects.select_for_update().get(pk=record.pk)
    if record.first_read_at is None:
        record.first_read_at, record.first_read_by = now or clock.now(), by.ref
        record.save(update_fields=["first_read_at", "first_read_by"])
    audit.record(verb="opened concern", target=record, by=by)
    return record


@transaction.atomic
def close_concern(
    *,
    record: SafeguardingRecord,
    outcome: str,
    by: Acting,
    referred_to: str = "",
    reference: str = "",
    now: dt.datetime | None = None,
) -> SafeguardingRecord:
    """Write down what was done about a concern and close it. The words stay with the safeguarding leads."""
    record = SafeguardingRecord.objects.select_for_update().get(pk=record.pk)
    if record.closed_at is not None:
        raise WrongState(_("This concern is closed already."))
    if record.first_read_at is None:
        raise Refused(_("Read the concern before you close it."))
    if not outcome.strip():
        raise Missing(_("Say what was done."))
    record.outcome, record.referred_to, record.reference = outcome.strip(), referred_to.strip(), reference.strip()
    record.closed_at, record.closed_by = now or clock.now(), by.ref
    record.save()
    audit.record(verb="closed concern", target=record, by=by, referred=bool(record.referred_to))
    return record


def item_of(target: models.Model) -> ReadingItem:
    """The place of something in the queue."""
    return ReadingItem.objects.get(target=ref_of(target))


def _locked(target: models.Model) -> ReadingItem:
    return ReadingItem.objects.select_for_update().get(target=ref_of(target))


def _read(item: ReadingItem, state: ReadingState, by: Acting, now: dt.datetime) -> ReadingItem:
    if state not in READING_STEPS[item.state]:
        raise WrongState(_("Someone else has dealt with this in the meantime."))
    item.state, item.read_at, item.read_by, item.read_by_label = state, now, by.ref, by.label[:200]
    item.save()
    return item


def _raise_again(record: SafeguardingRecord, concern: str, by: Acting, now: dt.datetime) -> None:
    """A concern about something that came back from the leads: the record is open again, and keeps what stood there."""
    record.concern = f"{record.concern}\n\n{concern}".strip()
    record.raised_at, record.raised_by, record.raised_by_label = now, by.ref, by.label[:200]
    record.first_read_at = record.first_read_by = record.closed_at = record.closed_by = None
    record.save()
