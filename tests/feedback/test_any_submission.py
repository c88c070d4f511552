"""Thousands of things that can be sent to the public pages: each gets a whole page with a heading, or is led to one."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import event, given, settings

from feedback.models import DraftAnswer, Questionnaire, Response
from feedback.queries import ways_to_tell as read
from feedback.services import drafts, responses, ways_to_tell
from tests.door import Door
from tests.factories.feedback import QuestionnaireFactory, every_kind_of_question
from tests.feedback import submissions as thrown

pytestmark = pytest.mark.django_db
LED_ON = {301, 302, 304}


@pytest.fixture
def every_kind(acting):
    """A questionnaire with a question of each kind, half of them compulsory, the last of them shown after one answer only."""
    QuestionnaireFactory(slug="closed", closes_at=timezone.now() - dt.timedelta(days=1))
    QuestionnaireFactory(slug="not-opened", draft=True)
    QuestionnaireFactory(slug="easy")
    return every_kind_of_question(acting("officer"))


def as_far_as(stage: str) -> tuple[dict[str, str], str, str]:
    """The cookies of somebody who has come so far, their code, and the token of the link in their message."""
    if stage == "nothing":
        return {}, "", ""
    # What must be answered stands in the way of sending, so whoever sends answers another questionnaire, without such questions.
    asked = Questionnaire.objects.get(slug="easy" if stage in ("ready", "sent") else "every")
    draft, token = drafts.begin(questionnaire=asked)
    cookies = {"draft": token} | ({"kiosk": "1"} if stage == "shared screen" else {})
    if stage in ("ready", "sent"):
        drafts.permit(draft=draft, permission="use_words")
    if stage != "sent":
        return cookies, "", ""
    sent = responses.submit(draft=draft)
    way = ways_to_tell.keep(receipt=sent.receipt, email="young@demo.example")
    return cookies, sent.code.lower(), read.forget_path(way.pk).split("/")[-2]


def send(one: thrown.Submission):
    """The answer to one submission, as the address that whoever sends it stands before gives it."""
    cookies, code, token = as_far_as(one.stage)
    address = one.address.replace("THE-CODE", code or "blue-otter-4207").replace("THE-TOKEN", token or "no-token")
    if one.stage in ("ready", "sent"):
        address = address.replace("/every/", "/easy/")
    kept = "; ".join([*(f"{name}={value}" for name, value in cookies.items()), *([one.cookies] if one.cookies else [])])
    # What the server makes of the line of the request and of its headers: bytes, read as Latin-1.
    extra = {f"HTTP_{name.upper().replace('-', '_')}": _latin(value) for name, value in one.headers}
    if "HTTP_CONTENT_LENGTH" in extra:
        extra["CONTENT_LENGTH"] = extra.pop("HTTP_CONTENT_LENGTH")
    return Door().generic(
        one.method, address, one.body.content, one.body.kind or "application/octet-stream",
        QUERY_STRING=one.query.decode("latin-1"), HTTP_COOKIE=_latin(kept), **extra,
    )  # fmt: skip


def _latin(words: str) -> str:
    return words.encode("utf-8", "surrogatepass").decode("latin-1")


@settings(settings.get_profile("submissions"))
@given(one=thrown.submissions)
def test_whatever_is_sent_gets_a_page_or_is_led_to_one(every_kind, one):
    # Each comes from an address of its own: what waits because of others is tested elsewhere.
    cache.clear()
    before = Response.objects.count()
    answer = send(one)
    event(f"answered {answer.status_code}")
    # As Django reads it: "post" is a POST.
    method = one.method.upper()
    assert answer.status_code < 500
    body = answer.content.decode()
    assert "Traceback" not in body
    if answer.status_code in LED_ON:
        assert answer.status_code == 304 or answer["Location"].startswith("/")
    elif method not in {"HEAD", "OPTIONS"}:
        assert answer["Content-Type"] == "text/html; charset=utf-8"
        assert (body.lstrip()[:15].lower(), body.rstrip()[-7:], body.count("<h1")) == ("<!doctype html>", "</html>", 1)
    for row in DraftAnswer.objects.select_related("option", "question"):
        assert "\x00" not in row.words
        assert row.option is None or row.option.question_id == row.question_id
    came = Response.objects.count() - before - (one.stage == "sent")
    assert came == 0 or (came == 1 and one.address.endswith("/check/") and method == "POST")


def test_every_page_for_anyone_is_reached(every_kind):
    found = thrown.routes()
    assert {"have-your-say/%(slug)s/check/", "have-your-say/%(slug)s/%(number)s/", "have-your-say/go-on/"} <= set(found)
    assert {"what-happened/%(code)s/", "what-happened/%(code)s/forget/", "messages/forget/%(token)s/"} <= set(found)
    assert len(found) >= 18
