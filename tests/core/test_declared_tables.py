"""People by who they are: what is shown never tells what is hidden."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coproduction.core.declared_tables import EQUALITY_FLOOR, PEOPLE_FLOOR, DeclaredTable, Row, Shown, show

KEYS = ("a", "b", "c", "d")
TABLES = [
    DeclaredTable("ages", "Age", tuple(Row(key, key.upper()) for key in KEYS), floor) for floor in (PEOPLE_FLOOR, EQUALITY_FLOOR)
]
tables = st.sampled_from(TABLES)
counted = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 60), min_size=1)


def numbers_of(shown: Shown | None) -> list[int | None]:
    assert shown is not None
    return [cell.number for cell in shown.cells]


@pytest.mark.parametrize(
    "floor, number, expected",
    [(5, 0, None), (5, 1, None), (5, 4, None), (5, 5, 5), (5, 7, 5), (5, 8, 10), (5, 22, 20), (5, 23, 25),
     (10, 0, None), (10, 9, None), (10, 10, 10), (10, 12, 10), (10, 13, 15)],
)  # fmt: skip
def test_declared_table_hides_under_the_floor_and_rounds_the_rest(floor, number, expected):
    table = DeclaredTable("one", "One", (Row("a", "A"),), floor)
    assert numbers_of(show(table, {"a": number})) == [expected]


def test_declared_table_says_what_it_shows():
    shown = show(TABLES[0], {"a": 1_202, "b": 3, "c": 7})
    assert [(cell.label, cell.figure, cell.percent) for cell in shown.cells] == [
        ("A", "1,200", 100.0),
        ("B", "Fewer than 5, so we don’t show the number", 0.0),
        ("C", "5", 100 * 5 / 1200),
        ("D", "Fewer than 5, so we don’t show the number", 0.0),
    ]
    assert (shown.total, shown.note) == (
        1205,
        "Numbers are rounded to the nearest 5. Those shown make 1,205 together, without the small groups.",
    )
    assert show(TABLES[0], dict.fromkeys(KEYS, 6)).note == "Numbers are rounded to the nearest 5. Together they make 20."
    few = show(TABLES[1], dict.fromkeys(KEYS, 9))
    assert (few.has_numbers, few.total, few.note) == (False, 0, "All these groups are small, so we show no numbers.")
    assert {cell.figure for cell in few.cells} == {"Fewer than 10, so we don’t show the number"}


def test_declared_table_with_nothing_counted_is_not_shown():
    assert show(TABLES[0], {}) is None
    # Counted, and nobody was there: that is not the same as not counted, and no more is said than that groups are small.
    assert show(TABLES[0], {"a": 0}) == show(TABLES[0], {"a": 4, "b": 4})


@settings(deadline=None)
@given(tables, counted, st.data())
def test_nothing_shown_changes_with_what_is_hidden(table, numbers, data):
    """The heart of it: every other way of filling the hidden rows, also with nobody, gives the same table in every word."""
    other = {
        key: number
        for key in KEYS
        if (number := numbers.get(key, 0)) >= table.floor
        or (number := data.draw(st.none() | st.integers(0, table.floor - 1))) is not None
    }
    if other:
        assert show(table, other) == show(table, numbers)
    else:
        assert not show(table, numbers).has_numbers


@settings(deadline=None)
@given(tables, counted)
def test_total_is_the_sum_of_what_is_shown(table, numbers):
    shown = show(table, numbers)
    assert shown.total == sum(int(cell.figure.replace(",", "")) for cell in shown.cells if cell.number is not None)
    assert all(cell.number % 5 == 0 and cell.number >= table.floor for cell in shown.cells if cell.number is not None)


@settings(deadline=None)
@given(tables, counted)
def test_showing_what_is_shown_changes_nothing(table, numbers):
    shown = show(table, numbers)
    again = show(table, {cell.key: cell.number or 0 for cell in shown.cells})
    assert again == shown


@settings(deadline=None)
@given(tables, counted, st.randoms())
def test_what_is_shown_does_not_depend_on_an_order(table, numbers, chance: random.Random):
    pairs = list(numbers.items())
    chance.shuffle(pairs)
    assert show(table, dict(pairs)) == show(table, numbers)


@settings(deadline=None)
@given(tables, counted, st.sampled_from(KEYS), st.integers(0, 60))
def test_a_row_says_nothing_of_another(table, numbers, key, number):
    before, after = show(table, numbers), show(table, numbers | {key: number})
    words = [{cell.key: cell.figure for cell in shown.cells if cell.key != key} for shown in (before, after)]
    assert words[0] == words[1]


@pytest.mark.parametrize("numbers", [{"e": 5}, {"a": -1}])
def test_declared_table_takes_only_what_it_declares(numbers):
    with pytest.raises(ValueError, match="cannot hold"):
        show(TABLES[0], numbers)


@pytest.mark.parametrize(
    "rows, floor", [((), 5), ((Row("a", "A"), Row("a", "B")), 5), ((Row("a", "A"),), 4), ((Row("a", "A"),), 7)]
)
def test_table_is_not_declared_with_a_fault(rows, floor):
    with pytest.raises(ValueError, match="rows that differ"):
        DeclaredTable("bad", "Bad", rows, floor)
