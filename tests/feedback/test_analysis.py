"""Officers see what people answered: counted over all revisions, words only once they were read, groups only by the rule."""

import datetime as dt
import re

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from coproduction.core.declared_tables import show_each
from coproduction.core.logs import LineFormatter
from coproduction.core.models import AuditEvent
from feedback.enums import ResponseState
from feedback.forms.analysis import AnswersFilter
from feedback.models import (
    Answer,
    Option,
    OptionWords,
    Question,
    Questionnaire,
    QuestionWords,
    Quote,
    Response,
    Revision,
)
from feedback.queries import analysis, summaries, tallies
from feedback.queries.tallies import Narrowed
from feedback.services import summaries as links
from tests.factories.engagements import ProjectFactory

pytestmark = pytest.mark.django_db

KINDS = {
    "faces": ("not-good", "ok", "good", "very-good", "brilliant"),
    "one_choice": ("swimming", "cooking"),
    "several_choices": ("swimming", "cooking", "art"),
    "pictures": ("hub", "park"),
    "scale": (),
    "ranking": ("swimming", "cooking", "art"),
    "number": (),
    "day": (),
    "short_text": (),
    "long_text": (),
    "statement": (),
}


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def revision_of(asks, number=1, kinds=KINDS):
    revision = Revision.objects.create(questionnaire=asks, number=number, published_at=timezone.now())
    for order, (kind, keys) in enumerate(kinds.items(), 1):
        ends = {"lowest": 1, "highest": 5} if kind == "scale" else {}
        question = Question.objects.create(revision=revision, key=kind.replace("_", "-"), kind=kind, order=order, **ends)
        QuestionWords.objects.create(question=question, wording=f"What of {kind}?", low="Bad" if ends else "")
        for place, key in enumerate(keys, 1):
            option = Option.objects.create(question=question, key=key, order=place)
            OptionWords.objects.create(option=option, label=key.replace("-", " ").capitalize())
    return revision


def questionnaire(slug="club", **fields):
    asks = Questionnaire.objects.create(slug=slug, title="The club", why="To make it better.", what_next="We read it.", **fields)
    Questionnaire.objects.filter(pk=asks.pk).update(state=fields.get("state", "open"))
    asks.refresh_from_db()
    revision_of(asks)
    return asks


def respond(asks, revision=1, state="read", **fields):
    """A response with the answers that are given by key: option keys, numbers, days or words."""
    given = {key: fields.pop(key) for key in list(fields) if key in KINDS}
    sent = Response.objects.count()
    response = Response.objects.create(
        revision=asks.revisions.get(number=revision), state=state, sent_key=f"{asks.pk}-{sent}", **fields
    )
    for kind, said in given.items():
        question = Question.objects.get(revision__questionnaire=asks, revision__number=revision, kind=kind)
        if isinstance(said, list | tuple):
            for place, key in enumerate(said, 1):
                option = question.options.get(key=key)
                Answer.objects.create(
                    response=response, question=question, option=option, place=place if kind == "ranking" else None
                )
        elif isinstance(said, dt.date):
            Answer.objects.create(response=response, question=question, day=said)
        elif isinstance(said, str):
            Answer.objects.create(response=response, question=question, words=said)
        else:
            Answer.objects.create(response=response, question=question, number=said)
    return response


def block(page, kind):
    return next(each for each in page.blocks if each.question.kind == kind)


def bars(page, kind):
    return [(bar.label, bar.figure) for bar in block(page, kind).bars]


def address(asks, **query):
    return reverse("questionnaire_answers", args=[asks.slug], query=query)


def test_every_kind_of_question_is_counted_in_people():
    asks = questionnaire()
    respond(
        asks, faces=["good"], one_choice=["cooking"], several_choices=["swimming", "art"], pictures=["hub"], scale=5,
        ranking=["art", "cooking", "swimming"], number=3, day=dt.date(2026, 3, 2), short_text="Sundays", group_size=6, channel="group",
    )  # fmt: skip
    respond(
        asks,
        faces=["brilliant"],
        several_choices=["swimming"],
        scale=1,
        ranking=["swimming"],
        number=8.5,
        day=dt.date(2026, 3, 30),
    )
    respond(asks, faces=["good"], number=4)
    page = analysis.page(asks)
    assert page.whole.in_words() == "3 responses, from 8 people"
    assert bars(page, "faces") == [
        ("Not good", "0 (0%)"), ("Ok", "0 (0%)"), ("Good", "7 (88%)"), ("Very good", "0 (0%)"), ("Brilliant", "1 (12%)"),
    ]  # fmt: skip
    assert [bar.face for bar in block(page, "faces").bars] == ["1", "2", "3", "4", "5"]
    assert block(page, "one_choice").heads.in_words() == "1 response, from 6 people"
    # One response that chose two things is one response.
    assert block(page, "several_choices").heads.in_words() == "2 responses, from 7 people"
    assert bars(page, "several_choices") == [("Swimming", "7 (100%)"), ("Cooking", "0 (0%)"), ("Art", "6 (86%)")]
    assert bars(page, "scale") == [("1: Bad", "1 (14%)"), ("2", "0 (0%)"), ("3", "0 (0%)"), ("4", "0 (0%)"), ("5", "6 (86%)")]
    assert block(page, "scale").note == "On average 4.4, on a scale up to 5."
    assert block(page, "ranking").ranks == (("Art", "1.0", "6"), ("Cooking", "2.0", "0"), ("Swimming", "2.7", "1"))
    assert block(page, "ranking").heads.in_words() == "2 responses, from 7 people"
    assert block(page, "number").facts == (("Lowest", "3"), ("In the middle (median)", "3"), ("Highest", "8.5"))
    assert bars(page, "day") == [("March 2026", "7 (100%)")]
    assert [line.words for line in block(page, "short_text").words] == ["Sundays"]
    assert "statement" not in [each.question.kind for each in page.blocks]


@pytest.mark.parametrize(("often", "middle"), [({1: 1}, 1), ({1: 1, 4: 1}, 2.5), ({1: 3, 9: 1}, 1), ({1: 2, 2: 1, 9: 2}, 2)])
def test_median_is_the_middle_of_all_numbers(often, middle):
    assert analysis.median(often) == middle


def test_answers_of_all_revisions_count_together_by_key():
    asks = questionnaire()
    respond(asks, one_choice=["swimming"], faces=["good"])
    revision_of(asks, 2, {"one_choice": ("cooking", "art")})
    respond(asks, revision=2, one_choice=["art"])
    page = analysis.page(asks)
    assert bars(page, "one_choice") == [("Cooking", "0 (0%)"), ("Art", "1 (50%)"), ("Swimming", "1 (50%)")]
    # The newest questions first, then what only the older revision asked.
    assert [each.question.key for each in page.blocks][:2] == ["one-choice", "faces"]


def test_held_responses_count_nowhere_and_unread_words_wait(officer):
    asks = questionnaire()
    respond(asks, faces=["good"], long_text="Read words")
    respond(asks, faces=["good"], long_text="Unread words", state="received")
    respond(asks, faces=["good"], long_text="Personal words", state="passed_on")
    respond(asks, faces=["good"], long_text="Closed words", permission="not_at_all")
    held = respond(asks, faces=["good"], long_text="Held words", is_held=True)
    page = officer.get(address(asks))
    text = page.content.decode()
    assert page.context["page"].whole.responses == 4
    assert [words in text for words in ("Read words", "Unread words", "Personal words", "Held words", "Closed words")] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert "<strong>Do not use it in public</strong>" in text
    assert "2 more are not shown" in text
    every_word = officer.get(reverse("questionnaire_answers_words", args=[asks.slug, "long-text"])).content.decode()
    assert [words in every_word for words in ("Read words", "Unread words", "Personal words", "Held words")] == [
        True, False, False, False,
    ]  # fmt: skip
    # The same words are there once they are let go.
    Response.objects.filter(pk=held.pk).update(is_held=False)
    assert "Held words" in officer.get(address(asks)).content.decode()


def test_words_have_pages_newest_first(officer):
    asks = questionnaire()
    now = timezone.now()
    for number in range(27):
        respond(asks, long_text=f"Words {number}.", received_at=now - dt.timedelta(days=number))
    url = reverse("questionnaire_answers_words", args=[asks.slug, "long-text"])
    first, second, beyond = officer.get(url), officer.get(f"{url}?page=2"), officer.get(f"{url}?page=9")
    assert [line.words for line in first.context["lines"]] == [f"Words {number}." for number in range(25)]
    assert [line.words for line in second.context["lines"]] == ["Words 25.", "Words 26."]
    assert beyond.context["page_problem"] == "There is no page “9”. This is page 2."
    assert officer.get(reverse("questionnaire_answers_words", args=[asks.slug, "faces"])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_at_any_length(count, django_assert_num_queries):
    asks = questionnaire()
    for _each in range(count):
        respond(
            asks, faces=["good"], several_choices=["swimming"], scale=3, number=2, day=dt.date(2026, 1, 1), long_text="Words", group_size=5,
        )  # fmt: skip
    with django_assert_num_queries(12):
        analysis.page(asks)
    with django_assert_num_queries(12):
        analysis.page(asks, Narrowed(channel="web"))
    with django_assert_num_queries(9):
        analysis.counts(asks)
    with django_assert_num_queries(14):
        analysis.page(asks, split_by="age")


def test_filter_narrows_counts_and_never_who_answered(officer):
    asks = questionnaire()
    for _each in range(6):
        respond(asks, faces=["good"], age_band="13-15", channel="web")
    for _each in range(5):
        respond(asks, faces=["ok"], age_band="16-17", channel="paper")
    whole, paper = officer.get(address(asks)).context["page"], officer.get(address(asks, channel="paper")).context["page"]
    assert (whole.heads.responses, paper.heads.responses) == (11, 5)
    assert [bar.figure for bar in block(paper, "faces").bars] == ["0 (0%)", "5 (100%)", "0 (0%)", "0 (0%)", "0 (0%)"]
    assert paper.tables == whole.tables
    assert [(cell.label, cell.figure) for cell in whole.tables[-1].cells][2:4] == [("13 to 15", "5"), ("16 to 17", "5")]
    # There is no filter by age, and none together with a split.
    assert "age_band" not in AnswersFilter().fields
    both = officer.get(address(asks, channel="paper", by="age"))
    assert (both.context["split_by"], [each.split for each in both.context["page"].blocks if each.split]) == ("", [])
    ignored = officer.get(address(asks, age_band="16-17")).context["page"]
    assert ignored.heads.responses == 11


def test_filter_that_leaves_fewer_than_five_people_shows_no_number(officer):
    asks = questionnaire()
    for number in range(9):
        respond(asks, faces=["good"], long_text="Said", channel="paper" if number < 4 else "web")
    few = officer.get(address(asks, channel="paper"))
    assert (few.context["page"].is_hidden, few.context["page"].blocks) == (True, ())
    assert "Too few to show" in few.content.decode()
    assert officer.get(address(asks, channel="web")).context["page"].heads.responses == 5


def test_filter_by_days_and_nonsense(officer):
    asks = questionnaire()
    old = dt.datetime(2026, 1, 10, 12, tzinfo=dt.UTC)
    for number in range(10):
        respond(asks, faces=["good"], received_at=old + dt.timedelta(days=30 if number < 5 else 0))
    days = {"since_day": 1, "since_month": 2, "since_year": 2026, "until_day": 28, "until_month": 2, "until_year": 2026}
    assert officer.get(address(asks, **days)).context["page"].heads.responses == 5
    turned = days | {"until_month": 1}
    wrong = officer.get(address(asks, **turned))
    assert wrong.context["form"].errors == {"until": ["Enter a last day that is not before the first day"]}
    assert wrong.context["page"].heads.responses == 10
    for nonsense in ({"channel": "x" * 400}, {"by": "gender"}, {"since_day": "99"}, {"channel": "web\x00"}, {"language": "xx"}):
        assert officer.get(address(asks, **nonsense)).status_code == 200


def test_split_by_age_hides_small_groups_and_rounds_the_others(officer):
    asks = questionnaire()
    for number in range(13):
        respond(asks, faces=["good"], scale=4, age_band="13-15" if number < 8 else "16-17")
    respond(asks, faces=["ok"], scale=4, age_band="20-25", one_choice=["swimming"])
    page = officer.get(address(asks, by="age")).context["page"]
    faces = {row[0]: row[1:] for row in block(page, "faces").split.rows}
    assert [str(header) for header in block(page, "faces").split.headers][3:5] == ["13 to 15", "16 to 17"]
    assert faces["Good"] == ("under 5", "under 5", "10", "5", "under 5", "under 5", "under 5", "under 5")
    # One person, and nobody at all, read the same.
    assert set(faces["Ok"]) == set(faces["Brilliant"]) == {"under 5"}
    assert {row[0]: row[3] for row in block(page, "scale").split.rows}["4"] == "10"
    # A question that fewer than 5 people answered is not split.
    assert block(page, "one_choice").split is None
    assert officer.get(address(asks, by="channel")).context["page"].blocks[0].split is not None


def test_nothing_shown_of_a_split_changes_with_a_hidden_group():
    asks = questionnaire()
    for _each in range(8):
        respond(asks, faces=["good"], age_band="13-15")
    before = block(analysis.page(asks, split_by="age"), "faces").split
    respond(asks, faces=["good"], age_band="adult")
    assert block(analysis.page(asks, split_by="age"), "faces").split == before


def test_declared_table_counts_rows_and_keeps_the_numbers_to_itself():
    asks = questionnaire()
    for _each in range(7):
        respond(asks, age_band="13-15")
    respond(asks, age_band="adult", group_size=3)
    found = show_each(
        analysis.AGES,
        tallies.responses_of(asks),
        by="age_band",
        people="group_size",
        within=("channel",),
        as_=lambda part: part[0],
    )
    assert {place: [cell.number for cell in shown.cells] for place, shown in found.items()} == {
        "web": [None, None, 5, None, None, None, None, None]
    }


def test_questionnaire_without_answers_says_so(officer):
    text = officer.get(address(questionnaire())).content.decode()
    assert "Nobody has answered yet" in text


@pytest.mark.parametrize("role", ["member", "chair", "administrator", "safeguarding_lead", "committee_member"])
def test_only_officers_see_the_answers(signed_in, officer, role):
    asks = questionnaire()
    respond(asks, long_text="Words")
    names = ("questionnaire_answers", "questionnaire_answers_csv", "questionnaire_answers_xlsx", "questionnaire_groups_csv")
    pages = [reverse(name, args=[asks.slug]) for name in (*names, "questionnaire_share")]
    pages.append(reverse("questionnaire_answers_words", args=[asks.slug, "long-text"]))
    client = signed_in(role)
    assert [client.get(page).status_code for page in pages] == [403] * 6
    assert [officer.get(page).status_code for page in pages] == [200] * 6
    assert client.post(reverse("questionnaire_share", args=[asks.slug])).status_code == 403


# --- The shared summary ---------------------------------------------------------------------------------------------------------


def shared(officer, asks):
    page = officer.post(reverse("questionnaire_share", args=[asks.slug]))
    return re.search(r"/shared-answers/[^\"<]+", page.context["link"])[0]


def test_shared_summary_shows_counts_to_anyone_and_no_words(officer, client):
    project = ProjectFactory()
    asks = questionnaire(project=project)
    for _each in range(6):
        respond(asks, faces=["good"], long_text="Only for officers", age_band="13-15", permission="only_the_idea")
    respond(asks, long_text="Open it on Sundays", permission="use_words", one_choice=["swimming"])
    Quote.objects.create(words="Open it on Sundays", project=project, state="published")
    Quote.objects.create(words="Only for officers", project=project, state="published")
    Quote.objects.create(words="Said elsewhere", project=project, state="published")
    page = client.get(shared(officer, asks))
    text = page.content.decode()
    assert "7 responses, from 7 people" in text
    assert "Open it on Sundays" in text
    # Allowed as an idea only; said elsewhere; about age; and of a question that one person answered.
    assert [words in text for words in ("Only for officers", "Said elsewhere", "13 to 15", "1 (100%)")] == [False] * 4
    assert "Fewer than 5 people answered this" in text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


def test_shared_summary_of_few_people_shows_nothing(officer, client):
    asks = questionnaire()
    for _each in range(4):
        respond(asks, faces=["good"])
    text = client.get(shared(officer, asks)).content.decode()
    assert "Too few to show" in text
    assert "4 responses" not in text


def test_links_end_after_ninety_days_and_when_they_are_taken_back(officer, client, monkeypatch):
    asks = questionnaire()
    link = shared(officer, asks)
    assert client.get(link).status_code == 200
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 91 * 24 * 3600)
    assert client.get(link).status_code == 404
    monkeypatch.setattr(signing.time, "time", lambda: now + 89 * 24 * 3600)
    assert client.get(link).status_code == 200
    officer.post(reverse("questionnaire_unshare", args=[asks.slug]))
    assert client.get(link).status_code == 404
    assert client.get(shared(officer, asks)).status_code == 200
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["shared a summary of answers", summaries.TAKEN_BACK, "shared a summary of answers"]


def test_taking_back_the_links_of_one_questionnaire_leaves_the_others(officer, client):
    asks, other = questionnaire(), questionnaire("other")
    link = shared(officer, other)
    links.take_back(questionnaire=asks, by=officer.actor)
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    "token",
    ["x", "a:b:c", signing.dumps([1, 0]), signing.dumps("x", salt="feedback.summary"), "é%00"],
    # Signed with the moment, so that a name made of it would be another one in each process.
    ids=["short", "parts", "other salt", "no list", "no letters"],
)
def test_link_that_is_not_ours_opens_nothing(client, token):
    assert client.get(f"/shared-answers/{token}/").status_code == 404


def test_draft_cannot_be_shared(officer):
    asks = questionnaire(state="draft")
    page = officer.post(reverse("questionnaire_share", args=[asks.slug]), follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not AuditEvent.objects.exists()


def test_response_states_that_show_words_are_named():
    shown = set(tallies.READ)
    assert set(ResponseState.values) - shown == {"received", "passed_on"}


def test_shared_link_is_starred_out_of_the_log(officer, client, caplog):
    asks = questionnaire()
    link = shared(officer, asks)
    with caplog.at_level("DEBUG"):
        client.get(link)
    written = [LineFormatter().format(record) for record in caplog.records]
    assert any("GET /shared-answers/***" in line for line in written)
    assert [line for line in written if link.rstrip("/").rsplit("/", 1)[1] in line] == []
