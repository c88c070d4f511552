"""People counted by who they are: in tables that are declared in code, by one rule, with one way out.

A `DeclaredTable` says which rows there are and below which number a row is hidden. `show` is the only way from counted
people to something that may be read; what it returns is all that pages, spreadsheets and reports print, so that they cannot
disagree. Nothing here takes a filter: a table that readers could narrow down would tell who somebody is. `show_each` counts
rows of the database itself, so that the true numbers never leave this module.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

# Below these, a number could tell who somebody is. The rule of thumb of the Office for National Statistics is 10, kept for
# what the Equality Act protects; everything else is hidden under 5.
PEOPLE_FLOOR, EQUALITY_FLOOR = 5, 10
STEP = 5

Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True)
class Row:
    """One group of people. `key` is kept with the numbers and never changes; `words` may be worded better."""

    key: str
    words: Any


@dataclass(frozen=True)
class DeclaredTable:
    """A question and its groups. A question that is asked anew in other words or with other groups is a table with a new key."""

    key: str
    title: Any
    rows: tuple[Row, ...]
    floor: int = PEOPLE_FLOOR
    # Where the groups come from, for readers.
    source: Any = ""

    def __post_init__(self) -> None:
        keys = [row.key for row in self.rows]
        # Rounding never leads below a floor that is a step itself.
        if self.floor < PEOPLE_FLOOR or self.floor % STEP or not keys or len(keys) != len(set(keys)):
            raise ValueError(f"Table {self.key}: a floor of {PEOPLE_FLOOR}, {EQUALITY_FLOOR} and so on, and rows that differ")


@dataclass(frozen=True)
class Cell:
    """A row as it is shown; a row of `components/bars.html`. `number` is None where it is hidden.

    `figure` is what every page, file and report prints. `percent` is the length of the bar beside the longest one, in percent:
    never a share of all people.
    """

    key: str
    label: str
    number: int | None
    figure: str
    percent: float

    @property
    def is_hidden(self) -> bool:
        return self.number is None


@dataclass(frozen=True)
class Shown:
    """A whole table as it may be read by anybody, of the council or not."""

    key: str
    title: str
    floor: int
    cells: tuple[Cell, ...]
    source: str = ""

    @property
    def headers(self) -> tuple[str, str, str]:
        """The columns of `components/bars.html`."""
        return _("Group"), _("Picture"), _("People")

    @property
    def has_numbers(self) -> bool:
        """Whether anything is shown but that groups are small."""
        return any(cell.number is not None for cell in self.cells)

    @property
    def total(self) -> int:
        """How many people the numbers that are shown make together."""
        return sum(cell.number for cell in self.cells if cell.number is not None)

    @property
    def note(self) -> str:
        """What to know when reading the table."""
        if not self.has_numbers:
            return _("All these groups are small, so we show no numbers.")
        if any(cell.number is None for cell in self.cells):
            return _("Numbers are rounded to the nearest 5. Those shown make %(total)s together, without the small groups.") % {
                "total": f"{self.total:,}"
            }
        return _("Numbers are rounded to the nearest 5. Together they make %(total)s.") % {"total": f"{self.total:,}"}


def show(table: DeclaredTable, numbers: Mapping[str, int]) -> Shown | None:
    """What may be read of `numbers`, people by the key of their row; None when nothing was counted at all.

    The rule, after the rule of thumb of the ONS for small numbers:

    - A row under the floor is hidden. So is a row with nobody in it, and one that nobody filled in: "0" would tell that nobody
      of a group came, and a gap beside "fewer than 5" would tell it too.
    - Every other row is rounded to the nearest 5.
    - The total is the sum of what is shown.

    Each row's words depend on that row alone, and the total on those words alone. So nothing on the page changes when the people
    in a hidden row change, and no hidden row can be worked out from the rest: a second row need not be hidden to guard the
    first, as it must be where true totals are printed. What is printed elsewhere about the same people, such as the exact head
    count of a project's only session, is not known here; that is why numbers are written down for a whole project.

    Raises ValueError for a row that the table does not declare, and for a number below nought.
    """
    unknown = set(numbers) - {row.key for row in table.rows}
    if unknown or any(number < 0 for number in numbers.values()):
        raise ValueError(f"Table {table.key} cannot hold these numbers")
    if not numbers:
        return None
    shown = {row.key: _shown_number(numbers.get(row.key, 0), table.floor) for row in table.rows}
    longest = max((number for number in shown.values() if number is not None), default=0)
    cells = tuple(_cell(row, shown[row.key], table.floor, longest) for row in table.rows)
    return Shown(table.key, str(table.title), table.floor, cells, str(table.source))


def show_each(
    table: DeclaredTable,
    rows: "QuerySet[Any]",
    *,
    by: str,
    people: str,
    within: Sequence[str] = (),
    as_: Callable[[tuple[Any, ...]], Place | None],
) -> dict[Place, Shown]:
    """The table once for each part of `rows`, by the rule of `show`; one query.

    `by` is the field whose values are the keys of the table, `people` the one that says how many people a row stands for.
    The parts are what `as_` makes of the values of the fields `within`; what it gives no name to is left out. Give it all
    rows there are, never what a reader's filter leaves of them.
    """
    counted: dict[Place, dict[str, int]] = {}
    for row in (
        rows.order_by().values(*within, by).annotate(people_counted=Sum(people)).values_list(*within, by, "people_counted")
    ):
        place = as_(row[:-2])
        if place is not None:
            numbers = counted.setdefault(place, {})
            numbers[row[-2]] = numbers.get(row[-2], 0) + row[-1]
    return {place: shown for place, numbers in counted.items() if (shown := show(table, numbers))}


def _shown_number(number: int, floor: int) -> int | None:
    return None if number < floor else (number + STEP // 2) // STEP * STEP


def _cell(row: Row, number: int | None, floor: int, longest: int) -> Cell:
    if number is None:
        hidden = _("Fewer than %(floor)s, so we don’t show the number") % {"floor": floor}
        return Cell(row.key, str(row.words), None, hidden, 0.0)
    return Cell(row.key, str(row.words), number, f"{number:,}", 100 * number / longest)
