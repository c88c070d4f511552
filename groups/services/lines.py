"""Keep rows as a form with several lines says them: change, add and take away; what no line speaks of stays."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol


class Line(Protocol):
    """One line as it was typed. `row` is the key of what stands already; a blank line takes it away."""

    @property
    def row(self) -> int | None: ...

    @property
    def is_blank(self) -> bool: ...

    def values(self) -> Mapping[str, Any]: ...


def keep(rows: Sequence[Any], lines: Sequence[Line], make: Callable[..., Any]) -> list[Any]:
    """Change, add and take away rows so that they say what the lines say. `make` adds one, given its order and values.

    Gives the rows that are new or say something else now.
    """
    written = []
    named = {line.row for line in lines}
    known = {row.pk: row for row in rows}
    others = [row for row in rows if row.pk not in named]
    order = max((getattr(row, "order", 0) for row in rows), default=-1)
    for line in lines:
        row = known.get(line.row) if line.row else None
        same = None if row else next((other for other in others if _says(other, line)), None)
        if same:
            # The same form sent twice: this line was written the first time.
            others.remove(same)
        elif line.is_blank and row:
            row.delete()
        elif row and not _says(row, line):
            for name, value in line.values().items():
                setattr(row, name, value)
            row.save()
            written.append(row)
        elif not row and not line.is_blank:
            order += 1
            written.append(make(order=order, **line.values()))
    return written


def _says(row: Any, line: Line) -> bool:
    return all(getattr(row, name) == value for name, value in line.values().items())
