"""Send people their daily or weekly summary, and let what has gathered follow when they choose anew."""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core import clock, digest, notifications, recipients
from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.recipients import Ref
from coproduction.core.reminders import Due
from coproduction.core.services import outbox

BATCH = 200
DAY = dt.timedelta(days=1)


def send(*, now: dt.datetime | None = None) -> int:
    """Write down the summary of everyone for whom it is time; how many that were. Each batch is one transaction."""
    now, written = now or clock.now(), 0
    gathered = Notification.objects.filter(state=NotificationState.GATHERED, due_at__lte=now).order_by("recipient")
    while refs := list(gathered.values_list("recipient", flat=True).distinct()[:BATCH]):
        written += _sum_up(refs, now)
    return written


@transaction.atomic
def _sum_up(refs: list[str], now: dt.datetime) -> int:
    """What has gathered for these people goes into one message each, or back to waiting when they want none any more."""
    due = Notification.objects.filter(recipient__in=refs, state=NotificationState.GATHERED, due_at__lte=now)
    mine: dict[str, list[Notification]] = defaultdict(list)
    for row in due.select_for_update().order_by("pk"):
        mine[row.recipient].append(row)
    people = recipients.resolve_many(refs)
    keys = {ref: f"{digest.Summary.kind}:{ref}:{timezone.localtime(now).date()}" for ref in mine}
    had_one = set(Notification.objects.filter(dedupe_key__in=keys.values()).values_list("dedupe_key", flat=True))
    dues, summed_up, singly, tomorrow = list[Due](), list[int](), list[int](), list[int]()
    for ref, rows in mine.items():
        parts, person = [row.pk for row in rows], people.get(ref)
        if person is None or person.told_in_person:
            singly += parts
        elif keys[ref] in had_one:
            tomorrow += parts
        else:
            dues.append(_summary(ref, keys[ref], rows, is_weekly=person.digest == digest.WEEKLY))
            summed_up += parts
    written = outbox.enqueue_many(dues)
    Notification.objects.filter(pk__in=summed_up).update(state=NotificationState.SUMMED_UP)
    Notification.objects.filter(pk__in=singly).update(state=NotificationState.WAITING, due_at=now)
    Notification.objects.filter(pk__in=tomorrow).update(due_at=digest.next_moment(digest.DAILY, now + DAY / 24))
    return written


def _summary(ref: str, key: str, rows: list[Notification], *, is_weekly: bool) -> Due:
    return Due(
        notification=digest.Summary,
        recipient=Ref(ref),
        dedupe_key=key,
        reason=_("you asked for one message a week") if is_weekly else _("you asked for one message a day"),
        facts={"to": ref, "parts": [row.pk for row in rows]},
        is_demonstration=any(row.is_demonstration for row in rows),
    )


@transaction.atomic
def follow(*, recipient: str) -> int:
    """Someone chose anew how often we write: what has gathered waits for their next summary, or goes now. How many go now."""
    now, person, going = clock.now(), recipients.resolve(recipient), 0
    for row in Notification.objects.filter(recipient=recipient, state=NotificationState.GATHERED).select_for_update():
        kind = notifications.get(row.kind)
        moment = person and digest.waits_until(kind, person, now, useless_from=kind.useless_from(row.facts))
        row.state = NotificationState.GATHERED if moment else NotificationState.WAITING
        row.due_at = moment or now
        row.save(update_fields=["state", "due_at"])
        going += moment is None
    return going
