"""The desk of a project, and what changes how it stands: pause, stop, finish, open again, publish, throw away."""

import pytest
from django.urls import reverse

from coproduction.core.services import publication
from engagements.enums import ProjectStatus
from engagements.models import Limit, Milestone, Project, Session
from engagements.services import projects
from tests.factories.engagements import ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def client(signed_in):
    return signed_in("officer")


def desk(project: Project) -> str:
    return reverse("project_desk", args=[project.slug])


def act(project: Project, name: str) -> str:
    return reverse(f"project_{name}", args=[project.slug])


# --- The desk ------------------------------------------------------------------------------------------------------------------


def test_desk_shows_every_fact_with_the_way_to_change_it(client):
    project = ProjectFactory(why="Shorter waits.", open_words="Where and when")
    rows = client.get(desk(project)).context["rows"]
    assert {row.key: row.lines for row in rows if row.lines} == {
        "What it is called": (project.title,),
        "What we want to make better": ("Shorter waits.",),
        "Kind of work": ("Designing a service",),
        "What people can change": ("Where and when",),
    }
    assert [client.get(row.change_url).status_code for row in rows] == [200] * len(rows)


ACTS = {
    ProjectStatus.DRAFT: ["Publish it without a checklist", "Throw this draft away"],
    ProjectStatus.OPEN: ["Finish it", "Pause it", "Stop it"],
    ProjectStatus.PAUSED: ["Go on with it", "Stop it"],
    ProjectStatus.STOPPED: [],
    ProjectStatus.CLOSED: ["Open it again"],
    ProjectStatus.UNKNOWN: ["Finish it", "Pause it", "Go on with it", "Stop it"],
}


@pytest.mark.parametrize("status", ProjectStatus.values)
def test_desk_offers_what_can_be_done_now_and_every_other_act_leads_back(client, status):
    project = ProjectFactory(status=status)
    offered = client.get(desk(project)).context["acts"]
    assert [str(each["words"]) for each in offered] == ACTS[ProjectStatus(status)]
    assert [client.get(each["url"]).status_code for each in offered] == [200] * len(offered)
    every = {act(project, name) for name in ("close", "pause", "resume", "reopen", "stop", "publish", "discard")}
    assert {client.get(url).url for url in every - {each["url"] for each in offered}} <= {desk(project)}


def test_desk_of_a_stopped_project_changes_nothing(client):
    project = ProjectFactory(status=ProjectStatus.STOPPED, why="Shorter waits.", status_reason="No money.")
    html = client.get(desk(project)).content.decode()
    assert ("/plan/" in html, "Shorter waits." in html, "No money." in html) == (False, True, True)


def test_desk_of_a_draft_leads_to_its_next_question(client):
    project = ProjectFactory(draft=True, why="Shorter waits.")
    response = client.get(desk(project))
    assert (response.context["next_step"], "Go on planning" in response.content.decode()) == ("degree", True)


@pytest.mark.parametrize("many", [1, 3])
def test_desk_costs_the_same_however_much_is_written(client, django_assert_num_queries, many):
    project = ProjectFactory()
    for number in range(many):
        ProjectPartFactory(project=project)
        Limit.objects.create(project=project, kind="law", words=f"Law {number}")
    client.get(desk(project))
    with django_assert_num_queries(13):
        client.get(desk(project))


def test_officers_find_the_desk_and_nobody_else_does(client, signed_in):
    forum = BodyFactory()
    project = ProjectFactory(lead=client.actor.user)
    ProjectPartFactory(project=project, body=forum)
    assert client.get(reverse("officers")).context["page"].projects[0].desk_url == desk(project)
    pages = [who.get(project.get_absolute_url()).content.decode() for who in (client, signed_in("chair", forum))]
    assert [f'href="{desk(project)}"' in page for page in pages] == [True, False]
    assert [
        signed_in(role, forum).get(desk(project)).status_code for role in ("chair", "administrator", "board_administrator")
    ] == [403] * 3


# --- How it stands ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "status"), [("pause", "paused"), ("stop", "stopped")])
def test_reason_is_asked_for_kept_and_public(client, signed_in, name, status):
    project, before = ProjectFactory(), publication.current()
    assert "Say why. Everyone can read this." in client.post(act(project, name), {"reason": " "}).content.decode()
    response = client.post(act(project, name), {"reason": "No money."})
    project.refresh_from_db()
    assert (response.url, project.status, project.status_reason, publication.current() > before) == (
        desk(project),
        status,
        "No money.",
        True,
    )
    assert "No money." in signed_in("chair").get(project.get_absolute_url()).content.decode()


def test_project_goes_on_after_a_pause_and_its_reason_is_gone(client):
    project = ProjectFactory(status=ProjectStatus.PAUSED, status_reason="Holidays.")
    client.post(act(project, "resume"))
    project.refresh_from_db()
    assert (project.status, project.status_reason) == ("open", "")


def test_finished_project_says_what_happened_and_opens_again_without_its_end(client, at):
    project = ProjectFactory()
    with at("2026-03-02 09:00"):
        client.post(act(project, "close"), {"what_happened": "A new form.", "degree_achieved": "consultation"})
    project.refresh_from_db()
    ended = [str(each.on) for each in Milestone.objects.filter(kind="end")]
    assert (project.status, project.what_happened, project.degree_achieved, ended) == (
        "closed", "A new form.", "consultation", ["2 March 2026"],
    )  # fmt: skip
    client.post(act(project, "reopen"))
    project.refresh_from_db()
    assert (project.status, project.what_happened, Milestone.objects.count()) == ("open", "A new form.", 0)


def test_stopped_meanwhile_the_second_is_told_and_keeps_what_they_typed(client, acting):
    project = ProjectFactory()
    projects.stop(project=project, reason="No money.", by=acting("officer"))
    html = client.post(act(project, "pause"), {"reason": "Holidays."}).content.decode()
    project.refresh_from_db()
    assert ("is “Stopped”, so this cannot be done now." in html, "Holidays." in html, project.status_reason) == (
        True,
        True,
        "No money.",
    )


@pytest.mark.parametrize(("status", "kind"), [("open", "event"), ("closed", "event"), ("closed", "")])
def test_draft_is_published_without_a_checklist_once_it_says_what_it_is(client, status, kind):
    project = ProjectFactory(draft=True, why="Shorter waits.", kind=kind)
    html = client.post(act(project, "publish"), {"status": status}).content.decode()
    project.refresh_from_db()
    assert (project.status, "Choose the kind of work" in html) == ((status, False) if kind else ("draft", True))


def test_draft_is_thrown_away_unless_people_have_met(client):
    project = ProjectFactory(draft=True)
    session = SessionFactory(project=project)
    assert "so it stays" in client.post(act(project, "discard")).content.decode()
    session.delete()
    assert client.post(act(project, "discard")).url == reverse("officers")
    assert (Project.objects.count(), Session.objects.count()) == (0, 0)


def test_public_project_is_never_thrown_away(client):
    project = ProjectFactory()
    assert "is public already" in client.post(act(project, "discard")).content.decode()
    assert Project.objects.count() == 1


def test_project_takes_no_address_of_the_officers_own(acting):
    by = acting("officer")
    titles = ("New", "Quick", "Board")
    assert [projects.start(title=title, kind="event", why="Why", by=by).slug for title in titles] == [
        "new-2",
        "quick-2",
        "board-2",
    ]
