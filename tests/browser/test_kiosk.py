"""A shared screen clears itself when nobody touches it, and the button Back brings nothing back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from feedback.models import Draft
from tests.browser.stage_page import press
from tests.factories.feedback import QuestionnaireFactory

WORDS = "Nobody else should read this here."


def test_shared_screen_clears_itself(transactional_db: None, open_browser: Callable[..., Page]) -> None:
    QuestionnaireFactory(slug="club")
    page = open_browser(width=768)
    page.clock.install()
    page.goto("/have-your-say/club/kiosk/")
    press(page, page.get_by_role("button", name="Share this screen"))
    press(page, page.get_by_role("button", name="Start"))
    page.goto("/have-your-say/club/3/")
    page.get_by_role("textbox").fill(WORDS)
    press(page, page.get_by_role("button", name="Continue", exact=True))
    press(page, page.get_by_role("link", name="Back"))
    expect(page.get_by_role("textbox")).to_have_value(WORDS)

    # A warning comes first, and whoever is still there stays.
    soon = page.get_by_role("alert").get_by_text("This screen clears itself in a moment.")
    page.clock.run_for(45_000)
    expect(soon).to_be_visible()
    page.keyboard.press("Shift")
    expect(soon).to_be_hidden()

    with page.expect_navigation():
        page.clock.run_for(61_000)
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    assert Draft.objects.count() == 0
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"] == "draft"] == []
    page.go_back()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    assert WORDS not in page.content()
