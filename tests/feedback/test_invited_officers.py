"""Officers say who can answer and what it asks about, and see whom it goes to, how many were asked and how many answered."""

import datetime as dt
import html
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from checklist.services import sign_offs
from coproduction.core.errors import Problems, WrongState
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import delivery, reminders
from engagements.enums import Part, SessionState
from feedback.enums import QuestionnaireState
from feedback.models import FeedbackRequest, Questionnaire
from feedback.services import questionnaires
from groups.enums import Role
from tests.factories.checklist import scene, sign_on_paper
from tests.factories.engagements import ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.feedback import QuestionnaireFactory, cover, gone_through
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 2, 20)


@pytest.fixture(autouse=True)
def today(at):
    with at("2026-02-20 12:00"):
        yield


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def session():
    return SessionFactory(topic="What to plant", held=PartialDate.day(TODAY), state=SessionState.PLANNED)


def first_page(**changes):
    return {"title": "The garden", "why": "To make it better."} | changes


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(page.content.decode())).split())


def errors(page):
    return {name: list(found) for name, found in page.context["form"].errors.items()}


def test_officer_writes_one_about_a_session_for_people_with_a_link(officer, session):
    from_session = officer.get(reverse("session_update", args=[session.project.slug, session.ref]))
    way = f"{reverse('questionnaire_create')}?session={session.ref}"
    assert from_session.context["ask_url"] == way
    form = officer.get(way).context["form"]
    assert (form.initial["session"], form.initial["project"]) == (session, session.project)
    officer.post(reverse("questionnaire_create"), first_page(invited_only="True", session=session.pk))
    made = Questionnaire.objects.get()
    assert (made.invited_only, made.session, made.project) == (True, session, session.project)
    page = officer.get(reverse("officers_questionnaire", args=[made.slug]))
    words = text(page)
    assert "Who can answer Only people we send a link to" in words
    assert "It asks about What to plant It goes to 0 people When There is nobody to ask." in words
    assert "Were asked Nobody yet" in words


def test_officer_writes_one_about_a_stage(signed_in, session):
    walk = scene()
    officer = signed_in(user=walk.officer.user)
    stage = officer.get(reverse("checklist_stage", args=[walk.project.slug, 1]))
    way = f"{reverse('questionnaire_create')}?project={walk.project.slug}&stage=1"
    assert f'href="{html.escape(way)}"' in stage.content.decode()
    initial = officer.get(way).context["form"].initial
    assert (initial["project"], initial["stage"]) == (walk.project, "1")
    officer.post(reverse("questionnaire_create"), first_page(project=walk.project.pk, stage="1"))
    made = Questionnaire.objects.get()
    assert (made.stage, made.invited_only) == (1, False)
    words = text(officer.get(reverse("officers_questionnaire", args=[made.slug])))
    assert "It asks about Stage 1 of 9: Find out what matters It goes to 1 person" in words
    assert "When It goes out the day after this stage is done, at 10am." in words


def test_link_to_ask_is_for_officers_only(signed_in):
    walk = scene()
    chair = signed_in(user=walk.chair.user)
    assert "Ask how it was" not in text(chair.get(reverse("checklist_stage", args=[walk.project.slug, 1])))


@pytest.mark.parametrize("asks", ["two things", "another project", "no project", "stage ten"])
def test_what_does_not_go_together_is_said_and_what_was_typed_is_kept(officer, session, asks):
    meeting = MeetingFactory(starts_at=timezone.now() + dt.timedelta(days=1))
    sent, said = {
        "two things": (
            {"meeting": meeting.pk, "session": session.pk},
            {"session": ["Choose one thing to ask about: a meeting, a session or a stage"]},
        ),
        "another project": (
            {"session": session.pk, "project": ProjectFactory().pk},
            {"session": ["Choose a session of this project, or change the project"]},
        ),
        "no project": ({"stage": "2"}, {"project": ["Choose the project whose stage you ask about"]}),
        "stage ten": ({"stage": "10", "project": session.project.pk}, None),
    }[asks]
    page = officer.post(reverse("questionnaire_create"), first_page(**sent))
    found = errors(page)
    assert (found == said) if said else ("stage" in found)
    assert (page.context["form"]["title"].value(), Questionnaire.objects.count()) == ("The garden", 0)


def test_sessions_offered_are_planned_or_recent_and_theirs_to_know(officer, session):
    long_ago = SessionFactory(held=PartialDate.day(dt.date(2025, 1, 1)))
    cancelled = SessionFactory(held=PartialDate.day(TODAY), state=SessionState.CANCELLED)
    discreet = SessionFactory(held=PartialDate.day(TODAY), body=BodyFactory(discreet=True))
    offered = officer.get(reverse("questionnaire_create")).context["form"].fields["session"].queryset
    assert list(offered) == [session]
    assert {long_ago, cancelled, discreet}.isdisjoint(offered)


def test_it_opens_only_when_there_is_somebody_to_send_it_to(acting, session):
    by = acting("officer")
    cover()
    nobody = QuestionnaireFactory(draft=True, invited_only=True)
    late = QuestionnaireFactory(draft=True, invited_only=True, session=session, project=session.project)
    forum = QuestionnaireFactory(draft=True, invited_only=True, body=BodyFactory())
    for each in (nobody, late, forum):
        gone_through(each)
    with pytest.raises(Problems) as refused:
        questionnaires.open(questionnaire=nobody, by=by)
    assert refused.value.problems == [
        "Choose a meeting, a session or a stage that it asks about, or the forum whose members get the link."
    ]
    session.held = PartialDate.day(dt.date(2026, 2, 1))
    session.save()
    with pytest.raises(Problems) as refused:
        questionnaires.open(questionnaire=late, by=by)
    assert refused.value.problems == ["It is too late: nothing is sent from three days after the morning on which it was due."]
    assert questionnaires.open(questionnaire=forum, by=by).state == QuestionnaireState.OPEN


def test_who_can_answer_stands_once_it_is_open(acting, session):
    open_to_all = QuestionnaireFactory()
    with pytest.raises(WrongState):
        questionnaires.change(questionnaire=open_to_all, by=acting("officer"), invited_only=True)
    open_to_all.refresh_from_db()
    assert open_to_all.invited_only is False


@pytest.mark.parametrize(
    "asked, answered, words",
    [
        (4, 3, "Were asked Fewer than 5 were asked. So we do not say how many answered."),
        (5, 2, "Were asked 5 people Answered by their link 2"),
        (6, 0, "Were asked 6 people Answered by their link 0"),
    ],
    ids=["four", "five", "six"],
)
def test_officer_sees_how_many_were_asked_and_answered_from_five_on(officer, session, asked, answered, words):
    found = QuestionnaireFactory(invited_only=True, session=session, project=session.project)
    for number in range(asked):
        FeedbackRequest.objects.create(questionnaire=found, user=UserFactory(), asked_on=TODAY, is_answered=number < answered)
    page = text(officer.get(reverse("officers_questionnaire", args=[found.slug])))
    assert words in page
    assert ("Answered by their link" in page) == (asked >= 5)


def test_page_costs_the_same_queries_however_many_were_asked(officer, session, django_assert_num_queries):
    found = QuestionnaireFactory(invited_only=True, session=session, project=session.project)
    forum = ProjectPartFactory(project=session.project, body=BodyFactory(), part=Part.GROUP).body
    for people in (1, 30):
        for _number in range(people):
            part = CapacityFactory(body=forum, role=Role.CHAIR)
            FeedbackRequest.objects.create(questionnaire=found, user=part.user, asked_on=TODAY)
        with django_assert_num_queries(29):
            assert officer.get(reverse("officers_questionnaire", args=[found.slug])).status_code == 200


def test_stage_of_a_real_checklist_asks_its_signers_the_day_after_the_last_signature(at, settings):
    settings.DEMO = False
    with at("2026-02-20 15:00"):
        walk = scene(title="The mural")
        found = QuestionnaireFactory(
            project=walk.project,
            stage=1,
            invited_only=True,
            opens_at=timezone.now(),
            closes_at=timezone.now() + dt.timedelta(days=30),
        )
        CapacityFactory(body=walk.forums[0], role=Role.MEMBER)
        walk.settle()
        sign_offs.sign(stage=walk.stage(), by=walk.officer)
        sign_on_paper(walk)
        assert walk.stage().state == "done"
    mail.outbox.clear()
    for moment, number in (("2026-02-20 18:00", 0), ("2026-02-21 10:00", 1), ("2026-02-22 10:00", 0)):
        with at(moment):
            reminders.send()
            delivery.sweep()
        found_now = [message for message in mail.outbox if "/for-you/" in message.body]
        assert len(found_now) == number, moment
        if number:
            assert (found_now[0].to, found_now[0].subject) == ([walk.chair.user.email], "How was it? The mural")
        mail.outbox.clear()
    assert FeedbackRequest.objects.filter(questionnaire=found).count() == 1


def test_copy_is_for_the_same_people_and_asks_about_nothing_yet(acting, session):
    found = QuestionnaireFactory(invited_only=True, session=session, project=session.project)
    copied = questionnaires.copy(questionnaire=found, by=acting("officer"))
    assert (copied.invited_only, copied.session, copied.stage, copied.meeting) == (True, None, None, None)
