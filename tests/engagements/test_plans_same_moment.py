"""Two officers at the very same moment: one answer stands, and whoever comes second is told."""

import pytest

from engagements.enums import PlanStep, ProjectStatus
from engagements.models import IntendedGroup, KindEntry, Project, ProjectPart
from engagements.queries import plans as queries
from engagements.queries.plans import GroupLine, PartLine
from engagements.services import kinds, plans, projects
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import BodyFactory
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(db):
    return ProjectFactory(draft=True, why="Shorter waits.")


def test_two_answers_to_one_question(project, acting):
    by, seen = acting(), queries.stamp(project, PlanStep.HEARD)
    answering = [
        lambda words=words: plans.mean_to_hear(project=project, lines=[GroupLine(words)], seen=seen, by=by)
        for words in ("Young carers", "New arrivals")
    ]
    assert at_once(*answering) == ["CameSecond", "done"]
    assert IntendedGroup.objects.count() == 1


def test_one_body_taken_on_twice(project, acting):
    by, body = acting(), BodyFactory()
    lines = [PartLine(body=body)]
    assert at_once(*[lambda: plans.set_parts(project=project, lines=lines, by=by)] * 2) == ["done", "done"]
    assert ProjectPart.objects.count() == 1


def test_stop_and_change(acting):
    project, by = ProjectFactory(why="Shorter waits."), acting()
    acts = [
        lambda: projects.stop(project=project, reason="No money.", by=by),
        lambda: plans.change(project=project, why="New.", by=by),
    ]
    found, now = at_once(*acts), Project.objects.get()
    assert (now.status, now.why) in {(ProjectStatus.STOPPED, "New."), (ProjectStatus.STOPPED, "Shorter waits.")}
    assert found == (["done", "done"] if now.why == "New." else ["WrongState", "done"])


def test_kinds_moved_by_two_administrators(acting):
    by = acting("administrator")
    kinds.move(key="policy", up=False, by=by)
    assert set(at_once(*[lambda: kinds.move(key="policy", up=False, by=by)] * 2)) == {"done"}
    orders = list(KindEntry.objects.values_list("order", flat=True))
    assert len(orders) == len(set(orders))
