"""A shared screen: nothing stays in the browser from one person to the next."""

import pytest
from django.urls import reverse

from feedback.models import Draft, Response
from tests.factories.feedback import QuestionnaireFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(name, args=["club", *args])


@pytest.fixture
def screen(client):
    """A browser that is shared."""
    QuestionnaireFactory(slug="club", title="The club")
    client.post(url("questionnaire_kiosk"), {"do": "share"})
    return client


def begin(client):
    client.post(url("questionnaire"))
    client.post(url("questionnaire_question", 3), {"answer": "a marked sentence"})


def send(client):
    begin(client)
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    return client.post(url("questionnaire_check"), {}, follow=True)


def test_device_is_shared_only_after_a_button_said_so(client):
    QuestionnaireFactory(slug="club")
    before = client.get(url("questionnaire_kiosk"))
    assert ("Share this screen" in before.text, "kiosk" in client.cookies) == (True, False)
    client.post(url("questionnaire_kiosk"), {"do": "share"})
    assert (client.cookies["kiosk"].value, client.cookies["kiosk"]["max-age"]) == ("1", "")
    assert "Start</button>" in client.get(url("questionnaire_kiosk")).text


def test_cookies_last_no_longer_than_the_browser(screen):
    begin(screen)
    assert (screen.cookies["draft"]["max-age"], screen.cookies["draft"]["expires"]) == ("", "")
    send(screen)
    assert screen.cookies["draft"]["max-age"] == ""


def test_cookie_of_someone_at_home_lasts_as_long_as_their_answers(client):
    QuestionnaireFactory(slug="club")
    begin(client)
    assert client.cookies["draft"]["max-age"] == 14 * 24 * 60 * 60


def test_what_is_sent_says_that_it_came_from_a_shared_screen(screen):
    page = send(screen).text
    assert Response.objects.get().channel == "kiosk"
    assert ("Tell me when there is an answer" in page, "Clear it when you have your code" in page) == (False, True)


def test_clearing_throws_away_what_was_typed_and_the_code(screen):
    begin(screen)
    cleared = screen.post(url("questionnaire_kiosk"), {"do": "clear"})
    assert (cleared["Location"], Draft.objects.count(), screen.cookies["draft"].value) == (url("questionnaire_kiosk"), 0, "")
    assert screen.get(url("questionnaire_question", 3))["Location"] == url("questionnaire_kiosk")
    send(screen)
    screen.post(url("questionnaire_kiosk"))
    assert screen.get(url("questionnaire_sent"))["Location"] == url("questionnaire_kiosk")
    assert Response.objects.count() == 1


def test_each_page_with_something_on_it_can_be_cleared(screen):
    clear = "I have finished: clear the screen"
    assert clear not in screen.get(url("questionnaire_kiosk")).text
    begin(screen)
    pages = [
        url("questionnaire_question", 1),
        url("questionnaire_age"),
        url("questionnaire_permission"),
        url("questionnaire_check"),
    ]
    assert [page for page in pages if clear not in screen.get(page).text] == []


def test_no_other_device_is_offered(screen):
    begin(screen)
    page = screen.get(url("questionnaire_question", 1)).text
    assert ("Go on later on another device" in page, 'autocomplete="off"' in page) == (False, True)
    assert screen.post(url("questionnaire_later"))["Location"] == url("questionnaire_kiosk")
    assert Draft.objects.get().return_hash is None


def test_back_from_the_first_question_stays_on_the_shared_screen(screen):
    begin(screen)
    page = screen.get(url("questionnaire_question", 1)).text
    assert (f'href="{url("questionnaire_kiosk")}"' in page, f'href="{url("questionnaire")}"' in page) == (True, False)


def test_public_first_page_is_the_same_for_all(screen, client):
    shared = screen.get(url("questionnaire")).text
    screen.post(url("questionnaire_kiosk"), {"do": "end"})
    assert screen.cookies["kiosk"].value == ""
    assert client.get(url("questionnaire")).text == shared


def test_closed_questionnaire_is_not_shared(client):
    questionnaire = QuestionnaireFactory(slug="club")
    questionnaire.state = "closed"
    questionnaire.save()
    assert client.get(url("questionnaire_kiosk")).status_code == 410
