"""Write down the reminders and the summaries that are due, each once."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from coproduction.core import clock, reminders
from coproduction.core.reminders import Due
from coproduction.core.services import digest, outbox

BATCH = outbox.BATCH


def send(*, now: dt.datetime | None = None) -> int:
    """Ask every app what is due and write down what is not there yet; then sum up what has gathered. How many messages."""
    now = now or clock.now()
    return sum(_write(source(now)) for source in reminders.sources()) + digest.send(now=now)


def _write(due: Iterable[Due]) -> int:
    return sum(_write_batch(batch) for batch in _batches(iter(due)))


def _batches(due: Iterator[Due]) -> Iterator[list[Due]]:
    while batch := list(islice(due, BATCH)):
        yield batch


@transaction.atomic
def _write_batch(batch: list[Due]) -> int:
    """A transaction for each batch: whoever is stopped half-way goes on from there the next time."""
    return outbox.enqueue_many(batch)
