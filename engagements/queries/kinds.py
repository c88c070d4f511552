"""The list of kinds of work: the built-in ones, worded as officers worded them, and those that officers added."""

from collections.abc import Iterable
from dataclasses import dataclass

from engagements.enums import ProjectKind
from engagements.models import KindEntry


@dataclass(frozen=True)
class Kind:
    """One kind of work. `order` sorts the list; what is not offered keeps its words for the projects that have it."""

    key: str
    words: str
    hint: str = ""
    order: int = 100
    is_offered: bool = True
    is_built_in: bool = True


# The one kind that always comes last.
_LAST = 1000


def everything(entries: Iterable[KindEntry] | None = None) -> dict[str, Kind]:
    """Every kind by its key, in the order of the list; one query, unless the entries are there already."""
    found = {kind.value: Kind(kind.value, str(kind.label), order=number) for number, kind in enumerate(ProjectKind, start=1)}
    found[ProjectKind.OTHER] = Kind(ProjectKind.OTHER.value, str(ProjectKind.OTHER.label), order=_LAST)
    for entry in KindEntry.objects.all() if entries is None else entries:
        found[entry.key] = Kind(entry.key, entry.words, entry.hint, entry.order, entry.is_offered, entry.key in found)
    return {kind.key: kind for kind in sorted(found.values(), key=lambda kind: (kind.key == ProjectKind.OTHER, kind.order))}


def offered() -> list[Kind]:
    """The kinds that a new project can have."""
    return [kind for kind in everything().values() if kind.is_offered]


def words_of(key: str, known: dict[str, Kind] | None = None) -> str:
    """What a kind is called. In lists, give it `everything()`: one query for all."""
    kind = (known or everything()).get(key)
    return kind.words if kind else key.replace("_", " ").capitalize()
