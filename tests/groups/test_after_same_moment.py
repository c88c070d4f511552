"""Two people write about one meeting at the very same moment: the second is told, and nothing stands twice."""

import datetime as dt

import pytest
from django.utils import timezone

from engagements.models import Session
from engagements.services import sessions
from groups.enums import MeetingState, Role
from groups.models import Action, MeetingDecision, Minutes
from groups.queries import proceedings as queries
from groups.queries.proceedings import Account, DecisionLine
from groups.services import actions, minutes, proceedings
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import MeetingFactory
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(db):
    starts = timezone.now() - dt.timedelta(days=1)
    return MeetingFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), state=MeetingState.HELD)


def test_two_accounts_at_once(meeting, acting):
    seen, by = queries.stamp(meeting), acting()
    writing = [
        lambda words=words: proceedings.record(
            meeting=meeting, account=Account(decisions=(DecisionLine(words),)), seen=seen, by=by
        )
        for words in ("One", "Two")
    ]
    assert at_once(*writing) == ["WrongState", "done"]
    assert MeetingDecision.objects.count() == 1


def test_same_account_twice_at_once_stands_once(meeting, acting):
    account, seen, by = Account(decisions=(DecisionLine("One"),)), queries.stamp(meeting), acting()
    writing = [lambda: proceedings.record(meeting=meeting, account=account, seen=seen, by=by)] * 3
    assert at_once(*writing) == ["done", "done", "done"]
    assert MeetingDecision.objects.count() == 1


def test_two_drafts_at_once(meeting, acting):
    by = acting()
    writing = [
        lambda words=words: minutes.write(meeting=meeting, text=words, public_text="", seen="", by=by) for words in ("One", "Two")
    ]
    assert at_once(*writing) == ["WrongState", "done"]
    assert Minutes.objects.count() == 1


def test_minutes_are_agreed_once(meeting, acting):
    draft = minutes.write(meeting=meeting, text="One", public_text="", seen="", by=acting())
    chair = acting(Role.CHAIR, meeting.body)
    assert at_once(*[lambda: minutes.agree(minutes=draft, how="", by=chair)] * 2) == ["WrongState", "done"]


def test_action_is_settled_once(meeting, acting):
    action, by = Action.objects.create(body=meeting.body, words="Ask"), acting()
    settling = [lambda: actions.done(action=action, by=by), lambda: actions.drop(action=action, reason="No", by=by)]
    assert at_once(*settling) == ["WrongState", "done"]


def test_meeting_is_linked_once(meeting, acting):
    project, by = ProjectFactory(), acting()
    assert at_once(*[lambda: sessions.link(meeting=meeting, project=project, by=by)] * 2) == ["done", "done"]
    assert Session.objects.count() == 1
