"""Tables as files for spreadsheet programs: no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if value.lstrip(" \n").startswith(DANGEROUS) or value.startswith(DANGEROUS) else value


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A file with a byte order mark, so that spreadsheet programs read the letters rightly."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def streamed(columns: Sequence[str], rows: Iterable[Sequence[object]], lines: int = 500) -> Iterator[bytes]:
    """The same file in parts of so many lines, so that only one part is in memory at a time."""
    yield b"\xef\xbb\xbf"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(str(column)) for column in columns])
    for number, row in enumerate(rows, 1):
        writer.writerow([safe_cell(str(cell)) for cell in row])
        if number % lines == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()
