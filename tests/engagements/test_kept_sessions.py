"""Write down a session, change, hold and cancel it; and what everyone reads of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.enums import Qualifier
from coproduction.core.errors import NotAllowed, WrongState
from coproduction.core.models import AuditEvent
from coproduction.core.partial_dates import PartialDate
from engagements.enums import ProjectStatus, SessionKind, SessionState
from engagements.models import HeadCount, Session, SessionSaying
from engagements.queries import sessions as queries
from engagements.queries.sessions import Account
from engagements.services import sessions
from groups.enums import MeetingState, Permission, Role
from groups.models import MeetingCount, Saying
from groups.queries.proceedings import CountLine, SayingLine
from tests.factories.engagements import HeadCountFactory, ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.groups import BodyFactory, MeetingFactory
from tests.factories.sessions import sent_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def project():
    return ProjectFactory(slug="hub", title="The hub for families")


def sent(**changes):
    typed = {
        "state": "held", "kind": "workshop", "format": "", "topic": "Rooms", "held_day": "4", "held_month": "3", "held_year": "2026",
        "venue": "The library", "access": "An interpreter", "run_by": "Youth workers", "output": "A plan of the rooms", "seen": "",
    }  # fmt: skip
    rows = sent_rows(
        counts=[{"heads": "over 20", "who": "parents"}, {"heads": "4", "who": "councillors"}],
        sayings=[
            {"words": "Let us paint\nthe walls", "said_by": "a young person", "permission": Permission.USE_WORDS},
            {"words": "Secret grumble", "said_by": "a parent", "permission": Permission.ONLY_THE_IDEA},
            {"words": "", "said_by": "", "permission": Permission.NOT_AT_ALL},
        ],
    )
    return typed | rows | changes


def new(project):
    return reverse("session_create", args=[project.slug])


def test_session_written_down_stands_on_its_own_page_and_on_the_project(project, signed_in, client, at):
    browser = signed_in(Role.OFFICER)
    with at("2026-05-01 09:00"):
        assert browser.post(new(project), sent()).status_code == 302
        session = project.sessions.get()
        page = client.get(reverse("session", args=["hub", session.ref])).text
    assert (session.kind, str(session.held), session.format, session.state) == ("workshop", "4 March 2026", "Workshop", "held")
    assert list(session.head_counts.values_list("number", "qualifier", "who")) == [
        (20, Qualifier.MORE_THAN, "parents"),
        (4, Qualifier.EXACT, "councillors"),
    ]
    assert "More than 20 parents and 4 councillors took part." in page
    assert [
        words in page for words in ("4 March 2026", "The library", "An interpreter", "Youth workers", "A plan of the rooms")
    ] == [True] * 5
    assert "“Let us paint<br>the walls”" in page
    assert "Secret grumble" not in page
    assert reverse("session", args=["hub", session.ref]) in client.get("/projects/hub/").text
    assert "Secret grumble" in browser.get(reverse("session_update", args=["hub", session.ref])).text


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("", "", "2025", "2025"),
        ("", "March", "2026", "March 2026"),
        ("", "", "", "No date in the record"),
        ("3", "3", "2026", "3 March 2026"),
    ],
)
def test_session_date_is_as_precise_as_one_knows(project, signed_in, day, month, year, words):
    signed_in(Role.OFFICER).post(new(project), sent(held_day=day, held_month=month, held_year=year))
    assert str(project.sessions.get().held) == words


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"held_month": ""}, "Enter the month of the date of the session, like 3, or take the day away"),
        ({"held_day": "31", "held_month": "2"}, "Enter the date of the session as a real date, like 27 3 2026"),
        ({"held_day": "", "held_month": "13"}, "Enter the date of the session as a real date, like 27 3 2026"),
        ({"held_year": ""}, "Enter the year of the date of the session, like 2026"),
        ({"held_year": "2199"}, "This day is still to come. Choose “planned”, or enter the day on which it took place."),
        ({"topic": ""}, "Say what the session was about"),
        ({"kind": ""}, "Choose what kind of session it was"),
        ({"counts-0-heads": "many"}, "Enter how many people came as a number, like 4 or over 20"),
        ({"counts-0-who": ""}, "Enter who they were, like councillors"),
        ({"counts-TOTAL_FORMS": "x"}, "Part of the page did not arrive. Open it again, and write down what is missing."),
    ],
)
def test_session_that_cannot_be_is_refused_and_keeps_what_was_typed(project, signed_in, change, message):
    page = signed_in(Role.OFFICER).post(new(project), sent(**change)).text
    assert message in page
    assert "Let us paint\nthe walls" in page
    assert (Session.objects.count(), HeadCount.objects.count()) == (0, 0)


def test_session_sent_twice_is_written_down_once(project, signed_in):
    browser = signed_in(Role.OFFICER)
    browser.post(new(project), sent())
    page = browser.post(new(project), sent()).text
    assert "This session is written down already" in page
    assert Session.objects.count() == 1


def test_session_save_and_go_on_leads_back_to_more_rows(project, signed_in):
    response = signed_in(Role.OFFICER).post(new(project), sent(go_on="sayings"))
    session = project.sessions.get()
    assert response["Location"] == reverse("session_update", args=["hub", session.ref]) + "#sayings"


def test_session_of_a_project_stopped_meanwhile_is_refused_and_keeps_what_was_typed(project, signed_in):
    browser = signed_in(Role.OFFICER)
    browser.post(new(project), sent())
    session = project.sessions.get()
    project.status, project.status_reason = ProjectStatus.STOPPED, "No money"
    project.save()
    for url in (new(project), reverse("session_update", args=["hub", session.ref])):
        page = browser.post(url, sent(topic="Doors and windows")).text
        assert "“The hub for families” was stopped, so nothing more can be written down about it." in page
        assert "Doors and windows" in page
    assert [each.topic for each in Session.objects.all()] == ["Rooms"]


def test_words_can_be_taken_back_also_when_the_project_was_stopped(project, signed_in, client):
    browser = signed_in(Role.OFFICER)
    browser.post(new(project), sent())
    session = project.sessions.get()
    project.status = ProjectStatus.STOPPED
    project.save()
    page, url = reverse("session", args=["hub", session.ref]), reverse("session_update", args=["hub", session.ref])
    assert "Let us paint" in client.get(page).text
    usable = browser.get(url).context["usable"]
    assert [said.said_by for said in usable] == ["a young person"]
    assert signed_in(Role.MEMBER).post(url, {"take_back": usable[0].pk}).status_code == 403
    browser.post(url, {"take_back": usable[0].pk})
    assert "Let us paint" not in client.get(page).text
    assert browser.post(url, {"take_back": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("words", "kind"), [("coffee morning", "coffee_morning"), ("Workshop", "workshop"), ("story afternoon", "other")]
)
def test_kind_of_session_follows_from_words_that_name_one(project, acting, words, kind):
    assert sessions.record(format=words, project=project, by=acting()).kind == kind


def account(**changes):
    return Account(**({"kind": SessionKind.WORKSHOP, "topic": "Rooms"} | changes))


def test_session_changed_by_two_people_tells_the_second(project, acting):
    by = acting()
    session = sessions.enter(project=project, account=account(), state=SessionState.HELD, by=by)
    seen = queries.stamp_of(session)
    sessions.change(session=session, account=account(topic="Doors"), seen=seen, by=by)
    sessions.change(session=session, account=account(topic="Doors"), seen=seen, by=by)
    with pytest.raises(WrongState, match="Somebody else changed this session"):
        sessions.change(session=session, account=account(topic="Walls"), seen=seen, by=by)
    session.refresh_from_db()
    assert session.topic == "Doors"
    assert AuditEvent.objects.filter(verb="changed session").count() == 1


def test_session_second_save_is_possible_once_one_knows(project, signed_in):
    browser = signed_in(Role.OFFICER)
    browser.post(new(project), sent())
    session = project.sessions.get()
    url = reverse("session_update", args=["hub", session.ref])
    again = browser.post(url, sent(topic="Doors", seen="old"))
    assert "Somebody else changed this session" in again.text
    stamp = again.context["form"]["seen"].value()
    assert browser.post(url, sent(topic="Doors", seen=stamp)).status_code == 302


def test_session_row_emptied_is_taken_away_and_others_stay(project, acting):
    by = acting()
    heads = (CountLine("parents", 20), CountLine("councillors", 6))
    session = sessions.enter(project=project, account=account(heads=heads), state=SessionState.HELD, by=by)
    first, second = session.head_counts.all()
    heads = (CountLine("", None, Qualifier.NOT_STATED, first.pk), CountLine("councillors", 7, Qualifier.EXACT, second.pk))
    sessions.change(session=session, account=account(heads=heads), seen=queries.stamp_of(session), by=by)
    assert list(session.head_counts.values_list("number", "who")) == [(7, "councillors")]


def test_session_with_a_failing_last_step_saves_nothing(project, acting, monkeypatch):
    by = acting()

    def broken(*args, **values):
        raise RuntimeError

    heads, sayings = (CountLine("parents", 20),), (SayingLine("Hello"),)
    monkeypatch.setattr(SessionSaying.objects, "create", broken)
    with pytest.raises(RuntimeError):
        sessions.enter(project=project, account=account(heads=heads, sayings=sayings), state=SessionState.HELD, by=by)
    assert (Session.objects.count(), HeadCount.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_planned_session_is_held_when_its_day_has_come(project, signed_in, at):
    browser = signed_in(Role.OFFICER)
    with at("2026-03-01 09:00"):
        browser.post(new(project), sent(state="planned"))
        session = project.sessions.get()
        url = reverse("session_update", args=["hub", session.ref])
        early = browser.post(url, {"hold": "1"}, follow=True).text
    assert "This session is still to come. Change its date first." in early
    with at("2026-03-04 19:00"):
        browser.post(url, {"hold": "1"})
    session.refresh_from_db()
    assert session.state == SessionState.HELD


def test_cancelled_session_says_why_and_leaves_the_list(project, signed_in, client):
    browser = signed_in(Role.OFFICER)
    browser.post(new(project), sent())
    session = project.sessions.get()
    url = reverse("session_update", args=["hub", session.ref])
    assert "Say why it does not take place. People read this." in browser.post(url, {"cancel": "1", "reason": " "}).text
    browser.post(url, {"cancel": "1", "reason": "The heating broke"})
    assert "Rooms" not in client.get("/projects/hub/").text
    page = client.get(reverse("session", args=["hub", session.ref])).text
    assert ("Cancelled" in page, "The heating broke" in page) == (True, True)
    assert "This session was cancelled" in browser.post(url, sent(topic="Again")).text


def test_record_own_words_for_a_date_stay_when_the_boxes_stay_empty(project, signed_in):
    session = SessionFactory(project=project, held=PartialDate.unknown("every term"), topic="Clubs")
    url = reverse("session_update", args=["hub", session.ref])
    browser = signed_in(Role.OFFICER)
    seen = browser.get(url).context["form"]["seen"].value()
    browser.post(url, sent(held_day="", held_month="", held_year="", seen=seen))
    session.refresh_from_db()
    assert (str(session.held), session.topic) == ("every term", "Rooms")


def meeting_session(project, acting, **traits):
    starts = timezone.make_aware(dt.datetime.fromisoformat("2026-03-04 17:00"))
    meeting = MeetingFactory(
        title="Rooms for all",
        place="The hub",
        state=MeetingState.HELD,
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2),
        **traits,
    )
    MeetingCount.objects.create(meeting=meeting, number=12, who="parents")
    Saying.objects.create(meeting=meeting, words="We like it", said_by="a parent", permission=Permission.USE_WORDS)
    Saying.objects.create(meeting=meeting, words="Hidden words", said_by="a parent", permission=Permission.ONLY_THE_IDEA)
    return sessions.link(meeting=meeting, project=project, by=acting())


def test_session_that_is_a_meeting_asks_nothing_twice(project, acting, signed_in, client):
    session = meeting_session(project, acting)
    browser = signed_in(Role.OFFICER)
    url = reverse("session_update", args=["hub", session.ref])
    page = browser.get(url)
    assert list(page.context["form"].fields) == ["seen", "kind", "format", "access", "run_by", "output"]
    assert ("counts" in page.context, "sayings" in page.context) == (False, False)
    assert "This session is a meeting. Its date, topic, place, numbers and words are written down there" in page.text
    seen = page.context["form"]["seen"].value()
    browser.post(url, {"seen": seen, "kind": "meeting", "output": "A list", "topic": "Other", "venue": "Elsewhere"})
    session.refresh_from_db()
    assert (session.about, session.where, session.output) == ("Rooms for all", "The hub", "A list")
    shown = client.get(reverse("session", args=["hub", session.ref])).text
    assert [words in shown for words in ("12 parents took part.", "4 March 2026", "“We like it”", "Hidden words")] == [
        True,
        True,
        True,
        False,
    ]


def test_session_of_a_private_or_discreet_meeting_gives_neither_place_nor_words(project, acting, client):
    for traits in ({"is_private": True}, {"body": BodyFactory(discreet=True, name="Secret Circle")}):
        session = meeting_session(project, acting, **traits)
        page = client.get(reverse("session", args=["hub", session.ref])).text
        assert [
            words for words in ("The hub", "4 March", "We like it", "Secret Circle") if words in page.replace(project.title, "")
        ] == []
        assert ("March 2026" in page, "Rooms for all" in page) == (True, True)


def test_session_that_is_a_meeting_is_not_cancelled_here(project, acting):
    session = meeting_session(project, acting)
    with pytest.raises(WrongState, match="This session is a meeting"):
        sessions.cancel(session=session, reason="Rain", by=acting())


def test_small_groups_are_never_told_apart(project, client):
    session = SessionFactory(project=project, topic="Small")
    for number, who in ((1, "Deaf girls"), (2, "fathers")):
        HeadCountFactory(session=session, number=number, who=who)
    page = client.get(reverse("session", args=["hub", session.ref])).text
    assert "Fewer than 5 people took part." in page
    assert [words for words in ("Deaf girls", "fathers") if words in page] == []


@pytest.mark.parametrize(
    ("qualifier", "number", "words"),
    [
        (Qualifier.EXACT, 5, "5 parents took part."),
        (Qualifier.EXACT, 4, "Fewer than 5 parents took part."),
        (Qualifier.UP_TO, 3, "Fewer than 5 parents took part."),
        (Qualifier.AT_LEAST, 2, "Some parents took part."),
        (Qualifier.MORE_THAN, 20, "More than 20 parents took part."),
    ],
)
def test_head_counts_of_five_and_more_print_exactly(project, qualifier, number, words):
    session = SessionFactory(project=project)
    HeadCountFactory(session=session, number=number, qualifier=qualifier, who="parents")
    assert queries.page(queries.visible_to(None).get(pk=session.pk)).line.people == words


def test_facilitator_of_a_group_on_the_project_records_its_sessions(project, signed_in, acting):
    forum = ProjectPartFactory(project=project).body
    assert signed_in(Role.FACILITATOR, forum).post(new(project), sent()).status_code == 302
    assert signed_in(Role.FACILITATOR).get(new(project)).status_code == 403
    assert signed_in(Role.CHAIR, forum).get(new(project)).status_code == 403
    with pytest.raises(NotAllowed):
        sessions.enter(project=project, account=account(), state=SessionState.HELD, by=acting(Role.FACILITATOR))


def test_session_of_a_draft_is_for_its_own_people(signed_in, client):
    draft = ProjectFactory(slug="draft", draft=True)
    forum = ProjectPartFactory(project=draft).body
    session = SessionFactory(project=draft)
    url = reverse("session", args=["draft", session.ref])
    assert (client.get(url).status_code, signed_in(Role.MEMBER).get(url).status_code) == (404, 404)
    assert (signed_in(Role.MEMBER, forum).get(url).status_code, signed_in(Role.OFFICER).get(url).status_code) == (200, 200)


def test_session_is_found_under_its_own_project_only(project, client):
    session = SessionFactory()
    assert client.get(reverse("session", args=["hub", session.ref])).status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_list_of_sessions_takes_the_same_queries(project, signed_in, django_assert_num_queries, number):
    for _one in range(number):
        session = SessionFactory(project=project, body=BodyFactory())
        HeadCountFactory(session=session)
    browser = signed_in(Role.OFFICER)
    with django_assert_num_queries(7):
        browser.get(reverse("project_sessions", args=["hub"]))


@pytest.mark.parametrize("number", [1, 5])
def test_public_session_takes_the_same_queries(project, client, django_assert_num_queries, number):
    session = SessionFactory(project=project)
    for _one in range(number):
        HeadCountFactory(session=session, number=9)
        SessionSaying.objects.create(session=session, words="Good", permission=Permission.USE_WORDS)
    with django_assert_num_queries(11):
        client.get(reverse("session", args=["hub", session.ref]))
