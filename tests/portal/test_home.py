"""The first page: chosen and counted from the record; what is made up stands after what is real, and says so."""

from typing import Any

import pytest
from django.test import Client

from coproduction.core.models import Figure
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import publication
from feedback.models import Quote
from groups.models import BodyLink
from tests.factories.engagements import ForwardPlanItemFactory, HeadCountFactory, ProjectFactory
from tests.factories.feedback import ContributorFactory, OutcomeFactory, PromiseFactory, QuestionnaireFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db


def test_empty_installation_says_what_will_be_here_and_how_to_begin(client: Client) -> None:
    response = client.get("/")
    assert response.context["home"].is_empty
    assert "Nothing is here yet" in response.text
    assert "What our record is missing" not in response.text


def test_quotation_is_lifted_and_one_without_words_stands_last(client: Client) -> None:
    OutcomeFactory(ref="summary", said_basis="summary", happened=PartialDate.parse("2026"))
    OutcomeFactory(ref="quoted", happened=PartialDate.parse("2024"))
    OutcomeFactory(ref="wordless", without_words=True, happened=PartialDate.parse("2026"))
    OutcomeFactory(ref="made-up", origin="demonstration")
    home = client.get("/").context["home"]
    assert (home.lifted.ref, [pair.ref for pair in home.more], [pair.ref for pair in home.made_up_pairs]) == (
        "quoted",
        ["summary", "wordless"],
        ["made-up"],
    )


def test_what_the_record_is_missing_is_counted_without_what_is_made_up(client: Client) -> None:
    OutcomeFactory(happened=PartialDate.parse("2026"))
    OutcomeFactory.create_batch(2, without_words=True)
    OutcomeFactory(origin="demonstration", without_words=True)
    OutcomeFactory(draft=True)
    home = client.get("/").context["home"]
    assert (home.missing.total, home.missing.without_words, home.missing.without_date, home.everything.total) == (3, 2, 2, 4)


def test_forum_tiles_hold_a_figure_of_the_record(client: Client) -> None:
    voices = BodyFactory(
        slug="family-voices", mark="family-voices", meetings_held=Figure.objects.create(words="7 meetings in 18 months")
    )
    parents = BodyFactory(slug="parentsactive", mark="parentsactive")
    for _number in range(4):
        BodyLink.objects.create(body=parents, other=BodyFactory(), relation="sits_on")
    board = BodyFactory(slug="corporate-parenting-board", mark="corporate-parenting")
    workshop = BodyFactory(slug="workshops", mark="corporate-parenting", parent_body=board)
    HeadCountFactory(session__body=workshop, session__held=PartialDate.parse("2025-04"), number=11)
    HeadCountFactory(session__body=workshop, number=7)
    BodyFactory(slug="youth-council", mark="youth-council")
    invented = BodyFactory(mark="youth-council", demonstration=True)
    home = client.get("/").context["home"]
    assert [(tile.pk, tile.fact) for tile in home.forums][1:] == [
        (voices.pk, "7 meetings in 18 months"),
        (parents.pk, "Sits on 4 boards and groups"),
        (board.pk, "11 young people, April 2025"),
    ]
    assert [tile.pk for tile in home.made_up_forums] == [invented.pk]


def test_open_questionnaires_are_shown_and_drafts_are_not(client: Client) -> None:
    QuestionnaireFactory(title="Holiday club")
    QuestionnaireFactory(title="Not ready", draft=True)
    text = client.get("/").text
    assert ("Holiday club" in text, "Not ready" in text) == (True, False)


def test_who_said_a_quotation_stands_with_it(client: Client) -> None:
    project = ProjectFactory()
    Quote.objects.create(
        project=project,
        words="Add pictures",
        said_by="young Disabled person",
        said_on=PartialDate.parse("2024-10"),
        state="published",
    )
    ContributorFactory(outcome=OutcomeFactory(project=project, you_said="Add pictures"), body=BodyFactory(name="Youth Board"))
    assert client.get("/").context["home"].lifted.who == ("Young Disabled person", "Youth Board, October 2024")


def quoted(ref: str, words: str, *, when: str = "2024", speaker: str = "") -> None:
    project = ProjectFactory()
    if speaker:
        Quote.objects.create(project=project, words=words, said_by=speaker, state="published")
    ContributorFactory(outcome=OutcomeFactory(ref=ref, project=project, you_said=words, happened=PartialDate.parse(when)))


@pytest.mark.parametrize(
    "one, other",
    [
        ({"words": "Use pictures", "speaker": "parent"}, {"words": "We all need many more pictures than that", "when": "2026"}),
        ({"words": "Please ask my mum"}, {"words": "Please ask the parents first, and ask them often", "when": "2026"}),
        ({"words": "Put the timetable on one page"}, {"words": "Use pictures", "when": "2026"}),
        ({"words": "Use pictures", "when": "2026"}, {"words": "Ask children"}),
    ],
    ids=["a speaker is known", "they speak of themselves", "more words", "newest of equals"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_most_human_quotation_comes_first(client: Client, one: dict[str, str], other: dict[str, str], turned: bool) -> None:
    made = [("first", one), ("second", other)]
    for ref, facts in reversed(made) if turned else made:
        quoted(ref, **facts)
    OutcomeFactory(ref="summary", said_basis="summary", you_said="We said " * 30, happened=PartialDate.parse("2026"))
    home = client.get("/").context["home"]
    assert (home.lifted.ref, {pair.ref for pair in home.more}) == ("first", {"second", "summary"})


def test_without_a_quotation_the_newest_summary_comes_first_and_without_words_the_newest_answer(client: Client) -> None:
    OutcomeFactory(ref="wordless", without_words=True, happened=PartialDate.parse("2026"))
    assert client.get("/").context["home"].lifted.ref == "wordless"
    OutcomeFactory(ref="old", said_basis="summary", happened=PartialDate.parse("2023"))
    OutcomeFactory(ref="new", said_basis="summary", happened=PartialDate.parse("2025"))
    publication.bump()
    assert client.get("/").context["home"].lifted.ref == "new"


def test_lifted_pair_names_its_project_since_its_heading_is_hidden(client: Client) -> None:
    OutcomeFactory(title="", project=ProjectFactory(title="The hub"), happened=PartialDate.parse("2024"))
    lifted = client.get("/").context["home"].lifted
    assert (lifted.topic_hidden, [(fact.label, fact.value) for fact in lifted.facts]) == (
        True,
        [("When", "2024"), ("Part of", "The hub")],
    )


@pytest.mark.parametrize("rows", [1, 30])
def test_home_costs_the_same_with_many_rows(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        ContributorFactory()
        ContributorFactory(outcome=OutcomeFactory(without_words=True))
        ContributorFactory(outcome=OutcomeFactory(origin="demonstration"))
        PromiseFactory()
        ForwardPlanItemFactory()
        QuestionnaireFactory()
    BodyFactory(mark="youth-council")
    with django_assert_num_queries(21):
        client.get("/")
