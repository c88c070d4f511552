"""Evaluations, and what a stage felt like, at the very same moment, on a database that lets people."""

import pytest

from checklist import policies
from checklist.models import Evaluation, Felt
from checklist.services import evaluations, felt
from tests.factories.checklist import chair_of, evaluation, scene
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_locking_and_editing_at_once_never_change_locked_words():
    walk = scene()
    written = evaluation(walk, "One")
    point, seen = written.points.get(), policies.stamp_of(written.points.all())
    found = at_once(
        lambda: evaluations.lock(evaluation=written, by=walk.chair, seen=seen),
        lambda: evaluations.edit_point(point=point, words="Two", by=walk.chair, seen=seen),
    )
    written.refresh_from_db()
    point.refresh_from_db()
    assert found == ["WrongState", "done"]
    assert (written.state, point.words) in [("locked", "One"), ("writing", "Two")]


def test_two_people_begin_one_evaluation_at_once():
    walk = scene()
    second = chair_of(walk.forums[0])
    at_once(*(lambda by=by: evaluations.begin(project=walk.project, by=by) for by in (walk.chair, second)))
    assert Evaluation.objects.count() == 1


def test_one_person_says_what_it_felt_like_twice_at_once_and_it_counts_once():
    walk = scene()
    at_once(*(lambda face=face: felt.say(stage=walk.stage(), face=face, degree="", by=walk.chair) for face in (1, 5)))
    assert Felt.objects.count() == 1
