"""Every fixed word that is read in Arabic, from the poster to the page behind the code, is in the list and translated."""

import pytest
from django.urls import reverse

from feedback.enums import ResponseState
from feedback.models import Receipt, WayToTell
from tests.factories.translations import TITLE
from tests.feedback.in_arabic import IN_ARABIC, RIGHT, WRONG, Reader, is_arabic, send, text, url

pytestmark = pytest.mark.django_db

MISTAKEN = 23
POSTER, PAPER = "/officers/questionnaires/club/poster/", "/officers/questionnaires/club/paper/"


def every_page(client, club):
    """Each page of answering in Arabic, with its mistakes, by name."""
    yield "first", client.get(IN_ARABIC)
    yield "first, mistaken", client.post(IN_ARABIC, {"speaks_for": "organisation"})
    client.post(IN_ARABIC, {"speaks_for": "organisation", "organisation": "جمعية"})
    for number, wrong in enumerate(WRONG, 1):
        page = url("questionnaire_question", number)
        yield f"question {number}", client.get(page)
        yield f"question {number}, mistaken", client.post(page, wrong)
        yield f"question {number}, nothing", client.post(page, {})
        yield f"question {number}, in easy read", client.post(page, {"read": "easy"})
        client.post(page, {"read": "plain"})
    yield "check, one missing", client.get(url("questionnaire_check"))
    for number, right in enumerate(RIGHT, 1):
        client.post(url("questionnaire_question", number), right)
    yield "age", client.get(url("questionnaire_age"))
    yield "permission", client.get(url("questionnaire_permission"))
    yield "permission, mistaken", client.post(url("questionnaire_permission"), {})
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    yield "check", client.get(url("questionnaire_check"))
    yield "later", client.get(url("questionnaire_later"))
    yield "four words", client.post(url("questionnaire_later"), {})
    yield "going on", client.get(reverse("questionnaire_go_on") + "?in=ar")
    yield "going on, mistaken", client.post(reverse("questionnaire_go_on") + "?in=ar", {"words": "x"})
    yield "going on, nothing", client.post(reverse("questionnaire_go_on") + "?in=ar", {})
    yield "too much", client.post(url("questionnaire_question", 7), {str(number): "x" for number in range(600)})
    send(client)
    yield "sent", client.get(url("questionnaire_sent"))
    yield "about you", client.get(url("about_you"))
    yield "way to tell", client.get(url("way_to_tell"))
    for data in ({}, {"email": "x"}, {"phone": "1"}, {"email": "a@demo.example", "phone": "02079460000"}):
        yield f"way to tell, {data}", client.post(url("way_to_tell"), data)
    client.post(url("way_to_tell"), {"email": "parent@demo.example"})
    client.post(url("about_you"), {"sex-2021": "female"})
    yield "sent, with a way to tell", client.get(url("questionnaire_sent"))
    yield from every_page_behind_the_code(client, client.get(url("questionnaire_sent")).context["code"].lower())


def every_page_behind_the_code(client, code):
    what, behind = "/what-happened/?in=ar", f"/what-happened/{code}/?in=ar"
    yield "code", client.get(what)
    yield "code, nothing", client.post(what, {})
    yield "code, mistaken", client.post(what, {"code": "x"})
    yield "code, unknown", client.get("/what-happened/blue-otter-4207/?in=ar")
    for state in ResponseState.values:
        Receipt.objects.update(state=state)
        yield f"behind the code, {state}", client.get(behind)
    WayToTell.objects.update(told_by="phone", address="02079460000")
    yield "behind the code, with a number", client.get(behind)


def test_everything_that_is_read_in_arabic_is_in_the_list_and_translated(client, club, asked_for):
    reader = Reader(asked_for)
    for name, response in every_page(client, club):
        if response.status_code == 302:
            # Nothing was wrong with it, and one goes on.
            continue
        assert is_arabic(response), name
        reader.read(name, response)
    assert (reader.strange, reader.english) == ({}, {})
    # Ten kinds of question with a mistake, the one that must be answered left empty, and the other forms.
    assert reader.mistaken == MISTAKEN
    assert {"Start", "Send my answers", "There is a problem", "March", "Type another code"} <= asked_for


@pytest.mark.parametrize("address", [POSTER, f"{POSTER}?look=easy", PAPER])
def test_everything_on_a_sheet_in_arabic_is_in_the_list_and_translated(signed_in, club, asked_for, address):
    reader = Reader(asked_for)
    page = signed_in("officer").get(f"{address}{'&' if '?' in address else '?'}in=ar")
    assert ('<html lang="en-GB"' in text(page), text(page).count('lang="ar" dir="rtl" class="cp-')) == (True, 1)
    assert (TITLE in text(page), "http" in text(page).partition('lang="ar" dir="rtl" class="cp-')[2]) == (True, False)
    reader.read(address, page)
    assert reader.strange == {}
    assert reader.english.get(address, set()) <= {"testserver", "localhost", "have", "club", "in", "ar", "what", "happened"}
