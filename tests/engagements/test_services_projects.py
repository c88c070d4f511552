"""Projects: begin, work on, pause, stop and finish them."""

import pytest

from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import publication
from engagements.enums import PROJECT_STEPS, Degree, LimitKind, Part, ProjectKind, ProjectStatus
from engagements.models import Milestone, Project, ProjectPart
from engagements.services import projects
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(acting):
    return acting("officer")


def start(officer, **changes) -> Project:
    facts = {"title": "Short breaks", "kind": ProjectKind.RECOMMISSIONING, "why": "Shorter waits.", "by": officer}
    return projects.start(**(facts | changes))


def test_project_is_led_by_who_starts_it_and_is_public(officer, at):
    with at("2026-03-02 09:00"):
        project = start(officer, degree_planned=Degree.COPRODUCTION)
    assert (project.slug, project.status, project.lead, project.stage) == ("short-breaks", ProjectStatus.OPEN, officer.user, None)
    assert (project.degree_planned, project.origin) == (Degree.COPRODUCTION, "site")
    assert str(Milestone.objects.get(project=project, kind="start").on) == "2 March 2026"


def test_project_of_a_made_up_person_is_made_up(officer):
    officer.user.is_demonstration = True
    assert start(officer).origin == "demonstration"


def test_projects_with_one_title_have_slugs_of_their_own(officer):
    assert [start(officer).slug for _each in range(3)] == ["short-breaks", "short-breaks-2", "short-breaks-3"]
    assert start(officer, title="???").slug == "project"
    assert len(start(officer, title="long words " * 15).slug) <= 80


@pytest.mark.parametrize("missing", ["title", "why"])
def test_project_needs_a_title_and_a_reason(officer, missing):
    with pytest.raises(Missing):
        start(officer, **{missing: "  "})
    assert Project.objects.count() == 0


@pytest.mark.parametrize("role", ["chair", "facilitator", "member", "administrator", "committee_member"])
def test_project_is_started_by_officers_only(acting, role):
    with pytest.raises(NotAllowed):
        start(acting(role))


def test_project_whose_last_step_fails_is_not_saved(officer, monkeypatch):
    monkeypatch.setattr("engagements.services.projects.publication.bump", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        start(officer)
    assert (Project.objects.count(), Milestone.objects.count()) == (0, 0)


def test_draft_is_not_public_until_it_is_opened_up(officer):
    before = publication.current()
    draft = start(officer, status=ProjectStatus.DRAFT)
    assert (publication.current(), Project.objects.public().count()) == (before, 0)
    projects.open_up(project=draft, by=officer)
    assert Project.objects.public().count() == 1


def test_part_that_signs_is_a_forum(officer):
    project, forum = start(officer), BodyFactory()
    part = projects.add_part(project=project, part=Part.GROUP, body=forum, signs=True, by=officer)
    assert (part.body, part.signs) == (forum, True)
    for body in (BodyFactory(team=True), BodyFactory(committee=True), None):
        with pytest.raises(NotAllowed):
            projects.add_part(project=project, part=Part.PARTNER, body=body, words="Someone", signs=True, by=officer)
    with pytest.raises(WrongState):
        projects.add_part(project=project, part=Part.GROUP, body=forum, by=officer)
    assert ProjectPart.objects.count() == 1


def test_limit_needs_words(officer):
    project = start(officer)
    limit = projects.add_limit(project=project, kind=LimitKind.MONEY, words="The budget is fixed.", by=officer)
    assert (limit.kind, limit.words) == ("money", "The budget is fixed.")
    with pytest.raises(Missing):
        projects.add_limit(project=project, kind=LimitKind.MONEY, words=" ", by=officer)


STEPS = {
    "pause": (ProjectStatus.PAUSED, {"reason": "Holidays."}),
    "stop": (ProjectStatus.STOPPED, {"reason": "No money."}),
    "resume": (ProjectStatus.OPEN, {}),
    "close": (ProjectStatus.CLOSED, {}),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("status", ProjectStatus.values)
def test_project_moves_by_the_transition_table(officer, status, step):
    project = ProjectFactory(status=status)
    target, facts = STEPS[step]
    possible = target in PROJECT_STEPS[status] and not (step in ("resume", "close") and status == ProjectStatus.DRAFT)
    if possible:
        moved = getattr(projects, step)(project=project, by=officer, **facts)
        assert (moved.status, moved.status_reason) == (target, facts.get("reason", ""))
    else:
        with pytest.raises(WrongState):
            getattr(projects, step)(project=project, by=officer, **facts)
        project.refresh_from_db()
        assert project.status == status


@pytest.mark.parametrize("step", ["pause", "stop"])
def test_pause_and_stop_need_a_reason(officer, step):
    with pytest.raises(Missing):
        getattr(projects, step)(project=start(officer), reason=" ", by=officer)


def test_stage_is_one_of_nine(officer):
    project = start(officer)
    projects.enter_stage(project=project, number=9, by=officer)
    for number in (0, 10):
        with pytest.raises(WrongState):
            projects.enter_stage(project=project, number=number, by=officer)
    project.refresh_from_db()
    assert project.stage == 9
