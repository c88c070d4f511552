"""Turns: one of us reads and one takes concerns on every working day, and somebody stands in."""

import datetime as dt

import pytest

from coproduction.core import working_days
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.models import ReadingItem, Turn
from coproduction.core.services import purge, reading, turns
from groups.enums import Role
from groups.models import Saying
from tests.core.test_reading import moment
from tests.factories.groups import BodyFactory, MeetingFactory

MONDAY, FRIDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 6)


@pytest.fixture(autouse=True)
def in_february(at):
    with at("2026-02-20 09:00"):
        yield


@pytest.fixture
def readers(acting):
    return acting(Role.OFFICER), acting(Role.OFFICER)


@pytest.fixture
def leads(acting):
    return acting(Role.SAFEGUARDING_LEAD), acting(Role.SAFEGUARDING_LEAD)


def plan(people, duty="reading", first=MONDAY, last=FRIDAY, by=None):
    person, cover = people
    return turns.plan(duty=duty, first_day=first, last_day=last, person=person, cover=cover, by=by or person)


def test_turn_says_whose_it_is_and_who_stands_in(readers):
    plan(readers)
    person, cover = turns.on_turn("reading", MONDAY)
    assert (person.ref, cover.ref) == (readers[0].ref, readers[1].ref)
    assert turns.on_turn("reading", FRIDAY) is not None
    assert turns.on_turn("reading", FRIDAY + dt.timedelta(days=1)) is None
    assert turns.on_turn("safeguarding", MONDAY) is None


def test_days_without_cover_need_both_duties_and_leave_weekends_out(readers, leads):
    sunday = FRIDAY + dt.timedelta(days=2)
    assert turns.days_without_cover(MONDAY, sunday) == [MONDAY + dt.timedelta(days=number) for number in range(5)]
    plan(readers)
    assert len(turns.days_without_cover(MONDAY, sunday)) == 5
    plan(leads, "safeguarding", last=FRIDAY - dt.timedelta(days=1))
    assert turns.days_without_cover(MONDAY, sunday) == [FRIDAY]


@pytest.mark.parametrize(
    "first, last", [(MONDAY, MONDAY), (FRIDAY, FRIDAY + dt.timedelta(days=9)), (dt.date(2026, 3, 1), dt.date(2026, 4, 1))]
)
def test_turns_that_overlap_are_refused_in_words(readers, first, last):
    plan(readers)
    with pytest.raises(WrongState, match="Someone has the turn from 2 March to 6 March 2026 already"):
        plan(readers, first=first, last=last)
    assert Turn.objects.count() == 1


def test_two_duties_do_not_overlap(readers, leads):
    plan(readers)
    plan(leads, "safeguarding")
    assert Turn.objects.count() == 2


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CHAIR, Role.BOARD_ADMINISTRATOR, Role.SAFEGUARDING_LEAD])
def test_only_officers_read(acting, readers, role):
    for people in ((acting(role), readers[0]), (readers[0], acting(role))):
        with pytest.raises(NotAllowed, match="Only officers read"):
            plan(people)
    assert Turn.objects.count() == 0


def test_only_leads_take_concerns(readers, leads):
    with pytest.raises(NotAllowed, match="Only safeguarding leads"):
        plan((leads[0], readers[0]), "safeguarding")


def test_wrong_days_and_one_person_twice_are_refused(readers):
    with pytest.raises(Missing, match="someone else"):
        plan((readers[0], readers[0]))
    with pytest.raises(Missing, match="last day"):
        plan(readers, first=FRIDAY, last=MONDAY)
    with pytest.raises(WrongState, match="over"):
        plan(readers, first=dt.date(2026, 2, 2), last=dt.date(2026, 2, 6))


def test_turn_is_given_to_someone_else_and_taken_away(readers, acting):
    turn, third = plan(readers), acting(Role.OFFICER)
    turns.change(turn=turn, person=third, cover=readers[0], by=third)
    assert turns.on_turn("reading", MONDAY)[0].ref == third.ref
    turns.cancel(turn=turn, by=third)
    with pytest.raises(WrongState, match="took this turn away"):
        turns.cancel(turn=turn, by=third)


def test_plan_saves_nothing_when_its_last_step_fails(readers, monkeypatch):
    monkeypatch.setattr(turns.audit, "record", lambda **facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plan(readers)
    assert Turn.objects.count() == 0


@pytest.mark.parametrize(
    "start, after",
    [
        ("2026-03-04 10:00", "2026-03-04 12:00"),
        ("2026-03-04 16:30", "2026-03-05 10:30"),
        ("2026-03-04 15:00", "2026-03-04 17:00"),
        ("2026-03-04 22:00", "2026-03-05 11:00"),
        ("2026-03-04 05:00", "2026-03-04 11:00"),
        ("2026-03-06 16:00", "2026-03-09 10:00"),
        ("2026-03-07 12:00", "2026-03-09 11:00"),
        ("2026-04-02 16:30", "2026-04-07 10:30"),
        # Over the change of the clocks.
        ("2026-03-27 16:00", "2026-03-30 10:00"),
    ],
)
def test_two_working_hours(start, after):
    assert working_days.after_working_hours(moment(start), 2) == moment(after)


def test_turns_and_words_that_were_taken_away_are_forgotten(readers, at):
    plan(readers)
    body = BodyFactory()
    for target in (body, Saying.objects.create(meeting=MeetingFactory(), words="x")):
        reading.arrive(target=target, kind="Words")
    Saying.objects.all().delete()
    purge.old_rows(now=moment("2026-02-22 09:00"))
    assert (Turn.objects.count(), list(ReadingItem.objects.values_list("target", flat=True))) == (1, [f"groups.body:{body.pk}"])
    purge.old_rows(now=moment("2028-03-04 09:00"))
    assert Turn.objects.count() == 1
    purge.old_rows(now=moment("2028-03-07 09:00"))
    assert Turn.objects.count() == 0
