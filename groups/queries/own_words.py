"""What a forum says matters, for its public page and for those who write it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from groups.enums import PRIORITY_STEPS, PriorityStatus
from groups.models import Body, Priority

STATES = {PriorityStatus.PROPOSED: "notyet", PriorityStatus.ADOPTED: "did", PriorityStatus.RETIRED: "none"}


@dataclass(frozen=True)
class Step:
    status: str
    words: str


@dataclass(frozen=True)
class PriorityLine:
    """A priority. `steps` are the buttons that lead on from here."""

    pk: int
    title: str
    period: str
    used_in: str
    status: str
    state: str
    state_words: str
    steps: tuple[Step, ...]
    can_go_up: bool
    can_go_down: bool


@dataclass(frozen=True)
class Period:
    """The priorities of one time, in the forum's own order."""

    words: str
    priorities: tuple[PriorityLine, ...]


def lines(priorities: Iterable[Priority]) -> tuple[PriorityLine, ...]:
    """The priorities that hold or are proposed, in order, and behind them the retired ones."""
    ordered = sorted(priorities, key=lambda each: (each.status == PriorityStatus.RETIRED, each.order, each.pk))
    shown = sum(1 for each in ordered if each.status != PriorityStatus.RETIRED)
    return tuple(_line(each, place, shown) for place, each in enumerate(ordered))


def by_period(found: Iterable[PriorityLine]) -> tuple[Period, ...]:
    """Grouped by the time they are for, newest first; what has no time comes first, since it holds now."""
    groups: dict[str, list[PriorityLine]] = {}
    for line in found:
        groups.setdefault(line.period, []).append(line)
    ordered = sorted(groups, reverse=True)
    return tuple(Period(words, tuple(groups[words])) for words in sorted(ordered, key=bool))


def holds(line: PriorityLine) -> bool:
    return line.status != PriorityStatus.RETIRED


def themes(body: Body) -> tuple[str, ...]:
    """The themes of the years, newest first."""
    found = sorted(body.themes_of_year.all(), key=lambda theme: str(theme.period.last or ""), reverse=True)
    return tuple(f"{theme.title} ({theme.period})" if theme.period else theme.title for theme in found)


def _line(priority: Priority, place: int, shown: int) -> PriorityLine:
    step_words = {
        PriorityStatus.PROPOSED: _("Propose it again"),
        PriorityStatus.ADOPTED: _("Adopt it"),
        PriorityStatus.RETIRED: _("Retire it"),
    }
    status = PriorityStatus(priority.status)
    can_move = status != PriorityStatus.RETIRED
    return PriorityLine(
        pk=priority.pk,
        title=priority.title,
        period=str(priority.period) if priority.period else "",
        used_in=priority.used_in,
        status=status,
        state=STATES[status],
        state_words=str(status.label),
        steps=tuple(Step(step, step_words[step]) for step in step_words if step in PRIORITY_STEPS[status]),
        can_go_up=can_move and place > 0,
        can_go_down=can_move and place < shown - 1,
    )
