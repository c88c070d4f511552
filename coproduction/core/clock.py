"""The portal's clock. It is the real one, except inside `standing_at`, where a moment of the past is replayed.

The demonstration year is built through the same services that people use; each of its acts carries the moment at which
it would have happened.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_replayed: ContextVar[dt.datetime | None] = ContextVar("replayed moment", default=None)


def now() -> dt.datetime:
    """This moment, aware of its time zone."""
    return _replayed.get() or timezone.now()


def today() -> dt.date:
    """The date here, in the portal's own time zone."""
    return timezone.localtime(now()).date()


@contextmanager
def standing_at(moment: dt.datetime) -> Iterator[None]:
    """Everything that asks this clock within the block is told this moment."""
    token = _replayed.set(moment)
    try:
        yield
    finally:
        _replayed.reset(token)
