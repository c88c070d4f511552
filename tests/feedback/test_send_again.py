"""Nothing typed is lost: what cannot be taken is given back, on a page that needs no database."""

import contextlib
import datetime as dt
import html
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.limits import STARTS_EACH
from feedback.models import Answer, Draft, DraftAnswer, Questionnaire, Receipt, Response
from feedback.views.again import MOST_SHOWN
from groups.enums import AgeBand, Permission
from tests.factories.feedback import QuestionnaireFactory

pytestmark = pytest.mark.django_db

WORDS = "The bus & its <driver> scare me.\n\nIt’s too full."


@pytest.fixture
def questionnaire():
    return QuestionnaireFactory(slug="club")


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


@contextlib.contextmanager
def database_down(only=""):
    """Every statement fails, or every one that holds these words."""

    def refuse(execute, sql, params, many, context):
        if only in sql:
            raise OperationalError("connection refused")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def url(name, *args):
    return reverse(name, args=["club", *args])


def given_back(response):
    """What the page shows as sent: words over it, and the words themselves."""
    page = response.content.decode()
    found = re.findall(r"<h3>(.*?)</h3>\s*<div class=\"cp-panel cp-typed\"[^>]*>(.*?)</div>", page, re.DOTALL)
    return {html.unescape(label): html.unescape(words) for label, words in found}


def sent_again(response):
    """The address and the fields of the button that sends the same once more."""
    page = response.content.decode()
    address = re.search(r'<form method="post" action="([^"]*)"', page)
    fields = re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(address[1]) if address else None, [(html.unescape(a), html.unescape(b)) for a, b in fields]


def press_again(client, response):
    address, fields = sent_again(response)
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return client.post(address, data)


def first_age():
    value = next(value for value in AgeBand.values if value)
    return value, str(AgeBand(value).label)


PAGES = {
    "words": ("questionnaire_question", [3], {"answer": WORDS}, {"Your answer": WORDS}),
    "face": ("questionnaire_question", [1], {"answer": "4"}, {"Your answer": "4"}),
    "several": ("questionnaire_question", [2], {"answer": ["swimming", "art"]}, {"Your answer": "swimming\nart"}),
    "day": (
        "questionnaire_question",
        [3],
        {"answer_day": "27", "answer_month": "3", "answer_year": "2026"},
        {"Your answer": "27 3 2026"},
    ),
    "ranking": (
        "questionnaire_question",
        [3],
        {"answer_the-bus": "2", "answer_the-hall": "1"},
        {"the-bus": "2nd", "the-hall": "1st"},
    ),
    "age": ("questionnaire_age", [], {"age_band": first_age()[0]}, {"How old are you?": first_age()[1]}),
    "permission": (
        "questionnaire_permission",
        [],
        {"permission": "use_words"},
        {"May we use your words?": str(Permission.USE_WORDS.label)},
    ),
    "check": ("questionnaire_check", [], {"website": ""}, {}),
    "start": (
        "questionnaire",
        [],
        {"speaks_for": "organisation", "organisation": "A club & more"},
        {"Who do you answer for?": "For an organisation", "What is the organisation called?": "A club & more"},
    ),
    "way to tell": ("way_to_tell", [], {"email": "me@demo.example", "phone": ""}, {"Email address": "me@demo.example"}),
}


@pytest.mark.parametrize("page", PAGES)
def test_database_down_gives_back_what_was_posted(browser, questionnaire, page):
    name, args, data, expected = PAGES[page]
    browser.post(url("questionnaire"))
    with database_down():
        response = browser.post(url(name, *args) + "?change=1", data)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "30", "no-store")
    assert given_back(response) == expected
    address, fields = sent_again(response)
    assert address == url(name, *args) + "?change=1"
    flat = [(key, each) for key, value in data.items() for each in (value if isinstance(value, list) else [value])]
    assert [(key, words.replace("\r\n", "\n")) for key, words in fields] == flat
    # Help stands on it, and it set no cookie of its own.
    assert "999" in response.content.decode()
    assert dict(response.cookies) == {}


def test_code_and_four_words_are_given_back(browser):
    with database_down():
        words = browser.post(reverse("questionnaire_go_on"), {"words": "blue otter green river"})
        code = browser.post(reverse("what_happened"), {"code": "blue otter"})
    assert given_back(words) == {"Your four words": "blue otter green river"}
    # Reading a code that is none needs no database.
    assert (code.status_code, code.context["form"]["code"].value()) == (200, "blue otter")


def test_same_is_sent_again_by_the_button(browser, questionnaire):
    browser.post(url("questionnaire"))
    with database_down():
        response = browser.post(url("questionnaire_question", 3), {"answer": WORDS})
    assert DraftAnswer.objects.count() == 0
    press_again(browser, response)
    assert DraftAnswer.objects.get().words == WORDS


def test_token_that_holds_goes_with_the_button_and_another_has_none(questionnaire):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.post(url("questionnaire"))
    browser.get(url("questionnaire_question", 3))
    token = browser.cookies["csrftoken"].value
    with database_down():
        held = browser.post(url("questionnaire_question", 3), {"csrfmiddlewaretoken": token, "answer": WORDS})
        expired = browser.post(url("questionnaire_question", 3), {"csrfmiddlewaretoken": "x" * 64, "answer": WORDS})
    assert sent_again(held)[1] == [("csrfmiddlewaretoken", token), ("answer", WORDS)]
    assert held["Referrer-Policy"] == "same-origin"
    assert press_again(browser, held).status_code == 302
    assert (sent_again(expired), expired["Referrer-Policy"]) == ((None, []), "no-referrer")
    assert given_back(expired) == {"Your answer": WORDS}


def test_words_of_another_site_are_not_read_back(browser, questionnaire):
    with database_down():
        response = browser.post(
            reverse("questionnaire_go_on"), {"words": "send it to them"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        other = browser.post(reverse("what_happened"), {"code": "BLUE-OTTER-4207"})
        page = browser.get(url("questionnaire"))
    assert response.status_code == 302
    assert other.status_code == 302
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "We can’t show this page just now" in page.content.decode()


def test_very_long_words_make_no_very_long_page(browser, questionnaire):
    browser.post(url("questionnaire"))
    with database_down():
        response = browser.post(url("questionnaire_question", 3), {"answer": "&" * 1_000_000})
        fits = browser.post(url("questionnaire_question", 3), {"answer": "&" * (MOST_SHOWN // 2)})
    assert len(response.content) < 300_000
    assert "It is too long to show all of it here." in response.content.decode()
    assert sent_again(response) == (None, [])
    assert sent_again(fits)[1] == [("answer", "&" * (MOST_SHOWN // 2))]
    assert len(fits.content) < 300_000


def test_failure_at_the_last_row_saves_nothing_and_the_same_press_sends_it(browser, questionnaire):
    browser.post(url("questionnaire"))
    browser.post(url("questionnaire_question", 3), {"answer": WORDS})
    browser.post(url("questionnaire_permission"), {"permission": "use_words"})
    with database_down(only='INSERT INTO "core_readingitem"'):
        response = browser.post(url("questionnaire_check"), {"website": ""})
    assert response.status_code == 503
    assert [model.objects.count() for model in (Response, Answer, Receipt, Draft)] == [0, 0, 0, 1]
    sent = press_again(browser, response)
    assert sent.url == url("questionnaire_sent")
    assert [model.objects.count() for model in (Response, Answer, Receipt, Draft)] == [1, 1, 1, 0]
    # The first page was answered twice: the code is the same.
    assert press_again(browser, response).url == url("questionnaire_sent")
    assert Response.objects.count() == 1


def test_closed_gives_back_every_kind_of_answer(browser, questionnaire):
    browser.post(url("questionnaire"))
    Questionnaire.objects.update(closes_at=timezone.now() - dt.timedelta(hours=1))
    several = browser.post(url("questionnaire_question", 2), {"answer": ["swimming", "art"]})
    words = browser.post(url("questionnaire_question", 3), {"answer": WORDS})
    age = browser.post(url("questionnaire_age"), {"age_band": first_age()[0]})
    check = browser.post(url("questionnaire_check"), {"website": ""})
    browser.cookies.clear()
    start = browser.post(url("questionnaire"), {"speaks_for": "organisation", "organisation": "A club"})
    assert [page.status_code for page in (several, words, age, check, start)] == [410] * 5
    assert given_back(several) == {"What should it have?": "Swimming\nArt"}
    assert given_back(words) == {"What else?": WORDS}
    assert given_back(age) == {"How old are you?": first_age()[1]}
    assert given_back(start)["What is the organisation called?"] == "A club"
    assert [sent_again(page) for page in (several, words, age, start)] == [(None, [])] * 4
    assert "It came too late to be sent." in words.content.decode()
    assert given_back(check) == {}


def test_too_many_from_one_address_gives_back_the_first_page(browser, questionnaire, monkeypatch):
    monkeypatch.setattr("feedback.limits.STARTS_EACH", 1)
    assert STARTS_EACH > 1
    typed = {"speaks_for": "organisation", "organisation": "A club"}
    Client().post(url("questionnaire"), typed)
    response = browser.post(url("questionnaire"), typed)
    assert (response.status_code, response["Retry-After"]) == (429, "900")
    assert given_back(response)["What is the organisation called?"] == "A club"
    monkeypatch.setattr("feedback.limits.STARTS_EACH", STARTS_EACH)
    assert press_again(browser, response).url == url("questionnaire_question", 1)


def test_officer_keeps_their_words_when_the_database_is_down(signed_in, questionnaire):
    officer = signed_in("officer")
    officer.raise_request_exception = False
    with database_down():
        page = officer.get(reverse("officers_questionnaires"))
        form = officer.post(
            reverse("questionnaire_update", args=["club"]), {"title": "The club, again", "password": "not this one"}
        )
    assert (page.status_code, form.status_code) == (503, 503)
    assert "The club, again" in form.content.decode()
    assert "not this one" not in form.content.decode()
    assert "not this one" not in page.content.decode()


def test_error_page_asks_nothing_of_who_is_signed_in(signed_in, monkeypatch, django_assert_num_queries):
    def breaks(*_arguments):
        raise RuntimeError("broken")

    officer = signed_in("officer")
    officer.raise_request_exception = False
    monkeypatch.setattr("groups.middleware.picked_actor", breaks)
    with django_assert_num_queries(2):
        response = officer.get(reverse("officers_questionnaires"))
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
