"""Have your say on a small phone: every kind of question without scripts, on to another device, and with the keyboard alone."""

import datetime as dt

import pytest
from django.utils import timezone

from feedback.models import Answer, Draft, Response
from feedback.services import questionnaires
from feedback.services.questionnaires import Asked, ShownIf
from tests.browser.checking import axe_violations
from tests.factories.feedback import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LABELS = ("Swimming", "Cooking", "Art")


@pytest.fixture
def every_kind(acting):
    asked = [
        Asked(kind="one_choice", key="bus", wording="Do you take the bus?", options=("Yes", "No"), easy="The bus?"),
        Asked(kind="short_text", wording="What about the bus?", shown_if=ShownIf("bus", ("yes",)), is_required=True),
        Asked(kind="pictures", wording="What should the club have?", options=LABELS),
        Asked(kind="scale", wording="How safe do you feel?", lowest=0, highest=10, low="Not safe", high="Very safe"),
        Asked(kind="ranking", wording="What matters most?", options=LABELS),
        Asked(kind="number", wording="How many are you at home?", lowest=1, highest=30),
        Asked(kind="day", wording="When did you first come?"),
        Asked(kind="statement", wording="Thank you. That is nearly all."),
    ]
    by = acting("officer")
    made = questionnaires.draft(
        title="The club", why="We want to know.", what_next="We read it.", questions=asked, by=by, slug="club",
        closes_at=timezone.now() + dt.timedelta(days=30),
    )  # fmt: skip
    return opened(made, by=by)


def go(page):
    page.get_by_role("button", name="Continue", exact=True).click()


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_every_kind_on_a_small_phone_without_scripts_and_on_another_device(open_browser, every_kind):
    page = open_browser(width=320, scripts=False)
    page.goto("/have-your-say/club/")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Yes").check()
    go(page)
    page.get_by_label("What about the bus?").fill("It is late")
    go(page)
    page.get_by_label("Cooking").check()
    go(page)
    page.get_by_label("7", exact=True).check()
    page.get_by_role("button", name="Go on later on another device").click()
    page.get_by_role("button", name="Show me my four words").click()
    words = page.locator(".cp-code").inner_text()
    other = open_browser(width=320, scripts=False)
    other.goto("/have-your-say/")
    other.get_by_role("link", name="Go on with your answers").click()
    other.get_by_label("Your four words").fill(words.lower().replace("-", " "))
    other.get_by_role("button", name="Go on", exact=True).click()
    other.get_by_label("Art").select_option("1st")
    other.get_by_label("Swimming").select_option("1st")
    go(other)
    assert other.get_by_role("alert").get_by_role("link").inner_text() == (
        "Two have the same place: 1st. Give each one a place of its own"
    )
    other.get_by_label("Swimming").select_option("2nd")
    go(other)
    other.get_by_label("How many are you at home?").fill("4")
    go(other)
    for label, typed in (("Day", "27"), ("Month", "March"), ("Year", "2024")):
        other.get_by_label(label).fill(typed)
    go(other)
    go(other)
    other.get_by_role("link", name="Skip this question").click()
    other.get_by_label("Use only the idea").check()
    go(other)
    assert too_wide(other) == 0
    assert other.locator(".cp-answers__said").all_inner_texts()[:7] == [
        "Yes", "It is late", "Cooking", "7 (on a scale from 0 to 10)", "1st: Art\n2nd: Swimming", "4", "27 March 2024",
    ]  # fmt: skip
    other.get_by_role("button", name="Send my answers").click()
    assert other.locator(".cp-code").count() == 1
    assert (Response.objects.count(), Answer.objects.count(), Draft.objects.count()) == (1, 8, 0)


def test_keyboard_alone_answers_and_no_page_breaks_a_rule(open_browser, every_kind):
    page = open_browser(width=320)
    page.goto("/have-your-say/club/")
    found = axe_violations(page, "first page")
    page.get_by_role("button", name="Start").press("Enter")
    page.get_by_label("No", exact=True).press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("Swimming").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/4/")
    page.get_by_label("0", exact=True).press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/5/")
    found += axe_violations(page, "ranking")
    page.get_by_label("Cooking").press("1")
    page.get_by_role("button", name="Continue", exact=True).press("Enter")
    page.get_by_label("How many are you at home?").press("x")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    found += axe_violations(page, "number with an error")
    page.get_by_role("button", name="Show easy read").press("Enter")
    found += axe_violations(page, "easy read")
    assert too_wide(page) == 0
    page.goto("/have-your-say/club/check/")
    said = page.locator(".cp-answers__said").all_inner_texts()[:4]
    assert said == ["No", "Cooking", "1 (on a scale from 0 to 10)", "1st: Cooking"]
    assert found == []
