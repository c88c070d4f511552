"""One run of a scheduled job for each moment at which it is due, written down so that people can see that it ran."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from coproduction.core import clock, schedule
from coproduction.core.models import ScheduledRun


@contextmanager
def slot(job: str) -> Iterator[ScheduledRun | None]:
    """Run a job inside this block. Gives None when another worker has this slot: then there is nothing to do.

    The block sets `run.done`. What it raises is written down as the last error, by its kind alone, and raised again.
    """
    now = clock.now()
    due = schedule.job(job).slot(now)
    with transaction.atomic():
        run, is_ours = ScheduledRun.objects.get_or_create(job=job, slot=due, defaults={"started_at": now})
    if not is_ours:
        yield None
        return
    try:
        yield run
    except Exception as error:
        # Only the kind of error: its text may hold what people wrote.
        run.error = type(error).__name__
        run.save(update_fields=["done", "error"])
        raise
    run.finished_at = clock.now()
    run.save(update_fields=["done", "finished_at"])
