"""A person's own calendar and own choices about messages: theirs alone, and ended at once."""

import datetime as dt
import re

import pytest
import vobject
from django.test import Client
from django.utils import timezone

from coproduction.core.logs import _masked
from coproduction.core.models import AuditEvent, Notification
from groups.actors import Oneself
from groups.enums import Reply, Standing
from groups.models import Attendance, CalendarKey
from groups.queries import calendar_keys as keys
from groups.services import calendar_keys
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(user):
    key = calendar_keys.make(user=user, by=Oneself(user))
    return f"/calendars/{keys.token_of(key)}.ics"


def titles(path):
    calendar = vobject.readOne(Client().get(path).content.decode())
    return [event.summary.value for event in calendar.contents.get("vevent", [])]


def days(number):
    return timezone.now() + dt.timedelta(days=number)


def test_calendar_holds_ones_own_meetings_and_no_others():
    forum, other = BodyFactory(name="Riverside Parents"), BodyFactory(name="Elm Green")
    capacity = CapacityFactory(body=forum)
    MeetingFactory(body=forum, title="Ours", starts_at=days(3))
    MeetingFactory(body=forum, title="Long ago", starts_at=days(-200))
    asked, not_asked = (MeetingFactory(body=other, title=title, starts_at=days(4)) for title in ("Asked", "Not asked"))
    Attendance.objects.create(meeting=asked, user=capacity.user)
    Attendance.objects.create(meeting=not_asked, user=UserFactory())
    assert titles(address(capacity.user)) == ["Riverside Parents: Ours", "Elm Green: Asked"]


@pytest.mark.parametrize("change", [{"standing": Standing.PAUSED}, {"standing": Standing.RESTING}, {"until": dt.date(2020, 1, 2), "since": dt.date(2020, 1, 1)}])  # fmt: skip
def test_calendar_is_empty_for_who_left_rests_or_waits(change):
    capacity = CapacityFactory(body__name="Riverside Parents")
    MeetingFactory(body=capacity.body, title="Ours")
    answered = MeetingFactory(body=capacity.body, title="Answered", starts_at=days(9))
    Attendance.objects.create(meeting=answered, user=capacity.user, reply=Reply.COMING)
    path = address(capacity.user)
    assert titles(path) == ["Riverside Parents: Ours", "Riverside Parents: Answered"]
    for name, value in change.items():
        setattr(capacity, name, value)
    capacity.save()
    assert titles(path) == []


def test_calendar_holds_a_discreet_forum_by_its_neutral_name_without_place_and_names_nobody():
    forum = BodyFactory(discreet=True, name="Children in Care Council")
    capacity, other = CapacityFactory(body=forum), CapacityFactory(body=forum, user__name="Ben Example").user
    meeting = MeetingFactory(body=forum, title="Leaving care", place="Willow house", access="Willow door")
    Attendance.objects.create(meeting=meeting, user=other)
    response = Client().get(address(capacity.user))
    text = response.content.decode() + str(response.headers)
    assert vobject.readOne(response.content.decode()).vevent.summary.value == "Thursday group"
    assert [word for word in ("Care", "care", "Willow", "ATTENDEE", "ORGANIZER", other.email, "Ben") if word in text] == []


def test_calendar_is_kept_by_nobody_and_its_address_is_starred_out_of_the_log():
    response = Client().get(address(CapacityFactory().user))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (response.headers["Cache-Control"], response.headers["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert response.headers["Content-Disposition"] == 'inline; filename="my-meetings.ics"'
    assert (response.cookies, _masked("GET /calendars/1-abc.ics")) == ({}, "GET /calendars/***")


def test_address_that_was_ended_or_never_was_finds_nothing(settings):
    capacity = CapacityFactory()
    path = address(capacity.user)
    number = CalendarKey.objects.get().pk
    assert Client().get(path).status_code == 200
    wrong = (
        f"/calendars/{number}-{'0' * 40}.ics",
        "/calendars/x.ics",
        f"/calendars/{number}.ics",
        f"/calendars/{'9' * 30}-x.ics",
        "/calendars/²-x.ics",
    )
    assert {Client().get(each).status_code for each in wrong} == {404}
    calendar_keys.end(user=capacity.user, by=Oneself(capacity.user))
    assert Client().get(path).status_code == 404
    again = address(capacity.user)
    assert (again != path, Client().get(again).status_code, Client().get(path).status_code) == (True, 200, 404)
    capacity.user.is_active = False
    capacity.user.save()
    assert Client().get(again).status_code == 404
    made_up = CapacityFactory(user__is_demonstration=True).user
    settings.DEMO = True
    assert Client().get(address(made_up)).status_code == 200
    settings.DEMO = False
    assert Client().get(address(made_up)).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_calendar_costs_the_same_at_any_length(django_assert_num_queries, many):
    capacity = CapacityFactory()
    for number in range(many):
        MeetingFactory(body=capacity.body, starts_at=days(number + 1))
    path = address(capacity.user)
    with django_assert_num_queries(4):
        assert Client().get(path).content.count(b"BEGIN:VEVENT") == many


def test_person_makes_sees_and_ends_their_address(signed_in):
    browser = signed_in("member")
    page = "/accounts/messages/"
    assert "Make an address" in browser.get(page).content.decode()
    browser.post(page, {"calendar": "make"})
    browser.post(page, {"calendar": "make"})
    whole = keys.address_of(browser.actor.user)
    assert (CalendarKey.objects.count(), whole in browser.get(page).content.decode()) == (1, True)
    browser.post(page, {"calendar": "end"})
    text = browser.get(page).content.decode()
    assert (whole in text, "Make an address" in text) == (False, True)
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", "actor", "capacity", "facts")
    assert list(verbs) == [
        ("made calendar address", browser.actor.ref, "for themselves", {}),
        ("ended calendar address", browser.actor.ref, "for themselves", {}),
    ]


def test_person_chooses_how_often_and_what_about(signed_in):
    browser = signed_in("member")
    user, page = browser.actor.user, "/accounts/messages/"
    assert "Invitation to a meeting" in browser.get(page).content.decode()
    browser.post(page, {"how_often": "Save how often", "digest": "weekly"})
    browser.post(page, {"stop": "groups.meeting_reminder"})
    user.refresh_from_db()
    assert (user.digest, user.stopped_kinds) == ("weekly", ["groups.meeting_reminder"])
    assert "Stopped. You do not get these." in browser.get(page).content.decode()
    browser.post(page, {"start": "groups.meeting_reminder"})
    user.refresh_from_db()
    assert user.stopped_kinds == []
    assert "Choose one of the answers in the list" in browser.post(page, {"digest": "hourly"}).content.decode()


def test_kinds_are_those_about_meetings_and_whatever_else_came(signed_in):
    browser = signed_in("member")

    def titles():
        text = browser.get("/accounts/messages/").content.decode()
        return re.findall(r'cp-tasks__name">([^<]*)<', text)

    usual = ["A meeting has changed", "A meeting is cancelled", "Invitation to a meeting", "Reminder of a meeting"]
    assert titles() == usual
    for kind in ("feedback.outcome_published", "core.concern_raised"):
        Notification.objects.create(kind=kind, recipient=browser.actor.user.ref, dedupe_key=kind)
    assert titles() == [*usual, "There is an answer"]


@pytest.mark.parametrize("kind", ["nonsense", "core.concern_raised", "groups.invitation"])
def test_kind_that_cannot_be_stopped_is_not_there(signed_in, kind):
    browser = signed_in("member")
    assert browser.post("/accounts/messages/", {"stop": kind}).status_code == 404
    browser.actor.user.refresh_from_db()
    assert browser.actor.user.stopped_kinds == []


def test_account_leads_to_messages(signed_in):
    assert 'href="/accounts/messages/"' in signed_in("member").get("/accounts/").content.decode()
