"""What a project's public page tells: the year, decisions, who decides, and how one thing led to the next."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from checklist.services import sign_offs
from coproduction.core.partial_dates import PartialDate
from engagements.enums import DecisionMethod, ForumWeight, OptionOrigin, PanelState, Part, SessionKind
from engagements.models import Criterion, Decision, DecisionOption, Milestone, Panel, Project
from groups.models import Priority
from tests.factories.checklist import scene
from tests.factories.engagements import HeadCountFactory, ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.feedback import ContributorFactory, OutcomeFactory, PromiseFactory
from tests.factories.groups import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings: Any) -> None:
    settings.DEMO = True


def chain(page: str) -> list[str]:
    """The links of the chain, in words."""
    if "cp-chain" not in page:
        return []
    part = page.split('<ol class="cp-chain">')[1].split("</ol>")[0]
    links = part.split('<li class="cp-chain__link">')[1:]
    return [" ".join(unescape(_without_tags(link)).split()) for link in links]


def _without_tags(html: str) -> str:
    return "".join(piece.partition(">")[2] if number else piece for number, piece in enumerate(html.split("<")))


def decide(project: Project, **traits: Any) -> Decision:
    given = {"method": DecisionMethod.AGREEMENT, "forum_weight": ForumWeight.EQUAL, "question": "Who runs it?"} | traits
    return Decision.objects.create(project=project, **given)


@pytest.fixture
def project() -> Project:
    return ProjectFactory(slug="hub", title="The hub")


def test_year_holds_sessions_decisions_signatures_and_answers_with_links(client: Client) -> None:
    walk = scene(title="The hub", slug="hub")
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    session = SessionFactory(project=walk.project, topic="Rooms", held=PartialDate.parse("2026-03-02"))
    decision = decide(walk.project, decided=PartialDate.parse("2026-04"))
    outcome = OutcomeFactory(project=walk.project, title="Quiet room", happened=PartialDate.parse("2026-05-04"))
    page = client.get("/projects/hub/").text
    table = page.split("<caption")[1].split("</table>")[0]
    assert [
        words in table for words in ("Workshop: Rooms.", "Decided: Who runs it?", "Quiet room.", "Stage 1 signed by both sides.")
    ] == [True] * 4
    line = page.split('<ol class="cp-year">')[1].split("</ol>")[0]
    assert [
        f'href="/projects/hub/sessions/{session.ref}/"' in line,
        f'href="/projects/hub/decisions/{decision.ref}/"' in line,
        f'href="/you-said-we-did/{outcome.ref}/"' in line,
    ] == [True, True, True]
    assert [str(actor.user) in page for actor in (walk.officer, walk.chair)] == [False, False]


def test_page_says_who_decides_and_when(client: Client, project: Project) -> None:
    ProjectPartFactory(project=project, part=Part.DECIDES, body=BodyFactory(name="Cabinet", committee=True))
    Milestone.objects.create(project=project, kind="decision", on=PartialDate.parse("2027-03-08"))
    page = " ".join(client.get("/projects/hub/").text.split())
    assert "<strong>Who decides:</strong> Cabinet. <strong>When:</strong> 8 March 2027." in page


@pytest.fixture
def panel(project: Project) -> Panel:
    session = SessionFactory(project=project, kind=SessionKind.TENDER_PANEL, topic="The panel")
    panel = Panel.objects.create(session=session, state=PanelState.LOCKED, weight=20, fixed_at="2026-03-02T09:00Z")
    Criterion.objects.create(panel=panel, words="Listens to us")
    return panel


def test_chain_leads_from_a_priority_to_what_came_of_it(client: Client, project: Project, panel: Panel) -> None:
    forum = BodyFactory(name="Youth group")
    project.priorities.add(Priority.objects.create(body=forum, title="A calm place"))
    decision = decide(project)
    DecisionOption.objects.create(
        decision=decision, words="The hub trust", origin_of_idea=OptionOrigin.FORUM, body=forum, is_chosen=True
    )
    OutcomeFactory(project=project, title="Quiet room")
    sealed = chain(client.get("/projects/hub/").text)
    Panel.objects.filter(pk=panel.pk).update(
        state=PanelState.RELEASED, released_at="2026-05-04T09:00Z", result_words="The hub trust came first"
    )
    open_to_all = chain(client.get("/projects/hub/", {"again": "1"}).text)
    first, last = (
        "What matters to Youth group A calm place.",
        ["What was decided Who runs it?: The hub trust.", "We did Quiet room"],
    )
    assert sealed == [first, *last]
    assert open_to_all == [
        first,
        "What the panel looked for Listens to us.",
        "What the panel said The hub trust came first. Its scores counted for 20% of the decision.",
        *last,
    ]


def test_chain_of_one_link_is_none(client: Client, project: Project) -> None:
    OutcomeFactory(project=project, title="Quiet room")
    assert chain(client.get("/projects/hub/").text) == []


def test_priority_of_a_discreet_forum_is_not_told(client: Client, project: Project) -> None:
    discreet = BodyFactory(discreet=True, name="A secret group")
    project.priorities.add(Priority.objects.create(body=discreet, title="A private wish"))
    OutcomeFactory(project=project)
    page = client.get("/projects/hub/").text
    assert [words in page for words in ("A private wish", "A secret group")] == [False, False]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("who, queries", [("", 5), ("officer", 8)])
def test_whole_page_costs_the_same_with_many_rows(
    signed_in: Any, django_assert_num_queries: Any, rows: int, who: str, queries: int
) -> None:
    walk = scene(slug="hub", why="To have one.", origin="record", source="x.txt ¶1")
    project = walk.project
    for number in range(rows):
        meeting = MeetingFactory(body=walk.forums[0])
        HeadCountFactory(session__project=project, session__meeting=meeting if number == 0 else None)
        DecisionOption.objects.create(
            decision=decide(project), words="One", origin_of_idea=OptionOrigin.FORUM, body=walk.forums[0]
        )
        ContributorFactory(outcome=OutcomeFactory(project=project))
        PromiseFactory(project=project)
        project.priorities.add(Priority.objects.create(body=walk.forums[0], title=f"Priority {number}"))
    client = signed_in(who) if who else Client()
    with django_assert_num_queries(queries):
        client.get("/projects/hub/")
