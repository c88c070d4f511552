"""The committee's page: the same numbers as everywhere, and nothing that is not public."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from checklist.services import sign_offs
from coproduction.core.models import Figure, FigurePart
from coproduction.core.partial_dates import PartialDate
from feedback.models import OutcomeContributor
from groups.enums import Role
from groups.models import Body
from tests.factories.checklist import scene
from tests.factories.engagements import HeadCountFactory, ProjectFactory
from tests.factories.feedback import OutcomeFactory
from tests.factories.groups import BodyFactory


def credited(forum: Body, **traits: object) -> object:
    outcome = OutcomeFactory(**traits)
    OutcomeContributor.objects.create(outcome=outcome, body=forum)
    return outcome


@pytest.fixture
def committee(signed_in: Callable[..., Client], db: None) -> Client:
    return signed_in(Role.COMMITTEE_MEMBER, BodyFactory(committee=True))


def test_committee_reads_outcomes_by_forum_with_figure_and_date(committee: Client) -> None:
    forum = BodyFactory(name="Youth Council")
    figure = Figure.objects.create(words="£3000")
    FigurePart.objects.create(figure=figure, number=Decimal(3000), unit="£")
    credited(forum, we_did="The allowance went up.", figure=figure, happened=PartialDate.parse("2025-04"))
    page = committee.get("/committee/").context["page"]
    assert [(group.name, [[str(cell) for cell in row] for row in group.rows]) for group in page.by_forum] == [
        ("Youth Council", [["The allowance went up.", "", "£3,000", "April 2025"]])
    ]


def test_committee_counts_equal_the_public_file(committee: Client) -> None:
    for _number in range(3):
        credited(BodyFactory())
    page = committee.get("/committee/").context["page"]
    lines = Client().get("/you-said-we-did.csv").content.decode().strip().splitlines()
    assert page.summary.total == len(lines) - 1 == 3
    assert sum(int(bar.figure) for bar in page.answers) == 3


def test_committee_sees_no_draft(committee: Client) -> None:
    credited(BodyFactory(), draft=True, we_did="A secret answer that is not out yet.")
    assert "A secret answer" not in committee.get("/committee/").content.decode()


def test_committee_sees_the_parent_carer_forum_even_without_outcomes(committee: Client) -> None:
    BodyFactory(name="Parentsactive", mark="parentsactive")
    page = committee.get("/committee/").context["page"]
    assert [(group.name, group.rows) for group in page.by_forum] == [("Parentsactive", ())]


def test_committee_credits_a_workshop_to_its_board(committee: Client) -> None:
    board = BodyFactory(name="The board")
    credited(BodyFactory(name="Its workshops", parent_body=board))
    page = committee.get("/committee/").context["page"]
    assert [(group.name, len(group.rows)) for group in page.by_forum] == [("The board", 1)]


@pytest.mark.parametrize(
    "role, status", [(Role.OFFICER, 200), (Role.CO_OPTEE, 200), (Role.MEMBER, 403), (Role.ADMINISTRATOR, 403)]
)
def test_committee_page_is_for_its_members_and_officers(
    signed_in: Callable[..., Client], settings: object, role: str, status: int
) -> None:
    settings.DEMO = True
    assert signed_in(role).get("/committee/").status_code == status


def test_committee_reads_how_each_project_went(committee: Client) -> None:
    walk = scene(title="Short breaks", degree_planned="coproduction")
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    walk.settle(2)
    sign_offs.refuse(stage=walk.stage(2), reason="The budget is not split.", by=walk.chair)
    HeadCountFactory(session__project=walk.project, session__held=PartialDate.parse("2026-03-02"))
    ProjectFactory(title="A draft", draft=True)
    response = committee.get("/committee/")
    (row,) = response.context["page"].process
    assert (row.title, row.planned, row.achieved, [chip.name for chip in row.forums]) == (
        "Short breaks",
        "Working together",
        "Not set",
        [walk.forums[0].name],
    )
    assert (row.sessions, row.people, row.signed_words) == (
        1,
        ("2 March 2026: 11 young people took part.",),
        "Signed by both sides: 1.",
    )
    assert [(note.number, note.state, note.because, note.words) for note in row.notes] == [
        (2, "contested", f"{walk.forums[0].name} says:", "The budget is not split.")
    ]
    assert "A draft" not in response.content.decode()


def test_committee_reads_why_a_stage_went_on_without_a_signature(committee: Client) -> None:
    walk = scene()
    walk.settle()
    sign_offs.go_on_unsigned(
        stage=walk.stage(), because="no_reply", reason="We asked on 2 March and on 9 March.", by=walk.officer
    )
    ((note,),) = [row.notes for row in committee.get("/committee/").context["page"].process]
    assert (note.number, note.state_words, note.because, note.words) == (
        1,
        "Went on without a signature",
        "There was no reply.",
        "We asked on 2 March and on 9 March.",
    )


def test_process_names_nobody_who_signed_and_no_draft_of_a_project(committee: Client) -> None:
    walk = scene()
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    text = committee.get("/committee/").content.decode()
    assert [str(actor.user) in text for actor in (walk.officer, walk.chair)] == [False, False]


@pytest.mark.parametrize("rows", [1, 30])
def test_committee_page_costs_the_same_queries(
    committee: Client, django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    for _number in range(rows):
        credited(BodyFactory())
        HeadCountFactory(session__project=scene().project)
    with django_assert_num_queries(14):
        committee.get("/committee/")
