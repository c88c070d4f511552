"""The record's own page: its notes stand as they are, and what is strange in them is explained once."""

import html

import pytest
from django.test import Client

from coproduction.core.models import DataQualityNote, RecordSource
from coproduction.core.partial_dates import PartialDate
from tests.factories.feedback import OutcomeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> RecordSource:
    return RecordSource.objects.create(key="R", file="a.txt", title="Report of the SEND team", dated=PartialDate.parse("2025"))


def note(words: str, **more: str) -> None:
    DataQualityNote.objects.create(about="elections", note=words, source="a.txt ¶4", **more)


def test_notes_stand_as_they_are_and_the_word_seed_is_explained_once(client: Client, report: RecordSource) -> None:
    note("Seed says 'biannual'; not in the other seeds.")
    text = html.unescape(client.get("/record/").text)
    assert "<p>Seed says 'biannual'; not in the other seeds.</p>" in text
    assert text.count("“Seed” is the analyst’s word for one of the documents that the record was copied from.") == 1


def test_short_forms_are_explained_only_where_they_stand(client: Client, report: RecordSource) -> None:
    note("The CLA and the SENDIASS team of H&F: left null.")
    forms = client.get("/record/").context["record"].short_forms
    assert [form.key for form in forms] == ["¶", "null", "H&F", "SEND"]


def test_letters_that_the_documents_do_not_explain_are_not_guessed(client: Client, report: RecordSource) -> None:
    note("CHESC, ASE and 'CL advisory group' are not expanded.", web_note="minutes elsewhere name a board")
    page = client.get("/record/")
    unknown = "The documents do not say what the letters stand for."
    forms = {form.key: form.value for form in page.context["record"].short_forms}
    assert [form for form, meaning in forms.items() if meaning.endswith(unknown)] == ["CHESC", "ASE", "CL"]
    assert "Found elsewhere, not in these documents: Minutes elsewhere name a board." in page.text


def test_page_without_notes_explains_nothing(client: Client) -> None:
    OutcomeFactory(origin="record")
    text = client.get("/record/").text
    assert ("What is doubtful" in text, "Seed" in text, "Short forms" in text) == (False, False, False)
