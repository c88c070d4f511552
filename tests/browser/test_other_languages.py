"""Answering in Arabic on a small phone without scripts: lines begin on the right, and nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from feedback.models import Response
from feedback.services.questionnaires import Asked
from tests.browser.test_pages import scrolls_sideways
from tests.factories.translations import TITLE, club_in_arabic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LABELS = ("Swimming", "Cooking", "Art")
KINDS = (
    Asked(kind="faces", wording="How was it?", easy="How was it?"),
    Asked(kind="one_choice", wording="Which one?", options=LABELS),
    Asked(kind="several_choices", wording="Which ones?", options=LABELS),
    Asked(kind="pictures", wording="Which picture?", options=LABELS),
    Asked(kind="scale", wording="How much?", lowest=0, highest=10, low="Not at all", high="Very much"),
    Asked(kind="ranking", wording="In which order?", options=LABELS),
    Asked(kind="long_text", wording="In many words?"),
    Asked(kind="number", wording="How many?", lowest=1, highest=2000),
    Asked(kind="day", wording="When?"),
    Asked(kind="statement", wording="Good to know", hint="We read everything."),
)


@pytest.fixture
def club(acting):
    return club_in_arabic(acting("officer"), KINDS)


def stands_from_the_right(page: Page) -> bool:
    """Lines begin on the right, and nothing scrolls sideways."""
    return (
        page.locator("html").get_attribute("dir") == "rtl"
        and page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        and not scrolls_sideways(page)
    )


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, number: int) -> None:
    """Answer this question, in the ways of its kind."""
    if number <= 3:
        page.get_by_label("خيار 2", exact=True).check()
    elif number == 4:
        page.get_by_label("خيار 3").check()
    elif number == 5:
        page.get_by_label("10", exact=True).check()
    elif number == 6:
        page.get_by_label("خيار 1").select_option(label="المركز الأول")
    elif number in (7, 8):
        page.get_by_role("textbox").fill("حديقة" if number == 7 else "1,200")
    elif number == 9:
        for label, part in (("اليوم", "27"), ("الشهر", "3"), ("السنة", "2026")):
            page.get_by_label(label, exact=True).fill(part)


def test_answer_in_arabic_on_a_small_phone_without_scripts(open_browser: Callable[..., Page], club: object) -> None:
    page = open_browser(width=320, scripts=False)
    page.goto("/have-your-say/club/")
    page.get_by_role("link", name="العربية").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert stands_from_the_right(page)
    press(page, "ابدأ")
    for number in range(1, len(KINDS) + 1):
        assert stands_from_the_right(page), KINDS[number - 1].kind
        fill(page, number)
        press(page, "متابعة")
    assert stands_from_the_right(page)
    page.get_by_label("من 13 إلى 15").check()
    press(page, "متابعة")
    press(page, "متابعة")
    assert stands_from_the_right(page)
    page.get_by_label("استخدموا كلماتي").check()
    press(page, "متابعة")
    assert stands_from_the_right(page)
    press(page, "أرسل إجاباتي")
    assert stands_from_the_right(page)
    page.get_by_role("link", name="أجيب عن أسئلة عني").click()
    assert stands_from_the_right(page)
    page.get_by_role("link", name="العودة إلى رمزك").click()
    page.get_by_role("link", name="أخبروني عندما يكون هناك رد").click()
    assert stands_from_the_right(page)
    response = Response.objects.get()
    assert (response.language, response.age_band, response.answers.count()) == ("ar", "13-15", 9)


def test_back_points_to_where_lines_begin_and_boxes_stand_there(open_browser: Callable[..., Page], club: object) -> None:
    page = open_browser(width=1280)
    page.goto("/have-your-say/club/in/ar/")
    press(page, "ابدأ")
    page.goto("/have-your-say/club/2/")
    box, words = page.get_by_role("radio").first.bounding_box(), page.locator(".govuk-radios__label").first.bounding_box()
    assert box["x"] > words["x"] + words["width"] / 2
    page.goto("/have-your-say/club/5/")
    numbers = [page.get_by_label(number, exact=True).bounding_box()["x"] for number in ("0", "1", "10")]
    assert numbers == sorted(numbers, reverse=True)


def test_page_is_read_aloud_in_its_language(open_browser: Callable[..., Page], club: object) -> None:
    page = open_browser()
    page.add_init_script(
        "window.spoken = [];"
        "speechSynthesis.speak = (words) => window.spoken.push([words.lang, words.text]);"
        "speechSynthesis.getVoices = () => [];"
    )
    page.goto("/have-your-say/club/in/ar/")
    press(page, "استمع")
    (lang, words) = page.evaluate("window.spoken")[0]
    assert lang == "ar"
    assert words.startswith(TITLE)
