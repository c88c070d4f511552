"""Links of one's own: who gets one and when, the one reminder, and what the link does on one device and on two."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.core import notifications
from coproduction.core.models import Notification
from coproduction.core.partial_dates import PartialDate
from coproduction.core.reminders import not_sent
from coproduction.core.services import delivery, outbox, reminders
from engagements.enums import Part, SessionState
from feedback import stages
from feedback.enums import QuestionnaireState
from feedback.models import Draft, FeedbackRequest, Response
from feedback.queries import asking, requests
from feedback.services import drafts
from groups.enums import Reply, Role
from groups.models import Attendance
from tests.factories.engagements import ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.feedback import QuestionnaireFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory
from tests.factories.members import MemberFactory
from tests.factories.sessions import PanelFactory, PanelSeatFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 2, 20)
MORNING = "2026-02-21 10:00"
LONG_AGO = dt.date(2020, 1, 1)


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.fixture(autouse=True)
def no_demonstration(settings):
    settings.DEMO = False


@pytest.fixture
def sent(at):
    """The messages that went out at this moment, as the schedule would have sent them."""

    def run(text):
        before = len(mail.outbox)
        with at(text):
            reminders.send()
            delivery.sweep()
        return mail.outbox[before:]

    return run


@pytest.fixture
def session():
    """A session of a project: its forum has a chair who signs and a member who does not; a partner has a representative."""
    project = ProjectFactory(title="The hub garden")
    forum, partner = BodyFactory(name="Riverside Parents"), BodyFactory(name="Kitehouse", organisation=True)
    ProjectPartFactory(project=project, body=forum, part=Part.GROUP, signs=True)
    ProjectPartFactory(project=project, body=partner, part=Part.PARTNER)
    ProjectPartFactory(project=project, body=BodyFactory(team=True), part=Part.LEAD)
    for body, role, email in (
        (forum, Role.CHAIR, "chair@tests.example"),
        (forum, Role.MEMBER, "member@tests.example"),
        (partner, Role.REPRESENTATIVE, "rep@tests.example"),
    ):
        CapacityFactory(body=body, role=role, since=LONG_AGO, user__email=email)
    return SessionFactory(project=project, topic="What to plant", held=PartialDate.day(DAY), state=SessionState.HELD)


def own(**fields):
    fields.setdefault("closes_at", moment("2026-04-01 12:00"))
    return QuestionnaireFactory(invited_only=True, opens_at=moment("2026-02-01 09:00"), **fields)


@pytest.fixture
def garden(session):
    return own(slug="garden", title="The garden", session=session, project=session.project)


def to(messages):
    return sorted(address for message in messages for address in message.to)


def path_in(message):
    return re.search(r"https?://[^/]+(/have-your-say/\S+)", message.body)[1]


# --- Who gets it, and when ------------------------------------------------------------------------------------------------


def test_session_those_who_speak_for_its_forums_and_partners_get_a_link_the_day_after(garden, sent):
    assert sent("2026-02-20 19:00") + sent("2026-02-21 09:55") == []
    messages = sent(MORNING)
    assert to(messages) == ["chair@tests.example", "rep@tests.example"]
    assert {message.subject for message in messages} == {"How was What to plant on Friday 20 February 2026?"}
    assert sent("2026-02-21 10:05") + sent("2026-02-22 10:00") == []
    assert list(FeedbackRequest.objects.values_list("asked_on", "is_answered")) == [(dt.date(2026, 2, 21), False)] * 2
    paths = {path_in(message) for message in messages}
    assert len(paths) == 2
    assert paths == {requests.path(row, garden) for row in FeedbackRequest.objects.all()}


def test_link_stands_in_no_row_of_the_outbox(garden, sent):
    (message, _other) = sent(MORNING)
    token = path_in(message).rstrip("/").rsplit("/", 1)[1]
    rows = [str(row) for row in Notification.objects.values()]
    assert [row for row in rows if token in row or any(each.ref in row for each in FeedbackRequest.objects.all())] == []


def test_panel_gets_a_link_too_and_nobody_twice(session, sent):
    seated = UserFactory(email="seat@tests.example")
    panel = PanelFactory(session=session)
    chair = session.project.parts.get(signs=True).body.capacities.get(role=Role.CHAIR).user
    for user in (seated, chair, None):
        PanelSeatFactory(panel=panel, user=user)
    own(session=session, project=session.project)
    assert to(sent(MORNING)) == ["chair@tests.example", "rep@tests.example", "seat@tests.example"]


def test_session_that_is_a_meeting_asks_those_who_may_have_been_there(sent):
    starts = moment("2026-02-20 17:00")
    meeting = MeetingFactory(starts_at=starts)
    there = CapacityFactory(body=meeting.body, since=LONG_AGO).user
    away = CapacityFactory(body=meeting.body, since=LONG_AGO).user
    Attendance.objects.create(meeting=meeting, user=away, reply=Reply.NOT_COMING)
    session = SessionFactory(meeting=meeting)
    own(session=session, project=session.project)
    assert to(sent(MORNING)) == [there.email]


def test_meeting_its_people_get_a_link_of_their_own_each(sent):
    meeting = MeetingFactory(body=BodyFactory(name="Riverside Parents"), starts_at=moment("2026-02-20 17:00"))
    people = [CapacityFactory(body=meeting.body, since=LONG_AGO).user for _number in range(2)]
    people[1].stopped_kinds = ["feedback.meeting_feedback"]
    people[1].save()
    found = own(meeting=meeting)
    (message,) = sent(MORNING)
    assert (message.to, message.subject) == ([people[0].email], "How was Riverside Parents on Friday 20 February 2026?")
    assert path_in(message) == requests.path(FeedbackRequest.objects.get(), found)


def test_stage_those_who_may_sign_it_get_a_link_the_day_after_it_is_done(session, sent, monkeypatch):
    project = session.project
    own(project=project, stage=2)
    done = {}
    monkeypatch.setattr(stages, "_finders", [lambda wanted: {key: at for key, at in done.items() if key in wanted}])
    assert sent(MORNING) == []
    done[project.pk, 2] = moment("2026-02-20 15:00")
    (message,) = sent(MORNING)
    assert (message.to, message.subject) == (["chair@tests.example"], "How was it? The hub garden")
    assert "Stage 2 of 9: Be honest" in message.body


def test_forum_its_members_get_a_link_when_it_opens(sent):
    forum = BodyFactory(discreet=True, name="Care Council")
    for email in ("one@tests.example", "two@tests.example"):
        CapacityFactory(body=forum, since=LONG_AGO, user__email=email)
    CapacityFactory(body=forum, role=Role.FACILITATOR, standing="resting", since=LONG_AGO)
    found = own(body=forum, project=None)
    assert sent("2026-02-05 10:00") == []
    found.opens_at = moment("2026-02-20 11:00")
    found.save()
    messages = sent("2026-02-20 11:05")
    assert to(messages) == ["one@tests.example", "two@tests.example"]
    assert {message.subject for message in messages} == {"A few questions for Thursday group"}
    assert not any("Care Council" in message.message().as_string() for message in messages)


def test_questionnaire_for_anyone_about_a_session_sends_the_plain_link_and_no_reminder(session, sent):
    found = QuestionnaireFactory(session=session, project=session.project, closes_at=moment("2026-04-01 12:00"))
    messages = sent(MORNING)
    assert to(messages) == ["chair@tests.example", "rep@tests.example"]
    assert {path_in(message) for message in messages} == {f"/have-your-say/{found.slug}/"}
    assert (FeedbackRequest.objects.count(), sent("2026-02-28 10:00")) == (0, [])


def test_person_without_email_is_told_in_person_without_the_link_and_not_reminded(garden, session, sent, at):
    forum = session.project.parts.get(signs=True).body
    forum.capacities.all().delete()
    MemberFactory(offline=True, body=forum, role=Role.CHAIR, since=LONG_AGO)
    assert to(sent(MORNING)) == ["rep@tests.example"]
    row = Notification.objects.get(kind=requests.KIND, state="by_hand")
    with at("2026-02-21 11:00"):
        now = timezone.now()
        said = notifications.render_part(row.kind, facts=row.facts, is_demonstration=False, now=now, is_spoken=True).body
    assert ("/for-you/" in said, "on paper or by phone" in said) == (False, True)
    assert FeedbackRequest.objects.count() == 2
    assert to(sent("2026-02-28 10:00")) == ["rep@tests.example"]
    assert Notification.objects.filter(state="by_hand").count() == 1


def test_whoever_stopped_such_messages_is_neither_asked_nor_written_down(garden, session, sent):
    chair = session.project.parts.get(signs=True).body.capacities.get(role=Role.CHAIR).user
    chair.stopped_kinds = [requests.KIND]
    chair.save()
    assert to(sent(MORNING)) == ["rep@tests.example"]
    assert [row.user.email for row in FeedbackRequest.objects.all()] == ["rep@tests.example"]


def test_request_says_why_it_did_not_go_out(garden, session, at):
    def why(text):
        with at(text):
            return [item.why for item in not_sent(timezone.now())]

    assert why("2026-02-20 12:00") == ["It goes out on 21 February 2026 at 10am."]
    late = "It is too late: nothing is sent from three days after the morning on which it was due."
    assert why("2026-02-24 10:00") == [late]
    session.state = SessionState.CANCELLED
    session.save()
    assert why("2026-02-22 10:00") == ["The session was cancelled."]
    session.state = SessionState.HELD
    session.save()
    garden.state, garden.closes_at = QuestionnaireState.CLOSED, moment("2026-02-20 20:00")
    garden.save()
    assert why("2026-02-22 10:00") == ["The questionnaire is not open."]


def test_session_of_which_only_the_month_is_known_says_so(garden, session):
    session.held = PartialDate.parse("2026-02")
    session.save()
    garden.refresh_from_db()
    words = asking.of(garden, moment(MORNING)).why_not(moment(MORNING))
    assert words == "The session has no exact day, so we do not know when to ask. Write its day down."


def test_requests_ask_the_same_queries_for_one_questionnaire_and_for_three(garden, session, at, django_assert_num_queries):
    with at(MORNING):
        with django_assert_num_queries(5):
            assert len(asking.lately(timezone.now())) == 1
        for _number in range(2):
            own(session=session, project=session.project)
        with django_assert_num_queries(5):
            assert len(asking.lately(timezone.now())) == 3


def test_message_and_request_are_written_together_or_not_at_all(garden, at, monkeypatch):
    def breaks(*_args, **_kwargs):
        raise IntegrityError

    with at(MORNING):
        with monkeypatch.context() as patch:
            patch.setattr(outbox, "_write_beside", breaks)
            with pytest.raises(IntegrityError):
                reminders.send()
        assert (Notification.objects.count(), FeedbackRequest.objects.count()) == (0, 0)
        reminders.send()
        reminders.send()
        assert (Notification.objects.count(), FeedbackRequest.objects.count()) == (2, 2)


def test_nobody_has_two_requests_of_one_questionnaire(garden, sent):
    sent(MORNING)
    row = FeedbackRequest.objects.first()
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        FeedbackRequest.objects.create(questionnaire=garden, user=row.user, asked_on=DAY)


# --- The one reminder -----------------------------------------------------------------------------------------------------


def test_one_reminder_after_seven_days_to_whoever_has_not_answered_and_none_after(garden, sent):
    sent(MORNING)
    FeedbackRequest.objects.filter(user__email="rep@tests.example").update(is_answered=True)
    early = [sent(f"2026-02-{day} 10:00") for day in range(22, 28)] + [sent("2026-02-28 09:55")]
    assert early == [[]] * 7
    (reminder,) = sent("2026-02-28 10:00")
    assert (reminder.to, reminder.subject) == (
        ["chair@tests.example"], "A reminder: How was What to plant on Friday 20 February 2026?",
    )  # fmt: skip
    assert path_in(reminder) == requests.path(FeedbackRequest.objects.get(is_answered=False), garden)
    later = [sent("2026-02-28 10:05")] + [sent(f"2026-03-{day:02} 10:00") for day in range(1, 32)]
    assert later == [[]] * 32


def test_reminder_comes_late_rather_than_not_for_three_days(garden, sent):
    sent(MORNING)
    assert sent("2026-03-03 10:00") == []
    assert len(sent("2026-03-03 09:55")) == 2


def test_reminder_falls_away_when_it_is_closed_answered_or_stopped(garden, sent, at):
    sent(MORNING)
    chair, rep = (FeedbackRequest.objects.get(user__email=f"{who}@tests.example") for who in ("chair", "rep"))
    chair.user.stopped_kinds = [requests.KIND]
    chair.user.save()
    with at("2026-02-28 10:00"):
        reminders.send()
    FeedbackRequest.objects.filter(pk=rep.pk).update(is_answered=True)
    assert sent("2026-02-28 10:01") == []
    garden.state = QuestionnaireState.CLOSED
    garden.save()
    Notification.objects.filter(dedupe_key__endswith=":again").delete()
    FeedbackRequest.objects.update(is_answered=False)
    assert sent("2026-02-28 10:10") == []
    assert not Notification.objects.filter(dedupe_key__endswith=":again").exists()


# --- The link -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(garden, at):
    """One request to the garden questionnaire, at a moment at which it is open."""
    with at("2026-02-22 10:00", tick=True):
        yield FeedbackRequest.objects.create(questionnaire=garden, user=UserFactory(), asked_on=dt.date(2026, 2, 21))


def page(name, *args):
    return reverse(name, args=["garden", *args])


def start(client, asked):
    return client.post(requests.path(asked, asked.questionnaire))


def send(client):
    client.post(page("questionnaire_question", 1), {"answer": "3"})
    client.post(page("questionnaire_question", 3), {"answer": "More sunflowers."})
    client.post(page("questionnaire_permission"), {"permission": "use_words"})
    return client.post(page("questionnaire_check"), {}, follow=True)


def test_link_leads_through_the_questions_once_and_then_says_it_was_used(client, asked):
    link = requests.path(asked, asked.questionnaire)
    first = client.get(link)
    assert first.status_code == 200
    words = first.content.decode()
    assert "It works once. We will know that you answered, so that we do not remind you." in words
    assert "Nobody can see which answers are yours." in words
    assert (first["Referrer-Policy"], first["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "no-store" in first["Cache-Control"]
    assert (len(first.cookies), Draft.objects.count()) == (0, 0)
    assert start(client, asked).url == page("questionnaire_question", 1)
    sent = send(client)
    assert sent.context["code"]
    asked.refresh_from_db()
    assert (asked.is_answered, Response.objects.count(), Draft.objects.count()) == (True, 1, 0)
    used = client.get(link)
    assert (used.status_code, "This link was used" in used.content.decode()) == (200, True)
    assert "This link was used" in client.post(link).content.decode()
    assert (Response.objects.count(), Draft.objects.count()) == (1, 0)


def test_link_goes_on_with_the_same_answers_on_another_device(asked):
    phone, laptop = Client(), Client()
    start(phone, asked)
    phone.post(page("questionnaire_question", 1), {"answer": "3"})
    assert "You have begun already" in laptop.get(requests.path(asked, asked.questionnaire)).content.decode()
    assert start(laptop, asked).url == page("questionnaire_question", 2)
    assert Draft.objects.count() == 1
    # Both go on: the phone was not put out.
    assert phone.get(page("questionnaire_question", 2)).status_code == 200
    assert send(laptop).context["code"]
    assert phone.post(page("questionnaire_check"), {}).status_code == 302
    assert Response.objects.count() == 1


def test_starting_twice_begins_once(client, asked):
    one, two = start(client, asked), start(client, asked)
    assert (one.url, two.url, Draft.objects.count()) == (page("questionnaire_question", 1), page("questionnaire_question", 1), 1)


def test_draft_of_another_person_in_the_same_browser_is_left_alone(client, asked, garden):
    other = FeedbackRequest.objects.create(questionnaire=garden, user=UserFactory(), asked_on=asked.asked_on)
    start(client, asked)
    client.post(page("questionnaire_question", 1), {"answer": "3"})
    assert start(client, other).url == page("questionnaire_question", 1)
    assert {draft.asked_by: draft.answers.count() for draft in Draft.objects.all()} == {asked: 1, other: 0}


def test_link_begins_anew_when_what_was_begun_is_too_old(client, asked):
    start(client, asked)
    Draft.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert start(Client(), asked).url == page("questionnaire_question", 1)
    assert Draft.objects.get().expires_at > timezone.now()


def test_back_and_thrown_away_lead_to_the_link_again(client, asked):
    start(client, asked)
    link = requests.path(asked, asked.questionnaire)
    assert client.get(page("questionnaire_question", 1)).context["back"] == link
    assert client.post(page("questionnaire_discard")).url == link
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("spoil", ["altered", "cut", "nonsense", "foreign", "gone", "other-signature"])
def test_link_that_is_wrong_gives_a_plain_page(client, asked, garden, spoil):
    link = requests.path(asked, garden)
    if spoil == "foreign":
        other = own(slug="other")
        row = FeedbackRequest.objects.create(questionnaire=other, user=asked.user, asked_on=asked.asked_on)
        link = requests.path(row, garden)
    elif spoil == "gone":
        link = link.replace("/garden/", "/never-there/")
    elif spoil == "other-signature":
        link = reverse("questionnaire_for_you", args=["garden", f"{asked.ref}:{'x' * 43}"])
    else:
        token = {"altered": link.rstrip("/")[:-1] + "~/", "cut": link.rstrip("/")[:-9] + "/", "nonsense": ""}[spoil]
        link = token or reverse("questionnaire_for_you", args=["garden", "’; drop-table"])
    for answer in (client.get(link), client.post(link)):
        assert (answer.status_code, "This link does not work" in answer.content.decode()) == (404, True)
        assert answer["Referrer-Policy"] == "no-referrer"
    assert Draft.objects.count() == 0


def test_wrong_links_are_limited_for_each_address(client, asked, garden):
    wrong = reverse("questionnaire_for_you", args=["garden", "wrong"])
    for _number in range(10):
        assert client.get(wrong).status_code == 404
    right = requests.path(asked, garden)
    assert (client.get(wrong).status_code, client.get(right).status_code) == (429, 429)
    assert "Wait a quarter of an hour" in client.get(right).content.decode()
    assert Client(REMOTE_ADDR="203.0.113.9").get(right).status_code == 200


def test_link_to_a_closed_questionnaire_says_that_it_is_closed(client, asked, garden):
    garden.state, garden.closes_at = QuestionnaireState.CLOSED, timezone.now() - dt.timedelta(hours=1)
    garden.save()
    for answer in (client.get(requests.path(asked, garden)), start(client, asked)):
        assert (answer.status_code, "This is closed" in answer.content.decode()) == (410, True)


def test_form_of_another_site_begins_nothing(client, asked):
    answer = client.post(requests.path(asked, asked.questionnaire), headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, Draft.objects.count()) == (302, 0)


# --- Everyone else --------------------------------------------------------------------------------------------------------


def test_public_first_page_says_whom_it_is_for_and_shows_no_question(client, garden, asked):
    words = client.get(page("questionnaire")).content.decode()
    assert "This is for the people who were sent a link." in words
    assert (garden.why in words, "Start" in words) == (False, False)


def test_nothing_begins_without_a_link(client, garden, asked):
    began = client.post(page("questionnaire"))
    assert (began.status_code, began.cookies.get("draft")) == (403, None)
    answer = client.post(page("questionnaire_question", 3), {"answer": "I typed this."})
    assert (answer.status_code, "I typed this." in answer.content.decode()) == (403, True)
    assert [client.post(page(name)).status_code for name in ("questionnaire_age", "questionnaire_permission")] == [302, 302]
    shared = [client.post(page("questionnaire_kiosk"), {"do": "share"}).url, client.get(page("questionnaire_kiosk")).url]
    assert (shared, "kiosk" in client.cookies) == ([page("questionnaire")] * 2, False)
    assert Draft.objects.count() == 0


def test_it_stands_in_no_public_list(client, garden, asked):
    public = QuestionnaireFactory(title="For anyone", project=garden.project, opens_at=None)
    for address in ("/", reverse("questionnaires"), garden.project.get_absolute_url()):
        words = client.get(address).content.decode()
        assert (public.title in words, page("questionnaire") in words) == (True, False), address


def test_poster_is_not_there_and_paper_is(signed_in, garden, asked, settings):
    settings.DEMO = True
    client = signed_in("officer")
    assert client.get(page("questionnaire_poster")).status_code == 404
    assert client.get(page("questionnaire_paper")).status_code == 200


def test_forgetting_a_person_takes_their_request_and_what_they_began(client, asked):
    start(client, asked)
    asked.user.delete()
    assert (FeedbackRequest.objects.count(), Draft.objects.count()) == (0, 0)


def test_token_of_a_second_device_says_nothing_of_the_request(asked, garden):
    first, token = drafts.begin(questionnaire=garden, asked_by=asked)
    same, other = drafts.begin(questionnaire=garden, asked_by=asked)
    assert (first.pk == same.pk, token != other, asked.ref in token + other) == (True, True, False)
