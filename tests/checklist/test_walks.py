"""A project begins its walk on the newest version of the template."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from checklist import policies
from checklist.enums import Scale
from checklist.models import Checklist, ChecklistItem, TemplateItem, TemplateVersion
from checklist.services import walks
from coproduction.core.errors import Missing, NotAllowed, WrongState
from engagements.enums import Degree
from tests.factories.checklist import TemplateVersionFactory, officer
from tests.factories.engagements import ProjectFactory

FILE = Path(settings.BASE_DIR) / "checklist" / "data" / "checklist-template.yaml"

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


@pytest.fixture
def real_template() -> TemplateVersion:
    call_command("load_checklist", FILE, stdout=StringIO())
    return TemplateVersion.objects.get()


@pytest.mark.parametrize("scale, number", [(Scale.FULL, 57), (Scale.LIGHT, 23), (Scale.CONSULTATION, 15)])
def test_walk_has_nine_stages_and_the_items_of_its_scale(real_template, scale, number):
    walk = walks.start(project=ProjectFactory(), by=officer(), scale=scale)
    copied = ChecklistItem.objects.filter(stage__checklist=walk).values_list("stage__number", "template__code")
    assert (walk.scale, walk.stages.count(), len(copied)) == (scale, 9, number)
    assert {stage for stage, _code in copied} == set(range(1, 10))
    assert all(code.startswith(f"{stage}.") for stage, code in copied)


def test_consultation_asks_in_its_own_words(real_template):
    full, asking = (walks.start(project=ProjectFactory(), by=officer(), scale=each) for each in (Scale.FULL, Scale.CONSULTATION))
    prompts = [ChecklistItem.objects.get(stage__checklist=walk, template__code="2.2").prompt for walk in (full, asking)]
    assert prompts == ["What cannot change, and why?", "What stays the same, whatever people say? Say why."]


def test_scale_for_which_the_template_has_nothing_is_refused():
    TemplateVersionFactory()
    TemplateItem.objects.update(in_light_version=False)
    project = ProjectFactory()
    with pytest.raises(Missing):
        walks.start(project=project, by=officer(), scale=Scale.LIGHT)
    assert Checklist.objects.count() == 0


@pytest.mark.parametrize(
    "degree, is_small, scale",
    [
        (Degree.COPRODUCTION, False, Scale.FULL),
        (Degree.COPRODUCTION, True, Scale.LIGHT),
        (Degree.CONSULTATION, False, Scale.CONSULTATION),
        (Degree.CONSULTATION, True, Scale.CONSULTATION),
        (Degree.INFORMATION, False, Scale.LIGHT),
        (Degree.UNKNOWN, False, Scale.FULL),
    ],
)
def test_suggested_scale(degree, is_small, scale):
    assert policies.suggested_scale(degree, is_small=is_small) == scale
