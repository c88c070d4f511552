"""What people answered, counted: one block a question, in the same few queries however much there is.

What counts, and what is shown:

- Numbers count every response but the held ones. Words are shown only once a person read them, and never those of a personal
  case that was passed on: that is no feedback.
- Answers of every revision count together, by the key of their question and of their option.
- A response counts as one response, and as many people as said it together.
- Who answered (by age, language, way in) is counted only in declared tables: `coproduction.core.declared_tables`.

The rule of filters:

- Days, the way in and the language narrow the counts of answers, and nothing else. There is no filter by age.
- The declared tables always count the whole questionnaire. A filter and a split by group exclude each other: two narrowed
  tables that differ by one response would tell the age of whoever sent it.
- Where fewer than 5 people are left by a filter, or answered a question that is to be split, no number is shown.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.declared_tables import PEOPLE_FLOOR, DeclaredTable, Row, Shown, show, show_each
from coproduction.core.tables import Column
from feedback import languages, policies
from feedback.enums import WITH_OPTIONS, WITH_WORDS, Channel, QuestionKind
from feedback.languages import ENGLISH, Language
from feedback.models import Answer, Questionnaire
from feedback.queries.tallies import (
    EVERYTHING,
    READ,
    Asked,
    Came,
    Counted,
    Heads,
    Key,
    Narrowed,
    QuestionAsked,
    Tally,
    answers_to,
    questions,
    responses_of,
    tally_up,
    who_sent,
)
from groups.enums import AgeBand, Permission

NEWEST = 3
# The newest responses among which the page looks for words to show; the rest has pages of its own.
LOOKED_AT = 40
# A scale or a number with more values than this is no chart.
MOST_BARS = 40
# What can be split by who answered: a choice, or a value on a scale; of a ranking the first place.
SPLIT = WITH_OPTIONS | {QuestionKind.SCALE}

AGES = DeclaredTable(
    key="answers_age", title=gettext_lazy("How old they are"), rows=tuple(Row(band, words) for band, words in AgeBand.choices)
)
CHANNELS = DeclaredTable(
    key="answers_channel",
    title=gettext_lazy("How they answered"),
    rows=tuple(Row(channel, words) for channel, words in Channel.choices),
)


def languages_table(codes: Iterable[str]) -> DeclaredTable:
    """The languages in which a questionnaire was answered, each by its own name in English."""
    rows = tuple(Row(code, language_name(code)) for code in sorted({ENGLISH, *codes}))
    return DeclaredTable(key="answers_language", title=gettext_lazy("In which language"), rows=rows)


def language_name(code: str) -> str:
    """The name of a language in plain words; its code where it has no name here."""
    language = languages.of(code)
    if language is not None:
        return language.english
    named = dict(settings.LANGUAGES)
    return str(named.get(code) or LANG_INFO.get(code, LANG_INFO.get(code.split("-")[0], {})).get("name") or code)


@dataclass(frozen=True)
class Bar:
    """A row of `components/bars.html`."""

    label: str
    percent: float
    figure: str
    face: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class WordsLine:
    """What one person said, and what may be done with it."""

    words: str
    day: dt.datetime
    permission: str
    # Not for anyone outside.
    is_closed: bool
    url: str
    # None when it was said in English.
    language: Language | None = None


@dataclass(frozen=True)
class Split:
    """One question by who answered: a row an answer, a column a group. Every number comes from a declared table."""

    caption: str
    headers: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True)
class Answers:
    """One question and what came: whatever its kind has no use for is empty."""

    question: QuestionAsked
    heads: Heads
    bars: tuple[Bar, ...] = ()
    note: str = ""
    # Of a ranking: the option, its average place, and how many put it first.
    ranks: tuple[tuple[str, str, str], ...] = ()
    # Of a number: lowest, median, highest.
    facts: tuple[tuple[str, str], ...] = ()
    read: int = 0
    words: tuple[WordsLine, ...] = ()
    split: Split | None = None
    # Too few people for any number.
    is_hidden: bool = False

    @property
    def headers(self) -> tuple[str, str, str]:
        return _("Answer"), _("Picture"), _("People")

    @property
    def rank_headers(self) -> tuple[Column, ...]:
        return Column(_("Answer")), Column(_("Average place"), numeric=True), Column(_("People who put it first"), numeric=True)

    @property
    def has_words(self) -> bool:
        return self.question.kind in WITH_WORDS

    @property
    def to_read(self) -> int:
        """Words that nobody has read yet, or that are no feedback."""
        return self.heads.responses - self.read


@dataclass(frozen=True)
class AnalysisPage:
    questionnaire: Questionnaire
    # All there are, and those that the filter leaves.
    whole: Heads
    heads: Heads
    blocks: tuple[Answers, ...]
    tables: tuple[Shown, ...] = ()
    languages: tuple[str, ...] = ()
    to_read: int = 0
    is_narrowed: bool = False
    is_hidden: bool = False


def page(questionnaire: Questionnaire, narrowed: Narrowed = EVERYTHING, split_by: str = "") -> AnalysisPage:
    """The answers of a questionnaire, for officers. At most fifteen queries, however many questions and responses there are."""
    asked, came = questions(questionnaire), who_sent(questionnaire, narrowed)
    is_hidden = bool(narrowed) and 0 < came.left.people < PEOPLE_FLOOR
    blocks: tuple[Answers, ...] = ()
    if not is_hidden:
        tallies = tally_up(asked, narrowed) if came.left.responses else {}
        blocks = tuple(_block(question, tallies.get(question.name, Tally())) for question in asked.questions)
        if tallies:
            blocks = _with_words(blocks, questionnaire, asked, narrowed)
        if tallies and split_by and not narrowed:
            blocks = _with_splits(blocks, asked, split_by, came.languages)
    return AnalysisPage(
        questionnaire=questionnaire,
        whole=came.whole,
        heads=came.left,
        blocks=blocks,
        tables=_who_answered(questionnaire, came),
        languages=tuple(sorted(came.languages)),
        to_read=came.to_read,
        is_narrowed=bool(narrowed),
        is_hidden=is_hidden,
    )


def counts(questionnaire: Questionnaire) -> AnalysisPage:
    """The same as anybody with the link may see it: numbers only, none of a question that fewer than 5 people answered."""
    asked, came = questions(questionnaire), who_sent(questionnaire)
    is_hidden = came.whole.people < PEOPLE_FLOOR
    tallies = {} if is_hidden else tally_up(asked, EVERYTHING)
    blocks = tuple(_guarded(_block(question, tallies.get(question.name, Tally()))) for question in asked.questions)
    return AnalysisPage(questionnaire, came.whole, came.whole, () if is_hidden else blocks, is_hidden=is_hidden)


def _guarded(block: Answers) -> Answers:
    if block.heads.people >= PEOPLE_FLOOR:
        return block
    return Answers(block.question, Heads(), is_hidden=True)


def _block(question: QuestionAsked, tally: Tally) -> Answers:
    block = Answers(question, tally.heads)
    if not tally.lines:
        return block
    if question.kind == QuestionKind.RANKING:
        return replace(
            block, ranks=_ranks(question, tally.lines), note=_("Place 1 is the first. The lower the average, the higher up.")
        )
    if question.kind in WITH_OPTIONS:
        return _with_choices(block, tally.lines)
    if question.kind == QuestionKind.SCALE:
        return _with_scale(block, tally.lines)
    if question.kind == QuestionKind.NUMBER:
        return replace(block, facts=_facts(tally.lines))
    if question.kind == QuestionKind.DAY:
        return replace(block, bars=_months(tally))
    return replace(block, read=sum(line.read for line in tally.lines))


def _share(people: int, of: int) -> float:
    return 100 * people / of if of else 0.0


def _bar(label: str, people: int, of: int, face: str = "") -> Bar:
    share = _share(people, of)
    return Bar(label, share, f"{people:,} ({share:.0f}%)", face)


def _with_choices(block: Answers, lines: Iterable[Counted]) -> Answers:
    chosen: dict[str, int] = {}
    for line in lines:
        chosen[line.option] = chosen.get(line.option, 0) + line.heads.people
    bars = tuple(_bar(each.label, chosen.get(each.key, 0), block.heads.people, each.face) for each in block.question.options)
    several = block.question.kind == QuestionKind.SEVERAL_CHOICES
    note = _("People could choose more than one answer, so this adds up to more than everyone.") if several else ""
    return replace(block, bars=bars, note=note)


def _by_number(lines: Iterable[Counted]) -> dict[Decimal, int]:
    found: dict[Decimal, int] = {}
    for line in lines:
        if line.number is not None:
            found[line.number] = found.get(line.number, 0) + line.heads.people
    return found


def plain(number: Decimal) -> str:
    """A number without noughts that say nothing: 4, 4.5, 1,200."""
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}".rstrip("0")


def _with_scale(block: Answers, lines: Iterable[Counted]) -> Answers:
    found, question = _by_number(lines), block.question
    people = sum(found.values())
    if not people:
        return block
    steps = {Decimal(step) for step in range(question.lowest or 0, (question.highest or -1) + 1)}
    values = sorted(steps | set(found)) if len(steps) <= MOST_BARS else sorted(found)
    mean = sum((value * often for value, often in found.items()), Decimal()) / people
    ends = {question.lowest: question.low, question.highest: question.high}
    bars = tuple(_bar(_step(value, ends), found.get(value, 0), people) for value in values[:MOST_BARS])
    highest = question.highest if question.highest is not None else max(found)
    note = _("On average %(mean)s, on a scale up to %(highest)s.") % {"mean": f"{mean:.1f}", "highest": plain(Decimal(highest))}
    return replace(block, bars=bars, note=note)


def _step(value: Decimal, ends: Mapping[int | None, str]) -> str:
    words = next((words for end, words in ends.items() if end is not None and value == end and words), "")
    return f"{plain(value)}: {words}" if words else plain(value)


def _facts(lines: Iterable[Counted]) -> tuple[tuple[str, str], ...]:
    found = _by_number(lines)
    if not found:
        return ()
    return (
        (_("Lowest"), plain(min(found))),
        (_("In the middle (median)"), plain(median(found))),
        (_("Highest"), plain(max(found))),
    )


def median(found: Mapping[Decimal, int]) -> Decimal:
    """The middle of all numbers, by how often each came; between two, half way."""
    often = sum(found.values())
    middle = ((often - 1) // 2, often // 2)
    values, passed = [], 0
    for value in sorted(found):
        values += [value for place in middle if passed <= place < passed + found[value]]
        passed += found[value]
    return sum(values, Decimal()) / len(values)


def _months(tally: Tally) -> tuple[Bar, ...]:
    found: dict[dt.date, int] = {}
    for line in tally.lines:
        if line.month is not None:
            found[line.month] = found.get(line.month, 0) + line.heads.people
    of = tally.heads.people
    return tuple(_bar(formats.date_format(month, "F Y"), found[month], of) for month in sorted(found)[-MOST_BARS:])


def _ranks(question: QuestionAsked, lines: Iterable[Counted]) -> tuple[tuple[str, str, str], ...]:
    places: dict[str, list[tuple[int, int]]] = {}
    for line in lines:
        if line.place is not None:
            places.setdefault(line.option, []).append((line.place, line.heads.people))
    found = []
    for option in question.options:
        given = places.get(option.key, [])
        people = sum(often for _place, often in given)
        first = sum(often for place, often in given if place == 1)
        average = sum(place * often for place, often in given) / people if people else None
        found.append((average, option.label, first))
    found.sort(key=lambda each: (each[0] is None, each[0] or 0.0, -each[2]))
    return tuple(
        (label, f"{average:.1f}" if average is not None else _("Nobody placed it"), f"{first:,}")
        for average, label, first in found
    )


def words_of(question: QuestionAsked) -> QuerySet[Answer]:
    """What people said to one question, newest first: only what a person read, never what is held."""
    said = Answer.objects.filter(question__in=question.pks, response__is_held=False, response__state__in=READ).exclude(words="")
    return said.select_related("response").order_by("-response__received_at", "-pk")


def words_line(answer: Answer) -> WordsLine:
    response = answer.response
    return WordsLine(
        words=answer.words,
        day=response.received_at,
        permission=str(Permission(response.permission).label),
        is_closed=not policies.may_show_idea(response.permission),
        url=reverse("response", args=[response.ref]),
        language=languages.of(response.language),
    )


def _with_words(blocks: Sequence[Answers], questionnaire: Questionnaire, asked: Asked, narrowed: Narrowed) -> tuple[Answers, ...]:
    """The newest words beside their question; two queries, none without a question for words."""
    pks = asked.pks(WITH_WORDS)
    if not pks:
        return tuple(blocks)
    newest = responses_of(questionnaire).filter(narrowed.as_q(), state__in=READ).order_by("-received_at", "-pk")
    rows = (
        Answer.objects.filter(question__in=pks, response__in=list(newest.values_list("pk", flat=True)[:LOOKED_AT]))
        .exclude(words="")
        .select_related("response")
        .order_by("-response__received_at", "-pk")
    )
    found: dict[Key, list[WordsLine]] = {}
    for row in rows:
        lines = found.setdefault(asked.names[row.question_id], [])
        if len(lines) < NEWEST:
            lines.append(words_line(row))
    return tuple(replace(block, words=tuple(found.get(block.question.name, ()))) for block in blocks)


def who_answered(questionnaire: Questionnaire) -> tuple[Shown, ...]:
    """Who answered, in the declared tables, for the whole questionnaire; two queries."""
    return _who_answered(questionnaire, who_sent(questionnaire))


def _who_answered(questionnaire: Questionnaire, came: Came) -> tuple[Shown, ...]:
    if not came.whole.responses:
        return ()
    ages = show_each(AGES, responses_of(questionnaire), by="age_band", people="group_size", as_=lambda _part: AGES.key)
    found = (show(CHANNELS, came.channels), show(languages_table(came.languages), came.languages), *ages.values())
    return tuple(table for table in found if table)


def _with_splits(blocks: Sequence[Answers], asked: Asked, split_by: str, languages: Iterable[str]) -> tuple[Answers, ...]:
    """Every question by who answered, where 5 people or more answered it; at most two queries."""
    tables = {"age": (AGES, "age_band"), "channel": (CHANNELS, "channel"), "language": (languages_table(languages), "language")}
    table, by = tables[split_by]
    enough = {block.question.name for block in blocks if block.heads.people >= PEOPLE_FLOOR and block.question.kind in SPLIT}

    def option_of(part: tuple[Any, ...]) -> tuple[Key, str] | None:
        name = asked.names[part[0]]
        return (name, asked.options.get(part[1], "")) if name in enough else None

    def value_of(part: tuple[Any, ...]) -> tuple[Key, str] | None:
        name = asked.names[part[0]]
        return (name, plain(part[1])) if name in enough and part[1] is not None else None

    shown: dict[tuple[Key, str], Shown] = {}
    for kinds, field_name, as_ in ((WITH_OPTIONS, "option", option_of), ({QuestionKind.SCALE}, "number", value_of)):
        if pks := asked.pks(kinds):
            # Of a ranking only the first place.
            rows = answers_to(pks, EVERYTHING).exclude(place__gt=1)
            within = ("question", field_name)
            shown |= show_each(table, rows, by=f"response__{by}", people="response__group_size", within=within, as_=as_)
    return tuple(
        replace(block, split=_split(block, table, shown)) if block.question.name in enough else block for block in blocks
    )


def _split(block: Answers, table: DeclaredTable, shown: Mapping[tuple[Key, str], Shown]) -> Split:
    question = block.question
    if question.options:
        answers = [(option.key, option.label) for option in question.options]
    else:
        values = range(question.lowest or 0, (question.highest or -1) + 1)
        answers = [(str(value), str(value)) for value in values][:MOST_BARS]
    rows = []
    for key, label in answers:
        cells = shown[question.name, key].cells if (question.name, key) in shown else ()
        # Hidden and nobody read the same, as the rule of declared tables wants it.
        rows.append((label, *(cell.figure if not cell.is_hidden else _("under 5") for cell in cells or _nobody(table))))
    headers = (Column(_("Answer")), *(Column(row.words, numeric=True) for row in table.rows))
    first = _("Of the ranking, the first place is counted.") if question.kind == QuestionKind.RANKING else ""
    note = _("People. “Under 5” also stands where there is nobody. Other numbers are rounded to the nearest 5.")
    return Split(f"{question.wording} – {table.title}", headers, tuple(rows), f"{note} {first}".strip())


def _nobody(table: DeclaredTable) -> Sequence[Any]:
    empty = show(table, dict.fromkeys((row.key for row in table.rows), 0))
    return empty.cells if empty else ()
