"""The demonstration year: built through services, believable, labelled, and kept when it is loaded again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from checklist.enums import EvaluationState, Manner, PointClosed, Scale, StageState
from checklist.models import SignOff
from coproduction.core.enums import Origin
from coproduction.core.models import Notification
from coproduction.portal.demonstration.content import Content
from engagements.enums import PanelState, ProjectStatus, SessionKind
from engagements.models import Decision, Panel, Project, Session
from feedback.enums import AnswerKind, Channel, QuestionKind
from feedback.models import FeedbackRequest, Outcome, Promise, Question, Questionnaire, Redaction, Response
from feedback.queries import building, translations
from groups.enums import BodyKind, Role
from groups.models import Body, Capacity, Meeting, User

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATE = Path(settings.BASE_DIR) / "checklist" / "data" / "checklist-template.yaml"
SIGN_INS = [
    "admin", "board", "chair", "committee", "facilitator", "officer", "officer2", "rep", "safeguarding", "young",
]  # fmt: skip


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The year in the database for the whole module: each test's own changes are rolled back to it, and it goes at the end."""
    with django_db_blocker.unblock(), override_settings(DEMO=True, PASSWORD_HASHERS=QUICK), transaction.atomic():
        call_command("load_checklist", TEMPLATE, verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def year(loaded_once: None, db: None, settings: object) -> Content:
    settings.DEMO = True
    return Content(timezone.localdate())


def titles(**which: object) -> list[str]:
    return list(Project.objects.filter(**which).order_by("title").distinct().values_list("title", flat=True))


def test_demonstration_year_has_a_project_at_each_stage_and_in_every_situation(year: Content) -> None:
    assert {*Project.objects.filter(checklist__scale=Scale.FULL).values_list("stage", flat=True)} == set(range(1, 10))
    assert titles(checklist__scale=Scale.LIGHT) == ["A mural in the station underpass"]
    assert titles(checklist__scale=Scale.CONSULTATION) == ["A name for the new family hub"]
    assert titles(checklist__stages__state=StageState.CONTESTED) == ["A welcome pack for new foster families"]
    assert titles(checklist__stages__state=StageState.UNSIGNED) == ["Who to call about housing"]
    on_paper = {"checklist__stages__sign_offs__manner": Manner.ON_PAPER}
    assert titles(**on_paper) == ["Lunch for families who bring up a relative's child", "The garden at the Mill Lane hub"]
    assert titles(checklist__stages__sign_offs__manner=Manner.SHOW_OF_HANDS) == [
        "A mural in the station underpass",
        "A travel guide for young people",
        "Choosing a counselling service for young people",
        "The summer holiday club",
    ]
    assert titles(status=ProjectStatus.DRAFT) == ["A bus stop at the new school"]
    assert titles(status=ProjectStatus.CLOSED) == ["The pages for families with a new diagnosis"]
    assert titles(evaluations__points__closed=PointClosed.STILL_DIFFER) == ["The pages for families with a new diagnosis"]
    assert titles(evaluations__state=EvaluationState.LOCKED) == ["The summer holiday club"]


def test_demonstration_year_has_a_session_of_every_special_kind(year: Content) -> None:
    panels = Panel.objects.order_by("state").values_list("session__project__title", "state")
    assert list(panels) == [
        ("The summer holiday club", PanelState.RELEASED),
        ("Choosing a counselling service for young people", PanelState.SCORING),
    ]
    kinds = {*Session.objects.values_list("kind", flat=True)}
    assert {SessionKind.INSPECTION, SessionKind.USER_TESTING, SessionKind.VOTE, SessionKind.SURVEY} <= kinds
    assert Decision.objects.count() == 3


def test_demonstration_year_shows_every_kind_of_answer(year: Content) -> None:
    assert {*Outcome.objects.public().values_list("answer", flat=True)} == {
        AnswerKind.DID,
        AnswerKind.DOING,
        AnswerKind.NOT_YET,
        AnswerKind.CANT,
    }
    assert Promise.objects.late(year.today).get().events.filter(kind="moved").count() == 2
    assert Response.objects.filter(state="received").count() == 4
    assert [day for day in (-1, 1) if not Meeting.objects.on_day(year.day(day)).exists()] == []
    assert Questionnaire.objects.open(timezone.now()).count() == 2


def test_demonstration_asks_in_every_way(year: Content) -> None:
    asked = Question.objects.filter(revision__questionnaire__in=Questionnaire.objects.all())
    assert {*asked.values_list("kind", flat=True)} == {*QuestionKind.values}
    assert [question.key for question in asked.filter(shown_if__isnull=False).distinct()] == ["why-not"]
    assert {*Questionnaire.objects.values_list("slug", "state")} == {
        ("holiday-club-spring", "open"),
        ("garden-morning", "open"),
        ("getting-to-the-hub", "closed"),
        ("quiet-hour-morning", "open"),
    }
    assert building.easy_read(Questionnaire.objects.get(slug="holiday-club-spring").revisions.get()).is_whole
    assert [building.cover_gaps(each) for each in Questionnaire.objects.filter(state="open")] == [[], [], []]


def test_demonstration_asks_some_by_a_link_of_their_own(year: Content) -> None:
    asked = FeedbackRequest.objects.filter(questionnaire__slug="quiet-hour-morning").order_by("user__email")
    assert list(asked.values_list("user__email", "is_answered")) == [("chair@demo.example", True), ("rep@demo.example", False)]
    assert {*Notification.objects.filter(kind="feedback.request").values_list("state", flat=True)} == {"sent"}


def test_demonstration_asks_in_two_languages(year: Content) -> None:
    club = Questionnaire.objects.get(slug="holiday-club-spring")
    assert [language.english for language in translations.offered(club)] == ["Arabic"]
    assert Response.objects.filter(language="ar", revision__questionnaire=club).count() == 4


def test_demonstration_history_lies_in_the_past_in_order(year: Content) -> None:
    for project in Project.objects.filter(stage__gt=2):
        signed = SignOff.objects.filter(stage__checklist__project=project).order_by("stage__number", "pk")
        moments = list(signed.values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] < timezone.now()
        assert moments[0].date() < year.today


def test_demonstration_says_so_on_every_row(year: Content) -> None:
    for model in (Body, Project, Session, Meeting, Questionnaire, Outcome, Promise):
        assert model.objects.exclude(origin=Origin.DEMONSTRATION).count() == 0, model.__name__
    assert Response.objects.filter(is_demonstration=False).count() == 0
    assert User.objects.filter(is_demonstration=False).count() == 0


def test_demonstration_people_are_those_of_the_contract(year: Content) -> None:
    emails = {f"{name}@demo.example" for name in SIGN_INS}
    assert {*User.objects.filter(email__in=emails).values_list("email", flat=True)} == emails
    chair = User.objects.get(email="chair@demo.example")
    assert {*chair.capacities.values_list("role", flat=True)} == {Role.CHAIR, Role.CO_OPTEE}
    assert chair.check_password("demo-only-password")
    assert Capacity.objects.live().count() == Capacity.objects.count()


def test_demonstration_has_four_forums_of_the_four_kinds(year: Content) -> None:
    # A fifth, whose people have no email, is part of one of them.
    marks = Body.objects.filter(kind=BodyKind.FORUM, parent_body=None).order_by("mark").values_list("mark", flat=True)
    assert list(marks) == ["corporate-parenting", "family-voices", "parentsactive", "youth-council"]


def test_demonstration_loaded_again_changes_nothing(year: Content) -> None:
    before = (Project.objects.count(), Meeting.objects.count(), Response.objects.count(), SignOff.objects.count())
    call_command("load_demo", verbosity=0)
    assert (Project.objects.count(), Meeting.objects.count(), Response.objects.count(), SignOff.objects.count()) == before


def test_demonstration_loaded_days_later_plans_tomorrow_again(year: Content, at: object) -> None:
    with at(f"{year.day(9)} 09:00"):
        call_command("load_demo", verbosity=0)
        tomorrow, yesterday = (Meeting.objects.on_day(year.day(day)).values_list("body__slug", flat=True) for day in (10, 8))
        assert {"thameswick-youth-assembly", "riverside-parent-carers"} <= set(tomorrow)
        assert "thameswick-family-circle" in yesterday


def test_demonstration_pages_say_demonstration(year: Content) -> None:
    forum, project = Body.objects.get(slug="riverside-parent-carers"), Project.objects.get(title="Opening the hubs on Sundays")
    outcome = Outcome.objects.public().first()
    for path in ("/", forum.get_absolute_url(), project.get_absolute_url(), outcome.get_absolute_url(), "/you-said-we-did.csv"):
        assert "Demonstration" in Client().get(path).content.decode(), path


def test_demonstration_year_has_answers_of_every_way_in(year: Content) -> None:
    assert set(Response.objects.values_list("channel", flat=True)) == set(Channel.values)
    assert Response.objects.get(channel="group").group_size == 6
    assert Response.objects.filter(is_held=True).count() == 1
    assert Redaction.objects.count() == 1
