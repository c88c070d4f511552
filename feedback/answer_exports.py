"""Answers as files: one row a response, in parts, so that a hundred thousand of them need little memory.

What stays out: whatever is held, wholly; words that nobody has read yet, that are a personal case, or that were given with
“do not use it in public”; the hour of day; who typed it in. Age is about who somebody is: it is in no row, and stands only in
the declared tables, which the workbook has as its second sheet and which are a file of their own beside the CSV.
"""

import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from coproduction.core import csv_files
from coproduction.core.declared_tables import Shown
from engagements.exports import TURNOUT_COLUMNS
from feedback import policies
from feedback.enums import WITH_WORDS, Channel, QuestionKind
from feedback.models import Answer, Questionnaire, Response
from feedback.queries import analysis, sent_files, tallies
from feedback.queries.tallies import EVERYTHING, READ, Asked, Narrowed, QuestionAsked
from groups.enums import Permission

# Stable: programs read these names. Add at the end of these; never rename. The questions follow, by their keys.
COLUMNS = ("reference", "received", "channel", "language", "permission", "group_size")
# So many responses are in memory at once.
CHUNK = 1000
# A workbook is made whole before it is sent. Larger ones take too long: the CSV has all of it.
MOST_SHEET_ROWS = 10_000
# What a spreadsheet program takes in one cell.
LONGEST_CELL = 32_000


@dataclass(frozen=True)
class _Given:
    question: int
    option: int | None
    words: str
    number: Any
    day: Any
    # The type of a file; the file itself never leaves by this way.
    file: str | None


def columns(asked: Asked) -> list[str]:
    """Of the questions their keys; one that was asked in two kinds has the kind beside it."""
    keys = [question.key for question in asked.questions]
    return [
        *COLUMNS,
        *(each.key if keys.count(each.key) == 1 else f"{each.key} ({each.kind})" for each in asked.questions),
    ]


def rows(questionnaire: Questionnaire, asked: Asked, narrowed: Narrowed = EVERYTHING) -> Iterator[list[object]]:
    """One row a response, oldest first; two queries for every thousand."""
    responses = _responses(questionnaire, narrowed).iterator(chunk_size=CHUNK)
    labels = {question.name: {option.key: option.label for option in question.options} for question in asked.questions}
    while some := list(itertools.islice(responses, CHUNK)):
        given = _given([response.pk for response in some])
        for response in some:
            yield _row(response, given.get(response.pk, []), asked, labels)


def _responses(questionnaire: Questionnaire, narrowed: Narrowed) -> QuerySet[Response]:
    found = tallies.responses_of(questionnaire).filter(narrowed.as_q())
    return found.only("ref", "received_at", "channel", "language", "permission", "group_size", "state").order_by("pk")


def _given(pks: list[int]) -> dict[int, list[_Given]]:
    found: dict[int, list[_Given]] = {}
    given = Answer.objects.filter(response__in=pks).order_by("place", "pk")
    for response, question, option, words, number, day, file in given.values_list(
        "response", "question", "option", "words", "number", "day", "file__content_type"
    ):
        found.setdefault(response, []).append(_Given(question, option, words, number, day, file))
    return found


def _row(response: Response, given: Iterable[_Given], asked: Asked, labels: dict[tallies.Key, dict[str, str]]) -> list[object]:
    may_tell = response.state in READ and policies.may_show_idea(response.permission)
    by_question: dict[tallies.Key, list[_Given]] = {}
    for each in given:
        if each.question in asked.names:
            by_question.setdefault(asked.names[each.question], []).append(each)
    return [
        response.ref,
        timezone.localtime(response.received_at).date().isoformat(),
        str(Channel(response.channel).label),
        analysis.language_name(response.language),
        str(Permission(response.permission).label),
        response.group_size,
        *(_cell(each, by_question.get(each.name, []), asked, labels, may_tell) for each in asked.questions),
    ]


def _cell(
    question: QuestionAsked, given: list[_Given], asked: Asked, labels: dict[tallies.Key, dict[str, str]], may_tell: bool
) -> str:
    """One answer: options joined, a ranking in its order, words only where they may leave the portal."""
    if question.kind in WITH_WORDS:
        return "\n".join(each.words for each in given if each.words) if may_tell else ""
    if question.kind in (QuestionKind.SCALE, QuestionKind.NUMBER):
        return next((f"{each.number.normalize():f}" for each in given if each.number is not None), "")
    if question.kind == QuestionKind.DAY:
        return next((each.day.isoformat() for each in given if each.day is not None), "")
    if question.kind == QuestionKind.FILE:
        return next((sent_files.kind_words(each.file) for each in given if each.file), "")
    keys = [asked.options.get(each.option, "") for each in given if each.option]
    return "; ".join(labels[question.name].get(key, key) for key in keys)


def as_csv(questionnaire: Questionnaire, narrowed: Narrowed = EVERYTHING) -> Iterator[bytes]:
    asked = tallies.questions(questionnaire)
    return csv_files.streamed(columns(asked), rows(questionnaire, asked, narrowed))


def as_workbook(questionnaire: Questionnaire, tables: Iterable[Shown], narrowed: Narrowed = EVERYTHING) -> bytes:
    """Both sheets, written row by row: only the finished, packed file is in memory."""
    asked = tallies.questions(questionnaire)
    book = Workbook(write_only=True)
    responses = book.create_sheet(_("Responses"))
    responses.append(columns(asked))
    for row in rows(questionnaire, asked, narrowed):
        responses.append([_sheet_cell(cell) for cell in row])
    groups = book.create_sheet(_("Who answered"))
    for line in (TURNOUT_COLUMNS, *_group_lines(tables)):
        groups.append([_sheet_cell(cell) for cell in line])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _group_lines(tables: Iterable[Shown]) -> list[tuple[str, ...]]:
    return [(table.title, cell.label, cell.figure, table.note) for table in tables for cell in table.cells]


def _sheet_cell(cell: object) -> object:
    """No formula, and no character that a workbook cannot hold."""
    if isinstance(cell, int):
        return cell
    return csv_files.safe_cell(ILLEGAL_CHARACTERS_RE.sub("", str(cell))[:LONGEST_CELL])
