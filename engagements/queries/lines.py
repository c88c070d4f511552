"""Lines of forms with several rows, and the stamp of what stood when a page was opened."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Line:
    """One row as it was typed. `row` is the key of what stands already; without its main words the row is taken away."""

    facts: Mapping[str, Any]
    main: str
    row: int | None = None

    @property
    def is_blank(self) -> bool:
        return not self.facts[self.main]

    def values(self) -> dict[str, Any]:
        return dict(self.facts)


def stamp(*what: QuerySet[Any]) -> str:
    """A short sign of what stands in these rows: it changes with every change, and tells nothing of what it is."""
    facts = [list(rows.order_by("pk").values_list()) for rows in what]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]
