"""What waits in partners' evaluations, on the officers' page and on /my/."""

import pytest
from django.urls import reverse

from coproduction.portal.queries import my, waiting
from engagements.models import Project
from groups.models import User
from tests.factories.checklist import Scene, at_last_stage, evaluation

pytestmark = pytest.mark.django_db

DISAGREE = (("disagree", "We wrote in March."),)


@pytest.fixture
def walk() -> Scene:
    return at_last_stage(title="Short breaks")


def titles(page: waiting.OfficersPage | my.MyPage) -> list[str]:
    return [task.title for task in page.tasks if "evaluations" in task.url]


def of_both(walk: Scene, now) -> tuple[list[str], list[str]]:
    lead, chair = (User.objects.get(pk=actor.user.pk) for actor in (walk.officer, walk.chair))
    return titles(waiting.for_officer(lead, now)), titles(my.for_person(chair, now))


def test_each_side_sees_what_waits_for_it(walk, now):
    who = walk.forums[0].name
    assert of_both(walk, now) == ([], ["Write how it went: Short breaks"])
    evaluation(walk, "One")
    assert of_both(walk, now) == ([], ["Write how it went: Short breaks"])
    evaluation(walk, "Two", locked=True)
    assert of_both(walk, now) == ([f"Answer what {who} wrote"], [])


def test_partner_is_asked_how_each_point_ends_and_the_officer_sees_that_it_waits(walk, now):
    written = evaluation(walk, "One", answers=DISAGREE)
    assert of_both(walk, now) == ([], ["Say how each point ends: Short breaks"])
    elsewhere = waiting.for_officer(User.objects.get(pk=walk.officer.user.pk), now).elsewhere
    assert [(row.what, row.url) for row in elsewhere if "evaluations" in row.url] == [
        ("Say how each point ends", reverse("evaluation", args=[walk.project.slug, written.ref]))
    ]


def test_nothing_is_asked_for_before_a_project_looks_back_or_of_those_who_do_not_write(walk, now, acting):
    member = acting("member", body=walk.forums[0]).user
    assert titles(my.for_person(member, now)) == []
    Project.objects.filter(pk=walk.project.pk).update(stage=8)
    assert of_both(walk, now) == ([], [])
