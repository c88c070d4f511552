"""What is never kept with a response: a name, an address of the network, a device, the code itself."""

import logging

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from coproduction.core.logs import LineFormatter
from feedback.models import Response
from tests.factories.feedback import QuestionnaireFactory

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"
BEHIND = "198.51.100.23"
DEVICE = "OldPhone/4.2 (a family hub)"


def every_table():
    """All rows of all tables, as text."""
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (f"{table}: {row}" for row in cursor.fetchall())


def test_sending_leaves_no_trace_of_the_person(caplog, settings):
    settings.TRUSTED_PROXIES = 1
    QuestionnaireFactory(slug="club")
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_X_FORWARDED_FOR=BEHIND, HTTP_USER_AGENT=DEVICE)

    def url(name, *args):
        return reverse(name, args=["club", *args])

    with caplog.at_level(logging.DEBUG):
        client.post(url("questionnaire"))
        token = client.cookies["draft"].value
        client.post(url("questionnaire_question", 3), {"answer": "a marked sentence"})
        client.post(url("questionnaire_permission"), {"permission": "use_words"})
        code = client.post(url("questionnaire_check"), {}, follow=True).context["code"]
        client.get(reverse("what_happened_code", args=["blue-otter-4207"]))
        client.post(reverse("what_happened"), {"code": code}, follow=True)
    rows = list(every_table())
    kept = [f"{key}: {value!r}" for key, value in cache._cache.items()]
    lines = [LineFormatter().format(record) for record in caplog.records]
    # The places were really looked at: the words are in one table, the limits are in the cache, the requests in the log.
    assert [row.split(":")[0] for row in rows if "a marked sentence" in row] == ["feedback_answer"]
    assert len([entry for entry in kept if "limit-" in entry]) == 4
    assert len([line for line in lines if "/have-your-say/club/" in line]) > 5
    for secret in (ADDRESS, BEHIND, DEVICE, "OldPhone", token, code, code.lower(), code.replace("-", "")):
        assert [place for place in (*rows, *kept, *lines) if secret in place] == [], secret
    assert [place for place in (*kept, *lines) if "a marked sentence" in place] == []
    assert Response.objects.count() == 1


def test_response_has_no_column_for_a_person():
    columns = {field.name for field in Response._meta.get_fields()}
    assert columns == {
        "id", "ref", "revision", "received_at", "channel", "language", "age_band", "permission", "group_size", "state",
        "is_held", "needs_care", "themes", "is_demonstration", "sent_key", "answers", "receipt", "triage",
    }  # fmt: skip
