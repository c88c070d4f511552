"""A meeting that is linked to a project is its session: what is shown is read from the meeting."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from coproduction.core.enums import Qualifier
from coproduction.core.errors import WrongState
from coproduction.core.models import AuditEvent
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import delivery, reminders
from engagements.models import Session
from engagements.queries import projects
from engagements.services import sessions
from groups.enums import MeetingState, Role
from groups.models import Attendance, MeetingCount
from groups.queries import proceedings as queries
from groups.queries.proceedings import Account
from groups.services import proceedings
from tests.factories.engagements import HeadCountFactory, ProjectFactory, SessionFactory
from tests.factories.feedback import QuestionnaireFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def held(**traits):
    starts = timezone.make_aware(dt.datetime.fromisoformat("2026-03-04 17:00"))
    traits = {"title": "Rooms", "place": "The hub", "state": MeetingState.HELD} | traits
    return MeetingFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), **traits)


def count(meeting, number, who, qualifier=Qualifier.EXACT):
    return MeetingCount.objects.create(meeting=meeting, number=number, who=who, qualifier=qualifier)


def came(meeting, number):
    for _one in range(number):
        Attendance.objects.create(meeting=meeting, user=CapacityFactory(body=meeting.body).user, came=True)


@pytest.fixture
def project():
    return ProjectFactory(slug="hub", title="The hub for families")


def lines(project):
    return projects.sessions(Session.objects.filter(project=project))


def test_linked_meeting_is_shown_as_the_session_with_its_counts(project, acting):
    meeting = held()
    sessions.link(meeting=meeting, project=project, by=acting())
    came(meeting, 11)
    count(meeting, 4, "councillors")
    count(meeting, 20, "parents", Qualifier.MORE_THAN)
    (line,) = lines(project)
    assert (line.when, line.title, line.place, line.people, line.group.name) == (
        "4 March 2026",
        "Rooms",
        "The hub",
        "11 members, 4 councillors and more than 20 parents took part.",
        meeting.body.name,
    )


def test_what_changes_about_the_meeting_changes_the_session(project, acting):
    meeting = held()
    sessions.link(meeting=meeting, project=project, by=acting())
    meeting.title, meeting.place = "Two rooms", "Library"
    meeting.starts_at += dt.timedelta(days=1)
    meeting.ends_at += dt.timedelta(days=1)
    meeting.save()
    (line,) = lines(project)
    assert (line.when, line.title, line.place) == ("5 March 2026", "Two rooms", "Library")
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    assert lines(project) == []


def test_private_or_discreet_meeting_shows_month_and_topic_only(project, acting, client):
    discreet = held(body=BodyFactory(discreet=True, name="Secret Circle"), place="Elm Road 5", title="Contact")
    private = held(is_private=True, place="Oak Road 6", title="Plans")
    by = acting()
    for meeting in (discreet, private):
        sessions.link(meeting=meeting, project=project, by=by)
    came(discreet, 3)
    count(discreet, 7, "carers")
    came(private, 3)
    found = {line.title: (line.when, line.place, line.people, line.group and line.group.name) for line in lines(project)}
    assert found == {
        "Contact": ("March 2026", "", "Fewer than 5 members and 7 carers took part.", None),
        "Plans": ("March 2026", "", "Fewer than 5 members took part.", private.body.name),
    }
    page = client.get("/projects/hub/").text
    assert [words for words in ("Secret Circle", "Elm Road", "Oak Road", "4 March 2026") if words in page] == []
    assert "Contact" in page


def test_counts_of_the_meeting_stand_before_older_ones_of_the_session(project, acting):
    meeting = held()
    session = sessions.link(meeting=meeting, project=project, by=acting())
    HeadCountFactory(session=session, number=9, who="parents")
    assert lines(project)[0].people == "9 parents took part."
    count(meeting, 12, "parents")
    assert lines(project)[0].people == "12 parents took part."


def test_largest_count_of_a_forum_reads_its_meetings(project, acting):
    meeting = held()
    alone = SessionFactory(body=meeting.body, held=PartialDate.parse("2025"))
    HeadCountFactory(session=alone, number=9, who="parents")
    sessions.link(meeting=meeting, project=project, by=acting())
    assert projects.largest_count([meeting.body_id]) == {meeting.body_id: "9 parents, 2025"}
    came(meeting, 11)
    assert projects.largest_count([meeting.body_id]) == {meeting.body_id: "11 members, 4 March 2026"}


def test_link_again_changes_the_project_and_unlink_leaves_the_meeting(project, acting):
    meeting, other, by = held(), ProjectFactory(), acting()
    first = sessions.link(meeting=meeting, project=project, by=by)
    assert sessions.link(meeting=meeting, project=project, by=by) == first
    assert sessions.link(meeting=meeting, project=other, by=by).project == other
    assert Session.objects.count() == 1
    sessions.unlink(meeting=meeting, by=by)
    sessions.unlink(meeting=meeting, by=by)
    meeting.refresh_from_db()
    assert (Session.objects.count(), meeting.state) == (0, MeetingState.HELD)
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "recorded session",
        "linked session",
        "unlinked session",
    ]


def test_cancelled_meeting_is_no_session(project, acting):
    with pytest.raises(WrongState):
        sessions.link(meeting=held(state=MeetingState.CANCELLED), project=project, by=acting())


def test_linking_whose_last_step_fails_saves_nothing(project, acting, monkeypatch):
    by = acting()
    monkeypatch.setattr(sessions.publication, "bump", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sessions.link(meeting=held(), project=project, by=by)
    assert (Session.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_officer_says_which_project_it_was_about(project, signed_in):
    meeting, draft = held(), ProjectFactory(draft=True)
    ProjectFactory(status="closed", title="Closed long ago")
    officer = signed_in(Role.OFFICER)
    page = officer.get(f"/officers/meetings/{meeting.ref}/project/").text
    assert (project.title in page, draft.title in page, "Closed long ago" in page) == (True, True, False)
    response = officer.post(f"/officers/meetings/{meeting.ref}/project/", {"project": project.pk})
    assert response["Location"] == "/projects/hub/"
    assert "Rooms" in Client().get("/projects/hub/").text
    officer.post(f"/officers/meetings/{meeting.ref}/project/", {"project": ""})
    assert Session.objects.count() == 0
    nonsense = officer.post(f"/officers/meetings/{meeting.ref}/project/", {"project": "x"})
    assert (nonsense.status_code, Session.objects.count()) == (200, 0)


def test_only_officers_who_look_after_the_forum_link_its_meetings(signed_in):
    own = BodyFactory()
    addresses = {
        "independent": f"/officers/meetings/{held(body=BodyFactory(is_independent=True)).ref}/project/",
        "discreet": f"/officers/meetings/{held(body=BodyFactory(discreet=True)).ref}/project/",
        "own": f"/officers/meetings/{held(body=own).ref}/project/",
    }
    officer = signed_in(Role.OFFICER)
    assert {name: officer.get(path).status_code for name, path in addresses.items()} == {
        "independent": 403,
        "discreet": 404,
        "own": 200,
    }
    assert signed_in(Role.ORGANISER, own).get(addresses["own"]).status_code == 403


def test_feedback_is_asked_for_the_day_after_of_those_who_came(acting, at, settings):
    # In a demonstration no mail leaves.
    settings.DEMO = False
    meeting = held(state=MeetingState.PLANNED)
    here, _away = (CapacityFactory(body=meeting.body, since=dt.date(2020, 1, 1)).user for _one in range(2))
    QuestionnaireFactory(meeting=meeting, closes_at=timezone.make_aware(dt.datetime.fromisoformat("2026-04-01 12:00")))
    with at("2026-03-04 20:00"):
        by = acting()
        account = Account(came=frozenset({here.pk}))
        proceedings.record(meeting=meeting, account=account, seen=queries.stamp(meeting), took_place=True, by=by)
    with at("2026-03-05 10:00"):
        reminders.send()
        delivery.sweep()
    assert [message.to for message in mail.outbox] == [[here.email]]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_with_many_linked_meetings(project, acting, rows, django_assert_num_queries):
    for _number in range(rows):
        meeting = held()
        sessions.link(meeting=meeting, project=project, by=acting())
        came(meeting, 2)
        count(meeting, 4, "councillors")
    with django_assert_num_queries(4):
        lines(project)
