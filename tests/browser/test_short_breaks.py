"""An officer recommissions short breaks with a parent carer forum: nothing that is owed can be passed over."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from checklist.enums import Confirms
from checklist.models import ChecklistItem
from checklist.services import items, sign_offs
from engagements.models import Panel, Project
from tests.browser.people import COMMITTEE, OFFICER, REP, People, settle_in
from tests.browser.stage_page import answer, item_at, unfold
from tests.factories.checklist import must_be_settled

PROJECT = "/projects/short-breaks-in-the-holidays/"
DESK = "/officers/projects/short-breaks-in-the-holidays/"
ASKED = "“The budget is fixed.” Is that the total, or also how it is split?"
# Scores that stand nowhere else on a page.
HIGHEST, GIVEN = 100, ("83", "67")
NO_TRAINING = "The councillors on this panel were trained by young people in May."
WHY_UNSIGNED = "We asked twice, and the forum does not meet before the contract is due."


@pytest.fixture(autouse=True)
def morning(at: Callable[..., object]) -> Iterator[None]:
    with at(f"{timezone.localdate()} 10:00", tick=True):
        yield


def test_short_breaks_are_recommissioned_together(
    transactional_db: None, settings: object, open_browser: Callable[..., Page]
) -> None:
    """One journey on one database."""
    settings.DEMO = True
    people = settle_in()
    officer, rep = open_browser(as_=OFFICER), open_browser(as_=REP, width=390)
    begins_in_the_guided_pages(officer)
    project = Project.objects.get()
    walks_to(2, project, people)
    cannot_leave_stage_2_without_limits_and_decision(officer)
    survey_alone_is_not_coproduction(officer)
    forum_asks_whether_the_budget_is_fixed(officer, rep)
    walks_to(5, project, people)
    training_is_left_out_with_a_reason(officer)
    walks_to(6, project, people)
    scores_are_sealed_until_released(officer, rep, people)
    goes_on_unsigned_with_a_reason(officer, project, people)
    confirmations_show_capacity_and_time(rep)
    public_reads_stage_and_status_only(open_browser())
    committee_reads_why_a_stage_is_unsigned(open_browser(as_=COMMITTEE))


def begins_in_the_guided_pages(page: Page) -> None:
    page.goto("/officers/projects/new/")
    page.get_by_label("What is it called?").fill("Short breaks in the holidays")
    page.get_by_label("What do you want to make better, and why?").fill("Breaks should not stop when school stops.")
    go_on(page)
    page.get_by_label("Buying a service again").check()
    go_on(page)
    page.get_by_label("Working together").check()
    go_on(page)
    page.get_by_label("Which forum, partner or team?").first.select_option(label="Riverside Parent Carers")
    page.get_by_label("It checks and signs every stage").first.check()
    go_on(page)
    # Who decides and what is fixed are left for later.
    page.get_by_role("link", name="Look at all the answers so far").click()
    page.get_by_label("Full: all nine stages, each signed").check()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("“Short breaks in the holidays” has begun.")).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and go on").last.click()


def walks_to(number: int, project: Project, people: People) -> None:
    """What lies between is done by the same services as behind the pages."""
    project.refresh_from_db()
    while project.stage < number:
        stage = project.checklist.stages.get(number=project.stage)
        for item in must_be_settled(project.checklist.stages.filter(pk=stage.pk)):
            if not item.is_settled:
                settle(item, people)
        sign_offs.sign(stage=stage, by=people.officer)
        sign_offs.sign(stage=stage, by=people.chair)
        project.refresh_from_db()


def settle(item: ChecklistItem, people: People) -> None:
    writer = people.chair if item.template.confirms == Confirms.FORUM_PARTNER else people.officer
    items.answer_and_confirm(item=item, words="We did this.", by=writer)
    if item.template.confirms == Confirms.BOTH:
        items.confirm(item=item, by=people.chair)


def cannot_leave_stage_2_without_limits_and_decision(page: Page) -> None:
    page.goto(f"{PROJECT}checklist/2/")
    item = answer(page, "2.2", "The budget is fixed.")
    expect(item).to_contain_text("Nobody has written down what is fixed.")
    # What was typed is kept.
    expect(item.get_by_label("Your answer to 2.2")).to_have_value("The budget is fixed.")
    item = answer(page, "2.3", "The cabinet member, in spring.")
    expect(item).to_contain_text("Who makes the decision, and when, is missing.")
    # Neither can be left out, and the council can sign nothing yet.
    for code in ("2.2", "2.3"):
        expect(page.get_by_label(f"Why does {code} not apply?")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign for")).to_have_count(0)
    expect(page.get_by_text("You can sign when these are settled: 2.1, 2.2, 2.3, 2.5, 2.6.")).to_be_visible()

    page.goto(f"{DESK}plan/decision/")
    page.get_by_label("Or who, if it is not in the list?").fill("The cabinet member for children")
    page.get_by_label("Month").fill("3")
    page.get_by_label("Year").fill(str(timezone.localdate().year + 1))
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{DESK}plan/fixed/")
    page.get_by_label("What kind of thing?").first.select_option("money")
    page.get_by_label("What is fixed, and why?").first.fill("The budget is fixed.")
    page.get_by_role("button", name="Save", exact=True).click()

    page.goto(f"{PROJECT}checklist/2/")
    for code, words in (("2.2", "The budget is fixed."), ("2.3", "The cabinet member, in spring.")):
        expect(answer(page, code, words)).to_contain_text("Confirmed")


def survey_alone_is_not_coproduction(page: Page) -> None:
    write_down_session(page, "Survey", "What families want")
    page.goto(f"{PROJECT}checklist/2/")
    item = answer(page, "2.5", "We asked 90 families.")
    expect(item).to_contain_text("A survey alone is asking, not coproduction.")
    write_down_session(page, "Workshop", "What a good break is like")
    page.goto(f"{PROJECT}checklist/2/")
    item = answer(page, "2.5", "Parents wrote the brief with us.")
    expect(item.locator(".cp-item__signs")).to_contain_text("Officer, Riverside Commissioning")
    expect(item).not_to_contain_text("A survey alone")


def write_down_session(page: Page, kind: str, topic: str) -> None:
    page.goto(f"{DESK}sessions/new/")
    page.get_by_label("It took place").check()
    page.get_by_label("What kind of session?").select_option(label=kind)
    page.get_by_label("What was it about?").fill(topic)
    page.get_by_role("button", name="Save", exact=True).click()


def forum_asks_whether_the_budget_is_fixed(officer: Page, rep: Page) -> None:
    officer.goto(f"{PROJECT}checklist/2/")
    for code in ("2.1", "2.6"):
        answer(officer, code, "Agreed at the planning evening.")
    rep.goto(f"{PROJECT}checklist/2/review/")
    item = item_at(rep, "2.2")
    item.get_by_text("Ask about this").click()
    item.get_by_label("What do you want to ask about 2.2?").fill(ASKED)
    rep.get_by_role("button", name="Send", exact=True).click()
    expect(rep.get_by_text("You confirmed 3 items. You asked about 2.2. You have not signed yet.")).to_be_visible()

    officer.goto(f"{PROJECT}checklist/2/")
    item = item_at(officer, "2.2")
    expect(item).to_contain_text(ASKED)
    expect(officer.get_by_role("button", name="Sign for")).to_have_count(0)
    answer(officer, "2.2", "Only the total is fixed. How it is split is open.")

    rep.goto(f"{PROJECT}checklist/2/review/")
    item = item_at(rep, "2.2")
    expect(item).to_contain_text("Only the total is fixed.")
    rep.get_by_label("We sign").check()
    rep.get_by_role("button", name="Send", exact=True).click()
    expect(rep.get_by_text("You confirmed 1 item. You have signed.")).to_be_visible()
    officer.goto(f"{PROJECT}checklist/2/")
    officer.get_by_role("button", name="Sign for").click()
    expect(officer.get_by_text("Signed by 2 of 2")).to_be_visible()


def training_is_left_out_with_a_reason(page: Page) -> None:
    page.goto(f"{PROJECT}checklist/5/")
    item = item_at(page, "5.4")
    reason = unfold(page, page.get_by_label("Why does 5.4 not apply?"))
    item.get_by_role("button", name="It does not apply").click()
    expect(item).to_contain_text("Say why 5.4 does not apply")
    reason.fill(NO_TRAINING)
    item.get_by_role("button", name="It does not apply").click()
    expect(item).to_contain_text(f"Because: {NO_TRAINING}")


def scores_are_sealed_until_released(officer: Page, rep: Page, people: People) -> None:
    write_down_session(officer, "Panel that picks a provider", "Who runs the breaks")
    session = Project.objects.get().sessions.get(topic="Who runs the breaks")
    panel = f"{PROJECT}sessions/{session.ref}/panel/"
    officer.goto(f"{DESK}sessions/{session.ref}/panel/")
    officer.get_by_label("How much do the scores of the panel count in the decision, in percent?").fill("20")
    officer.get_by_label("What is the highest score for a criterion?").fill(str(HIGHEST))
    officer.locator(".cp-after__row--criteria").first.get_by_label("What is judged?").fill("Listens to families")
    for place, name in enumerate(("Alder Breaks", "Birch Breaks")):
        row(officer, "candidates", place).get_by_label("Provider, or a letter for a person").fill(name)
    seat = row(officer, "seats", 0)
    seat.get_by_label("How is this seat called?").fill("Parent carer 1")
    seat.get_by_label("Who sits there, if they have an account?").select_option(label=str(people.rep.user))
    officer.get_by_role("button", name="Save", exact=True).last.click()
    # Nobody scores before the weight is fixed.
    expect(officer.get_by_text("The scores count for 20% of the decision.")).to_be_visible()
    assert rep.goto(f"{panel}seats/1/").status == 200
    expect(rep.get_by_text("The panel is not scoring now")).to_be_visible()
    officer.get_by_role("link", name="Fix it and begin scoring").click()
    officer.get_by_role("button", name="Fix it and begin scoring").click()
    assert Panel.objects.get().fixed_at is not None

    rep.goto(panel)
    rep.get_by_role("link", name="Declare interests").click()
    rep.get_by_label("No, none").check()
    rep.get_by_role("button", name="Save the declaration").click()
    for name, score in zip(("Alder Breaks", "Birch Breaks"), GIVEN, strict=True):
        rep.get_by_role("group", name=name).get_by_label("Listens to families").fill(score)
    rep.get_by_role("button", name="Save the scores").click()
    rep.get_by_role("button", name="End scoring").click()
    # These scores can be read by whoever sits on the panel, and by nobody else.
    assert scores_read(rep, panel) == list(GIVEN)
    assert scores_read(officer, panel) == []
    expect(officer.get_by_text("The scores are sealed: only people on the panel read them.")).to_be_visible()
    assert officer.request.get(f"{panel}seats/1/").status == 404
    officer.get_by_label("What came of it?").fill("Alder Breaks runs them from April.")
    officer.get_by_role("button", name="Release the result").click()
    table = officer.get_by_role("table", name="How the panel ranked")
    assert table.get_by_role("row").all_inner_texts()[1:] == ["1\tAlder Breaks", "2\tBirch Breaks"]
    expect(officer.get_by_text("counted for 20% of the decision. That was fixed before anyone scored.")).to_be_visible()
    assert scores_read(officer, f"{PROJECT}sessions/{session.ref}/") == []


def row(page: Page, name: str, place: int) -> Locator:
    """A row of a kind; one that is folded is opened."""
    found = page.locator(f".cp-after__row--{name}").nth(place)
    if not found.is_visible():
        found.locator("xpath=ancestor::details").locator("summary").click()
    return found


def scores_read(page: Page, path: str) -> list[str]:
    page.goto(path)
    words = page.locator("main").inner_text().split()
    return [score for score in GIVEN if any(score in word for word in words)]


def goes_on_unsigned_with_a_reason(page: Page, project: Project, people: People) -> None:
    stage = project.checklist.stages.filter(number=6)
    for item in must_be_settled(stage):
        if not item.is_settled:
            settle(item, people)
    page.goto(f"{PROJECT}checklist/6/")
    field = unfold(page, page.get_by_label("Say it in your own words"))
    form = page.locator("form").filter(has=field)
    button = form.get_by_role("button", name="Go on without their signature")
    button.click()
    expect(page.get_by_text("Say why you go on without their signature").first).to_be_visible()
    form.get_by_label("There was no reply").check()
    field.fill(WHY_UNSIGNED)
    button.click()
    project.refresh_from_db()
    assert project.stage == 7


def confirmations_show_capacity_and_time(page: Page) -> None:
    """On every item of a signed stage, for each side that confirmed it."""
    page.goto(f"{PROJECT}checklist/2/")
    signs = page.locator(".cp-item__signs li").all_inner_texts()
    day = f"{timezone.localdate():%-d %B %Y}"
    capacities = ("Officer, Riverside Commissioning", "Representative, Riverside Parent Carers")
    # 2.1, 2.5 and 2.6 by both; 2.2, which was asked about, too; 2.3 by the council.
    assert len(signs) == 9
    assert [words for words in signs if not any(f"{each}, {day}, 10" in words for each in capacities)] == []


def public_reads_stage_and_status_only(page: Page) -> None:
    page.goto(PROJECT)
    path = page.locator(".cp-path")
    expect(path.locator("[aria-current=step]")).to_contain_text("Do it and keep checking")
    expect(path).to_contain_text("Went on without a signature")
    read = page.locator("main").inner_text()
    hidden = (ASKED, "Only the total is fixed", "We did this.", NO_TRAINING, "Representative", "Officer,", *GIVEN)
    assert [words for words in hidden if words in read] == []
    behind = page.request.get(f"{PROJECT}checklist/2/").text()
    assert [words for words in (ASKED, "Only the total is fixed") if words in behind] == []


def committee_reads_why_a_stage_is_unsigned(page: Page) -> None:
    page.goto("/committee/")
    line = page.get_by_role("table", name="How each project on the checklist went").get_by_role("row").nth(1)
    expect(line).to_contain_text("Signed by both sides: 1, 2, 3, 4 and 5.")
    expect(line).to_contain_text("Stage 6.")
    expect(line).to_contain_text(WHY_UNSIGNED)
