"""The list of projects and its filter, one project, and the forward plan."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coproduction.core.partial_dates import PartialDate
from engagements.models import Limit, Milestone, ProjectDetail
from engagements.queries import projects
from feedback.models import Quote
from tests.factories.engagements import (
    ForwardPlanItemFactory,
    HeadCountFactory,
    ProjectFactory,
    ProjectPartFactory,
    SessionFactory,
)
from tests.factories.feedback import ContributorFactory, OutcomeFactory, PromiseFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db


def titles(response: HttpResponse) -> list[str]:
    return [card.title for card in response.context["projects"]]


@pytest.fixture
def many() -> None:
    forum = BodyFactory(slug="youth", name="Youth group")
    ProjectPartFactory(
        body=forum,
        project=ProjectFactory(
            slug="hub", title="A hub", stage=3, kind="service_design", what_happened="A quiet room was built."
        ),
    )
    ProjectFactory(
        slug="plan",
        title="B plan",
        kind="strategy",
        status="closed",
        kind_words="strategy",
        status_words="completed_evaluated",
        origin="record",
    )
    ProjectFactory(slug="made-up", title="A made-up one", origin="demonstration", stage=9)
    ProjectFactory(slug="draft", title="A draft", draft=True)


def test_list_shows_real_projects_before_made_up_ones_and_no_draft(client: Client, many: None) -> None:
    response = client.get("/projects/")
    assert titles(response) == ["A hub", "B plan", "A made-up one"]
    assert [(card.stage_words, card.state_words, card.made_up) for card in response.context["projects"]] == [
        ("Stage 3 of 9: Find the right people", "Going on", ""),
        ("Not on the checklist", "Completed evaluated", ""),
        ("Stage 9 of 9: Look back and learn", "Going on", "Demonstration"),
    ]


@pytest.mark.parametrize(
    "query, found",
    [
        ({"forum": "youth"}, ["A hub"]),
        ({"stage": "3"}, ["A hub"]),
        ({"stage": "none"}, ["B plan"]),
        ({"kind": "strategy"}, ["B plan"]),
        ({"status": "closed"}, ["B plan"]),
        ({"text": "ROOM quiet"}, ["A hub"]),
        ({"text": "youth"}, ["A hub"]),
        ({"text": "zebra"}, []),
        ({"stage": "3", "kind": "strategy"}, []),
    ],
)
def test_filter_finds_what_fits(client: Client, many: None, query: dict[str, str], found: list[str]) -> None:
    assert titles(client.get("/projects/", query)) == found


@pytest.mark.parametrize(
    "query, message",
    [
        ("stage=99", "“99” is not in the list “Stage”."),
        ("forum=nobody", "“nobody” is not in the list “Forum”."),
        ("kind=%00", "We left out characters that cannot be typed."),
        ("status=draft", "“draft” is not in the list “How it stands”."),
        ("text=" + "x" * 5000, "Use 200 characters or fewer. You used 5000."),
        ("page=0", "There is no page “0”. This is page 1."),
    ],
)
def test_nonsense_in_the_filter_is_answered_in_words(client: Client, many: None, query: str, message: str) -> None:
    response = client.get(f"/projects/?{query}")
    assert (response.status_code, titles(response)) == (200, ["A hub", "B plan", "A made-up one"])
    assert message in response.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example({"stage": "²", "page": "٣"})
@given(
    st.dictionaries(
        st.sampled_from(["text", "forum", "stage", "kind", "status", "page", "other"]), st.text(max_size=30), max_size=4
    )
)
def test_any_query_is_answered(client: Client, many: None, query: dict[str, str]) -> None:
    encoded = {name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name, value in query.items()}
    assert client.get("/projects/", encoded).status_code == 200


@pytest.fixture
def whole(client: Client) -> str:
    project = ProjectFactory(
        slug="hub", title="The hub", origin="record", source="x ¶1", kind_words="service_design", degree_achieved="coproduction", degree_stated="co-produced",
        degree_suggested="consultation", fixed_words="the money", open_words="the rooms", what_happened="Families chose the rooms.",
    )  # fmt: skip
    forum = BodyFactory(name="Youth group")
    ProjectPartFactory(project=project, body=forum)
    ProjectPartFactory(project=project, body=None, words="a local artist")
    Limit.objects.create(project=project, kind="law", words="Doors must be wide")
    Milestone.objects.create(project=project, kind="opened", on=PartialDate.parse("2024-10"))
    ProjectDetail.objects.create(project=project, kind="topic", words="Colours")
    HeadCountFactory(session=SessionFactory(project=project, topic="Rooms", held=PartialDate.parse("2024-03-05")))
    ContributorFactory(outcome=OutcomeFactory(project=project, title="Quiet room"), body=forum)
    PromiseFactory(project=project, words="Paint it blue")
    ForwardPlanItemFactory(project=project, words="Opening day")
    Quote.objects.create(project=project, words="I feel at home", said_by="a parent", state="published")
    Quote.objects.create(project=project, words="Unpublished words", state="proposed")
    return client.get("/projects/hub/").text


@pytest.mark.parametrize(
    "words",
    [
        "Service design", "Families chose the rooms.", "Youth group", "With a local artist.", "Not on the checklist", "Quiet room", "I feel at home",
        "October 2024", "The record calls it: <strong>co-produced</strong>", "An analyst’s reading, not confirmed: consultation", "Doors must be wide.",
        "The money.", "the rooms", "11 young people took part.", "Paint it blue.", "Opening day", "Colours", "Where this comes from",
    ],
)  # fmt: skip
def test_project_shows(whole: str, words: str) -> None:
    assert words in whole


def test_project_keeps_unpublished_words_to_itself(whole: str) -> None:
    assert "Unpublished words" not in whole


def test_draft_is_for_those_who_work_on_it(client: Client, many: None, signed_in: Any, settings: Any) -> None:
    settings.DEMO = True
    assert (client.get("/projects/draft/").status_code, signed_in("officer").get("/projects/draft/").status_code) == (404, 200)


@pytest.mark.parametrize(
    "session, counts, sentence",
    [
        ({}, [(11, "exact", "young people")], "11 young people took part."),
        (
            {},
            [(20, "more_than", "young people"), (None, "not_stated", "councillors")],
            "More than 20 young people took part. Also there: councillors.",
        ),
        ({}, [(550, "exact", "responses")], "550 responses came in."),
        ({}, [(3, "exact", "parents")], "Fewer than 5 parents took part."),
        ({"origin": "record"}, [], "The record does not say how many people took part."),
        ({}, [], "Nobody has written down yet how many people took part."),
        ({"participants": "parents"}, [], "Took part: parents. Nobody wrote down how many."),
        (
            {"origin": "record", "participants": "young people aged 16-24"},
            [],
            "Took part: young people aged 16-24. The record does not say how many.",
        ),
        (
            {"publish_makeup": False, "participants": "one family"},
            [(2, "exact", "children")],
            "Only a few people took part, so we do not say more about them.",
        ),
        ({}, [(2, "exact", "parents"), (1, "exact", "carers")], "Fewer than 5 people took part."),
        ({"state": "planned"}, [], ""),
    ],
)
def test_head_counts_become_a_sentence(session: dict[str, Any], counts: list[tuple[int | None, str, str]], sentence: str) -> None:
    made = SessionFactory(**session)
    for order, (number, qualifier, who) in enumerate(counts):
        HeadCountFactory(session=made, number=number, qualifier=qualifier, who=who, order=order)
    assert projects.people(made) == sentence


def test_plan_shows_made_up_items_by_themselves_and_none_of_a_draft(client: Client) -> None:
    ForwardPlanItemFactory(words="Review", planned=PartialDate.unknown("every term"))
    ForwardPlanItemFactory(words="Invented", origin="demonstration")
    ForwardPlanItemFactory(words="Secret", project=ProjectFactory(draft=True))
    response = client.get("/forward-plan/")
    assert [(line.title, line.when) for line in response.context["items"]] == [("Review", "Every term")]
    assert [line.title for line in response.context["made_up"]] == ["Invented"]
    assert "Secret" not in response.text


@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_with_many_rows(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        ProjectPartFactory()
    with django_assert_num_queries(8):
        client.get("/projects/")


@pytest.mark.parametrize("rows", [1, 30])
def test_plan_costs_the_same_with_many_rows(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        ForwardPlanItemFactory(project=ProjectFactory())
    with django_assert_num_queries(2):
        client.get("/forward-plan/")


@pytest.mark.parametrize("rows", [1, 30])
def test_project_costs_the_same_with_many_rows(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    project = ProjectFactory(slug="hub")
    for number in range(rows):
        ProjectPartFactory(project=project)
        HeadCountFactory(session__project=project)
        ContributorFactory(outcome=OutcomeFactory(project=project))
        PromiseFactory(project=project)
        ForwardPlanItemFactory(project=project)
        Quote.objects.create(project=project, words=f"Words {number}", state="published")
    with django_assert_num_queries(4):
        client.get("/projects/hub/")


def test_officer_finds_the_way_to_the_checklist_and_the_public_does_not(
    client: Client, many: None, signed_in: Any, settings: Any
) -> None:
    settings.DEMO = True
    pages = {"officer": signed_in("officer").get("/projects/plan/").text, "everyone": client.get("/projects/plan/").text}
    assert {who: 'href="/projects/plan/checklist/"' in text for who, text in pages.items()} == {
        "officer": True,
        "everyone": False,
    }
