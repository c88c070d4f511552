"""A file between its steps: what was read from it and how it is to be understood, as plain JSON and back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from coproduction.core.spreadsheets import Sheet
from coproduction.portal.sheets import meanings, tables
from coproduction.portal.sheets.meanings import Meaning
from coproduction.portal.sheets.tables import Table


@dataclass(frozen=True)
class Brought:
    """The sheets of a file, which one is meant, where its headings stand, what its columns are, and what is let through."""

    name: str
    sheets: tuple[Sheet, ...]
    sheet: int = 0
    heading: int | None = None
    columns: tuple[Meaning, ...] = ()
    keep: frozenset[str] = frozenset()

    @cached_property
    def table(self) -> Table:
        return tables.find(self.sheets[self.sheet].rows, self.heading)

    @property
    def is_matched(self) -> bool:
        return len(self.columns) == len(self.table.headings)

    def looked_at(self, *, sheet: int | None, heading: int | None) -> "Brought":
        """The same file with another sheet or another line of headings, as far as it has them; what its columns are is open then."""
        number = sheet if sheet is not None and sheet < len(self.sheets) else self.sheet
        if heading is not None and not 1 <= heading <= len(self.sheets[number].rows):
            heading = None
        same = (number, heading or self.table.heading) == (self.sheet, self.table.heading)
        return self if same else replace(self, sheet=number, heading=heading, columns=())

    def source_of(self, line: int) -> str:
        """Where a row comes from, as it is shown beside it."""
        sheet = self.sheets[self.sheet].name if len(self.sheets) > 1 else ""
        return ", ".join(part for part in (self.name, sheet, f"line {line}") if part)

    def as_facts(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "sheets": [[sheet.name, sheet.rows] for sheet in self.sheets],
            "sheet": self.sheet,
            "heading": self.heading,
            "columns": [meaning.value for meaning in self.columns],
            "keep": sorted(self.keep),
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Brought":
        return cls(
            name=facts["name"],
            sheets=tuple(Sheet(name, rows) for name, rows in facts["sheets"]),
            sheet=facts["sheet"],
            heading=facts["heading"],
            columns=as_meanings(facts["columns"]),
            keep=frozenset(facts["keep"]),
        )


def as_meanings(values: Sequence[str]) -> tuple[Meaning, ...]:
    return tuple(Meaning(value) for value in values)


def most_likely(sheets: Sequence[Sheet]) -> int:
    """The sheet whose headings we know best; the first of those."""

    def known(sheet: Sheet) -> int:
        return sum(bool(meaning) for meaning in meanings.guess(tables.find(sheet.rows).headings))

    return max(range(len(sheets)), key=lambda number: known(sheets[number]))
