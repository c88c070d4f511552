"""Reading: one queue, the first reader decides, what is held is seen by safeguarding leads alone."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.enums import ReadingState
from coproduction.core.errors import Missing, WrongState
from coproduction.core.models import AuditEvent, Notification, ReadingItem, SafeguardingRecord
from coproduction.core.services import alerts, reading
from feedback.enums import ResponseState, ThemeState
from feedback.models import Response, Theme, TriageRecord
from feedback.queries import questionnaires, receipts
from feedback.services import outcomes, themes, triage
from tests.factories.feedback import OutcomeFactory, QuestionnaireFactory, ThemeFactory, send_response

pytestmark = pytest.mark.django_db

SECRET = "zebra-secret-words"
CONCERN = "giraffe-secret-concern"


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def lead(signed_in):
    return signed_in("safeguarding_lead")


@pytest.fixture
def held(officer, lead):
    """A response that was held, with words that could leak; the lead was told."""
    sent = send_response(QuestionnaireFactory(title="The club"), words=SECRET)
    triage.decide(response=sent.response, decision="hold", reason=CONCERN, by=officer.actor)
    return sent


def text(response):
    return response.content.decode()


def opened(client, sent):
    """What the page of a response holds when it is opened: where the form goes, and what it has seen."""
    page = client.get(reverse("response", args=[sent.response.ref]))
    (seen,) = re.findall(r'<input type="hidden" name="seen" value="(\w+)"', text(page))
    return reverse("triage_response", args=[sent.response.ref]), {"seen": seen}


def test_queue_shows_urgent_first_then_by_when_it_is_due(officer, at):
    with at("2026-03-02 09:00"):
        early = send_response(QuestionnaireFactory(title="Early"))
    with at("2026-03-05 10:00"):
        late = send_response(QuestionnaireFactory(title="Later"))
        urgent = send_response(QuestionnaireFactory(title="Urgent"))
        ReadingItem.objects.filter(about="Urgent").update(is_urgent=True)
        queue = officer.get(reverse("reading_queue")).context["queue"]
    assert [line.url for line in queue] == [reverse("response", args=[sent.response.ref]) for sent in (urgent, early, late)]
    assert [line.state for line in queue] == ["contested", "late", "notyet"]
    assert queue[1].due == "Late: it was to be read by 3 March, 9am"


@pytest.mark.parametrize("count", [1, 3])
def test_queue_costs_the_same_at_any_length(officer, count, django_assert_num_queries):
    questionnaire = QuestionnaireFactory()
    for _each in range(count):
        send_response(questionnaire)
    officer.get(reverse("reading_queue"))
    with django_assert_num_queries(7):
        officer.get(reverse("reading_queue"))


@pytest.mark.parametrize("role", ["administrator", "board_administrator", "member", "chair", "committee_member"])
def test_only_officers_and_leads_read(signed_in, role):
    sent = send_response()
    client = signed_in(role)
    pages = [reverse("reading_queue"), reverse("response", args=[sent.response.ref])]
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_reading_asks_for_sign_in(client):
    assert client.get(reverse("reading_queue")).status_code == 302
    assert client.get(reverse("response", args=["abcdefgh"])).status_code == 302


def test_clear_reads_and_tells_the_code_page(officer):
    sent = send_response()
    url, seen = opened(officer, sent)
    answer = officer.post(url, seen | {"decision": "clear"})
    assert answer.url == reverse("response", args=[sent.response.ref])
    sent.response.refresh_from_db()
    assert sent.response.state == ResponseState.READ
    assert receipts.code_page(sent.code).headline == "A person has read it."
    assert ReadingItem.objects.get().state == ReadingState.CLEARED
    record = TriageRecord.objects.get()
    assert (record.decision, record.by_label) == ("clear", officer.actor.label)


def test_pass_on_needs_a_reason(officer):
    sent = send_response()
    url, seen = opened(officer, sent)
    page = officer.post(url, seen | {"decision": "pass_on", "reason": " "})
    assert page.context["triage_form"].errors["reason"] == ["Say why, in a few words"]
    officer.post(url, seen | {"decision": "pass_on", "reason": "A repair at home"})
    sent.response.refresh_from_db()
    assert sent.response.state == ResponseState.PASSED_ON
    assert receipts.code_page(sent.code).headline == "We passed it on to the people who can help."
    with pytest.raises(Missing):
        triage.decide(response=send_response().response, decision="pass_on", by=officer.actor)


MOVED_ON = "Someone else has dealt with this in the meantime. See where it stands now, then decide."


def test_second_officer_is_told_that_it_is_decided(officer, signed_in):
    other = signed_in("officer")
    sent = send_response()
    url, seen = opened(other, sent)
    officer.post(url, opened(officer, sent)[1] | {"decision": "clear"})
    page = other.post(url, seen | {"decision": "clear"})
    assert (page.status_code, page.context["triage_form"].non_field_errors()) == (409, [MOVED_ON])
    assert [line.decision for line in page.context["page"].decisions] == ["Feedback: go on and file it"]
    assert TriageRecord.objects.count() == 1
    with pytest.raises(WrongState, match="Someone else has dealt with this"):
        triage.decide(response=sent.response, decision="clear", by=other.actor)


@pytest.mark.parametrize("decision", ["clear", "pass_on"])
def test_second_officer_meets_a_held_response(officer, lead, signed_in, decision):
    other, sent = signed_in("officer"), send_response()
    url, seen = opened(other, sent)
    triage.decide(response=sent.response, decision="hold", reason=CONCERN, by=officer.actor)
    page = other.post(url, seen | {"decision": decision, "reason": "A repair"}, follow=True)
    assert page.redirect_chain == [(reverse("reading_queue"), 302)]
    assert [str(message) for message in page.context["messages"]] == [
        "This is with the safeguarding leads now. What you decided was not saved."
    ]
    assert (ReadingItem.objects.get().state, Response.objects.get().is_held) == (ReadingState.HELD, True)
    assert TriageRecord.objects.count() == 0
    assert other.get(reverse("response", args=[sent.response.ref])).status_code == 404
    with pytest.raises(WrongState, match="with the safeguarding leads"):
        triage.decide(response=sent.response, decision=decision, reason="A repair", by=other.actor)


def test_filing_what_is_held_is_refused_in_words(officer, held):
    page = officer.post(reverse("code_response", args=[held.response.ref]), {"new_theme": "Sundays"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "This is with the safeguarding leads now. What you decided was not saved."
    ]
    assert Theme.objects.count() == 0


@pytest.mark.parametrize("before", [[], ["clear"]])
def test_page_from_before_the_leads_had_it_decides_nothing_after_they_gave_it_back(officer, lead, signed_in, before):
    other, sent = signed_in("officer"), send_response()
    for decision in before:
        triage.decide(response=sent.response, decision=decision, by=officer.actor)
        sent.response.refresh_from_db()
    url, seen = opened(other, sent)
    triage.decide(response=sent.response, decision="hold", reason=CONCERN, by=officer.actor)
    record = SafeguardingRecord.objects.get()
    reading.open_concern(record=record, by=lead.actor)
    reading.close_concern(record=record, outcome="Nothing found", by=lead.actor)
    triage.release(response=sent.response, by=lead.actor)
    page = other.post(url, seen | {"decision": "pass_on", "reason": "A repair at home"})
    form = page.context["triage_form"]
    assert (page.status_code, form.non_field_errors()) == (409, [MOVED_ON])
    assert (form["decision"].value(), form["reason"].value()) == ("pass_on", "A repair at home")
    assert Response.objects.get().state == ResponseState.READ
    # Now they have seen where it stands, and may decide.
    other.post(url, {"seen": form["seen"].value(), "decision": "pass_on", "reason": "A repair at home"})
    assert Response.objects.get().state == ResponseState.PASSED_ON


def test_press_without_what_was_seen_is_refused(officer):
    sent = send_response()
    page = officer.post(reverse("triage_response", args=[sent.response.ref]), {"decision": "clear"})
    assert (page.status_code, Response.objects.get().state) == (409, ResponseState.RECEIVED)


def test_worry_is_taken_however_old_the_page_is(officer, lead, signed_in):
    other, sent = signed_in("officer"), send_response()
    url, seen = opened(other, sent)
    triage.decide(response=sent.response, decision="clear", by=officer.actor)
    other.post(url, seen | {"decision": "hold", "reason": CONCERN})
    assert Response.objects.get().is_held is True


def test_whoever_raises_a_worry_is_told_when_there_is_nobody_to_tell(officer):
    url = reverse("triage_response", args=[send_response().response.ref])
    page = officer.post(url, {"decision": "hold", "reason": CONCERN}, follow=True).text
    assert ("They were told at once." in page, "Ring the safeguarding team today." in page) == (False, True)


def test_hold_saves_nothing_when_its_last_step_fails(officer, lead, monkeypatch):
    sent = send_response()

    def broken(**_facts):
        raise RuntimeError("the last step")

    monkeypatch.setattr(alerts.outbox, "enqueue", broken)
    with pytest.raises(RuntimeError):
        triage.decide(response=sent.response, decision="hold", reason=CONCERN, by=officer.actor)
    sent.response.refresh_from_db()
    assert (sent.response.is_held, sent.response.state) == (False, ResponseState.RECEIVED)
    assert SafeguardingRecord.objects.count() == 0
    assert ReadingItem.objects.get().state == ReadingState.WAITING


def test_hold_tells_the_leads_without_the_words(held, lead):
    message = Notification.objects.get()
    assert message.recipient == lead.actor.ref
    written = f"{message.facts} {message.reason} {message.about} {message.subject} {message.body}"
    assert [word for word in (SECRET, CONCERN, "The club") if word in written] == []


def test_held_words_are_nowhere_in_ordinary_pages(held, officer, signed_in, client):
    theme = ThemeFactory(title="Clubs")
    open_one = send_response(held.response.revision.questionnaire, words="plain words")
    triage.decide(response=open_one.response, decision="clear", by=officer.actor)
    themes.code(response=open_one.response, theme=theme, by=officer.actor)
    # It was filed before anyone was worried: the theme knows it, and must not show it.
    held.response.themes.add(theme)
    names = ["reading_queue", "themes", "officers_outcomes", "officers_questionnaires", "questionnaires", "outcomes"]
    pages = [reverse(name) for name in names]
    pages += [
        f"{reverse('outcome_create')}?theme={theme.pk}",
        reverse("officers_questionnaire", args=[held.response.revision.questionnaire.slug]),
    ]
    for page in pages:
        shown = officer.get(page)
        assert shown.status_code == 200, page
        assert [word for word in (SECRET, CONCERN, held.response.ref) if word in text(shown)] == [], page
    assert officer.get(reverse("response", args=[held.response.ref])).status_code == 404
    # How many came is no secret, and the same before and after the hold.
    assert [line.responses for line in questionnaires.for_officers()] == [2]
    assert [line.responses for line in officer.get(reverse("themes")).context["waiting"]] == [1]


def test_administrators_see_nothing_of_a_concern(held, signed_in):
    administrator = signed_in("administrator")
    for name in ("administration", "audit", "outbox", "job_health"):
        shown = text(administrator.get(reverse(name)))
        assert [word for word in (SECRET, CONCERN, held.response.ref, "raised concern") if word in shown] == [], name
    assert administrator.get(reverse("safeguarding")).status_code == 403
    assert administrator.get(reverse("safeguarding_concern", args=[SafeguardingRecord.objects.get().pk])).status_code == 403
    assert AuditEvent.objects.filter(target__startswith="feedback.response").count() == 0


@pytest.mark.parametrize("role", ["officer", "administrator", "board_administrator", "chair", "committee_member"])
def test_safeguarding_pages_are_for_leads_only(held, signed_in, role):
    client = signed_in(role)
    ref = SafeguardingRecord.objects.get().pk
    gets = [
        client.get(reverse(name, args=args)).status_code for name, args in (("safeguarding", []), ("safeguarding_concern", [ref]))
    ]
    posts = [client.post(reverse(name, args=[ref])).status_code for name in ("safeguarding_close", "safeguarding_release")]
    assert gets + posts == [403, 403, 403, 403]


def test_code_page_of_a_held_response_is_neutral(held):
    theme = ThemeFactory(title="Clubs")
    held.receipt.themes.add(theme)
    OutcomeFactory(title="An answer").themes.add(theme)
    page = receipts.code_page(held.code)
    assert (page.headline, page.pairs) == ("A person has read it.", ())
    assert [(step.title, step.state) for step in page.steps] == [
        ("You told us", "done"),
        ("A person read it", "done"),
        ("It is part of what we are working on", "todo"),
        ("We tell you what came of it, here", "todo"),
    ]


def test_lead_opens_closes_and_gives_back(held, lead, officer):
    pk = SafeguardingRecord.objects.get().pk
    url = reverse("safeguarding_concern", args=[pk])
    listed = lead.get(reverse("safeguarding"))
    assert [line.state_words for line in listed.context["concerns"]] == ["Nobody has opened it"]
    assert [word for word in (SECRET, CONCERN) if word in text(listed)] == []
    shown = text(lead.get(url))
    assert SECRET in shown
    assert CONCERN in shown
    record = SafeguardingRecord.objects.get()
    assert record.first_read_by == lead.actor.ref
    lead.get(url)
    assert AuditEvent.objects.filter(verb="opened concern").count() == 2
    assert text(lead.post(reverse("safeguarding_release", args=[pk]), follow=True)).count("close the concern first") == 1
    lead.post(
        reverse("safeguarding_close", args=[pk]),
        {"outcome": "The front door was called.", "referred_to": "The front door", "reference": "R-1"},
    )
    record.refresh_from_db()
    assert (record.outcome, record.referred_to, record.reference) == ("The front door was called.", "The front door", "R-1")
    assert officer.get(reverse("response", args=[held.response.ref])).status_code == 404
    lead.post(reverse("safeguarding_release", args=[pk]))
    again = officer.get(reverse("response", args=[held.response.ref]))
    assert again.status_code == 200
    assert CONCERN not in text(again)
    held.response.refresh_from_db()
    assert (held.response.is_held, held.response.state) == (False, ResponseState.READ)


def test_response_that_came_back_can_be_held_again(held, lead, officer):
    record = SafeguardingRecord.objects.get()
    reading.open_concern(record=record, by=lead.actor)
    reading.close_concern(record=record, outcome="Nothing found", by=lead.actor)
    released = triage.release(response=held.response, by=lead.actor)
    triage.decide(response=released, decision="hold", reason="Again", by=officer.actor)
    assert Response.objects.get().is_held is True


def test_filing_under_a_new_theme_moves_the_receipt(officer):
    sent = send_response(QuestionnaireFactory())
    triage.decide(response=sent.response, decision="clear", by=officer.actor)
    officer.post(reverse("code_response", args=[sent.response.ref]), {"new_theme": "Sundays"})
    theme = Theme.objects.get()
    assert (theme.title, theme.project) == ("Sundays", sent.response.revision.questionnaire.project)
    sent.response.refresh_from_db()
    sent.receipt.refresh_from_db()
    assert (sent.response.state, sent.receipt.state) == (ResponseState.FILED, ResponseState.FILED)
    assert list(sent.receipt.themes.all()) == [theme]


def test_unread_response_cannot_be_filed(officer):
    sent = send_response()
    with pytest.raises(WrongState):
        themes.code(response=sent.response, theme=ThemeFactory(), by=officer.actor)
    page = officer.post(reverse("code_response", args=[sent.response.ref]), {"new_theme": "Sundays"})
    assert page.status_code == 409
    assert Theme.objects.filter(title="Sundays").count() == 0


def test_filing_asks_for_one_theme(officer):
    sent = send_response()
    triage.decide(response=sent.response, decision="clear", by=officer.actor)
    page = officer.post(reverse("code_response", args=[sent.response.ref]), {})
    assert page.context["theme_form"].errors["theme"] == ["Choose a theme, or write a new one. Not both."]


def test_filing_under_an_answered_theme_answers_at_once(officer):
    theme = ThemeFactory(state=ThemeState.ANSWERED)
    OutcomeFactory().themes.add(theme)
    sent = send_response()
    triage.decide(response=sent.response, decision="clear", by=officer.actor)
    themes.code(response=sent.response, theme=theme, by=officer.actor)
    assert receipts.code_page(sent.code).state == ResponseState.ANSWERED


def test_filing_saves_nothing_when_its_last_step_fails(officer, monkeypatch):
    sent, theme = send_response(), ThemeFactory()
    triage.decide(response=sent.response, decision="clear", by=officer.actor)

    def broken(**_facts):
        raise RuntimeError("the last step")

    monkeypatch.setattr(themes.audit, "record", broken)
    with pytest.raises(RuntimeError):
        themes.code(response=sent.response, theme=theme, by=officer.actor)
    sent.response.refresh_from_db()
    assert (sent.response.state, list(sent.response.themes.all())) == (ResponseState.READ, [])


def test_response_page_shows_answers_and_what_is_allowed(officer):
    sent = send_response(words="Open the hub", permission="only_the_idea")
    page = officer.get(reverse("response", args=[sent.response.ref]))
    rows = [(row.question, row.answer) for row in page.context["page"].rows]
    assert rows == [("How was the club?", ""), ("What should it have?", ""), ("What else?", "Open the hub")]
    assert page.context["page"].permission == "Use only the idea"
    assert "no-store" in page["Cache-Control"]


def test_early_look_is_asked_for_by_the_word_screen():
    send_response(words="I want to kill myself")
    assert ReadingItem.objects.get().is_urgent is True
    assert ReadingItem.objects.get().due_at > timezone.now() - dt.timedelta(minutes=1)


def test_outcomes_cannot_use_held_words(held, officer):
    theme = ThemeFactory()
    held.response.themes.add(theme)
    made = outcomes.draft(answer="did", we_did="We did.", themes=[theme], you_said="A summary", by=officer.actor)
    assert made.you_said == "A summary"
