"""You said, we did: the list and its filter, one outcome, and the files, which hold the same rows."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coproduction.core.csv_files import safe_cell
from coproduction.core.models import Figure, FigurePart
from coproduction.core.partial_dates import PartialDate
from feedback import policies
from feedback.exports import CSV_COLUMNS
from feedback.models import Outcome
from feedback.queries import outcomes
from tests.factories.engagements import ProjectFactory
from tests.factories.feedback import ContributorFactory, OutcomeFactory, PromiseFactory, ThemeFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def refs(response: HttpResponse) -> list[str]:
    return [pair.ref for pair in response.context["pairs"]]


def test_list_shows_real_complete_pairs_first_then_made_up_ones_then_those_without_words(client: Client) -> None:
    OutcomeFactory(ref="wordless", without_words=True, happened=PartialDate.parse("2026"))
    OutcomeFactory(ref="made-up", origin="demonstration", happened=PartialDate.parse("2026"))
    OutcomeFactory(ref="undated")
    OutcomeFactory(ref="older", happened=PartialDate.parse("2024-03"))
    OutcomeFactory(ref="newer", happened=PartialDate.parse("2025"))
    OutcomeFactory(ref="draft", draft=True)
    response = client.get("/you-said-we-did/")
    assert refs(response) == ["newer", "older", "undated", "made-up", "wordless"]
    assert (response.context["summary"].counted, response.context["summary"].shares) == ("5 answers", "4 real, 1 made up")


def test_made_up_outcome_says_demonstration_wherever_it_goes(client: Client) -> None:
    OutcomeFactory(ref="made-up", title="Longer hours", origin="demonstration")
    pages = [client.get(path).text for path in ("/", "/you-said-we-did/", "/you-said-we-did/made-up/")]
    assert ['<span class="cp-made-up">Demonstration</span>' in page for page in pages] == [True] * 3
    file = client.get("/you-said-we-did.csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="you-said-we-did-demonstration.csv"'
    assert rows_of(file)[0]["demonstration"] == "Demonstration"
    made = json.loads(client.get("/you-said-we-did.json").content)
    assert (made["contains_demonstration"], made["outcomes"][0]["label"]) == (True, "Demonstration")
    feed = ElementTree.fromstring(client.get("/you-said-we-did.atom").content)
    assert [title.text for title in feed.iterfind(".//a:title", ATOM)] == [
        "You said, we did (Demonstration)",
        "Demonstration: Longer hours",
    ]


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def many() -> dict[str, Outcome]:
    forum, board = BodyFactory(slug="youth", name="Youth group"), BodyFactory(slug="board", name="The board")
    workshop = BodyFactory(slug="workshop", parent_body=board)
    hub = ProjectFactory(slug="hub", title="The hub")
    made = {
        "sunday": OutcomeFactory(
            ref="sunday", title="Sundays", project=hub, you_said="Open on Sundays", happened=PartialDate.parse("2024-25")
        ),
        "quiet": OutcomeFactory(
            ref="quiet",
            title="Quiet room",
            you_said="A quiet room",
            answer="cant",
            because="No room.",
            would_change="A new house.",
            because_kind="money",
        ),
        "bus": OutcomeFactory(
            ref="bus", title="Bus stop", without_words=True, answer="doing", happened=PartialDate.parse("2023-10")
        ),
    }
    ContributorFactory(outcome=made["sunday"], body=forum)
    ContributorFactory(outcome=made["quiet"], body=workshop)
    ContributorFactory(outcome=made["bus"], body=None, words="parents at the school gate")
    return made


@pytest.mark.parametrize(
    "query, found",
    [
        ({"forum": "youth"}, ["sunday"]),
        ({"forum": "board"}, ["quiet"]),
        ({"project": "hub"}, ["sunday"]),
        ({"status": "cant"}, ["quiet"]),
        ({"status": ["cant", "doing"]}, ["quiet", "bus"]),
        ({"year": "2025"}, ["sunday"]),
        ({"year": "2023"}, ["bus"]),
        ({"year": "unknown"}, ["quiet"]),
        ({"text": "quiet ROOM"}, ["quiet"]),
        ({"text": "school gate"}, ["bus"]),
        ({"text": "zebra"}, []),
        ({"has": "words"}, ["sunday", "quiet"]),
        ({"has": ["words", "date"]}, ["sunday"]),
        ({"status": "did", "forum": "board"}, []),
    ],
)  # fmt: skip
def test_filter_gives_the_same_rows_on_the_page_and_in_every_file(
    client: Client, many: dict[str, Outcome], query: dict[str, Any], found: list[str]
) -> None:
    made = json.loads(client.get("/you-said-we-did.json", query).content)
    feed = ElementTree.fromstring(client.get("/you-said-we-did.atom", query).content)
    assert {
        "page": refs(client.get("/you-said-we-did/", query)),
        "csv": [row["reference"] for row in rows_of(client.get("/you-said-we-did.csv", query))],
        "json": [row["reference"] for row in made["outcomes"]],
        "count": made["count"],
        "atom": sorted(
            entry.findtext("a:id", namespaces=ATOM).rstrip("/").rsplit("/", 1)[1] for entry in feed.iterfind("a:entry", ATOM)
        ),
    } == {"page": found, "csv": found, "json": found, "count": len(found), "atom": sorted(found)}


@pytest.mark.parametrize(
    "query, message",
    [
        ("forum=nobody", "“nobody” is not in the list “Who said it”."),
        ("project=99", "“99” is not in the list “Project”."),
        ("status=maybe", "“maybe” is not in the list “The answer”."),
        ("year=abc", "“abc” is not in the list “Year”."),
        ("year=99999999999999999999", "is not in the list “Year”."),
        ("text=%00bus", "We left out characters that cannot be typed."),
        ("text=" + "x" * 5000, "Use 200 characters or fewer. You used 5000."),
        ("has=everything", "“everything” is not in the list “The record”."),
    ],
)
def test_nonsense_in_the_filter_is_answered_in_words(client: Client, many: dict[str, Outcome], query: str, message: str) -> None:
    response = client.get(f"/you-said-we-did/?{query}")
    assert (response.status_code, refs(response)) == (200, ["sunday", "quiet", "bus"])
    assert "There is a problem" in response.text
    assert message in response.text
    assert response.text.index("<title>Error: ") > 0
    file = client.get(f"/you-said-we-did.csv?{query}")
    assert (file.status_code, file.url.split("?")[0]) == (302, "/you-said-we-did/")


def test_what_was_typed_stays_in_the_filter(client: Client, many: dict[str, Outcome]) -> None:
    text = client.get("/you-said-we-did/?text=bus&forum=youth&year=abc&status=cant").text
    assert 'value="bus"' in text
    assert '<option value="youth" selected>' in text
    assert 'value="cant" checked' in text


@pytest.mark.parametrize(
    "page, number", [("0", 1), ("999", 2), ("abc", 1), ("-1", 1), ("2.5", 1), ("²", 1), ("%00", 1), ("9" * 400, 2)]
)
def test_page_that_is_not_there_shows_the_nearest_one(client: Client, page: str, number: int) -> None:
    OutcomeFactory.create_batch(21)
    response = client.get(f"/you-said-we-did/?page={page}")
    assert (response.status_code, response.context["page"].number) == (200, number)
    assert "There is no page" in response.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example({"page": "\x00", "forum": "\ud800"})
@given(
    st.dictionaries(
        st.sampled_from(["text", "forum", "project", "status", "year", "has", "page", "other"]), st.text(max_size=30), max_size=4
    )
)
def test_any_query_is_answered(client: Client, many: dict[str, Outcome], query: dict[str, str]) -> None:
    encoded = {name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name, value in query.items()}
    statuses = [client.get(path, encoded).status_code for path in ("/you-said-we-did/", "/you-said-we-did.json")]
    assert statuses[0] == 200
    assert statuses[1] in (200, 302)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\r=1"])
def test_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_words_cannot_become_a_formula_in_the_file(client: Client) -> None:
    OutcomeFactory(title="=HYPERLINK()", you_said="@home", we_did="-2 more")
    row = rows_of(client.get("/you-said-we-did.csv"))[0]
    assert (row["topic"], row["you_said"], row["we_did"]) == ("'=HYPERLINK()", "'@home", "'-2 more")


def test_json_has_stable_names_and_null_for_what_is_not_known(client: Client, settings: Any) -> None:
    figure = Figure.objects.create(words="£3000 (up by £1000)")
    FigurePart.objects.create(figure=figure, number=3000, unit="£")
    FigurePart.objects.create(figure=figure, number=1000, qualifier="up_by", unit="£", order=1)
    outcome = OutcomeFactory(
        ref="home",
        title="A first home",
        without_words=True,
        figure=figure,
        said_about="moving in",
        origin="record",
        source="a.txt",
    )
    site = settings.SITE_URL
    assert json.loads(client.get("/you-said-we-did.json").content)["outcomes"] == [
        {
            "reference": "home",
            "address": f"{site}/you-said-we-did/home/",
            "topic": "A first home",
            "you_said": None,
            "said_basis": "unknown",
            "talked_about": "moving in",
            "answer": "did",
            "answer_in_words": "We did",
            "we_did": "The hub opens on Sundays.",
            "what_stops_us": None,
            "because": None,
            "what_would_change_it": None,
            "credited_to": [],
            "project": {"title": outcome.project.title, "address": f"{site}/projects/{outcome.project.slug}/"},
            "figure": {
                "words": "£3000 (up by £1000)",
                "in_words": "£3,000, up by £1,000",
                "numbers": [
                    {"number": 3000.0, "qualifier": "exact", "unit": "£", "date": None},
                    {"number": 1000.0, "qualifier": "up_by", "unit": "£", "date": None},
                ],
            },
            "date": None,
            "date_in_words": "No date in the record",
            "within_these_limits": None,
            "they_then_said": None,
            "note": None,
            "source": "a.txt",
            "source_in_words": "a.txt",
            "published": outcome.published_at.isoformat(),
            "demonstration": False,
            "label": None,
        }
    ]


def test_csv_columns_are_a_contract(client: Client) -> None:
    assert client.get("/you-said-we-did.csv").content.decode("utf-8-sig").strip().split(",") == list(CSV_COLUMNS)


def test_feed_of_nothing_is_still_a_feed(client: Client) -> None:
    feed = ElementTree.fromstring(client.get("/you-said-we-did.atom").content)
    assert [feed.find(f"a:{name}", ATOM) is not None for name in ("id", "title", "updated", "author")] == [True] * 4


def test_files_call_a_discreet_group_by_its_neutral_name(client: Client) -> None:
    ContributorFactory(body=BodyFactory(name="Group of the hidden", discreet=True))
    row = rows_of(client.get("/you-said-we-did.csv"))[0]
    assert row["credited_to"] == "Thursday group"
    assert "hidden" not in client.get("/you-said-we-did.json").text


def test_answer_that_we_cannot_says_what_stops_us_and_what_would_change_it(many: dict[str, Outcome]) -> None:
    assert outcomes.pair(many["quiet"]).why == (("What stops us: money", "No room."), ("What would change it", "A new house."))


def test_outcome_without_words_invites_those_who_were_there(client: Client, many: dict[str, Outcome]) -> None:
    text = client.get("/you-said-we-did/bus/").text
    assert "The record does not hold the words people said." in text
    assert 'href="/you-said-we-did/bus/#tell-us"' in text
    assert 'id="tell-us"' in text
    assert "Were you there?" not in client.get("/you-said-we-did/quiet/").text


def supplies(response: HttpResponse) -> list[tuple[str, str]]:
    return [(pair.supply_url, pair.supply_words) for pair in response.context["pairs"]]


def test_list_leads_those_who_sign_for_a_credited_group_to_its_form(client: Client, signed_in: Callable[..., Client]) -> None:
    forum = BodyFactory()
    for ref in ("one", "two", "three"):
        ContributorFactory(outcome=OutcomeFactory(ref=ref, title=ref, without_words=True), body=forum)
    everyone = [(f"/you-said-we-did/{ref}/#tell-us", "") for ref in ("one", "two", "three")]
    members = [(f"/you-said-we-did/{ref}/words/", "Add the words for your group") for ref in ("one", "two", "three")]
    for browser, expected in (
        (client, everyone),
        (signed_in("chair"), everyone),
        (signed_in("officer"), everyone),
        (signed_in("chair", forum), members),
    ):
        assert sorted(supplies(browser.get("/you-said-we-did/"))) == sorted(expected)
    form = signed_in("chair", forum).get("/you-said-we-did/one/words/").text
    assert ("does not hold the words" in form, "Were you there?" in form) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_a_member_the_same_with_many_rows(
    signed_in: Callable[..., Client], rows: int, django_assert_num_queries: Any
) -> None:
    forum = BodyFactory()
    for _number in range(rows):
        ContributorFactory(outcome=OutcomeFactory(without_words=True), body=forum)
    member = signed_in("chair", forum)
    with django_assert_num_queries(11):
        member.get("/you-said-we-did/")


def test_outcome_without_a_title_is_headed_by_the_beginning_of_the_answer(client: Client) -> None:
    hub = ProjectFactory(title="The hub")
    done = "Flooring and white goods provided for young people moving into council tenancies."
    outcome = OutcomeFactory(ref="one", title="", project=hub, we_did=done)
    heading = "Flooring and white goods provided for young people…"
    pair = outcomes.pair(outcome)
    assert (pair.topic, pair.topic_url, outcome.topic) == (heading, "/you-said-we-did/one/", heading)
    assert [(fact.label, fact.value) for fact in pair.facts] == [("Part of", "The hub")]
    assert [pair.topic for pair in outcomes.for_project(hub)] == [heading]
    assert f"<h1>{heading}</h1>" in client.get("/you-said-we-did/one/").text
    assert rows_of(client.get("/you-said-we-did.csv"))[0]["topic"] == heading


@pytest.mark.parametrize(
    "words, heading",
    [
        ("Podcast series launched.", "Podcast series launched"),
        ("Sleep issues added to 'I think my child needs help'.", "Sleep issues added to 'I think my child needs help'"),
        ("The hub opens. It has a kitchen.", "The hub opens…"),
        ("Timetable improved; new services matched to need.", "Timetable improved…"),
        ("What next? We ask again.", "What next?…"),
        ("Priorities put into the criteria for grants to the third sector.", "Priorities put into the criteria for grants…"),
        ("Partners wrote an evaluation of the whole year, together:\nprocess, costs.", "Partners wrote an evaluation of the whole year…"),
        ("x" * 80, "x" * 52 + "…"),
        ("a the of", "a the of"),
        ("", ""),
    ],
)  # fmt: skip
def test_heading_keeps_to_the_words_and_ends_between_two_of_them(words: str, heading: str) -> None:
    assert policies.in_few_words(words) == heading


@given(st.text(max_size=200))
def test_heading_is_the_beginning_of_any_words(words: str) -> None:
    heading = policies.in_few_words(words)
    assert " ".join(words.split()).startswith(heading.removesuffix("…"))
    assert len(heading) <= policies.HEADING + 1


def test_headings_of_the_published_record_are_all_different() -> None:
    answers = yaml.safe_load(Path("coproduction/portal/data/hf-2025.yaml").read_text(encoding="utf-8"))["outcomes"]
    headings = [policies.in_few_words(answer["we_did"]) for answer in answers]
    assert (len(headings), len(set(headings))) == (36, 36)


def test_outcome_shows_its_themes_promises_and_that_words_were_added(client: Client, at: Callable[..., Any]) -> None:
    outcome = OutcomeFactory(ref="one", said_added_by_label="representative, Youth group")
    outcome.themes.add(ThemeFactory(title="Opening hours"))
    PromiseFactory(outcome=outcome, words="Tell you when")
    with at("2026-06-03 10:00"):
        Outcome.objects.filter(pk=outcome.pk).update(said_added_at=timezone.now())
        text = client.get("/you-said-we-did/one/").text
    assert [
        words in text
        for words in ("Opening hours", "Tell you when.", "Words added on 3 June 2026 by: representative, Youth group")
    ] == [True] * 3


def test_outcome_of_a_draft_project_does_not_name_it(client: Client) -> None:
    OutcomeFactory(ref="one", title="", project=ProjectFactory(title="A secret plan", draft=True))
    assert [
        "secret" in client.get(path).text for path in ("/you-said-we-did/", "/you-said-we-did/one/", "/you-said-we-did.json")
    ] == [False] * 3


@pytest.mark.parametrize(
    "path, queries",
    [("/you-said-we-did/", 10), ("/you-said-we-did.csv", 10), ("/you-said-we-did.json", 10), ("/you-said-we-did.atom", 8)],
)
@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_with_many_rows(
    client: Client, path: str, queries: int, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        figure = Figure.objects.create(words="2 rooms")
        FigurePart.objects.create(figure=figure, number=2, unit="rooms")
        ContributorFactory(outcome=OutcomeFactory(figure=figure))
    with django_assert_num_queries(queries):
        client.get(path)


def test_feed_stays_whole_whatever_was_typed(client):
    OutcomeFactory(title="A \x0b<b>]]>&", we_did="Done\x01 \ufffe\uffff", you_said="\x1b[31m", published_at=timezone.now())
    feed = ElementTree.fromstring(client.get("/you-said-we-did.atom").content)
    assert [title.text for title in feed.iterfind(".//{*}entry/{*}title")] == ["A <b>]]>&"]
