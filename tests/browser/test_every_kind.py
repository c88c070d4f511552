"""Every page of answering, with every kind of question, as it stands and with its errors, in each reading and each language.

axe-core and the HTML checker have nothing to say, nothing scrolls sideways, and the smaller style sheet of these pages draws them
as the whole one does. Buttons and boxes are found by what they are and not by their words, so that a language is one line.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from coproduction.core.services import files
from feedback.enums import QuestionKind
from feedback.languages import ENGLISH
from feedback.models import FeedbackRequest
from feedback.queries import requests
from feedback.services import questionnaires
from feedback.services.questionnaires import Asked
from feedback.views.first_page import address_in
from groups.actors import Actor
from groups.enums import AgeBand
from tests.browser.checking import axe_violations, html_errors
from tests.browser.test_pages import scrolls_sideways
from tests.factories.feedback import opened
from tests.factories.groups import UserFactory
from tests.factories.translations import translated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = {320: "dark", 1280: "light"}
# The words as they are on a wide screen, easy read on a small phone in the dark, and a language that is read from the right.
READINGS = [(ENGLISH, 1280, False), (ENGLISH, 320, True), ("ar", 320, False)]
LABELS = ("Swimming", "Cooking", "Art")


def picture_file() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(made, "JPEG")
    return made.getvalue()


@dataclass(frozen=True)
class Kind:
    """How a kind is asked, what is wrong as an answer (nothing at all when it is empty), and what is right."""

    asked: dict = field(default_factory=dict)
    wrong: Callable[[Page], None] = lambda page: None
    right: Callable[[Page], None] = lambda page: None
    can_be_wrong: bool = True


def choose(page: Page) -> None:
    page.locator("[name=answer]").first.check()


def write(page: Page) -> None:
    page.locator("[name=answer]").fill("12")


def write_letters(page: Page) -> None:
    page.locator("[name=answer]").fill("twelve")


def write_too_much(page: Page) -> None:
    page.locator("[name=answer]").fill("word " * 500)


def date(*parts: str) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        for name, part in zip(("day", "month", "year"), parts, strict=True):
            page.locator(f"[name=answer_{name}]").fill(part)

    return fill


def places(*chosen: str) -> Callable[[Page], None]:
    def select(page: Page) -> None:
        for number, place in enumerate(chosen):
            page.locator("select").nth(number).select_option(place)

    return select


def give_file(page: Page) -> None:
    page.locator("input[type=file]").first.set_input_files(
        {"name": "club.jpg", "mimeType": "image/jpeg", "buffer": picture_file()}
    )


KINDS: dict[str, Kind] = {
    QuestionKind.FACES: Kind({"instead": "I was not there"}, right=choose),
    QuestionKind.ONE_CHOICE: Kind({"options": LABELS}, right=choose),
    QuestionKind.SEVERAL_CHOICES: Kind({"options": LABELS}, right=choose),
    QuestionKind.PICTURES: Kind({"options": LABELS}, right=choose),
    QuestionKind.SCALE: Kind({"lowest": 0, "highest": 10, "low": "Not at all", "high": "Very much"}, right=choose),
    QuestionKind.RANKING: Kind({"options": LABELS}, wrong=places("1", "1", "2"), right=places("1", "2", "3")),
    QuestionKind.SHORT_TEXT: Kind(wrong=write_too_much, right=write),
    QuestionKind.LONG_TEXT: Kind(wrong=write_too_much, right=write),
    QuestionKind.NUMBER: Kind({"lowest": 1, "highest": 30}, wrong=write_letters, right=write),
    QuestionKind.DAY: Kind(wrong=date("31", "2", "2026"), right=date("27", "3", "2026")),
    QuestionKind.FILE: Kind(right=give_file),
    QuestionKind.STATEMENT: Kind(can_be_wrong=False),
}


@pytest.fixture
def club(acting: Callable[..., Actor]) -> FeedbackRequest:
    """An open questionnaire with one question of each kind, each with words and a picture for easy read, in two languages.

    Gives a link of its own for an adult, for only those are asked for photos and documents.
    """
    by = acting("officer")

    def stored(name: str) -> object:
        return files.keep(upload=SimpleUploadedFile(name, picture_file()), name=name, audience="public", by=by)

    asked = [
        Asked(
            kind=kind,
            key=f"about-{number}",
            wording=f"What do you think of number {number}?",
            hint="There is no wrong answer.",
            easy=f"And number {number}?",
            picture=stored(f"{kind}.jpg"),
            picture_words="A club",
            pictures=[stored(f"{label}.jpg") for label in LABELS] if kind == QuestionKind.PICTURES else (),
            is_required=kind != QuestionKind.STATEMENT,
            **KINDS[kind].asked,
        )
        for number, kind in enumerate(QuestionKind, 1)
    ]
    made = questionnaires.draft(
        title="The club", why="We want to know.", what_next="We read it.", privacy="We never ask your name.", questions=asked, by=by,
        slug="club", closes_at=timezone.now() + dt.timedelta(days=30), asks_equality=True,
    )  # fmt: skip
    translated(opened(made, by=by))
    return FeedbackRequest.objects.create(
        questionnaire=made, user=UserFactory(age_band=AgeBand.ADULT), asked_on=timezone.localdate()
    )


# Of each element what its style sheet made of it; what a script or the browser draws by itself is no part of that.
STYLES = """() => [...document.querySelectorAll('body, body *')].map((element) => {
    const style = getComputedStyle(element);
    const before = getComputedStyle(element, '::before'), after = getComputedStyle(element, '::after');
    return element.tagName + '.' + element.className + ' ' + [style, before, after].map((each) => [
        each.content, each.display, each.position, each.color, each.backgroundColor, each.fontSize, each.fontWeight, each.width, each.height,
        each.margin, each.padding, each.border, each.borderRadius, each.opacity, each.clipPath, each.listStyleType,
        each.textDecorationLine, each.boxShadow, each.fill, each.stroke, each.order, each.gap,
    ].join('|')).join(' ');
})"""
SWAP = """async ([from, to]) => {
    const old = document.querySelector(`link[rel=stylesheet][href*="${from}"]`);
    if (!old) return false;
    const other = old.cloneNode();
    other.href = old.href.replace(from, to);
    const done = new Promise((loaded, failed) => { other.onload = loaded; other.onerror = failed; setTimeout(failed, 10000, to); });
    old.after(other);
    await done;
    old.remove();
    return true;
}"""
# A sheet that is put in its place asks for its fonts once more, and until they are there words are as wide as another font makes them.
SETTLED = """async () => {
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    await new Promise(requestAnimationFrame);
}"""


@dataclass
class Walk:
    """One person's way through the pages, and what was wrong with them."""

    page: Page
    width: int
    name: str
    html: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        self.answered(self.page.goto(address))

    def press(self, selector: str = "main form button.govuk-button[type=submit]") -> None:
        with self.page.expect_navigation() as found:
            self.page.locator(selector).first.click()
        self.answered(found.value)

    def answered(self, response: object) -> None:
        self.page.wait_for_load_state()
        self.source = response.text()

    def look(self, what: str) -> None:
        where = f"{self.name}: {what} at {self.width}"
        self.html[where] = self.source
        self.faults += axe_violations(self.page, where)
        if scrolls_sideways(self.page):
            self.faults.append(f"{where}: scrolls sideways")
        # Once is enough: the sheets hold the same rules for every width and language.
        if self.width == 1280:
            self.faults += self.other_looks(where)

    def other_looks(self, where: str) -> Iterator[str]:
        """Whether an element looks different under the whole style sheet."""
        small = self.looks_now()
        if not self.page.evaluate(SWAP, ["answering.css", "portal.css"]):
            yield f"{where}: does not use the smaller style sheet"
            return
        whole = self.looks_now()
        self.page.evaluate(SWAP, ["portal.css", "answering.css"])
        self.page.evaluate(SETTLED)
        different = [f"{one[:2000]} ≠ {other[:2000]}" for one, other in zip(small, whole, strict=True) if one != other]
        if different:
            yield f"{where}: {len(different)} elements look different under the whole style sheet, the first: {different[0]}"

    def looks_now(self) -> list[str]:
        self.page.evaluate(SETTLED)
        looks: list[str] = self.page.evaluate(STYLES)
        return looks


@pytest.fixture
def walking(open_browser: Callable[..., Page], tmp_path: Path) -> Iterator[Callable[..., Walk]]:
    """Walks of this test. In the end all of their pages are given to the HTML checker at once."""
    walks: list[Walk] = []

    def begin(width: int, name: str) -> Walk:
        walks.append(Walk(open_browser(width=width, dark=LOOKS[width] == "dark"), width, name))
        return walks[-1]

    yield begin
    pages = {where: html for walk in walks for where, html in walk.html.items()}
    assert [fault for walk in walks for fault in walk.faults] + html_errors(pages, tmp_path) == []


def start(walk: Walk, *, easy: bool) -> None:
    walk.page.locator(f"[name=easy][value={'yes' if easy else 'no'}]").check()
    walk.press("form.cp-start button[type=submit]")


def answer_each(walk: Walk, looked_at: Sequence[str] = tuple(QuestionKind), without: Sequence[str] = ()) -> None:
    """Each question as it stands, after something wrong was sent, and answered."""
    for number, kind in enumerate(QuestionKind, 1):
        if kind in without:
            continue
        walk.go(f"/have-your-say/club/{number}/")
        if kind in looked_at:
            walk.look(f"{kind}")
            look_at_error(walk, kind)
        KINDS[kind].right(walk.page)
        walk.press()
        assert walk.page.locator(".govuk-error-summary").count() == 0, kind


def look_at_error(walk: Walk, kind: str) -> None:
    if KINDS[kind].can_be_wrong:
        KINDS[kind].wrong(walk.page)
        walk.press()
        assert walk.page.locator(".govuk-error-summary").count() == 1, kind
        walk.look(f"{kind} with an error")


def send(walk: Walk) -> None:
    walk.go("/have-your-say/club/age/")
    walk.look("age")
    walk.go("/have-your-say/club/permission/")
    walk.look("permission")
    walk.press()
    walk.look("permission with an error")
    walk.page.locator("[name=permission]").first.check()
    walk.press()
    walk.look("check")
    walk.press()
    assert walk.page.locator(".cp-code").count() == 1
    walk.look("sent")


@pytest.mark.parametrize(("language", "width", "easy"), READINGS)
def test_each_page_of_answering_has_no_fault(
    club: FeedbackRequest, walking: Callable[..., Walk], language: str, width: int, easy: bool
) -> None:
    walk = walking(width, language)
    walk.go(address_in(club.questionnaire, language))
    walk.look("first page")
    walk.go(f"{requests.path(club, club.questionnaire)}?in={language}")
    walk.look("first page behind a link of one’s own")
    start(walk, easy=easy)
    answer_each(walk)
    send(walk)
    walk.go("/have-your-say/club/tell-me/")
    walk.look("way to tell")
    walk.page.locator("[name=email]").fill("nobody")
    walk.press()
    walk.look("way to tell with an error")
    walk.go("/have-your-say/club/about-you/")
    walk.look("about you")


def test_shared_screen_has_no_fault(club: FeedbackRequest, walking: Callable[..., Walk]) -> None:
    walk = walking(320, "shared screen")
    walk.go("/have-your-say/club/kiosk/")
    walk.look("before sharing")
    walk.press()
    walk.look("first page")
    start(walk, easy=False)
    # The questions are the same pages, with another foot.
    answer_each(walk, [QuestionKind.FACES, QuestionKind.LONG_TEXT], without=[QuestionKind.FILE])
    send(walk)
