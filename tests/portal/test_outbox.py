"""The outbox page: to whom, why, how it stands; sending again; and nothing of what safeguarding leads read."""

import datetime as dt

import pytest
import rules
from django.db import transaction
from django.utils import timezone

from coproduction.core.enums import NotificationState as State
from coproduction.core.models import AuditEvent, Notification
from coproduction.core.models.base import ref_of
from coproduction.core.notifications import ConcernRaised
from coproduction.core.recipients import Ref
from coproduction.core.services import delivery, outbox
from groups.enums import MeetingState, Role
from groups.models import JoinRequest
from groups.notifications import JoinDeclined, MeetingReminder
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory


@pytest.fixture(autouse=True)
def daytime(at):
    with at("2026-03-04 11:00"):
        yield


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def enqueue(key="one", kind=MeetingReminder, body=None, **facts):
    capacity = CapacityFactory(body=body or BodyFactory(name="Riverside Parents"))
    meeting = MeetingFactory(body=capacity.body, title="Spring meeting")
    facts = {
        "meeting": meeting.pk,
        "user": capacity.user_id,
        "day": str(meeting.local_day),
        "starts_at": meeting.starts_at.isoformat(),
    } | facts
    with transaction.atomic():
        return outbox.enqueue(
            notification=kind,
            recipient=capacity.user,
            dedupe_key=key,
            facts=facts,
            reason="you are a member",
            about=f"groups.meeting:{meeting.pk}",
        )


def needing_attention(key="lost"):
    row = enqueue(key)
    then = timezone.now() - dt.timedelta(hours=1)
    Notification.objects.filter(pk=row.pk).update(state=State.HANDED_OVER, handed_over_at=then, leased_until=then)
    return row


def page(browser, query=""):
    return browser.get(f"/admin/outbox/{query}").content.decode()


def test_outbox_says_what_will_be_here(signed_in, demo):
    assert "No message yet" in page(signed_in(Role.ADMINISTRATOR))


def test_outbox_shows_to_whom_and_why_and_keeps_the_words_in_a_demonstration(signed_in, demo):
    row = enqueue()
    delivery.deliver(pk=row.pk)
    browser = signed_in(Role.ADMINISTRATOR)
    text = page(browser)
    assert [
        words
        for words in (
            "Wednesday 11 March 2026: Riverside Parents",
            "member, Riverside Parents",
            "Because you are a member",
            "Sent",
        )
        if words not in text
    ] == []
    one = browser.get(f"/admin/outbox/{row.pk}/").content.decode()
    assert "Riverside Parents meets soon." in one
    assert Notification.objects.get().address in one
    assert f"/meetings/{MeetingFactory._meta.model.objects.get().ref}/" in one


def test_outbox_filters_by_state(signed_in, demo):
    waiting = enqueue("waiting")
    others = [enqueue(state) for state in (State.SENT, State.TOLD, State.SUMMED_UP, State.GATHERED, State.BY_HAND, State.SKIPPED)]
    for row in others:
        Notification.objects.filter(pk=row.pk).update(state=row.dedupe_key)
    lost = needing_attention()
    browser = signed_in(Role.ADMINISTRATOR)
    found = {}
    for name in ("attention", "waiting", "gathered", "by_hand", "sent", "not_sent", "refused"):
        results = page(browser, f"?state={name}").split('id="results"')[1]
        found[name] = [row.dedupe_key for row in (waiting, *others, lost) if f"/admin/outbox/{row.pk}/" in results]
    assert found == {
        "attention": ["lost"],
        "waiting": ["waiting"],
        "gathered": ["gathered"],
        "by_hand": ["by_hand"],
        "sent": ["sent", "told", "summed_up"],
        "not_sent": ["skipped"],
        "refused": [],
    }
    everything = page(browser)
    states = ("Waits for their summary", "Sent in their summary", "To be told in person", "Told in person")
    assert [words for words in states if words not in everything] == []


@pytest.mark.parametrize("body", [{"discreet": True, "name": "Care Council"}, {"is_independent": True, "name": "Care Council"}])
def test_outbox_tells_nothing_of_a_meeting_that_is_not_for_the_reader(signed_in, demo, body):
    lead = BodyFactory(team=True)
    forum = BodyFactory(lead_body=lead, **body)
    row = enqueue(body=forum)
    meeting = forum.meetings.get()
    meeting.place, meeting.is_private = "Willow house", True
    meeting.starts_at, meeting.ends_at = (
        timezone.now() + dt.timedelta(days=7, minutes=37),
        timezone.now() + dt.timedelta(days=7, hours=2),
    )
    meeting.save()
    delivery.deliver(pk=row.pk)
    address = Notification.objects.get().address
    secrets = ("11:37", "Willow", "Spring meeting", address, f"/meetings/{meeting.ref}/")

    def told(browser):
        paths = ("/admin/outbox/", f"/admin/outbox/{row.pk}/", "/admin/outbox/not-sent/")
        text = "".join(browser.get(path).content.decode() for path in paths)
        return [words for words in secrets if words in text]

    assert told(signed_in(Role.ADMINISTRATOR)) == told(signed_in(Role.OFFICER)) == []
    served = signed_in(Role.OFFICER, lead)
    assert (told(served) != []) == forum.is_discreet


def test_outbox_tells_nobody_from_the_council_who_belongs_to_an_independent_forum(signed_in, demo):
    forum = BodyFactory(is_independent=True)
    row = enqueue(body=forum)
    with transaction.atomic():
        asked = JoinRequest.objects.create(body=forum, name="Ottoline Frost", email="frost@tests.example")
        declined = outbox.enqueue(
            notification=JoinDeclined,
            recipient=Ref(asked.recipient_ref),
            dedupe_key="declined",
            reason="you asked to join a group",
            facts={"request": asked.pk},
            about=ref_of(asked),
        )
    for each in (row, declined):
        delivery.deliver(pk=each.pk)
    addresses = set(Notification.objects.values_list("address", flat=True))
    assert len(addresses - {""}) == 2
    secrets = {*addresses, "Ottoline", "/meetings/answer/"}

    def told(browser):
        text = "".join(browser.get(path).content.decode() for path in ("/admin/outbox/", *(f"/admin/outbox/{each.pk}/" for each in (row, declined))))  # fmt: skip
        return {words for words in secrets if words in text}

    assert told(signed_in(Role.ADMINISTRATOR)) == told(signed_in(Role.OFFICER)) == set()
    forum.is_independent = False
    forum.save()
    assert told(signed_in(Role.ADMINISTRATOR)) >= {*addresses, "Ottoline"}


def test_outbox_filter_with_nonsense_says_so(signed_in, demo):
    response = signed_in(Role.ADMINISTRATOR).get("/admin/outbox/?state=nonsense&page=abc")
    assert response.status_code == 200
    assert "Choose one of the answers in the list" in response.content.decode()


def test_outbox_sends_again_once_by_a_person(signed_in, demo):
    row, browser = needing_attention(), signed_in(Role.ADMINISTRATOR)
    assert page(browser).index("Send it again") < page(browser).index('id="results"')
    assert browser.get(f"/admin/outbox/{row.pk}/again/").status_code == 405
    assert browser.post(f"/admin/outbox/{row.pk}/again/").status_code == 302
    assert Notification.objects.get().state == State.WAITING
    assert "It will be sent again in a moment." in page(browser)
    browser.post(f"/admin/outbox/{row.pk}/again/")
    assert "This message does not need you any more." in page(browser)
    assert list(AuditEvent.objects.values_list("verb", "actor")) == [("sent message again", browser.actor.ref)]


def test_outbox_notes_that_a_message_arrived(signed_in, demo):
    row, browser = needing_attention(), signed_in(Role.ADMINISTRATOR)
    browser.post(f"/admin/outbox/{row.pk}/again/", {"arrived": "1"})
    assert Notification.objects.get().state == State.SENT


def test_outbox_says_why_nobody_got_a_message(signed_in, demo):
    MeetingFactory(body__name="Riverside Parents", state=MeetingState.CANCELLED)
    text = signed_in(Role.ADMINISTRATOR).get("/admin/outbox/not-sent/").content.decode()
    assert "Reminder of a meeting: Riverside Parents" in text
    assert "The meeting was cancelled." in text


@pytest.mark.parametrize("state", [State.SENT, State.WAITING, State.HANDED_OVER, State.REFUSED, State.SKIPPED])
def test_outbox_does_not_say_that_safeguarding_leads_were_told(signed_in, demo, state):
    row = enqueue(kind=ConcernRaised, secret="SecretFact")
    long_ago = timezone.now() - dt.timedelta(hours=1)
    Notification.objects.update(subject="SecretSubject", body="SecretBody", state=state, leased_until=long_ago)
    for role in (Role.ADMINISTRATOR, Role.OFFICER):
        browser = signed_in(role)
        text = page(browser) + browser.get("/admin/outbox/not-sent/").content.decode()
        assert [word for word in ("Secret", "safeguarding leads", f"/outbox/{row.pk}/") if word in text] == []
        asked = [browser.get(f"/admin/outbox/{row.pk}/"), browser.post(f"/admin/outbox/{row.pk}/again/")]
        assert [answer.status_code for answer in asked] == [404, 404]


def test_leads_are_told_when_a_message_to_them_did_not_go_out(signed_in, demo):
    enqueue(kind=ConcernRaised)
    lead = signed_in(Role.SAFEGUARDING_LEAD)
    said = "A message to a safeguarding lead did not go out."
    assert said not in lead.get("/safeguarding/").content.decode()
    Notification.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    assert said in lead.get("/safeguarding/").content.decode()
    Notification.objects.update(state=State.SENT)
    assert said not in lead.get("/safeguarding/").content.decode()


def test_outbox_names_a_discreet_forum_nowhere(signed_in, demo):
    row = enqueue(body=BodyFactory(discreet=True, name="Care Council"))
    delivery.deliver(pk=row.pk)
    browser = signed_in(Role.ADMINISTRATOR)
    text = page(browser) + browser.get(f"/admin/outbox/{row.pk}/").content.decode()
    assert ("Thursday group" in text, "Care Council" in text, "Spring meeting" in text) == (True, False, False)


def test_outbox_is_for_administrators_and_in_a_demonstration_for_officers(signed_in, settings):
    row, answers = needing_attention(), {}
    for demonstration in (True, False):
        settings.DEMO = demonstration
        for role in (Role.ADMINISTRATOR, Role.OFFICER, Role.CHAIR, Role.SAFEGUARDING_LEAD):
            browser = signed_in(role)
            paths = ("/admin/outbox/", "/admin/outbox/not-sent/", f"/admin/outbox/{row.pk}/")
            answers[role, demonstration] = {browser.get(path).status_code for path in paths}
    assert answers[Role.ADMINISTRATOR, True] == answers[Role.OFFICER, True] == {200}
    assert answers[Role.CHAIR, True] == answers[Role.SAFEGUARDING_LEAD, True] == answers[Role.CHAIR, False] == {403}
    # Council staff are led to set up their second factor first; what an officer may do behind it is a rule.
    assert answers[Role.OFFICER, False] == {302}
    assert [rules.has_perm("portal.see_outbox", signed_in(role).actor) for role in (Role.ADMINISTRATOR, Role.OFFICER)] == [
        True,
        False,
    ]


@pytest.mark.parametrize("many", [1, 30])
def test_outbox_costs_the_same_at_any_length(signed_in, demo, django_assert_num_queries, many):
    for number in range(many):
        enqueue(f"key{number}")
    browser = signed_in(Role.ADMINISTRATOR)
    page(browser)
    with django_assert_num_queries(7):
        page(browser)
