"""Tiny or finished work on one page."""

import pytest
from django.urls import reverse

from engagements.enums import ProjectStatus
from engagements.models import KindEntry, Project, ProjectPart, Session
from engagements.services import quick
from groups.enums import BodyStatus
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db
URL = "/officers/projects/quick/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def client(signed_in):
    return signed_in("officer")


def said(**changes):
    facts = {
        "title": "Bench colours",
        "what_happened": "Children chose green.",
        "kind": "event",
        "when_month": "3",
        "when_year": "2026",
        "heads": "over 20",
        "who": "children",
        "output": "Green benches",
        "degree_achieved": "consultation",
        "status": "closed",
    }
    return {name: value for name, value in (facts | changes).items() if value is not None}


def test_finished_work_is_published_at_once_with_its_session(client, signed_in):
    forum = BodyFactory()
    response = client.post(URL, said(forums=[forum.pk]))
    project, session = Project.objects.get(), Session.objects.get()
    assert response.url == reverse("project_desk", args=["bench-colours"])
    assert (project.status, project.stage, project.lead, project.what_happened, project.degree_achieved, project.degree_planned) == (
        "closed", None, client.actor.user, "Children chose green.", "consultation", "",
    )  # fmt: skip
    assert list(ProjectPart.objects.values_list("part", "body", "signs")) == [("group", forum.pk, False)]
    assert (session.project, session.body, str(session.held), session.output) == (project, forum, "March 2026", "Green benches")
    assert [str(count) for count in session.head_counts.all()] == ["more than 20 children"]
    html = signed_in("chair").get(project.get_absolute_url()).content.decode()
    assert ("More than 20 children took part." in html, "Green benches" in html) == (True, True)


def test_work_is_kept_as_a_draft_and_seen_by_nobody_outside(client, signed_in):
    client.post(URL, said(draft="1"))
    project = Project.objects.get()
    assert project.status == ProjectStatus.DRAFT
    assert [who.get(project.get_absolute_url()).status_code for who in (client, signed_in("chair"))] == [200, 404]


def test_work_of_which_little_is_known_has_no_session(client):
    client.post(URL, said(when_month="", when_year="", heads="", who="", output="", status="open"))
    assert (Project.objects.get().status, Session.objects.count()) == ("open", 0)


def test_people_whom_nobody_counted_are_written_down(client):
    client.post(URL, said(heads=""))
    assert [(count.number, count.qualifier, count.who) for count in Session.objects.get().head_counts.all()] == [
        (None, "not_stated", "children")
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Give the project a name"),
        ({"what_happened": "", "why": ""}, "Say what happened, or what you wanted to make better"),
        ({"kind": ""}, "Choose the kind of work"),
        ({"kind": "nonsense"}, "This kind of work is no longer offered. Choose another."),
        ({"when_day": "31", "when_month": "2"}, "Enter the date as a real date, like 27 3 2026"),
        ({"when_year": "2190"}, "Enter a date that is over. For work that is still to come, plan a project."),
        ({"heads": "some"}, "Enter how many people came as a number, like 4 or over 20"),
        ({"forums": ["0"]}, "A forum that you chose is closed. Look at the list again."),
        ({"output": "x" * 301}, "Use 300 characters or fewer."),
        ({"what_happened": "word " * 200_000}, "Use 3000 characters or fewer."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_saved_or_lost(client, changes, words):
    html = client.post(URL, said(**changes)).content.decode()
    kept = "Green benches" if "output" not in changes else "x" * 301
    assert (words in html, kept in html, Project.objects.count(), Session.objects.count()) == (True, True, 0, 0)


def test_kind_and_forum_that_went_meanwhile_are_refused(client):
    KindEntry.objects.create(key="event", words="Event", is_offered=False)
    closed = BodyFactory(status=BodyStatus.CLOSED)
    html = client.post(URL, said(forums=[closed.pk])).content.decode()
    assert ("This kind of work is no longer offered." in html, "A forum that you chose is closed." in html) == (True, True)
    assert Project.objects.count() == 0


def test_record_whose_last_step_fails_saves_nothing(acting, monkeypatch):
    monkeypatch.setattr("engagements.services.quick.projects.put_on_record", lambda **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        quick.record(
            title="Bench colours", kind="event", what_happened="Green.", output="Benches", bodies=[BodyFactory()], status="closed",
            by=acting("officer"),
        )  # fmt: skip
    assert (Project.objects.count(), Session.objects.count(), ProjectPart.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("role", ["chair", "board_administrator", "administrator"])
def test_quick_record_is_for_officers_only(signed_in, role):
    other = signed_in(role)
    assert (other.get(URL).status_code, other.post(URL, said()).status_code, Project.objects.count()) == (403, 403, 0)
