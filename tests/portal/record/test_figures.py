"""The grammar of figures: strict, so that no number is read that counts nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduction.portal.record import figures


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("£3000 (up by £1000)", [["3000.00", "exact", "£", ""], ["1000.00", "up_by", "£", ""]]),
        ("£3,000", [["3000.00", "exact", "£", ""]]),
        ("550 responses", [["550.00", "exact", "responses", ""]]),
        ("over 20 young people", [["20.00", "more_than", "young people", ""]]),
        ("at least 20 parents", [["20.00", "at_least", "parents", ""]]),
        ("up to 16 places", [["16.00", "up_to", "places", ""]]),
        ("11 young people took part", [["11.00", "exact", "young people", ""]]),
        ("50+ and 65+ people at two events", [["50.00", "at_least", "people", ""], ["65.00", "at_least", "people", "at two events"]]),
        ("7 meetings in 18 months; 9 parents at a recent meeting",
         [["7.00", "exact", "meetings", "in 18 months"], ["9.00", "exact", "parents", "at a recent meeting"]]),
        ("25 pages in the last year", [["25.00", "exact", "pages", "in the last year"]]),
        ("NAFIS award 2024", []),
        ("2024", []),
        ("about 20 people", []),
        ("20% of parents", []),
        ("7 meetings; many parents", []),
        ("20-25 people", []),
        ("", []),
    ],
)  # fmt: skip
def test_figures_parts_of_reads_only_what_it_understands(words: str, parts: list[list[str]]) -> None:
    assert figures.parts_of(words) == parts


@given(st.text(st.sampled_from("£0123456789,.+;() abinpeoplet"), max_size=60))
def test_figures_parts_of_never_fails(words: str) -> None:
    assert all(len(part) == 4 and len(part[2]) <= 80 for part in figures.parts_of(words))
