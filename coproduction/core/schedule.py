"""The scheduled jobs as the settings name them: when each was due last, when it is due next, how often it runs."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from celery.schedules import crontab, schedule
from django.conf import settings
from django.utils import timezone

MINUTE = dt.timedelta(minutes=1)
# A week and a day: the furthest that a weekly job lies away.
FURTHEST = 8 * 24 * 60


@dataclass(frozen=True)
class Scheduled:
    """One line of the schedule."""

    job: str
    schedule: Any

    def slot(self, now: dt.datetime) -> dt.datetime:
        """The moment at which it was due last: whoever runs it then runs this slot, so two schedulers make one run."""
        return next(self._occurrences(now, -1))

    def next(self, now: dt.datetime) -> dt.datetime:
        """The next moment at which it is due."""
        return next(self._occurrences(now, 1))

    def interval(self, now: dt.datetime) -> dt.timedelta:
        """How long it is from one run to the next."""
        first = self.next(now)
        return self.next(first) - first

    def _occurrences(self, now: dt.datetime, step: int) -> Iterator[dt.datetime]:
        if not isinstance(self.schedule, crontab):
            yield from _regular(self.schedule, now, step)
        minute = now.astimezone(dt.UTC).replace(second=0, microsecond=0)
        for distance in range(0 if step < 0 else 1, FURTHEST):
            moment = minute + step * distance * MINUTE
            if _fits(self.schedule, timezone.localtime(moment)):
                yield moment


def _regular(every: schedule | dt.timedelta | float, now: dt.datetime, step: int) -> Iterator[dt.datetime]:
    period = getattr(every, "run_every", every)
    seconds = period.total_seconds() if isinstance(period, dt.timedelta) else float(period)
    slot = now.timestamp() // seconds * seconds
    yield dt.datetime.fromtimestamp(slot if step < 0 else slot + seconds, tz=dt.UTC)


def _fits(plan: crontab, local: dt.datetime) -> bool:
    return (
        local.minute in plan.minute
        and local.hour in plan.hour
        and local.isoweekday() % 7 in plan.day_of_week
        and local.day in plan.day_of_month
        and local.month in plan.month_of_year
    )


def every_job() -> list[Scheduled]:
    """The schedule, in the order of the settings."""
    return [Scheduled(name, entry["schedule"]) for name, entry in settings.CELERY_BEAT_SCHEDULE.items()]


def job(name: str) -> Scheduled:
    return Scheduled(name, settings.CELERY_BEAT_SCHEDULE[name]["schedule"])
