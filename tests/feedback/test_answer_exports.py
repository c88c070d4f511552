"""Answers as files: no formula, no age of anyone, no words that must not leave, and little memory."""

import csv
import datetime as dt
import io
import tracemalloc

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from coproduction.core.csv_files import as_csv, streamed
from feedback import answer_exports
from feedback.models import Answer, Questionnaire, Response
from tests.feedback.test_analysis import questionnaire, respond
from tools import bench_answers

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def csv_of(officer, asks, **query):
    response = officer.get(reverse("questionnaire_answers_csv", args=[asks.slug], query=query))
    assert response.streaming
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def sheets_of(officer, asks):
    response = officer.get(reverse("questionnaire_answers_xlsx", args=[asks.slug]))
    book = load_workbook(io.BytesIO(response.content), data_only=False)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}, book


def test_row_of_a_response_holds_every_answer(officer):
    asks = questionnaire()
    late = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    response = respond(
        asks, faces=["very-good"], several_choices=["swimming", "art"], ranking=["art", "swimming"], scale=4, number=2.5,
        day=dt.date(2026, 3, 2), long_text="More rooms", received_at=late, age_band="13-15", permission="use_words",
        channel="group", group_size=6,
    )  # fmt: skip
    head, row = csv_of(officer, asks)
    assert head == [
        "reference", "received", "channel", "language", "permission", "group_size", "faces", "one-choice", "several-choices", "pictures",
        "scale", "ranking", "number", "day", "short-text", "long-text",
    ]  # fmt: skip
    assert row == [
        response.ref, "2026-07-01", "In a group", "English", "Use my words", "6", "Very good", "", "Swimming; Art", "", "4",
        "Art; Swimming", "2.5", "2026-03-02", "", "More rooms",
    ]  # fmt: skip


def test_words_that_must_not_leave_stay_out_of_files(officer):
    asks = questionnaire()
    respond(asks, faces=["good"], long_text="Leaves", permission="only_the_idea")
    respond(asks, faces=["good"], long_text="Not at all", permission="not_at_all")
    respond(asks, faces=["good"], long_text="Unread", state="received")
    respond(asks, faces=["good"], long_text="Personal", state="passed_on")
    held = respond(asks, faces=["good"], long_text="Held", is_held=True)
    rows = csv_of(officer, asks)[1:]
    assert [(row[6], row[-1]) for row in rows] == [("Good", "Leaves"), ("Good", ""), ("Good", ""), ("Good", "")]
    assert held.ref not in [row[0] for row in rows]
    sheets, _book = sheets_of(officer, asks)
    assert [row[-1] for row in sheets["Responses"][1:]] == ["Leaves", None, None, None]
    # Let go by the safeguarding leads, it is a row like any other.
    Response.objects.filter(pk=held.pk).update(is_held=False)
    assert csv_of(officer, asks)[-1][-1] == "Held"


def test_age_stands_in_no_row_and_only_by_the_rule_in_the_second_sheet(officer):
    asks = questionnaire()
    for _each in range(8):
        respond(asks, faces=["good"], age_band="13-15")
    respond(asks, faces=["good"], age_band="adult")
    sheets, _book = sheets_of(officer, asks)
    assert list(sheets) == ["Responses", "Who answered"]
    assert not any("13 to 15" in str(cell) for row in sheets["Responses"] for cell in row)
    ages = {row[1]: row[2] for row in sheets["Who answered"] if row[0] == "How old they are"}
    hidden = "Fewer than 5, so we don’t show the number"
    assert (ages["13 to 15"], ages["26 or older"], ages["11 to 12"]) == ("10", hidden, hidden)
    # The same as a file of its own, whatever the address asks for.
    url = reverse("questionnaire_groups_csv", args=[asks.slug])
    whole = officer.get(url).content
    assert officer.get(url, {"channel": "paper"}).content == whole
    assert "13 to 15" in whole.decode()


@pytest.mark.parametrize("words", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", " =1"])
def test_no_cell_is_a_formula(officer, words):
    asks = questionnaire()
    respond(asks, long_text=words)
    assert csv_of(officer, asks)[1][-1] == f"'{words}"
    _sheets, book = sheets_of(officer, asks)
    cells = [cell for row in book["Responses"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.data_type == "f"] == []
    assert cells[-1].value == f"'{words}"


def test_characters_that_no_workbook_holds_are_left_out(officer):
    asks = questionnaire()
    respond(asks, long_text="A bell \x07 and a face 😀\nand a second line")
    sheets, _book = sheets_of(officer, asks)
    assert sheets["Responses"][1][-1] == "A bell  and a face 😀\nand a second line"


def test_file_is_narrowed_like_the_page(officer):
    asks = questionnaire()
    for number in range(6):
        respond(asks, faces=["good"], channel="paper" if number < 2 else "web")
    assert len(csv_of(officer, asks, channel="web")) == 5
    wrong = officer.get(reverse("questionnaire_answers_csv", args=[asks.slug], query={"channel": "pigeon"}))
    assert (wrong.status_code, wrong.url) == (302, reverse("questionnaire_answers", args=[asks.slug]) + "?channel=pigeon")


def test_made_up_answers_say_so_in_the_name_of_the_file(officer):
    asks = questionnaire()
    Questionnaire.objects.update(origin="demonstration")
    asks.refresh_from_db()
    head = officer.get(reverse("questionnaire_answers_csv", args=[asks.slug])).headers["Content-Disposition"]
    assert head == 'attachment; filename="answers-club-demonstration.csv"'


def test_workbook_that_would_be_too_large_leads_to_the_page(officer, monkeypatch):
    monkeypatch.setattr(answer_exports, "MOST_SHEET_ROWS", 2)
    asks = questionnaire()
    for _each in range(3):
        respond(asks, faces=["good"])
    page = officer.get(reverse("questionnaire_answers_xlsx", args=[asks.slug]), follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "This is too much for a workbook. The CSV file has all of it."
    ]
    assert "As a workbook" not in page.content.decode()


def test_streamed_file_is_the_same_as_the_whole_one():
    rows = [(number, "=x", "é") for number in range(1203)]
    assert b"".join(streamed(("a", "b", "c"), rows)) == as_csv(("a", "b", "c"), rows)
    assert len(list(streamed(("a", "b", "c"), rows))) == 4


@pytest.mark.parametrize("count", [1, 30])
def test_file_costs_the_same_at_any_length(count, django_assert_num_queries):
    asks = questionnaire()
    for _each in range(count):
        respond(asks, faces=["good"], long_text="Words")
    with django_assert_num_queries(6):
        b"".join(answer_exports.as_csv(asks))


def test_five_thousand_responses_stream_in_little_memory(officer):
    asks = bench_answers.make(5000)
    url = reverse("questionnaire_answers_csv", args=[asks.slug])
    # What is loaded once, by the first file of all.
    officer.get(reverse("questionnaire_answers_csv", args=[questionnaire().slug]))
    tracemalloc.start()
    try:
        response = officer.get(url)
        lines = sum(part.count(b"\r\n") for part in response.streaming_content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert lines == 1 + Response.objects.filter(is_held=False).count() == 4996
    assert Answer.objects.count() > 60_000
    assert peak < 12 * MEGABYTE


def test_visitor_is_led_to_sign_in(client: Client):
    asks = questionnaire()
    assert client.get(reverse("questionnaire_answers_csv", args=[asks.slug])).status_code == 302
