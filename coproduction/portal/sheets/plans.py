"""What a line of a spreadsheet becomes: a draft project, a session on it, a draft answer. Values only, nothing is saved."""

from dataclasses import dataclass, field, replace
from typing import Any

from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate


@dataclass(frozen=True)
class ProjectPlan:
    """A project as the lines of its title tell it. Bodies are keys of the portal; names that it does not know are words."""

    title: str
    kind: str = ""
    kind_words: str = ""
    why: str = ""
    what_happened: str = ""
    degree: str = ""
    degree_words: str = ""
    started: PartialDate = field(default_factory=PartialDate)
    ended: PartialDate = field(default_factory=PartialDate)
    forums: tuple[int, ...] = ()
    forum_words: tuple[str, ...] = ()
    partners: tuple[int, ...] = ()
    partner_words: tuple[str, ...] = ()

    def differs(self, other: "ProjectPlan") -> list[str]:
        """What the two say, and say differently."""
        single = ("kind", "why", "what_happened", "degree", "started", "ended")
        return [name for name in single if _says(self, name) and _says(other, name) and _says(self, name) != _says(other, name)]

    def joined(self, other: "ProjectPlan") -> "ProjectPlan":
        """This one, with what only the other says."""
        changes: dict[str, Any] = {}
        for name in ("kind", "kind_words", "why", "what_happened", "degree", "degree_words", "started", "ended"):
            changes[name] = getattr(self, name) or getattr(other, name)
        for name in ("forums", "forum_words", "partners", "partner_words"):
            changes[name] = tuple(dict.fromkeys((*getattr(self, name), *getattr(other, name))))
        return replace(self, **changes)

    def says_anything(self) -> bool:
        """Whether it says more than its title."""
        return self != ProjectPlan(self.title)


def _says(plan: ProjectPlan, name: str) -> Any:
    value = getattr(plan, name)
    if name == "kind":
        return (value, plan.kind_words) if value else ""
    if isinstance(value, PartialDate):
        return (value.first, value.last) if value.is_known else ""
    return " ".join(value.casefold().split())


@dataclass(frozen=True)
class SessionPlan:
    kind: str
    format: str
    topic: str = ""
    held: PartialDate = field(default_factory=PartialDate)
    venue: str = ""
    heads: tuple[Number, ...] = ()
    participants: str = ""


@dataclass(frozen=True)
class AnswerPlan:
    answer: str
    we_did: str
    you_said: str = ""
    said_basis: str = ""
    because_kind: str = ""
    because: str = ""
    would_change: str = ""
    figure: str = ""
    figure_parts: tuple[Number, ...] = ()
    happened: PartialDate = field(default_factory=PartialDate)
    # Whom the line names beside it: the forums whose words these are.
    credited: tuple[int, ...] = ()
