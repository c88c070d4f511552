"""Forums, their meetings, and the calendar that anyone can subscribe to."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from groups.models import Body, BodyLink, ElectedOffice, Meeting, Minutes, Priority
from tests.factories.engagements import HeadCountFactory, ProjectPartFactory
from tests.factories.feedback import ContributorFactory, PromiseFactory
from tests.factories.forums import CharterFactory, ElectionFactory, PriorityFactory
from tests.factories.groups import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db


def events(client: Client, slug: str) -> list[Any]:
    return Calendar.from_ical(client.get(f"/forums/{slug}/meetings.ics").content).walk("VEVENT")


def minuted(body: Body, **traits: Any) -> Meeting:
    """A meeting that is over, with published minutes."""
    over = timezone.now() - dt.timedelta(days=9)
    meeting = MeetingFactory(body=body, starts_at=over, state="held", **traits)
    Minutes.objects.create(meeting=meeting, state="published", text="All.", agreed_at=over, published_at=over)
    return meeting


def test_list_shows_real_forums_before_made_up_ones_and_none_that_is_being_set_up(client: Client) -> None:
    BodyFactory(name="Ring", kind_words="working_group")
    BodyFactory(name="Star", mark="youth-council", slug="youth-council")
    BodyFactory(name="Invented", demonstration=True, mark="youth-council")
    BodyFactory(name="Forming", status="forming")
    BodyFactory(name="A team", team=True)
    context = client.get("/forums/").context
    assert {name: [tile.name for tile in context[name]] for name in ("marked", "others", "made_up")} == {
        "marked": ["Star"],
        "others": ["Ring"],
        "made_up": ["Invented"],
    }


def test_forum_shows_what_the_record_holds(client: Client) -> None:
    body = BodyFactory(
        slug="youth",
        purpose="Speaks up.",
        audience="young people",
        rhythm_words="every term",
        how_to_join="Come along.",
        is_independent=True,
    )
    BodyLink.objects.create(body=body, other=BodyFactory(name="Delivery board"), relation="sits_on")
    Priority.objects.create(body=body, title="Life skills", used_in="grants")
    ElectedOffice.objects.create(
        body=body, title="Youth Mayor", cycle_years=2, electorate_ages="11-19", electorate_basis="lives here\nworks here"
    )
    text = client.get("/forums/youth/").text
    held = (
        "Speaks up.", "Young people", "Every term.", "It is independent of the council.", "Delivery board", "<strong>Life skills</strong> Used in: grants.", "Youth Mayor",
        "Elected every 2 years. Young people aged 11 to 19 can vote. Who can vote: anyone who lives here or works here.", "Come along.",
    )  # fmt: skip
    assert [words for words in held if words not in text] == []


def test_forum_shows_answers_credited_to_a_group_that_is_part_of_it(client: Client) -> None:
    board = BodyFactory(slug="board")
    ContributorFactory(body=BodyFactory(parent_body=board), outcome__title="A first home")
    ContributorFactory(outcome__title="Something else")
    text = client.get("/forums/board/").text
    assert ("A first home" in text, "Something else" in text) == (True, False)


def test_private_meeting_shows_only_its_month_and_topic(client: Client) -> None:
    start = dt.datetime(2030, 6, 12, 16, 30, tzinfo=ZoneInfo("Europe/London"))
    body = BodyFactory(slug="youth", name="Youth group")
    MeetingFactory(
        body=body,
        ref="secret22",
        title="Budget",
        starts_at=start,
        place="12 Hidden Street",
        access="Ring the bell",
        is_private=True,
    )
    MeetingFactory(body=body, ref="open2222", title="Open day", starts_at=start, place="The library")
    for path in ("/forums/youth/", "/meetings/secret22/"):
        text = client.get(path).text
        assert ("Budget" in text, "2030" in text) == (True, True)
        assert ["Hidden Street" in text, "Ring the bell" in text] == [False, False]
    private = client.get("/meetings/secret22/").text
    assert ("June 2030" in private, "12 June" in private, "4:30pm" in private) == (True, False, False)
    assert "The library" in client.get("/meetings/open2222/").text


def test_meeting_of_a_discreet_group_does_not_name_it(client: Client) -> None:
    MeetingFactory(body=BodyFactory(name="Group of the hidden", discreet=True), ref="quiet222")
    text = client.get("/meetings/quiet222/").text
    assert ("hidden group" in text.lower(), "Group of the hidden" in text, "Thursday group" in text) == (False, False, True)


def test_members_see_their_own_private_meeting(signed_in: Any) -> None:
    meeting = MeetingFactory(is_private=True, place="12 Hidden Street")
    assert "12 Hidden Street" in signed_in("member", body=meeting.body).get(meeting.get_absolute_url()).text


def test_calendar_holds_public_meetings_with_a_stable_identity(client: Client, settings: Any) -> None:
    body = BodyFactory(slug="youth")
    start = dt.datetime(2030, 6, 12, 16, 30, tzinfo=ZoneInfo("Europe/London"))
    meeting = MeetingFactory(body=body, title="Open day", starts_at=start, place="The library", sequence=3)
    MeetingFactory(body=body, title="Budget", is_private=True)
    MeetingFactory(title="Of another group")
    [event] = events(client, "youth")
    assert {name: str(event[name]) for name in ("uid", "sequence", "summary", "location", "status", "url")} == {
        "uid": meeting.uid,
        "sequence": "3",
        "summary": "Open day",
        "location": "The library",
        "status": "CONFIRMED",
        "url": f"{settings.SITE_URL}/meetings/{meeting.ref}/",
    }
    assert event["dtstart"].dt == start
    assert b"DTSTART;TZID=Europe/London:20300612T163000" in client.get("/forums/youth/meetings.ics").content


def test_calendar_embeds_a_short_london_time_zone(client: Client) -> None:
    MeetingFactory(body=BodyFactory(slug="youth"))
    text = client.get("/forums/youth/meetings.ics").content.decode()
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert text.count("RRULE") == 2
    assert [line for line in text.splitlines() if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]


def test_cancelled_meeting_stays_in_the_calendar_as_cancelled(client: Client) -> None:
    MeetingFactory(body=BodyFactory(slug="youth"), state="cancelled")
    assert [str(event["status"]) for event in events(client, "youth")] == ["CANCELLED"]


def test_calendar_of_a_made_up_forum_says_demonstration(client: Client) -> None:
    body = BodyFactory(slug="made-up", demonstration=True)
    MeetingFactory(body=body, title="Open day", origin="demonstration")
    response = client.get("/forums/made-up/meetings.ics")
    text = response.content.decode()
    assert [
        words in text for words in ("X-WR-CALNAME:Demonstration: ", "SUMMARY:Demonstration: Open day", "this meeting is made up")
    ] == [True] * 3
    assert response.headers["Content-Disposition"] == 'inline; filename="made-up-demonstration.ics"'


def test_discreet_forum_has_no_public_calendar(client: Client) -> None:
    BodyFactory(slug="hidden", discreet=True)
    assert (client.get("/forums/hidden/meetings.ics").status_code, client.get("/forums/hidden/").status_code) == (404, 200)


@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_with_many_rows(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        BodyFactory()
    with django_assert_num_queries(3):
        client.get("/forums/")


@pytest.mark.parametrize("rows", [1, 30])
def test_forum_costs_the_same_with_many_rows(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    body = BodyFactory(slug="youth")
    for _number in range(rows):
        ContributorFactory(body=body)
        PromiseFactory(made_to=body)
        ProjectPartFactory(body=body)
        HeadCountFactory(session__body=body)
        MeetingFactory(body=body)
        PriorityFactory(body=body)
        ElectionFactory(office__body=body)
        minuted(body)
    CharterFactory(body=body)
    with django_assert_num_queries(30):
        client.get("/forums/youth/")


def test_meeting_of_a_forum_that_is_being_set_up_is_known_to_its_own_people_and_the_council_alone(
    client: Client, signed_in: Any, settings: Any
) -> None:
    settings.DEMO = True
    body = BodyFactory(name="Not yet", status="forming")
    page = MeetingFactory(body=body, place="A secret place").get_absolute_url()
    assert [client.get(page).status_code, signed_in("chair").get(page).status_code] == [404, 404]
    for browser in (signed_in("member", body), signed_in("officer")):
        assert "A secret place" in browser.get(page).content.decode()


def test_forum_shows_ages_and_who_chairs_it(client: Client) -> None:
    BodyFactory(
        slug="youth", audience="young people", age_from=11, age_to=19, chair_body=BodyFactory(organisation=True, name="The hub")
    )
    facts = {row.key: row.value for row in client.get("/forums/youth/").context["page"].facts}
    assert (facts["Who it is for"], facts["Chaired by"]) == ("Young people, aged 11 to 19", "The hub")


def test_past_meetings_with_published_minutes_stand_on_the_page(client: Client) -> None:
    body = BodyFactory(slug="youth")
    minuted(body, title="Budget", place="The library")
    minuted(body, title="Worries", place="12 Hidden Street", is_private=True)
    drafted = minuted(body, title="Not yet")
    Minutes.objects.filter(meeting=drafted).update(state="agreed")
    response = client.get("/forums/youth/")
    shown = {meeting.title: meeting.place for meeting in response.context["minuted"]}
    assert shown == {"Budget": "The library", "Worries": ""}
    assert "Hidden Street" not in response.text


def test_page_of_a_discreet_forum_shows_no_place_and_no_time_and_keeps_its_two_names_apart(
    client: Client, signed_in: Any
) -> None:
    body = BodyFactory(
        slug="quiet", name="Group of the hidden", discreet=True, rhythm_words="Tuesdays, 4:30pm", frequency="monthly"
    )
    start = dt.datetime(2030, 6, 12, 16, 30, tzinfo=ZoneInfo("Europe/London"))
    coming = MeetingFactory(body=body, title="Budget", place="12 Hidden Street", starts_at=start)
    past = minuted(body, title="Homes", place="14 Hidden Street")
    HeadCountFactory(session__body=body, session__venue="16 Hidden Street")
    told = ("Hidden Street", "4:30pm", "12 June", "Tuesday", "Thursday group", coming.ref, past.ref)
    public, own = client.get("/forums/quiet/").text, signed_in("member", body).get("/forums/quiet/").text
    assert [words for words in told if words in public] == []
    assert [words in public for words in ("Budget", "2030", "Homes", "Every month.")] == [True] * 4
    assert [words in own for words in ("12 Hidden Street", "4:30pm", coming.ref)] == [True] * 3


@pytest.mark.parametrize(
    "status, words",
    [
        ("paused", "This forum does not meet for now. What it said, and what came of it, stays here."),
        ("closed", "This forum has ended. What it said, and what came of it, stays here."),
    ],
)
def test_forum_that_is_paused_or_closed_says_so(client: Client, status: str, words: str) -> None:
    BodyFactory(slug="youth", status=status)
    text = client.get("/forums/youth/").text
    assert (words in text, "No meeting is announced" in text) == (True, status == "paused")
