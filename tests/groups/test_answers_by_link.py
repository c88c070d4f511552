"""Answering from the message, without signing in: it asks first, works once and again, and ends with the meeting."""

import base64
import datetime as dt

import pytest
from django.test import Client

from coproduction.core.models import AuditEvent
from groups.enums import MeetingState, Reply, Standing
from groups.models import Attendance
from groups.queries import answers
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def capacity():
    return CapacityFactory(body__name="Riverside Parents", user__name="Ada Example")


@pytest.fixture
def meeting(capacity):
    return MeetingFactory(body=capacity.body, title="Spring plans", place="The hub")


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def words(response):
    return response.content.decode()


def test_opening_a_link_changes_nothing_and_the_button_answers(browser, meeting, capacity):
    path = answers.path(meeting, capacity.user_id, Reply.COMING)
    page = browser.get(path)
    assert (page.status_code, Attendance.objects.count(), page.cookies) == (200, 0, {})
    assert [word for word in ("Are you coming?", "Riverside Parents", "The hub", "I am coming") if word not in words(page)] == []
    done = browser.post(path)
    assert (done.status_code, "You are coming" in words(done)) == (200, True)
    assert Attendance.objects.get().reply == Reply.COMING
    browser.post(path)
    assert Attendance.objects.count() == 1
    assert set(AuditEvent.objects.values_list("verb", "actor", "capacity")) == {
        ("replied to meeting", capacity.user.ref, "for themselves")
    }


def test_mind_can_be_changed_by_the_other_link(browser, meeting, capacity):
    yes, no = (answers.path(meeting, capacity.user_id, reply) for reply in answers.ANSWERS)
    assert f'href="{no}"' in words(browser.post(yes))
    assert f'href="{yes}"' in words(browser.post(no))
    assert Attendance.objects.get().reply == Reply.NOT_COMING
    assert "You are not coming" in words(browser.get(no))


def test_link_gives_its_address_to_nobody(browser, meeting, capacity):
    for response in (
        browser.get(answers.path(meeting, capacity.user_id, Reply.COMING)),
        browser.post(answers.path(meeting, capacity.user_id, Reply.COMING)),
        browser.get("/meetings/answer/nonsense/"),
    ):
        assert (response.headers["Referrer-Policy"], response.headers["Cache-Control"]) == ("no-referrer", "no-store")
        assert "noindex" in words(response)


def test_link_holds_references_alone(meeting, capacity):
    token = answers.path(meeting, capacity.user_id, Reply.COMING).split("/")[3].split(":")[0]
    held = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    assert held == f'["{meeting.ref}",{capacity.user_id},"coming","{meeting.local_day}"]'


def gone(browser, path):
    found = [browser.get(path), browser.post(path)]
    assert ([response.status_code for response in found], Attendance.objects.filter(reply=Reply.COMING).count()) == (
        [410, 410],
        0,
    )
    return words(found[0])


def test_link_that_is_not_ours_says_so(browser, meeting, capacity):
    path = answers.path(meeting, capacity.user_id, Reply.COMING)
    assert "This link does not work any more" in gone(browser, path[:-2] + "x/")
    assert "This link does not work any more" in gone(browser, "/meetings/answer/abc/")
    meeting.attendances.all().delete()
    meeting.delete()
    assert "This link does not work any more" in gone(browser, path)


def test_link_ends_when_the_meeting_begins_moves_or_is_cancelled(browser, meeting, capacity, at):
    path = answers.path(meeting, capacity.user_id, Reply.COMING)
    with at(f"{meeting.local_day + dt.timedelta(days=1)} 12:00"):
        assert "The meeting has begun, or is over." in gone(browser, path)
    starts = meeting.starts_at
    meeting.starts_at = starts + dt.timedelta(days=1)
    meeting.ends_at = meeting.starts_at + dt.timedelta(hours=1)
    meeting.save()
    assert "The meeting is on another day now." in gone(browser, path)
    meeting.starts_at, meeting.state = starts, MeetingState.CANCELLED
    meeting.save()
    text = gone(browser, path)
    assert ("The meeting was cancelled" in text, "The hub" in text) == (True, False)


@pytest.mark.parametrize("change", [{"until": dt.date(2020, 1, 2), "since": dt.date(2020, 1, 1)}, {"standing": Standing.PAUSED}])
def test_link_of_someone_who_left_says_so_and_tells_nothing(browser, meeting, capacity, change):
    path = answers.path(meeting, capacity.user_id, Reply.COMING)
    assert browser.get(path).status_code == 200
    # Also of someone who had answered before.
    Attendance.objects.create(meeting=meeting, user=capacity.user, reply=Reply.NOT_COMING)
    for name, value in change.items():
        setattr(capacity, name, value)
    capacity.save()
    text = gone(browser, path)
    assert "You are not asked to this meeting any more." in text
    assert [word for word in ("The hub", "Riverside", "Spring plans") if word in text] == []


def test_link_is_nobody_elses(meeting):
    stranger = UserFactory()
    assert Client().post(answers.path(meeting, stranger.pk, Reply.COMING)).status_code == 410
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("traits", [{"discreet": True}, {}])
def test_page_of_a_meeting_that_is_not_public_shows_no_place(browser, traits):
    body = BodyFactory(name="Children in Care Council", **traits)
    meeting = MeetingFactory(body=body, is_private=True, place="Willow house", title="Leaving care", link="https://x.example/")
    person = CapacityFactory(body=body, user__name="Ada Example").user
    path = answers.path(meeting, person.pk, Reply.COMING)
    text = words(browser.get(path)) + words(browser.post(path))
    assert [word for word in ("Willow", "Leaving", "x.example", "Ada", person.email) if word in text] == []
    assert ("Thursday group" in text, "Children in Care" in text) == (bool(traits), not traits)


def test_page_says_the_day_and_time_here(browser, capacity, at):
    meeting = MeetingFactory(
        body=capacity.body,
        starts_at=dt.datetime(2026, 10, 25, 17, tzinfo=dt.UTC),
        ends_at=dt.datetime(2026, 10, 25, 18, 30, tzinfo=dt.UTC),
    )
    with at("2026-10-20 12:00"):
        assert "Sunday 25 October 2026, 5pm to 6:30pm" in words(
            browser.get(answers.path(meeting, capacity.user_id, Reply.COMING))
        )
