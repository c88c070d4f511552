"""A parent is sent a link of their own, answers by it on a small phone without scripts, and is told that it was used."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from feedback.models import Draft, FeedbackRequest, Response
from tests.browser.mail import mail_of, path_in

REP, SLUG = "rep@demo.example", "quiet-hour-morning"


def test_parent_answers_by_their_own_link(demonstration: None, open_browser: Callable[..., Page]) -> None:
    """One journey on one database."""
    asked = FeedbackRequest.objects.get(questionnaire__slug=SLUG, user__email=REP)
    before = Response.objects.filter(revision__questionnaire__slug=SLUG).count()
    first, mail = mail_of("feedback.request", REP)
    assert (mail.subject.partition(": ")[2], path_in(mail)) == (
        f"A reminder: {first.subject.partition(chr(58) + chr(32))[2]}",
        path_in(first),
    )
    assert "This link is yours alone and works once." in mail.body
    phone = open_browser(width=320, scripts=False)
    stranger_is_told_whom_it_is_for(phone)
    phone.goto(path_in(mail))
    expect(phone.get_by_role("heading", name="This link is yours alone")).to_be_visible()
    expect(phone.get_by_text("Nobody can see which answers are yours.")).to_be_visible()
    assert fits(phone)
    phone.get_by_role("button", name="Start").click()
    phone.get_by_label("Good", exact=True).check()
    phone.get_by_role("button", name="Continue", exact=True).click()
    goes_on_elsewhere(open_browser(width=320, scripts=False), path_in(mail))
    assert Draft.objects.filter(asked_by=asked).count() == 0
    asked.refresh_from_db()
    assert asked.is_answered
    assert Response.objects.filter(revision__questionnaire__slug=SLUG).count() == before + 1
    phone.goto(path_in(mail))
    expect(phone.get_by_role("heading", level=1)).to_have_text("This link was used")
    assert fits(phone)
    phone.goto(path_in(mail)[:-3] + "/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("This link does not work")
    assert fits(phone)


def stranger_is_told_whom_it_is_for(page: Page) -> None:
    page.goto(f"/have-your-say/{SLUG}/")
    expect(page.get_by_text("This is for the people who were sent a link.")).to_be_visible()
    assert page.get_by_role("button", name="Start").count() == 0
    assert fits(page)


def goes_on_elsewhere(tablet: Page, link: str) -> None:
    """The same link on another device leads to the question after the one that was answered."""
    tablet.goto(link)
    expect(tablet.get_by_text("You have begun already")).to_be_visible()
    tablet.get_by_role("button", name="Start").click()
    tablet.get_by_label("What should we do differently next time?").fill("Begin a little later, please.")
    tablet.get_by_role("button", name="Continue", exact=True).click()
    tablet.get_by_label("26 or older").check()
    tablet.get_by_role("button", name="Continue", exact=True).click()
    tablet.get_by_label("Use my words").check()
    tablet.get_by_role("button", name="Continue", exact=True).click()
    tablet.get_by_role("button", name="Send my answers").click()
    expect(tablet.get_by_role("heading", name="Keep this code")).to_be_visible()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
