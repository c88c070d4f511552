"""Items that some projects need and others do not: named conditions, judged on facts about the project, without anyone's click."""

import pytest

from checklist import policies
from checklist.enums import Condition, Confirms, EvaluationState, Mandatory, Position, Verdict
from checklist.models import Evaluation, EvaluationPoint
from checklist.policies import ProjectFacts
from checklist.queries.facts import facts_about, facts_of
from checklist.queries.overviews import overview_of
from checklist.queries.stages import Viewer, stage_page, visible_with_project
from checklist.queries.waiting import open_stages
from checklist.services import items, sign_offs
from coproduction.core.errors import Missing
from engagements.enums import Degree, ProjectKind, SessionKind, SessionState
from engagements.models import Decision, Project
from tests.factories.checklist import Scene, scene
from tests.factories.engagements import ProjectFactory, SessionFactory

pytestmark = pytest.mark.django_db

NOTHING = ProjectFacts()


def conditional(walk: Scene, code: str, condition: Condition, confirms: str = Confirms.OFFICER) -> None:
    """Put an item of the small template under a condition."""
    template = walk.item(code).template
    template.mandatory, template.predicate, template.confirms = Mandatory.CONDITION, condition, confirms
    template.save()


def on_page(walk: Scene, code: str):
    checklist = visible_with_project(walk.officer.user).get(pk=walk.walk.pk)
    page = stage_page(checklist, 1, Viewer())
    return next(item for item in page.items if item.code == code)


@pytest.mark.parametrize(
    ("condition", "facts", "others"),
    [
        (Condition.DEGREE_BELOW_COPRODUCTION, {"degree_planned": Degree.CONSULTATION}, {"degree_planned": Degree.COPRODUCTION}),
        (Condition.DEGREE_BELOW_COPRODUCTION, {"degree_planned": Degree.INFORMATION}, {"degree_planned": ""}),
        (Condition.DEGREE_IS_COPRODUCTION, {"degree_planned": Degree.COPRODUCTION}, {"degree_planned": Degree.CONSULTATION}),
        (Condition.HAS_PANEL, {"has_panel": True}, {"kind": ProjectKind.RECOMMISSIONING}),
        (Condition.SOMEONE_IS_CHOSEN, {"has_panel": True}, {"has_evaluation": True}),
        (Condition.SOMEONE_IS_CHOSEN, {"has_inspection": True}, {}),
        (Condition.SOMEONE_IS_CHOSEN, {"kind": ProjectKind.RECOMMISSIONING}, {"kind": ProjectKind.POLICY}),
        (Condition.HAS_EVALUATION, {"has_evaluation": True}, {"has_disagreement": True}),
        (Condition.HAS_DISAGREEMENT, {"has_disagreement": True}, {"has_evaluation": True}),
    ],
)
def test_condition_holds_for_its_own_facts_only(condition, facts, others):
    assert policies.holds_for(condition, ProjectFacts(**facts)) is True
    assert policies.holds_for(condition, ProjectFacts(**others)) is False


def test_conditions_are_all_judged():
    assert policies.conditions_that_fail(NOTHING) == set(Condition.values)


@pytest.mark.parametrize(
    ("mandatory", "predicate", "expected"),
    [
        (Mandatory.YES, "", True),
        (Mandatory.NO, "", False),
        (Mandatory.CONDITION, Condition.HAS_PANEL, True),
        (Mandatory.CONDITION, Condition.HAS_EVALUATION, False),
    ],
)
def test_items_that_must_be_settled(mandatory, predicate, expected):
    assert policies.must_be_settled(mandatory, predicate, ProjectFacts(has_panel=True)) is expected


def test_facts_of_a_project_of_which_nothing_is_known():
    project = ProjectFactory()
    assert facts_about(project) == ProjectFacts(kind=ProjectKind.SERVICE_DESIGN)


def test_facts_know_panels_and_inspections_but_not_cancelled_ones():
    met, inspected, cancelled = ProjectFactory(), ProjectFactory(), ProjectFactory()
    SessionFactory(project=met, kind=SessionKind.TENDER_PANEL)
    SessionFactory(project=inspected, kind=SessionKind.INSPECTION)
    SessionFactory(project=cancelled, kind=SessionKind.RECRUITMENT_PANEL, state=SessionState.CANCELLED)
    found = facts_of([met, inspected, cancelled])
    assert [(found[each.pk].has_panel, found[each.pk].has_inspection) for each in (met, inspected, cancelled)] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_facts_know_an_evaluation_only_once_it_is_locked():
    writing, locked = ProjectFactory(), ProjectFactory()
    Evaluation.objects.create(project=writing, state=EvaluationState.WRITING, written_by="A forum")
    Evaluation.objects.create(project=locked, state=EvaluationState.LOCKED, written_by="A forum")
    found = facts_of([writing, locked])
    assert [found[each.pk].has_evaluation for each in (writing, locked)] == [False, True]


def test_facts_know_a_disagreement_wherever_it_stands():
    refused, partly, agreed, decided = scene().project, ProjectFactory(), ProjectFactory(), ProjectFactory()
    stage = refused.checklist.stages.get(number=1)
    body = refused.parts.get().body
    stage.sign_offs.create(side="forum", body=body, position=Position.REFUSED, reason="No.", by_ref="1", by_label="Chair")
    for project, verdict in ((partly, Verdict.PARTLY), (agreed, Verdict.AGREE)):
        evaluation = Evaluation.objects.create(project=project, written_by="A forum")
        EvaluationPoint.objects.create(evaluation=evaluation, words="Too fast", verdict=verdict, answer="Somewhat.")
    Decision.objects.create(project=decided, question="Where?", method="vote", forum_weight="some", disagreement="Two saw it so.")
    found = facts_of([refused, partly, agreed, decided])
    assert [found[each.pk].has_disagreement for each in (refused, partly, agreed, decided)] == [True, True, False, True]


@pytest.mark.parametrize("number", [1, 4])
def test_facts_cost_one_query(django_assert_num_queries, number):
    projects = [ProjectFactory() for _each in range(number)]
    with django_assert_num_queries(1):
        assert len(facts_of(projects)) == number


def test_item_whose_condition_does_not_hold_rests_without_a_click():
    walk = scene()
    conditional(walk, "1.3", Condition.HAS_PANEL, Confirms.FORUM_PARTNER)
    shown = on_page(walk, "1.3")
    assert (shown.state_words, shown.waits_for, shown.must_be_settled) == ("Not needed here", "nobody", False)
    assert shown.guide == "Guidance. Not needed here: only if there is a tender or recruitment panel."
    checklist = visible_with_project(walk.officer.user).get(pk=walk.walk.pk)
    assert overview_of(checklist).open_stages[0].hint == "1 of 4 done. 3 are waiting for the council."
    waiting = open_stages(Project.objects.filter(pk=walk.project.pk))[0]
    assert (waiting.council_items, waiting.forum_items) == (2, 0)


def test_item_comes_back_by_itself_when_its_condition_becomes_true():
    walk = scene()
    conditional(walk, "1.3", Condition.HAS_PANEL, Confirms.FORUM_PARTNER)
    walk.settle()
    SessionFactory(project=walk.project, kind=SessionKind.TENDER_PANEL)
    shown = on_page(walk, "1.3")
    assert (shown.state_words, shown.waits_for, shown.must_be_settled) == ("Not started", "forum", True)
    assert shown.guide == "Guidance. Needed here: if there is a tender or recruitment panel."
    with pytest.raises(Missing, match=r"1\.3"):
        sign_offs.sign(stage=walk.stage(), by=walk.officer)


def test_item_whose_condition_does_not_hold_keeps_nobody_from_signing():
    walk = scene()
    conditional(walk, "1.1", Condition.DEGREE_IS_COPRODUCTION)
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    assert (walk.item("1.1").state, walk.stage().state) == ("not_started", "done")


def test_council_goes_on_without_an_answer_that_is_not_needed():
    walk = scene()
    conditional(walk, "1.1", Condition.DEGREE_IS_COPRODUCTION)
    items.answer_and_confirm(item=walk.item("1.2"), words="Done.", by=walk.officer)
    sign_offs.go_on_unsigned(stage=walk.stage(), reason="No reply.", by=walk.officer)
    assert walk.stage().state == "skipped"


def test_item_that_someone_has_begun_waits_whatever_its_condition():
    walk = scene()
    conditional(walk, "1.1", Condition.HAS_PANEL)
    items.answer(item=walk.item("1.1"), words="Begun.", by=walk.officer)
    shown = on_page(walk, "1.1")
    assert (shown.state_words, shown.waits_for, shown.must_be_settled) == ("Written, not confirmed", "council", False)
