"""Late minutes: the right person is asked, once a week, and it is said why nobody is asked about the others."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from coproduction.core.models import Notification
from coproduction.core.reminders import not_sent
from coproduction.core.services import delivery, reminders
from groups import policies
from groups.enums import MeetingState, MinutesState, MinutesVerdict, Role
from groups.models import Minutes
from groups.queries import minutes as queries
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory

pytestmark = pytest.mark.django_db
LONG = dt.date(2020, 1, 1)


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def held(text, **traits):
    starts = moment(text)
    traits.setdefault("state", MeetingState.HELD)
    return MeetingFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), **traits)


def part(body, role, **traits):
    return CapacityFactory(body=body, role=role, since=LONG, **traits).user


def publish(meeting):
    now = timezone.now()
    return Minutes.objects.create(
        meeting=meeting, text="x", public_text="y", state=MinutesState.PUBLISHED, agreed_at=now, published_at=now
    )


def nagged(at, text):
    """Who is asked at a moment, with the words."""
    before = len(mail.outbox)
    with at(text):
        reminders.send()
        delivery.sweep()
    return [message for message in mail.outbox[before:] if "late" in message.subject]


@pytest.fixture
def forum():
    return BodyFactory(name="Riverside Parents")


NOW = moment("2026-03-02 09:00")


@pytest.mark.parametrize(
    "state, ended, published, someone, verdict",
    [
        ("held", "2026-02-16 08:59", False, True, "overdue"),
        ("held", "2026-02-16 09:00", False, True, "not_yet"),
        ("held", "2026-02-01 09:00", True, True, "published"),
        ("held", "2026-02-01 09:00", False, False, "nobody"),
        ("cancelled", "2026-02-01 09:00", False, True, "cancelled"),
        ("planned", "2026-02-01 09:00", False, True, "overdue"),
        ("planned", "2026-03-01 09:00", False, False, "not_said"),
    ],
)
def test_verdict(state, ended, published, someone, verdict):
    found = policies.minutes_verdict(state=state, ended_at=moment(ended), now=NOW, published=published, someone=someone)
    assert found == verdict


def test_one_message_a_week_lists_everything_of_one_person(forum, at):
    organiser = part(forum, Role.ORGANISER)
    held("2026-02-03 17:00", body=forum)
    held("2026-02-05 17:00", body=forum)
    assert nagged(at, "2026-03-02 08:59") == []
    (message,) = nagged(at, "2026-03-02 09:00")
    assert (message.to, message.subject) == ([organiser.email], "The minutes of 2 meetings are late")
    assert "- Riverside Parents, 3 February 2026\n- Riverside Parents, 5 February 2026\n" in message.body
    assert nagged(at, "2026-03-02 09:05") == []
    assert nagged(at, "2026-03-05 12:00") == []
    assert len(nagged(at, "2026-03-09 09:00")) == 1


def test_nobody_is_asked_again_once_they_are_published(forum, at):
    part(forum, Role.ORGANISER)
    meeting = held("2026-02-03 17:00", body=forum)
    assert len(nagged(at, "2026-03-02 09:00")) == 1
    publish(meeting)
    assert nagged(at, "2026-03-09 09:00") == []


def test_message_that_waits_is_not_sent_when_they_are_published_meanwhile(forum, at):
    part(forum, Role.ORGANISER)
    meeting = held("2026-02-03 17:00", body=forum)
    with at("2026-03-02 09:00"):
        reminders.send()
        publish(meeting)
        delivery.sweep()
    assert mail.outbox == []
    assert Notification.objects.get(kind="groups.minutes_overdue").problem == "Nothing is late any more."


def test_what_becomes_late_in_the_week_waits_for_monday_and_a_monday_without_a_run_is_made_up_for(forum, at):
    part(forum, Role.ORGANISER)
    held("2026-02-16 17:00", body=forum)
    assert nagged(at, "2026-03-02 09:00") == []
    assert nagged(at, "2026-03-04 09:00") == []
    assert len(nagged(at, "2026-03-11 15:00")) == 1


def test_monday_morning_is_nine_here_also_in_summer(forum, at):
    part(forum, Role.ORGANISER)
    held("2026-05-12 17:00", body=forum)
    assert nagged(at, "2026-06-01 08:59") == []
    assert len(nagged(at, "2026-06-01 09:00")) == 1


def test_planner_is_asked_while_they_run_the_forum_and_then_whoever_runs_it(forum, at):
    planner = part(forum, Role.ORGANISER)
    board, facilitator = part(forum, Role.BOARD_ADMINISTRATOR), part(forum, Role.FACILITATOR)
    part(forum, Role.MEMBER)
    held("2026-02-03 17:00", body=forum, planned_by=planner)
    assert [message.to for message in nagged(at, "2026-03-02 09:00")] == [[planner.email]]
    planner.capacities.update(until=dt.date(2026, 3, 3))
    asked = sorted(message.to[0] for message in nagged(at, "2026-03-09 09:00"))
    assert asked == sorted([board.email, facilitator.email])


def test_officers_of_the_leading_team_are_asked_last_and_never_about_an_independent_forum(at):
    team = BodyFactory(team=True)
    officer = part(team, Role.OFFICER)
    part(BodyFactory(team=True), Role.OFFICER)
    led, independent = BodyFactory(lead_body=team), BodyFactory(lead_body=team, is_independent=True)
    held("2026-02-03 17:00", body=led)
    meeting = held("2026-02-03 17:00", body=independent)
    assert [message.to for message in nagged(at, "2026-03-02 09:00")] == [[officer.email]]
    chair = part(independent, Role.CHAIR)
    with at("2026-03-09 09:00"):
        found = {each.meeting: each.asked for each in queries.waiting(timezone.now())}
    assert found[meeting] == (chair,)


def test_officer_who_planned_it_is_asked_whatever_their_team(at):
    officer = part(BodyFactory(team=True), Role.OFFICER)
    held("2026-02-03 17:00", planned_by=officer)
    assert [message.to for message in nagged(at, "2026-03-02 09:00")] == [[officer.email]]


def test_mail_about_a_discreet_forum_holds_its_neutral_name_and_the_month(at):
    forum = BodyFactory(discreet=True, name="Secret Circle")
    part(forum, Role.FACILITATOR)
    held("2026-02-03 17:00", body=forum, title="Contact with brothers", place="Elm Road 5")
    (message,) = nagged(at, "2026-03-02 09:00")
    assert "- Thursday group, February 2026\n" in message.body
    assert [words for words in ("Secret", "Elm", "Contact with", "3 February") if words in message.body + message.subject] == []


def test_why_nobody_is_asked_is_said_of_every_recent_meeting(forum, at):
    part(forum, Role.ORGANISER)
    published = held("2026-02-01 17:00", body=forum)
    publish(published)
    cancelled = held("2026-02-02 17:00", body=forum, state=MeetingState.CANCELLED)
    not_said = held("2026-02-24 17:00", body=forum, state=MeetingState.PLANNED)
    late = held("2026-02-04 17:00", body=forum)
    recent = held("2026-02-25 17:00", body=forum)
    nobody = held("2026-02-05 17:00")
    publish(held("2025-10-01 17:00", body=forum))
    with at("2026-03-02 12:00"):
        found = {item.url: item.why for item in not_sent(timezone.now()) if item.what.startswith("Minutes")}
    assert found == {
        meeting.get_absolute_url(): verdict.label
        for meeting, verdict in {
            published: MinutesVerdict.PUBLISHED,
            cancelled: MinutesVerdict.CANCELLED,
            not_said: MinutesVerdict.NOT_SAID,
            recent: MinutesVerdict.NOT_YET,
            nobody: MinutesVerdict.NOBODY,
        }.items()
    }
    assert late.get_absolute_url() not in found


def test_page_shows_what_is_late_and_why_not_for_the_bodies_one_runs(forum, signed_in, settings, at):
    settings.DEMO = True
    part(forum, Role.ORGANISER)
    held("2026-02-03 17:00", body=forum, title="Late one")
    held("2026-02-25 17:00", body=forum, title="Fresh one")
    held("2026-02-03 17:00", body=BodyFactory(is_independent=True), title="Theirs alone")
    with at("2026-03-02 12:00", tick=True):
        page = signed_in(Role.OFFICER).get("/officers/meetings/minutes/")
        member = signed_in(Role.MEMBER, forum).get("/officers/meetings/minutes/").status_code
    assert [(each.meeting.title, days) for each, days in page.context["late"]] == [("Late one", 13)]
    assert [each.meeting.title for each in page.context["others"]] == ["Fresh one"]
    assert ("Late by 13 days" in page.text, "Asked: organiser." in page.text, "Theirs alone" in page.text) == (True, True, False)
    assert member == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_costs_the_same_with_many_meetings(rows, django_assert_num_queries):
    for _number in range(rows):
        body = BodyFactory(lead_body=BodyFactory(team=True))
        held("2026-02-03 17:00", body=body, planned_by=part(body, Role.ORGANISER))
    with django_assert_num_queries(2):
        queries.waiting(NOW)
