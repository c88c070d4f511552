"""Every kind of question: asked on its page, answered, mended, checked in words, sent, and read."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from coproduction.core.models import ReadingItem
from coproduction.core.services import files
from feedback.enums import QuestionKind
from feedback.models import Answer, Draft, DraftAnswer, Response
from feedback.queries import responses as read
from feedback.services import drafts, questionnaires
from feedback.services.questionnaires import Asked
from tests.factories.feedback import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(acting):
    """Open a questionnaire with these questions."""

    def asked(*questions, slug="club", **details):
        by = acting("officer")
        made = questionnaires.draft(
            title="The club", why="We want to know.", what_next="We read it.", questions=questions, by=by, slug=slug,
            closes_at=timezone.now() + dt.timedelta(days=30), **details,
        )  # fmt: skip
        return opened(made, by=by)

    return asked


@pytest.fixture
def image(acting):
    def kept(name="swim.jpg"):
        made = io.BytesIO()
        Image.new("RGB", (8, 6), "teal").save(made, "JPEG")
        upload = SimpleUploadedFile(name, made.getvalue())
        return files.keep(upload=upload, name=name, audience="public", by=acting("officer"))

    return kept


SWIM, COOK, ART = "swimming", "cooking", "art"
LABELS = ("Swimming", "Cooking", "Art")
SCALE = {"kind": "scale", "lowest": 0, "highest": 10, "low": "Not at all", "high": "Very much"}


def url(name, *args):
    return reverse(name, args=["club", *args])


def text(response):
    return response.content.decode()


def start(client, **data):
    return client.post(url("questionnaire"), data)


def post(client, **data):
    return client.post(url("questionnaire_question", 1), data)


def error_of(response):
    return response.context["form"].errors["answer"]


def send(client):
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    return client.post(url("questionnaire_check"), {})


WALKS = [
    (Asked(kind="faces", wording="How?"), {"answer": "4"}, "Very good", [("very-good", "", None, None, None)]),
    (Asked(kind="one_choice", wording="Which?", options=LABELS), {"answer": ART}, "Art", [(ART, "", None, None, None)]),
    (
        Asked(kind="several_choices", wording="Which?", options=LABELS),
        {"answer": [ART, SWIM]},
        "Swimming\nArt",
        [(ART, "", None, None, None), (SWIM, "", None, None, None)],
    ),
    (Asked(kind="pictures", wording="Which?", options=LABELS), {"answer": COOK}, "Cooking", [(COOK, "", None, None, None)]),
    (
        Asked(wording="How much?", **SCALE),
        {"answer": "0"},
        "0: Not at all (on a scale from 0 to 10)",
        [(None, "", 0, None, None)],
    ),
    (Asked(wording="How much?", **SCALE), {"answer": "7"}, "7 (on a scale from 0 to 10)", [(None, "", 7, None, None)]),
    (
        Asked(kind="ranking", wording="Order?", options=LABELS),
        {"answer_art": "1", "answer_swimming": "2"},
        "1st: Art\n2nd: Swimming",
        [(ART, "", None, None, 1), (SWIM, "", None, None, 2)],
    ),
    (Asked(kind="short_text", wording="What?"), {"answer": "A pool"}, "A pool", [(None, "A pool", None, None, None)]),
    (Asked(kind="long_text", wording="What?"), {"answer": "A pool"}, "A pool", [(None, "A pool", None, None, None)]),
    (Asked(kind="number", wording="How many?"), {"answer": "1,200"}, "1,200", [(None, "", 1200, None, None)]),
    (Asked(kind="number", wording="How many?"), {"answer": " 1 200.50"}, "1,200.5", [(None, "", Decimal("1200.5"), None, None)]),
    (
        Asked(kind="day", wording="When?"),
        {"answer_day": "27", "answer_month": "3", "answer_year": "2026"},
        "27 March 2026",
        [(None, "", None, dt.date(2026, 3, 27), None)],
    ),
]


@pytest.mark.parametrize("asked, data, words, kept", WALKS)
def test_kind_is_asked_checked_in_words_sent_and_read(client, ask, asked, data, words, kept):
    ask(asked)
    start(client)
    assert client.get(url("questionnaire_question", 1)).status_code == 200
    assert post(client, **data).url == url("questionnaire_age")
    check = client.get(url("questionnaire_check"))
    assert check.context["rows"][0].answer == words
    # What was answered stands there again.
    again = client.get(url("questionnaire_question", 1))
    assert post(client, **data).url == url("questionnaire_age")
    assert again.context["form"]["answer"].value() not in (None, "", [], {})
    send(client)
    rows = Answer.objects.order_by("place", "pk").select_related("option")
    found = [(row.option.key if row.option else None, row.words, row.number, row.day, row.place) for row in rows]
    assert sorted(found, key=str) == sorted(kept, key=str)
    assert read.page(Response.objects.get()).rows[0].answer == words


def test_every_kind_has_a_walk():
    # Files are not asked of everyone: they have tests of their own, in `test_files`.
    assert {asked.kind for asked, *_rest in WALKS} | {QuestionKind.STATEMENT, QuestionKind.FILE} == set(QuestionKind.values)


@pytest.mark.parametrize("asked, _data, _words, _kept", WALKS)
def test_kind_that_must_be_answered_says_what_to_do_and_otherwise_can_be_left_out(client, ask, asked, _data, _words, _kept):
    ask(asked, Asked(**{**asked.__dict__, "is_required": True}))
    start(client)
    assert post(client).url == url("questionnaire_question", 2)
    again = client.post(url("questionnaire_question", 2), {})
    assert len(error_of(again)) == 1
    assert "#id_answer" in text(again)
    assert "Skip this question" not in text(again)
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    assert client.get(url("questionnaire_check")).context["missing"] == url("questionnaire_question", 2) + "?change=1"


@pytest.mark.parametrize(
    "limits, typed, error",
    [
        ({}, "twelve", "Enter a number in figures, like 12 or 12.5"),
        ({}, "12,5", "Enter a number in figures, like 12 or 12.5"),
        ({}, "NaN", "Enter a number in figures, like 12 or 12.5"),
        ({}, "Infinity", "Enter a number in figures, like 12 or 12.5"),
        ({}, "1e9", "Enter a number in figures, like 12 or 12.5"),
        ({}, "1.234", "Enter a number with two figures or fewer after the point, like 12.25"),
        ({}, "9" * 150, "Enter 9,999,999,999 or less"),
        ({"lowest": 1, "highest": 1000}, "0", "Enter a number from 1 to 1,000"),
        ({"lowest": 1, "highest": 1000}, "1000.5", "Enter a number from 1 to 1,000"),
        ({"lowest": 0}, "-1", "Enter 0 or more"),
        ({"highest": 5}, "6", "Enter 5 or less"),
    ],
)
def test_number_says_what_to_type(client, ask, limits, typed, error):
    ask(Asked(kind="number", wording="How many?", **limits))
    start(client)
    page = post(client, answer=typed)
    assert error_of(page) == [error]
    assert typed in text(page)
    assert DraftAnswer.objects.count() == 0


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("12", 12),
        ("12.", 12),
        (".5", "0.5"),
        ("−3", -3),
        ("1\u00a0200", 1200),
        ("\u200f7", 7),
        ("٣", 3),
        ("1,234,567.80", "1234567.8"),
    ],
)
def test_number_is_taken_as_people_write_it(client, ask, typed, kept):
    ask(Asked(kind="number", wording="How many?"))
    start(client)
    assert post(client, answer=typed).status_code == 302
    assert DraftAnswer.objects.get().number == Decimal(kept)


def test_number_has_no_spinner_and_offers_the_keys_for_numbers(client, ask):
    ask(Asked(kind="number", wording="How many?", lowest=0))
    start(client)
    page = text(client.get(url("questionnaire_question", 1)))
    assert 'type="number"' not in page
    assert 'inputmode="decimal"' in page


@pytest.mark.parametrize(
    "data, error",
    [
        ({"answer_art": "1", "answer_cooking": "1"}, "Two have the same place: 1st. Give each one a place of its own"),
        ({"answer_art": "1", "answer_cooking": "3"}, "Nothing is 2nd. Give the places in order, from 1st on"),
        ({"answer_art": "4"}, "Choose a place from the list for each one"),
        ({"answer_art": "first"}, "Choose a place from the list for each one"),
    ],
)
def test_ranking_with_the_same_place_twice_or_a_hole_says_so_and_keeps_what_was_chosen(client, ask, data, error):
    ask(Asked(kind="ranking", wording="Order?", options=LABELS))
    start(client)
    page = post(client, **data)
    assert error_of(page) == [error]
    assert page.context["form"]["answer"].value() == {SWIM: "", COOK: "", ART: "", **{k[7:]: v for k, v in data.items()}}


def test_ranking_that_must_be_answered_places_all(client, ask):
    ask(Asked(kind="ranking", wording="Order?", options=LABELS, is_required=True))
    start(client)
    assert error_of(post(client, answer_art="1")) == ["Give each one a place, from 1st on"]
    assert post(client, answer_art="1", answer_cooking="2", answer_swimming="3").status_code == 302


@pytest.mark.parametrize("typed", ["11", "-1", "x", "5.5"])
def test_scale_takes_only_what_it_offers(client, ask, typed):
    ask(Asked(wording="How much?", **SCALE))
    start(client)
    assert error_of(post(client, answer=typed)) == ["Choose a number from 0 to 10"]


def test_scale_is_one_fieldset_and_says_what_its_ends_mean(client, ask):
    ask(Asked(wording="How much?", **SCALE))
    start(client)
    page = text(client.get(url("questionnaire_question", 1)))
    assert (page.count("<fieldset"), page.count('type="radio"')) == (1, 11)
    assert "<span>0: Not at all</span><span>10: Very much</span>" in page
    assert 'aria-describedby="id_answer-ends"' in page


def test_day_that_is_not_whole_says_what_is_missing(client, ask):
    ask(Asked(kind="day", wording="When?"))
    start(client)
    assert error_of(post(client, answer_day="3", answer_month="2")) == ["Enter the year of the date, like 2026"]


def test_pictures_show_a_picture_over_each_word(client, ask, image):
    shown = image()
    ask(Asked(kind="pictures", wording="Which?", options=LABELS, pictures=(shown, None, None)))
    start(client)
    page = text(client.get(url("questionnaire_question", 1)))
    assert page.count("<img") == 1
    assert f'<img class="cp-picture" src="/files/{shown.key}/" alt=""><span>Swimming</span>' in page
    served = client.get(f"/files/{shown.key}/")
    assert (served.status_code, b"".join(served.streaming_content)[:2]) == (200, b"\xff\xd8")


def test_statement_is_only_read(client, ask, image):
    shown = image()
    ask(
        Asked(kind="statement", wording="Now about the bus", hint="It goes\ntwice.", picture=shown, picture_words="A red bus"),
        Asked(kind="short_text", wording="What about it?"),
    )
    start(client)
    page = text(client.get(url("questionnaire_question", 1)))
    assert "Now about the bus</h1>" in page
    assert f'src="/files/{shown.key}/" alt="A red bus"' in page
    assert ("Skip this question" in page, "Question 1 of 2" in page, '<input type="radio"' in page) == (False, True, False)
    assert post(client, answer="whatever").url == url("questionnaire_question", 2)
    client.post(url("questionnaire_question", 2), {"answer": "It is late"})
    assert [row.answer for row in client.get(url("questionnaire_check")).context["rows"]][:1] == ["It is late"]
    send(client)
    assert [row.words for row in Answer.objects.all()] == ["It is late"]


EASY = Asked(kind="short_text", wording="What do you think of the provision?", easy="What do you think?")


def test_easy_read_is_chosen_on_the_first_page_where_there_is_any(client, ask, image):
    plain = ask(Asked(kind="short_text", wording="What?"), slug="plain")
    ask(Asked(**{**EASY.__dict__, "picture": image(), "picture_words": "A club"}))
    assert 'name="easy"' not in text(client.get(plain.get_absolute_url()))
    assert 'name="easy"' in text(client.get(url("questionnaire")))
    start(client, easy="yes")
    page = client.get(url("questionnaire_question", 1))
    assert page.context["asked"].wording == "What do you think?"
    assert 'alt="A club"' in text(page)
    assert "cp-easy" in text(page)
    post(client, answer="Good")
    send(client)
    assert Response.objects.get().is_easy is True


def test_start_without_a_choice_leaves_what_stands(client, ask):
    ask(EASY)
    start(client, easy="yes", speaks_for="organisation", organisation="The Hub")
    start(client)
    draft = Draft.objects.get()
    assert (draft.is_easy, draft.speaks_for, draft.organisation) == (True, "organisation", "The Hub")


def test_reading_is_switched_on_any_page_and_nothing_typed_is_lost(client, ask):
    ask(EASY, Asked(kind="ranking", wording="Order?", options=LABELS))
    start(client)
    page = post(client, answer="half a sent", read="easy")
    assert page.context["asked"].wording == "What do you think?"
    assert "half a sent" in text(page)
    assert (page.context["form"].errors, DraftAnswer.objects.count()) == ({}, 0)
    back = post(client, answer="half a sent", read="plain")
    assert back.context["asked"].wording == "What do you think of the provision?"
    places = client.post(url("questionnaire_question", 2), {"answer_art": "1", "answer_cooking": "1", "read": "easy"})
    assert places.context["form"]["answer"].value()[ART] == "1"
    age = client.post(url("questionnaire_age"), {"age_band": "13-15", "read": "plain"})
    assert (age.context["form"]["age_band"].value(), Draft.objects.get().is_easy) == ("13-15", False)
    assert client.post(url("questionnaire_check"), {"read": "easy"}).url == url("questionnaire_check")
    assert Draft.objects.get().is_easy is True


def test_organisation_is_kept_with_its_answer_and_screened(client, ask):
    ask(EASY)
    page = start(client, speaks_for="organisation", organisation=" ")
    assert page.context["form"].errors["organisation"] == ["Write what the organisation is called"]
    assert Draft.objects.count() == 0
    start(client, speaks_for="organisation", organisation="The \x00Hub")
    post(client, answer="Good")
    assert client.get(url("questionnaire_check")).context["rows"][1].answer == "The Hub"
    send(client)
    response = Response.objects.get()
    assert (response.speaks_for, response.organisation) == ("organisation", "The Hub")
    assert read.page(response).speaks_for == "The Hub"


def test_name_without_an_organisation_is_not_kept(client, ask):
    ask(EASY)
    start(client, speaks_for="self", organisation="My own name")
    assert Draft.objects.get().organisation == ""


def test_first_page_says_what_is_kept_and_for_whom_it_is(client, ask):
    ask(EASY, privacy="We keep answers for two years.", audience="young people in care")
    page = text(client.get(url("questionnaire")))
    assert "We keep answers for two years." in page
    assert "Young people in care." in page
    assert page.index("0800 1111") < page.index('name="organisation"')
    assert 'data-read="first-words"' in page


def test_words_of_an_organisation_reach_the_screen_for_words(client, ask, monkeypatch):
    seen = []
    monkeypatch.setattr("feedback.services.responses.reading.arrive", _watched(seen))
    ask(EASY)
    start(client, speaks_for="organisation", organisation="The Hub")
    post(client, answer="Good")
    send(client)
    assert seen == ["The Hub Good"]


def _watched(seen):
    from coproduction.core.services import reading

    arrive = reading.arrive

    def watched(**kwargs):
        seen.append(kwargs["words"])
        return arrive(**kwargs)

    return watched


@pytest.mark.parametrize("count", [1, 30])
def test_first_page_costs_the_same_however_many_questions_there_are(client, ask, count, django_assert_num_queries):
    ask(*(Asked(kind="one_choice", wording=f"Question {number}?", options=LABELS) for number in range(count)))
    with django_assert_num_queries(3):
        client.get(url("questionnaire"))


@pytest.mark.parametrize("count", [1, 30])
def test_question_page_and_check_page_cost_the_same_however_many_there_are(client, ask, count, django_assert_num_queries):
    ask(*(Asked(kind="one_choice", wording=f"Question {number}?", options=LABELS) for number in range(count)))
    start(client)
    for number in range(1, count + 1):
        client.post(url("questionnaire_question", number), {"answer": ART})
    with django_assert_num_queries(8):
        client.get(url("questionnaire_question", 1))
    with django_assert_num_queries(8):
        client.get(url("questionnaire_check"))


@pytest.mark.parametrize("count", [1, 30])
def test_sending_costs_the_same_however_many_questions_there_are(client, ask, count, django_assert_num_queries):
    ask(*(Asked(kind="one_choice", wording=f"Question {number}?", options=LABELS) for number in range(count)))
    start(client)
    for number in range(1, count + 1):
        client.post(url("questionnaire_question", number), {"answer": ART})
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    # Two of these are the marks of the transaction.
    with django_assert_num_queries(12):
        client.post(url("questionnaire_check"), {})
    assert (Response.objects.count(), Answer.objects.count(), Draft.objects.count()) == (1, count, 0)


def test_sent_answers_wait_to_be_read(client, ask):
    ask(EASY)
    start(client)
    post(client, answer="Good")
    send(client)
    assert ReadingItem.objects.count() == 1


def test_answer_that_cannot_be_kept_leaves_the_one_before(ask, monkeypatch):
    draft, _token = drafts.begin(questionnaire=ask(EASY))
    question = draft.revision.questions.get()
    drafts.answer(draft=draft, question=question, words="The first")

    def broken(*args, **kwargs):
        raise RuntimeError("the last step")

    monkeypatch.setattr(DraftAnswer.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        drafts.answer(draft=draft, question=question, words="The second")
    assert DraftAnswer.objects.get().words == "The first"


def test_first_page_weighs_little_and_sets_no_cookie(client, ask):
    ask(EASY)
    page = client.get(url("questionnaire"))
    assert len(page.content) < 16_000
    assert dict(client.cookies) == {}
