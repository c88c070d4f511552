"""What is printed: a poster with a code for phones, and every kind of question in large print."""

import datetime as dt
import re

import pytest
import segno
from django.urls import reverse

from coproduction.core.partial_dates import PartialDate
from feedback.enums import QuestionKind
from feedback.queries import walks
from feedback.services import questionnaires
from feedback.services.questionnaires import Asked, ShownIf
from feedback.views.posters import LONGEST_WHY, one_line, qr_code, readable
from tests.factories.engagements import SessionFactory
from tests.factories.feedback import QuestionnaireFactory
from tests.factories.groups import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db

POSTER, PAPER = reverse("questionnaire_poster", args=["club"]), reverse("questionnaire_paper", args=["club"])


@pytest.fixture
def forum():
    return BodyFactory(name="Family Circle")


@pytest.fixture
def questionnaire(forum):
    closes = dt.datetime(2030, 5, 1, 22, 59, tzinfo=dt.UTC)
    return QuestionnaireFactory(slug="club", title="How was the club?", body=forum, closes_at=closes)


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def every_kind(by):
    choices = ["Swimming", "Cooking"]
    asked = [
        Asked(kind="faces", wording="How did it feel?", instead="I was not there"),
        Asked(kind="one_choice", wording="Did you come?", options=["Yes", "No"]),
        Asked(kind="several_choices", wording="What did you do?", options=choices, shown_if=ShownIf("did-you-come", ("yes",))),
        Asked(kind="pictures", wording="Which room?", options=["Kitchen", "Garden"]),
        Asked(kind="scale", wording="How likely is it?", lowest=0, highest=10, low="Never", high="Always"),
        Asked(kind="ranking", wording="What matters most?", options=["Food", "Friends"]),
        Asked(kind="short_text", wording="One word for it?"),
        Asked(kind="long_text", wording="What else?", hint="No names, please."),
        Asked(kind="number", wording="How often did you come?"),
        Asked(kind="day", wording="When was the last time?"),
        Asked(kind="file", wording="Do you have a photo of it?"),
        Asked(kind="statement", wording="Almost done."),
    ]
    return questionnaires.draft(
        title="The club", why="To make it better.", what_next="We read it.", questions=asked, by=by, slug="club"
    )


def test_poster_says_what_why_until_when_who_and_where(officer, questionnaire, settings):
    settings.SITE_URL = "https://portal.example"
    page = text(officer.get(POSTER))
    for words in (
        '<h1 class="cp-poster__title">How was the club?</h1>',
        "We want to know how the club was.",
        "Until <strong>1 May 2030</strong>",
        "Family Circle",
        ">portal.example/have-your-say/club<",
    ):
        assert words in page
    # The drawing is that of the address, and nothing else is drawn.
    drawn = segno.make("https://portal.example/have-your-say/club/", error="m", boost_error=False)
    assert drawn.svg_inline(lineclass=None, omitsize=True, border=2).partition("<path")[2].partition("</svg>")[0] in page
    assert "cp-poster--easy" not in page
    assert not re.search(r" (style|onclick)=", page)


def test_easy_poster_has_steps_with_pictures(officer, questionnaire):
    page = text(officer.get(f"{POSTER}?look=easy"))
    assert "cp-poster--easy" in page
    assert [
        words for words in ("Point your phone here.", "You do not say your name.", "It shows what we did.") if words in page
    ] != []
    steps = re.findall(r"<li><svg.*?<span>(.*?)</span></li>", page.partition('class="cp-poster__steps"')[2])
    assert [len(words.split()) <= 15 for words in steps] == [True, True, True]


def test_poster_of_a_session_adds_its_place_and_day(officer, questionnaire):
    session = SessionFactory(
        project=questionnaire.project, topic="World café", venue="The hub", held=PartialDate.parse("2026-04-03")
    )
    page = text(officer.get(f"{POSTER}?session={session.ref}"))
    assert "World café<br>The hub<br>3 April 2026" in page
    # The other variant is of the same session.
    assert f"?session={session.ref}&amp;look=easy" in page


def test_sessions_to_come_can_be_chosen(officer, questionnaire, forum):
    project = questionnaire.project
    planned = SessionFactory(project=project, topic="World café", state="planned", held=PartialDate.parse("2026-04-03"))
    SessionFactory(project=project, state="held")
    SessionFactory(state="planned")
    private = MeetingFactory(body=forum, title="A quiet meeting", is_private=True)
    public = MeetingFactory(body=forum, title="An open meeting")
    SessionFactory(project=project, meeting=private, topic="")
    meeting = SessionFactory(project=project, meeting=public, topic="")
    page = officer.get(POSTER)
    assert {each.ref for each in page.context["coming"]} == {planned.ref, meeting.ref}
    assert f'<a href="?session={planned.ref}">' in text(page)


def test_session_of_somebody_else_is_not_found(officer, questionnaire):
    assert officer.get(f"{POSTER}?session={SessionFactory().ref}").status_code == 404
    assert officer.get(f"{POSTER}?session=nonsense").status_code == 404


def test_place_that_is_not_public_does_not_hang_on_a_wall(officer, questionnaire, forum):
    starts = dt.datetime(2026, 4, 3, 15, 0, tzinfo=dt.UTC)
    times = {"starts_at": starts, "ends_at": starts + dt.timedelta(hours=1)}
    hidden = MeetingFactory(body=forum, place="12 Quiet Street", is_private=True, **times)
    shown = MeetingFactory(body=forum, place="The hub", **times)
    refs = [SessionFactory(project=questionnaire.project, meeting=meeting).ref for meeting in (hidden, shown)]
    pages = [text(officer.get(f"{POSTER}?session={ref}")) for ref in refs]
    # Above the sheet stands what is not printed.
    sheets = [page.partition("<main")[2] for page in pages]
    assert [
        ("Quiet Street" in page, "is not public" in page, "The hub" in sheet, "3 April 2026" in sheet)
        for page, sheet in zip(pages, sheets, strict=True)
    ] == [
        (False, True, False, False),
        (False, False, True, True),
    ]


def test_discreet_forum_is_not_named(officer, questionnaire, forum):
    assert [("Family Circle" in text(officer.get(page))) for page in (POSTER, PAPER)] == [True, True]
    forum.is_discreet, forum.neutral_name = True, "Thursday group"
    forum.save()
    assert [("Family Circle" in text(officer.get(page))) for page in (POSTER, PAPER)] == [False, False]


def test_paper_holds_every_kind_of_question(officer):
    made = every_kind(officer.actor)
    page = officer.get(PAPER)
    assert {each.asked.kind for each in page.context["questions"]} == set(QuestionKind.values)
    found = text(page)
    for asked in walks.questions(made.revisions.get()):
        assert asked.wording in found
        for choice in asked.choices:
            assert choice.label in found
    items = found.split('<li class="cp-sheet__item')[1:]
    boxes = {item.partition("cp-paper--")[2].partition('"')[0]: item.count("cp-sheet__box") for item in items}
    assert {kind: boxes[kind] for kind in ("faces", "one_choice", "several_choices", "pictures", "scale", "ranking", "day")} == {
        "faces": 6, "one_choice": 2, "several_choices": 2, "pictures": 2, "scale": 11, "ranking": 2, "day": 0,
    }  # fmt: skip
    lines = {item.partition("cp-paper--")[2].partition('"')[0]: item.count("cp-sheet__line") for item in items}
    assert (lines["short_text"], lines["long_text"]) == (1, 5)
    for words in (
        "Only if you chose “Yes” in question 2",
        "0: Never. 10: Always.",
        "Write 1 beside the most important one",
        "Use my words",
        "13 to 15",
        "For an organisation",
        "What is the organisation called?",
        "0800 1111",
        "Who reads it",
        "send it to:",
    ):
        assert words in found
    # There is nothing to tick beside words that are only read.
    assert "Tick" not in next(item for item in items if "cp-paper--statement" in item)
    assert "<input" not in found.partition('<article class="cp-sheet')[2]


def test_paper_prints_the_questions_that_are_open(officer, questionnaire):
    """A paper that is handed out asks what can be typed in."""
    assert [each.asked.wording for each in officer.get(PAPER).context["questions"]] == [
        "How was the club?",
        "What should it have?",
        "What else?",
    ]


@pytest.mark.parametrize("page", [POSTER, PAPER])
def test_officers_and_facilitators_of_the_forum_print(signed_in, client, questionnaire, forum, page):
    assert signed_in("officer").get(page).status_code == 200
    assert signed_in("facilitator", body=forum).get(page).status_code == 200
    others = [signed_in("facilitator", body=BodyFactory()), signed_in("member", body=forum)]
    assert [other.get(page).status_code for other in others] == [403, 403]
    assert client.get(page).status_code == 302


def test_officers_find_the_other_ways_in(officer, questionnaire):
    page = text(officer.get(reverse("officers_questionnaire", args=["club"])))
    for name in ("questionnaire_poster", "questionnaire_paper", "response_enter", "questionnaire_equality"):
        assert reverse(name, args=["club"]) in page


def test_why_is_one_line():
    assert one_line("We plan the club.  Then we open it.") == "We plan the club."
    assert one_line("Short") == "Short"
    long = one_line("word " * 100)
    assert (len(long) <= LONGEST_WHY + 1, long[-1]) == (True, "…")


def test_address_is_typed_without_its_beginning():
    assert readable("https://portal.example/have-your-say/club/") == "portal.example/have-your-say/club"
    assert qr_code("https://portal.example/").startswith('<svg aria-hidden="true" focusable="false"')
