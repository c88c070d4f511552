"""Check the answers about a project, choose how much checklist it needs, and begin."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from checklist.enums import Scale
from checklist.models import Checklist, ChecklistItem
from checklist.services import starts
from coproduction.core.services import publication
from engagements.enums import Degree, ProjectStatus
from engagements.models import Milestone, Project
from tests.factories.checklist import TemplateVersionFactory
from tests.factories.engagements import ProjectFactory, ProjectPartFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in):
    return signed_in("officer")


@pytest.fixture
def draft() -> Project:
    project = ProjectFactory(
        draft=True, title="Short breaks", slug="short-breaks", why="Shorter waits.", degree_planned=Degree.COPRODUCTION
    )
    ProjectPartFactory(project=project, body=BodyFactory(name="Youth Council"), signs=True)
    return project


def address(project: Project) -> str:
    return reverse("checklist_start", args=[project.slug])


def test_draft_begins_public_today_and_at_its_first_stage(client, draft, at):
    TemplateVersionFactory()
    before = publication.current()
    with at("2026-03-02 09:00"):
        response = client.post(address(draft), {"scale": "full"})
    draft.refresh_from_db()
    assert response.url == reverse("checklist_stage", args=["short-breaks", 1])
    assert (draft.status, draft.stage, publication.current() > before) == (ProjectStatus.OPEN, 1, True)
    assert str(Milestone.objects.get(kind="start").on) == "2 March 2026"


@pytest.mark.parametrize("scale", Scale.values)
def test_project_walks_as_much_of_the_checklist_as_was_chosen(client, draft, scale):
    call_command("load_checklist", "checklist/data/checklist-template.yaml")
    client.post(address(draft), {"scale": scale})
    walk = Checklist.objects.get()
    items = ChecklistItem.objects.filter(stage__checklist=walk)
    assert (walk.scale, items.count()) == (scale, walk.version.stages.first().items.model.objects.of_scale(scale).count())


@pytest.mark.parametrize(
    ("degree", "scale"), [(Degree.INFORMATION, "light"), (Degree.CONSULTATION, "consultation"), (Degree.COPRODUCTION, "full")]
)
def test_size_is_suggested_from_the_degree(client, draft, degree, scale):
    Project.objects.update(degree_planned=degree)
    assert client.get(address(draft)).context["form"]["scale"].value() == scale


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"title": " "}, "What it is called"),
        ({"why": ""}, "What we want to make better"),
        ({"kind": ""}, "Kind of work"),
        ({"degree_planned": ""}, "Telling, asking or working together"),
    ],
)
def test_draft_that_lacks_what_is_needed_does_not_begin_and_says_what(client, draft, facts, words):
    TemplateVersionFactory()
    Project.objects.update(**facts)
    html = client.post(address(draft), {"scale": "full"}).content.decode()
    draft.refresh_from_db()
    assert (f"Before it begins, answer: {words}." in html, draft.status, Checklist.objects.count()) == (True, "draft", 0)


def test_forum_that_signs_is_asked_for_where_there_is_none(client, draft):
    TemplateVersionFactory()
    draft.parts.update(signs=False)
    html = client.post(address(draft), {"scale": "full"}).content.decode()
    assert ("Choose the forum that signs" in html, Checklist.objects.count()) == (True, 0)
    client.post(address(draft), {"scale": "full", "forum": draft.parts.get().body_id})
    assert (draft.parts.get().signs, Checklist.objects.count()) == (True, 1)


def test_what_is_missing_is_said_and_does_not_hinder(client, draft):
    TemplateVersionFactory()
    context = client.get(address(draft)).context
    open_now = [row.key for row in context["rows"] if not row.lines]
    assert open_now == [
        "Who decides", "When it is decided", "What is fixed, and why", "What people can change", "Priorities it serves", "Wards",
        "What it has to work with", "Who leads it", "Who stands in", "Whom we want to hear from",
    ]  # fmt: skip
    assert (context["open_questions"], {row.change_url for row in context["rows"] if row.step == "open"}) == (
        10,
        {"/officers/projects/short-breaks/plan/open/?then=check"},
    )
    assert client.post(address(draft), {"scale": "full"}).status_code == 302


def test_change_from_the_answers_leads_back_to_them(client, draft):
    url = reverse("project_plan_step", args=[draft.slug, "open"]) + "?then=check"
    form = client.get(url).context["form"]
    assert client.post(url, {"open_words": "Where", "seen": form["seen"].value()}).url == address(draft)


def test_draft_without_any_checklist_to_walk_stays_a_draft(client, draft):
    html = client.post(address(draft), {"scale": "full"}).content.decode()
    draft.refresh_from_db()
    assert ("There is no checklist yet." in html, draft.status, Milestone.objects.count()) == (True, "draft", 0)


def test_draft_that_began_meanwhile_leads_to_its_checklist_and_begins_once(client, draft, acting):
    TemplateVersionFactory()
    starts.begin(project=draft, scale=Scale.FULL, by=acting("officer"))
    assert client.get(address(draft)).url == reverse("project_checklist", args=["short-breaks"])
    html = client.post(address(draft), {"scale": "full"}).content.decode()
    assert ("is on the checklist already" in html, Checklist.objects.count()) == (True, 1)


def test_stopped_project_does_not_begin(client):
    TemplateVersionFactory()
    project = ProjectFactory(status=ProjectStatus.STOPPED)
    ProjectPartFactory(project=project, signs=True)
    html = client.post(address(project), {"scale": "full"}).content.decode()
    assert ("This project was stopped" in html, Checklist.objects.count()) == (True, 0)


def test_beginning_whose_last_step_fails_saves_nothing(draft, acting, monkeypatch):
    TemplateVersionFactory()
    draft.parts.update(signs=False)
    monkeypatch.setattr("checklist.services.walks.audit.record", lambda **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        starts.begin(project=draft, scale=Scale.FULL, signing=[draft.parts.get().body], by=acting("officer"))
    draft.refresh_from_db()
    assert (draft.status, draft.parts.get().signs, Checklist.objects.count(), Milestone.objects.count()) == ("draft", False, 0, 0)
