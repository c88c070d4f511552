"""Asking to join on the public page, and what comes of it."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.core.enums import NotificationState
from coproduction.core.errors import Refused, WrongState
from coproduction.core.models import AuditEvent, Notification
from coproduction.core.notifications import render
from coproduction.core.services import purge
from groups.enums import JoinState, Standing
from groups.models import AccessNeed, Capacity, Invitation, JoinRequest
from groups.services import forgetting, joining
from tests.factories.groups import BodyFactory, CapacityFactory
from tests.factories.members import JoinRequestFactory, NeedFactory

pytestmark = pytest.mark.django_db
SENT = {"name": "Ada", "email": "ada@tests.example", "phone": "", "age_band": "", "website": ""}


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


@pytest.fixture
def forum():
    body = BodyFactory(name="Riverside", slug="riverside")
    CapacityFactory(body=body, role="organiser")
    return body


def join(client, forum, *, after=10, **changes):
    """Open the page, wait, and send it."""
    url = reverse("forum_join", args=[forum.slug])
    with time_machine.travel(timezone.now(), tick=False) as clock:
        stamp = client.get(url).context["form"].stamp
        clock.shift(dt.timedelta(seconds=after))
        return client.post(url, SENT | {"opened": stamp} | changes)


def test_page_sets_no_cookie_and_needs_none(forum):
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("forum_join", args=[forum.slug]))
    assert (page.status_code, dict(page.cookies), "999" in page.content.decode()) == (200, {}, True)
    response = join(client, forum)
    assert (response.status_code, response.url, dict(response.cookies)) == (
        302,
        reverse("forum_join_sent", args=["riverside"]),
        {},
    )
    assert JoinRequest.objects.get().name == "Ada"
    assert "five working days" in client.get(response.url).content.decode()


def test_asking_is_kept_and_those_who_keep_the_register_are_told(client, forum):
    join(client, forum, phone="020 7946 0000", age_band="16-17")
    asked = JoinRequest.objects.get()
    assert (asked.body, asked.email, asked.phone, asked.age_band, asked.state) == (
        forum, "ada@tests.example", "020 7946 0000", "16-17", JoinState.WAITING,
    )  # fmt: skip
    organiser = Capacity.objects.get(body=forum).user
    assert [(row.kind, row.recipient) for row in Notification.objects.all()] == [("groups.join_asked", organiser.ref)]
    # Without the number of the request, in which three letters can stand by chance.
    assert "ada" not in str(list(AuditEvent.objects.values("actor", "capacity", "verb", "target", "facts"))).lower()


def test_asking_twice_is_asking_once(client, forum):
    for _time in range(2):
        join(client, forum)
    assert (JoinRequest.objects.count(), Notification.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong, errors",
    [
        ({"name": ""}, {"name": ["Answer “What should we call you?”"]}),
        ({"email": ""}, {"email": ["Enter an email address or a telephone number, so that we can answer"]}),
        ({"email": "nowhere"}, {"email": ["Enter an email address, like name@example.org"]}),
        ({"phone": "12345"}, {"phone": ["Enter the telephone number with its first 0, like 020 7946 0000"]}),
        ({"age_band": "11-12"}, {"phone": ["Enter the telephone number of your parent or carer. We speak with them first."]}),
        ({"website": "x"}, {"__all__": ["That was very quick. Look at what you typed, then press the button once more."]}),
        ({"opened": ""}, {"__all__": ["That was very quick. Look at what you typed, then press the button once more."]}),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, forum, wrong, errors):
    form = join(client, forum, **wrong).context["form"]
    assert (form.errors, JoinRequest.objects.count()) == (errors, 0)
    assert form["phone"].value() == wrong.get("phone", "")


def test_whoever_is_faster_than_a_person_presses_once_more(client, forum):
    quick = join(client, forum, after=1)
    assert JoinRequest.objects.count() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=10)):
        client.post(reverse("forum_join", args=[forum.slug]), SENT | {"opened": quick.context["form"].stamp})
    assert JoinRequest.objects.count() == 1


def test_one_address_cannot_ask_without_end(client, forum, monkeypatch):
    monkeypatch.setattr("groups.views.joining.ASKS_EACH", 1)
    join(client, forum)
    response = join(client, forum, name="Bo", email="bo@tests.example")
    assert (response.status_code, JoinRequest.objects.count()) == (429, 1)
    assert response.context["form"]["name"].value() == "Bo"


def test_form_of_another_site_is_not_taken(client, forum):
    url = reverse("forum_join", args=[forum.slug])
    response = client.post(url, SENT, headers={"Sec-Fetch-Site": "cross-site"})
    assert (response.url, JoinRequest.objects.count()) == (url, 0)


@pytest.mark.parametrize("body", [{"is_independent": True}, {"discreet": True}, {"status": "closed"}, {"status": "paused"}])
def test_group_that_nobody_would_answer_for_cannot_be_asked(client, body):
    CapacityFactory(role="officer", body=BodyFactory(team=True))
    forum = BodyFactory(**body)
    CapacityFactory(body=forum)
    assert client.get(reverse("forum_join", args=[forum.slug])).context["can_ask"] is False
    assert join(client, forum).context["form"].errors == {"__all__": ["This group takes no new members here now."]}


def test_forum_that_is_being_set_up_has_no_such_page(client):
    assert client.get(reverse("forum_join", args=[BodyFactory(status="forming").slug])).status_code == 404


def test_forum_page_leads_there_only_when_someone_would_answer(client, forum):
    silent = BodyFactory(is_independent=True)
    pages = [client.get(reverse("forum", args=[body.slug])).content.decode() for body in (forum, silent)]
    assert ["Ask to join" in page for page in pages] == [True, False]


def test_officers_are_told_where_a_forum_has_nobody_of_its_own(client):
    lead = BodyFactory(team=True)
    near, far = (CapacityFactory(role="officer", body=body).user for body in (lead, BodyFactory(team=True)))
    join(client, BodyFactory(lead_body=lead))
    assert [row.recipient for row in Notification.objects.all()] == [near.ref]
    join(client, BodyFactory())
    assert sorted(row.recipient for row in Notification.objects.order_by("-pk")[:2]) == sorted([near.ref, far.ref])


def test_discreet_forum_is_not_named_in_the_message():
    forum = BodyFactory(discreet=True, name="Xanadu", slug="xanadu")
    CapacityFactory(body=forum, role="facilitator")
    asked = joining.ask(body=forum, name="Ada", email="ada@tests.example")
    row = Notification.objects.get()
    words = render(row.kind, facts=row.facts, to=row.recipient, reason=row.reason, is_demonstration=False, now=timezone.now())
    assert (asked.body, "xanadu" in (words.subject + words.body).lower(), "Ada" in words.body) == (forum, False, False)
    assert "Thursday group" in words.subject


# --- The answer -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def keeper(signed_in, forum):
    return signed_in("organiser", forum)


def answer(browser, asked, how):
    return browser.post(reverse("join_answer", args=[asked.body.slug, asked.ref]), {how: "1"}, follow=True)


def test_request_stands_on_the_members_page_and_is_answered_by_an_invitation(keeper, forum):
    asked = JoinRequestFactory(body=forum)
    assert keeper.get(reverse("members", args=[forum.slug])).context["requests"] == [asked]
    answer(keeper, asked, "invite")
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by_label) == (JoinState.INVITED, "organiser, Riverside")
    assert [(each.email, each.name) for each in Invitation.objects.all()] == [(asked.email, asked.name)]
    assert keeper.get(reverse("members", args=[forum.slug])).context["requests"] == []


def test_person_without_email_is_put_into_the_register(keeper, forum):
    answer(keeper, JoinRequestFactory(body=forum, email="", phone="020 7946 0000"), "invite")
    part = Capacity.objects.get(role="member")
    assert (part.user.reach, part.user.contact, part.standing) == ("ring", "020 7946 0000", Standing.ACTIVE)


def test_child_waits_for_consent_even_with_an_email_address(keeper, forum):
    answer(keeper, JoinRequestFactory(body=forum, phone="020 7946 0000", age_band="11-12"), "invite")
    part = Capacity.objects.get(role="member")
    assert (part.standing, part.user.email, Invitation.objects.count()) == (Standing.PAUSED, None, 0)


@pytest.mark.parametrize("way, state", [({}, "waiting"), ({"email": "", "phone": "020 7946 0000"}, "by_hand")])
def test_no_is_said_in_kind_words_by_mail_or_in_person(keeper, forum, way, state):
    asked = JoinRequestFactory(body=forum, **way)
    answer(keeper, asked, "decline")
    row = Notification.objects.get()
    assert (row.kind, row.recipient, row.state) == ("groups.join_declined", f"joinrequest:{asked.pk}", state)
    rows = keeper.get(reverse("tell_list")).context["rows"]
    assert [said.telling.who for said, _form in rows] == ([asked.name] if state == NotificationState.BY_HAND else [])


def test_request_is_answered_once(acting, forum):
    by, asked = acting("organiser", forum), JoinRequestFactory(body=forum)
    joining.decline(request=asked, by=by)
    for again in (joining.decline, joining.invite):
        with pytest.raises(WrongState, match=r"^Somebody answered this already\.$"):
            again(request=asked, by=by)


def test_request_of_another_forum_cannot_be_answered(keeper):
    elsewhere = JoinRequestFactory()
    assert keeper.post(reverse("join_answer", args=["riverside", elsewhere.ref]), {"decline": "1"}).status_code == 404


@pytest.mark.parametrize("how", [joining.invite, joining.decline])
def test_answer_saves_nothing_when_its_last_step_fails(acting, forum, monkeypatch, how):
    by, asked = acting("organiser", forum), JoinRequestFactory(body=forum)

    def fail(*_args, **_facts):
        raise RuntimeError("no message")

    monkeypatch.setattr("groups.services.joining.outbox.enqueue", fail)
    monkeypatch.setattr("groups.services.members.invitations.mail", fail)
    with pytest.raises(RuntimeError):
        how(request=asked, by=by)
    asked.refresh_from_db()
    assert (asked.state, Invitation.objects.count(), AuditEvent.objects.count()) == (JoinState.WAITING, 0, 0)


def test_asking_without_age_is_refused_where_children_take_part(forum):
    forum.age_from = 8
    forum.save()
    with pytest.raises(Refused, match=r"^Say how old you are\."):
        joining.ask(body=forum, name="Ada", email="ada@tests.example")


# --- Forgetting -----------------------------------------------------------------------------------------------------------


def test_request_is_forgotten_90_days_after_it_was_answered(now):
    JoinRequestFactory(answered_at=now, state=JoinState.DECLINED)
    JoinRequestFactory()
    left = []
    for days in (89, 90):
        forgetting.join_requests(now + dt.timedelta(days=days))
        left.append(JoinRequest.objects.count())
    assert left == [2, 1]


def test_need_is_forgotten_a_month_after_it_ended(now):
    day = timezone.localdate(now)
    NeedFactory(ended_on=day)
    NeedFactory()
    left = []
    for days in (30, 31):
        forgetting.access_needs(now + dt.timedelta(days=days))
        left.append(AccessNeed.objects.count())
    assert left == [2, 1]
    assert {forgetting.join_requests, forgetting.access_needs} <= set(purge._rules)


@pytest.mark.parametrize(
    ("typed", "kept"), [("Ada\r\n\r\nYour account is closed", "Ada Your account is closed"), ("Ada \u202eelpmaxE", "Ada elpmaxE")]
)
def test_name_is_one_line_that_reads_as_it_is_written(forum, typed, kept):
    join(Client(), forum, name=typed)
    assert JoinRequest.objects.get().name == kept


def test_name_of_marks_that_nobody_sees_is_no_name(forum):
    response = join(Client(), forum, name="\u202e\u2066")
    assert (list(response.context["form"].errors), JoinRequest.objects.count()) == (["name"], 0)
