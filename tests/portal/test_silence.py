"""Nobody but a safeguarding lead can tell whether something was held: what they see is the same as if it had been read."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from coproduction.core.models import AuditEvent, Notification, SafeguardingRecord
from coproduction.core.services import reading
from feedback.services import triage
from groups.enums import Role
from tests.factories.feedback import QuestionnaireFactory, send_response

pytestmark = pytest.mark.django_db

PAGES = {
    None: ["/", "/have-your-say/", "/you-said-we-did/", "/you-said-we-did.csv", "/you-said-we-did.json", "/you-said-we-did.atom"],
    Role.ADMINISTRATOR: ["/admin/", "/admin/audit/", "/admin/outbox/", "/admin/outbox/not-sent/", "/admin/jobs/", "/admin/people/"],
    Role.OFFICER: [
        "/officers/", "/officers/reading/", "/officers/questionnaires/", "/officers/outcomes/", "/admin/outbox/",
        "/admin/outbox/not-sent/", "/projects/",
    ],
    Role.BOARD_ADMINISTRATOR: ["/officers/"],
    Role.COMMITTEE_MEMBER: ["/committee/"],
    Role.CHAIR: ["/my/"],
}  # fmt: skip


@pytest.fixture
def browsers(signed_in):
    return {role: signed_in(role) if role else Client() for role in PAGES}


def seen(browsers):
    """Every ordinary page of everyone, without what differs from one load to the next."""
    shown = {(role, page): browsers[role].get(page).content.decode() for role in PAGES for page in PAGES[role]}
    return {key: re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text) for key, text in shown.items()}


def test_hold_shows_on_no_ordinary_page(browsers, signed_in, settings, at, acting):
    settings.DEMO = True
    signed_in(Role.SAFEGUARDING_LEAD)
    with at("2026-03-04 11:00"):
        by = acting()
        sent = send_response(QuestionnaireFactory(title="The club"))
        triage.decide(response=sent.response, decision="pass_on", reason="A repair", by=by)
        sent.response.refresh_from_db()
        before, events, messages = seen(browsers), AuditEvent.objects.count(), Notification.objects.count()
        numbers = counted()
        triage.decide(response=sent.response, decision="hold", reason="Worried", by=by)
        after = seen(browsers)
    # Something really happened, and could have shown.
    assert (AuditEvent.objects.count(), Notification.objects.count()) == (events + 1, messages + 1)
    assert [key for key in before if before[key] != after[key]] == []
    assert {name: value for name, value in counted().items() if numbers[name] != value}.keys() == {
        "audit_events",
        "notifications",
    }


def counted():
    out = StringIO()
    call_command("counts", stdout=out)
    return json.loads(out.getvalue())


def test_audit_of_administrators_names_no_answer_that_was_held(browsers, signed_in, settings, acting):
    settings.DEMO = True
    lead, by = signed_in(Role.SAFEGUARDING_LEAD).actor, acting()
    sent = send_response()
    triage.decide(response=sent.response, decision="hold", reason="Worried", by=by)
    record = SafeguardingRecord.objects.get()
    reading.open_concern(record=record, by=lead)
    reading.close_concern(record=record, outcome="Referred", by=lead)
    triage.release(response=sent.response, by=lead)
    assert AuditEvent.objects.filter(target=f"core.safeguardingrecord:{record.pk}").count() == 4
    admin = browsers[Role.ADMINISTRATOR]
    for query in (
        "",
        f"?target=feedback.response:{sent.response.pk}",
        "?target=core.safeguardingrecord",
        f"?actor={lead.ref}",
        f"?actor={by.ref}",
    ):
        rows = admin.get(f"{reverse('audit')}{query}").context["rows"]
        assert [
            row for row in rows if "concern" in str(row) or "safeguarding" in str(row[3]) or "feedback.response" in str(row[3])
        ] == []
