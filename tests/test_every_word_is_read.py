"""Every field in which somebody can write is in the register of what is read, or says why it is not."""

import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from checklist.services import evaluations, items, lessons, sign_offs
from coproduction.core import reading_register
from coproduction.core.enums import ReadingState
from coproduction.core.models import ReadingItem
from coproduction.core.partial_dates import PartialDate
from engagements.enums import DecisionMethod, ForumWeight
from engagements.queries import findings as finding_queries
from engagements.queries import sessions as session_queries
from engagements.queries.lines import Line
from engagements.services import decisions, findings, panels, photos, sessions, thanks
from feedback.services import outcomes
from groups.enums import Role
from groups.queries import proceedings as meeting_queries
from groups.services import agendas, charters, joining, meetings, minutes, own_words, papers, proceedings
from tests.factories.checklist import at_last_stage, evaluation, scene
from tests.factories.engagements import ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.feedback import OutcomeFactory, send_response
from tests.factories.groups import BodyFactory, MeetingFactory
from tests.factories.sessions import PanelFactory, PanelSeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


OURS = ("core", "groups", "engagements", "checklist", "feedback", "portal")
LONG = 100


def holds_words(field):
    if isinstance(field, models.TextField | models.FileField):
        return True
    if isinstance(field, models.CharField):
        return (field.max_length or 0) >= LONG and not field.choices
    return field.is_relation and field.related_model is not None and field.related_model.__name__ == "StoredFile"


def fields_with_words():
    rows = (model for model in apps.get_models() if model._meta.app_label in OURS)
    return {f"{model._meta.label}.{field.name}" for model in rows for field in model._meta.concrete_fields if holds_words(field)}


def test_every_field_is_read_or_says_why_not():
    declared = {name for how in reading_register.every() for name in how.all_fields} | set(reading_register.reasons())
    assert sorted(fields_with_words() - declared) == []


def test_no_field_is_both_and_each_exists():
    is_read = {name for how in reading_register.every() for name in how.all_fields}
    assert sorted(is_read & set(reading_register.reasons())) == []
    every = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.concrete_fields}
    assert sorted((is_read | set(reading_register.reasons())) - every) == []


def test_every_reason_is_a_sentence():
    assert [reason for reason in reading_register.reasons().values() if not reason.endswith(".") or len(reason) < 20] == []


# --- Each of them arrives, through its public service ------------------------------------------------------------------------


@pytest.fixture
def world(acting):
    """A facilitator who runs sessions for the forum of a project, and others of that forum."""
    made = SimpleNamespace(project=ProjectFactory())
    made.forum = ProjectPartFactory(project=made.project).body
    made.facilitator = acting(Role.FACILITATOR, body=made.forum)
    made.chair = acting(Role.CHAIR, body=made.forum)
    made.member = acting(Role.MEMBER, body=made.forum)
    made.officer = acting(Role.OFFICER)
    made.session = lambda kind="other": SessionFactory(project=made.project, kind=kind, topic="A day there")
    made.coming = MeetingFactory(body=made.forum)
    over = timezone.now() - dt.timedelta(days=1)
    made.over = MeetingFactory(body=made.forum, state="held", starts_at=over, ends_at=over + dt.timedelta(hours=1))
    return made


def picture():
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(content, "PNG")
    return SimpleUploadedFile("wall.png", content.getvalue(), "image/png")


def after_a_meeting(w, **account):
    proceedings.record(
        meeting=w.over, account=meeting_queries.Account(**account), seen=meeting_queries.stamp(w.over), by=w.facilitator
    )


def enter_session(w, **account):
    about = session_queries.Account(kind="other", topic="Play", **account)
    return sessions.enter(project=w.project, account=about, state="held", by=w.facilitator)


def finding(w, kind, service, **lines):
    session = w.session(kind)
    stamps = {"inspection": finding_queries.points_stamp, "user_testing": finding_queries.tried_stamp}
    service(session=session, seen=stamps[kind](session), by=w.facilitator, **lines)


def vote(w):
    session = w.session("vote")
    findings.write_vote(
        session=session, question="Which?", method="Hands", who_could_vote="All", result="A", options=[Line({"words": "A", "votes": 5}, "words")],
        seen=finding_queries.vote_stamp(session), by=w.facilitator,
    )  # fmt: skip


def panel(w):
    panels.set_up(
        session=w.session("tender_panel"), weight=20, highest=5, criteria=[Line({"words": "Listens", "weight": 1}, "words")],
        candidates=[], seats=[], seen="", by=w.facilitator,
    )  # fmt: skip


def interest(w):
    seat = PanelSeatFactory(panel=PanelFactory(session=w.session("tender_panel"), scoring=True), user=w.member.user)
    panels.declare(seat=seat, interest="My aunt works there", stands_back=True, by=w.member)


def query(w):
    walk = scene()
    items.answer_and_confirm(item=walk.item("1.1"), words="The budget is fixed.", by=walk.officer)
    ReadingItem.objects.all().delete()
    items.query(item=walk.item("1.1"), words="All of it?", by=walk.chair)


def refusal(w):
    walk = scene()
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.refuse(stage=walk.stage(), reason="We cannot see the split.", by=walk.chair)


def talk(w):
    walk = scene()
    said = evaluation(walk, answers=(("disagree", "It was not ours to decide."),))
    evaluations.record_talk(evaluation=said, on=timezone.localdate(), words="We met in May.", by=walk.chair)


def lesson(w):
    last = at_last_stage()
    lessons.add(project=last.project, topic="access", words="Ask early.", next_time="", by=last.chair)


def outcome(w):
    silent = OutcomeFactory(without_words=True)
    silent.contributors.create(body=w.forum)
    outcomes.add_words(outcome=silent, words="We asked for Sundays.", by=w.chair)


def photo(w):
    photos.add(
        session=w.session(), upload=picture(), alt="Six people", consent_words="All six agreed", consent_on=timezone.localdate(), by=w.facilitator
    )  # fmt: skip


WAYS = {
    "checklist.EvaluationPoint": lambda w: evaluation(scene(), locked=True),
    "checklist.EvaluationTalk": talk,
    "checklist.ItemEvent": query,
    "checklist.Lesson": lesson,
    "checklist.SignOff": refusal,
    "core.StoredFile": lambda w: papers.add(meeting=w.coming, upload=picture(), by=w.facilitator, name="Plan"),
    "engagements.Decision": lambda w: decisions.record(
        project=w.project,
        question="Which park?",
        decided=PartialDate.unknown(),
        options=[],
        method=DecisionMethod.values[0],
        forum_weight=ForumWeight.values[0],
        by=w.facilitator,
    ),
    "engagements.GotFromIt": lambda w: thanks.write_words(
        project=w.project, words="I made friends", permission="use_words", by=w.officer
    ),
    "engagements.InspectionPoint": lambda w: finding(
        w, "inspection", findings.write_points, points=[Line({"kind": "area", "words": "Cold"}, "words")]
    ),
    "engagements.Panel": panel,
    "engagements.PanelSeat": interest,
    "engagements.Session": enter_session,
    "engagements.SessionPhoto": photo,
    "engagements.SessionSaying": lambda w: enter_session(
        w, sayings=(session_queries.SayingLine("Words", "a parent", "use_words"),)
    ),
    "engagements.TriedOut": lambda w: finding(
        w, "user_testing", findings.write_tried_out, things=[Line({"scenario": "Book a place", "before": "Hard"}, "scenario")]
    ),
    "engagements.Vote": vote,
    "feedback.Outcome": outcome,
    "feedback.Response": lambda w: send_response(),
    "groups.Action": lambda w: after_a_meeting(w, actions=(meeting_queries.ActionLine("Ask the school"),)),
    "groups.AgendaItem": lambda w: agendas.propose(meeting=w.coming, title="Sundays", minutes=5, user=w.member.user, by=w.member),
    "groups.Body": lambda w: own_words.write(body=w.forum, words="We are young people.", by=w.chair),
    "groups.Charter": lambda w: charters.write(body=w.forum, by=w.chair, seen=1, vision="Every child is heard."),
    "groups.JoinRequest": lambda w: joining.ask(body=w.forum, name="Ada", email="ada@tests.example"),
    "groups.Meeting": lambda w: meetings.cancel(meeting=w.coming, reason="The room is flooded.", by=w.facilitator),
    "groups.MeetingDecision": lambda w: after_a_meeting(w, decisions=(meeting_queries.DecisionLine("We go by bus"),)),
    "groups.Minutes": lambda w: minutes.write(meeting=w.over, text="What was said", public_text="", seen="", by=w.facilitator),
    "groups.Priority": lambda w: own_words.propose(body=w.forum, title="Buses", period=PartialDate.unknown(), by=w.chair),
    "groups.Saying": lambda w: after_a_meeting(w, sayings=(meeting_queries.SayingLine("I like it here"),)),
    "groups.Theme": lambda w: own_words.set_theme(body=w.forum, title="Play", period=PartialDate.parse("2026"), by=w.chair),
}


def test_each_table_that_is_read_has_its_proof():
    assert sorted(WAYS) == [how.label for how in reading_register.every()]


@pytest.mark.parametrize("label", WAYS)
def test_what_is_written_waits_to_be_read(world, label):
    WAYS[label](world)
    item = ReadingItem.objects.filter(target__startswith=f"{label.lower()}:").first()
    # What an officer writes down, an officer has read.
    expected = ReadingState.CLEARED if label == "engagements.GotFromIt" else ReadingState.WAITING
    assert item is not None, sorted(ReadingItem.objects.values_list("target", flat=True))
    assert item.state == expected


@pytest.mark.parametrize("label", WAYS)
def test_queue_shows_its_words_and_where_they_stand(world, signed_in, label):
    WAYS[label](world)
    item = ReadingItem.objects.filter(target__startswith=f"{label.lower()}:").first()
    ReadingItem.objects.filter(pk=item.pk).update(state=ReadingState.WAITING, read_at=None, read_by=None)
    # Who asks to join, and where a forum meets that is not public, is for those who look after it.
    lead = signed_in(Role.OFFICER if label in ("groups.JoinRequest", "groups.Meeting") else Role.SAFEGUARDING_LEAD)
    urls = [line.url for line in lead.get(reverse("reading_queue")).context["queue"]]
    if label == "feedback.Response":
        assert any("/officers/responses/" in url for url in urls)
        return
    assert reverse("reading_item", args=[item.pk]) in urls
    page = lead.get(reverse("reading_item", args=[item.pk])).context["page"]
    assert page.words
    assert page.where or page.file or label == "groups.Priority"


def test_words_of_an_independent_forum_stay_with_it_until_everyone_sees_them(world, acting):
    forum = BodyFactory(is_independent=True)
    chair, organiser = acting(Role.CHAIR, body=forum), acting(Role.ORGANISER, body=forum)
    agendas.add(meeting=MeetingFactory(body=forum), title="Sundays", minutes=5, by=organiser)
    joining.ask(body=forum, name="Ada", email="ada@tests.example")
    assert ReadingItem.objects.count() == 0
    own_words.write(body=forum, words="We are parents.", by=chair)
    assert ReadingItem.objects.get().kind == "What a forum says of itself"
