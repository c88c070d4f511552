"""Small and consulting projects sign before, during and after: the stages of a chapter open, settle and are signed together."""

import pytest

from checklist import policies
from checklist.enums import Position, Scale, StageState
from checklist.models import SignOff
from checklist.queries import overviews, paths, waiting
from checklist.queries.stages import visible_with_project
from checklist.services import items, sign_offs
from coproduction.core.errors import Missing, WrongState
from engagements.models import Project
from tests.factories.checklist import Scene, scene

pytestmark = pytest.mark.django_db

SHORT = [Scale.LIGHT, Scale.CONSULTATION]


@pytest.fixture(params=SHORT)
def walk(request) -> Scene:
    return scene(scale=request.param)


def states(walk: Scene) -> list[str]:
    return list(walk.walk.stages.values_list("state", flat=True))


def stage_now(walk: Scene) -> int:
    walk.project.refresh_from_db()
    return walk.project.stage


def sign_both(walk: Scene, number: int) -> None:
    sign_offs.sign(stage=walk.stage(number), by=walk.officer)
    sign_offs.sign(stage=walk.stage(number), by=walk.chair)


def test_full_walk_signs_each_stage_alone():
    assert policies.chapters(Scale.FULL) == tuple((number,) for number in range(1, 10))


@pytest.mark.parametrize("scale", SHORT)
def test_short_walk_signs_before_during_and_after(scale):
    assert policies.chapters(scale) == ((1, 2, 3, 4), (5, 6, 7), (8, 9))
    assert [policies.chapter_of(scale, number) for number in (1, 4, 6, 9)] == [(1, 2, 3, 4), (1, 2, 3, 4), (5, 6, 7), (8, 9)]


def test_stages_of_a_chapter_are_open_together(walk):
    assert (states(walk), stage_now(walk)) == (["now"] * 4 + ["todo"] * 5, 1)
    items.answer(item=walk.item("4.1"), words="On one page.", by=walk.officer)
    with pytest.raises(WrongState):
        items.answer(item=walk.item("5.1"), words="Too early.", by=walk.officer)


def test_one_signature_is_one_row_for_each_stage_of_one_act(walk):
    walk.settle()
    sign_offs.sign(stage=walk.stage(3), by=walk.officer)
    rows = list(SignOff.objects.order_by("stage__number"))
    assert [(row.stage.number, row.position) for row in rows] == [(number, Position.SIGNED) for number in (1, 2, 3, 4)]
    assert len({row.act for row in rows}) == 1
    with pytest.raises(WrongState):
        sign_offs.sign(stage=walk.stage(1), by=walk.officer)


def test_chapter_is_not_signed_before_all_its_stages_are_settled(walk):
    for number in (1, 2, 4):
        for code in ("1", "2"):
            items.answer_and_confirm(item=walk.item(f"{number}.{code}"), words="Yes.", by=walk.officer)
    with pytest.raises(Missing) as told:
        sign_offs.sign(stage=walk.stage(1), by=walk.officer)
    assert "3.1, 3.2, 3.3" in told.value.message


def test_three_signatures_of_each_side_walk_the_whole_way(walk):
    reached = []
    for number in (1, 5, 8):
        walk.settle(number)
        sign_both(walk, number)
        reached.append(stage_now(walk))
    assert (reached, states(walk), SignOff.objects.values("act").distinct().count()) == ([5, 8, 9], ["done"] * 9, 6)
    assert paths.path_of(walk.project).is_finished


def test_changed_item_takes_the_signatures_of_the_whole_chapter_back(walk):
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    items.answer_and_confirm(item=walk.item("3.1"), words="Others too.", by=walk.officer)
    assert {policies.positions(stage.sign_offs.all()).council for stage in walk.chapter()} == {""}


def test_chapter_is_opened_again_as_one(walk):
    walk.settle()
    sign_both(walk, 1)
    sign_offs.reopen(stage=walk.stage(2), reason="The budget changed.", by=walk.officer)
    assert (states(walk)[:8], stage_now(walk)) == (["now"] * 7 + ["todo"], 1)
    path = paths.path_of(walk.project)
    assert [stage.state for stage in path.stages[:7]] == ["now"] * 4 + ["todo"] * 3


def test_refusal_and_going_on_concern_the_chapter_and_are_said_once(walk):
    walk.settle()
    sign_offs.refuse(stage=walk.stage(2), reason="No.", by=walk.chair)
    assert states(walk)[:5] == [StageState.CONTESTED] * 4 + [StageState.TO_COME]
    assert [note.title for note in paths.path_of(walk.project).notes] == [
        f"Part 1 (stages 1 to 4): {walk.forums[0].name} did not sign."
    ]
    sign_offs.go_on_unsigned(stage=walk.stage(4), reason="The law sets a date.", by=walk.officer)
    assert states(walk)[:5] == [StageState.UNSIGNED] * 4 + [StageState.NOW]


def test_beads_name_the_chapter(walk):
    beads = paths.beads_for([walk.project])[walk.project.pk]
    assert (beads.label, beads.text) == ("Stages 1 to 4 of 9", "1–4 Before")


def test_overview_and_what_waits_have_one_line_for_the_chapter(walk):
    items.answer_and_confirm(item=walk.item("1.1"), words="Yes.", by=walk.officer)
    checklist = visible_with_project(walk.officer.user).get(project=walk.project)
    lines = overviews.overview_of(checklist).open_stages
    forum = walk.forums[0].name
    assert [(line.title, line.hint) for line in lines] == [
        ("1–4 Before", f"1 of 16 done. 11 are waiting for the council. 4 are waiting for {forum}.")
    ]
    (stage,) = waiting.open_stages(Project.objects.all())
    assert (stage.number, stage.name, stage.council_items, stage.forum_items) == (1, "Before", 7, 4)


def test_signature_of_a_chapter_whose_last_row_fails_saves_none(walk, monkeypatch):
    walk.settle()
    create, made = SignOff.objects.create, []

    def fails_at_the_last(**row):
        made.append(row)
        if len(made) == 4:
            raise RuntimeError
        return create(**row)

    monkeypatch.setattr("checklist.services.desks.SignOff.objects.create", fails_at_the_last)
    with pytest.raises(RuntimeError):
        sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert (SignOff.objects.count(), states(walk)[0]) == (0, "now")
