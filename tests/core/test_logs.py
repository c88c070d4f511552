"""Log lines: what happened and where, never who it was, what they typed, or what only they know."""

import json
import logging

import pytest
from django.db import DataError
from django.test import Client
from django.urls import reverse

from coproduction.core import links
from coproduction.core.logs import LineFormatter
from groups.enums import Role
from groups.queries.invitations import token_of
from groups.services import invitations
from groups.views.forums import ForumsView
from tests.factories.feedback import send_response
from tests.factories.groups import BodyFactory, UserFactory

pytestmark = pytest.mark.django_db

TYPED = "my-brother-is-called-Zebedee"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [LineFormatter().format(record) for record in caplog.records]


def said(line: str) -> str:
    """What a line says, without its moment and the number of its request: four digits are in those by chance now and then."""
    return json.dumps({name: value for name, value in json.loads(line).items() if name not in ("timestamp", "request_id")})


def test_log_holds_no_code_no_link_and_nobody(caplog, signed_in, acting):
    code = send_response().code
    invitation = invitations.invite(email="new@tests.example", body=BodyFactory(), role=Role.MEMBER, by=acting())
    stop = links.stop_link(UserFactory().ref, "groups.meeting_reminder").rstrip("/").rsplit("/", 1)[1]
    browser = signed_in(Role.OFFICER)
    secret_of = {
        reverse("what_happened_code", args=[code]): code,
        f"/what-happened/{code.replace('-', ' ')}/": code.rpartition("-")[2],
        f"/what-happened/{code.replace('-', '/')}/": code.rpartition("-")[2],
        reverse("invitation", args=[token_of(invitation)]): token_of(invitation),
        reverse("message_stop", args=[stop]): stop,
        "/accounts/password/reset/key/1-abc123-secret/": "abc123-secret",
        "/have-your-say/a-club/for-you/abc12345:signed-secret/": "signed-secret",
        f"{reverse('outcomes')}?text={TYPED}": TYPED,
        f"/not-a-page/?text={TYPED}": TYPED,
    }
    with caplog.at_level(logging.DEBUG):
        for address in secret_of:
            browser.get(address)
    written = lines(caplog)
    # Each of them was logged, several times.
    assert [line for line in written if '"request": "GET /you-said-we-did/"' in line] != []
    assert len([line for line in written if "***" in line]) >= 2 * (len(secret_of) - 2)
    assert [(secret, line) for line in written for secret in secret_of.values() if secret.lower() in said(line).lower()] == []
    assert [line for line in written if {"user_id", "ip", "user_agent"} & json.loads(line).keys()] == []


def test_log_tells_where_it_broke_and_not_what_was_typed(caplog, monkeypatch):
    def broken(_view: ForumsView, **_context: object) -> None:
        try:
            raise DataError(f"value too long: {TYPED}")
        except DataError as error:
            raise ValueError(f"could not save {TYPED}") from error

    monkeypatch.setattr(ForumsView, "get_context_data", broken)
    with caplog.at_level(logging.DEBUG):
        assert Client(raise_request_exception=False).get(reverse("forums")).status_code == 500
    written = lines(caplog)
    failed = next(json.loads(line) for line in written if "request_failed" in line)
    assert [line for line in written if TYPED in line] == []
    assert failed["exception"].splitlines()[-1] == "ValueError"
    assert ("DataError" in failed["exception"], ", in broken" in failed["exception"]) == (True, True)


def test_log_of_a_failed_task_leaves_out_the_words_of_the_error(caplog):
    with caplog.at_level(logging.ERROR):
        try:
            raise ValueError(TYPED)
        except ValueError as error:
            # As Celery writes it.
            logging.getLogger("celery.app.trace").error("Task %s raised unexpected: %r", "core.deliver", error, exc_info=True)
    (line,) = lines(caplog)
    assert (TYPED in line, "Task core.deliver raised unexpected: ValueError" in line) == (False, True)
