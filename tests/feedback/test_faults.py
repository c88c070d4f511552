"""Cache and broker are down: pages still come, answers are still taken, and their code is given."""

import pytest
from django.urls import reverse
from kombu.exceptions import OperationalError as BrokerDown
from redis.exceptions import ConnectionError as CacheDown

from coproduction.celery import app as celery
from coproduction.core import limits
from coproduction.core.models import ReadingItem
from feedback.limits import WRONG_CODES_EACH
from feedback.models import Response
from tests.factories.feedback import QuestionnaireFactory

pytestmark = pytest.mark.django_db


class Down:
    """A cache that nobody can reach."""

    def __getattr__(self, name):
        def refuse(*_arguments, **_options):
            raise CacheDown("connection refused")

        return refuse


@pytest.fixture
def cache_down(monkeypatch):
    limits._MEANWHILE.clear()
    monkeypatch.setattr("coproduction.core.limits.cache", Down())
    monkeypatch.setattr("coproduction.core.views.public.cache", Down())
    yield
    limits._MEANWHILE.clear()


@pytest.fixture
def broker_down(monkeypatch):
    def refuse(*_arguments, **_options):
        raise BrokerDown("connection refused")

    monkeypatch.setattr(celery, "send_task", refuse)
    monkeypatch.setattr(celery.Task, "apply_async", refuse)


def url(name, *args):
    return reverse(name, args=["club", *args])


def send(client):
    assert client.get(url("questionnaire")).status_code == 200
    client.post(url("questionnaire"))
    client.post(url("questionnaire_question", 3), {"answer": "Open the hub on Sundays."})
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    return client.post(url("questionnaire_check"), {}, follow=True)


@pytest.mark.parametrize("down", ["cache_down", "broker_down"])
def test_answer_is_taken_read_and_given_its_code(client, request, down, django_capture_on_commit_callbacks):
    request.getfixturevalue(down)
    QuestionnaireFactory(slug="club")
    with django_capture_on_commit_callbacks(execute=True):
        page = send(client)
    assert page.context["code"].count("-") == 2
    assert (Response.objects.count(), ReadingItem.objects.count()) == (1, 1)


def test_guessing_codes_has_an_end_without_the_cache_too(client, cache_down):
    page = reverse("what_happened_code", args=["blue-otter-4207"])
    assert [client.get(page).status_code for _guess in range(WRONG_CODES_EACH + 1)] == [404] * WRONG_CODES_EACH + [429]
