"""Two people plan at the very same moment: the second is told, and nothing is planned twice."""

import datetime as dt

import pytest
from django.utils import timezone

from groups.enums import AgendaState, MeetingKind, Rhythm, Role
from groups.models import AgendaItem, Meeting, MeetingChange, Term
from groups.queries.planning import Idea
from groups.recurrence import Hours, Rule
from groups.services import agendas, meetings, series, terms
from tests.factories.groups import MeetingFactory
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_two_people_who_move_a_meeting_at_once(acting):
    meeting = MeetingFactory()
    starts = meeting.starts_at

    def move(by, days):
        meetings.move(
            meeting=meeting,
            starts_at=starts + dt.timedelta(days=days),
            ends_at=starts + dt.timedelta(days=days, hours=1),
            by=by,
            seen=0,
        )

    one, two = acting(), acting()
    assert at_once(lambda: move(one, 1), lambda: move(two, 2)) == ["ChangedMeanwhile", "done"]
    meeting.refresh_from_db()
    assert (meeting.sequence, MeetingChange.objects.count()) == (1, 1)


def test_one_moves_and_one_cancels_at_once(acting):
    meeting = MeetingFactory()
    later = {"starts_at": meeting.starts_at + dt.timedelta(days=1), "ends_at": meeting.ends_at + dt.timedelta(days=1)}
    one, two = acting(), acting()
    found = at_once(
        lambda: meetings.move(meeting=meeting, by=one, seen=0, **later),
        lambda: meetings.cancel(meeting=meeting, reason="No room", by=two, seen=0),
    )
    assert found == ["ChangedMeanwhile", "done"]


def test_series_sent_twice_at_once_is_planned_once(acting):
    by = acting(Role.OFFICER)
    today = timezone.localdate()
    rule = Rule(Rhythm.WEEKLY, 2, today + dt.timedelta(days=7), today + dt.timedelta(days=35))
    idea = Idea(MeetingFactory().body, MeetingKind.MEETING, "Club", rule, Hours(dt.time(17), dt.time(18)))
    proposal = series.propose(idea=idea, user=by.user)
    keys = [line.key for line in proposal.lines]

    def plan():
        series.plan(idea=idea, chosen=keys, seen=proposal.seen, user=by.user, by=by)

    assert at_once(plan, plan) == ["WrongState", "done"]
    assert Meeting.objects.filter(title="Club").count() == len(keys)


def test_two_items_for_the_last_minutes_do_not_both_fit(acting):
    meeting, by = MeetingFactory(), acting()
    adding = [lambda title=title: agendas.add(meeting=meeting, title=title, minutes=80, by=by) for title in ("One", "Two")]
    assert at_once(*adding) == ["Refused", "done"]
    assert AgendaItem.objects.filter(state=AgendaState.ACCEPTED).count() == 1


def test_two_terms_over_the_same_days_are_not_both_added(acting):
    by, days = acting(), {"first_day": dt.date(2026, 9, 1), "last_day": dt.date(2026, 12, 18)}
    adding = [lambda name=name: terms.save(name=name, by=by, **days) for name in ("One", "Two")]
    assert at_once(*adding) == ["Refused", "done"]
    assert Term.objects.count() == 1
