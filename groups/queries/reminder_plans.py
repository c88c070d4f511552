"""When, to whom and in which words people are reminded of each kind of meeting."""

import datetime as dt
from dataclasses import dataclass

from groups.enums import MeetingKind, ReminderAudience
from groups.models import ReminderPlan

USUAL_DAYS = (7, 1)


@dataclass(frozen=True)
class Plan:
    """How people are reminded of one kind of meeting."""

    kind: MeetingKind
    days: tuple[int, ...] = USUAL_DAYS
    audience: ReminderAudience = ReminderAudience.EVERYONE
    words: str = ""
    since: dt.datetime | None = None

    def held_at(self, moment: dt.datetime) -> bool:
        """Whether this was the plan then."""
        return self.since is None or self.since <= moment


def plans() -> dict[str, Plan]:
    """The plan of every kind, the usual one where none was set: one query."""
    made = {kind.value: Plan(kind) for kind in MeetingKind}
    for row in ReminderPlan.objects.all():
        days = tuple(sorted(row.days, reverse=True))
        made[row.kind] = Plan(MeetingKind(row.kind), days, ReminderAudience(row.audience), row.words, row.changed_at)
    return made


def plan_of(kind: str) -> Plan:
    """The plan of one kind."""
    return plans()[kind]
