"""Read a list that people bring: pasted text, a CSV file, or an Excel workbook.

Whatever comes, `read` gives the rows of a short list as plain words, and `sheets` every sheet with its longer words; or they
raise `Unreadable` with words that say what to do. Formulas are read as the text they are, nothing is run, and how much is
unpacked has a limit.
"""

import csv
import datetime as dt
import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from coproduction.core.errors import Refused

MOST_BYTES = 1024 * 1024
MOST_LINES = 500
# Rows, also empty ones: formatting leaves many of those behind.
MOST_ROWS = 20_000
# What lies to the right of these is nobody's list.
MOST_COLUMNS = 40
LONGEST_CELL = 500
# What people said may be long. Whatever is longer than this is no cell of a table, and the file is refused rather than cut.
LONGEST_WORDS = 20_000
MOST_SHEETS = 20
MOST_MERGED = 5_000
# Unpacked, a workbook of 500 lines is far below this.
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200

Rows = list[list[str]]

Found = TypeVar("Found")

_DELIMITERS = ",;\t"
# So many lines show which mark stands between the cells.
_LOOKED_AT = 30
_MERGED = f"{{{SHEET_MAIN_NS}}}mergeCell"
_MARKS = {"\ufeff": "", "\r\n": "\n", "\r": "\n"}
# What openpyxl raises for workbooks that are damaged, or are something else under this name.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, LookupError, ValueError, TypeError, AttributeError,
    EOFError, OSError, OverflowError, RuntimeError, AssertionError,
)  # fmt: skip


class Unreadable(Refused):
    """This is no list that can be read."""


@dataclass(frozen=True)
class _Taken:
    """How cells become words, and how many lines are taken."""

    words: Callable[[Any], str]
    most: int


@dataclass(frozen=True)
class Sheet:
    """One sheet that holds something. Text and CSV are one sheet without a name."""

    name: str
    rows: Rows


def read(content: bytes) -> Rows:
    """The rows of a file, told by its content and not by its name; empty rows stay, so that row numbers are the file's own."""
    _check_size(content)
    if content.startswith(b"PK"):
        return _workbook(content, _first)
    return read_text(_decoded(content))


def read_text(text: str) -> Rows:
    """The rows of a text with commas, semicolons or tabs between the cells."""
    text = _plain(text)
    return _separated(text, _delimiter(text), _SHORT)


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet of a file that holds something, with line breaks inside cells and with words of any length that a table has.

    Where cells are merged, what stands in them stands in each of their rows, in the first column.
    """
    _check_size(content)
    if content.startswith(b"PK"):
        return _workbook(content, _every)
    return sheets_of_text(_decoded(content))


def sheets_of_text(text: str) -> list[Sheet]:
    """The same of a text. A title above the table may hold another mark than the one between the cells."""
    text = _plain(text)
    return [Sheet("", _separated(text, _delimiter_of_table(text), _WHOLE))]


def _check_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 1 MB. Send the list in parts."))


def _plain(text: str) -> str:
    if len(text) > MOST_BYTES:
        raise Unreadable(_("This is too much at once. Send the list in parts."))
    if "\x00" in text:
        raise Unreadable(_("This is not a list. Choose a CSV file or an Excel file that ends in .xlsx."))
    for mark, plain in _MARKS.items():
        text = text.replace(mark, plain)
    return text


def _separated(text: str, delimiter: str, taken: _Taken) -> Rows:
    try:
        return _checked(csv.reader(io.StringIO(text), delimiter=delimiter), taken)
    except csv.Error as error:
        raise Unreadable(_("This list cannot be read. Look whether a quotation mark is left open.")) from error


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("This is not a list. Choose a CSV file or an Excel file that ends in .xlsx."))


def _delimiter(text: str) -> str:
    """The mark that stands most often in the first line that says anything."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _delimiter_of_table(text: str) -> str:
    """The mark that cuts most of the first lines into the same number of cells."""

    def fits(mark: str) -> tuple[int, int]:
        try:
            reader = csv.reader(io.StringIO(text), delimiter=mark)
            widths = [len(row) for row, _number in zip(reader, range(_LOOKED_AT), strict=False) if len(row) > 1]
        except csv.Error:
            return 0, 0
        return max(((widths.count(width), width) for width in widths), default=(0, 0))

    return max(_DELIMITERS, key=fits)


def _workbook(content: bytes, take: Callable[[Any], Found]) -> Found:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, warnings.catch_warnings():
            _check_parts(parts.infolist())
            # Workbooks from other programs lack this or that, which does not matter to a list.
            warnings.simplefilter("ignore")
            return take(load_workbook(io.BytesIO(content), read_only=True, keep_links=False).worksheets)
    except _DAMAGED as error:
        raise Unreadable(_("This Excel file cannot be read. Save it again as .xlsx, or as CSV.")) from error


def _first(worksheets: list[Any]) -> Rows:
    return _checked(_cells(worksheets[0]), _SHORT)


def _every(worksheets: list[Any]) -> list[Sheet]:
    if len(worksheets) > MOST_SHEETS:
        raise Unreadable(_("This file has more than 20 sheets. Copy the one you need into a new file, and send that."))
    found = []
    for sheet in worksheets:
        # Not every part of a workbook is a table: some are charts.
        rows = _rows(_cells(sheet), _WHOLE) if isinstance(sheet, ReadOnlyWorksheet) else []
        if rows:
            _fill_merged(rows, _merged(sheet))
            _check_lines(sum(map(any, rows)), _WHOLE)
            found.append(Sheet(_words(sheet.title), rows))
    if not found:
        raise Unreadable(_("There is nothing in this file. Look whether it is the right one."))
    return found


def _cells(sheet: Any) -> Iterator[list[Any]]:
    """One row more than allowed, to see that there are too many."""
    return map(list, sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True))


def _merged(sheet: Any) -> list[tuple[int, int, int]]:
    """Merged cells as first column, first row and last row.

    Reading a workbook row by row, the library leaves them out; reading all of it at once, it makes a cell for each of
    them, which thousands of ranges in a small file turn into a stop. So they are read here, from the end of the sheet.
    """
    found: list[tuple[int, int, int]] = []
    with sheet._get_source() as source:
        for _event, element in iterparse(source):
            if element.tag == _MERGED and len(found) < MOST_MERGED:
                first_column, first_row, _last_column, last_row = range_boundaries(element.get("ref", ""))
                found.append((int(first_column or 0), int(first_row or 0), int(last_row or 0)))
            element.clear()
    return found


def _fill_merged(rows: Rows, merged: list[tuple[int, int, int]]) -> None:
    for column, first, last in merged:
        words = rows[first - 1][column - 1] if 0 < first <= len(rows) and 0 < column <= len(rows[first - 1]) else ""
        if not words:
            continue
        for row in rows[first:last]:
            row += [""] * (column - len(row))
            row[column - 1] = words


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if any("vbaproject" in name for name in names):
        raise Unreadable(_("This file holds macros, small programs that we do not take. Save it as .xlsx or as CSV."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_("This file is too large once it is unpacked. Keep only the list, and save it again."))


def _checked(rows: Iterable[list[Any]], taken: _Taken) -> Rows:
    found = _rows(rows, taken)
    if not found:
        raise Unreadable(_("There is nothing in this list. Write one person on each line."))
    return found


def _rows(rows: Iterable[list[Any]], taken: _Taken) -> Rows:
    found: Rows = []
    filled = 0
    for row in rows:
        words = [taken.words(cell) for cell in row[:MOST_COLUMNS]]
        while words and not words[-1]:
            words.pop()
        found.append(words)
        filled += bool(words)
        _check_lines(filled, taken)
        if len(found) > MOST_ROWS:
            raise Unreadable(_("This file has very many empty lines. Copy the list into a new file, and send that."))
    while found and not found[-1]:
        found.pop()
    return found


def _check_lines(filled: int, taken: _Taken) -> None:
    if filled > taken.most:
        raise Unreadable(_("This list has more than 500 lines. Send it in parts."))


def _words(cell: Any) -> str:
    """What stands in a cell, as a person reads it, on one line."""
    return " ".join(_whole_words(cell).split())[:LONGEST_CELL]


def _whole_words(cell: Any) -> str:
    """What stands in a cell, whole, with its line breaks."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        cell = cell.isoformat()
    text = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in str(cell))
    if len(text) > LONGEST_WORDS:
        raise Unreadable(_("A cell of this file holds more than 20,000 characters. Shorten it, and send the file again."))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


_SHORT = _Taken(_words, MOST_LINES)
# Above and below a table stand a title, headings and notes.
_WHOLE = _Taken(_whole_words, MOST_LINES + 20)
