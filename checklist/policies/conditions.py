"""What an item’s duty depends on: plain facts about the project."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from checklist.enums import (
    Condition,
    ItemState,
    Mandatory,
)
from engagements.enums import Degree, ProjectKind

_CODE = re.compile(r"([1-9])\.[1-9][0-9]?")


def stage_of_code(code: str) -> int | None:
    """The stage that the code of an item names: 4 in 4.9. None for what is no code."""
    found = _CODE.fullmatch(code)
    return int(found[1]) if found else None


@dataclass(frozen=True)
class ProjectFacts:
    """What is known of a project, as far as it decides which items must be settled. `queries.facts` finds it."""

    degree_planned: str = ""
    kind: str = ""
    has_panel: bool = False
    has_inspection: bool = False
    has_evaluation: bool = False
    has_disagreement: bool = False


def _works_together(facts: ProjectFacts) -> bool:
    return facts.degree_planned == Degree.COPRODUCTION


def _tells_or_asks(facts: ProjectFacts) -> bool:
    # While nobody has said which degree it is, neither condition holds: item 2.1 asks for it.
    return facts.degree_planned in (Degree.INFORMATION, Degree.CONSULTATION)


def _chooses_someone(facts: ProjectFacts) -> bool:
    """A provider or a member of staff is picked, scored or judged, so interests must be on the table."""
    return facts.has_panel or facts.has_inspection or facts.kind == ProjectKind.RECOMMISSIONING


_HOLDS: dict[str, Callable[[ProjectFacts], bool]] = {
    Condition.DEGREE_BELOW_COPRODUCTION: _tells_or_asks,
    Condition.DEGREE_IS_COPRODUCTION: _works_together,
    Condition.HAS_PANEL: lambda facts: facts.has_panel,
    Condition.SOMEONE_IS_CHOSEN: _chooses_someone,
    Condition.HAS_EVALUATION: lambda facts: facts.has_evaluation,
    Condition.HAS_DISAGREEMENT: lambda facts: facts.has_disagreement,
}


def holds_for(condition: str, facts: ProjectFacts) -> bool:
    """Whether this named condition is true of a project now."""
    return _HOLDS[condition](facts)


def must_be_settled(mandatory: str, predicate: str, facts: ProjectFacts) -> bool:
    """Whether a stage waits for an item: always, never, or while the item's condition is true of the project."""
    if mandatory == Mandatory.CONDITION:
        return holds_for(predicate, facts)
    return mandatory == Mandatory.YES


def is_not_needed(predicate: str, state: str, facts: ProjectFacts) -> bool:
    """Whether an item that nobody has touched rests by itself, because its condition is not true of the project."""
    return bool(predicate) and state == ItemState.NOT_STARTED and not holds_for(predicate, facts)


def conditions_that_fail(facts: ProjectFacts) -> frozenset[str]:
    """The names of the conditions that are not true of a project now."""
    return frozenset(condition for condition in _HOLDS if not holds_for(condition, facts))
