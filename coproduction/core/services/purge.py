"""Delete what has been kept long enough. How long stands in the register of personal data.

Each app may register what it purges; the nightly job runs them all.
"""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from coproduction.core import clock
from coproduction.core.enums import NOTIFICATION_STEPS, NotificationState, ReadingState
from coproduction.core.models import AuditEvent, Job, Notification, ReadingItem, ScheduledRun

TWO_YEARS = dt.timedelta(days=730)
SIX_YEARS = dt.timedelta(days=6 * 365 + 2)
RUNS_KEPT = dt.timedelta(days=30)

# Deletes what is too old at this moment and says how many rows that were.
Rule = Callable[[dt.datetime], int]
_rules: list[Rule] = []


def register(rule: Rule) -> Rule:
    """Decorator: the nightly job runs this rule too. Put it into a service that the app's `tasks` import."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def old_rows(*, now: dt.datetime | None = None) -> int:
    """Run every rule in a transaction of its own; how many rows went."""
    now = now or clock.now()
    done = 0
    for rule in _rules:
        with transaction.atomic():
            done += rule(now)
    return done


@register
def messages(now: dt.datetime) -> int:
    """Messages that are settled, after two years."""
    settled = [state for state, steps in NOTIFICATION_STEPS.items() if not steps or state == NotificationState.REFUSED]
    return Notification.objects.filter(state__in=settled, created_at__lt=now - TWO_YEARS).delete()[0]


@register
def audit(now: dt.datetime) -> int:
    """Audit events, after six years. Nothing else deletes them, and nothing changes them."""
    return AuditEvent.objects.filter(at__lt=now - SIX_YEARS).delete()[0]


@register
def runs(now: dt.datetime) -> int:
    """Runs of scheduled jobs, after a month; the last finished run of a job stays, so that lateness stays visible."""
    old = ScheduledRun.objects.filter(slot__lt=now - RUNS_KEPT)
    last = [run for name in old.order_by().values_list("job", flat=True).distinct() if (run := _last_finished(name))]
    return old.exclude(pk__in=last).delete()[0]


def _last_finished(name: str) -> int | None:
    finished = ScheduledRun.objects.filter(job=name, finished_at__isnull=False).order_by("-slot")
    return finished.values_list("pk", flat=True).first()


@register
def jobs(now: dt.datetime) -> int:
    """Long work that people asked for, after two years."""
    return Job.objects.filter(asked_at__lt=now - TWO_YEARS, finished_at__isnull=False).delete()[0]


@register
def reading(now: dt.datetime) -> int:
    """That something was read, after two years. What the safeguarding leads hold is never deleted by itself."""
    old = ReadingItem.objects.filter(state=ReadingState.CLEARED, read_at__lt=now - TWO_YEARS)
    return old.filter(safeguarding__isnull=True).delete()[0]
