"""The way of one person through the questions: as each is asked, in which words, what they answered, and what comes next."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from coproduction.core.models import StoredFile
from coproduction.core.order import in_order
from coproduction.core.words import InEnglish
from feedback import codes, policies
from feedback.enums import WITH_WORDS, QuestionKind, SpeaksFor
from feedback.languages import ENGLISH
from feedback.models import Draft, Option, OptionWords, Question, QuestionWords, Revision
from feedback.models.questionnaires import Given
from feedback.queries import sent_files
from feedback.queries.sent_files import SentFile
from groups.enums import Permission

# The values of the faces, by the key of their option; a choice without a face has none.
FACE_VALUES = {"not-good": "1", "ok": "2", "good": "3", "very-good": "4", "brilliant": "5"}
WITHOUT_A_FACE = "0"


@dataclass(frozen=True)
class Choice:
    pk: int
    key: str
    label: str
    face: str = ""
    picture: StoredFile | None = None


@dataclass(frozen=True)
class AskedQuestion:
    """One question, as its page shows it."""

    question: Question
    number: int
    wording: str
    hint: str
    choices: tuple[Choice, ...] = ()
    # What the ends of a rating scale mean.
    low: str = ""
    high: str = ""
    picture_words: str = ""
    # Whether that is in English, although the page is not.
    picture_in_english: bool = False
    # The options of an earlier question of which one must be chosen; always shown when there are none.
    shown_if: frozenset[int] = frozenset()
    # Whether there are words in easy read for it.
    has_easy: bool = False

    def is_shown(self, chosen: Container[int]) -> bool:
        """Whether it is asked of someone who chose these options."""
        return not self.shown_if or any(option in chosen for option in self.shown_if)

    @property
    def kind(self) -> str:
        return self.question.kind

    @property
    def title(self) -> str:
        """What it asks, for the title of a page, where no part can say in which language it is."""
        return str(self.wording)

    @property
    def has_words(self) -> bool:
        return self.question.kind in WITH_WORDS

    @property
    def is_answered(self) -> bool:
        """Whether there is anything to answer: a statement is only read."""
        return self.question.kind != QuestionKind.STATEMENT

    def chosen(self, keys: Iterable[str]) -> frozenset[int]:
        """The options behind these keys."""
        wanted = set(keys)
        return frozenset(choice.pk for choice in self.choices if choice.key in wanted)

    def said(self, given: "GivenAnswer") -> str:
        """An answer in words, whatever kind it is; empty when there is none."""
        if given.file is not None:
            return given.file.in_words
        if given.day is not None:
            return formats.date_format(given.day, "j F Y")
        if given.number is not None:
            return self._number_in_words(given.number)
        if self.kind == QuestionKind.RANKING:
            labels = {choice.key: choice.label for choice in self.choices}
            return "\n".join(f"{in_order(place)}: {labels[key]}" for place, key in enumerate(given.options, 1) if key in labels)
        return given.words or self.in_words(given.options)

    def _number_in_words(self, number: Decimal) -> str:
        plain = number.to_integral_value() if number == number.to_integral_value() else number.normalize()
        words = formats.number_format(plain, use_l10n=True, force_grouping=True)
        lowest, highest = self.question.lowest, self.question.highest
        if self.kind != QuestionKind.SCALE or lowest is None or highest is None:
            return words
        means = {lowest: self.low, highest: self.high}.get(int(number), "")
        if means:
            return _("%(number)s: %(means)s (on a scale from %(lowest)s to %(highest)s)") % {
                "number": words, "means": means, "lowest": lowest, "highest": highest,
            }  # fmt: skip
        return _("%(number)s (on a scale from %(lowest)s to %(highest)s)") % {
            "number": words, "lowest": lowest, "highest": highest,
        }  # fmt: skip

    def in_words(self, keys: Iterable[str]) -> str:
        """The labels of what was chosen, one a line."""
        chosen = set(keys)
        return "\n".join(choice.label for choice in self.choices if choice.key in chosen)

    def is_in_english(self, keys: Iterable[str]) -> bool:
        """Whether what was chosen stands there in English, although the page is in another language."""
        chosen = set(keys)
        return any(isinstance(choice.label, InEnglish) for choice in self.choices if choice.key in chosen)

    def face_of(self, keys: Iterable[str]) -> str:
        """The picture of the face that was chosen, if one was."""
        chosen = set(keys)
        return next((choice.face for choice in self.choices if choice.key in chosen and choice.face != WITHOUT_A_FACE), "")


@dataclass(frozen=True)
class GivenAnswer:
    """What was answered to one question: the keys of options (in their order, where they are ranked), words, a number, a day or a file."""

    options: tuple[str, ...] = ()
    words: str = ""
    number: Decimal | None = None
    day: dt.date | None = None
    file: SentFile | None = None

    def __bool__(self) -> bool:
        return bool(self.options or self.words or self.file) or self.number is not None or self.day is not None


@dataclass(frozen=True)
class Walk:
    """The way of one person through the questions. Which of them are asked follows from what was chosen so far."""

    every: tuple[AskedQuestion, ...]
    # What was answered, by question; a question that was seen and skipped has an answer that says nothing.
    answers: Mapping[int, GivenAnswer]
    # Whether they are asked for photos and documents; to everyone else these questions are not there.
    sends_files: bool = True

    @cached_property
    def asked(self) -> tuple[AskedQuestion, ...]:
        """The questions that are asked of this person."""
        waits = ((each.question.pk, each.shown_if) for each in self.every)
        chosen = {each.question.pk: each.chosen(self.answer_to(each).options) for each in self.every}
        shown = set(policies.still_asked(waits, chosen))
        return tuple(each for each in self.every if each.question.pk in shown and self._is_put(each))

    @property
    def can_be_easy(self) -> bool:
        """Whether any question has words in easy read."""
        return any(each.has_easy for each in self.every if self._is_put(each))

    def _is_put(self, asked: AskedQuestion) -> bool:
        return self.sends_files or asked.kind != QuestionKind.FILE

    def with_answer(self, asked: AskedQuestion, answer: GivenAnswer) -> "Walk":
        """The way as it goes on after this answer."""
        return replace(self, answers={**self.answers, asked.question.pk: answer})

    def answer_to(self, asked: AskedQuestion) -> GivenAnswer:
        return self.answers.get(asked.question.pk, GivenAnswer())

    def question(self, number: int) -> AskedQuestion | None:
        """The question of this number, asked now or not; None when it is never put to this person."""
        asked = self.every[number - 1] if 1 <= number <= len(self.every) else None
        return asked if asked and self._is_put(asked) else None

    def before(self, number: int) -> int | None:
        """The number of the question before this one."""
        return max((each.number for each in self.asked if each.number < number), default=None)

    def after(self, number: int) -> int | None:
        """The number of the question after this one."""
        return next((each.number for each in self.asked if each.number > number), None)

    @property
    def unseen(self) -> int | None:
        """The number of the first question that was not seen yet; none when all were."""
        return next((each.number for each in self.asked if each.question.pk not in self.answers), None)

    def revealed_after(self, number: int) -> int | None:
        """The number of the next question that a changed answer let appear, and that was not seen yet."""
        return next(
            (
                each.number
                for each in self.asked
                if each.number > number and each.question.pk not in self.answers and (each.shown_if or each.question.is_required)
            ),
            None,
        )

    @property
    def missing(self) -> AskedQuestion | None:
        """The first question that must be answered and is not."""
        return next(
            (each for each in self.asked if each.question.is_required and each.is_answered and not self.answer_to(each)), None
        )

    def place(self, asked: AskedQuestion) -> int:
        """Which one it is among those that this person is asked."""
        return sum(each.number <= asked.number for each in self.asked)


@dataclass(frozen=True)
class CheckRow:
    question: str
    answer: str
    change_url: str
    face: str = ""
    # The answer stands there in English, although the page is in another language.
    in_english: bool = False


@dataclass(frozen=True)
class CheckPage:
    rows: tuple[CheckRow, ...] = ()
    # The address of the first question that must be answered and is not; empty when all is there.
    missing: str = ""
    can_be_easy: bool = False


def questions(revision: Revision, language: str = ENGLISH, *, easy: bool = False) -> tuple[AskedQuestion, ...]:
    """The questions of a revision in their order, with their words in this language, in easy read where there is one; six queries.

    Words that are missing in the language are `InEnglish`.
    """
    of_both = Q(language__in={language, ENGLISH})
    found = revision.questions.select_related("picture").prefetch_related(
        "shown_if",
        Prefetch("words", QuestionWords.objects.filter(of_both)),
        Prefetch(
            "options",
            Option.objects.select_related("picture").prefetch_related(Prefetch("words", OptionWords.objects.filter(of_both))),
        ),
    )
    return tuple(_asked(question, number, language, easy=easy) for number, question in enumerate(found, 1))


class _Words:
    """The words of one question or option in a language, and in English where there are none."""

    def __init__(self, rows: Iterable[QuestionWords] | Iterable[OptionWords], language: str) -> None:
        found = {row.language: row for row in rows}
        self.own, self.english = found.get(language), None if language == ENGLISH else found.get(ENGLISH)

    def __call__(self, *names: str) -> str:
        """The first of these that there is, in its own language before English."""
        own: str = next(filter(None, (getattr(self.own, name, "") for name in names)), "")
        english: str = next(filter(None, (getattr(self.english, name, "") for name in names)), "")
        return own or (InEnglish(english) if english else "")


def _asked(question: Question, number: int, language: str, *, easy: bool) -> AskedQuestion:
    words = _Words(question.words.all(), language)
    choices = tuple(
        Choice(
            option.pk,
            option.key,
            _Words(option.words.all(), language)("label") or option.key,
            FACE_VALUES.get(option.key, WITHOUT_A_FACE) if question.kind == QuestionKind.FACES else "",
            option.picture,
        )
        for option in question.options.all()
    )
    shows = words("picture_words")
    return AskedQuestion(
        question,
        number,
        (words("easy", "wording") if easy else words("wording")) or question.key,
        words("hint"),
        choices,
        words("low"),
        words("high"),
        str(shows),
        isinstance(shows, InEnglish),
        frozenset(option.pk for option in question.shown_if.all()),
        bool(words("easy")),
    )


def draft_of(token: str, slug: str, now: dt.datetime) -> Draft | None:
    """The unfinished answer behind a cookie, if it is of this questionnaire and not too old; with the questionnaire, in one query."""
    if not token:
        return None
    found = _live(now).filter(_of_token(token), revision__questionnaire__slug=slug)
    return found.select_related(None).select_related("revision__questionnaire").first()


def draft_of_words(words: str, now: dt.datetime) -> Draft | None:
    """The unfinished answer that these four words, in their plain form, lead back to."""
    return _live(now).filter(return_hash=codes.token_hash(codes.return_token(words))).first()


def _live(now: dt.datetime) -> QuerySet[Draft]:
    return Draft.objects.select_related("revision__questionnaire", "asked_by__user").filter(expires_at__gt=now)


def _of_token(token: str) -> Q:
    """The browser that began holds one token; the one that went on with the four words holds another."""
    hashed = codes.token_hash(token)
    return Q(token_hash=hashed) | Q(return_hash=hashed)


def answers_in(rows: Iterable[Given]) -> dict[int, GivenAnswer]:
    """What these rows of answers say, by question; the options of a ranking in their order."""
    found: dict[int, list[Given]] = {}
    for row in rows:
        found.setdefault(row.question_id, []).append(row)
    return {pk: _answer(rows) for pk, rows in found.items()}


def _answer(rows: list[Given]) -> GivenAnswer:
    placed = sorted(rows, key=lambda row: (row.place or 0, row.pk))
    return GivenAnswer(
        options=tuple(row.option.key for row in placed if row.option),
        words="\n".join(row.words for row in placed if row.words),
        number=next((row.number for row in rows if row.number is not None), None),
        day=next((row.day for row in rows if row.day is not None), None),
        file=next((sent_files.of(row.file) for row in rows if row.file), None),
    )


def walk(draft: Draft) -> Walk:
    """The way through the questions of a draft, in its language and its kind of reading; seven queries."""
    every = questions(draft.revision, draft.language, easy=draft.is_easy)
    given = answers_in(draft.answers.select_related("option", "file").order_by("pk"))
    return Walk(every, given, sent_files.asked_for(draft))


def check_page(draft: Draft, slug: str) -> CheckPage:
    """All answers of a draft, to be checked before sending."""
    way = walk(draft)
    rows = [
        CheckRow(
            asked.wording,
            asked.said(answer),
            _change(slug, asked),
            asked.face_of(answer.options),
            asked.is_in_english(answer.options),
        )
        for asked, answer in ((asked, way.answer_to(asked)) for asked in way.asked)
        if asked.is_answered
    ]
    return CheckPage(tuple(rows), _change(slug, way.missing) if way.missing else "", way.can_be_easy)


def _change(slug: str, asked: AskedQuestion) -> str:
    return f"{reverse('questionnaire_question', args=[slug, asked.number])}?change=1"


def speaks_for_words(speaks_for: str, organisation: str) -> str:
    """Whose answer it is: empty for one's own."""
    return organisation if speaks_for == SpeaksFor.ORGANISATION else ""


def permission_words(draft: Draft) -> str:
    return str(Permission(draft.permission).label) if draft.permission else ""
