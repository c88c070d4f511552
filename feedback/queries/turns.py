"""Turns with the names of those who have them: for the council's own people."""

import datetime as dt
from dataclasses import dataclass

from coproduction.core import working_days
from coproduction.core.enums import Duty
from coproduction.core.models import Turn
from coproduction.core.queries import turns
from feedback.enums import QuestionnaireState
from feedback.models import Questionnaire
from groups.queries import staff

# So far ahead the page shows on which days nobody stands in.
AHEAD = dt.timedelta(days=28)


@dataclass(frozen=True)
class TurnLine:
    pk: int
    duty: str
    first_day: dt.date
    last_day: dt.date
    person: str
    cover: str
    is_now: bool
    made_up: bool


@dataclass(frozen=True)
class OnTurnToday:
    """One line of the queue page: whose turn it is, or nobody's."""

    duty: str
    person: str
    cover: str


def planned(now: dt.datetime) -> list[TurnLine]:
    """Turns that go on or are still to come: two queries."""
    day = working_days.local_day(now)
    rows = turns.planned(day)
    names = staff.names({ref for row in rows for ref in (row.person, row.cover)})
    return [_line(row, names, day) for row in rows]


def today(now: dt.datetime) -> list[OnTurnToday]:
    """Whose turn it is today, at reading and at taking concerns: two queries however many turns are planned."""
    day = working_days.local_day(now)
    rows = {row.duty: row for row in Turn.objects.filter(first_day__lte=day, last_day__gte=day)}
    names = staff.names({ref for row in rows.values() for ref in (row.person, row.cover)})
    lines = []
    for duty, label in Duty.choices:
        row = rows.get(duty)
        person = (names.get(row.person) or row.person_label) if row else ""
        lines.append(OnTurnToday(str(label), person, (names.get(row.cover) or row.cover_label) if row else ""))
    return lines


def gaps(now: dt.datetime) -> list[dt.date]:
    """The working days of the next four weeks on which nobody reads or nobody takes concerns."""
    day = working_days.local_day(now)
    return turns.days_without_cover(day, day + AHEAD)


def needing(turn: Turn, now: dt.datetime) -> list[Questionnaire]:
    """The questionnaires that are open on a working day of this turn: without it nobody would be there on that day."""
    first = max(working_days.local_day(now), turn.first_day)
    still_open = Questionnaire.objects.filter(state=QuestionnaireState.OPEN).exclude(closes_at__lte=now)
    return [each for each in still_open.order_by("closes_at", "pk") if _is_open_between(each, first, turn.last_day)]


def _is_open_between(questionnaire: Questionnaire, first: dt.date, last: dt.date) -> bool:
    if questionnaire.opens_at:
        first = max(first, working_days.local_day(questionnaire.opens_at))
    if questionnaire.closes_at:
        last = min(last, working_days.local_day(questionnaire.closes_at))
    return any(working_days.is_working_day(first + dt.timedelta(days=number)) for number in range((last - first).days + 1))


def _line(row: Turn, names: dict[str, str], day: dt.date) -> TurnLine:
    return TurnLine(
        pk=row.pk,
        duty=str(row.get_duty_display()),
        first_day=row.first_day,
        last_day=row.last_day,
        person=names.get(row.person) or row.person_label,
        cover=names.get(row.cover) or row.cover_label,
        is_now=row.first_day <= day <= row.last_day,
        made_up=row.is_demonstration,
    )
