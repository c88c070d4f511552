"""What the portal checks before the council can confirm: limits, who decides and when, more than a survey, every theme answered."""

import pytest
from django.urls import reverse

from checklist.enums import Hold, ItemState
from checklist.services import holds, items, sign_offs
from coproduction.core.errors import Missing
from coproduction.core.partial_dates import PartialDate
from engagements.enums import Degree, LimitKind, MilestoneKind, Part, SessionKind, SessionState
from engagements.models import Limit, Milestone, ProjectPart
from feedback.enums import ThemeState
from tests.factories.checklist import Scene, scene
from tests.factories.engagements import ProjectFactory, SessionFactory
from tests.factories.feedback import ThemeFactory

pytestmark = pytest.mark.django_db

BOTH_MISSING = "Who makes the decision, and when, is missing. Add both to the project."


@pytest.fixture
def walk() -> Scene:
    return scene()


def held(walk: Scene, code: str, hold: Hold) -> None:
    template = walk.item(code).template
    template.hold = hold
    template.save()


def test_holds_are_all_checked():
    project = ProjectFactory()
    assert {hold: bool(holds.missing(hold, project)) for hold in Hold.values} == {
        Hold.LIMITS_RECORDED: True,
        Hold.DECISION_RECORDED: True,
        Hold.NOT_SURVEY_ALONE: False,
        Hold.EVERY_THEME_ANSWERED: False,
    }


@pytest.mark.parametrize("said", [{"nothing_is_fixed": True}, {"fixed_words": "The money."}, {}])
def test_limits_are_recorded_by_a_limit_or_by_saying_that_nothing_is_fixed(said):
    project = ProjectFactory(**said)
    if not said:
        Limit.objects.create(project=project, kind=LimitKind.MONEY, words="The money is fixed.")
    assert holds.missing(Hold.LIMITS_RECORDED, project) == ""


@pytest.mark.parametrize(
    "who, day, words",
    [
        (False, "", BOTH_MISSING),
        (True, "", "The day of the decision is missing. Add it to the project."),
        (False, "2026-07", "Who makes the decision is missing. Add it to the project."),
        (True, "2026-07", ""),
    ],
)
def test_decision_needs_a_body_and_a_day(who, day, words):
    project = ProjectFactory()
    if who:
        ProjectPart.objects.create(project=project, part=Part.DECIDES, words="Cabinet")
    Milestone.objects.create(project=project, kind=MilestoneKind.DECISION, on=PartialDate.parse(day))
    assert holds.missing(Hold.DECISION_RECORDED, project) == words


@pytest.mark.parametrize(
    "degree, kind, state, is_met",
    [
        (Degree.COPRODUCTION, SessionKind.SURVEY, SessionState.HELD, False),
        (Degree.COPRODUCTION, SessionKind.WORKSHOP, SessionState.CANCELLED, False),
        (Degree.COPRODUCTION, SessionKind.WORKSHOP, SessionState.PLANNED, True),
        (Degree.CONSULTATION, SessionKind.SURVEY, SessionState.HELD, True),
    ],
)
def test_work_called_coproduction_does_not_rest_on_a_survey_alone(degree, kind, state, is_met):
    project = ProjectFactory(degree_planned=degree)
    SessionFactory(project=project, kind=kind, state=state)
    assert (holds.missing(Hold.NOT_SURVEY_ALONE, project) == "") is is_met


def test_every_theme_needs_an_answer():
    project = ProjectFactory()
    ThemeFactory(project=project, state=ThemeState.ANSWERED)
    assert holds.missing(Hold.EVERY_THEME_ANSWERED, project) == ""
    ThemeFactory(project=project)
    ThemeFactory()
    assert holds.missing(Hold.EVERY_THEME_ANSWERED, project) == (
        "1 theme has no answer yet. Publish an outcome that answers it, even if the answer is “we can’t, because”."
    )


def test_council_cannot_confirm_while_something_is_missing(walk):
    held(walk, "1.1", Hold.DECISION_RECORDED)
    with pytest.raises(Missing, match=BOTH_MISSING):
        items.answer_and_confirm(item=walk.item("1.1"), words="The cabinet.", by=walk.officer)
    assert (walk.item("1.1").state, walk.item("1.1").events.count()) == (ItemState.NOT_STARTED, 0)
    items.answer(item=walk.item("1.1"), words="The cabinet.", by=walk.officer)
    with pytest.raises(Missing, match=BOTH_MISSING):
        items.confirm(item=walk.item("1.1"), by=walk.officer)
    assert (walk.item("1.1").state, walk.item("1.1").events.count()) == (ItemState.IN_PROGRESS, 1)


def test_going_on_unsigned_is_no_way_around_a_hold(walk):
    held(walk, "1.1", Hold.LIMITS_RECORDED)
    items.answer(item=walk.item("1.1"), words="Nothing.", by=walk.officer)
    items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    with pytest.raises(Missing, match=r"1\.1"):
        sign_offs.go_on_unsigned(stage=walk.stage(), reason="No reply.", by=walk.officer)
    assert walk.stage().state == "now"


def test_nobody_signs_when_what_was_confirmed_is_gone(walk):
    held(walk, "1.1", Hold.LIMITS_RECORDED)
    limit = Limit.objects.create(project=walk.project, kind=LimitKind.LAW, words="The law.")
    walk.settle()
    limit.delete()
    for by in (walk.officer, walk.chair):
        with pytest.raises(Missing, match=r"1\.1: Nobody has written down what is fixed"):
            sign_offs.sign(stage=walk.stage(), by=by)
    Limit.objects.create(project=walk.project, kind=LimitKind.LAW, words="The law.")
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert walk.stage().sign_offs.count() == 1


def test_item_that_does_not_apply_holds_nobody(walk):
    held(walk, "1.1", Hold.LIMITS_RECORDED)
    items.does_not_apply(item=walk.item("1.1"), reason="Not here.", by=walk.officer)
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert walk.stage().sign_offs.count() == 1


def test_page_says_what_is_missing_and_keeps_what_was_typed(walk, signed_in):
    held(walk, "1.1", Hold.DECISION_RECORDED)
    url = reverse("item_answer", args=[walk.project.slug, 1, "1.1"])
    html = signed_in(user=walk.officer.user).post(url, {"words": "The cabinet, in July."}).content.decode()
    assert (BOTH_MISSING in html, "The cabinet, in July." in html) == (True, True)
    assert "The portal checks that who decides, and when, is written down." in html
