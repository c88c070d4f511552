"""Partial dates keep their precision, sort, and filter by overlap."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduction.core.enums import Precision
from coproduction.core.partial_dates import NotADate, PartialDate, newest_first, oldest_first, overlaps
from engagements.models import Session
from tests.factories.engagements import SessionFactory


@pytest.mark.parametrize(
    "text, precision, words",
    [
        ("2025", Precision.YEAR, "2025"),
        ("2025-04", Precision.MONTH, "April 2025"),
        ("2025-06-30", Precision.DAY, "30 June 2025"),
        ("2024-25", Precision.PERIOD, "2024 to 2025"),
        ("2024-05", Precision.MONTH, "May 2024"),
    ],
)
def test_partial_date_keeps_its_precision(text: str, precision: str, words: str) -> None:
    date = PartialDate.parse(text)
    assert (date.precision, date.in_words(), date.iso()) == (precision, words, text)


@pytest.mark.parametrize("text", ["soon", "2025-13", "2025-02-30", "1066", "2025-4", "30/06/2025", "2024-27", "99999"])
def test_partial_date_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(NotADate):
        PartialDate.parse(text)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_partial_date_reads_back_what_it_wrote(day: dt.date) -> None:
    for text in (f"{day.year}", f"{day:%Y-%m}", day.isoformat()):
        date = PartialDate.parse(text)
        assert date.iso() == text
        assert date.first <= day <= date.last


@pytest.fixture
def sessions(db: None) -> dict[str, Session]:
    return {
        text: SessionFactory(topic=text, held=PartialDate.parse(text) if text != "unknown" else PartialDate.unknown("in July"))
        for text in ("unknown", "2023", "2025-04", "2025-06-30", "2024-25")
    }


def test_partial_date_sorts_unknown_last(sessions: dict[str, Session]) -> None:
    newest = list(Session.objects.order_by(*newest_first("held"), "pk").values_list("topic", flat=True))
    oldest = list(Session.objects.order_by(*oldest_first("held"), "pk").values_list("topic", flat=True))
    assert newest == ["2024-25", "2025-06-30", "2025-04", "2023", "unknown"]
    assert oldest == ["2023", "2024-25", "2025-04", "2025-06-30", "unknown"]


def test_partial_date_filters_by_overlap(sessions: dict[str, Session]) -> None:
    spring = overlaps("held", dt.date(2025, 3, 1), dt.date(2025, 5, 31))
    assert set(Session.objects.filter(spring).values_list("topic", flat=True)) == {"2025-04", "2024-25"}
    assert Session.objects.filter(overlaps("held", None, None)).count() == 5
