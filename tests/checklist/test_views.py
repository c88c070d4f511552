"""The checklist in the browser: who sees it, who acts, and that nothing typed is lost."""

import pytest
from django.urls import reverse

from checklist.enums import ItemState, Position
from checklist.models import Checklist, ChecklistItem, SignOff
from checklist.services import items, sign_offs
from engagements.models import ProjectPart
from groups.enums import Role
from tests.factories.checklist import Scene, TemplateVersionFactory, scene
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import BodyFactory, CapacityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    return scene(title="Short breaks")


def page(walk: Scene, number: int = 1) -> str:
    return reverse("checklist_stage", args=[walk.project.slug, number])


def post(client, walk: Scene, name: str, code: str = "", /, number: int = 1, **said):
    args = [walk.project.slug, number, *([code] if code else [])]
    return client.post(reverse(name, args=args), said)


ALL_URLS = [
    ("project_checklist", []),
    ("checklist_stage", [1]),
]
READERS = {"lead": 200, "officer": 200, "administrator": 200, "chair": 200, "member": 200, "stranger": 404, "committee": 404}


@pytest.mark.parametrize("name, args", ALL_URLS)
@pytest.mark.parametrize("who, status", READERS.items())
def test_checklist_is_read_by_the_council_and_the_projects_own_people(walk, signed_in, name, args, who, status):
    client = {
        "lead": lambda: signed_in(user=walk.officer.user),
        "officer": lambda: signed_in("officer"),
        "administrator": lambda: signed_in("administrator"),
        "chair": lambda: signed_in(user=walk.chair.user),
        "member": lambda: signed_in("member", walk.forums[0]),
        "stranger": lambda: signed_in("chair"),
        "committee": lambda: signed_in("committee_member"),
    }[who]()
    assert client.get(reverse(name, args=[walk.project.slug, *args])).status_code == status


def test_checklist_is_not_public(walk, client):
    response = client.get(page(walk))
    assert (response.status_code, response.url.startswith(reverse("account_login"))) == (302, True)


ACTS = {
    "item_answer": (["1.1"], {"words": "Yes."}),
    "item_confirm": (["1.1"], {}),
    "item_query": (["1.1"], {"words": "Why?"}),
    "item_reply": (["1.1"], {"words": "Because."}),
    "item_skip": (["1.1"], {"reason": "No panel."}),
    "stage_sign": ([], {}),
    "stage_refuse": ([], {"reason": "No."}),
    "stage_go_on": ([], {"reason": "No."}),
    "stage_reopen": ([], {"reason": "No."}),
}
# Whose capacity is right for the act at all; whether the moment is right is for the service, which answers on the page (200).
FOR_FORUM_ONLY, FOR_COUNCIL_ONLY = {"item_query"}, {"item_reply", "stage_go_on"}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", ["officer", "chair", "member", "facilitator", "administrator", "board_administrator", "stranger"])
def test_acts_are_for_the_side_they_belong_to(walk, signed_in, name, who):
    args, said = ACTS[name]
    client = signed_in("chair") if who == "stranger" else signed_in(who, None if who == "officer" else walk.forums[0])
    status = post(client, walk, name, *args, **said).status_code
    if who == "stranger":
        assert status == 404
    elif who == "officer":
        assert status == 403 if name in FOR_FORUM_ONLY else status in (200, 302)
    elif who == "chair":
        assert status == 403 if name in FOR_COUNCIL_ONLY else status in (200, 302)
    else:
        assert status == 403


def test_officer_answers_and_confirms_in_one_act(walk, signed_in):
    client = signed_in(user=walk.officer.user)
    response = post(client, walk, "item_answer", "1.1", words="Shorter waits.", link="https://council.example/x", seen=0)
    assert response.url == f"{page(walk)}#item-1.1"
    assert walk.item("1.1").state == ItemState.CONFIRMED


def test_officer_saves_and_confirms_later(walk, signed_in):
    post(signed_in(user=walk.officer.user), walk, "item_answer", "1.1", words="Shorter waits.", later="1", seen=0)
    assert walk.item("1.1").state == ItemState.IN_PROGRESS


def test_officer_writes_down_what_only_the_forum_confirms(walk, signed_in):
    post(signed_in(user=walk.officer.user), walk, "item_answer", "1.3", words="Two were theirs.", seen=0)
    assert walk.item("1.3").state == ItemState.IN_PROGRESS
    post(signed_in(user=walk.chair.user), walk, "item_confirm", "1.3", seen=1)
    assert walk.item("1.3").state == ItemState.CONFIRMED


def test_walk_through_a_stage_by_both_sides(walk, signed_in):
    officer, chair = signed_in(user=walk.officer.user), signed_in(user=walk.chair.user)
    post(officer, walk, "item_answer", "1.1", words="Shorter waits.", seen=0)
    post(officer, walk, "item_answer", "1.2", words="Three evenings.", seen=0)
    post(chair, walk, "item_query", "1.2", words="Which evenings?", seen=2)
    post(officer, walk, "item_reply", "1.2", words="Tuesdays.", seen=3)
    post(chair, walk, "item_confirm", "1.2", seen=4)
    post(chair, walk, "item_answer", "1.3", words="Two were ours.", seen=0)
    seen = sum(item.events.count() for item in ChecklistItem.objects.filter(stage=walk.stage()))
    post(chair, walk, "stage_sign", seen=seen)
    response = post(officer, walk, "stage_sign", seen=seen)
    assert response.url == f"{page(walk)}#sign-off"
    walk.project.refresh_from_db()
    assert (walk.stage().state, walk.project.stage) == ("done", 2)


def test_error_stands_at_the_item_and_keeps_what_was_typed(walk, signed_in):
    client = signed_in(user=walk.officer.user)
    response = post(client, walk, "item_answer", "1.1", words="Shorter waits.", link="not a link", seen=0)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Shorter waits.</textarea>" in html
    assert 'href="#answer-1-1-link"' in html
    assert "<title>Error: " in html


def test_words_of_the_second_of_two_are_kept(walk, signed_in):
    items.answer(item=walk.item("1.1"), words="First.", by=walk.officer)
    html = post(signed_in("officer"), walk, "item_answer", "1.1", words="Second.", seen=0).content.decode()
    assert "Second.</textarea>" in html
    assert "Someone else changed this while you had it open." in html
    assert walk.item("1.1").answer == "First."


def test_act_on_a_project_that_was_stopped_meanwhile_says_so(walk, signed_in):
    client = signed_in(user=walk.officer.user)
    walk.project.status = "stopped"
    walk.project.save()
    html = post(client, walk, "item_answer", "1.1", words="Shorter waits.", seen=0).content.decode()
    assert "This project was stopped, so its checklist cannot change." in html


def test_person_with_two_hats_is_asked_which_and_comes_back(walk, signed_in):
    CapacityFactory(user=walk.chair.user, role=Role.CHAIR, body=BodyFactory())
    second = scene(forums=1).forums[0]
    ProjectPart.objects.create(project=walk.project, body=second, part="partner", signs=True)
    CapacityFactory(user=walk.chair.user, role=Role.CHAIR, body=second)
    response = signed_in(user=walk.chair.user).get(page(walk))
    assert (response.status_code, response.url.startswith(reverse("hat"))) == (302, True)


def test_address_of_an_act_leads_back_to_the_stage(walk, signed_in):
    client = signed_in(user=walk.officer.user)
    assert client.get(reverse("item_answer", args=[walk.project.slug, 1, "1.1"])).url == f"{page(walk)}#item-1.1"
    assert client.get(reverse("stage_sign", args=[walk.project.slug, 1])).url == f"{page(walk)}#sign-off"


def test_unknown_stage_and_item_are_not_found(walk, signed_in):
    client = signed_in(user=walk.officer.user)
    assert client.get(page(walk, 10)).status_code == 404
    assert post(client, walk, "item_answer", "7.9", words="Yes.").status_code == 404


def test_stage_page_groups_items_by_whose_turn_it_is(walk, signed_in):
    items.answer_and_confirm(item=walk.item("1.1"), words="Yes.", by=walk.officer)
    items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    sections = signed_in(user=walk.officer.user).get(page(walk)).context["sections"]
    assert [(section.title, [item.code for item in section.items]) for section in sections] == [
        ("Waiting for you", ["1.4"]),
        (f"Waiting for {walk.forums[0].name}", ["1.2", "1.3"]),
        ("Done", ["1.1"]),
    ]
    sections = signed_in(user=walk.chair.user).get(page(walk)).context["sections"]
    assert [(section.title, [item.code for item in section.items]) for section in sections] == [
        ("Waiting for you", ["1.2", "1.3"]),
        ("Waiting for the council", ["1.4"]),
        ("Done", ["1.1"]),
    ]


def test_member_reads_and_has_no_form(walk, signed_in):
    html = signed_in("member", walk.forums[0]).get(page(walk)).content.decode()
    assert ("Question 1.1?" in html, "csrfmiddlewaretoken" in html.split("<main")[1].split("</main>")[0]) == (True, False)


@pytest.mark.parametrize("events", [1, 12])
def test_stage_page_costs_the_same_whatever_happened(walk, signed_in, django_assert_num_queries, events):
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    for _each in range(events):
        items.query(item=item, words="Why?", by=walk.chair)
    sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    client = signed_in(user=walk.officer.user)
    client.get(page(walk))
    with django_assert_num_queries(12):
        client.get(page(walk))


def test_overview_says_who_waits_for_whom(walk, signed_in):
    items.answer_and_confirm(item=walk.item("1.1"), words="Yes.", by=walk.officer)
    overview = signed_in(user=walk.officer.user).get(reverse("project_checklist", args=[walk.project.slug])).context["overview"]
    assert [(line.title, line.hint) for line in overview.open_stages] == [
        ("1 Plain 1", f"1 of 4 done. 2 are waiting for the council. 1 is waiting for {walk.forums[0].name}.")
    ]
    assert [stage.url for stage in overview.path.stages][:2] == [page(walk, 1), page(walk, 2)]


def test_officer_puts_a_project_on_the_checklist(signed_in):
    TemplateVersionFactory()
    project, forum = ProjectFactory(), BodyFactory()
    client = signed_in("officer")
    url = reverse("project_checklist", args=[project.slug])
    assert client.get(url).url == reverse("checklist_start", args=[project.slug])
    response = client.post(reverse("checklist_start", args=[project.slug]), {"forum": forum.pk, "scale": "full"})
    assert response.url == reverse("checklist_stage", args=[project.slug, 1])
    assert (Checklist.objects.get().project, ProjectPart.objects.get().body, ProjectPart.objects.get().signs) == (
        project,
        forum,
        True,
    )


def test_nobody_else_puts_a_project_on_the_checklist(signed_in):
    project, forum = ProjectFactory(), BodyFactory()
    client = signed_in("chair", forum)
    assert client.get(reverse("project_checklist", args=[project.slug])).status_code == 404
    assert client.post(reverse("checklist_start", args=[project.slug]), {"forum": forum.pk, "scale": "full"}).status_code == 403


def test_refusal_and_going_on_from_the_page(walk, signed_in):
    walk.settle()
    post(signed_in(user=walk.chair.user), walk, "stage_refuse", reason="The split is not said.", seen="")
    officer = signed_in(user=walk.officer.user)
    assert "The split is not said." in officer.get(page(walk)).content.decode()
    post(officer, walk, "stage_go_on", because="officer_decided", reason="The law sets a date.")
    post(officer, walk, "stage_reopen", reason="There is time after all.")
    assert list(SignOff.objects.values_list("position", flat=True)) == [Position.REFUSED, Position.WENT_ON, Position.REOPENED]
