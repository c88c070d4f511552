"""Who is told that a concern waits: whoever has the turn first, and when nobody opens it in two working hours, the next.

A concern about someone who works here goes to the named senior lead, past that person and past their team.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock, recipients, working_days
from coproduction.core.actors import PORTAL
from coproduction.core.enums import Duty
from coproduction.core.models import ConcernAlert, SafeguardingRecord
from coproduction.core.notifications import ConcernRaised, ConcernUnopened
from coproduction.core.queries import turns
from coproduction.core.recipients import Ref
from coproduction.core.services import audit, outbox

HOURS = 2
LEADS, SENIOR = "safeguarding_leads", "senior_safeguarding_lead"


def send_first(*, record: SafeguardingRecord, now: dt.datetime) -> int:
    """Tell those on the first level; how many."""
    return _send_next(record, now, above=0)


def opened(*, record: SafeguardingRecord, by_ref: str, now: dt.datetime) -> None:
    """Note that one of those who were told opened it."""
    record.alerts.filter(to=by_ref, opened_at=None).update(opened_at=now)


def escalate(*, now: dt.datetime | None = None) -> int:
    """Raise each concern that nobody has opened in time by one level; how many people were told."""
    now = now or clock.now()
    unopened = SafeguardingRecord.objects.filter(first_read_at=None, closed_at=None).values_list("pk", flat=True)
    return sum(_escalate(pk, now) for pk in unopened)


@transaction.atomic
def _escalate(pk: int, now: dt.datetime) -> int:
    record = SafeguardingRecord.objects.select_for_update(of=("self",)).select_related("item").get(pk=pk)
    if record.first_read_at is not None or record.closed_at is not None:
        return 0
    last = record.alerts.filter(sent_at__gte=record.raised_at).order_by("-level", "-due_at").first()
    if last is not None and last.due_at > now:
        return 0
    told = _send_next(record, now, above=last.level if last else 0)
    if told:
        audit.record(verb="raised concern a level", target=record, by=PORTAL, leads_told=told)
    return told


def _send_next(record: SafeguardingRecord, now: dt.datetime, *, above: int) -> int:
    """Tell the people of the next level that has someone who was not told yet."""
    told = set(record.alerts.filter(sent_at__gte=record.raised_at).values_list("to", flat=True))
    for level, people in enumerate(_levels(record, now), start=1):
        new = [ref for ref in people if ref not in told]
        if level > above and new:
            _tell(record, level, new, now)
            return len(new)
    return 0


def _levels(record: SafeguardingRecord, now: dt.datetime) -> list[list[str]]:
    """Whom to tell, level by level, as things stand now."""
    leads = [lead.ref for lead in recipients.members(LEADS)]
    senior = [lead.ref for lead in recipients.members(SENIOR)]
    if record.is_about_staff:
        others = [ref for ref in leads if ref != record.about]
        team = recipients.people_of(record.kept_from) if record.kept_from else frozenset()
        outside = [ref for ref in others if ref not in team]
        return [[ref for ref in senior if ref != record.about] or outside or others, outside]
    turn = turns.on_turn(Duty.SAFEGUARDING, working_days.local_day(now))
    person, cover = ([each.ref] if each.ref in leads else [] for each in turn) if turn else ([], [])
    return [person or leads, cover, leads, senior]


def _tell(record: SafeguardingRecord, level: int, refs: list[str], now: dt.datetime) -> None:
    known = recipients.resolve_many(refs)
    for ref in refs:
        ConcernAlert.objects.create(
            record=record,
            level=level,
            to=ref,
            to_label=known[ref].label[:200] if ref in known else "",
            sent_at=now,
            due_at=working_days.after_working_hours(now, HOURS),
        )
        outbox.enqueue(
            notification=ConcernRaised if level == 1 else ConcernUnopened,
            recipient=Ref(ref),
            dedupe_key=f"concern:{record.pk}:{record.raised_at.isoformat()}:{level}:{ref}",
            reason=_("you are a safeguarding lead"),
            is_demonstration=record.item.is_demonstration,
        )
