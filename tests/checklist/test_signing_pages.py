"""The rest of signing in the browser: chapters, paper and its sheet, answers to a refusal, abstaining, disputing, going on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from checklist import policies
from checklist.enums import Manner, Paper, Position, Scale, Unsigned
from checklist.models import SignOff
from checklist.services import items, sign_offs
from tests.factories.checklist import Scene, scene, sheet, sign_on_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    made = scene(title="Short breaks")
    made.settle()
    return made


def url(walk: Scene, name: str = "checklist_stage", number: int = 1, *more: object) -> str:
    return reverse(name, args=[walk.project.slug, number, *more])


def html(response) -> str:
    return response.content.decode()


# --- Stages that are signed together --------------------------------------------------------------------------------------


def test_page_of_a_chapter_stands_at_its_first_stage(signed_in):
    walk = scene(scale=Scale.LIGHT)
    client = signed_in(user=walk.officer.user)
    assert client.get(url(walk, number=3)).url == f"{url(walk)}#stage-3"
    page = client.get(url(walk))
    assert [(section.key, section.title, len(section.items)) for section in page.context["sections"]] == [
        (f"stage-{number}", f"{number} Plain {number}", 4) for number in (1, 2, 3, 4)
    ]
    assert ("part 1 of 3, stages 1 to 4" in html(page), "Before" in html(page)) == (True, True)


def test_item_of_a_later_stage_is_answered_from_the_page_of_its_chapter(signed_in):
    walk = scene(scale=Scale.LIGHT)
    client = signed_in(user=walk.officer.user)
    action = url(walk, "item_answer", 3, "3.1")
    assert f'action="{action}"' in html(client.get(url(walk)))
    assert client.post(action, {"words": "Yes.", "seen": 0}).url == f"{url(walk)}#item-3.1"


@pytest.mark.parametrize(("scale", "leads_to", "place"), [(Scale.FULL, 2, "stage 2"), (Scale.LIGHT, 5, "part 2 (stages 5 to 7)")])
def test_page_of_what_is_done_leads_on_to_where_the_project_is(signed_in, scale, leads_to, place):
    walk = scene(scale=scale)
    client = signed_in(user=walk.officer.user)
    walk.settle()
    assert "Go on to" not in html(client.get(url(walk)))
    for side in (walk.officer, walk.chair):
        sign_offs.sign(stage=walk.stage(), by=side)
    assert f'<a href="{url(walk, number=leads_to)}">Go on to {place}</a>' in html(client.get(url(walk)))


@pytest.mark.parametrize(("scale", "looks_back"), [(Scale.FULL, [9]), (Scale.LIGHT, [8]), (Scale.CONSULTATION, [8])])
def test_page_that_holds_the_last_stage_leads_to_looking_back(signed_in, scale, looks_back):
    walk = scene(scale=scale)
    client = signed_in(user=walk.officer.user)
    back = reverse("project_evaluations", args=[walk.project.slug])
    numbers = [chapter[0] for chapter in policies.chapters(scale)]
    assert [number for number in numbers if back in html(client.get(url(walk, number=number)))] == looks_back


@pytest.mark.parametrize("scale", Scale.values)
def test_page_costs_the_same_for_one_stage_and_for_four(signed_in, django_assert_num_queries, scale):
    walk = scene(scale=scale)
    client = signed_in(user=walk.officer.user)
    client.get(url(walk))
    with django_assert_num_queries(12):
        client.get(url(walk))


# --- On paper -------------------------------------------------------------------------------------------------------------


def paper(walk: Scene, **said):
    today = timezone.localdate()
    on = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    return {"forum": walk.forums[0].pk, "paper": Paper.STAGE_SHEET, "signer": "Chair", "file": sheet(), **on, **said}


def test_officer_enters_a_signature_on_paper_and_it_shows_as_such(walk, signed_in):
    client = signed_in(user=walk.officer.user)
    assert url(walk, "stage_paper") in html(client.get(url(walk)))
    assert client.post(url(walk, "stage_paper"), paper(walk)).url == f"{url(walk)}#sign-off"
    page = html(client.get(url(walk)))
    assert "Signed on paper, entered by an officer. Signed as: Chair." in page
    assert reverse("file", args=[SignOff.objects.get().paper_file.key]) in page
    assert client.get(url(walk, "stage_paper")).url == url(walk)


def test_paper_says_what_is_missing_and_keeps_what_was_typed(walk, signed_in):
    client = signed_in(user=walk.officer.user)
    page = client.post(url(walk, "stage_paper"), paper(walk, on_year=2199, file="", signer="Vice chair"))
    assert set(page.context["form"].errors) == {"on", "file"}
    assert "Vice chair" in html(page)


def test_paper_that_is_no_picture_is_refused_in_plain_words(walk, signed_in):
    wrong = SimpleUploadedFile("sheet.docx", b"PK not a picture at all")
    page = signed_in(user=walk.officer.user).post(url(walk, "stage_paper"), paper(walk, file=wrong))
    assert "We can take pictures (JPEG, PNG or WebP) and PDF files." in html(page)
    assert SignOff.objects.count() == 0


def test_page_says_what_the_paper_settles(signed_in):
    walk = scene()
    for code in ("1.1", "1.2"):
        items.answer_and_confirm(item=walk.item(code), words="Yes.", by=walk.officer)
    sign_on_paper(walk)
    page = signed_in(user=walk.officer.user).get(url(walk)).context["page"]
    assert [(item.code, item.state_words, item.waits_for) for item in page.items] == [
        ("1.1", "Confirmed", "nobody"),
        ("1.2", "Signed on paper", "nobody"),
        ("1.3", "Signed on paper", "nobody"),
        ("1.4", "Not started", "council"),
    ]
    assert "sign" in page.possible


def test_sheet_holds_every_item_a_box_for_each_answer_and_a_line_to_sign_on(walk, signed_in):
    page = signed_in("member", walk.forums[0]).get(url(walk, "stage_sheet"))
    assert [f"Question 1.{code}?" in html(page) for code in "1234"] == [True] * 4
    assert (html(page).count("We agree"), "Signed as" in html(page), walk.forums[0].name in html(page)) == (4, True, True)
    assert signed_in("chair").get(url(walk, "stage_sheet")).status_code == 404


# --- Refused, answered, abstained, disputed, gone on ----------------------------------------------------------------------


def test_officer_answers_a_refusal_in_public_from_the_page(walk, signed_in):
    refused = sign_offs.refuse(stage=walk.stage(), reason="We cannot see the split.", by=walk.chair)
    client = signed_in(user=walk.officer.user)
    action = url(walk, "refusal_answer", 1, refused.act)
    assert f'action="{action}"' in html(client.get(url(walk)))
    empty = client.post(action, {"reason": ""})
    assert empty.context["form"].errors == {"reason": ["Write your answer"]}
    client.post(action, {"reason": "It is on page 3 now."})
    page = html(client.get(url(walk)))
    assert ("We cannot see the split." in page, "The council answered: It is on page 3 now." in page) == (True, True)
    assert walk.stage().state == "now"


def test_answer_to_something_else_is_not_found(walk, signed_in):
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    signed = SignOff.objects.get()
    client = signed_in(user=walk.officer.user)
    assert client.post(url(walk, "refusal_answer", 1, signed.act), {"reason": "Words."}).status_code == 404


def test_forum_abstains_from_the_page_with_or_without_a_reason(walk, signed_in):
    client = signed_in(user=walk.chair.user)
    client.post(url(walk, "stage_abstain"), {"reason": "", "seen": ""})
    assert SignOff.objects.get().position == Position.ABSTAINED
    assert "Abstained." in html(client.get(url(walk)))


def test_member_disputes_what_was_entered_on_paper_from_the_page(walk, signed_in):
    member = signed_in("member", walk.forums[0])
    assert url(walk, "stage_dispute") not in html(member.get(url(walk)))
    sign_on_paper(walk)
    assert url(walk, "stage_dispute") in html(member.get(url(walk)))
    empty = member.post(url(walk, "stage_dispute"), {"reason": ""})
    assert empty.context["form"].errors == {"reason": ["Say what is not right"]}
    member.post(url(walk, "stage_dispute"), {"reason": "We never saw it."})
    page = html(member.get(url(walk)))
    assert ("Disputed." in page, "We never saw it." in page, walk.stage().state) == (True, True, "contested")


def test_officer_says_why_the_council_goes_on(walk, signed_in):
    client = signed_in(user=walk.officer.user)
    nothing = client.post(url(walk, "stage_go_on"), {"reason": "We asked twice."})
    assert nothing.context["form"].errors == {"because": ["Choose why you go on without their signature"]}
    assert "We asked twice." in html(nothing)
    client.post(url(walk, "stage_go_on"), {"because": Unsigned.NO_REPLY, "reason": "We asked twice."})
    assert SignOff.objects.values_list("unsigned_because", "reason").get() == (Unsigned.NO_REPLY, "We asked twice.")
    assert "There was no reply. Because: We asked twice." in html(client.get(url(walk)))


def test_positions_of_several_forums_stand_side_by_side(signed_in):
    walk = scene(forums=3)
    walk.settle()
    sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chairs[0])
    sign_offs.abstain(stage=walk.stage(), by=walk.chairs[1])
    sign_offs.sign(stage=walk.stage(), by=walk.chairs[2])
    desks = signed_in(user=walk.officer.user).get(url(walk)).context["desks"]
    assert [(desk.sides[1].name, desk.sides[1].signed, desk.sides[1].head) for desk in desks] == [
        (walk.forums[0].name, False, ""),
        (walk.forums[1].name, False, "Abstained."),
        (walk.forums[2].name, True, ""),
    ]


def test_history_tells_hands_and_paper(signed_in):
    walk = scene()
    walk.settle()
    sign_on_paper(walk)
    history = signed_in(user=walk.officer.user).get(url(walk)).context["page"].history
    assert SignOff.objects.get().manner == Manner.ON_PAPER
    assert [(past.what, "A signed stage sheet" in past.reason) for past in history] == [(f"{walk.forums[0].name}: Signed", True)]
