"""What the portal itself shows beside an item: with dates, only what both sides may see, at the same cost however much there is."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from checklist import live
from checklist.enums import EvaluationState, Live
from checklist.live import Look
from checklist.models import Evaluation
from coproduction.core.partial_dates import PartialDate
from engagements.enums import Degree, Heard, LimitKind, MilestoneKind, Part, SessionKind, SessionState, ThanksKind
from engagements.models import Decision, IntendedGroup, Limit, Milestone, Project, ProjectPart
from engagements.models.resources import GotFromIt, Incentive, VolunteerTime
from feedback.enums import AnswerKind, ThemeState
from feedback.models import ToldBack
from groups.enums import Permission
from groups.models import Priority
from tests.factories.checklist import Scene, scene
from tests.factories.engagements import HeadCountFactory, ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.feedback import OutcomeFactory, PromiseFactory, ThemeFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db


def facts(project: Project, key: Live) -> list[tuple[str, str]]:
    [shown] = Look(project).at(key)
    return [(fact.words, fact.when) for fact in shown.facts]


def test_every_key_has_a_finder_and_a_bare_project_shows_nothing():
    project = ProjectFactory()
    assert {key: facts(project, key) for key in Live.values} == {key: [] for key in Live.values}


def test_degree_limits_and_what_is_open():
    project = ProjectFactory(
        degree_planned=Degree.COPRODUCTION,
        degree_achieved=Degree.CONSULTATION,
        fixed_words="The opening day.",
        open_words="The menu.",
    )
    Limit.objects.create(project=project, kind=LimitKind.MONEY, words="£3,000.")
    assert facts(project, Live.DEGREE) == [
        ("Planned: Working together: we plan it and do it with you", ""),
        ("What happened: Asking: you tell us what you think, we decide", ""),
    ]
    assert facts(project, Live.LIMITS) == [("Money: £3,000.", ""), ("The opening day.", "")]
    assert facts(project, Live.OPEN) == [("The menu.", "")]


@pytest.mark.parametrize(
    "who, day, expected",
    [
        ("Cabinet", "2026-07-01", ("Cabinet", "1 July 2026")),
        ("Cabinet", "", ("Cabinet", "no date yet")),
        ("", "2026-07", ("It is not written down who decides", "July 2026")),
    ],
)
def test_who_decides_and_when(who, day, expected):
    project = ProjectFactory()
    if who:
        ProjectPart.objects.create(project=project, part=Part.DECIDES, words=who)
    if day:
        Milestone.objects.create(project=project, kind=MilestoneKind.DECISION, on=PartialDate.parse(day))
    assert facts(project, Live.DECIDES) == [expected]


def test_forums_partners_priorities_and_intended_groups():
    project = ProjectFactory()
    forum, helper = BodyFactory(name="Riverside Parents"), BodyFactory(name="Helping Hands", organisation=True)
    ProjectPartFactory(project=project, body=forum, signs=True)
    ProjectPartFactory(project=project, body=helper, part=Part.PARTNER, role="runs the workshops")
    project.priorities.add(Priority.objects.create(body=forum, title="Quiet spaces"))
    IntendedGroup.objects.create(project=project, words="Young carers", heard=Heard.NO)
    assert facts(project, Live.FORUMS) == [("Riverside Parents, signs the checklist", "")]
    assert facts(project, Live.PARTNERS) == [("Helping Hands: runs the workshops", "")]
    assert facts(project, Live.PRIORITIES) == [("Quiet spaces", "")]
    assert facts(project, Live.GROUPS) == [("Young carers: We have not heard from them", "")]


def test_sessions_show_numbers_as_they_are_published():
    project = ProjectFactory()
    day = {"held": PartialDate.parse("2026-03-02")}
    large = SessionFactory(project=project, topic="Menus", kind=SessionKind.WORKSHOP, **day)
    small = SessionFactory(project=project, topic="Prices", held=PartialDate.parse("2026-02-02"))
    SessionFactory(project=project, topic="Tasting", state=SessionState.PLANNED, held=PartialDate.parse("2026-09-02"))
    SessionFactory(project=project, topic="Fell through", state=SessionState.CANCELLED)
    HeadCountFactory(session=large, number=11, who="young people")
    HeadCountFactory(session=small, number=3, who="parents")
    assert facts(project, Live.SESSIONS) == [
        ("Tasting: planned", "2 September 2026"),
        ("Menus: 11 young people took part.", "2 March 2026"),
        ("Prices: Fewer than 5 parents took part.", "2 February 2026"),
    ]


def test_decisions_thanks_and_what_people_got_from_it():
    project = ProjectFactory()
    Decision.objects.create(
        project=project, question="Which menu", result="The green one.", method="vote", forum_weight="equal",
        disagreement="Two wanted the other.", decided=PartialDate.parse("2026-04"),
    )  # fmt: skip
    Incentive.objects.create(project=project, kind="£10 voucher", form=ThanksKind.VOUCHER, number=12)
    Incentive.objects.create(project=project, kind="Lunch", given_to="the panel", number=3)
    VolunteerTime.objects.create(project=project, hours=40)
    VolunteerTime.objects.create(project=project, hours=2)
    GotFromIt.objects.create(project=project, words="I speak up now", said_by="a young person", permission=Permission.USE_WORDS)
    GotFromIt.objects.create(project=project, words="Secret", permission=Permission.NOT_AT_ALL)
    assert facts(project, Live.DECISIONS) == [
        ("Which menu. The green one. Seen differently: Two wanted the other.", "April 2026")
    ]
    assert sorted(facts(project, Live.THANKS)) == sorted(
        [
            ("£10 voucher: 12 given", ""),
            ("Lunch for the panel: fewer than 5 given", ""),
            ("42 hours of people’s time given", ""),
            ("“I speak up now” a young person", ""),
        ]
    )


def test_evaluation_shows_only_once_it_is_locked():
    project = ProjectFactory()
    Evaluation.objects.create(project=project, state=EvaluationState.WRITING, written_by="Forum A")
    Evaluation.objects.create(
        project=project, state=EvaluationState.LOCKED, written_by="Forum B", locked_by="1", locked_at=dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    )  # fmt: skip
    assert facts(project, Live.EVALUATIONS) == [("Forum B: Waits for the council’s answer", "1 May 2026")]


def test_what_feedback_knows_stands_beside_the_items():
    project = ProjectFactory()
    published = dt.datetime(2026, 5, 3, 12, tzinfo=dt.UTC)
    ThemeFactory(project=project, state=ThemeState.ANSWERED)
    ThemeFactory(project=project)
    outcome = OutcomeFactory(
        project=project, title="A green menu", answer=AnswerKind.DID, state="published", published_at=published
    )
    OutcomeFactory(project=project, title="Still a draft", state="draft")
    PromiseFactory(project=project, words="A quiet room", due=PartialDate.parse("2026-09"))
    ToldBack.objects.create(outcome=outcome, audience="Youth council", route="meeting", at=published, by_label="Officer")
    assert facts(project, Live.THEMES) == [("2 themes. 1 waits for an answer.", "")]
    assert facts(project, Live.OUTCOMES) == [("A green menu: We did", "3 May 2026")]
    assert facts(project, Live.PROMISES) == [("A quiet room: Promised", "due September 2026")]
    assert facts(project, Live.TOLD_BACK) == [("Youth council: At a meeting", "3 May 2026")]


def test_a_key_is_looked_up_once_for_a_page(django_assert_num_queries):
    look = Look(ProjectFactory())
    with django_assert_num_queries(1):
        assert [look.at("groups"), look.at("groups")] == [(live.Shown("Who we want to hear from", ()),)] * 2


def with_live(walk: Scene, code: str, keys: str) -> None:
    template = walk.item(code).template
    template.live = keys
    template.save()


def test_stage_page_shows_what_the_portal_knows_with_its_date(signed_in):
    walk = scene()
    with_live(walk, "1.1", "decisions groups")
    Decision.objects.create(
        project=walk.project, question="Where?", method="vote", forum_weight="some", decided=PartialDate.parse("2026-04-02")
    )
    response = signed_in(user=walk.chair.user).get(reverse("checklist_stage", args=[walk.project.slug, 1]))
    html = response.content.decode()
    url = walk.project.get_absolute_url()
    assert f'<li><a href="{url}">Where?</a> <span class="cp-soft">(2 April 2026)</span></li>' in html
    assert (html.count("What the portal shows"), html.count("Nothing yet.")) == (1, 1)


@pytest.mark.parametrize("number", [1, 4])
def test_stage_page_with_every_key_costs_the_same(signed_in, django_assert_num_queries, number):
    walk = scene()
    with_live(walk, "1.1", " ".join(Live.values))
    with_live(walk, "1.2", "sessions outcomes")
    for count in range(number):
        HeadCountFactory(session=SessionFactory(project=walk.project))
        Limit.objects.create(project=walk.project, kind=LimitKind.LAW, words="A law.")
        IntendedGroup.objects.create(project=walk.project, words=f"Group {count}")
        Decision.objects.create(project=walk.project, question="Where?", method="vote", forum_weight="some")
        outcome = OutcomeFactory(project=walk.project, state="published", published_at=timezone.now())
        ToldBack.objects.create(outcome=outcome, audience="All", route="meeting", by_label="Officer")
        PromiseFactory(project=walk.project)
        ThemeFactory(project=walk.project)
        Incentive.objects.create(project=walk.project, kind="Lunch")
        walk.project.priorities.add(Priority.objects.create(body=walk.forums[0], title=f"Priority {count}"))
        Evaluation.objects.create(project=walk.project, written_by="A forum")
    client = signed_in(user=walk.officer.user)
    page = reverse("checklist_stage", args=[walk.project.slug, 1])
    client.get(page)
    with django_assert_num_queries(27):
        client.get(page)
