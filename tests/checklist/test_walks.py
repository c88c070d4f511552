"""A project begins its walk on the newest version of the template."""

import pytest

from checklist.models import Checklist, ChecklistItem, TemplateVersion
from checklist.services import walks
from coproduction.core.errors import Missing, NotAllowed, WrongState
from tests.factories.checklist import TemplateVersionFactory, officer
from tests.factories.engagements import ProjectFactory

pytestmark = pytest.mark.django_db


def test_walk_copies_the_newest_version_and_begins_at_stage_one():
    TemplateVersionFactory(number=1)
    newest = TemplateVersionFactory(number=2)
    project = ProjectFactory()
    walk = walks.start(project=project, by=officer())
    project.refresh_from_db()
    assert (walk.version, project.stage) == (newest, 1)
    assert list(walk.stages.values_list("number", "state")) == [(1, "now"), *((number, "todo") for number in range(2, 10))]
    assert ChecklistItem.objects.filter(stage__checklist=walk).count() == 36


def test_walk_stays_on_its_version_when_a_newer_one_comes():
    first = TemplateVersionFactory()
    walk = walks.start(project=ProjectFactory(), by=officer())
    TemplateVersionFactory()
    walk.refresh_from_db()
    assert walk.version == first


def test_walk_begins_once():
    TemplateVersionFactory()
    project = ProjectFactory()
    walks.start(project=project, by=officer())
    with pytest.raises(WrongState):
        walks.start(project=project, by=officer())


def test_walk_needs_a_template():
    with pytest.raises(Missing):
        walks.start(project=ProjectFactory(), by=officer())


def test_walk_is_begun_by_officers_only(acting):
    TemplateVersionFactory()
    with pytest.raises(NotAllowed):
        walks.start(project=ProjectFactory(), by=acting("chair"))


def test_walk_whose_last_step_fails_saves_nothing(monkeypatch):
    TemplateVersionFactory()
    monkeypatch.setattr("checklist.services.walks.publication.bump", lambda: 1 / 0)
    project = ProjectFactory()
    with pytest.raises(ZeroDivisionError):
        walks.start(project=project, by=officer())
    project.refresh_from_db()
    assert (Checklist.objects.count(), ChecklistItem.objects.count(), project.stage, TemplateVersion.objects.count()) == (
        0,
        0,
        None,
        1,
    )
