"""A whole stage on one page: what a forum reads, asks, decides and keeps for later; by hands where its people are children."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from checklist.enums import ItemState, Position, Scale, Side
from checklist.models import ItemEvent, SignOff, StageDraft
from checklist.services import items
from engagements.services import projects
from groups.enums import Role
from groups.models import Capacity
from tests.factories.checklist import Scene, scene
from tests.factories.groups import CapacityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    made = scene(title="Short breaks")
    council_part(made)
    return made


def council_part(walk: Scene, number: int = 1) -> None:
    for code in (f"{number}.1", f"{number}.2"):
        items.answer_and_confirm(item=walk.item(code), words=f"What we did about {code}.", by=walk.officer)


def url(walk: Scene, name: str = "stage_review", number: int = 1) -> str:
    return reverse(name, args=[walk.project.slug, number])


def seen() -> int:
    return ItemEvent.objects.count()


def messages(client, response) -> list[str]:
    page = client.get(response.url)
    return [str(each) for each in page.context["messages"]]


def test_forum_confirms_and_signs_a_whole_stage_with_one_button(walk, signed_in):
    client = signed_in(user=walk.chair.user)
    page = client.get(url(walk))
    shown = [(row.review.item.code, row.answer is not None, row.query is not None) for row in page.context["groups"][0].rows]
    assert shown == [("1.1", False, True), ("1.2", False, True), ("1.3", True, False), ("1.4", False, False)]
    response = client.post(url(walk), {"answer-1-3": "Two were ours.", "position": "signed", "seen": seen()})
    assert response.url == url(walk, "checklist_stage")
    assert messages(client, response) == ["Sent. You confirmed 2 items. You have signed."]
    assert [walk.item(code).state for code in ("1.2", "1.3")] == [ItemState.CONFIRMED] * 2
    assert SignOff.objects.get().position == Position.SIGNED


def test_question_is_asked_the_rest_confirmed_and_nobody_signs(walk, signed_in):
    client = signed_in(user=walk.chair.user)
    said = {"query-1-1": "How is it split?", "answer-1-3": "Two.", "position": "signed", "seen": seen()}
    response = client.post(url(walk), said)
    assert messages(client, response) == [
        "Sent. You confirmed 2 items. You asked about 1.1. You have not signed yet. Come back when your questions are answered."
    ]
    assert (walk.item("1.1").state, SignOff.objects.count()) == (ItemState.QUERIED, 0)


def test_decision_is_asked_for_where_the_person_decides(walk, signed_in):
    client = signed_in(user=walk.chair.user)
    nothing = client.post(url(walk), {"answer-1-3": "Two were ours.", "seen": seen()})
    assert nothing.context["form"].errors == {"position": ["Choose what you decide, or write a question"]}
    assert "Two were ours." in nothing.content.decode()
    no_reason = client.post(url(walk), {"position": "refused", "seen": seen()})
    assert no_reason.context["form"].errors == {"reason": ["Say why you do not sign"]}


def test_words_that_changed_meanwhile_are_not_signed_and_what_was_typed_stays(walk, signed_in):
    client, before = signed_in(user=walk.chair.user), seen()
    items.answer(item=walk.item("1.4"), words="Quietly more.", by=walk.officer)
    said = {"answer-1-3": "Two were ours.", "query-1-1": "Why so late?", "position": "refused", "reason": "No.", "seen": before}
    page = client.post(url(walk), said)
    html = page.content.decode()
    assert page.context["form"].non_field_errors() == [
        "Something changed at this stage while you had it open. Read it again, then sign."
    ]
    assert [words in html for words in ("Two were ours.", "Why so late?", "No.</textarea>")] == [True] * 3
    assert ItemEvent.objects.filter(side=Side.FORUM).count() == 0


def test_project_stopped_meanwhile_says_so_and_keeps_what_was_typed(walk, signed_in):
    client, before = signed_in(user=walk.chair.user), seen()
    projects.stop(project=walk.project, reason="The grant ended.", by=walk.officer)
    page = client.post(url(walk), {"query-1-1": "Why so late?", "position": "refused", "reason": "Too late.", "seen": before})
    html = page.content.decode()
    assert "This project was stopped, so its checklist cannot change." in html
    assert ("Why so late?" in html, "Too late." in html, SignOff.objects.count()) == (True, True, 0)
    assert client.get(url(walk)).url == url(walk, "checklist_stage")


def test_signer_whose_part_ended_yesterday_is_told_and_nothing_is_saved(walk, signed_in):
    client = signed_in(user=walk.chair.user)
    CapacityFactory(user=walk.chair.user, role=Role.MEMBER, body=walk.forums[0])
    Capacity.objects.filter(pk=walk.chair.capacity.pk).update(until=timezone.localdate() - dt.timedelta(days=1))
    response = client.post(url(walk), {"query-1-1": "Why so late?", "position": "signed", "seen": seen()})
    told = "You no longer act as" in response.text and "Why so late?" in response.text
    assert (response.status_code, told, SignOff.objects.count()) == (403, True, 0)


def test_forum_reads_and_asks_while_the_council_is_not_done(signed_in):
    walk = scene()
    items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    client = signed_in(user=walk.chair.user)
    page = client.get(url(walk))
    assert (page.context["review"].decides, page.context["review"].waits_for_council) == (False, ("1.1",))
    response = client.post(url(walk), {"seen": seen()})
    assert messages(client, response) == ["Sent. You confirmed 1 item. You have not signed yet."]


def test_saved_for_later_is_the_forums_own(walk, signed_in):
    client = signed_in(user=walk.chair.user)
    response = client.post(url(walk), {"query-1-1": "How is it", "position": "refused", "later": "1", "seen": seen()})
    assert (response.url, StageDraft.objects.get().said) == (url(walk), {"query-1-1": "How is it", "position": "refused"})
    second = signed_in("representative", walk.forums[0])
    assert "How is it" in second.get(url(walk)).content.decode()
    for other in (signed_in(user=walk.officer.user), signed_in("member", walk.forums[0])):
        assert other.get(url(walk)).status_code == 403
        assert "How is it" not in other.get(url(walk, "checklist_stage")).content.decode()
    client.post(url(walk), {"query-1-1": "How is it split?", "seen": seen()})
    assert StageDraft.objects.count() == 0


def test_one_forum_never_sees_the_draft_of_another(signed_in):
    walk = scene(forums=2)
    council_part(walk)
    first, second = (signed_in(user=chair.user) for chair in walk.chairs)
    first.post(url(walk), {"query-1-1": "Between us only", "later": "1", "seen": seen()})
    assert "Between us only" not in second.get(url(walk)).content.decode()
    second.post(url(walk), {"query-1-1": "Ours", "later": "1", "seen": seen()})
    assert StageDraft.objects.count() == 2


def test_facilitator_counts_hands_for_a_childrens_forum(signed_in):
    walk = scene(children=True)
    council_part(walk)
    client = signed_in("facilitator", walk.forums[0])
    page = client.get(url(walk))
    assert [name in page.context["form"].fields for name in ("yes", "no", "not_sure", "position")] == [True, True, True, False]
    said = {"answer-1-3": "Two were ours.", "yes": "6", "no": "1", "not_sure": "2", "seen": seen()}
    response = client.post(url(walk), said)
    assert messages(client, response) == ["Sent. You confirmed 2 items. You have signed."]
    html = client.get(url(walk, "checklist_stage")).content.decode()
    assert "By a show of hands: 6 yes, 1 no, 2 not sure." in html


@pytest.mark.parametrize(
    "said, errors",
    [
        ({}, {name: ["Enter a number, 0 if nobody did, or write a question"] for name in ("yes", "no", "not_sure")}),
        ({"yes": "1", "no": "4", "not_sure": "0"}, {"reason": ["More said no than yes. Say why you do not sign."]}),
        ({"yes": "-1", "no": "0", "not_sure": "0"}, {"yes": ["Enter 0 or more"]}),
        ({"yes": "most", "no": "0", "not_sure": "0"}, {"yes": ["Enter a whole number, like 12"]}),
    ],
)
def test_hands_that_cannot_be_say_what_to_do(signed_in, said, errors):
    walk = scene(children=True)
    council_part(walk)
    page = signed_in("facilitator", walk.forums[0]).post(url(walk), {**said, "seen": seen()})
    assert page.context["form"].errors == errors


def test_facilitator_asks_without_hands(signed_in):
    walk = scene(children=True)
    council_part(walk)
    client = signed_in("facilitator", walk.forums[0])
    response = client.post(url(walk), {"query-1-1": "What is a budget?", "seen": seen()})
    assert messages(client, response) == [
        "Sent. You asked about 1.1. You have not signed yet. Come back when your questions are answered."
    ]
    assert walk.item("1.2").state == ItemState.OFFICER_CONFIRMED


def test_facilitator_has_no_single_acts(signed_in):
    walk = scene(children=True)
    council_part(walk)
    client = signed_in("facilitator", walk.forums[0])
    html = client.get(url(walk, "checklist_stage")).content.decode()
    main = html.split("<main")[1].split("</main>")[0]
    assert (url(walk) in main, "csrfmiddlewaretoken" in main) == (True, False)
    assert client.post(url(walk, "stage_sign")).status_code == 403


def test_review_is_for_the_forum(walk, signed_in):
    assert signed_in(user=walk.officer.user).get(url(walk)).status_code == 403
    assert signed_in("member", walk.forums[0]).get(url(walk)).status_code == 403
    assert signed_in("chair").get(url(walk)).status_code == 404


def test_stages_that_are_signed_together_are_read_on_one_page(signed_in):
    walk = scene(scale=Scale.LIGHT)
    for number in (1, 2, 3, 4):
        council_part(walk, number)
    client = signed_in(user=walk.chair.user)
    assert client.get(url(walk, number=3)).url == url(walk)
    page = client.get(url(walk))
    assert [group.number for group in page.context["groups"]] == [1, 2, 3, 4]
    said = {f"answer-{number}-3": "Ours." for number in (1, 2, 3, 4)}
    client.post(url(walk), said | {"position": "signed", "seen": seen()})
    assert list(SignOff.objects.values_list("stage__number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize("events", [1, 12])
def test_review_costs_the_same_whatever_happened(walk, signed_in, django_assert_num_queries, events):
    for _each in range(events):
        items.query(item=walk.item("1.2"), words="Why?", by=walk.chair)
    client = signed_in(user=walk.chair.user)
    client.get(url(walk))
    with django_assert_num_queries(12):
        client.get(url(walk))
