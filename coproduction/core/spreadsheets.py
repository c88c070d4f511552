"""Read a list that people bring: pasted text, a CSV file, or the first sheet of an Excel workbook.

Whatever comes, `read` gives rows of plain words or raises `Unreadable` with words that say what to do. Formulas are read as
the text they are, nothing is run, and how much is unpacked has a limit.
"""

import csv
import datetime as dt
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from coproduction.core.errors import Refused

MOST_BYTES = 1024 * 1024
MOST_LINES = 500
# Rows, also empty ones: formatting leaves many of those behind.
MOST_ROWS = 20_000
# What lies to the right of these is nobody's list.
MOST_COLUMNS = 40
LONGEST_CELL = 500
# Unpacked, a workbook of 500 lines is far below this.
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200

Rows = list[list[str]]

_DELIMITERS = ",;\t"
_MARKS = {"\ufeff": "", "\r\n": "\n", "\r": "\n"}
# What openpyxl raises for workbooks that are damaged, or are something else under this name.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, LookupError, ValueError, TypeError, AttributeError,
    EOFError, OSError, OverflowError, RuntimeError, AssertionError,
)  # fmt: skip


class Unreadable(Refused):
    """This is no list that can be read."""


def read(content: bytes) -> Rows:
    """The rows of a file, told by its content and not by its name; empty rows stay, so that row numbers are the file's own."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 1 MB. Send the list in parts."))
    if content.startswith(b"PK"):
        return _workbook(content)
    return read_text(_decoded(content))


def read_text(text: str) -> Rows:
    """The rows of a text with commas, semicolons or tabs between the cells."""
    if len(text) > MOST_BYTES:
        raise Unreadable(_("This is too much at once. Send the list in parts."))
    if "\x00" in text:
        raise Unreadable(_("This is not a list. Choose a CSV file or an Excel file that ends in .xlsx."))
    for mark, plain in _MARKS.items():
        text = text.replace(mark, plain)
    try:
        return _checked(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
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


def _workbook(content: bytes) -> Rows:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, warnings.catch_warnings():
            _check_parts(parts.infolist())
            # Workbooks from other programs lack this or that, which does not matter to a list.
            warnings.simplefilter("ignore")
            sheet = load_workbook(io.BytesIO(content), read_only=True, keep_links=False).worksheets[0]
            # One row more than allowed, to see that there are too many.
            return _checked(map(list, sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)))
    except _DAMAGED as error:
        raise Unreadable(_("This Excel file cannot be read. Save it again as .xlsx, or as CSV.")) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if any("vbaproject" in name for name in names):
        raise Unreadable(_("This file holds macros, small programs that we do not take. Save it as .xlsx or as CSV."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_("This file is too large once it is unpacked. Keep only the list, and save it again."))


def _checked(rows: Iterable[list[Any]]) -> Rows:
    found: Rows = []
    filled = 0
    for row in rows:
        words = [_words(cell) for cell in row[:MOST_COLUMNS]]
        while words and not words[-1]:
            words.pop()
        found.append(words)
        filled += bool(words)
        if filled > MOST_LINES:
            raise Unreadable(_("This list has more than 500 lines. Send it in parts."))
        if len(found) > MOST_ROWS:
            raise Unreadable(_("This file has very many empty lines. Copy the list into a new file, and send that."))
    while found and not found[-1]:
        found.pop()
    if not found:
        raise Unreadable(_("There is nothing in this list. Write one person on each line."))
    return found


def _words(cell: Any) -> str:
    """What stands in a cell, as a person reads it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        cell = cell.isoformat()
    words = "".join(letter if letter.isprintable() else " " for letter in str(cell))
    return " ".join(words.split())[:LONGEST_CELL]
