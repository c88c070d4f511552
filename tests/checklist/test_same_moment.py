"""Two people at the very same moment, on a database that lets them: one is served, the other is told."""

import pytest

from checklist.enums import Position
from checklist.models import ItemEvent, SignOff
from checklist.services import items, sign_offs
from tests.factories.checklist import chair_of, officer, scene
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_two_officers_sign_at_once_and_one_is_told():
    walk = scene()
    walk.settle()
    stage, second = walk.stage(), officer()
    found = at_once(lambda: sign_offs.sign(stage=stage, by=walk.officer), lambda: sign_offs.sign(stage=stage, by=second))
    assert (found, SignOff.objects.count()) == (["WrongState", "done"], 1)


def test_both_sides_sign_at_once_and_the_stage_is_done():
    walk = scene()
    walk.settle()
    stage = walk.stage()
    found = at_once(lambda: sign_offs.sign(stage=stage, by=walk.officer), lambda: sign_offs.sign(stage=stage, by=walk.chair))
    walk.project.refresh_from_db()
    assert (found, walk.stage().state, walk.stage(2).state, walk.project.stage) == (["done", "done"], "done", "now", 2)


def test_answer_and_signature_at_once_leave_no_signature_under_other_words():
    walk = scene()
    walk.settle()
    stage, item, second = walk.stage(), walk.item("1.1"), officer()
    seen = ItemEvent.objects.count()
    at_once(
        lambda: sign_offs.sign(stage=stage, by=walk.chair, seen=seen),
        lambda: items.answer(item=item, words="Other words.", by=second),
    )
    positions = [row.position for row in walk.stage().sign_offs.all()]
    assert positions in ([], ["signed", "reopened"])


def test_two_people_of_one_forum_send_the_same_stage_at_once_and_one_is_told():
    walk = scene()
    for code in ("1.1", "1.2"):
        items.answer_and_confirm(item=walk.item(code), words="Yes.", by=walk.officer)
    stage, seen, second = walk.stage(), ItemEvent.objects.count(), chair_of(walk.forums[0])

    def send(by):
        return sign_offs.review(stage=stage, position=Position.SIGNED, answers={"1.3": "Two."}, seen=seen, by=by)

    found = at_once(lambda: send(walk.chair), lambda: send(second))
    assert (found, SignOff.objects.count()) == (["WrongState", "done"], 1)


def test_refusal_and_going_on_at_once_leave_a_history_that_fits():
    walk = scene()
    walk.settle()
    stage = walk.stage()
    at_once(
        lambda: sign_offs.refuse(stage=stage, reason="No.", by=walk.chair),
        lambda: sign_offs.go_on_unsigned(stage=stage, reason="The law sets a date.", by=walk.officer),
    )
    positions = [row.position for row in walk.stage().sign_offs.all()]
    assert (positions, walk.stage().state) in [(["refused", "went_on"], "skipped"), (["went_on"], "skipped")]
