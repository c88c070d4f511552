"""Four words lead back to unfinished answers on another device; nothing but a keyed hash of them is kept."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback import codes
from feedback.models import Answer, Draft, DraftAnswer, Response
from feedback.services import drafts
from tests.factories.feedback import QuestionnaireFactory

pytestmark = pytest.mark.django_db
GO_ON = "/have-your-say/go-on/"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def questionnaire():
    return QuestionnaireFactory(slug="club")


def url(name, *args):
    return reverse(name, args=["club", *args])


def begin(client):
    client.post(url("questionnaire"))
    client.post(url("questionnaire_question", 1), {"answer": "4"})


def words_for(client):
    return client.post(url("questionnaire_later")).context["words"]


def go_on(client, words):
    return client.post(GO_ON, {"words": words})


def error_of(response):
    return response.context["form"].errors["words"]


def test_words_lead_to_where_one_was_and_the_old_browser_keeps_working(client, questionnaire):
    begin(client)
    words = words_for(client)
    other = Client()
    led = go_on(other, words)
    assert led.url == url("questionnaire_question", 2)
    cookie = led.cookies["draft"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/have-your-say/club/")
    other.post(url("questionnaire_question", 2), {"answer": ["art"]})
    client.post(url("questionnaire_question", 3), {"answer": "from the old one"})
    assert other.get(url("questionnaire_question", 3)).context["form"]["answer"].value() == "from the old one"
    assert Draft.objects.count() == 1


def test_other_device_sends_and_sees_its_code(client, questionnaire):
    begin(client)
    other = Client()
    go_on(other, words_for(client))
    other.post(url("questionnaire_permission"), {"permission": "use_words"})
    first = other.post(url("questionnaire_check"), {}, follow=True)
    again = other.post(url("questionnaire_check"), {}, follow=True)
    assert codes.read(first.context["code"]) == first.context["code"] == again.context["code"]
    assert (Response.objects.count(), Answer.objects.count()) == (1, 1)
    assert client.get(url("questionnaire_check")).url == url("questionnaire")


def test_old_browser_sends_and_sees_its_code_too(client, questionnaire):
    begin(client)
    go_on(Client(), words_for(client))
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    assert client.post(url("questionnaire_check"), {}, follow=True).context["code"]


@pytest.mark.parametrize(
    "typed", ["{0}", "{0} ", "  {1}", "{2}", "{3}", "{4}"], ids=["as given", "space", "spaces", "lower case", "together", "wide"]
)
def test_words_are_read_in_any_shape(client, questionnaire, typed):
    begin(client)
    words = words_for(client)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in words.replace("-", "")).lower()
    shapes = words, words.replace("-", "  "), words.lower(), words.replace("-", "").lower(), wide
    assert go_on(Client(), typed.format(*shapes)).url == url("questionnaire_question", 2)


def test_words_are_shown_once_stand_in_no_address_and_only_a_keyed_hash_is_kept(client, questionnaire, caplog, monkeypatch):
    # Four words that no line of a log has of itself, as "level" or "opened" would.
    monkeypatch.setattr(codes, "new_return_words", lambda: "BLUE-OTTER-GREEN-RIVER")
    begin(client)
    page = client.post(url("questionnaire_later"))
    words = page.context["words"]
    assert words == "BLUE-OTTER-GREEN-RIVER"
    assert words in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert words not in client.get(url("questionnaire_later")).content.decode()
    led = go_on(Client(), words)
    draft = Draft.objects.get()
    kept = f"{draft.__dict__} {led.url} {caplog.text}".upper()
    assert [word for word in words.split("-") if word in kept] == []
    assert draft.return_hash == codes.token_hash(codes.return_token(words))
    assert led.cookies["draft"].value == codes.return_token(words)


def test_words_in_a_cookie_open_nothing(client, questionnaire):
    begin(client)
    words = words_for(client)
    for value in (words, words.lower(), Draft.objects.get().return_hash):
        other = Client()
        other.cookies["draft"] = value
        assert other.get(url("questionnaire_check")).url == url("questionnaire")


def test_new_words_end_the_old_ones_and_the_browser_that_came_by_them_stays(client, questionnaire):
    begin(client)
    first = words_for(client)
    other = Client()
    go_on(other, first)
    second = words_for(other)
    assert go_on(Client(), first).status_code == 404
    assert go_on(Client(), second).status_code == 302
    assert [each.get(url("questionnaire_check")).status_code for each in (client, other)] == [200, 200]


NOT_THERE = [
    "No answers wait behind these words. Check each word. Or were they sent, thrown away, or begun more than 14 days ago? "
    "Then you can begin again."
]


def test_sent_thrown_away_and_old_answers_are_said_in_plain_words(client, questionnaire):
    found = []
    for end in (
        lambda: client.post(url("questionnaire_discard")),
        lambda: Draft.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1)),
        lambda: client.post(url("questionnaire_check"), {}),
    ):
        begin(client)
        client.post(url("questionnaire_permission"), {"permission": "use_words"})
        words = words_for(client)
        end()
        answer = go_on(Client(), words)
        found.append((answer.status_code, error_of(answer)))
    assert found == [(404, NOT_THERE)] * 3


@pytest.mark.parametrize("typed", ["", "one two", "zzz zzz zzz zzz", "\x00", "😀", "a" * 5000, "\u202e\u200f"])
def test_what_cannot_be_the_words_is_explained_and_not_counted(questionnaire, monkeypatch, typed):
    monkeypatch.setattr("feedback.views.going_on.limits.wrong_words", lambda request: pytest.fail("counted"))
    answer = go_on(Client(), typed)
    assert (answer.status_code, len(error_of(answer))) == (200, 1)


def test_wrong_words_are_limited_for_each_address_and_in_all(client, questionnaire, monkeypatch):
    begin(client)
    right, wrong = words_for(client), codes.new_return_words()
    monkeypatch.setattr("feedback.limits.WRONG_WORDS_EACH", 2)
    monkeypatch.setattr("feedback.limits.WRONG_WORDS_ALL", 3)
    here, there, third = (Client(REMOTE_ADDR=f"10.0.0.{number}") for number in range(3))
    assert [go_on(here, wrong).status_code for _try in range(3)] == [404, 404, 429]
    assert error_of(go_on(here, right)) == [
        "Four words that we do not know were typed too often. Wait a quarter of an hour, then try again."
    ]
    assert go_on(there, right).status_code == 302
    assert go_on(there, wrong).status_code == 404
    assert go_on(third, right).status_code == 429


def test_sum_in_the_security_page_holds():
    assert codes.possible_returns() == 2048**4 == 2**44


def test_other_site_leads_nobody_into_answers(client, questionnaire):
    begin(client)
    answer = Client().post(GO_ON, {"words": words_for(client)}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.url, answer.cookies.get("draft")) == (GO_ON, None)


def test_expired_token_keeps_the_words_in_sight(questionnaire):
    answer = Client(enforce_csrf_checks=True).post(GO_ON, {"words": "blue otter"})
    assert "blue otter" in answer.content.decode()
    assert "This page was open for too long" in answer.content.decode()


def test_going_on_later_keeps_what_is_typed_and_never_blocks(client, questionnaire):
    begin(client)
    led = client.post(url("questionnaire_question", 3), {"answer": "half a sent", "later": "1"})
    assert led.url == url("questionnaire_later")
    assert DraftAnswer.objects.filter(words="half a sent").count() == 1
    assert client.post(url("questionnaire_question", 2), {"later": "1"}).url == url("questionnaire_later")
    assert DraftAnswer.objects.filter(question__key="what-to-do").count() == 0
    wrong = client.post(url("questionnaire_question", 3), {"answer": "x" * 3000, "later": "1"})
    assert (wrong.status_code, "x" * 3000 in wrong.content.decode()) == (200, True)
    for page in ("questionnaire_age", "questionnaire_permission"):
        assert client.post(url(page), {"later": "1"}).url == url("questionnaire_later")


def test_without_answers_there_is_nothing_to_go_on_with(client, questionnaire):
    assert client.get(url("questionnaire_later")).url == url("questionnaire")
    assert client.post(url("questionnaire_later")).url == url("questionnaire")


def test_words_that_someone_else_has_are_not_given_twice(questionnaire, monkeypatch):
    given = iter(["BLUE-OTTER-BLUE-OTTER", "BLUE-OTTER-BLUE-OTTER", "RED-OTTER-RED-OTTER"])
    monkeypatch.setattr("feedback.codes.new_return_words", lambda: next(given))
    first, second = (drafts.begin(questionnaire=questionnaire)[0] for _each in range(2))
    assert drafts.give_return_words(draft=first) == "BLUE-OTTER-BLUE-OTTER"
    assert drafts.give_return_words(draft=second) == "RED-OTTER-RED-OTTER"
