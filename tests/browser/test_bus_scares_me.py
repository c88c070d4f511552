"""Someone of fourteen on an old phone says that the bus scares them: 320 px, no JavaScript, the keyboard alone, no account."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from playwright.sync_api import Page, expect

from coproduction.core.enums import Audience
from coproduction.core.models import StoredFile
from feedback.enums import QuestionKind
from feedback.models import Option, OptionWords, Question, Questionnaire, QuestionWords, Response
from groups.enums import AgeBand, Permission
from tests.browser.keys import tab_to
from tests.browser.stage_page import press
from tests.factories.feedback import QuestionnaireFactory

CODE = re.compile(r"\b[A-Z]{3,8}-[A-Z]{3,8}-\d{4}\b")
WORDS = "The bus scares me when it is dark."
HELP = "Childline"


@pytest.fixture
def asked(transactional_db: None) -> Questionnaire:
    """Faces, a choice between pictures, and words, each in easy read too."""
    questionnaire = QuestionnaireFactory(title="The spring club")
    revision = questionnaire.revisions.get()
    revision.questions.get(key="what-to-do").delete()
    ways = Question.objects.create(revision=revision, key="way-home", kind=QuestionKind.PICTURES, order=2)
    QuestionWords.objects.create(question=ways, wording="How do you usually get home from the club?", easy="How do you get home?")
    for order, label in enumerate(("By bus", "On foot"), 1):
        option = Option.objects.create(question=ways, key=label.lower().replace(" ", "-"), order=order, picture=picture(label))
        OptionWords.objects.create(option=option, label=label)
    QuestionWords.objects.filter(question__key="how-was-it").update(easy="Was the club good?")
    QuestionWords.objects.filter(question__key="your-words").update(easy="Tell us more.")
    return questionnaire


def picture(name: str) -> StoredFile:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(drawn, "PNG")
    kept = StoredFile(
        name=f"{name}.png", content_type="image/png", size=len(drawn.getvalue()), sha256="0" * 64, added_by="user:1"
    )
    kept.audience = Audience.PUBLIC
    kept.file.save("kept.png", ContentFile(drawn.getvalue()))
    kept.save()
    return kept


def choose(page: Page, label: str) -> None:
    """Reach a choice with the keyboard, as one does: Tab to its group, then arrows; and go on."""
    wanted = page.get_by_role("radio", name=label, exact=True)
    tab_to(page, page.get_by_role("radio", name=label, exact=True).locator("xpath=ancestor::fieldset").get_by_role("radio").first)
    for _press in range(10):
        if wanted.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def go_on(page: Page, button: str = "Continue") -> None:
    wanted = page.get_by_role("button", name=button, exact=True)
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_words_of_a_young_person_arrive_and_the_page_keeps_its_promises(
    asked: Questionnaire, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=320, scripts=False)
    page.goto(asked.get_absolute_url())
    assert page.context.cookies() == []
    expect(page.get_by_text("a person reads it by")).to_be_visible()
    choose(page, "Easy read: short words, with pictures")
    go_on(page, "Start")

    expect(page.get_by_text("Was the club good?")).to_be_visible()
    choose(page, "Good")
    go_on(page)
    expect(page.get_by_text("How do you get home?")).to_be_visible()
    choose(page, "By bus")
    go_on(page)

    # Help is shown before anything can be written, and what is written stays when one goes back.
    box = page.get_by_role("textbox")
    help_at, box_at = page.get_by_text(HELP).first.bounding_box(), box.bounding_box()
    assert help_at["y"] < box_at["y"]
    tab_to(page, box)
    page.keyboard.type(WORDS)
    go_on(page)
    choose(page, "13 to 15")
    go_on(page)
    choose(page, "Use only the idea")
    go_on(page)
    expect(page.get_by_text(WORDS)).to_be_visible()
    press(page, page.get_by_role("link", name=re.compile("^Change.*Was the club good")))
    expect(page.get_by_role("radio", name="Good", exact=True)).to_be_checked()
    go_on(page)
    expect(page.get_by_text(WORDS)).to_be_visible()
    go_on(page, "Send my answers")

    code = CODE.search(page.locator("main").inner_text())
    assert code
    response = Response.objects.get()
    assert (response.age_band, response.permission, response.is_easy) == (AgeBand.AGES_13_15, Permission.ONLY_THE_IDEA, True)
    assert {answer.words or answer.option.key for answer in response.answers.all()} == {"good", "by-bus", WORDS}
    page.goto("/what-happened/")
    tab_to(page, page.get_by_role("textbox", name=re.compile("code", re.IGNORECASE)))
    page.keyboard.type(code[0].lower().replace("-", " "))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("We have it. A person will read it by")).to_be_visible()
