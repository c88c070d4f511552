"""The request for feedback on the day after a meeting, and why it does not go out."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from coproduction.core.models import Notification
from coproduction.core.reminders import not_sent
from coproduction.core.services import delivery, reminders
from feedback.enums import QuestionnaireState
from groups.enums import MeetingState, Reply
from groups.models import Attendance
from tests.factories.feedback import QuestionnaireFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def asked(at, text):
    before = len(mail.outbox)
    with at(text):
        reminders.send()
        delivery.sweep()
    return mail.outbox[before:]


@pytest.fixture(autouse=True)
def no_demonstration(settings):
    settings.DEMO = False


@pytest.fixture
def meeting(db):
    body = BodyFactory(name="Riverside Parents")
    CapacityFactory(body=body, since=dt.date(2020, 1, 1))
    starts = moment("2026-02-20 17:00")
    return MeetingFactory(body=body, starts_at=starts, ends_at=starts + dt.timedelta(hours=2), state=MeetingState.HELD)


def questionnaire(meeting, **traits):
    return QuestionnaireFactory(meeting=meeting, closes_at=moment("2026-04-01 12:00"), **traits)


@pytest.fixture
def why(at):
    def ask(text="2026-02-22 12:00"):
        with at(text):
            return [item.why for item in not_sent(timezone.now()) if item.what.startswith("Request")]

    return ask


def test_request_goes_out_once_the_day_after(meeting, at, why):
    found = questionnaire(meeting)
    assert asked(at, "2026-02-20 19:30") == []
    assert why("2026-02-20 19:30") == ["It goes out the day after the meeting, at 10am."]
    assert asked(at, "2026-02-21 09:55") == []
    (message,) = asked(at, "2026-02-21 10:00")
    assert message.subject == "How was Riverside Parents on Friday 20 February 2026?"
    assert f"/have-your-say/{found.slug}/" in message.body
    assert asked(at, "2026-02-21 10:05") + asked(at, "2026-02-22 10:00") == []
    assert why() == []


@pytest.mark.parametrize(
    "reply, came, asked_for", [("coming", None, 1), ("invited", True, 1), ("not_coming", None, 0), ("coming", False, 0)]
)
def test_request_goes_to_whoever_may_have_been_there(meeting, at, reply, came, asked_for):
    questionnaire(meeting)
    user = meeting.body.capacities.get().user
    Attendance.objects.create(meeting=meeting, user=user, reply=Reply(reply), came=came)
    assert len(asked(at, "2026-02-21 10:00")) == asked_for


def test_request_after_the_worker_was_off_still_goes_out_for_three_days(meeting, at, why):
    questionnaire(meeting)
    assert asked(at, "2026-02-24 10:00") == []
    assert why("2026-02-24 10:00") == ["It was too late: nothing was sent for three days after the meeting."]
    assert len(asked(at, "2026-02-24 09:55")) == 1


def test_request_without_questionnaire_says_why(meeting, at, why):
    assert asked(at, "2026-02-21 10:00") == []
    assert why() == ["No questionnaire asks about this meeting."]
    questionnaire(meeting, state=QuestionnaireState.CLOSED)
    assert (asked(at, "2026-02-21 10:00"), why()) == ([], ["The questionnaire about this meeting is not open."])


def test_request_after_a_cancelled_meeting_or_to_nobody_says_why(meeting, at, why):
    questionnaire(meeting)
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    assert (asked(at, "2026-02-21 10:00"), why()) == ([], ["The meeting was cancelled."])
    meeting.state = MeetingState.PLANNED
    meeting.save()
    meeting.body.capacities.all().delete()
    assert (asked(at, "2026-02-21 10:00"), why()) == ([], ["There is nobody to ask: no members, or nobody who came."])


def test_request_names_a_discreet_forum_by_its_neutral_name(meeting, at):
    questionnaire(meeting)
    meeting.body.name, meeting.body.is_discreet, meeting.body.neutral_name = "Care Council", True, "Thursday group"
    meeting.body.save()
    (message,) = asked(at, "2026-02-21 10:00")
    row = Notification.objects.get(kind="feedback.meeting_feedback")
    assert message.subject == "How was Thursday group on Friday 20 February 2026?"
    assert "Care" not in message.message().as_string() + row.reason + row.recipient_label


def test_request_that_waits_falls_away_when_the_questionnaire_closes(meeting, at):
    found = questionnaire(meeting)
    with at("2026-02-21 10:00"):
        reminders.send()
    found.state = QuestionnaireState.CLOSED
    found.save()
    with at("2026-02-21 10:01"):
        delivery.sweep()
    row = Notification.objects.get(kind="feedback.meeting_feedback")
    assert (row.state, row.problem, mail.outbox) == ("skipped", "The questionnaire about this meeting is not open.", [])
