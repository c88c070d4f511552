"""What pages read of the published record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coproduction.core.models import RecordEntry, RecordSource, ReferenceEntry
from coproduction.core.models.base import ref_of
from coproduction.core.partial_dates import PartialDate
from coproduction.core.queries import records
from tests.factories.engagements import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources() -> None:
    RecordSource.objects.create(key="R", file="000_a.txt", title="The report", dated=PartialDate.parse("2025-06-30"))
    RecordSource.objects.create(key="L", file="002_b.txt", title="The page")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("000_a.txt ¶8", "The report, 30 June 2025, ¶8"),
        ("000_a.txt", "The report, 30 June 2025"),
        ("002_b.txt line 4", "The page, line 4"),
        ("000_a.txt App 3 Housing; 002_b.txt line 12", "The report, 30 June 2025, Appendix 3 Housing; The page, line 12"),
        ("999_c.txt ¶8", "999_c.txt ¶8"),
        ("A letter of 2016", "A letter of 2016"),
        ("", ""),
    ],
)
def test_source_in_words_names_the_document_instead_of_the_file(sources: None, source: str, words: str) -> None:
    assert records.source_in_words(source) == words


@pytest.mark.parametrize("rows", [1, 30])
def test_reference_lists_cost_two_queries(sources: None, rows: int) -> None:
    for order in range(rows):
        ReferenceEntry.objects.create(list="tips", order=order, title=f"Tip {order}", source="000_a.txt ¶8")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        lists = records.reference_lists("tips", "values")
    assert (len(queries), len(lists["tips"]), lists["values"]) == (2, rows, [])
    assert lists["tips"][0].source == "The report, 30 June 2025, ¶8"


def test_provenance_tells_where_a_row_comes_from(sources: None) -> None:
    project, other = ProjectFactory(), ProjectFactory()
    RecordEntry.objects.create(section="projects", record_id="buses", target=ref_of(project), source="000_a.txt ¶8")
    found = records.provenance(project)
    assert (found.section, found.record_id, found.source, found.vanished_at) == (
        "projects",
        "buses",
        "The report, 30 June 2025, ¶8",
        None,
    )
    assert records.provenance(other) is None


def test_about_is_none_before_a_record_was_loaded() -> None:
    assert records.about() is None
    RecordEntry.objects.create(section="meta", record_id="meta", target="", imported={"dataset": "A record", "as_of": "2025-06"})
    assert (records.about().dataset, records.about().as_of.in_words()) == ("A record", "June 2025")
