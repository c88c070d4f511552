"""Delete what has been kept long enough. How long stands in the register of personal data.

Each app may register what it purges; the nightly job runs them all.
"""

import datetime as dt
from collections.abc import Callable

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction

from coproduction.core import clock, reading_register
from coproduction.core.enums import NOTIFICATION_STEPS, NotificationState, ReadingState
from coproduction.core.models import AuditEvent, Job, Notification, ReadingItem, ScheduledRun, SheetImport, StoredFile, Turn

TWO_YEARS = dt.timedelta(days=730)
SIX_YEARS = dt.timedelta(days=6 * 365 + 2)
RUNS_KEPT = dt.timedelta(days=30)
DAY = dt.timedelta(days=1)

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
def lost_files(now: dt.datetime) -> int:
    """Content of files that no row knows, after a day: what it was kept for failed, and a database takes back rows only."""
    folder = str(StoredFile._meta.get_field("file").upload_to).rstrip("/")
    if not default_storage.exists(folder):
        return 0
    names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    lost = names - set(StoredFile._base_manager.values_list("file", flat=True))
    old = [name for name in lost if default_storage.get_modified_time(name) < now - DAY]
    for name in old:
        default_storage.delete(name)
    return len(old)


@register
def sheets(now: dt.datetime) -> int:
    """Which spreadsheets were taken in, and what became of their lines, after two years. What they became stays."""
    return SheetImport.objects.filter(made_at__lt=now - TWO_YEARS).delete()[0]


@register
def reading(now: dt.datetime) -> int:
    """That something was read, after two years. What the safeguarding leads hold is never deleted by itself."""
    old = ReadingItem.objects.filter(state=ReadingState.CLEARED, read_at__lt=now - TWO_YEARS)
    return old.filter(safeguarding__isnull=True).delete()[0]


@register
def turns(now: dt.datetime) -> int:
    """Whose turn it was, two years after it was over."""
    return Turn.objects.filter(last_day__lt=(now - TWO_YEARS).date()).delete()[0]


@register
def words_taken_away(now: dt.datetime) -> int:
    """What waits to be read and was taken away by whoever wrote it: nothing is left to read."""
    done = 0
    for how in reading_register.every():
        model = apps.get_model(how.label)
        prefix = f"{model._meta.label_lower}:"
        waiting = ReadingItem.objects.waiting().filter(
            target__startswith=prefix, safeguarding__isnull=True, arrived_at__lt=now - DAY
        )
        keys = [int(target.removeprefix(prefix)) for target in waiting.values_list("target", flat=True)]
        there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        gone = [f"{prefix}{key}" for key in keys if key not in there]
        done += ReadingItem.objects.filter(target__in=gone).delete()[0] if gone else 0
    return done
