"""What is never kept with a response: a name, an address of the network, a device, the code itself."""

import logging

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.core.logs import LineFormatter
from feedback import codes
from feedback.models import EqualityCount, FeedbackRequest, Response
from feedback.queries import requests
from tests.factories.feedback import QuestionnaireFactory
from tests.factories.groups import UserFactory

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
        words = client.post(url("questionnaire_later")).context["words"]
        other = Client(REMOTE_ADDR=ADDRESS, HTTP_X_FORWARDED_FOR=BEHIND, HTTP_USER_AGENT=DEVICE)
        other.post(reverse("questionnaire_go_on"), {"words": words})
        client.post(url("questionnaire_permission"), {"permission": "use_words"})
        code = client.post(url("questionnaire_check"), {}, follow=True).context["code"]
        asked = client.get(url("about_you")).context["form"]
        client.post(url("about_you"), {name: field.choices[0][0] for name, field in asked.fields.items()})
        client.get(reverse("what_happened_code", args=["blue-otter-4207"]))
        client.post(reverse("what_happened"), {"code": code}, follow=True)
    rows = list(every_table())
    kept = [f"{key}: {value!r}" for key, value in cache._cache.items()]
    lines = [LineFormatter().format(record) for record in caplog.records]
    # The places were really looked at: the words are in one table, the limits are in the cache, the requests in the log.
    assert [row.split(":")[0] for row in rows if "a marked sentence" in row] == ["feedback_answer"]
    assert len([entry for entry in kept if "limit-" in entry]) == 5
    assert len([line for line in lines if "/have-your-say/club/" in line]) > 5
    typed = (token, other.cookies["draft"].value, code, code.lower(), code.replace("-", ""), words, words.lower())
    for secret in (ADDRESS, BEHIND, DEVICE, "OldPhone", *typed):
        assert [place for place in (*rows, *kept, *lines) if secret in place] == [], secret
    assert [place for place in (*kept, *lines) if "a marked sentence" in place] == []
    assert Response.objects.count() == 1
    # Who people are is counted, and stands in no row that knows of an answer.
    assert EqualityCount.objects.filter(number=1).count() == len(asked.fields)
    assert {field.name for field in EqualityCount._meta.get_fields()} == {"id", "questionnaire", "question", "option", "number"}


def test_link_of_ones_own_leaves_nothing_that_leads_from_the_person_to_the_answers(caplog):
    found = QuestionnaireFactory(slug="club", invited_only=True)
    asked = FeedbackRequest.objects.create(questionnaire=found, user=UserFactory(), asked_on=timezone.localdate())
    link = requests.path(asked, found)
    phone, laptop = Client(), Client()

    def url(name, *args):
        return reverse(name, args=["club", *args])

    before = set(every_table())
    with caplog.at_level(logging.DEBUG):
        tokens = []
        for browser in (phone, laptop):
            browser.get(link)
            browser.post(link)
            tokens.append(browser.cookies["draft"].value)
        laptop.post(url("questionnaire_question", 3), {"answer": "a marked sentence"})
        laptop.post(url("questionnaire_permission"), {"permission": "use_words"})
        code = laptop.post(url("questionnaire_check"), {}, follow=True).context["code"]
    came, gone = set(every_table()) - before, before - set(every_table())
    # The request: that it was answered. The answers: nothing of the request, nor of the person, in any row, key or hash.
    table = FeedbackRequest._meta.db_table
    request_now = [row for row in came if row.startswith(f"{table}:")]
    assert [len(gone), len(request_now)] == [1, 1]
    (row,) = FeedbackRequest.objects.values()
    assert row == {
        "id": asked.pk, "ref": asked.ref, "questionnaire_id": found.pk, "user_id": asked.user_id, "asked_on": asked.asked_on, "is_answered": True,
    }  # fmt: skip
    rest = came - set(request_now)
    assert {row.split(":")[0] for row in rest} == {"core_readingitem", "feedback_answer", "feedback_receipt", "feedback_response"}
    token = link.rstrip("/").rsplit("/", 1)[1]
    derived = {codes.token_hash(each) for each in (asked.ref, token, link, str(asked.pk), str(asked.user_id), asked.user.ref)}
    lines = [LineFormatter().format(record) for record in caplog.records]
    assert len([line for line in lines if "/have-your-say/club/for-you/***" in line]) >= 4
    for secret in (asked.ref, token, token.partition(":")[2], asked.user.ref, asked.user.email, *tokens, *derived):
        assert [place for place in (*rest, *lines) if secret in place] == [], secret
    assert code
    assert Response.objects.count() == 1


def test_response_has_no_column_for_a_person():
    columns = {field.name for field in Response._meta.get_fields()}
    assert columns == {
        "id", "ref", "revision", "received_at", "channel", "language", "age_band", "permission", "group_size", "state",
        "is_held", "needs_care", "themes", "is_demonstration", "sent_key", "answers", "receipt", "triage",
        # Whose answer it is when it is an organisation's, and who of the council typed it in.
        "is_easy", "speaks_for", "organisation", "entered_by", "entered_by_label",
    }  # fmt: skip
