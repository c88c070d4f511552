"""The page of a meeting: everything for its people, month and topic of a private one for everyone else."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from groups.enums import MeetingState, MinutesState, Reply, Role
from groups.models import AgendaItem, Attendance, Minutes
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

STARTS = timezone.make_aware(dt.datetime(2026, 6, 3, 16, 37))  # noqa: DTZ001 - made aware here


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture(autouse=True)
def spring(at):
    with at("2026-05-20 10:00"):
        yield


def meeting_of(forum, **traits):
    given = {
        "title": "Budget",
        "starts_at": STARTS,
        "place": "Wrenfield House",
        "link": "https://wrenfield.example/room",
        "access": "Ask for Robin",
    }
    meeting = MeetingFactory(body=forum, **(given | traits))
    AgendaItem.objects.create(meeting=meeting, title="The swimming pool", minutes=10)
    return meeting


SECRETS = ("Wrenfield", "4:37", "16:37", "Robin", "swimming pool", "3 June", "Wednesday", "Leaving Care Panel")


def learned(browser, meeting):
    """What the page and its headers give away of these."""
    response = browser.get(f"/meetings/{meeting.ref}/")
    everything = response.content.decode() + str(response.headers)
    return [secret for secret in SECRETS if secret in everything]


def test_member_sees_everything_and_replies(signed_in):
    meeting = meeting_of(BodyFactory(name="Riverside Parents"))
    browser = signed_in(Role.MEMBER, meeting.body)
    CapacityFactory(body=meeting.body, user__name="Ada Example")
    address = f"/meetings/{meeting.ref}/"
    page = browser.get(address).content.decode()
    assert [
        words in page for words in ("Wrenfield House", "https://wrenfield.example/room", "4:37pm", "swimming pool", "I am coming")
    ] == [True] * 5
    assert ("Ada Example" in page, "You run this meeting" in page) == (False, False)
    assert browser.post(f"{address}reply/", {"reply": "coming"})["Location"] == address
    assert "You said that you are coming" in browser.get(address).content.decode()
    browser.post(f"{address}reply/", {"reply": "not_coming"})
    assert "I am coming after all" in browser.get(address).content.decode()
    assert Attendance.objects.get().reply == Reply.NOT_COMING
    assert (
        "Choose whether you are coming." in browser.post(f"{address}reply/", {"reply": "perhaps"}, follow=True).content.decode()
    )


def test_reply_asks_for_no_hat(signed_in):
    """However many parts someone has, they answer once and for themselves."""
    meeting = meeting_of(BodyFactory())
    part = CapacityFactory(body=meeting.body)
    CapacityFactory(body=meeting.body, user=part.user, role=Role.CHAIR)
    CapacityFactory(user=part.user, role=Role.ORGANISER)
    assert (
        signed_in(user=part.user).post(f"/meetings/{meeting.ref}/reply/", {"reply": "coming"})["Location"]
        == f"/meetings/{meeting.ref}/"
    )
    assert Attendance.objects.get().user == part.user


def test_reply_is_only_sent_and_only_by_the_meetings_own_people(signed_in):
    public, hidden = meeting_of(BodyFactory()), meeting_of(BodyFactory(discreet=True))
    stranger, member = signed_in(Role.MEMBER), signed_in(Role.MEMBER, public.body)
    sent = {"reply": "coming"}
    assert member.get(f"/meetings/{public.ref}/reply/").status_code == 405
    assert [stranger.post(f"/meetings/{each.ref}/reply/", sent).status_code for each in (public, hidden)] == [403, 404]
    assert Client().post(f"/meetings/{public.ref}/reply/", sent).status_code == 302
    assert Attendance.objects.count() == 0


def test_public_meeting_shows_the_public_when_and_where_and_no_more(signed_in):
    meeting = meeting_of(BodyFactory(name="Riverside Parents"))
    for browser in (Client(), signed_in(Role.MEMBER)):
        page = browser.get(f"/meetings/{meeting.ref}/").content.decode()
        assert [words in page for words in ("Wrenfield House", "4:37pm", "wrenfield.example", "swimming pool", "I am coming")] == [
            True, True, False, False, False,
        ]  # fmt: skip


@pytest.mark.parametrize("when", ["2026-05-20 10:00", "2026-06-10 10:00"])
@pytest.mark.parametrize(
    "traits, private",
    [({"discreet": True, "name": "Leaving Care Panel"}, False), ({}, True), ({"is_independent": True}, True)],
)
def test_private_meeting_shows_others_its_month_and_topic_before_and_after(at, signed_in, when, traits, private):
    forum = BodyFactory(**traits)
    meeting = meeting_of(forum, is_private=private)
    council_may = not traits
    with at(when):
        own = learned(signed_in(Role.MEMBER, forum), meeting)
        assert {"Wrenfield", "4:37", "Robin", "swimming pool", "3 June", "Wednesday"} <= set(own)
        others = {
            "visitor": Client(), "member elsewhere": signed_in(Role.MEMBER), "administrator": signed_in(Role.ADMINISTRATOR),
            "safeguarding lead": signed_in(Role.SAFEGUARDING_LEAD), "committee": signed_in(Role.COMMITTEE_MEMBER),
        }  # fmt: skip
        if not council_may:
            others["officer"] = signed_in(Role.OFFICER)
        assert {who: learned(browser, meeting) for who, browser in others.items()} == {who: [] for who in others}
        page = Client().get(f"/meetings/{meeting.ref}/").content.decode()
        assert ("June 2026" in page, "Budget" in page) == (True, True)
        if council_may:
            assert "Wrenfield" in learned(signed_in(Role.OFFICER), meeting)


def test_guest_sees_the_private_meeting_they_were_asked_to_and_who_left_does_not(signed_in):
    forum = BodyFactory(discreet=True)
    meeting, other = meeting_of(forum), meeting_of(forum)
    guest, left = UserFactory(), CapacityFactory(body=forum, ended=True).user
    for person in (guest, left):
        Attendance.objects.create(meeting=meeting, user=person)
    assert [learned(signed_in(user=guest), each)[:1] for each in (meeting, other)] == [["Wrenfield"], []]
    assert learned(signed_in(user=left), meeting) == []


def test_who_runs_it_finds_every_page_about_it(signed_in):
    meeting = meeting_of(BodyFactory())
    for browser in (signed_in(Role.OFFICER), signed_in(Role.FACILITATOR, meeting.body)):
        page = browser.get(f"/meetings/{meeting.ref}/").content.decode()
        own = f"/officers/meetings/{meeting.ref}/"
        links = (
            own,
            f"{own}agenda/",
            f"{own}papers/",
            f"{own}arrangements/",
            f"/meetings/{meeting.ref}/after/",
            f"/meetings/{meeting.ref}/minutes/",
        )
        assert [f'href="{link}"' in page for link in links] == [True] * 6
        assert {browser.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize(
    "state, seen_by_member, seen_by_all",
    [(MinutesState.DRAFT, "", ""), (MinutesState.AGREED, "All of it", ""), (MinutesState.PUBLISHED, "All of it", "For all")],
)
def test_minutes_are_read_in_full_by_the_forum_and_without_names_by_everyone(signed_in, state, seen_by_member, seen_by_all):
    meeting = meeting_of(BodyFactory(), starts_at=STARTS - dt.timedelta(days=60), state=MeetingState.HELD)
    now = timezone.now()
    Minutes.objects.create(
        meeting=meeting,
        state=state,
        text="All of it",
        public_text="For all",
        written_by_label="x",
        agreed_at=now,
        published_at=now,
    )

    def read(browser):
        page = browser.get(f"/meetings/{meeting.ref}/").content.decode()
        return "".join(words for words in ("All of it", "For all") if words in page)

    assert (read(signed_in(Role.MEMBER, meeting.body)), read(Client()), read(signed_in(Role.MEMBER))) == (
        seen_by_member,
        seen_by_all,
        seen_by_all,
    )


def test_cancelled_or_past_meeting_asks_for_no_reply(signed_in):
    forum = BodyFactory()
    cancelled = meeting_of(forum, state=MeetingState.CANCELLED, cancelled_because="No room")
    past = meeting_of(forum, starts_at=STARTS - dt.timedelta(days=60))
    browser = signed_in(Role.MEMBER, forum)
    for meeting in (cancelled, past):
        page = browser.get(f"/meetings/{meeting.ref}/").content.decode()
        assert ("I am coming" in page, "propose/" in page) == (False, False)
        sent = browser.post(f"/meetings/{meeting.ref}/reply/", {"reply": "coming"}, follow=True).content.decode()
        assert "This meeting is over, or it was cancelled." in sent


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_whoever_else_is_asked(signed_in, django_assert_num_queries, number):
    meeting = meeting_of(BodyFactory())
    for each in range(number):
        Attendance.objects.create(meeting=meeting, user=CapacityFactory(body=meeting.body).user)
        AgendaItem.objects.create(meeting=meeting, title=f"Thing {each}", minutes=10)
    browser = signed_in(Role.MEMBER, meeting.body)
    with django_assert_num_queries(11):
        browser.get(f"/meetings/{meeting.ref}/")
