"""Names are taken out of an answer; nothing is rewritten, and what stood there is for the safeguarding leads alone."""

import pytest
from django.urls import reverse

from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import AuditEvent
from feedback import policies
from feedback.models import Answer, Redaction
from feedback.services import redactions, triage
from tests.factories.feedback import send_response

pytestmark = pytest.mark.django_db

SAID = "Zacharias from Year 9 is not nice.\nHe took my bag."


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def lead(signed_in):
    return signed_in("safeguarding_lead")


@pytest.fixture
def sent():
    return send_response(words=SAID)


@pytest.fixture
def answer(sent):
    return sent.response.answers.get()


@pytest.mark.parametrize(
    "after, allowed",
    [
        ("[…] from Year 9 is not nice.\nHe took my bag.", True),
        ("[...] from Year 9 is not nice.\r\nHe took my bag. ", True),
        ("[…] from […] is not nice.\nHe took […].", True),
        ("[…]", True),
        # Without a mark, what someone said could be turned around.
        ("Zacharias from Year 9 is nice.\nHe took my bag.", False),
        ("[…] from Year 9 is nice.\nHe took my bag.", False),
        ("[…] from Year 9 is very nice.\nHe took my bag.", False),
        ("[…] He took my bag. Zacharias from Year 9 is not nice.", False),
        ("[…] from Year 9 is not nice.\nHe took my bag. And more.", False),
        ("[…]" + SAID, False),
        (SAID, False),
        ("", False),
        ("He took[…]took my bag.", False),
    ],
)
def test_only_taking_out_is_allowed(after, allowed):
    assert policies.only_takes_out(SAID, after) is allowed


def test_officer_takes_a_name_out(officer, sent, answer):
    page = officer.get(reverse("response", args=[sent.response.ref])).content.decode()
    url = reverse("redact_answer", args=[sent.response.ref, answer.pk])
    assert (url in page, "A name was taken out." in page) == (True, False)
    assert "Zacharias" in officer.get(url).content.decode()
    officer.post(url, {"words": SAID.replace("Zacharias", "[…]"), "reason": "The name of another child"})
    page = officer.get(reverse("response", args=[sent.response.ref])).content.decode()
    assert ("Zacharias" in page, "[…] from Year 9" in page, "A name was taken out." in page) == (False, True, True)
    kept = Redaction.objects.get()
    assert (kept.original, kept.reason, kept.by_label) == (SAID, "The name of another child", officer.actor.label)


def test_what_was_typed_wrongly_is_kept_and_nothing_is_saved(officer, sent, answer):
    url = reverse("redact_answer", args=[sent.response.ref, answer.pk])
    page = officer.post(url, {"words": "He is nice.", "reason": "Nicer"})
    assert page.context["form"].errors["words"] == [
        "Only take words out, and put […] in each place. Everything else must stay as they wrote it."
    ]
    assert "He is nice." in page.content.decode()
    assert (Redaction.objects.count(), Answer.objects.get().words) == (0, SAID)


def test_reason_and_a_change_are_needed(acting, answer):
    with pytest.raises(Missing, match="why"):
        redactions.redact(answer=answer, words="[…]", reason=" ", by=acting())
    with pytest.raises(Missing, match="Nothing was taken out"):
        redactions.redact(answer=answer, words=SAID, reason="A name", by=acting())
    with pytest.raises(Refused):
        redactions.redact(answer=answer, words="[…] He is nice.", reason="A name", by=acting())


def test_a_second_name_keeps_both_originals(acting, answer):
    first = SAID.replace("Zacharias", "[…]")
    redactions.redact(answer=answer, words=first, reason="A name", by=acting())
    redactions.redact(answer=answer, words=first.replace("Year 9", "[…]"), reason="A class", by=acting())
    assert list(Redaction.objects.values_list("original", flat=True)) == [SAID, first]


def test_originals_are_for_leads_alone_and_opening_is_written_down(officer, lead, sent, answer, signed_in):
    redactions.redact(answer=answer, words="[…]", reason="A name", by=officer.actor)
    url = reverse("response_originals", args=[sent.response.ref])
    assert "Zacharias" in lead.get(url).content.decode()
    assert AuditEvent.objects.filter(verb="opened original words", actor=lead.actor.ref).count() == 1
    others = [officer, *(signed_in(role) for role in ("administrator", "board_administrator", "chair", "committee_member"))]
    assert [client.get(url).status_code for client in others] == [403] * 5
    assert url in lead.get(reverse("response", args=[sent.response.ref])).content.decode()
    assert url not in officer.get(reverse("response", args=[sent.response.ref])).content.decode()


def test_held_words_are_not_redacted(officer, lead, sent, answer):
    triage.decide(response=sent.response, decision="hold", reason="A worry", by=officer.actor)
    assert officer.get(reverse("redact_answer", args=[sent.response.ref, answer.pk])).status_code == 404
    with pytest.raises(WrongState):
        redactions.redact(answer=answer, words="[…]", reason="A name", by=officer.actor)


def test_answer_of_another_response_is_not_found(officer, answer):
    assert officer.get(reverse("redact_answer", args=[send_response().response.ref, answer.pk])).status_code == 404


def test_redaction_saves_nothing_when_its_last_step_fails(acting, answer, monkeypatch):
    monkeypatch.setattr(redactions.audit, "record", lambda **facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        redactions.redact(answer=answer, words="[…]", reason="A name", by=acting())
    assert (Redaction.objects.count(), Answer.objects.get().words) == (0, SAID)
