"""What is wrong with a file: every problem, with its line and the record it is in."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

LONGEST_EXCERPT = 60


@dataclass(frozen=True, order=True)
class Problem:
    line: int
    record: str
    message: str

    def __str__(self) -> str:
        """'line 71, forums/youth-council: The word …'; a problem of the whole file has no line."""
        place = ", ".join(part for part in (_("line %(line)s") % {"line": self.line} if self.line else "", self.record) if part)
        return f"{place}: {self.message}" if place else self.message


@dataclass
class Problems:
    """A collector: checking goes on after each problem, so that all of them are told at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, message: str, *, line: int = 0, record: str = "") -> None:
        self.found.append(Problem(line, record, message))

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self.found)))


class BrokenRecord(Exception):
    """The file cannot be imported. Nothing was saved."""

    def __init__(self, problems: Problems) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def excerpt(text: str) -> str:
    """A value as a message may quote it: on one line, visible characters only, never the whole of something enormous."""
    shown = "".join(character if character.isprintable() else "�" for character in " ".join(text.split()))
    return shown if len(shown) <= LONGEST_EXCERPT else f"{shown[:LONGEST_EXCERPT]}…"
