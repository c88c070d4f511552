"""Words of any kind that are held: hidden where they stand, seen by the leads, and never by whom they are about."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coproduction.core.models import ConcernAlert, ReadingItem, SafeguardingRecord
from coproduction.core.services import purge, reading
from engagements.models import SessionSaying
from engagements.services import thanks
from feedback.models import Response
from feedback.services import triage
from groups.enums import Role
from groups.models import Saying
from groups.services import papers, words
from tests.factories.engagements import ProjectFactory, SessionFactory
from tests.factories.feedback import send_response
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory
from tests.test_every_word_is_read import picture

pytestmark = pytest.mark.django_db

SECRET, CONCERN = "zebra-secret-words", "giraffe-secret-concern"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def officer(signed_in):
    return signed_in(Role.OFFICER)


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.SAFEGUARDING_LEAD)


@pytest.fixture
def saying(acting):
    session = SessionFactory(project=ProjectFactory(), kind="other", topic="A day there")
    said = SessionSaying.objects.create(session=session, words=SECRET, permission="use_words")
    words.wrote(said, by=acting(Role.FACILITATOR))
    return said


def item():
    return ReadingItem.objects.get()


def worry(client, **sent):
    return client.post(reverse("reading_item_hold", args=[item().pk]), {"concern": CONCERN} | sent, follow=True)


def body(page):
    return page.content.decode()


def test_words_from_a_session_are_read_with_the_same_two_presses(officer, saying):
    page = officer.get(reverse("reading_item", args=[item().pk]))
    assert SECRET in body(page)
    assert page.context["page"].where == reverse("session", args=[saying.session.project.slug, saying.session.ref])
    seen = page.context["read_form"]["arrived_at"].value()
    done = officer.post(reverse("reading_item_read", args=[item().pk]), {"arrived_at": seen})
    assert (done.status_code, done.url, item().state) == (302, reverse("reading_queue"), "cleared")
    # A worry can come later.
    worry(officer)
    assert item().state == "held"


def test_words_that_changed_while_they_were_read_are_read_again(officer, saying, acting, at):
    seen = officer.get(reverse("reading_item", args=[item().pk])).context["read_form"]["arrived_at"].value()
    with at("2030-01-02 10:00"):
        words.wrote(saying, by=acting(Role.FACILITATOR))
    page = officer.post(reverse("reading_item_read", args=[item().pk]), {"arrived_at": seen})
    assert (page.status_code, item().state) == (409, "waiting")
    assert "These words were changed while you read them." in body(page)


def test_held_words_of_a_session_are_shown_to_leads_alone(officer, lead, saying, client):
    public = reverse("session", args=[saying.session.project.slug, saying.session.ref])
    assert SECRET in body(client.get(public))
    worry(officer)
    assert SECRET not in body(client.get(public))
    assert SECRET not in body(officer.get(reverse("session_update", args=[saying.session.project.slug, saying.session.ref])))
    assert officer.get(reverse("reading_item", args=[item().pk])).status_code == 404
    assert lead.get(reverse("reading_item", args=[item().pk])).status_code == 404
    assert (SessionSaying.objects.count(), saying.session.sayings.count()) == (0, 0)
    record = SafeguardingRecord.objects.get()
    page = body(lead.get(reverse("safeguarding_concern", args=[record.pk])))
    assert (SECRET in page, CONCERN in page) == (True, True)
    assert officer.get(reverse("safeguarding_concern", args=[record.pk])).status_code == 403
    lead.post(reverse("safeguarding_close", args=[record.pk]), {"outcome": "Talked to the school"})
    lead.post(reverse("safeguarding_release", args=[record.pk]))
    assert SECRET in body(client.get(public))


def test_held_words_of_a_meeting_and_of_thanks_are_hidden(officer, lead, acting):
    meeting = MeetingFactory(starts_at=timezone.now() - dt.timedelta(days=1), ends_at=timezone.now(), state="held")
    said = Saying.objects.create(meeting=meeting, words=SECRET)
    got = thanks.write_words(project=ProjectFactory(), words=SECRET, permission="use_words", by=officer.actor)
    words.wrote(said, by=acting(Role.FACILITATOR))
    assert (meeting.sayings.count(), got.project.got_from_it.count()) == (1, 1)
    for target in (said, got):
        reading.hold(target=target, concern=CONCERN, by=officer.actor)
    assert (meeting.sayings.count(), got.project.got_from_it.count()) == (0, 0)
    # What is hidden is not lost, and what is older than two years is not deleted either.
    Saying.objects.all().delete()
    assert Saying._base_manager.count() == 1


def test_worry_without_words_is_refused_and_keeps_what_was_typed(officer, saying):
    page = officer.post(reverse("reading_item_hold", args=[item().pk]), {"concern": " ", "is_about_staff": "on"})
    form = page.context["concern_form"]
    assert ("concern" in form.errors, form["is_about_staff"].value(), item().state) == (True, True, "waiting")


def test_second_reader_of_held_words_is_told_so(officer, signed_in, saying):
    other = signed_in(Role.OFFICER)
    worry(officer)
    page = other.post(reverse("reading_item_read", args=[item().pk]), {"arrived_at": "2026-03-02T10:00:00+00:00"}, follow=True)
    assert page.redirect_chain == [(reverse("reading_queue"), 302)]
    assert item().state == "held"


def test_answer_is_not_held_past_its_own_page(officer):
    sent = send_response(words=SECRET)
    page = officer.post(reverse("reading_item_hold", args=[item().pk]), {"concern": CONCERN})
    assert page.url == reverse("response", args=[sent.response.ref])
    assert (item().state, Response.objects.get().is_held) == ("waiting", False)


def test_concern_about_a_lead_is_not_seen_by_that_lead(officer, lead, signed_in, saying):
    other = signed_in(Role.SAFEGUARDING_LEAD)
    colleague = signed_in(Role.SAFEGUARDING_LEAD, body=lead.actor.body)
    worry(officer, is_about_staff="on", about=str(lead.actor.user.pk))
    record = SafeguardingRecord.objects.get()
    assert (record.about, record.kept_from) == (lead.actor.ref, f"groups.body:{lead.actor.body.pk}")
    url = reverse("safeguarding_concern", args=[record.pk])
    assert SECRET in body(other.get(url))
    assert [len(client.get(reverse("safeguarding")).context["concerns"]) for client in (other, lead, colleague)] == [1, 0, 0]
    assert [client.get(url).status_code for client in (lead, colleague)] == [404, 404]
    posts = [
        client.post(reverse(name, args=[record.pk]))
        for client in (lead, colleague)
        for name in ("safeguarding_close", "safeguarding_release")
    ]
    assert [page.status_code for page in posts] == [404] * 4
    assert list(ConcernAlert.objects.values_list("to", flat=True)) == [other.actor.ref]
    # Naming someone is enough; what is about nobody here is seen by every lead.
    assert record.is_about_staff


def test_answer_about_an_officer_is_hidden_from_them_and_their_team(officer, lead, signed_in):
    concerned = signed_in(Role.OFFICER)
    both = concerned.actor.user
    CapacityFactory(user=both, role=Role.SAFEGUARDING_LEAD, body=BodyFactory(team=True))
    sent = send_response(words=SECRET)
    triage.decide(response=sent.response, decision="hold", reason=CONCERN, is_about_staff=True, about=both, by=officer.actor)
    them = signed_in(user=type(both).objects.get(pk=both.pk))
    record = SafeguardingRecord.objects.get()
    assert SECRET in body(lead.get(reverse("safeguarding_concern", args=[record.pk])))
    assert them.get(reverse("safeguarding_concern", args=[record.pk])).status_code == 404
    assert them.get(reverse("response", args=[sent.response.ref])).status_code == 404
    assert them.get(reverse("response_originals", args=[sent.response.ref])).status_code in (302, 404)
    shown = "".join(body(them.get(reverse(name))) for name in ("reading_queue", "safeguarding", "themes"))
    assert [word for word in (SECRET, CONCERN, sent.response.ref) if word in shown] == []


@pytest.mark.parametrize("count", [1, 30])
def test_list_of_concerns_costs_the_same_at_any_length(officer, lead, count, django_assert_num_queries):
    for _each in range(count):
        reading.hold(target=_arrived(), concern=CONCERN, by=officer.actor)
    lead.get(reverse("safeguarding"))
    with django_assert_num_queries(5):
        lead.get(reverse("safeguarding"))


@pytest.mark.parametrize("count", [1, 30])
def test_queue_of_one_kind_costs_the_same_at_any_length(officer, count, acting, django_assert_num_queries):
    writer = acting(Role.FACILITATOR)
    for _each in range(count):
        words.wrote(_saying(), by=writer)
    officer.get(reverse("reading_queue"))
    with django_assert_num_queries(7):
        assert len(officer.get(reverse("reading_queue")).context["queue"]) == count


def _saying():
    return SessionSaying.objects.create(session=SessionFactory(project=ProjectFactory()), words="Words", permission="use_words")


def _arrived():
    said = _saying()
    reading.arrive(target=said, kind="Words")
    return said


def test_words_of_a_forum_that_meets_in_private_are_for_those_who_may_know(officer, signed_in, acting):
    forum = BodyFactory(discreet=True)
    said = Saying.objects.create(meeting=MeetingFactory(body=forum, is_private=True), words=SECRET)
    words.wrote(said, by=acting(Role.FACILITATOR, body=forum))
    own = signed_in(user=_officer_of(forum))
    lead = signed_in(Role.SAFEGUARDING_LEAD)
    assert [len(client.get(reverse("reading_queue")).context["queue"]) for client in (officer, own, lead)] == [0, 1, 1]
    assert officer.get(reverse("reading_item", args=[item().pk])).status_code == 404


def test_where_a_forum_meets_in_private_is_not_even_for_leads(acting, signed_in):
    forum = BodyFactory(discreet=True)
    writer = acting(Role.FACILITATOR, body=forum)
    words.wrote(MeetingFactory(body=forum, is_private=True, place=SECRET), by=writer)
    own, lead = signed_in(user=_officer_of(forum)), signed_in(Role.SAFEGUARDING_LEAD)
    assert [len(client.get(reverse("reading_queue")).context["queue"]) for client in (own, lead)] == [1, 0]
    assert SECRET in body(own.get(reverse("reading_item", args=[item().pk])))
    assert lead.get(reverse("reading_item", args=[item().pk])).status_code == 404


def _officer_of(forum):
    part = CapacityFactory(role=Role.OFFICER, body=BodyFactory(team=True))
    type(forum).objects.filter(pk=forum.pk).update(lead_body=part.body)
    return part.user


def test_held_file_is_found_by_nobody(acting, signed_in):
    forum = BodyFactory()
    member, facilitator = signed_in(Role.MEMBER, body=forum), acting(Role.FACILITATOR, body=forum)
    stored = papers.add(meeting=MeetingFactory(body=forum), upload=picture(), by=facilitator, name="Plan")
    officer, url = signed_in(Role.OFFICER), reverse("file", args=[stored.key])
    got = member.get(url)
    assert (got.status_code, b"".join(got.streaming_content) != b"") == (200, True)
    page = officer.get(reverse("reading_item", args=[item().pk]))
    assert (page.context["page"].file, "<img" in body(page).partition("<main")[2].partition("</main")[0]) == (url, False)
    worry(officer, nobody_opens="on")
    assert [client.get(url).status_code for client in (member, officer)] == [404, 404]
    assert SafeguardingRecord.objects.get().concern == f"{CONCERN}\n\nStop: do not open, copy or forward the file."
    # The content is not taken for one that nobody knows.
    with transaction.atomic():
        purge.old_rows(now=timezone.now() + dt.timedelta(days=3))
    assert default_storage.exists(str(stored.file.name))
