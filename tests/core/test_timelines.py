"""Twelve columns of time hold whatever is given, at the precision it has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduction.core.partial_dates import PartialDate
from coproduction.core.timelines import COLUMNS, Event, draw


def on(text: str | None, words: str = "It happened") -> Event:
    return Event(PartialDate.parse(text), words)


def test_months_when_everything_fits_in_a_year() -> None:
    line = draw([on("2024-10", "Test"), on("2025-03", "Session"), on("2025-06-30", "Report"), on(None, "Button")])
    assert line is not None
    assert line.months[:5] == ("Sep 2024", "Oct", "Nov", "Dec", "Jan 2025")
    assert [(item.when, item.words, item.kind, item.start, item.span) for item in line.items] == [
        ("October 2024", "Test.", "month", 2, 3),
        ("March 2025", "Session.", "month", 7, 3),
        ("30 June 2025", "Report.", "day", 10, 3),
    ]
    assert line.undated == ("Button",)


def test_quarters_and_years_when_more_time_went_by() -> None:
    quarters, years = draw([on("2023"), on("2024")]), draw([on("2015-09"), on("2024")])
    assert quarters is not None
    assert years is not None
    assert (quarters.months[:4], [item.kind for item in quarters.items]) == (
        ("Oct 2022", "Jan 2023", "Apr", "Jul"),
        ["fuzzy", "fuzzy"],
    )
    assert years.months[0] in ("2014", "2015")


def test_what_happened_at_the_same_time_stands_together() -> None:
    line = draw([on("2025", "One"), on("2025", "Two.")])
    assert line is not None
    assert [item.words for item in line.items] == ["One. Two."]


def test_nothing_is_drawn_without_a_date() -> None:
    assert draw([on(None)]) is None


dates = st.one_of(
    st.integers(1990, 2035).map(str),
    st.dates().filter(lambda day: 1990 < day.year < 2035).map(lambda day: day.isoformat()),
    st.tuples(st.integers(1990, 2035), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02}"),
)


@given(st.lists(dates, min_size=1, max_size=20))
def test_every_entry_has_a_place_in_the_grid(texts: list[str]) -> None:
    line = draw([on(text) for text in texts])
    assert line is not None
    assert len(line.months) == COLUMNS
    assert [item for item in line.items if not (item.start >= 1 and item.start + item.span - 1 <= COLUMNS)] == []


@pytest.mark.parametrize("text", ["2025", "2025-12", "2025-12-31", "2024-25"])
def test_single_date_of_any_precision_is_drawn(text: str) -> None:
    line = draw([on(text)])
    assert line is not None
    assert len(line.items) == 1
