"""What a meeting will talk about, and whether it fits."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from groups.enums import AgendaState
from groups.models import Action, AgendaItem, Meeting

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Point:
    """One thing on the agenda, and when it begins if the meeting keeps to it."""

    item: AgendaItem
    begins: dt.datetime


@dataclass(frozen=True)
class Agenda:
    points: tuple[Point, ...]
    proposed: tuple[AgendaItem, ...]
    declined: tuple[AgendaItem, ...]
    actions: tuple[Action, ...]
    length: int

    @property
    def used(self) -> int:
        return sum(point.item.minutes for point in self.points)

    @property
    def left(self) -> int:
        return self.length - self.used


def of_meeting(meeting: Meeting) -> Agenda:
    """The agenda of a meeting with what was proposed, and the open actions of its forum, which every agenda carries."""
    items = list(meeting.agenda.order_by("order", "pk"))
    points, begins = [], meeting.starts_at
    for item in items:
        if item.state == AgendaState.ACCEPTED:
            points.append(Point(item, begins))
            begins += item.minutes * MINUTE
    return Agenda(
        points=tuple(points),
        proposed=tuple(item for item in items if item.state == AgendaState.PROPOSED),
        declined=tuple(item for item in items if item.state == AgendaState.DECLINED),
        actions=tuple(Action.objects.open().filter(body=meeting.body_id)),
        length=length_of(meeting),
    )


def length_of(meeting: Meeting) -> int:
    """How many minutes the meeting lasts."""
    return (meeting.ends_at - meeting.starts_at) // MINUTE


def minutes_over(meeting: Meeting, length: dt.timedelta) -> int:
    """By how many minutes what is on the agenda is longer than this; 0 when it fits."""
    accepted = meeting.agenda.filter(state=AgendaState.ACCEPTED).aggregate(minutes=Sum("minutes"))["minutes"] or 0
    return max(0, accepted - length // MINUTE)
