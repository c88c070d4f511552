"""Find the table in a sheet: the row of headings, the lines below it, and what stands around them and is left out."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from coproduction.core.spreadsheets import Rows
from coproduction.portal.sheets.meanings import Meaning, meaning_of
from coproduction.portal.sheets.words import fold

# The headings stand among these.
_LOOKED_AT = 30
_NOTES = ("note", "notes", "source", "sources", "key", "nb", "n.b", "*", "©", "prepared by", "produced by", "last updated")
_TOTALS = {"total", "totals", "grand total", "sum", "subtotal", "sub total"}
SAMPLES = 3


@dataclass(frozen=True)
class Aside:
    """A line that is no line of the table."""

    number: int
    words: str


@dataclass(frozen=True)
class TableLine:
    """One line of the table; `number` is that of the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as it stands in a sheet. `heading` is the number of the line with the headings."""

    heading: int
    headings: tuple[str, ...]
    lines: tuple[TableLine, ...]
    asides: tuple[Aside, ...] = ()

    def name_of(self, column: int) -> str:
        """The heading of a column, or its letter where it has none."""
        return self.headings[column] or get_column_letter(column + 1)

    def samples(self, column: int) -> list[str]:
        """The first values in a column."""
        return [line.cells[column] for line in self.lines if line.cells[column]][:SAMPLES]


def find(rows: Rows, heading: int | None = None) -> Table:
    """The table of a sheet. `heading` says which line holds the headings, when a person knows it better."""
    head = heading if heading and heading <= len(rows) else _heading(rows)
    names = [" ".join(name.split()) for name in rows[head - 1]]
    numbered = [(number, row) for number, row in enumerate(rows[head:], start=head + 1) if any(row)]
    width = max([len(names), *(len(row) for _number, row in numbered)])
    lines: list[TableLine] = []
    asides = [Aside(number, _told(row)) for number, row in enumerate(rows[: head - 1], start=1) if any(row)]
    end = _end(numbered)
    for number, row in numbered[:end]:
        if [fold(cell) for cell in row] == [fold(name) for name in names] or _is_total(row):
            asides.append(Aside(number, _told(row)))
        else:
            lines.append(TableLine(number, tuple(row + [""] * (width - len(row)))))
    asides += [Aside(number, _told(row)) for number, row in numbered[end:]]
    return Table(head, tuple(names + [""] * (width - len(names))), tuple(lines), tuple(asides))


def _heading(rows: Rows) -> int:
    """The line that knows most of our headings; when none does, the first of the widest."""

    def known(row: list[str]) -> int:
        return len({meaning_of(cell) for cell in row} - {Meaning.IGNORE})

    first = rows[:_LOOKED_AT]
    best = max(known(row) for row in first)
    if best:
        return next(number for number, row in enumerate(first, start=1) if known(row) == best)
    widest = max(len(set(row) - {""}) for row in first)
    return next(number for number, row in enumerate(first, start=1) if len(set(row) - {""}) == widest)


def _end(numbered: list[tuple[int, list[str]]]) -> int:
    """Where the table ends: below it stand single cells, after a gap or beginning like a note."""
    end = len(numbered)
    while end > 1:
        number, row = numbered[end - 1]
        filled = [cell for cell in row if cell]
        has_gap = number > numbered[end - 2][0] + 1
        if len(filled) != 1 or not (has_gap or fold(filled[0]).startswith(_NOTES) or filled[0].startswith(("*", "©"))):
            # Notes may stand on several lines below one gap.
            gap = _gap_above(numbered, end)
            if len(filled) != 1 or gap is None:
                break
            end = gap
            continue
        end -= 1
    return end


def _gap_above(numbered: list[tuple[int, list[str]]], end: int) -> int | None:
    """Where single cells begin after a gap, when only single cells stand from there to the end."""
    for position in range(end - 1, 0, -1):
        number, row = numbered[position]
        if len([cell for cell in row if cell]) != 1:
            return None
        if number > numbered[position - 1][0] + 1:
            return position
    return None


def _is_total(row: list[str]) -> bool:
    return fold(next(cell for cell in row if cell)) in _TOTALS


def _told(row: list[str]) -> str:
    return " · ".join(" ".join(cell.split()) for cell in row if cell)
