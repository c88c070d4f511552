"""A photo as an answer on a small phone without scripts, and how whoever reads it opens it, or stops everybody from opening it."""

import datetime as dt
import io

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from feedback.models import Answer, FeedbackRequest, Response
from feedback.services import drafts, questionnaires
from feedback.services.questionnaires import Asked
from groups.enums import AgeBand
from tests.browser.checking import axe_violations
from tests.browser.stage_page import press
from tests.factories.feedback import opened, send_response
from tests.factories.groups import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def questionnaire(acting):
    asked = [
        Asked(kind="long_text", key="your-words", wording="What is it like there?"),
        Asked(kind="file", wording="Show us the place", hint="Just the place, please."),
    ]
    by = acting("officer")
    made = questionnaires.draft(
        title="The club", why="We want to know.", what_next="We read it.", questions=asked, by=by, slug="club",
        closes_at=timezone.now() + dt.timedelta(days=30),
    )  # fmt: skip
    return opened(made, by=by)


@pytest.fixture
def photo():
    made = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(made, "JPEG")
    return {"name": "Ada.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def came_by_link(page, questionnaire, live_server):
    """As somebody of age who came by a link of their own."""
    draft, token = drafts.begin(questionnaire=questionnaire)
    user = UserFactory(age_band=AgeBand.ADULT)
    draft.asked_by = FeedbackRequest.objects.create(questionnaire=questionnaire, user=user, asked_on=dt.date(2026, 1, 5))
    draft.save()
    page.context.add_cookies([{"name": "draft", "value": token, "url": f"{live_server.url}/have-your-say/club/"}])


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_adult_with_a_link_sends_a_photo_on_a_small_phone_without_scripts(open_browser, questionnaire, live_server, photo):
    page = open_browser(width=320, scripts=False)
    came_by_link(page, questionnaire, live_server)
    page.goto("/have-your-say/club/2/")
    box = page.get_by_label("Show us the place")
    go_on = page.get_by_role("button", name="Continue", exact=True)
    box.set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    press(page, go_on)
    expect(page.get_by_text("We can take pictures (JPEG, PNG or WebP) and PDF files.").first).to_be_visible()
    assert too_wide(page) == 0

    box.set_input_files(photo)
    press(page, go_on)
    press(page, page.get_by_role("link", name="Back"))
    expect(page.get_by_role("heading", name="You chose")).to_be_visible()
    assert too_wide(page) == 0
    press(page, page.get_by_role("button", name="Delete it"))
    expect(page.get_by_role("heading", name="You chose")).to_be_hidden()
    box.set_input_files(photo)
    press(page, go_on)
    press(page, go_on)
    page.get_by_label("Yes, as I wrote them").or_(page.get_by_role("radio").first).first.check()
    press(page, go_on)
    expect(page.get_by_text("A photo, ")).to_be_visible()
    press(page, page.get_by_role("button", name="Send my answers"))
    assert (Response.objects.count(), Answer.objects.get().file.name) == (1, "photo.jpg")


def test_reader_opens_a_photo_and_stops_everybody_from_opening_it(
    open_browser, questionnaire, live_server, photo, signed_in, settings
):
    # As in a demonstration, nobody has to set up a second factor first.
    settings.DEMO = True
    page = open_browser(width=320)
    came_by_link(page, questionnaire, live_server)
    page.goto("/have-your-say/club/2/")
    assert axe_violations(page, "the question") == []
    page.get_by_label("Show us the place").set_input_files(photo)
    press(page, page.get_by_role("button", name="Continue", exact=True))
    press(page, page.get_by_role("link", name="Back"))
    assert axe_violations(page, "the question with its file") == []
    page.goto("/have-your-say/club/permission/")
    page.get_by_role("radio").first.check()
    press(page, page.get_by_role("button", name="Continue", exact=True))
    press(page, page.get_by_role("button", name="Send my answers"))
    response = Response.objects.latest("pk")
    other = send_response(questionnaire).response

    officer = open_browser(width=320)
    session = signed_in("officer").cookies["sessionid"].value
    officer.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    asked_for: list[str] = []
    officer.on("request", lambda request: asked_for.append(request.url))
    officer.goto(f"/officers/responses/{response.ref}/")
    expect(officer.get_by_text("It is not shown until you open it.")).to_be_visible()
    assert [url for url in asked_for if "/files/" in url] == []
    assert (axe_violations(officer, "a reader’s page"), too_wide(officer)) == ([], 0)
    press(officer, officer.get_by_role("link", name="Open the photo"))
    picture = officer.get_by_alt_text("The photo that was sent. Nobody has described it.")
    expect(picture).to_be_visible()
    assert picture.evaluate("it => it.naturalWidth") == 600
    assert (axe_violations(officer, "a reader’s page"), too_wide(officer)) == ([], 0)
    press(officer, officer.get_by_role("button", name="Stop: do not open, copy or forward."))
    response.refresh_from_db()
    other.refresh_from_db()
    assert (response.is_held, other.is_held) == (True, False)
