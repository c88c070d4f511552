"""What a stage felt like: once a person a stage, and shown only where it tells nobody who said what."""

import pytest
from django.urls import reverse

from checklist.models import Felt
from checklist.queries import felt as queries
from checklist.services import felt
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import publication
from engagements.enums import Part, ProjectStatus
from engagements.models import Project
from groups.actors import Actor
from tests.factories.checklist import Scene, scene
from tests.factories.engagements import ProjectPartFactory
from tests.factories.groups import BodyFactory, CapacityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    return scene(title="Short breaks", degree_planned="coproduction", degree_achieved="consultation")


def member(walk: Scene, role: str = "member", body=None) -> Actor:
    capacity = CapacityFactory(role=role, body=body or walk.forums[0])
    return Actor(capacity.user, capacity)


def say(walk: Scene, *degrees: str, number: int = 1, role: str = "member") -> None:
    """One person each says this degree."""
    for degree in degrees:
        felt.say(stage=walk.stage(), face=4, degree=degree, by=member(walk, role), number=number)


def shown(walk: Scene) -> list[str] | str:
    view = queries.of_project(walk.project)
    return [cell.figure for cell in view.degrees.cells] if view.degrees else view.words


HIDDEN = "Fewer than 5, so we don’t show the number"
ASKING, TOGETHER = "consultation", "coproduction"


# --- Saying it ------------------------------------------------------------------------------------------------------------


def test_people_of_its_forums_and_partners_say_it_and_nobody_else(walk, acting):
    partner, team = BodyFactory(organisation=True), BodyFactory(team=True)
    ProjectPartFactory(project=walk.project, body=partner, part=Part.PARTNER)
    ProjectPartFactory(project=walk.project, body=team, part=Part.LEAD)
    for by in (member(walk), walk.chair, member(walk, body=partner), member(walk, "facilitator")):
        felt.say(stage=walk.stage(), face=3, degree="", by=by)
    staff = (walk.officer, member(walk, "officer", team), member(walk, "board_administrator"))
    lead_too = Actor(walk.officer.user, CapacityFactory(user=walk.officer.user, body=walk.forums[0]))
    for by in (*staff, lead_too, acting("member"), acting("committee_member")):
        with pytest.raises(NotAllowed):
            felt.say(stage=walk.stage(), face=3, degree="", by=by)
    assert Felt.objects.count() == 4


def test_each_person_says_it_once_and_can_change_it_while_the_stage_is_open(walk):
    by = member(walk)
    felt.say(stage=walk.stage(), face=1, degree=ASKING, by=by)
    felt.say(stage=walk.stage(), face=5, degree="", by=by)
    assert Felt.objects.values_list("face", "degree", "number").get() == (5, "", 1)
    walk.walk.stages.filter(number=1).update(state="done")
    with pytest.raises(WrongState):
        felt.say(stage=walk.stage(), face=2, degree="", by=by)
    # Somebody who has not said it yet still can.
    felt.say(stage=walk.stage(), face=2, degree="", by=member(walk))


def test_it_waits_until_the_stage_has_begun_and_rests_with_the_project(walk):
    with pytest.raises(WrongState):
        felt.say(stage=walk.stage(2), face=3, degree="", by=member(walk))
    Project.objects.filter(pk=walk.project.pk).update(status=ProjectStatus.PAUSED)
    with pytest.raises(WrongState):
        felt.say(stage=walk.stage(), face=3, degree="", by=member(walk))


@pytest.mark.parametrize("wrong", [{"face": 0}, {"face": 6}, {"degree": "best"}, {"number": 0}, {"number": 201}])
def test_what_is_not_on_the_form_is_refused(walk, wrong):
    with pytest.raises(Missing):
        felt.say(**{"stage": walk.stage(), "face": 3, "degree": "", "by": member(walk, "facilitator")} | wrong)


def test_only_a_facilitator_says_it_for_a_group(walk):
    felt.say(stage=walk.stage(), face=3, degree=ASKING, number=6, by=member(walk, "facilitator"))
    with pytest.raises(NotAllowed):
        felt.say(stage=walk.stage(), face=3, degree=ASKING, number=6, by=walk.chair)
    assert Felt.objects.values_list("number", flat=True).get() == 6


def test_it_is_not_saved_when_the_last_step_fails(walk, monkeypatch):
    monkeypatch.setattr(publication, "bump", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        say(walk, ASKING)
    assert Felt.objects.count() == 0


# --- Showing it -----------------------------------------------------------------------------------------------------------


def test_nothing_is_shown_of_fewer_than_five_people(walk):
    say(walk, *[TOGETHER] * 4)
    assert shown(walk) == "Fewer than 5 people have said how it felt, so we don’t show it."
    assert queries.of_project(walk.project).most == frozenset()
    say(walk, TOGETHER)
    assert (shown(walk), queries.of_project(walk.project).most) == ([HIDDEN, HIDDEN, "5"], {TOGETHER})


def test_small_cells_are_hidden_others_rounded_and_the_total_is_of_what_is_shown(walk):
    say(walk, *[ASKING] * 8, *[TOGETHER] * 6, *["information"] * 4)
    degrees = queries.of_project(walk.project).degrees
    assert [cell.figure for cell in degrees.cells] == [HIDDEN, "10", "5"]
    assert degrees.total == 15
    assert queries.of_project(walk.project).most == {ASKING}


def test_what_small_cells_hold_names_no_degree(walk):
    say(walk, *[ASKING] * 3, *[TOGETHER] * 2)
    assert (shown(walk), queries.of_project(walk.project).most) == ([HIDDEN] * 3, frozenset())


def test_faces_are_shown_by_the_same_rule(walk):
    for face in (4, 4, 4, 4, 4, 4, 1):
        felt.say(stage=walk.stage(), face=face, degree="", by=member(walk))
    faces = queries.of_project(walk.project).faces
    assert [cell.figure for cell in faces.cells] == [HIDDEN, HIDDEN, HIDDEN, "5", HIDDEN]
    assert faces.total == 5


def test_face_that_was_chosen_last_counts(walk):
    people = [member(walk) for _each in range(5)]
    for face in (2, 5):
        for by in people:
            felt.say(stage=walk.stage(), face=face, degree="", by=by)
    assert [cell.figure for cell in queries.of_project(walk.project).faces.cells] == [HIDDEN] * 4 + ["5"]


def test_each_person_counts_once_over_all_stages_with_what_they_said_last(walk):
    people = [member(walk) for _each in range(5)]
    walk.walk.stages.filter(number=2).update(state="now")
    for by in people:
        felt.say(stage=walk.stage(1), face=3, degree=ASKING, by=by)
        felt.say(stage=walk.stage(2), face=3, degree=TOGETHER, by=by)
    assert shown(walk) == [HIDDEN, HIDDEN, "5"]


def test_a_group_counts_with_its_number(walk):
    felt.say(stage=walk.stage(), face=3, degree=TOGETHER, number=11, by=member(walk, "facilitator"))
    assert shown(walk) == [HIDDEN, HIDDEN, "10"]


def test_work_that_is_not_on_the_checklist_has_none(walk):
    assert queries.of_project(Project.objects.create(slug="other", title="Other", kind="event", status="open")) is None


@pytest.mark.parametrize("number", [5, 30])
def test_it_asks_once_however_many_people_said_it(walk, number, django_assert_num_queries):
    say(walk, *[ASKING] * number)
    with django_assert_num_queries(1):
        queries.of_project(walk.project)


def test_projects_page_shows_planned_achieved_and_felt_side_by_side(walk, client):
    say(walk, *[ASKING] * 7, TOGETHER)
    response = client.get(reverse("project", args=[walk.project.slug]))
    page = response.content.decode()
    steps = {step.name: step.flags for step in response.context["degree"]}
    assert page.count("How much say people felt they had") == 1
    assert page.count("How it was for those who took part") == 1
    assert steps["Asking"] == ("What happened",)
    asking = page.split('<li class="cp-degree__step')[2].split("</li>")[0]
    assert [words for words in ("Planned", "What happened", "How it felt") if words in asking] == ["What happened", "How it felt"]


# --- Its page -------------------------------------------------------------------------------------------------------------


def page_of(walk: Scene, number: int = 1) -> str:
    return reverse("stage_felt", args=[walk.project.slug, number])


def test_page_is_for_those_who_take_part_once_the_stage_has_begun(walk, signed_in):
    browsers = {
        "member": signed_in("member", walk.forums[0]),
        "chair": signed_in(user=walk.chair.user),
        "lead": signed_in(user=walk.officer.user),
        "stranger": signed_in("member"),
    }
    assert {name: each.get(page_of(walk)).status_code for name, each in browsers.items()} == {
        "member": 200, "chair": 200, "lead": 403, "stranger": 404,
    }  # fmt: skip
    assert browsers["member"].get(page_of(walk, 2)).status_code == 404
    linked = {
        name: page_of(walk) in browsers[name].get(reverse("checklist_stage", args=[walk.project.slug, 1])).content.decode()
        for name in ("member", "chair", "lead")
    }
    assert linked == {"member": True, "chair": True, "lead": False}


def test_page_keeps_what_was_said_and_asks_for_a_face(walk, signed_in):
    browser = signed_in("member", walk.forums[0])
    response = browser.post(page_of(walk), {"degree": ASKING})
    assert (response.status_code, "Choose a face" in response.content.decode(), Felt.objects.count()) == (200, True, 0)
    assert browser.post(page_of(walk), {"face": "4", "degree": ASKING, "number": "9"}).status_code == 302
    assert Felt.objects.values_list("face", "degree", "number").get() == (4, ASKING, 1)
    again = browser.get(page_of(walk))
    assert again.context["form"].initial == {"face": "4", "degree": ASKING, "number": 1}
    browser.post(page_of(walk), {"face": "4", "degree": "not_said"})
    assert Felt.objects.values_list("degree", flat=True).get() == ""
    walk.walk.stages.filter(number=1).update(state="done")
    assert "so it stays as it is" in browser.get(page_of(walk)).content.decode()


def test_page_asks_a_facilitator_for_how_many(walk, signed_in):
    browser = signed_in("facilitator", walk.forums[0])
    for wrong in ("", "0", "many", "201"):
        assert browser.post(page_of(walk), {"face": "4", "number": wrong}).status_code == 200
    browser.post(page_of(walk), {"face": "4", "number": "6"})
    assert Felt.objects.values_list("number", flat=True).get() == 6
