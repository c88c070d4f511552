"""Whatever is thrown at the public pages: a clear page, the typed words kept in sight, never an error page."""

import html
import math

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.enums import QuestionKind
from feedback.models import Draft, DraftAnswer, Option, Response
from tests.factories.feedback import QuestionnaireFactory, every_kind_of_question

pytestmark = pytest.mark.django_db
CLEAR = {200, 302, 400, 404, 410, 429}

# Answers of other questions, and what looks like a number or a place and is none.
ODD = [
    "1", "4", "0", "9", "swimming", "art", "use_words", "13-15", "not-there", "organisation", "yes", "easy", "plain",
    "NaN", "-inf", "1e999", "-0", "9" * 400, "0.001", "1,2,3", "٣", "½", "²", "1st", "31", "02", "2026", "0000", "\x00",
]  # fmt: skip
marks = "\x00\x07\x1b\u200f\u202e\u2066\ufeff😀👨‍👩‍👧é\r\n\t<>&\"'{}%"
words = st.one_of(st.text(max_size=80), st.text(alphabet=marks + "ab ", max_size=60), st.just("x" * 5000))
values = st.one_of(words, st.sampled_from(ODD))
names = st.one_of(
    st.sampled_from(["answer", "age_band", "permission", "website", "code", "csrfmiddlewaretoken", "skip", "later", "read"]),
    st.sampled_from(["easy", "speaks_for", "organisation", "words", "answer_day", "answer_month", "answer_year", "answer_art"]),
    st.text(min_size=1, max_size=12),
)
forms = st.dictionaries(names, st.one_of(values, st.lists(values, max_size=4)), max_size=5)
pages = st.one_of(
    st.tuples(st.just("questionnaire_question"), st.integers(0, 10**20)),
    st.tuples(st.just("questionnaire_question"), st.integers(1, 3)),
    st.tuples(st.sampled_from(["questionnaire", "questionnaire_age", "questionnaire_permission", "questionnaire_check"])),
    st.tuples(st.just("questionnaire_later")),
)
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def club():
    return QuestionnaireFactory(slug="club")


@many
@given(page=pages, data=forms, started=st.booleans(), query=st.text(max_size=12))
def test_no_form_breaks_a_page_of_answering(club, page, data, started, query):
    client = Client()
    if started:
        client.post(reverse("questionnaire", args=["club"]))
    name, *number = page
    answer = client.post(reverse(name, args=["club", *number]), data, query_params={"change": query})
    assert answer.status_code in CLEAR
    assert client.get(reverse("questionnaire_check", args=["club"])).status_code in CLEAR


@pytest.fixture
def every_kind(acting):
    """A questionnaire with a question of each kind, the last of them shown after one answer only."""
    return every_kind_of_question(acting("officer"))


KINDS = len(QuestionKind.values) + 1
answers = st.dictionaries(
    st.one_of(
        st.sampled_from(["answer", "answer_day", "answer_month", "answer_year"]),
        st.sampled_from(["answer_art", "answer_swimming", "answer_cooking", "answer_bus", "answer_\x00"]),
        st.sampled_from(["later", "read"]),
    ),
    st.one_of(values, st.sampled_from(["1", "2", "3"]), st.lists(values, max_size=3)),
    max_size=5,
)


@settings(many, max_examples=30)
@given(steps=st.lists(st.tuples(st.integers(1, KINDS), answers), min_size=1, max_size=5))
def test_no_answer_breaks_a_question_of_any_kind(every_kind, steps):
    client = Client()
    client.post(reverse("questionnaire", args=["every"]))
    for number, data in steps:
        page = reverse("questionnaire_question", args=["every", number])
        assert client.post(page, data).status_code in {200, 302}
        assert client.get(page).status_code in {200, 302}
    assert client.get(reverse("questionnaire_check", args=["every"])).status_code == 200
    assert Response.objects.count() == 0
    for row in DraftAnswer.objects.select_related("option", "question"):
        assert row.option is None or row.option.question_id == row.question_id
        assert row.number is None or math.isfinite(row.number)
        assert (row.place is not None) == (row.question.kind == "ranking" and row.option is not None)


@pytest.mark.parametrize(
    "typed", ["\x00", "x" * 1_000_000, "😀", "\u202e\u200f", "NaN", "9" * 5000, "-9" * 9, "१२", "11111111111"]
)
def test_no_kind_breaks_on_what_no_one_would_type(client, every_kind, typed):
    client.post(reverse("questionnaire", args=["every"]))
    names = ["answer", "answer_day", "answer_month", "answer_year", "answer_art", "answer_swimming"]
    for number in range(1, KINDS + 1):
        page = client.post(reverse("questionnaire_question", args=["every", number]), dict.fromkeys(names, typed))
        assert page.status_code in {200, 302}
    assert client.get(reverse("questionnaire_check", args=["every"])).status_code == 200


def test_option_of_another_question_is_refused(client, every_kind):
    client.post(reverse("questionnaire", args=["every"]))
    bus = Option.objects.get(key="bus")
    number = list(QuestionKind.values).index("one_choice") + 1
    for typed in ("bus", str(bus.pk)):
        page = client.post(reverse("questionnaire_question", args=["every", number]), {"answer": typed})
        assert page.context["form"].errors["answer"] == ["Choose one of the answers in the list"]
    assert DraftAnswer.objects.count() == 0


@many
@given(typed=words)
def test_no_four_words_break_their_page(typed):
    assert Client().post(reverse("questionnaire_go_on"), {"words": typed}).status_code in CLEAR


@many
@given(typed=words)
def test_typed_words_are_kept_or_shown_again(club, typed):
    client = Client()
    client.post(reverse("questionnaire", args=["club"]))
    answer = client.post(reverse("questionnaire_question", args=["club", 3]), {"answer": typed})
    if answer.status_code == 302:
        kept = DraftAnswer.objects.order_by("-pk")[0].words
        assert "\x00" not in kept
        assert len(kept) <= 2000
    else:
        assert html.escape(typed.strip()[:100], quote=True)[:20] in answer.content.decode()
    assert Response.objects.count() == 0


@many
@given(typed=st.one_of(words, st.from_regex(r"[A-Za-z]{3,8}[- _][A-Za-z]{3,8}[- _][0-9]{4}", fullmatch=True)))
def test_no_code_breaks_its_page(typed):
    client = Client()
    assert client.post(reverse("what_happened"), {"code": typed}).status_code in CLEAR
    path = "".join(letter for letter in typed if letter not in "/?#\\" and letter.isprintable()).strip(".")
    if path:
        assert client.get(reverse("what_happened_code", args=[path])).status_code in CLEAR


@many
@given(cookie=st.text(alphabet=st.characters(codec="ascii", exclude_characters=';,\\" ', exclude_categories=["Cc"]), max_size=80))
def test_no_cookie_breaks_a_page(club, cookie):
    client = Client()
    client.cookies["draft"] = cookie
    for name, *number in (("questionnaire_question", 1), ("questionnaire_check",), ("questionnaire_sent",)):
        assert client.get(reverse(name, args=["club", *number])).status_code == 302
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["/have-your-say/club/x/", "/have-your-say/%00/", "/have-your-say/club/-1/", "/what-happened/%00/"]
)
def test_address_that_leads_nowhere_is_not_found(client, club, address):
    assert client.get(address).status_code == 404


def test_broken_multipart_is_explained(client, club):
    client.post(reverse("questionnaire", args=["club"]))
    url = reverse("questionnaire_question", args=["club", 3])
    answer = client.generic("POST", url, b"--x\r\nbroken", content_type="multipart/form-data; boundary=")
    assert answer.status_code in CLEAR


def test_too_many_fields_are_explained(client, club):
    client.post(reverse("questionnaire", args=["club"]))
    answer = client.post(reverse("questionnaire_question", args=["club", 3]), {f"field{number}": "x" for number in range(600)})
    assert answer.status_code == 200
    assert "That was too much at once" in answer.content.decode()
