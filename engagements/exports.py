"""What a project's page shows, as files."""

from collections.abc import Iterable

from coproduction.core.csv_files import as_csv
from coproduction.core.declared_tables import Shown

# Stable: programs read these names. Add at the end; never rename.
TURNOUT_COLUMNS = ("table", "group", "people", "note")


def turnout_csv(tables: Iterable[Shown]) -> bytes:
    """Who took part: the cells of the page, in its words."""
    rows = [(table.title, cell.label, cell.figure, table.note) for table in tables for cell in table.cells]
    return as_csv(TURNOUT_COLUMNS, rows)
