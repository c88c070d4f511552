"""A small project from its first question to its evaluation, every click in the browser: how many pages does it take?"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from checklist.enums import EvaluationState, StageState
from checklist.models import ChecklistStage, Evaluation
from tests.browser.keys import tab_to
from tests.browser.mail import mail_of, path_in
from tests.browser.people import OFFICER, REP, settle_in
from tests.browser.stage_page import answer, press

TITLE = "A mural for the family hub"


@pytest.fixture(autouse=True)
def morning(at: Callable[..., object]) -> Iterator[None]:
    with at(f"{timezone.localdate()} 10:00", tick=True):
        yield


# From the first question to the answered evaluation, officer and partner together.
PAGES = 59
SECONDS_ON_A_PAGE, FIFTEEN_MINUTES = 15, 15 * 60


class Loads:
    """Counts the pages that people wait for."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def of(self, page: Page) -> Page:
        # The page that signing in leads to may still be on its way, and is not counted.
        page.wait_for_url(lambda url: "/demo/" not in url)
        page.wait_for_load_state()
        page.on("domcontentloaded", self._count)
        return page

    def _count(self, page: Page) -> None:
        self.paths.append(urlsplit(page.url).path)


def test_light_project_from_start_to_evaluation(
    transactional_db: None, settings: object, open_browser: Callable[..., Page]
) -> None:
    """One project on one database. What is counted is every page of officer and partner after signing in."""
    settings.DEMO = True
    settle_in()
    loads = Loads()
    officer = loads.of(open_browser(as_=OFFICER))
    plans_it(officer)
    answers(officer, "1.1", "1.2", "2.1", "2.2", "2.3", "2.6", "3.1", "3.3", "4.1", "4.3", "4.5", "4.6")
    signs_with_a_mouse(loads.of(open_browser(as_=REP, width=390)))
    signs_for_the_council(officer)
    goes_on(officer)
    answers(officer, "5.1", "6.2", "6.4", "7.1")
    signs_by_keyboard(loads.of(open_browser(as_=REP, width=320)))
    signs_for_the_council(officer)
    goes_on(officer)
    answers(officer, "8.2", "8.3", "8.4", "8.6", "9.4", "9.7")
    without_scripts = loads.of(open_browser(as_=REP, width=320, scripts=False))
    signs_without_scripts(without_scripts)
    signs_for_the_council(officer)
    assert set(ChecklistStage.objects.values_list("state", flat=True)) == {StageState.DONE}
    evaluates(without_scripts)
    answers_the_evaluation(officer)
    assert Evaluation.objects.get().state == EvaluationState.CLOSED
    assert len(loads.paths) == PAGES, " ".join(loads.paths)
    assert PAGES * SECONDS_ON_A_PAGE <= FIFTEEN_MINUTES


def follow(page: Page, kind: str, address: str) -> None:
    """Open what the newest message of this kind leads to."""
    page.goto(path_in(mail_of(kind, address)[-1]))


def signs_with_a_mouse(page: Page) -> None:
    follow(page, "checklist.stage_waits", REP)
    page.get_by_label("We sign").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You have signed.")).to_be_visible()


def signs_for_the_council(page: Page) -> None:
    follow(page, "checklist.stage_signed", OFFICER)
    page.get_by_role("button", name=re.compile("^Sign for")).click()
    expect(page.get_by_text("2 of 2")).to_be_visible()


def goes_on(page: Page) -> None:
    page.get_by_role("link", name="Go on to").click()


def signs_by_keyboard(page: Page) -> None:
    follow(page, "checklist.stage_waits", REP)
    tab_to(page, page.get_by_label("We sign"))
    page.keyboard.press("Space")
    expect(page.get_by_label("We sign")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Send", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have signed.")).to_be_visible()


def signs_without_scripts(page: Page) -> None:
    follow(page, "checklist.stage_waits", REP)
    page.get_by_label("Your answer to 8.1").fill("Yes, this is what we said.")
    page.get_by_label("We sign").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You have signed.")).to_be_visible()


def evaluates(page: Page) -> None:
    page.get_by_role("link", name="How partners say it went").click()
    page.get_by_role("button", name="Write how it went for Riverside Parent Carers").click()
    for words in ("We chose the picture.", "The paint came late."):
        page.get_by_label("What do you want to say?").fill(words)
        press(page, page.get_by_role("button", name="Add this point"))
    page.get_by_role("link", name="Read it through and lock it").click()
    page.get_by_label("I have read it through.").check()
    press(page, page.get_by_role("button", name="Lock it"))


def answers_the_evaluation(page: Page) -> None:
    follow(page, "checklist.evaluation_locked", OFFICER)
    for number in ("1", "2"):
        form = page.locator("form").filter(has=page.get_by_label(f"Why? Your answer to point {number}"))
        form.get_by_label("We agree", exact=True).check()
        press(page, form.get_by_role("button", name="Save this answer"))
    press(page, page.get_by_role("button", name="Send all answers"))


def plans_it(page: Page) -> None:
    page.goto("/officers/")
    page.get_by_role("link", name="Start a project").first.click()
    page.get_by_label("What is it called?").fill(TITLE)
    page.get_by_label("What do you want to make better, and why?").fill("The wall is grey. Families want to paint it.")
    go_on(page)
    page.get_by_role("radio").first.check()
    go_on(page)
    page.get_by_label("Working together").check()
    go_on(page)
    page.get_by_label("Which forum, partner or team?").first.select_option(label="Riverside Parent Carers")
    page.get_by_label("It checks and signs every stage").first.check()
    go_on(page)
    page.get_by_label("Or who, if it is not in the list?").fill("The manager of the hub")
    page.get_by_label("Month").fill("3")
    page.get_by_label("Year").fill(str(timezone.localdate().year + 1))
    go_on(page)
    page.get_by_label("What kind of thing?").first.select_option("money")
    page.get_by_label("What is fixed, and why?").first.fill("There are £300 for paint.")
    go_on(page)
    page.get_by_label("What can people change?").fill("What is painted, and who paints it.")
    go_on(page)
    page.get_by_label("In which wards?").fill("Riverside")
    go_on(page)
    go_on(page)
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_label("Light: for small work, signed before, during and after").check()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text(f"“{TITLE}” has begun.")).to_be_visible()


def go_on(page: Page) -> None:
    press(page, page.get_by_role("button", name="Save and go on").last)


def answers(page: Page, *codes: str) -> None:
    for code in codes:
        answer(page, code, f"Done as agreed: {code}.")
