"""The reading queue: every word that the public can send is read by a person within a working day.

An item that worries its reader goes to the safeguarding leads and is hidden from everyone else. They are told by a message
that holds nothing of it.
"""

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from coproduction.core import clock, reading_register, word_screen, working_days
from coproduction.core.actors import Acting
from coproduction.core.enums import READING_STEPS, Origin, ReadingState
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import ReadingItem, SafeguardingRecord
from coproduction.core.models.base import ref_of
from coproduction.core.services import alerts, audit, publication


def arrive(
    *,
    target: models.Model,
    kind: str,
    about: str = "",
    words: str = "",
    now: dt.datetime | None = None,
    is_demonstration: bool = False,
    has_file: bool = False,
    is_new: bool = False,
) -> ReadingItem:
    """Put something that was sent into the queue, to be read within one working day.

    Words that change come again, and are read again; what the safeguarding leads hold stays with them. `words` are looked at by
    the word screen, which can only ask for an early look, and are not kept here. A file asks for one too (`has_file`): nothing
    looks into it before a person does. `is_new`: the target was made in this same transaction, so nobody can have put it here
    before, and nothing is looked up.
    """
    now = now or clock.now()
    arrived = {
        "kind": kind,
        "about": about[:200],
        "arrived_at": now,
        "due_at": working_days.within_one_working_day(now),
        "is_urgent": has_file or word_screen.asks_for_an_early_look(words),
        "is_demonstration": is_demonstration,
    }
    if is_new:
        return ReadingItem.objects.create(target=ref_of(target), **arrived)
    return _arrive_again(target, arrived)


@transaction.atomic
def _arrive_again(target: models.Model, arrived: dict[str, Any]) -> ReadingItem:
    """The place of what may have been here before."""
    item, is_new = ReadingItem.objects.select_for_update().get_or_create(target=ref_of(target), defaults=arrived)
    if not is_new and item.state != ReadingState.HELD:
        for name, value in arrived.items():
            setattr(item, name, value)
        item.state, item.read_at, item.read_by, item.read_by_label = ReadingState.WAITING, None, None, ""
        item.save()
    return item


@transaction.atomic
def arrive_as_registered(*, target: models.Model, by: Acting, is_read: bool = False) -> ReadingItem | None:
    """The same for a row of a table in the register of what is read. Nothing arrives when it holds no words.

    `is_read`: whoever writes it down is one of those who read, so it needs no second reader; a worry can still be raised.
    """
    how = reading_register.of(target)
    words = how.words(target)
    if not words:
        return None
    made_up = by.origin == Origin.DEMONSTRATION or bool(getattr(target, "is_demonstration", False))
    item = arrive(target=target, kind=str(how.kind), about=how.about(target), words=words, is_demonstration=made_up)
    return _read(item, ReadingState.CLEARED, by, clock.now()) if is_read and item.state == ReadingState.WAITING else item


@transaction.atomic
def clear(
    *, target: models.Model, by: Acting, arrived_at: dt.datetime | None = None, now: dt.datetime | None = None
) -> ReadingItem:
    """Note that a person has read it. `arrived_at` is when the words came that they read: newer ones are not read by that."""
    item = _locked(target)
    if arrived_at is not None and item.arrived_at != arrived_at:
        raise WrongState(_("These words were changed while you read them. Read them again."))
    return _read(item, ReadingState.CLEARED, by, now or clock.now())


@transaction.atomic
def hold(
    *,
    target: models.Model,
    concern: str,
    by: Acting,
    is_about_staff: bool = False,
    about: str = "",
    kept_from: str = "",
    now: dt.datetime | None = None,
) -> SafeguardingRecord:
    """Give it to the safeguarding leads, hide it from everyone else, and tell the lead whose turn it is that something waits.

    `is_about_staff`: it goes to the senior lead, past `about`, the person whom it is about, and past `kept_from`, their team.
    Raises `Missing` without a concern.
    """
    now = now or clock.now()
    if not concern.strip():
        raise Missing(_("Say what worries you, in a few words."))
    item = _read(_locked(target), ReadingState.HELD, by, now)
    record, is_new = SafeguardingRecord.objects.get_or_create(
        item=item,
        defaults={
            "raised_at": now,
            "raised_by": by.ref,
            "raised_by_label": by.label[:200],
            "concern": concern.strip(),
            "is_about_staff": is_about_staff,
            "about": about,
            "kept_from": kept_from,
        },
    )
    if not is_new:
        _raise_again(record, concern.strip(), by, now)
    told = alerts.send_first(record=record, now=now)
    audit.record(verb="raised concern", target=record, by=by, leads_told=told)
    # What was shown to everyone is not any more, at once.
    publication.bump()
    return record


@transaction.atomic
def release(*, target: models.Model, by: Acting, now: dt.datetime | None = None) -> ReadingItem:
    """Show again what was hidden, once what was done about the concern is written down.

    What is about someone who works here is never given back: that team would read it.
    """
    record = SafeguardingRecord.objects.select_for_update().get(item__target=ref_of(target))
    if record.is_about_staff:
        raise Refused(_("This is about someone who works here, so it stays with the safeguarding leads."))
    if record.closed_at is None:
        raise Missing(_("Write down what was done and close the concern first."))
    item = _locked(target)
    if item.state != ReadingState.HELD:
        raise WrongState(_("This is not held any more."))
    item = _read(item, ReadingState.CLEARED, by, now or clock.now())
    audit.record(verb="released words", target=record, by=by)
    publication.bump()
    return item


@transaction.atomic
def open_concern(*, record: SafeguardingRecord, by: Acting, now: dt.datetime | None = None) -> SafeguardingRecord:
    """Note that a safeguarding lead opened it. The first reading is kept; each later one is in the audit."""
    record = SafeguardingRecord.objects.select_for_update().get(pk=record.pk)
    if record.first_read_at is None:
        record.first_read_at, record.first_read_by = now or clock.now(), by.ref
        record.save(update_fields=["first_read_at", "first_read_by"])
    alerts.opened(record=record, by_ref=by.ref, now=now or clock.now())
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
