"""The page behind a code, read in the language that is chosen on it."""

import re

import pytest

from coproduction.core.services import publication
from feedback import languages
from feedback.models import Receipt
from tests.factories.feedback import OutcomeFactory, ThemeFactory, send_response
from tests.feedback.in_arabic import answer_all, is_arabic, latin_words, send, text, url

pytestmark = pytest.mark.django_db


def test_page_behind_the_code_is_read_in_the_language_that_is_chosen_on_it(client, club):
    code = send_response().code.lower()
    typed = client.post("/what-happened/?in=ar", {"code": code, "in": "ar"})
    assert typed.url == f"/what-happened/{code}/?in=ar"
    arabic, english = client.get(typed.url), client.get(f"/what-happened/{code}/")
    assert (is_arabic(arabic), is_arabic(english)) == (True, False)
    assert "وصل إلينا. سيقرؤه شخص قبل نهاية" in text(arabic)
    assert f'<a href="/what-happened/{code}/" hreflang="en-gb" lang="en-gb" dir="ltr">English</a>' in text(arabic)
    assert f'<a href="/what-happened/{code}/?in=ar" hreflang="ar" lang="ar" dir="rtl">العربية</a>' in text(english)
    # What is behind it is as private in each language.
    for page in (arabic, english):
        assert (page["Referrer-Policy"], page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == (
            "no-referrer", "noindex, nofollow", True,
        )  # fmt: skip


def test_answer_in_english_says_so_on_a_page_in_arabic(client, club):
    sent = send_response()
    theme = ThemeFactory(title="Sundays")
    outcome = OutcomeFactory(title="The hub on Sundays")
    outcome.themes.add(theme)
    sent.receipt.themes.add(theme)
    Receipt.objects.update(state="answered")
    page = text(client.get(f"/what-happened/{sent.code.lower()}/?in=ar"))
    assert "الرد مكتوب باللغة الإنجليزية." in page
    assert '<div class="cp-gap" lang="en-GB" dir="ltr"><div class="cp-pairs">' in re.sub(r">\s+<", "><", page)
    assert '<span lang="en-GB" dir="ltr">Sundays</span>' in page
    assert latin_words(page) == set()
    english = text(client.get(f"/what-happened/{sent.code.lower()}/"))
    assert ("It is written in English" in english, 'dir="ltr"><div class="cp-pairs"' in english) == (False, False)


@pytest.mark.parametrize("asked", ["so", "xx", "en-gb", "", "ar%00", "ar&in=xx"])
def test_language_that_nobody_reads_here_is_english(client, asked):
    assert not is_arabic(client.get(f"/what-happened/?in={asked}"))


def test_language_with_a_word_missing_is_not_offered_behind_the_code(client, monkeypatch):
    assert is_arabic(client.get("/what-happened/?in=ar"))
    monkeypatch.setattr(languages, "fixed_words", lambda code: languages.Counted(306, 307))
    publication.bump()
    page = client.get("/what-happened/?in=ar")
    assert (is_arabic(page), "العربية" in text(page)) == (False, False)


def test_address_is_thrown_away_in_the_language_of_the_page(client, club):
    answer_all(client)
    send(client)
    code = client.get(url("questionnaire_sent")).context["code"].lower()
    client.post(url("way_to_tell"), {"email": "parent@demo.example"})
    page = text(client.get(f"/what-happened/{code}/?in=ar"))
    assert f'action="/what-happened/{code}/forget/?in=ar"' in page
    thrown = client.post(f"/what-happened/{code}/forget/?in=ar")
    assert thrown.url == f"/what-happened/{code}/?in=ar"
    assert "احذف عنوان بريدي الإلكتروني" not in text(client.get(thrown.url))
