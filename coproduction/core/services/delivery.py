"""Deliver what is due, so that nothing is lost and nothing is doubled by itself.

A worker takes a lease by conditional update, commits `handed_over_at` just before the mail server gets the message, then
marks it sent. Each step holds only while the lease is still its own. Leased but not handed over: tried again when the lease
has run out. Handed over but not marked: it may have arrived, so only a person sends it again.
"""

import contextlib
import datetime as dt
import secrets
import smtplib
import time

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coproduction.core import clock, models, notifications, quiet_hours, recipients
from coproduction.core.enums import NOTIFICATION_STEPS, NotificationState
from coproduction.core.notifications import TOO_LATE, Unknown, Unneeded, Words

log = structlog.get_logger(__name__)

BATCH = 50
SWEEP_SECONDS = 45
LONGEST_WAIT = dt.timedelta(minutes=15)


class MailServerDown(Exception):
    """The mail server does not answer. The message waits for another try."""


def sweep(*, seconds: float = SWEEP_SECONDS) -> int:
    """Deliver what is due, in batches, for as long as this run lasts; how many were settled. Several may run at once.

    What was tried most comes last, so that one broken message does not hold up the others.
    """
    last, tried, settled = time.monotonic() + seconds, set[int](), 0
    while time.monotonic() < last:
        due = models.Notification.objects.due(clock.now()).exclude(pk__in=tried).order_by("attempts", "due_at", "pk")
        batch = list(due.values_list("pk", flat=True)[:BATCH])
        if not batch:
            break
        for pk in batch:
            tried.add(pk)
            try:
                settled += deliver(pk=pk) in (NotificationState.SENT, NotificationState.SKIPPED, NotificationState.REFUSED)
            except MailServerDown:
                return settled
            if time.monotonic() >= last:
                break
    return settled


def deliver(*, pk: int) -> str | None:
    """Deliver one message, if it is due and nobody else has it. Returns its state afterwards, None when it was not ours."""
    now = clock.now()
    row = _claim(pk, now)
    if row is None:
        return None
    try:
        kind = notifications.get(row.kind)
        useless_from = kind.useless_from(row.facts)
        wake = quiet_hours.hold(now, useless_from=useless_from) if kind.keeps_quiet_hours else now
        if wake > now:
            return _step(row, NotificationState.WAITING, due_at=wake, attempts=F("attempts") - 1)
        if useless_from is not None and useless_from <= now:
            return _skip(row, str(TOO_LATE))
        person = recipients.resolve(row.recipient)
        problem = notifications.reason_not_to_send(kind, person, is_demonstration=row.is_demonstration)
        if problem or person is None:
            return _skip(row, problem)
        if notifications.is_told_in_person(kind, person):
            return _step(row, NotificationState.BY_HAND, problem="")
        words = notifications.render(
            row.kind,
            facts=row.facts,
            to=row.recipient,
            reason=row.reason,
            is_demonstration=row.is_demonstration,
            now=now,
            address=person.address,
        )
    except Unneeded as reason:
        return _skip(row, reason.why)
    except Unknown:
        return _skip(row, _("The portal does not send this kind of message any more."))
    if settings.DEMO:
        return _keep(row, person.address, words)
    return _send(row, person.address, words)


def _claim(pk: int, now: dt.datetime) -> models.Notification | None:
    """Take the lease if the message is due: one conditional update, so that of two workers one gets it."""
    lease = secrets.token_hex(16)
    until = now + dt.timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    taken = (
        models.Notification.objects.due(now)
        .filter(pk=pk)
        .update(state=NotificationState.LEASED, lease=lease, leased_until=until, attempts=F("attempts") + 1)
    )
    return models.Notification.objects.filter(pk=pk, lease=lease).first() if taken else None


def _step(row: models.Notification, state: str, **fields: object) -> str | None:
    """Go on to a state and commit, if the lease is still ours. None when it is not."""
    # Only a demonstration, in which nothing goes out, may do this inside a transaction: it replays past days in one.
    with transaction.atomic(durable=not settings.DEMO):
        return _step_now(row, state, **fields)


def _step_now(row: models.Notification, state: str, **fields: object) -> str | None:
    assert state in NOTIFICATION_STEPS[row.state], (row.state, state)  # noqa: S101 - a slip of this module, not of a person
    if state not in (NotificationState.HANDED_OVER, row.state):
        fields |= {"lease": "", "leased_until": None}
    ours = models.Notification.objects.filter(pk=row.pk, lease=row.lease, state=row.state)
    if not ours.update(state=state, **fields):
        log.warning("lease_lost", notification=row.pk)
        return None
    row.state = state
    return state


def _skip(row: models.Notification, why: str) -> str | None:
    return _step(row, NotificationState.SKIPPED, problem=why[:300])


def _keep(row: models.Notification, address: str, words: Words) -> str | None:
    """In a demonstration nothing goes out: the words stay, and the outbox page shows them."""
    now = clock.now()
    kept = {"address": address, "subject": words.subject, "body": words.body}
    if _step(row, NotificationState.HANDED_OVER, handed_over_at=now, **kept) is None:
        return None
    return _step(row, NotificationState.SENT, sent_at=now, problem="")


def _send(row: models.Notification, address: str, words: Words) -> str | None:
    mail = get_connection()
    try:
        message = _message(row, address, words)
        message.message()
    except ValueError:
        return _step(row, NotificationState.REFUSED, problem=_("The address cannot be written to."))
    try:
        # Before the hand-over is committed: a server that does not answer has certainly not taken the message.
        mail.open()
    except OSError as error:
        _step(row, NotificationState.WAITING, due_at=_next_try(row), problem=_("The mail server did not answer."))
        log.warning("mail_server_unavailable", notification=row.pk, error=type(error).__name__)
        raise MailServerDown from error
    try:
        return _hand_over(row, mail, message, address, words)
    finally:
        with contextlib.suppress(OSError):
            mail.close()


def _hand_over(row: models.Notification, mail: BaseEmailBackend, message: EmailMessage, address: str, words: Words) -> str | None:
    kept = {"address": address, "subject": words.subject, "body": words.body}
    if _step(row, NotificationState.HANDED_OVER, handed_over_at=clock.now(), **kept) is None:
        return None
    try:
        mail.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        return _refused(row, max((code for code, _words in refusal.recipients.values()), default=550))
    except smtplib.SMTPResponseException as refusal:
        return _refused(row, refusal.smtp_code)
    except OSError as error:
        # The line broke while the server had it. It may have arrived: a person decides.
        log.warning("hand_over_unclear", notification=row.pk, error=type(error).__name__)
        broke = _("The line to the mail server broke while it was being sent. It may have arrived.")
        models.Notification.objects.filter(pk=row.pk, lease=row.lease).update(problem=broke, leased_until=clock.now())
        return NotificationState.HANDED_OVER
    return _step(row, NotificationState.SENT, sent_at=clock.now(), problem="", address="", subject="", body="")


def _refused(row: models.Notification, code: int) -> str | None:
    """The server said no: for now (4xx), then it is tried again; or for good."""
    blank = {"address": "", "subject": "", "body": "", "handed_over_at": None}
    if 400 <= code < 500:
        said = _("The mail server asked us to try later (%(code)d).") % {"code": code}
        return _step(row, NotificationState.WAITING, due_at=_next_try(row), problem=said, **blank)
    return _step(row, NotificationState.REFUSED, problem=_("The mail server refused it (%(code)d).") % {"code": code}, **blank)


def _next_try(row: models.Notification) -> dt.datetime:
    """One minute after the first failure, then twice as long each time, up to a limit."""
    return clock.now() + min(dt.timedelta(minutes=2 ** min(row.attempts - 1, 10)), LONGEST_WAIT)


def _message(row: models.Notification, address: str, words: Words) -> EmailMessage:
    headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
    if words.stop_link:
        headers |= {"List-Unsubscribe": f"<{words.stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(words.subject, words.body, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
    if words.calendar is not None:
        # Beside the text and not attached: so Outlook, Gmail and Apple offer to accept it.
        message.attach_alternative(words.calendar.content.decode(), words.calendar.content_type)
    return message
