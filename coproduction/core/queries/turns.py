"""Whose turn it is, and on which days nobody stands in."""

import datetime as dt
from dataclasses import dataclass

from coproduction.core import working_days
from coproduction.core.enums import Duty
from coproduction.core.models import Turn


@dataclass(frozen=True)
class OnTurn:
    """Someone whose turn it is, or who stands in: a reference such as `user:12`, and who that is, without a name."""

    ref: str
    label: str


def on_turn(duty: str, day: dt.date) -> tuple[OnTurn, OnTurn] | None:
    """Whose turn it is on this day, and who stands in for them; None when nobody is."""
    turn = Turn.objects.filter(duty=duty, first_day__lte=day, last_day__gte=day).first()
    return (OnTurn(turn.person, turn.person_label), OnTurn(turn.cover, turn.cover_label)) if turn else None


def days_without_cover(first_day: dt.date, last_day: dt.date) -> list[dt.date]:
    """The working days, first and last included, on which nobody reads or nobody takes concerns.

    Weekends and bank holidays count for nobody: what comes then is read on the next working day.
    """
    turns = Turn.objects.filter(first_day__lte=last_day, last_day__gte=first_day)
    spans = list(turns.values_list("duty", "first_day", "last_day"))
    days = (first_day + dt.timedelta(days=number) for number in range((last_day - first_day).days + 1))
    return [day for day in days if working_days.is_working_day(day) and not _covered(day, spans)]


def _covered(day: dt.date, spans: list[tuple[str, dt.date, dt.date]]) -> bool:
    return set(Duty.values) <= {duty for duty, first, last in spans if first <= day <= last}


def planned(today: dt.date) -> list[Turn]:
    """Turns that are going on or still to come, in the order of their days."""
    return list(Turn.objects.filter(last_day__gte=today).order_by("first_day", "duty", "pk"))
