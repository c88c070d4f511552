"""What was done, for administrators. Nothing about safeguarding: leads see that in their own space."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from coproduction.core.models import AuditEvent

# Whatever is done to these tables is for safeguarding leads alone.
RESTRICTED = ("core.safeguardingrecord", "core.readingitem")


@dataclass(frozen=True)
class Entry:
    """A line of the audit page."""

    at: datetime
    actor: str
    capacity: str
    verb: str
    target: str
    facts: tuple[tuple[str, Any], ...]


def entries(actor: str = "", target: str = "", page: str | int = 1, size: int = 50) -> tuple[Page[AuditEvent], list[Entry]]:
    """One page of audit events, newest first; `actor` and `target` are references or their beginnings."""
    events = AuditEvent.objects.all()
    for table in RESTRICTED:
        events = events.exclude(target__startswith=table)
    if actor:
        events = events.filter(actor=actor)
    if target:
        events = events.filter(target__startswith=target)
    shown = Paginator(events, size).get_page(page)
    return shown, [
        Entry(event.at, event.actor, event.capacity, event.verb, event.target, tuple(sorted(event.facts.items())))
        for event in shown
    ]
