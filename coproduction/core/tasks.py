"""Core's tasks. Their arguments are row numbers, never anything about a person; each may run twice without harm."""

from celery import shared_task

from coproduction.core.services import alerts, delivery, outbox, purge, reminders, runs

SWEEP, REMINDERS, CONCERNS, PURGE = "sweep-outbox", "send-reminders", "raise-concerns", "purge-old-rows"


@shared_task(name="core.deliver")
def deliver(pk: int) -> None:
    """Deliver one message now. When the mail server is down it waits, and the sweep comes back to it."""
    try:
        delivery.deliver(pk=pk)
    except delivery.MailServerDown:
        return


@shared_task(name="core.deliver_waiting")
def deliver_waiting() -> None:
    """Deliver what waits and is due, now: many messages were just written down."""
    delivery.sweep()


@shared_task(name="core.sweep_outbox")
def sweep_outbox() -> None:
    """Deliver whatever waits and is due, and take off the tell list what has lost its point."""
    with runs.slot(SWEEP) as run:
        if run:
            run.done = delivery.sweep() + outbox.drop_needless()


@shared_task(name="core.send_reminders")
def send_reminders() -> None:
    """Write down the reminders that are due and not written down yet."""
    with runs.slot(REMINDERS) as run:
        if run:
            run.done = reminders.send()


@shared_task(name="core.raise_concerns")
def raise_concerns() -> None:
    """Tell the next lead of each concern that nobody has opened in two working hours."""
    with runs.slot(CONCERNS) as run:
        if run:
            run.done = alerts.escalate()


@shared_task(name="core.purge_old_rows")
def purge_old_rows() -> None:
    """Delete what has been kept long enough."""
    with runs.slot(PURGE) as run:
        if run:
            run.done = purge.old_rows()
