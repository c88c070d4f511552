"""Codes: kind words, typed in any way, guessed in vain, and nowhere in a log."""

import hashlib
import logging
import re
import string

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from coproduction.core.models import ReadingItem
from feedback import codes
from feedback.models import Draft, Receipt, Response
from tests.factories.feedback import QuestionnaireFactory, send_response


@pytest.mark.parametrize("which", ["first", "second"])
def test_word_lists_are_whole_plain_and_without_lookalikes(which):
    words = codes.words(which)
    assert (len(words), list(words)) == (2048, sorted(set(words)))
    assert [word for word in words if not re.fullmatch("[a-z]{3,8}", word)] == []
    for word in words:
        differ_in_one = {word[:at] + letter + word[at + 1 :] for at in range(len(word)) for letter in string.ascii_lowercase}
        shorter_by_one = {word[:at] + word[at + 1 :] for at in range(len(word))}
        assert (differ_in_one | shorter_by_one) & set(words) == {word}


def test_word_lists_share_no_word():
    assert set(codes.words("first")) & set(codes.words("second")) == set()


def test_two_words_written_as_one_are_read_in_one_way_only():
    first, second = set(codes.words("first")), set(codes.words("second"))
    # Two readings need a first word that begins another, and what is left over before a second word that ends another.
    beginnings = [(word[:cut], word[cut:]) for word in first for cut in range(3, len(word)) if word[:cut] in first]
    endings = {(word[:cut], word[cut:]) for word in second for cut in range(1, len(word) - 2) if word[cut:] in second}
    assert [(begin, over, rest) for begin, over in beginnings for left, rest in endings if left == over] == []


def test_there_are_two_to_the_power_of_22_pairs_of_words():
    assert codes.possible() == 2**22 * 10_000


@pytest.mark.parametrize(
    "which, expected",
    [
        ("first", "ab4b6b8a1fa6525b43b7adb0e0ca70b191a8d2de84a78d49c46639c52cdcdb74"),
        ("second", "50474e78a6035e5865ce5931b340588612414c84350d2b0d06336bd32b7e9fed"),
    ],
)
def test_word_lists_never_change_since_codes_are_made_from_their_order(which, expected):
    assert hashlib.sha256(" ".join(codes.words(which)).encode()).hexdigest() == expected


@pytest.mark.parametrize(
    "typed", ["BLUE-OTTER-4207", "blue otter 4207", " Blue - Otter - 4207 ", "blueotter4207", "BLUE_OTTER_4207"]
)
def test_code_is_read_however_it_is_typed(typed):
    assert codes.read(typed) == "BLUE-OTTER-4207"


@pytest.mark.parametrize(
    "typed", ["", "BLUE-OTTER", "BLUE-OTTER-42", "4207", "XYZZY-OTTER-4207", "BLUE-OTTER-42070", "\x00", "😀"]
)
def test_what_is_no_code_is_not_read(typed):
    assert codes.read(typed) is None


@given(st.text(max_size=60))
def test_reading_never_fails(typed):
    assert codes.read(typed) is None or codes.hashed(codes.read(typed))


@given(st.text(alphabet=string.hexdigits, min_size=8, max_size=64), st.integers(0, 4))
@settings(max_examples=200)
def test_every_code_made_is_read_as_the_same_receipt(key, attempt):
    code = codes.of(key, attempt)
    assert codes.hashed(codes.read(code.lower().replace("-", " "))) == codes.hashed(code)


@pytest.mark.django_db
def test_two_responses_with_one_code_get_two(monkeypatch):
    made = codes.of
    monkeypatch.setattr(codes, "of", lambda key, attempt=0: "BLUE-OTTER-4207" if attempt == 0 else made(key, attempt))
    first, second = send_response(), send_response()
    assert first.code == "BLUE-OTTER-4207"
    assert second.code != first.code
    assert Receipt.objects.count() == 2


@pytest.mark.django_db
def test_code_page_is_private(client):
    code = send_response(QuestionnaireFactory(title="The club")).code
    page = client.get(reverse("what_happened_code", args=[code.lower()]))
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert dict(client.cookies) == {}


@pytest.mark.django_db
def test_unknown_code_is_explained(client):
    page = client.get(reverse("what_happened_code", args=["blue-otter-4207"]))
    assert page.status_code == 404
    assert page.context["form"].errors["code"] == ["We do not know this code. Check each word and the number."]


@pytest.mark.django_db
def test_code_form_says_what_a_code_looks_like(client):
    page = client.post(reverse("what_happened"), {"code": "BLUE OTTER"})
    assert page.context["form"].errors["code"] == ["Enter your code with two words and a number, like BLUE-OTTER-4207"]
    assert 'value="BLUE OTTER"' in page.content.decode()


@pytest.mark.django_db
def test_wrong_guesses_are_limited_for_each_address(client, monkeypatch):
    monkeypatch.setattr("feedback.limits.WRONG_CODES_EACH", 3)
    code = send_response().code
    wrong = [client.get(reverse("what_happened_code", args=["blue-otter-4207"])).status_code for _each in range(4)]
    assert wrong == [404, 404, 404, 429]
    right = reverse("what_happened_code", args=[code.lower()])
    assert client.get(right).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(right).status_code == 200


@pytest.mark.django_db
def test_wrong_guesses_are_limited_in_all(monkeypatch):
    monkeypatch.setattr("feedback.limits.WRONG_CODES_ALL", 3)
    guess = reverse("what_happened_code", args=["blue-otter-4207"])
    answers = [Client(REMOTE_ADDR=f"192.0.2.{number}").get(guess).status_code for number in range(1, 5)]
    assert answers == [404, 404, 404, 429]


@pytest.mark.django_db
@pytest.mark.parametrize("known", [True, False])
def test_logs_mask_the_code(client, caplog, known):
    code = send_response().code.lower() if known else "blue-otter-4207"
    with caplog.at_level(logging.DEBUG):
        client.get(reverse("what_happened_code", args=[code]))
    from coproduction.core.logs import LineFormatter

    lines = [LineFormatter().format(record) for record in caplog.records]
    assert [line for line in lines if "what-happened" in line] != []
    assert [line for line in lines if code in line.lower() or code.replace("-", "") in line.lower()] == []


def ready_to_send(client):
    """Answers that wait to be sent, and the codes that they would get, one after the other."""
    QuestionnaireFactory(slug="club")
    client.post(reverse("questionnaire", args=["club"]))
    client.post(reverse("questionnaire_question", args=["club", 1]), {"answer": "4"})
    client.post(reverse("questionnaire_permission", args=["club"]), {"permission": "use_words"})
    key = codes.token_hash(client.cookies["draft"].value)
    return [codes.of(key, attempt) for attempt in range(codes.ATTEMPTS)]


def give_to_others(taken):
    """Somebody else has each of these codes."""
    for code in taken:
        Receipt.objects.filter(pk=send_response().receipt.pk).update(code_hash=codes.hashed(code))


@pytest.mark.django_db
def test_code_that_somebody_has_is_passed_over_and_what_was_said_is_saved_once(client):
    first, second, *_more = ready_to_send(client)
    give_to_others([first])
    page = client.post(reverse("questionnaire_check", args=["club"]), {"website": ""}, follow=True)
    assert page.context["code"] == second
    assert Receipt.objects.get(code_hash=codes.hashed(second)).response.answers.count() == 1
    assert (Receipt.objects.count(), Response.objects.count(), ReadingItem.objects.count(), Draft.objects.count()) == (2, 2, 2, 0)
    # Loaded again, it is the same one.
    assert client.get(reverse("questionnaire_sent", args=["club"])).context["code"] == second


@pytest.mark.django_db
def test_where_every_code_is_taken_nothing_is_lost_and_nothing_half_saved(client):
    give_to_others(ready_to_send(client))
    before = (Receipt.objects.count(), Response.objects.count(), ReadingItem.objects.count())
    page = client.post(reverse("questionnaire_check", args=["club"]), {"website": ""})
    assert page.status_code == 200
    assert "We could not make a code just now. Nothing was lost: send it again." in page.text
    assert (Receipt.objects.count(), Response.objects.count(), ReadingItem.objects.count()) == before
    assert Draft.objects.get().answers.count() == 1
