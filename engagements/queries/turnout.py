"""Who took part in a project and whom it has not heard from, as everybody reads it; and the numbers, for whoever enters them."""

from dataclasses import dataclass

from coproduction.core.declared_tables import DeclaredTable, Shown, show
from coproduction.core.words import ended
from engagements.enums import Heard
from engagements.models import IntendedGroup, Project, TurnoutCount
from engagements.turnout import TABLES

HEARD_STATES = {Heard.YES: "did", Heard.PARTLY: "doing", Heard.NO: "notyet"}


@dataclass(frozen=True)
class GroupLine:
    """A group that a project means to hear from."""

    pk: int
    words: str
    why: str
    tried: str
    state: str
    state_words: str


@dataclass(frozen=True)
class WhoTookPart:
    """What everybody reads, of the council or not. `tables` are the declared ones in which anything was counted."""

    groups: tuple[GroupLine, ...]
    tables: tuple[Shown, ...]

    def __bool__(self) -> bool:
        return bool(self.groups or self.tables)


def who_took_part(project: Project) -> WhoTookPart:
    """Intended groups in their order, and the declared tables as they may be shown. Two queries."""
    return WhoTookPart(groups=tuple(group_line(group) for group in project.intended_groups.all()), tables=tables(project))


def tables(project: Project) -> tuple[Shown, ...]:
    """The declared tables of a project, hidden and rounded by the rule; those in which nothing was counted are left out."""
    counted: dict[str, dict[str, int]] = {key: {} for key in TABLES}
    for row in project.turnout.all():
        if row.table in TABLES:
            counted[row.table][row.row] = row.number
    shown = (show(table, counted[key]) for key, table in TABLES.items())
    return tuple(each for each in shown if each is not None)


def numbers(project: Project, table: DeclaredTable) -> dict[str, int]:
    """The numbers as they were entered, by row: only for the form in which an officer enters and corrects them."""
    return dict(TurnoutCount.objects.filter(project=project, table=table.key).values_list("row", "number"))


def group_line(group: IntendedGroup) -> GroupLine:
    heard = Heard(group.heard)
    return GroupLine(
        pk=group.pk,
        words=group.words,
        why=ended(group.why) if group.why else "",
        tried=group.tried,
        state=HEARD_STATES[heard],
        state_words=str(heard.label),
    )
