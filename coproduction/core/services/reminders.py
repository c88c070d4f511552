"""Write down the reminders that are due, each once."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from coproduction.core import clock, reminders
from coproduction.core.models import Notification
from coproduction.core.reminders import Due
from coproduction.core.services import outbox

BATCH = 200


def send(*, now: dt.datetime | None = None) -> int:
    """Ask every app what is due and enqueue what is not written down yet; how many that were."""
    now = now or clock.now()
    return sum(_enqueue(source(now)) for source in reminders.sources())


def _enqueue(due: Iterable[Due]) -> int:
    return sum(_enqueue_batch(batch) for batch in _batches(iter(due)))


def _batches(due: Iterator[Due]) -> Iterator[list[Due]]:
    while batch := list(islice(due, BATCH)):
        yield batch


@transaction.atomic
def _enqueue_batch(batch: list[Due]) -> int:
    """One question for the whole batch: every five minutes nearly all of it is written down already."""
    keys = [item.dedupe_key for item in batch]
    known = set(Notification.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    fresh = {item.dedupe_key: item for item in batch if item.dedupe_key not in known}
    for item in fresh.values():
        outbox.enqueue(
            notification=item.notification,
            recipient=item.recipient,
            dedupe_key=item.dedupe_key,
            reason=item.reason,
            facts=item.facts,
            due_at=item.due_at,
            about=item.about,
            is_demonstration=item.is_demonstration,
        )
    return len(fresh)
