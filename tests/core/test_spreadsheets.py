"""Lists that people bring: every kind of file gives rows, or one plain sentence that says what to do."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from coproduction.core import spreadsheets
from coproduction.core.spreadsheets import Unreadable, read, read_text

ROWS = [["name", "email"], ["Zoë Example", "zoe@tests.example"]]


def workbook(rows, **sheet):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_however_it_was_saved(encoding, delimiter, end):
    assert read(end.join(delimiter.join(row) for row in ROWS).encode(encoding)) == ROWS


def test_excel_is_read_with_formulas_as_text_and_numbers_as_they_look():
    assert read(workbook([*ROWS, [7700900417, "=1+1"], [1.5, None]])) == [*ROWS, ["7700900417", "=1+1"], ["1.5"]]


def test_empty_rows_stay_so_that_numbers_are_those_of_the_file():
    assert read_text("a,b\n\nc,d\n\n\n") == [["a", "b"], [], ["c", "d"]]


def test_cells_may_hold_line_breaks_and_control_characters_do_not_get_through():
    assert read_text('"Ada\nExample",a\x07b') == [["Ada Example", "a b"]]


def test_five_hundred_lines_are_taken_and_one_more_is_refused():
    assert len(read_text("a,b\n" * 500)) == 500
    with pytest.raises(Unreadable, match=r"^This list has more than 500 lines\. Send it in parts\.$"):
        read_text("a,b\n" * 501)
    assert len(read(workbook([["a"]] * 500))) == 500
    with pytest.raises(Unreadable, match=r"^This list has more than 500 lines\."):
        read(workbook([["a"]] * 501))


def test_lines_far_apart_are_all_read():
    rows = [["a"] if number % 10 == 0 else [] for number in range(3000)]
    assert sum(map(any, read(workbook(rows)))) == 300


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "There is nothing in this list."),
        (b"\n\n", "There is nothing in this list."),
        (b"a\x00b", "This is not a list."),
        (b"\xff\xfe\x00", "This is not a list."),
        (b"PK\x03\x04 not really", "This Excel file cannot be read."),
        (b"x" * (spreadsheets.MOST_BYTES + 1), "This file is larger than 1 MB."),
        (b"x" * 200_000, "This list cannot be read."),
    ],
)
def test_what_is_no_list_is_refused_in_words(content, words):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.message.startswith(words)


def packed(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return content.getvalue()


def test_workbook_that_unpacks_to_very_much_is_refused():
    bomb = packed(**{"xl/workbook.xml": b"0" * (spreadsheets.MOST_UNPACKED + 1)})
    assert len(bomb) < spreadsheets.MOST_BYTES
    with pytest.raises(Unreadable, match=r"^This file is too large once it is unpacked\."):
        read(bomb)


def test_workbook_with_macros_is_refused():
    with pytest.raises(Unreadable, match=r"^This file holds macros"):
        read(packed(**{"xl/vbaProject.bin": b"x"}))


def test_workbook_whose_text_grows_when_it_is_read_is_refused():
    grows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{grows}]><worksheet>&a11;</worksheet>'
    good = zipfile.ZipFile(io.BytesIO(workbook([["a"]])))
    parts = {name: good.read(name) for name in good.namelist()} | {"xl/worksheets/sheet1.xml": text.encode()}
    with pytest.raises(Unreadable, match=r"^This Excel file cannot be read\."):
        read(packed(**parts))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_give_rows_or_a_refusal(content):
    for given_content in (content, b"PK\x03\x04" + content):
        try:
            rows = read(given_content)
        except Unreadable:
            continue
        assert all(isinstance(cell, str) for row in rows for cell in row)


GOOD = workbook([["a", "b"], ["c", 1]])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_gives_rows_or_a_refusal(place, bytes_):
    damaged = GOOD[:place] + bytes_ + GOOD[place + len(bytes_) :]
    with contextlib.suppress(Unreadable):
        read(damaged)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=500))
def test_any_text_gives_rows_or_a_refusal(text):
    with contextlib.suppress(Unreadable):
        read_text(text)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(alphabet="abc ö", min_size=1, max_size=5).map(lambda t: " ".join(t.split()) or "x"), min_size=2, max_size=4
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_was_written_is_read_back(rows):
    assert read_text("\n".join(";".join(row) for row in rows)) == rows
    assert read(workbook(rows)) == rows


def sheets_of(*rows, merge=(), **more):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for cells in merge:
        made.active.merge_cells(cells)
    for name, others in more.items():
        sheet = made.create_sheet(name)
        for row in others:
            sheet.append(row)
    content = io.BytesIO()
    made.save(content)
    return spreadsheets.sheets(content.getvalue())


def test_every_sheet_that_holds_something_is_read_with_long_words_and_line_breaks():
    long = "word " * 400
    found = sheets_of(["a", long], Empty=[], Second=[["one\ntwo"]])
    assert [(sheet.name, sheet.rows) for sheet in found] == [("Sheet", [["a", long.strip()]]), ("Second", [["one\ntwo"]])]


def test_what_stands_in_merged_cells_stands_in_each_of_their_rows():
    [sheet] = sheets_of(["title"], ["a", "x"], [None, "y"], [None, None, "z"], ["b"], merge=("A1:C1", "A2:A4", "B4:B9"))
    assert sheet.rows == [["title"], ["a", "x"], ["a", "y"], ["a", "", "z"], ["b"]]


def test_very_many_merged_cells_neither_stop_nor_grow_the_list():
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 40_000))
    content = io.BytesIO(workbook([["a"], ["b"]]))
    swollen = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(b"</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>".encode())
            new.writestr(part.filename, text)
    assert [sheet.rows for sheet in spreadsheets.sheets(swollen.getvalue())] == [[["a"], ["b"]]]


def test_merged_cells_cannot_make_a_list_longer_than_is_taken():
    with pytest.raises(Unreadable, match=r"^This list has more than 500 lines\."):
        sheets_of(["a"], *([[]] * 600), ["b"], merge=("A1:A601",))


def test_cell_that_is_longer_than_any_words_is_refused_and_not_cut():
    with pytest.raises(Unreadable, match=r"^A cell of this file holds more than 20,000 characters\."):
        spreadsheets.sheets_of_text("x" * (spreadsheets.LONGEST_WORDS + 1))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_mark_between_cells_is_told_below_a_title_that_holds_another(mark):
    text = "Our work, 2024; all of it\n" + "\n".join(mark.join((f"a{n}", "b", "c")) for n in range(4))
    assert spreadsheets.sheets_of_text(text)[0].rows[1:] == [[f"a{n}", "b", "c"] for n in range(4)]


def test_workbook_without_anything_in_it_is_refused():
    with pytest.raises(Unreadable, match=r"^There is nothing in this file\."):
        sheets_of()


@given(st.binary(max_size=300))
def test_any_bytes_give_sheets_or_words_that_say_what_to_do(content):
    with contextlib.suppress(Unreadable):
        assert all(any(map(any, sheet.rows)) for sheet in spreadsheets.sheets(content))
