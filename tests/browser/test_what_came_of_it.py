"""A parent forum checks what the council heard, writes its evaluation, and reads what came of its work; nobody changes its words."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from checklist.enums import LEARNING_STAGE, Confirms, Scale, StageState
from checklist.models import Evaluation
from checklist.services import items, walks
from engagements.enums import Degree, Part
from engagements.models import Project
from feedback.models import Outcome
from feedback.services import outcomes, themes
from tests.browser.mail import mail_of, path_in
from tests.browser.people import CHAIR, OFFICER, REP, People, settle_in
from tests.browser.stage_page import answer, item_at, unfold
from tests.factories.engagements import ProjectFactory, ProjectPartFactory
from tests.factories.groups import BodyFactory

TITLE, PROJECT = "Short breaks in the holidays", "/projects/short-breaks/"
TELLING = 8
HEARD_WRONG, HEARD_RIGHT = "You said: breaks at weekends.", "You said: breaks in every school holiday, not only at weekends."
POINTS = (
    "We were asked before anything was written.",
    "The papers came in plain words.",
    "Childcare was paid on the day.",
    "Our scores did not count for enough.",
    "The lead officer answered within a week.",
)
DISPUTED = 4
WHY_NOT = "The weight of 20% was agreed with you before scoring, and the law asks us to weigh price as well."


@pytest.fixture(autouse=True)
def morning(at: Callable[..., object]) -> Iterator[None]:
    with at(f"{timezone.localdate()} 10:00", tick=True):
        yield


def test_forum_sees_what_came_of_its_work(transactional_db: None, settings: object, open_browser: Callable[..., Page]) -> None:
    """One journey on one database."""
    settings.DEMO = True
    people = settle_in()
    project = at_the_eighth_stage(people)
    published = two_answers_and_one_of_others(project, people)
    officer, rep = open_browser(as_=OFFICER), open_browser(as_=REP, width=390)
    council_does_its_part(officer, project, people)
    mail_leads_to_the_stage(rep)
    forum_corrects_what_was_heard(officer, rep)
    two_hats_are_never_worn_at_once(open_browser(as_=CHAIR))
    evaluation = forum_writes_and_locks(officer, rep)
    officer_answers_each_point(officer, evaluation)
    nobody_else_changes_their_words(officer, evaluation)
    both_talk_and_still_differ(officer, rep, evaluation)
    everyone_reads_both_views(open_browser(), evaluation)
    what_came_of_our_work(rep, published)


def at_the_eighth_stage(people: People) -> Project:
    """A project of which the first seven stages are signed."""
    project = ProjectFactory(title=TITLE, slug="short-breaks", lead=people.officer.user, degree_planned=Degree.COPRODUCTION)
    ProjectPartFactory(project=project, body=people.forum, part=Part.GROUP, signs=True)
    checklist = walks.start(project=project, by=people.officer, scale=Scale.FULL)
    checklist.stages.filter(number__lt=TELLING).update(state=StageState.DONE)
    checklist.stages.filter(number=TELLING).update(state=StageState.NOW)
    Project.objects.update(stage=TELLING)
    return project


def two_answers_and_one_of_others(project: Project, people: People) -> list[Outcome]:
    """Published answers: two that credit the forum, and one that credits another. Gives those of the forum."""
    others = BodyFactory(name="Riverside Youth Forum")
    made = []
    for title, credited in (("Every holiday", people.forum), ("Childcare", people.forum), ("A bus stop", others)):
        theme = themes.create(title=title, project=project, by=people.officer)
        outcome = outcomes.draft(
            title=title, project=project, you_said=f"You asked about it: {title}.", answer="did", we_did=f"It is there: {title}.",
            credited=[credited], themes=[theme], by=people.officer,
        )  # fmt: skip
        made.append(outcomes.publish(outcome=outcome, by=people.officer))
    return made[:2]


def council_does_its_part(page: Page, project: Project, people: People) -> None:
    """The summary in the browser, the rest by the same services as behind the pages."""
    page.goto(f"{PROJECT}checklist/{TELLING}/")
    answer(page, "8.1", HEARD_WRONG)
    stage = project.checklist.stages.get(number=TELLING)
    for item in stage.items.exclude(template__confirms=Confirms.FORUM_PARTNER):
        items.answer_and_confirm(item=item, words="Done.", by=people.officer)


def mail_leads_to_the_stage(page: Page) -> None:
    [mail] = mail_of("checklist.stage_waits", REP)
    assert (mail.subject, mail.state) == (f"{TITLE}: stage 8 waits for your signature", "sent")
    page.goto(path_in(mail))
    expect(page.get_by_role("heading", level=1)).to_have_text("Read and sign: Tell people what happened")


def forum_corrects_what_was_heard(officer: Page, rep: Page) -> None:
    item = item_at(rep, "8.1")
    expect(item).to_contain_text(HEARD_WRONG)
    item.get_by_text("Ask about this").click()
    item.get_by_label("What do you want to ask about 8.1?").fill("We said every holiday. Who said weekends?")
    rep.get_by_role("button", name="Send", exact=True).click()
    expect(rep.get_by_text("You asked about 8.1. You have not signed yet.")).to_be_visible()

    officer.goto(f"{PROJECT}checklist/{TELLING}/")
    expect(item_at(officer, "8.1")).to_contain_text("Who said weekends?")
    answer(officer, "8.1", HEARD_RIGHT)

    rep.goto(f"{PROJECT}checklist/{TELLING}/review/")
    expect(item_at(rep, "8.1")).to_contain_text(HEARD_RIGHT)
    rep.get_by_label("We sign").check()
    rep.get_by_role("button", name="Send", exact=True).click()
    expect(rep.get_by_text("You have signed.")).to_be_visible()
    officer.goto(f"{PROJECT}checklist/{TELLING}/")
    officer.get_by_role("button", name="Sign for").click()
    assert Project.objects.get().stage == LEARNING_STAGE


def two_hats_are_never_worn_at_once(page: Page) -> None:
    """The chair is a co-optee as well: with that hat on, the portal asks before anything is written for the forum."""
    page.goto("/accounts/hat/")
    page.get_by_label("Co-optee, Riverside Scrutiny Committee").check()
    page.get_by_role("button", name="Go on").click()
    page.goto(f"{PROJECT}checklist/{LEARNING_STAGE}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which hat are you wearing?")
    assert page.get_by_role("radio").count() == 1
    page.get_by_label("Chair, Riverside Parent Carers").check()
    page.get_by_role("button", name="Go on").click()
    assert page.url.endswith(f"{PROJECT}checklist/{LEARNING_STAGE}/")
    expect(page.get_by_text("You are acting as chair, Riverside Parent Carers")).to_be_visible()


def forum_writes_and_locks(officer: Page, rep: Page) -> Evaluation:
    rep.goto("/my/")
    rep.get_by_role("link", name="Write it").click()
    rep.get_by_role("button", name="Write how it went for Riverside Parent Carers").click()
    for words in POINTS:
        rep.get_by_label("What do you want to say?").fill(words)
        rep.get_by_role("button", name="Add this point").click()
    evaluation = Evaluation.objects.get()
    # Until it is locked, the council reads nothing of it.
    assert officer.goto(address(evaluation)).status == 404
    rep.get_by_role("link", name="Read it through and lock it").click()
    assert rep.locator("blockquote").all_inner_texts() == list(POINTS)
    rep.get_by_label("I have read it through.").check()
    rep.get_by_role("button", name="Lock it").click()
    expect(rep.get_by_text("Locked. The lead officer gets a message.")).to_be_visible()
    return evaluation


def address(evaluation: Evaluation, act: str = "") -> str:
    return f"{PROJECT}evaluations/{evaluation.ref}/{act}"


def officer_answers_each_point(page: Page, evaluation: Evaluation) -> None:
    page.goto("/officers/")
    page.get_by_role("link", name="Read and answer").click()
    assert page.url.endswith(address(evaluation))
    for number in range(1, len(POINTS) + 1):
        point = page.locator(f"#point-{number}")
        point.get_by_label("We disagree" if number == DISPUTED else "We agree", exact=True).check()
        if number == DISPUTED:
            # Not without a reason.
            point.get_by_role("button", name="Save this answer").click()
            expect(point).to_contain_text("Say why you do not fully agree with point 4")
            point.get_by_label("Why? Your answer to point 4").fill(WHY_NOT)
        point.get_by_role("button", name="Save this answer").click()


def nobody_else_changes_their_words(page: Page, evaluation: Evaluation) -> None:
    """No way on the page, and none by the addresses behind it."""
    acts = page.locator("main form").evaluate_all("forms => forms.map(form => new URL(form.action).pathname)")
    answers = [address(evaluation, f"{number}/answer/") for number in range(1, len(POINTS) + 1)]
    assert acts == [*answers, address(evaluation, "send/")]
    behind = ("add/", "lock/", "1/edit/", "1/move/", "1/remove/")
    assert [sends(page, address(evaluation, act), words="We were happy.", sure="on", up="1") for act in behind] == [403] * 5
    assert list(evaluation.points.values_list("words", flat=True)) == list(POINTS)


def sends(page: Page, path: str, **said: str) -> int:
    """Send this to an address as the page's own forms are sent. Gives the status of the answer."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    send = "([path, said]) => fetch(path, {method: 'POST', body: new URLSearchParams(said)}).then(answer => answer.status)"
    return page.evaluate(send, [path, {"csrfmiddlewaretoken": token, **said}])


def both_talk_and_still_differ(officer: Page, rep: Page, evaluation: Evaluation) -> None:
    officer.get_by_role("button", name="Send all answers").click()
    rep.goto("/my/")
    rep.get_by_role("link", name="Read the answers").click()
    expect(rep.locator(f"#point-{DISPUTED}")).to_contain_text(WHY_NOT)
    # Only what is not agreed is open, and nobody still differs before they have talked.
    expect(rep.get_by_role("button", name="is agreed now")).to_have_count(1)
    expect(rep.get_by_role("button", name="We still differ")).to_have_count(0)

    unfold(officer, officer.get_by_label("What came of it?"))
    day = officer.get_by_role("group", name="When did you talk?")
    today = timezone.localdate()
    for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        day.get_by_label(label).fill(str(value))
    officer.get_by_label("What came of it?").fill("Next time the weight is talked about first.")
    officer.get_by_role("button", name="Write it down").click()
    expect(officer.get_by_text("Written down. The other side gets a message.")).to_be_visible()

    rep.goto(address(evaluation))
    rep.get_by_role("button", name=f"We still differ on point {DISPUTED}").click()
    expect(rep.get_by_text("That was the last point. The evaluation is closed, and everyone can read it.")).to_be_visible()


def everyone_reads_both_views(page: Page, evaluation: Evaluation) -> None:
    page.goto(address(evaluation))
    point = page.locator(f"#point-{DISPUTED}")
    for words in (POINTS[DISPUTED - 1], "We disagree", WHY_NOT, "We still differ. Both views stand here."):
        expect(point).to_contain_text(words)
    assert page.locator("blockquote").all_inner_texts() == list(POINTS)
    expect(page.get_by_text("Next time the weight is talked about first.")).to_be_visible()
    page.goto(PROJECT)
    expect(page.get_by_text(POINTS[DISPUTED - 1])).to_be_visible()
    expect(page.get_by_text(WHY_NOT)).to_be_visible()


def what_came_of_our_work(page: Page, published: list[Outcome]) -> None:
    page.goto("/my/")
    came = page.get_by_role("region", name="What came of our work")
    titles = {outcome.title for outcome in published}
    assert {title for title in (*titles, "A bus stop") if title in came.inner_text()} == titles
    told = mail_of("feedback.outcome_published", REP)
    assert [path_in(mail) for mail in told] == [outcome.get_absolute_url() for outcome in published]
    page.goto(path_in(told[0]))
    expect(page.get_by_text("It is there: Every holiday.")).to_be_visible()
