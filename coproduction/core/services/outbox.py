"""The outbox: say something to a person, once.

A message is written down in the transaction of the fact that causes it. The row is the truth; the broker only hurries
things, and the sweep finds what waits. `services.delivery` takes it from there; `docs/adr/0004-outbox.md` tells why.
"""

import datetime as dt
from typing import Any

import structlog
from amqp.exceptions import ChannelError
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from coproduction.celery import app as celery
from coproduction.core import clock, models, quiet_hours, recipients
from coproduction.core.actors import Acting
from coproduction.core.enums import NOTIFICATION_STEPS, NotificationState
from coproduction.core.errors import WrongState
from coproduction.core.notifications import Notification
from coproduction.core.recipients import Addressed, Recipient
from coproduction.core.services import audit

log = structlog.get_logger(__name__)

# How the task is called; tasks stand above services and are not imported here.
DELIVER = "core.deliver"


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
    want it is written down as not sent, with the reason.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"enqueue({notification.kind}) was called outside a transaction.")
    now = clock.now()
    facts = facts or {}
    person = recipients.resolve(recipient.ref)
    problem = reason_not_to_send(notification, person, is_demonstration=is_demonstration)
    due_at = due_at or now
    if notification.keeps_quiet_hours:
        due_at = quiet_hours.hold(due_at, useless_from=notification.useless_from(facts))
    row, is_new = models.Notification.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": notification.kind,
            "recipient": recipient.ref,
            "recipient_label": person.label[:120] if person else "",
            "reason": reason[:300],
            "facts": facts,
            "about": about,
            "due_at": due_at,
            "is_demonstration": is_demonstration,
            "state": NotificationState.SKIPPED if problem else NotificationState.WAITING,
            "problem": problem,
            "created_at": now,
        },
    )
    if is_new and row.state == NotificationState.WAITING and due_at <= now:
        hurry(row.pk)
    return row


def hurry(pk: int) -> None:
    """Ask the broker for delivery once this transaction is committed. Without a broker the sweep finds the message."""
    transaction.on_commit(lambda: _nudge(pk))


def _nudge(pk: int) -> None:
    try:
        celery.send_task(DELIVER, args=[pk], retry=False)
    except (OperationalError, ChannelError, OSError) as error:
        log.warning("broker_unavailable", notification=pk, error=type(error).__name__)


def reason_not_to_send(notification: type[Notification], person: Recipient | None, *, is_demonstration: bool) -> str:
    """Why this person must not get this kind of message, in words for the outbox page; empty when they may."""
    if person is None or not person.address:
        return _("This person has no account any more.")
    if (is_demonstration or person.is_demonstration) and not settings.DEMO:
        return _("It was made from demonstration data, and this is not a demonstration any more.")
    if not notification.can_be_stopped:
        return ""
    if not person.may_contact:
        return _("This person asked us not to write to them.")
    if notification.kind in person.stopped_kinds:
        return _("This person stopped messages of this kind.")
    return ""


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
