"""A board's year: a board administrator plans it, its people are reminded, and what they decided stays on the next agenda."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from groups.models import Action, Body, Meeting
from tests.browser.schedule import run_the_schedule
from tests.factories.feedback import QuestionnaireFactory

BOARD = "board@demo.example"
PANEL = "thameswick-care-panel"
REAL_NAME = "Thameswick Corporate Parenting Panel"
TITLE, WORKSHOP = "Promises board", "Preparing for the promises board"
FORTNIGHT = dt.timedelta(days=14)


@pytest.fixture(autouse=True)
def morning(at: Callable[..., object]) -> Iterator[None]:
    with at(f"{timezone.localdate()} 10:00", tick=True):
        yield


def test_year_of_a_board(
    demonstration: None, real_broker: None, open_browser: Callable[..., Page], at: Callable[..., object]
) -> None:
    """One year on one database: loading it takes longer than living through it."""
    plans_a_year_with_workshops(open_browser(as_=BOARD))
    first = Meeting.objects.filter(title=TITLE).earliest("starts_at")
    moves_the_first_board_and_its_workshop(open_browser(as_=BOARD), first)
    first.refresh_from_db()
    reminds_a_week_before_never_at_night_and_once(first, at)
    one_person_stops_the_reminders(open_browser, first, at)
    says_nothing_of_care(first)
    writes_down_what_came_of_it(open_browser, first, at)
    next_agenda_carries_the_open_actions(open_browser, first, at)
    asks_how_it_was_the_day_after(first, at)


def plans_a_year_with_workshops(page: Page) -> None:
    taken = Meeting.objects.filter(body__slug=PANEL, kind="board", starts_at__gt=timezone.now() + 2 * FORTNIGHT).earliest(
        "starts_at"
    )
    day = taken.local_day
    page.goto("/officers/meetings/series/")
    page.get_by_label("Whose meetings?").select_option(label=REAL_NAME)
    page.get_by_label("What kind of meeting is it?").select_option("board")
    page.get_by_label("What are they called?").fill(TITLE)
    page.get_by_label("Every three months").check()
    page.get_by_label("On which day of the week?").select_option(str(day.weekday()))
    page.get_by_label("Which one of the month?").select_option(str((day.day - 1) // 7 + 1))
    fill_day(page, "From which day on?", day)
    fill_day(page, "Until which day?", day + dt.timedelta(days=364))
    page.get_by_label("When do they start?").fill("4pm")
    page.get_by_label("When do they end?").fill("6pm")
    page.get_by_label("Place", exact=False).first.fill("The quiet room")
    page.locator("details").filter(has=page.locator("[name=workshop_days]")).locator("summary").click()
    page.get_by_label("How many days before each meeting?").fill("14")
    page.get_by_label("What is the workshop called?").fill(WORKSHOP)
    page.get_by_label("When does the workshop start?").fill("5pm")
    page.get_by_label("When does the workshop end?").fill("7pm")
    page.locator("main").get_by_role("button").first.click()
    # It meets at that time already: the page says so, and what was typed is kept.
    expect(page.get_by_text("The forum meets at this time already: “Panel meeting”").first).to_be_visible()
    page.get_by_role("button", name="Change the rule").click()
    expect(page.get_by_label("What are they called?")).to_have_value(TITLE)
    page.get_by_label("When do they start?").fill("6:30pm")
    page.get_by_label("When do they end?").fill("8pm")
    page.locator("main").get_by_role("button").first.click()
    expect(page.get_by_text("The forum meets at this time already: “Panel meeting”")).to_have_count(0)
    page.get_by_role("button", name="Plan the ticked dates").click()
    boards = Meeting.objects.filter(title=TITLE).order_by("starts_at")
    assert len(boards) in (4, 5)
    assert [board.local_day - board.workshops.get().local_day for board in boards] == [FORTNIGHT] * len(boards)


def fill_day(page: Page, legend: str, day: dt.date) -> None:
    group = page.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label).fill(str(value))


def moves_the_first_board_and_its_workshop(page: Page, board: Meeting) -> None:
    later = board.local_day + dt.timedelta(days=7)
    page.goto(f"/officers/meetings/{board.ref}/")
    fill_day(page, "Which day?", later)
    page.get_by_role("button", name="Save the changes").click()
    # Nothing has moved yet: the page asks about the workshop first.
    assert Meeting.objects.get(pk=board.pk).local_day == board.local_day
    page.get_by_label("Yes, move it by as much").check()
    page.get_by_role("button", name="Save the changes").click()
    moved = Meeting.objects.get(pk=board.pk)
    assert (moved.local_day, moved.workshops.get().local_day) == (later, later - FORTNIGHT)


def reminders_of(board: Meeting) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(about=ref_of(board), kind="groups.meeting_reminder")
    return sorted(rows.values_list("recipient_label", "state"))


def reminds_a_week_before_never_at_night_and_once(board: Meeting, at: Callable[..., object]) -> None:
    week_before = board.local_day - dt.timedelta(days=7)
    with at(f"{week_before} 21:30", tick=True):
        run_the_schedule()
        assert {state for _who, state in reminders_of(board)} == {NotificationState.WAITING}
    with at(f"{week_before + dt.timedelta(days=1)} 08:05", tick=True):
        run_the_schedule()
        sent = reminders_of(board)
        run_the_schedule()
    assert reminders_of(board) == sent
    people = Body.objects.get(slug=PANEL).capacities.active().of_members().count()
    assert (len(sent), {state for _who, state in sent}) == (people, {NotificationState.SENT})


def one_person_stops_the_reminders(open_browser: Callable[..., Page], board: Meeting, at: Callable[..., object]) -> None:
    mine = Notification.objects.filter(
        about=ref_of(board), kind="groups.meeting_reminder", address="panel-young1@demo.example"
    ).get()
    path = re.search(r"/messages/stop/\S+", mine.body)
    assert path
    day_before = board.local_day - dt.timedelta(days=1)
    with at(f"{day_before} 12:00", tick=True):
        page = open_browser(width=320, scripts=False)
        page.goto(path[0])
        page.locator("main").get_by_role("button").first.click()
    with at(f"{day_before} 18:40", tick=True):
        run_the_schedule()
    again = Notification.objects.filter(about=ref_of(board), kind="groups.meeting_reminder", recipient=mine.recipient).exclude(
        pk=mine.pk
    )
    assert [(row.state, row.problem) for row in again] == [
        (NotificationState.SKIPPED, "This person stopped messages of this kind.")
    ]
    others = Notification.objects.filter(about=ref_of(board), kind="groups.meeting_reminder", state=NotificationState.SENT)
    assert (
        others.exclude(recipient=mine.recipient).count()
        == 2 * others.exclude(recipient=mine.recipient).values("recipient").distinct().count()
    )


def says_nothing_of_care(board: Meeting) -> None:
    meetings = [board, board.workshops.get()]
    mails = Notification.objects.filter(about__in=map(ref_of, meetings)).exclude(body="")
    said = [f"{mail.subject}\n{mail.body}\n{mail.reason}" for mail in mails]
    assert said != []
    assert [words for words in said if re.search(r"\bcare\b|corporate|parenting", words, re.IGNORECASE)] == []


def writes_down_what_came_of_it(open_browser: Callable[..., Page], board: Meeting, at: Callable[..., object]) -> None:
    with at(f"{board.local_day} 20:30", tick=True):
        page = open_browser(as_=BOARD, width=320)
        page.goto(f"/meetings/{board.ref}/after/")
        page.get_by_label("Yes", exact=True).check()
        for number, who in (("11", "young people"), ("4", "councillors")):
            row = empty_row(page, "counts")
            row.get_by_label("How many?").fill(number)
            row.get_by_label("Who, by role?").fill(who)
        for words, priority in (
            ("Put curtains in every new flat", "A home that feels like mine"),
            ("Evening times at the clinic", "Being well"),
            ("Four places for work experience", "Ready for adult life"),
        ):
            row = empty_row(page, "actions")
            row.get_by_label("What will be done?").fill(words)
            row.get_by_label("Or who, by role?").fill("council officer")
            row.get_by_label("Under which priority?").select_option(label=priority)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("11 young people and 4 councillors")).to_be_visible()
        expect(page.get_by_text("3 actions under 3 priorities")).to_be_visible()
    under = Action.objects.filter(meeting=board).values_list("priority__title", flat=True)
    assert sorted(under) == ["A home that feels like mine", "Being well", "Ready for adult life"]


def empty_row(page: Page, name: str) -> object:
    """The first row of a kind in which nothing stands; a folded one is opened."""
    for row in page.locator(f".cp-after__row--{name}").all():
        if not row.is_visible():
            row.locator("xpath=ancestor::details").locator("summary").click()
        if all(not field.input_value() for field in row.locator("input[type=text]").all()):
            return row
    pytest.fail(f"There is no empty row for {name}.")


def next_agenda_carries_the_open_actions(open_browser: Callable[..., Page], board: Meeting, at: Callable[..., object]) -> None:
    following = Meeting.objects.filter(title=TITLE, starts_at__gt=board.starts_at).earliest("starts_at")
    with at(f"{board.local_day} 21:00", tick=True):
        page = open_browser(as_=BOARD)
        page.goto(f"/officers/meetings/{following.ref}/agenda/")
        for words in ("Put curtains in every new flat", "Evening times at the clinic", "Four places for work experience"):
            expect(page.get_by_text(words).first).to_be_visible()


def asks_how_it_was_the_day_after(board: Meeting, at: Callable[..., object]) -> None:
    with at(f"{board.local_day} 21:10", tick=True):
        QuestionnaireFactory(meeting=board, body=board.body)
        run_the_schedule()
    asked = Notification.objects.filter(about=ref_of(board), kind="feedback.meeting_feedback")
    assert asked.exists() is False
    with at(f"{board.local_day + dt.timedelta(days=1)} 10:05", tick=True):
        run_the_schedule()
        run_the_schedule()
    people = Body.objects.get(slug=PANEL).capacities.active().of_members().count()
    assert (asked.count(), set(asked.values_list("state", flat=True))) == (people, {NotificationState.SENT})
