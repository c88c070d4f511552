"""Answering in another language: from the first page to the page after sending, with every kind of question."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.models import ReadingItem
from coproduction.core.services import publication
from feedback import languages
from feedback.models import Draft, OptionWords, Question, Questionnaire, QuestionWords, Response
from tests.factories.translations import TITLE, WHY
from tests.feedback.in_arabic import IN_ARABIC, answer_all, is_arabic, send, text, url

pytestmark = pytest.mark.django_db


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_first_page_names_the_languages_and_each_has_an_address(client, club):
    page = text(client.get(url()))
    assert f'<a href="{IN_ARABIC}" hreflang="ar" lang="ar" dir="rtl">العربية</a>' in page
    assert '<html lang="en-GB" class="govuk-template">' in page
    arabic = client.get(IN_ARABIC)
    assert is_arabic(arabic)
    assert f"<h1>{TITLE}</h1>" in text(arabic)
    assert text(arabic).count(WHY) == 3
    assert f'<a href="{url()}" hreflang="en-gb" lang="en-gb" dir="ltr">English</a>' in text(arabic)
    assert "The club" not in text(arabic)


def test_first_page_in_a_language_is_kept_for_everyone_and_sets_no_cookie(client, club, django_assert_num_queries):
    with django_assert_num_queries(10):
        first = client.get(IN_ARABIC)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not client.cookies
    with django_assert_num_queries(1):
        again = client.get(IN_ARABIC)
    assert text(again) == text(first)


def test_language_that_was_closed_leads_to_the_english_page(client, club):
    assert client.get(IN_ARABIC).status_code == 200
    club.translations.update(opened_at=None)
    publication.bump()
    assert client.get(IN_ARABIC).url == url()
    assert client.post(IN_ARABIC, {}).url == url()
    assert "العربية" not in text(client.get(url()))
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("code", ["so", "xx", "en-gb"])
def test_language_that_was_never_there_is_not_found(client, club, code):
    assert client.get(f"/have-your-say/club/in/{code}/").status_code == 404
    assert client.post(f"/have-your-say/club/in/{code}/", {}).status_code == 404


@pytest.mark.parametrize("broken", ["question", "option", "first page", "english", "fixed words"])
def test_language_with_anything_missing_is_not_offered(client, club, monkeypatch, broken):
    assert client.get(IN_ARABIC).status_code == 200
    if broken == "question":
        QuestionWords.objects.filter(language="ar").first().delete()
    elif broken == "option":
        OptionWords.objects.filter(language="ar").update(label="")
    elif broken == "first page":
        club.translations.update(what_next="")
    elif broken == "english":
        Questionnaire.objects.update(why="We want to know it now.")
    else:
        monkeypatch.setattr(languages, "fixed_words", lambda code: languages.Counted(306, 307))
    publication.bump()
    assert client.get(IN_ARABIC).url == url()
    assert "العربية" not in text(client.get(url()))


# --- answering --------------------------------------------------------------------------------------------------------


def test_answered_in_arabic_from_the_first_page_to_the_last(client, club):
    answer_all(client)
    assert Draft.objects.get().language == "ar"
    check = client.get(url("questionnaire_check"))
    assert is_arabic(check)
    assert "خيار 1\nخيار 3".replace("\n", "<br>") in text(check)
    assert "المركز الأول: خيار 3" in text(check)
    assert "10: كثيرًا 5 (على مقياس من 0 إلى 10)" in text(check)
    assert "27 مارس 2026" in text(check)
    assert send(client).url == url("questionnaire_sent")
    response = Response.objects.get()
    assert response.language == "ar"
    assert response.answers.filter(option__key="art").count() == 4
    # What readers are told stays in their language.
    assert ReadingItem.objects.get().kind == "An answer"
    for name in ("questionnaire_sent", "about_you", "way_to_tell"):
        assert is_arabic(client.get(url(name))), name
    # The page behind the code can be read in it too.
    assert 'href="/what-happened/?in=ar"' in text(client.get(url("questionnaire_sent")))


def test_language_can_be_changed_on_each_page_and_what_was_typed_stays(client, club):
    client.post(url(), {})
    typed = client.post(url("questionnaire_question", 7), {"answer": "A pool", "language": "ar"})
    assert is_arabic(typed)
    assert "A pool" in text(typed)
    assert "سؤال 7" in text(typed)
    assert Draft.objects.get().language == "ar"
    back = client.post(url("questionnaire_question", 7), {"answer": "A pool!", "language": "en-gb"})
    assert not is_arabic(back)
    assert "A pool!" in text(back)
    chosen = client.post(url("questionnaire_age"), {"age_band": "13-15", "language": "ar"})
    assert is_arabic(chosen)
    assert re.search(r'value="13-15" checked', text(chosen))
    assert client.post(url("questionnaire_check"), {"language": "en-gb"}).url == url("questionnaire_check")
    assert not is_arabic(client.get(url("questionnaire_check")))


def test_language_that_is_gone_says_so_and_keeps_what_was_typed(client, club):
    client.post(url(), {})
    assert 'value="ar"' in text(client.get(url("questionnaire_question", 7)))
    club.translations.update(why="")
    kept = client.post(url("questionnaire_question", 7), {"answer": "A pool", "language": "ar"})
    assert "These questions cannot be read in that language just now." in text(kept)
    assert "A pool" in text(kept)
    assert Draft.objects.get().language == "en-gb"


def test_words_that_are_missing_stand_there_in_english_and_say_so(client, club):
    client.post(IN_ARABIC, {})
    first, second = Question.objects.filter(order__lte=2).order_by("order")
    first.words.filter(language="ar").update(hint="")
    second.words.filter(language="ar").delete()
    OptionWords.objects.filter(option__question=second, option__key="art", language="ar").delete()
    page = text(client.get(url("questionnaire_question", 1)))
    assert '<span lang="en-GB" dir="ltr">There is no wrong answer.</span>' in page
    assert "سؤال 1" in page
    page = text(client.get(url("questionnaire_question", 2)))
    assert '<span lang="en-GB" dir="ltr">Which one?</span>' in page
    assert '<span lang="en-GB" dir="ltr">Art</span>' in page
    assert "خيار 1" in page
    assert "<title>Which one? السؤال 2 من 11" in page
    client.post(url("questionnaire_question", 2), {"answer": "art"})
    assert '<span dir="auto" lang="en-GB">Art</span>' in text(client.get(url("questionnaire_check")))


def test_start_on_the_page_of_another_language_goes_on_in_it(client, club):
    client.post(url(), {})
    client.post(IN_ARABIC, {})
    assert [draft.language for draft in Draft.objects.all()] == ["ar"]
    client.post(url(), {})
    assert [draft.language for draft in Draft.objects.all()] == ["en-gb"]


def test_lost_answers_begin_again_in_the_language_of_the_page(client, club):
    client.post(IN_ARABIC, {})
    Draft.objects.all().delete()
    again = client.post(url("questionnaire_question", 7), {"answer": "مسبح", "in": "ar"})
    assert is_arabic(again)
    assert "فقدنا إجاباتك السابقة." in text(again)
    assert "مسبح" in text(again)
    assert Draft.objects.get().language == "ar"


def test_four_words_lead_on_in_the_language_of_the_answers(client, club):
    client.post(IN_ARABIC, {})
    words = client.post(url("questionnaire_later"), {}).context["words"]
    client.cookies.clear()
    asking = client.get(reverse("questionnaire_go_on") + "?in=ar")
    assert is_arabic(asking)
    assert not is_arabic(client.get(reverse("questionnaire_go_on") + "?in=so"))
    went_on = client.post(reverse("questionnaire_go_on"), {"words": words})
    assert went_on.url == url("questionnaire_question", 1)
    assert is_arabic(client.get(went_on.url))


def test_shared_screen_is_in_a_language_for_one_person_only(client, club):
    client.post(url("questionnaire_kiosk"), {"do": "share"})
    kiosk = url("questionnaire_kiosk")
    assert f'<a href="{kiosk}?in=ar" hreflang="ar"' in text(client.get(kiosk))
    assert is_arabic(client.get(f"{kiosk}?in=ar"))
    answer_all(client)
    assert is_arabic(client.get(kiosk))
    send(client)
    assert is_arabic(client.get(url("questionnaire_sent")))
    assert client.post(kiosk, {"do": "clear"}).url == kiosk
    assert not is_arabic(client.get(kiosk))


def test_closed_page_is_in_the_language(client, club):
    client.post(IN_ARABIC, {})
    Questionnaire.objects.update(state="closed", closes_at=timezone.now() - dt.timedelta(days=1))
    publication.bump()
    for page in (client.get(url("questionnaire_question", 1)), client.get(IN_ARABIC)):
        assert is_arabic(page)
        assert "هذه الأسئلة مغلقة" in text(page)
        assert TITLE in text(page)
