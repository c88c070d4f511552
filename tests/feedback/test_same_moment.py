"""Two people at the very same moment: one is served, the other is told, and nothing is there twice or half."""

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.enums import ReadingState
from coproduction.core.models import AuditEvent, Notification, ReadingItem, SafeguardingRecord
from coproduction.core.services import reminders
from feedback.enums import ResponseState
from feedback.models import Draft, FeedbackRequest, Receipt, Response, ToldBack, TriageRecord
from feedback.services import drafts, outcomes, responses, themes, triage
from tests.factories.feedback import OutcomeFactory, QuestionnaireFactory, ThemeFactory, send_response
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def deciding(sent, decision, by):
    return lambda: triage.decide(response=sent.response, decision=decision, reason="A reason", by=by)


def test_two_readers_decide_at_once_and_one_is_told(acting):
    sent, one, two = send_response(), acting("officer"), acting("officer")
    assert at_once(deciding(sent, "clear", one), deciding(sent, "pass_on", two)) == ["WrongState", "done"]
    assert (TriageRecord.objects.count(), AuditEvent.objects.filter(verb="decided about response").count()) == (1, 1)


def test_two_readers_clear_at_once_and_one_is_told(acting):
    sent, one, two = send_response(), acting("officer"), acting("officer")
    assert at_once(deciding(sent, "clear", one), deciding(sent, "clear", two)) == ["WrongState", "done"]
    assert TriageRecord.objects.count() == 1


def test_worry_at_the_same_moment_always_wins(acting):
    lead = acting("safeguarding_lead")
    sent, one, two = send_response(), acting("officer"), acting("officer")
    at_once(deciding(sent, "clear", one), deciding(sent, "hold", two))
    response, item = Response.objects.get(), ReadingItem.objects.get()
    assert (response.is_held, response.state, item.state) == (True, ResponseState.READ, ReadingState.HELD)
    assert list(Notification.objects.values_list("recipient", flat=True)) == [lead.ref]


def test_two_readers_worry_at_once_and_the_leads_are_told_once(acting):
    acting("safeguarding_lead")
    sent, one, two = send_response(), acting("officer"), acting("officer")
    assert at_once(deciding(sent, "hold", one), deciding(sent, "hold", two)) == ["WrongState", "done"]
    assert (SafeguardingRecord.objects.count(), Notification.objects.count()) == (1, 1)


def test_filing_and_worry_at_once_leave_nothing_half(acting):
    sent, theme, one, two = send_response(), ThemeFactory(), acting("officer"), acting("officer")
    triage.decide(response=sent.response, decision="clear", by=one)
    found = at_once(lambda: themes.code(response=sent.response, theme=theme, by=one), deciding(sent, "hold", two))
    response = Response.objects.get()
    assert (response.is_held, found.count("done") in (1, 2)) == (True, True)
    # Filed first and then held, or held and never filed.
    assert response.themes.count() == found.count("done") - 1


def test_two_officers_publish_at_once_and_people_are_told_once(acting):
    sent, theme, one, two = send_response(), ThemeFactory(), acting("officer"), acting("officer")
    triage.decide(response=sent.response, decision="clear", by=one)
    themes.code(response=sent.response, theme=theme, by=one)
    outcome = OutcomeFactory(state="draft", published_at=None)
    outcome.themes.add(theme)
    publishing = [lambda by=by: outcomes.publish(outcome=outcome, by=by) for by in (one, two)]
    assert at_once(*publishing) == ["WrongState", "done"]
    assert (ToldBack.objects.count(), Receipt.objects.get().state) == (1, ResponseState.ANSWERED)


def test_filing_while_the_theme_is_answered_reaches_the_person_all_the_same(acting):
    sent, theme, one, two = send_response(), ThemeFactory(), acting("officer"), acting("officer")
    triage.decide(response=sent.response, decision="clear", by=one)
    outcome = OutcomeFactory(state="draft", published_at=None)
    outcome.themes.add(theme)
    found = at_once(
        lambda: themes.code(response=sent.response, theme=theme, by=one), lambda: outcomes.publish(outcome=outcome, by=two)
    )
    assert (found, Receipt.objects.get().state) == (["done", "done"], ResponseState.ANSWERED)


def test_form_sent_twice_at_once_is_one_response(client):
    questionnaire = QuestionnaireFactory(slug="club")
    draft, _token = drafts.begin(questionnaire=questionnaire)
    codes = []
    sending = [lambda: codes.append(responses.submit(draft=draft).code)] * 4
    assert at_once(*sending) == ["done"] * 4
    assert (Response.objects.count(), Receipt.objects.count(), ReadingItem.objects.count(), len(set(codes))) == (1, 1, 1, 1)
    assert client.get(reverse("what_happened_code", args=[codes[0]])).status_code == 200


@pytest.fixture
def asked():
    found = QuestionnaireFactory(slug="club", invited_only=True)
    return FeedbackRequest.objects.create(questionnaire=found, user=UserFactory(), asked_on=timezone.localdate())


def test_link_opened_on_four_devices_at_once_begins_one_draft(asked):
    begun = []
    begin = [lambda: begun.append(drafts.begin(questionnaire=asked.questionnaire, asked_by=asked))] * 4
    assert at_once(*begin) == ["done"] * 4
    assert (Draft.objects.count(), len({draft.pk for draft, _token in begun}), len({token for _draft, token in begun})) == (
        1,
        1,
        4,
    )


def test_two_devices_send_at_once_while_a_third_opens_the_link(asked):
    draft, _token = drafts.begin(questionnaire=asked.questionnaire, asked_by=asked)

    def sending():
        return responses.submit(draft=Draft.objects.filter(pk=draft.pk).first() or draft)

    found = at_once(sending, sending, lambda: drafts.begin(questionnaire=asked.questionnaire, asked_by=asked))
    # The third came in time and went on with the draft, or was told that the link was used.
    assert found in (["done"] * 3, ["WrongState", "done", "done"])
    asked.refresh_from_db()
    assert (Response.objects.count(), Draft.objects.count(), asked.is_answered) == (1, 0, True)


def test_two_workers_write_one_request_and_one_message_each():
    forum = BodyFactory()
    for _number in range(3):
        CapacityFactory(body=forum)
    QuestionnaireFactory(invited_only=True, body=forum, opens_at=timezone.now())
    assert at_once(reminders.send, reminders.send) == ["done", "done"]
    assert (FeedbackRequest.objects.count(), Notification.objects.filter(kind="feedback.request").count()) == (3, 3)
