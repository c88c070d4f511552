"""Another site cannot make someone lose the answers they have begun."""

import pytest
from django.test import Client
from django.urls import reverse

from feedback.models import Draft
from tests.factories.feedback import QuestionnaireFactory

pytestmark = pytest.mark.django_db

PAGES = [
    ("questionnaire", []), ("questionnaire_question", [1]), ("questionnaire_age", []), ("questionnaire_permission", []),
    ("questionnaire_check", []), ("questionnaire_discard", []),
]  # fmt: skip


@pytest.mark.parametrize("name, args", PAGES)
def test_form_of_another_site_changes_nothing(name, args):
    QuestionnaireFactory(slug="club")
    own = Client()
    own.post(reverse("questionnaire", args=["club"]), headers={"Sec-Fetch-Site": "same-origin"})
    # A browser sends such a form without the cookie, and would take a new one from the answer.
    answer = Client().post(reverse(name, args=["club", *args]), {"answer": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.url, dict(answer.cookies)) == (302, reverse("questionnaire", args=["club"]), {})
    assert Draft.objects.count() == 1
    assert own.get(reverse("questionnaire_question", args=["club", 1])).status_code == 200
