"""The whole job, once through: from a project on its checklist to the committee reading what came of people's words."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coproduction.core.models import Notification
from engagements.models import Project
from groups.models import Meeting
from tests.browser.schedule import run_the_schedule

PROJECT = "A quiet hour at the swimming pool"
STAGE = "/projects/a-quiet-hour-at-the-swimming-pool/checklist/1/"


@pytest.fixture(autouse=True)
def daytime(at: Callable[..., object]) -> object:
    """Messages are held at night, so the clock goes on from six in the evening, a day and an hour before the meeting ends."""
    with at(f"{timezone.localdate()} 18:00", tick=True):
        yield


def answer_item(page: Page, code: str, words: str, link: str) -> None:
    form = page.locator("form").filter(has=page.get_by_label(f"Your answer to {code}"))
    form.get_by_label(f"Your answer to {code}").fill(words)
    form.get_by_label("Link to something that shows it").fill(link)
    form.get_by_role("button", name="Save and confirm").click()


def test_walk_through_the_whole_job(demonstration: None, real_broker: None, open_browser: Callable[..., Page]) -> None:
    """One walk on one database: loading it takes longer than walking."""
    home_shows_the_published_record(open_browser)
    both_sides_sign_a_stage(open_browser)
    words_come_in_are_read_answered_and_found_again(open_browser)
    reminders_go_out_once_and_say_why(open_browser)
    committee_reads_outcomes_by_forum(open_browser)


def home_shows_the_published_record(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("You said.*We did.*Or we say why not", re.DOTALL))
    for heading in ("What our record is missing", "Who speaks, and where", "Promises to watch", "What is planned"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("link", name="Parentsactive", exact=True).first).to_be_visible()
    expect(page.locator(".cp-pair").first).to_be_visible()


def both_sides_sign_a_stage(open_browser: Callable[..., Page]) -> None:
    officer = open_browser(as_="officer@demo.example")
    officer.goto("/projects/a-quiet-hour-at-the-swimming-pool/")
    officer.goto("/projects/a-quiet-hour-at-the-swimming-pool/checklist/")
    expect(officer.locator(".cp-path__stage")).to_have_count(9)
    officer.goto(STAGE)
    answer_item(officer, "1.5", "Yes. Nothing is decided before March.", "https://example.org/dates")
    answer_item(officer, "1.6", "Families who swim. A later start would help.", "https://example.org/notes")

    chair = open_browser(as_="chair@demo.example", width=390)
    chair.goto(f"{STAGE}review/")
    chair.get_by_label("Your answer to 1.4").fill("Yes, it is our first priority.")
    chair.get_by_label("We sign").check()
    chair.get_by_role("button", name="Send").click()
    expect(chair.get_by_text("You have signed.")).to_be_visible()

    officer.goto(STAGE)
    officer.get_by_role("button", name=re.compile("^Sign for")).click()
    assert Project.objects.get(title=PROJECT).stage == 2
    officer.goto("/projects/a-quiet-hour-at-the-swimming-pool/")
    expect(officer.locator("[aria-current=step]")).to_contain_text("Be honest")


def words_come_in_are_read_answered_and_found_again(open_browser: Callable[..., Page]) -> None:
    code = send_answers(open_browser(width=320))
    officer = open_browser(as_="officer@demo.example")
    theme = read_and_file(officer)
    publish_answer(officer, theme)
    reader = open_browser()
    for path in (
        "/you-said-we-did/?text=hot+chocolate",
        "/projects/the-summer-holiday-club/",
        "/forums/thameswick-youth-assembly/",
    ):
        reader.goto(path)
        expect(reader.get_by_text("There is hot chocolate at the spring club.")).to_be_visible()
    reader.goto("/what-happened/")
    reader.get_by_label(re.compile("code", re.IGNORECASE)).fill(code.lower().replace("-", " "))
    reader.locator("main").get_by_role("button").first.click()
    expect(reader.get_by_text("There is hot chocolate at the spring club.")).to_be_visible()


def send_answers(page: Page) -> str:
    """Answer the three questions of the open questionnaire without an account. Gives the code."""
    page.goto("/have-your-say/holiday-club-spring/")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Very good").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Cooking").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What else should we know?").fill("Please have hot chocolate.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("13 to 15").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Use my words").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Please have hot chocolate.")).to_be_visible()
    page.get_by_role("button", name="Send my answers").click()
    found = re.search(r"\b[A-Z]{3,8}-[A-Z]{3,8}-\d{4}\b", page.locator("main").inner_text())
    assert found
    return found[0]


def read_and_file(officer: Page) -> str:
    officer.goto("/officers/reading/")
    officer.locator("main").get_by_role("link", name=re.compile("^Read")).last.click()
    expect(officer.get_by_text("Please have hot chocolate.")).to_be_visible()
    officer.get_by_label("Feedback: go on and file it").check()
    officer.get_by_role("button", name="Save what you decided").click()
    officer.get_by_label("Or a new theme, in a few words").fill("Something warm to drink")
    officer.get_by_role("button", name="File it").click()
    return "Something warm to drink"


def publish_answer(officer: Page, theme: str) -> None:
    officer.get_by_role("link", name=re.compile(f"Write the answer.*{theme}", re.DOTALL)).click()
    officer.get_by_label("What is it about, in a few words?").fill("Hot chocolate at the club")
    officer.get_by_label("You said").fill("Please have hot chocolate.")
    officer.get_by_label("Their own words").check()
    officer.get_by_label("We did", exact=True).check()
    officer.get_by_label("What we did, or what we say").fill("There is hot chocolate at the spring club.")
    officer.get_by_label("Thameswick Youth Assembly").check()
    officer.get_by_role("button", name="Save").click()
    officer.get_by_role("button", name="Publish").click()


def reminders_go_out_once_and_say_why(open_browser: Callable[..., Page]) -> None:
    tomorrow = Meeting.objects.get(title="Planning the spring holiday club")
    yesterday = Meeting.objects.get(title="What to grow in the hub garden")
    expected = {"reminder": addresses_of(tomorrow), "feedback": addresses_of(yesterday)}
    run_the_schedule()
    about = {
        # The one of the day before; that of the week before went out in its time.
        "reminder": {"dedupe_key__startswith": f"meeting:{tomorrow.ref}:reminder:1:"},
        "feedback": {"about": f"groups.meeting:{yesterday.pk}", "kind": "feedback.meeting_feedback"},
    }
    sent = {name: Notification.objects.filter(**which) for name, which in about.items()}
    assert {name: sorted(rows.values_list("address", flat=True)) for name, rows in sent.items()} == expected
    count = Notification.objects.count()
    run_the_schedule()
    assert Notification.objects.count() == count

    admin = open_browser(as_="admin@demo.example")
    admin.goto("/admin/outbox/")
    row = admin.locator("main tr").filter(has_text="Tomorrow at 5pm: Thameswick Youth Assembly").first
    expect(row).to_contain_text("Because you")
    expect(row).to_contain_text(re.compile("(chair|member|facilitator), Thameswick Youth Assembly"))
    expect(row).to_contain_text("Sent")
    admin.goto("/admin/jobs/")
    expect(admin.get_by_text("Nothing has ever run by itself")).to_have_count(0)


def addresses_of(meeting: Meeting) -> list[str]:
    """Where the members of its forum are written to; whoever is told in person has no address in the outbox."""
    people = {capacity.user for capacity in meeting.body.capacities.active().of_members().select_related("user")}
    return sorted("" if person.is_told_in_person else str(person.email) for person in people)


def committee_reads_outcomes_by_forum(open_browser: Callable[..., Page]) -> None:
    page = open_browser(as_="committee@demo.example", width=768)
    page.goto("/committee/")
    expect(page.get_by_role("heading", name="Outcomes by forum")).to_be_visible()
    table = page.get_by_role("table", name="Outcomes of Parentsactive")
    expect(table.get_by_role("row")).to_have_count(5)
    board = page.get_by_role("table", name="Outcomes of Corporate Parenting Board")
    expect(board).to_contain_text("£3,000")
    expect(board).to_contain_text("April 2025")
