"""Series: dates that follow a rule, shown with what speaks against them, planned all or none."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import AuditEvent
from groups import recurrence
from groups.enums import MeetingKind, Rhythm, Role
from groups.models import Meeting, MeetingSeries, Term
from groups.queries.planning import Idea, Workshop
from groups.recurrence import LAST, MOST, Hours, Rule
from groups.services import meetings, series
from tests.factories.groups import BodyFactory, MeetingFactory

DAYS = st.dates(min_value=dt.date(2025, 1, 1), max_value=dt.date(2030, 12, 31))
WEEKDAYS = st.integers(min_value=0, max_value=6)
SPANS = st.integers(min_value=0, max_value=2000).map(lambda days: dt.timedelta(days=days))
NTHS = st.sampled_from([1, 2, 3, 4, LAST])
FIVE = Hours(dt.time(17), dt.time(19))


# The rules


@given(rhythm=st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY]), weekday=WEEKDAYS, first=DAYS, span=SPANS)
def test_weeks_fall_on_their_day_and_leave_none_out(rhythm, weekday, first, span):
    found = recurrence.dates(Rule(rhythm, weekday, first, first + span))
    gap = dt.timedelta(days=7 if rhythm == Rhythm.WEEKLY else 14)
    assert all(day.weekday() == weekday and first <= day <= first + span for day in found)
    assert all(later - earlier == gap for earlier, later in pairwise(found))
    assert len(found) <= MOST + 1
    if found:
        assert found[0] - first < dt.timedelta(days=7)
        assert len(found) == MOST + 1 or found[-1] + gap > first + span


@given(rhythm=st.sampled_from([Rhythm.MONTHLY, Rhythm.QUARTERLY]), weekday=WEEKDAYS, nth=NTHS, first=DAYS, span=SPANS)
def test_months_have_their_nth_weekday_and_none_is_left_out(rhythm, weekday, nth, first, span):
    found = recurrence.dates(Rule(rhythm, weekday, first, first + span, nth))
    months = 1 if rhythm == Rhythm.MONTHLY else 3
    for day in found:
        assert (day.weekday(), first <= day <= first + span) == (weekday, True)
        if nth == LAST:
            assert (day + dt.timedelta(days=7)).month != day.month
        else:
            assert (day.day - 1) // 7 + 1 == nth
    for earlier, later in pairwise(found):
        assert earlier.replace(day=1) + relativedelta(months=months) == later.replace(day=1)


@given(weekday=WEEKDAYS, nth=st.integers(min_value=1, max_value=20), first=DAYS, length=st.integers(min_value=7, max_value=110))
def test_term_has_at_most_one_such_day_and_it_lies_inside(weekday, nth, first, length):
    term = Term(name="T", first_day=first, last_day=first + dt.timedelta(days=length))
    found = recurrence.dates(Rule(Rhythm.TERMLY, weekday, first, dt.date(2040, 1, 1), nth), [term])
    such = [day for day in (first + dt.timedelta(days=each) for each in range(length + 1)) if day.weekday() == weekday]
    assert found == such[nth - 1 : nth]


@given(
    day=st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2027, 12, 31)), before=st.integers(min_value=1, max_value=90)
)
def test_hour_on_the_wall_stays_whatever_the_clocks_do(day, before):
    for each in (day, day - dt.timedelta(days=before)):
        starts, ends = FIVE.on(each)
        assert (timezone.localtime(starts).time(), timezone.localtime(ends).time()) == (dt.time(17), dt.time(19))
    moved = recurrence.shifted(
        FIVE.on(day - dt.timedelta(days=before))[0], FIVE.on(day)[0], FIVE.on(day + dt.timedelta(days=200))[0]
    )
    assert moved == FIVE.on(day - dt.timedelta(days=before) + dt.timedelta(days=200))[0]


def test_second_tuesday_of_the_month():
    rule = Rule(Rhythm.MONTHLY, 1, dt.date(2026, 1, 14), dt.date(2026, 4, 30), 2)
    assert recurrence.dates(rule) == [dt.date(2026, 2, 10), dt.date(2026, 3, 10), dt.date(2026, 4, 14)]
    assert rule.in_words(FIVE) == "Every month, second Tuesday, 5pm to 7pm"


def test_quarter_after_a_month_without_room_begins_with_the_next():
    rule = Rule(Rhythm.QUARTERLY, 4, dt.date(2026, 1, 31), dt.date(2026, 12, 31), LAST)
    assert recurrence.dates(rule) == [dt.date(2026, 2, 27), dt.date(2026, 5, 29), dt.date(2026, 8, 28), dt.date(2026, 11, 27)]


@pytest.mark.parametrize(
    "day, found",
    [
        ("2026-03-02", True), ("2026-03-27", True), ("2026-03-28", False), ("2026-04-13", True), ("2026-05-27", False),
        ("2026-05-30", True), ("2026-07-22", None), ("2025-12-31", None),
    ],
)  # fmt: skip
def test_school_is_on_off_or_not_known(day, found):
    terms = [
        Term(first_day=dt.date(2026, 1, 5), last_day=dt.date(2026, 3, 27)),
        Term(
            first_day=dt.date(2026, 4, 13), last_day=dt.date(2026, 7, 21),
            half_term_first=dt.date(2026, 5, 25), half_term_last=dt.date(2026, 5, 29),
        ),
        # A year further on: what lies between is not known.
        Term(first_day=dt.date(2027, 9, 1), last_day=dt.date(2027, 12, 17)),
    ]  # fmt: skip
    assert recurrence.in_term(dt.date.fromisoformat(day), terms) is found


# Planning one


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def spring(at, db):
    with at("2026-03-02 10:32"):
        yield


def idea(body, **changed):
    given = {
        "body": body, "kind": MeetingKind.BOARD, "title": "Board", "hours": FIVE, "place": "The hub",
        "rule": Rule(Rhythm.QUARTERLY, 2, dt.date(2026, 4, 1), dt.date(2027, 3, 31), 1),
        "workshop": Workshop(14, "Workshop", Hours(dt.time(16), dt.time(17))),
    }  # fmt: skip
    return Idea(**(given | changed))


def plan(thought, by, **given):
    proposal = series.propose(idea=thought, user=by.user)
    everything = {"chosen": [line.key for line in proposal.lines], "seen": proposal.seen} | given
    return series.plan(idea=thought, user=by.user, by=by, **everything)


def test_series_plans_boards_each_with_its_workshop(spring, acting):
    by = acting()
    made = plan(idea(BodyFactory()), by)
    boards = list(made.meetings.filter(kind=MeetingKind.BOARD).order_by("starts_at"))
    assert [str(board.local_day) for board in boards] == ["2026-04-01", "2026-07-01", "2026-10-07", "2027-01-06"]
    for board in boards:
        workshop = board.workshops.get()
        assert (board.local_day - workshop.local_day, workshop.title, workshop.kind, workshop.series) == (
            dt.timedelta(days=14), "Workshop", "workshop", made,
        )  # fmt: skip
        assert [timezone.localtime(each.starts_at).hour for each in (board, workshop)] == [17, 16]
    assert (made.rule_words, made.workshop_days_before, made.made_by_label) == (
        "Every three months, first Wednesday, 5pm to 7pm", 14, by.label,
    )  # fmt: skip
    assert {meeting.planned_by for meeting in made.meetings.all()} == {by.user}


def test_series_whose_last_step_fails_saves_nothing(spring, acting, monkeypatch):
    original, planned = meetings.plan, []

    def fails_at_the_last(**given):
        planned.append(given)
        return original(**given) if len(planned) < 8 else 1 / 0

    monkeypatch.setattr(series.meetings, "plan", fails_at_the_last)
    with pytest.raises(ZeroDivisionError):
        plan(idea(BodyFactory()), acting())
    assert (len(planned), Meeting.objects.count(), MeetingSeries.objects.count(), AuditEvent.objects.count()) == (8, 0, 0, 0)


def test_workshop_of_a_board_that_is_left_out_stands_alone(spring, acting):
    made = plan(idea(BodyFactory()), acting(), chosen=["2026-07-01-workshop", "2026-10-07"])
    assert sorted((meeting.kind, meeting.prepares) for meeting in made.meetings.all()) == [("board", None), ("workshop", None)]


def test_series_of_more_than_two_hundred_is_refused(spring, acting):
    weekly = idea(BodyFactory(), rule=Rule(Rhythm.WEEKLY, 2, dt.date(2026, 4, 1), dt.date(2028, 3, 31)))
    with pytest.raises(Refused, match="more than 200 meetings"):
        series.propose(idea=weekly, user=acting().user)
    alone = idea(BodyFactory(), rule=weekly.rule, workshop=None)
    assert len(series.propose(idea=alone, user=acting().user).lines) == 105


def test_series_is_checked_again_when_it_is_planned(spring, acting):
    thought, by = idea(BodyFactory()), acting()
    proposal = series.propose(idea=thought, user=by.user)
    MeetingFactory(body=thought.body, starts_at=proposal.lines[0].slot.starts_at)
    with pytest.raises(WrongState, match="changed while you looked"):
        plan(thought, by, seen=proposal.seen)
    with pytest.raises(Missing):
        plan(thought, by, chosen=[])
    assert MeetingSeries.objects.count() == 0


def test_day_that_is_over_is_never_planned(spring, acting):
    early = idea(BodyFactory(), rule=Rule(Rhythm.WEEKLY, 2, dt.date(2026, 3, 4), dt.date(2026, 3, 10)))
    assert [(line.key, line.is_possible, line.is_suggested) for line in series.propose(idea=early, user=acting().user).lines] == [
        ("2026-03-04-workshop", False, False), ("2026-03-04", True, True),
    ]  # fmt: skip
    with pytest.raises(Refused, match="over"):
        plan(early, acting())


def test_proposal_says_what_speaks_against_each_date(spring, acting):
    Term.objects.create(name="Spring", first_day=dt.date(2026, 1, 5), last_day=dt.date(2026, 3, 27))
    Term.objects.create(name="Summer", first_day=dt.date(2026, 4, 13), last_day=dt.date(2026, 7, 21))
    body = BodyFactory()
    MeetingFactory(body=body, title="Party", starts_at=dt.datetime(2026, 4, 20, 16, 30, tzinfo=dt.UTC))
    mondays = idea(body, rule=Rule(Rhythm.WEEKLY, 0, dt.date(2026, 3, 30), dt.date(2026, 4, 26)), workshop=None)
    found = {line.key: (line.warnings, line.is_suggested) for line in series.propose(idea=mondays, user=acting().user).lines}
    assert found == {
        "2026-03-30": (("This is in the school holidays.",), True),
        "2026-04-06": (("This is a bank holiday: Easter Monday.", "This is in the school holidays."), False),
        "2026-04-13": ((), True),
        "2026-04-20": (("The forum meets at this time already: “Party”, 5:30pm to 7:30pm.",), True),
    }
    sunday = idea(body, rule=Rule(Rhythm.WEEKLY, 6, dt.date(2029, 3, 1), dt.date(2029, 3, 5)), workshop=None)
    assert series.propose(idea=sunday, user=acting().user).lines[0].warnings == (
        "This is at the weekend.",
        "The term dates around this day are not known.",
        "The bank holidays of this year are not known yet.",
    )
    twice = idea(
        body, rule=Rule(Rhythm.WEEKLY, 2, dt.date(2026, 5, 13), dt.date(2026, 5, 20)), workshop=Workshop(7, "Before", FIVE)
    )
    lines = series.propose(idea=twice, user=acting().user).lines
    assert [line.key for line in lines if line.warnings] == ["2026-05-13", "2026-05-20-workshop"]
    assert lines[1].warnings == ("Another date of this list is at the same time.",)


@pytest.mark.parametrize("weeks", [1, 30])
def test_proposal_costs_the_same_for_one_date_and_for_thirty(spring, acting, django_assert_num_queries, weeks):
    first = dt.date(2026, 4, 1)
    thought = idea(BodyFactory(), rule=Rule(Rhythm.WEEKLY, 2, first, first + dt.timedelta(weeks=weeks - 1)), workshop=None)
    user = acting().user
    with django_assert_num_queries(4):
        assert len(series.propose(idea=thought, user=user).lines) == weeks


# Through the pages

FORM = {
    "kind": "board", "title": "Board", "rhythm": "quarterly", "weekday": "2", "nth": "1", "first_day": "1", "first_month": "4", "first_year": "2026",
    "begins": "5pm", "ends": "7pm", "place": "The hub", "workshop_days": "14", "workshop_title": "Workshop", "workshop_begins": "4pm", "workshop_ends": "5pm",
}  # fmt: skip
PAGE = "/officers/meetings/series/"


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(?!csrf)([^"]*)" value="([^"]*)"', page))


def ticked(page):
    boxes = re.findall(r'name="date" id="[^"]*" value="([^"]*)"( checked)?', page)
    return [key for key, checked in boxes if checked]


def test_officer_plans_a_year_of_boards_and_leaves_one_out(spring, signed_in):
    browser, forum = signed_in(Role.OFFICER), BodyFactory(name="Riverside Parents")
    assert browser.get(f"{PAGE}?forum={forum.slug}").status_code == 200
    page = browser.post(PAGE, FORM | {"body": forum.pk}).content.decode()
    assert len(ticked(page)) == 8
    assert (Meeting.objects.count(), "Nothing is planned yet." in page) == (0, True)
    chosen = [key for key in ticked(page) if not key.startswith("2027-01")]
    response = browser.post(PAGE, hidden(page) | {"date": chosen, "plan": "1"})
    assert (response.status_code, response["Location"], Meeting.objects.count()) == (302, "/officers/meetings/", 6)
    assert "6 meetings are planned." in browser.get("/officers/meetings/").content.decode()


def test_series_sent_twice_is_planned_once(spring, signed_in):
    browser, forum = signed_in(Role.OFFICER), BodyFactory()
    page = browser.post(PAGE, FORM | {"body": forum.pk}).content.decode()
    send = hidden(page) | {"date": ticked(page)[:4], "plan": "1"}
    browser.post(PAGE, send)
    again = browser.post(PAGE, send).content.decode()
    assert (Meeting.objects.count(), "changed while you looked at them" in again, ticked(again)) == (4, True, send["date"])


def test_rule_can_be_changed_after_its_dates_were_shown(spring, signed_in):
    browser = signed_in(Role.OFFICER)
    page = browser.post(PAGE, FORM | {"body": BodyFactory().pk}).content.decode()
    back = browser.post(PAGE, hidden(page) | {"change": "1"}).content.decode()
    assert ('value="Workshop"' in back, 'value="5pm"' in back, "Show me the dates" in back) == (True, True, True)


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"rhythm": "weekly", "last_day": "1", "last_month": "4", "last_year": "2030"}, "more than 200 meetings"),
        ({"ends": "4pm"}, "Enter an end that is later than the start."),
        ({"nth": ""}, "Choose which one of the month, like the second"),
        ({"rhythm": "termly"}, "Enter the week of term, like 3"),
        ({"rhythm": "termly", "week": "3"}, "No date fits this rule"),
        ({"workshop_title": ""}, "Enter what the workshop is called"),
        ({"workshop_days": "0"}, "Enter 1 or more"),
        ({"first_year": "2020"}, "Enter a first day that is not over."),
        ({"first_year": "9999"}, "Enter the first day as 31 December 2199 or earlier"),
        ({"last_day": "1", "last_month": "3", "last_year": "2026"}, "Enter a last day that is later than the first."),
        ({"weekday": "9"}, "Choose one of the answers in the list"),
    ],
)
def test_bad_rule_is_explained_and_kept(spring, signed_in, changed, words):
    page = signed_in(Role.OFFICER).post(PAGE, FORM | {"body": BodyFactory().pk} | changed).content.decode()
    assert (words in page, 'value="Board"' in page, Meeting.objects.count()) == (True, True, 0)


def test_nothing_ticked_is_said_and_the_list_stays(spring, signed_in):
    browser = signed_in(Role.OFFICER)
    page = browser.post(PAGE, FORM | {"body": BodyFactory().pk}).content.decode()
    again = browser.post(PAGE, hidden(page) | {"plan": "1"}).content.decode()
    assert ("Tick one date or more." in again, hidden(again)["seen"]) == (True, hidden(page)["seen"])


def test_series_is_planned_for_ones_own_forums_alone(spring, signed_in):
    independent = BodyFactory(is_independent=True)
    officer = signed_in(Role.OFFICER).post(PAGE, FORM | {"body": independent.pk})
    organiser = signed_in(Role.ORGANISER, independent).post(PAGE, FORM | {"body": independent.pk})
    assert ("Choose one of the answers in the list" in officer.content.decode(), len(ticked(organiser.content.decode()))) == (
        True,
        8,
    )
