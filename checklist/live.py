"""What the portal itself can show beside an item. Whoever keeps something registers who finds it, so that no room looks upwards.

Finders give only what is public or what both sides of a project may see, and numbers as they are published.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checklist.enums import Live
from engagements.models import Project

# More than these are folded on the page.
_MOST_OPEN = 4


@dataclass(frozen=True)
class Fact:
    """One thing that the portal knows: in words, with its date if that is known, and where it stands."""

    words: str
    when: str = ""
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """What the portal shows of one kind; without facts where there are none yet."""

    title: str
    facts: tuple[Fact, ...]

    @property
    def is_long(self) -> bool:
        return len(self.facts) > _MOST_OPEN


Finder = Callable[[Project], Iterable[Fact]]
_finders: dict[str, Finder] = {}


def register(key: Live) -> Callable[[Finder], Finder]:
    """Decorator: this function finds the facts of a key."""

    def add(finder: Finder) -> Finder:
        _finders[key] = finder
        return finder

    return add


class Look:
    """The facts about one project for one page: each key is looked up once, and only when an item asks for it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._found: dict[str, Shown] = {}

    def at(self, keys: str) -> tuple[Shown, ...]:
        """What the portal shows beside an item with these keys, in their order."""
        return tuple(self._shown(key) for key in keys.split())

    def _shown(self, key: str) -> Shown:
        if key not in self._found:
            self._found[key] = Shown(str(Live(key).label), tuple(_finders[key](self.project)))
        return self._found[key]
