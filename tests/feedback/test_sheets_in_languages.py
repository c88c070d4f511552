"""Posters and paper in the languages in which people can answer, and what comes back on them."""

import pytest

from coproduction.core.models import ReadingItem
from feedback.models import Questionnaire, Response
from tests.factories.translations import TITLE
from tests.feedback.in_arabic import KINDS, text

pytestmark = pytest.mark.django_db

POSTER, PAPER = "/officers/questionnaires/club/poster/", "/officers/questionnaires/club/paper/"
ENTER = "/officers/questionnaires/club/enter/"


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def test_poster_in_arabic_leads_to_the_arabic_page_and_keeps_its_language(officer, club, settings):
    settings.SITE_URL = "https://portal.example"
    english, arabic = text(officer.get(POSTER)), text(officer.get(f"{POSTER}?in=ar"))
    assert ">portal.example/have-your-say/club<" in english
    assert ">portal.example/have-your-say/club/in/ar<" in arabic
    assert '<a href="?in=ar" hreflang="ar">' in english
    # The bar above the sheet stays in the language of whoever prints it.
    assert "Print this page with your browser, on A4." in arabic
    assert '<a href="?in=ar&amp;look=easy">' in arabic
    easy = text(officer.get(f"{POSTER}?in=ar&look=easy"))
    assert ('href="?in=ar">The plain poster' in easy, 'href="?look=easy" hreflang="en-gb">' in easy) == (True, True)


def test_paper_in_arabic_has_every_kind_of_question(officer, club):
    page = text(officer.get(f"{PAPER}?in=ar"))
    assert [number for number in range(1, len(KINDS) + 1) if f"سؤال {number}" not in page] == []
    assert ("خيار 4" in page, "اكتب رقمًا:" in page, "How was it?" in page) == (True, True, False)


def test_sheet_in_a_language_that_is_closed_is_in_english(officer, club):
    club.translations.update(opened_at=None)
    for address in (POSTER, PAPER):
        page = text(officer.get(f"{address}?in=ar"))
        assert ("The club" in page, TITLE in page, "العربية" in page) == (True, False, False)


def test_paper_says_nothing_of_a_page_that_only_people_with_a_link_can_open(officer, club):
    assert "You can also answer on the web" in text(officer.get(PAPER))
    Questionnaire.objects.update(invited_only=True)
    assert "You can also answer on the web" not in text(officer.get(PAPER))


def test_paper_in_another_language_is_typed_in_as_such(officer, club):
    page = officer.get(ENTER)
    assert [value for value, _label in page.context["how"].fields["language"].choices] == ["en-gb", "ar"]
    given = {"how-channel": "paper", "how-permission": "use_words", "how-key": "0123456789abcdef", "q8-answer": "حديقة"}
    refused = officer.post(ENTER, given | {"how-language": "so"})
    assert "language" in refused.context["how"].errors
    missing = officer.post(ENTER, given)
    assert "Choose the language in which they said it" in text(missing)
    officer.post(ENTER, given | {"how-language": "ar", "how-organisation": "جمعية"})
    response = Response.objects.get()
    assert (response.language, response.channel, response.speaks_for, response.organisation) == (
        "ar", "paper", "organisation", "جمعية",
    )  # fmt: skip
    # Its name is read by a person like every other word.
    assert ReadingItem.objects.get().target == f"feedback.response:{response.pk}"


def test_language_is_not_asked_where_there_is_one(officer, club):
    club.translations.update(opened_at=None)
    assert "language" not in officer.get(ENTER).context["how"].fields
    given = {"how-channel": "paper", "how-permission": "use_words", "how-key": "0123456789abcdef", "q8-answer": "A garden"}
    officer.post(ENTER, given)
    response = Response.objects.get()
    assert (response.language, response.speaks_for, response.organisation) == ("en-gb", "self", "")
