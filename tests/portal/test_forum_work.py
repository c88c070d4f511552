"""What waits in the forums one looks after stands on the page one starts on."""

import datetime as dt

import pytest
from django.utils import timezone

from groups.enums import MeetingState
from groups.models import JoinRequest
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory
from tests.factories.members import MemberFactory, OfflineFactory, TellingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def busy(forum, number=1):
    """Someone asks to join, someone is to be told something, and the minutes of a meeting are late."""
    for each in range(number):
        JoinRequest.objects.create(body=forum, name="Ada Example", email=f"ada{each}@tests.example")
        person = MemberFactory(body=forum, user=OfflineFactory()).user
        cancelled = MeetingFactory(body=forum, state="cancelled", cancelled_because="No room")
        TellingFactory(person=person, meeting=cancelled)
        over = timezone.now() - dt.timedelta(days=20)
        MeetingFactory(body=forum, title="Sundays", starts_at=over, ends_at=over + dt.timedelta(hours=1), state=MeetingState.HELD)


def titles(browser, path):
    return sorted(task.title for task in browser.get(path).context["page"].tasks)


def test_forum_work_stands_on_the_page_of_whoever_looks_after_it(signed_in):
    team = BodyFactory(team=True)
    forum = BodyFactory(name="Riverside", lead_body=team)
    busy(forum)
    assert titles(signed_in("officer", team), "/officers/") == [
        "1 person asks to join Riverside",
        "Tell someone 1 thing in person",
        "The minutes of 1 meeting are not published",
    ]


def test_forum_work_of_an_independent_forum_is_its_organisers_alone(signed_in):
    forum = BodyFactory(name="Riverbank Parents", is_independent=True)
    organiser = signed_in("organiser", forum)
    busy(forum)
    assert titles(signed_in("officer"), "/officers/") == []
    assert titles(signed_in(user=CapacityFactory(role="member", body=forum).user), "/my/") == []
    assert titles(organiser, "/my/") == [
        "1 person asks to join Riverbank Parents",
        "Tell someone 1 thing in person",
        "The minutes of 1 meeting are not published",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_forum_work_costs_the_same_however_much_there_is(signed_in, django_assert_num_queries, number):
    browser = signed_in("organiser", BodyFactory(is_independent=True))
    busy(browser.actor.body, number)
    browser.get("/my/")
    with django_assert_num_queries(22):
        browser.get("/my/")
