"""The outbox: say something to a person, once.

A message is written down in the transaction of the fact that causes it. The row is the truth; the broker only hurries
things, and the sweep finds what waits. `services.delivery` takes it from there; `docs/adr/0004-outbox.md` tells why.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from amqp.exceptions import ChannelError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from coproduction.celery import app as celery
from coproduction.core import clock, digest, models, notifications, quiet_hours, recipients
from coproduction.core.actors import Acting
from coproduction.core.enums import NOTIFICATION_STEPS, NotificationState
from coproduction.core.errors import WrongState
from coproduction.core.notifications import TOO_LATE, Notification, Unknown, Unneeded
from coproduction.core.recipients import Addressed, Recipient
from coproduction.core.reminders import Due
from coproduction.core.services import audit

log = structlog.get_logger(__name__)

# How the tasks are called; tasks stand above services and are not imported here.
DELIVER, DELIVER_WAITING = "core.deliver", "core.deliver_waiting"
BATCH = 200


class OutsideTransaction(RuntimeError):
    """A message must be written in the transaction of the fact that causes it, or it could tell of what never happened."""


def enqueue(
    *,
    notification: type[Notification],
    recipient: Addressed,
    dedupe_key: str,
    reason: str,
    facts: dict[str, Any] | None = None,
    due_at: dt.datetime | None = None,
    about: str = "",
    is_demonstration: bool = False,
) -> models.Notification:
    """Write a message down, in the running transaction. The same `dedupe_key` again gives the row that is there.

    `recipient` is a user (anything with a `ref`). `facts` are references and numbers from which the words are made when the
    message is due; `reason` says why the person gets it: "you are a member of …". A message to someone who does not
    want it is written down as not sent, with the reason; one to somebody without email, as to be told in person.
    """
    _must_be_in_a_transaction(notification.kind)
    now = clock.now()
    due = Due(notification, recipient, dedupe_key, reason, facts or {}, due_at, about, is_demonstration)
    fields = _as_written(due, recipients.resolve(recipient.ref), now)
    row, is_new = models.Notification.objects.get_or_create(dedupe_key=dedupe_key, defaults=fields)
    if is_new and row.state == NotificationState.WAITING and row.due_at <= now:
        hurry(row.pk)
    return row


def enqueue_many(dues: Iterable[Due]) -> int:
    """Write many messages down at once, in the running transaction; how many were not there yet.

    Each batch costs the same few queries, and the broker is asked once.
    """
    pending = list({due.dedupe_key: due for due in dues}.values())
    written = sum(_enqueue_batch(pending[start : start + BATCH]) for start in range(0, len(pending), BATCH))
    if written:
        transaction.on_commit(lambda: _nudge(DELIVER_WAITING))
    return written


def _enqueue_batch(batch: Sequence[Due]) -> int:
    _must_be_in_a_transaction(batch[0].notification.kind)
    now = clock.now()
    keys = [due.dedupe_key for due in batch]
    known = set(models.Notification.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    fresh = [due for due in batch if due.dedupe_key not in known]
    if not fresh:
        return 0
    people = recipients.resolve_many({due.recipient.ref for due in fresh})
    rows = [
        models.Notification(dedupe_key=due.dedupe_key, **_as_written(due, people.get(due.recipient.ref), now)) for due in fresh
    ]
    # Another run may write the same keys at the same moment: whoever comes second adds nothing.
    models.Notification.objects.bulk_create(rows, ignore_conflicts=True)
    _write_beside(fresh, rows)
    return len(rows)


def _write_beside(dues: Sequence[Due], rows: Sequence[models.Notification]) -> None:
    """What else belongs to these messages, in the same transaction; nothing for those that nobody gets."""
    goes_out = [due for due, row in zip(dues, rows, strict=True) if row.state != NotificationState.SKIPPED]
    for write in {due.written_with for due in goes_out if due.written_with}:
        write([due for due in goes_out if due.written_with is write])


def _must_be_in_a_transaction(kind: str) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"enqueue({kind}) was called outside a transaction.")


def _as_written(due: Due, person: Recipient | None, now: dt.datetime) -> dict[str, Any]:
    """The row of a message as it is first written down: how it stands, and when it is due."""
    kind = due.notification
    useless_from = kind.useless_from(due.facts)
    due_at = due.due_at or now
    if kind.keeps_quiet_hours:
        due_at = quiet_hours.hold(due_at, useless_from=useless_from)
    state, problem = (
        NotificationState.WAITING,
        notifications.reason_not_to_send(kind, person, is_demonstration=due.is_demonstration),
    )
    if not problem and useless_from is not None and useless_from <= now:
        problem = str(TOO_LATE)
    if problem or person is None:
        state = NotificationState.SKIPPED
    elif notifications.is_told_in_person(kind, person):
        state = NotificationState.BY_HAND
    elif summary := digest.waits_until(kind, person, due_at, useless_from=useless_from):
        state, due_at, problem = _gathered(person, summary)
    return {
        "kind": kind.kind,
        "recipient": due.recipient.ref,
        "recipient_label": person.label[:120] if person else "",
        "reason": due.reason[:300],
        "facts": due.facts,
        "about": due.about,
        "due_at": due_at,
        "is_demonstration": due.is_demonstration,
        "state": state,
        "problem": problem,
        "created_at": now,
    }


def _gathered(person: Recipient, summary: dt.datetime) -> tuple[NotificationState, dt.datetime, str]:
    """A message that waits for a summary. Whoever stopped their summary stopped what would stand in it."""
    if digest.Summary.kind in person.stopped_kinds:
        return NotificationState.SKIPPED, summary, _("This person stopped their summary, in which it would have stood.")
    return NotificationState.GATHERED, summary, ""


def hurry(pk: int) -> None:
    """Ask the broker for delivery once this transaction is committed. Without a broker the sweep finds the message."""
    transaction.on_commit(lambda: _nudge(DELIVER, pk))


def _nudge(task: str, *args: int) -> None:
    try:
        celery.send_task(task, args=list(args), retry=False)
    except (OperationalError, ChannelError, OSError) as error:
        log.warning("broker_unavailable", task=task, notification=next(iter(args), None), error=type(error).__name__)


def drop_needless(*, now: dt.datetime | None = None) -> int:
    """Take off the tell list what nobody needs to be told any more, with the reason; how many that were."""
    now = now or clock.now()
    rows = list(models.Notification.objects.filter(state=NotificationState.BY_HAND).order_by("pk"))
    people = recipients.resolve_many({row.recipient for row in rows})
    dropped = 0
    for row in rows:
        if why := _why_needless(row, people.get(row.recipient), now):
            still_there = models.Notification.objects.filter(pk=row.pk, state=NotificationState.BY_HAND)
            dropped += still_there.update(state=NotificationState.SKIPPED, problem=why[:300])
    return dropped


def _why_needless(row: models.Notification, person: Recipient | None, now: dt.datetime) -> str:
    try:
        kind = notifications.get(row.kind)
        useless_from = kind.useless_from(row.facts)
        if useless_from is not None and useless_from <= now:
            return str(TOO_LATE)
        problem = notifications.reason_not_to_send(kind, person, is_demonstration=row.is_demonstration)
        if not problem:
            kind.words(row.facts, now)
    except Unneeded as reason:
        return reason.why
    except Unknown:
        return _("The portal does not send this kind of message any more.")
    return problem


@transaction.atomic
def send_again(*, notification: models.Notification, by: Acting) -> models.Notification:
    """Send a message again that may not have arrived, or was refused. It keeps its Message-ID: it is the same message."""
    row = _locked_for_a_person(notification, NotificationState.WAITING)
    row.state, row.due_at, row.lease, row.leased_until, row.problem = NotificationState.WAITING, clock.now(), "", None, ""
    row.address = row.subject = row.body = ""
    row.save()
    audit.record(verb="sent message again", target=row, by=by, kind=row.kind)
    hurry(row.pk)
    return row


@transaction.atomic
def mark_arrived(*, notification: models.Notification, by: Acting) -> models.Notification:
    """Note that a message which needs attention did arrive, so that it is not sent again."""
    row = _locked_for_a_person(notification, NotificationState.SENT)
    row.state, row.sent_at, row.lease, row.leased_until, row.problem = NotificationState.SENT, row.handed_over_at, "", None, ""
    row.address = row.subject = row.body = ""
    row.save()
    audit.record(verb="noted that message arrived", target=row, by=by, kind=row.kind)
    return row


def _locked_for_a_person(notification: models.Notification, step: str) -> models.Notification:
    """The row, locked, when a person may take this step now."""
    row = models.Notification.objects.select_for_update().get(pk=notification.pk)
    is_being_sent = row.leased_until is not None and row.leased_until >= clock.now()
    by_a_person = row.state in (NotificationState.HANDED_OVER, NotificationState.REFUSED)
    if not by_a_person or is_being_sent or step not in NOTIFICATION_STEPS[row.state]:
        raise WrongState(_("This message does not need you any more. Look at its state now."))
    return row
