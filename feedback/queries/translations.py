"""A questionnaire in other languages: each text with the English beside it, how far it is, and in which languages people can answer now.

A text counts as translated when there are words for it and they were made from the English as it stands. So a change of the English
takes a language back by exactly the texts that changed, and nobody has to remember to say so.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from coproduction.core.words import listed
from feedback import languages
from feedback.enums import QuestionKind
from feedback.languages import ENGLISH, Counted, Language
from feedback.models import Draft, Question, Questionnaire, QuestionWords, Response, Revision, Translation

FIRST_PAGE = ("title", "why", "what_next", "audience", "privacy")
OF_QUESTION = ("wording", "hint", "easy", "low", "high", "picture_words")
OPTION = "option-"
_LONG = 3000
_LONGEST = {
    "title": 160,
    "why": 2000,
    "what_next": 2000,
    "audience": 200,
    "privacy": _LONG,
    "low": 80,
    "high": 80,
    "picture_words": 200,
}
_LINES = frozenset({"why", "what_next", "privacy"})
_LONGEST_TEXT, _LONGEST_LABEL = 300, 160
_NAMES = {
    "title": gettext_lazy("Title"),
    "why": gettext_lazy("Why we ask"),
    "what_next": gettext_lazy("What happens next"),
    "audience": gettext_lazy("Who it is for"),
    "privacy": gettext_lazy("What we keep and why"),
    "wording": gettext_lazy("Question"),
    "hint": gettext_lazy("Hint"),
    "easy": gettext_lazy("The question in easy read"),
    "low": gettext_lazy("What the lowest number means"),
    "high": gettext_lazy("What the highest number means"),
    "picture_words": gettext_lazy("What the picture shows"),
}


@dataclass(frozen=True)
class FirstPageWords:
    """What people read before the questions, in one language."""

    title: str
    why: str
    what_next: str
    audience: str
    privacy: str


@dataclass(frozen=True)
class Text:
    """One text to translate. `words` are what stands in the language so far; `is_current` when they were made from this English."""

    name: str
    label: str
    english: str
    words: str = ""
    is_current: bool = False
    longest: int = _LONGEST_TEXT
    has_lines: bool = False

    @property
    def is_done(self) -> bool:
        return bool(self.words.strip()) and self.is_current

    @property
    def is_changed(self) -> bool:
        """Whether the English changed since it was translated."""
        return bool(self.words.strip()) and not self.is_current


@dataclass(frozen=True)
class Piece:
    """What is translated on one page: the first page (without a key), or a question with its options."""

    key: str
    number: int
    title: str
    texts: tuple[Text, ...]
    # The same words are in front of people now, so they stand until the language is closed.
    is_frozen: bool = False

    @property
    def done(self) -> int:
        return sum(1 for text in self.texts if text.is_done)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.texts)

    @property
    def is_changed(self) -> bool:
        return any(text.is_changed for text in self.texts)

    @property
    def name(self) -> str:
        """What it is called: the first page, or the number and the English of the question."""
        return (
            _("Question %(number)s, “%(title)s”") % {"number": self.number, "title": self.title} if self.key else _("First page")
        )

    @property
    def missing(self) -> str:
        """What to do for it, in words; empty when it is done."""
        if self.is_done:
            return ""
        changed = sum(1 for text in self.texts if text.is_changed)
        empty = len(self.texts) - self.done - changed
        parts = []
        if empty:
            parts.append(
                ngettext("%(number)s text is not translated yet", "%(number)s texts are not translated yet", empty)
                % {"number": empty}
            )
        if changed:
            parts.append(
                ngettext(
                    "the English of %(number)s text changed, so look at it again",
                    "the English of %(number)s texts changed, so look at them again",
                    changed,
                )
                % {"number": changed}
            )
        return _("%(piece)s: %(what)s.") % {"piece": self.name, "what": listed(parts)}

    @property
    def english(self) -> Mapping[str, str]:
        return {text.name: text.english for text in self.texts}

    @property
    def words(self) -> Mapping[str, str]:
        return {text.name: text.words for text in self.texts}


@dataclass(frozen=True)
class Whole:
    """A questionnaire in one language: all its pieces, and whether people can choose it."""

    language: Language
    translation: Translation
    pieces: tuple[Piece, ...]
    fixed: Counted
    # People can choose it now: it is open, and every word of the questions that they are asked is there.
    is_offered: bool = False

    @property
    def counted(self) -> Counted:
        return Counted(sum(piece.done for piece in self.pieces), sum(len(piece.texts) for piece in self.pieces))

    @property
    def is_open(self) -> bool:
        return self.translation.opened_at is not None

    @property
    def is_ready(self) -> bool:
        """Whether every word is there, those of the questionnaire and the fixed ones."""
        return all(piece.is_done for piece in self.pieces) and self.fixed.is_whole

    @property
    def is_changed(self) -> bool:
        return any(piece.is_changed for piece in self.pieces)

    @property
    def state(self) -> str:
        """Where it stands, as `components/status.html` shows it."""
        if self.is_open:
            return "did" if self.is_ready else "late"
        return "contested" if self.is_changed else "doing" if self.is_ready else "notyet"

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        if self.is_open and not self.is_ready:
            return _("Offered until you publish the changes") if self.is_offered else _("Not offered: something is missing")
        if self.is_open:
            return _("People can choose it") if self.is_offered else _("Ready")
        if self.is_changed:
            return _("The English changed")
        return _("Translated, not opened yet") if self.is_ready else _("Being translated")

    @property
    def far(self) -> str:
        """How far it is: "34 of 36 texts"."""
        return _("%(done)s of %(total)s texts") % {"done": self.counted.done, "total": self.counted.total}

    @property
    def next_piece(self) -> Piece | None:
        """The first piece that is not done."""
        return next((piece for piece in self.pieces if not piece.is_done), None)

    @property
    def missing(self) -> list[str]:
        """Everything that keeps it from being offered, a line each."""
        found = [piece.missing for piece in self.pieces if not piece.is_done]
        if not self.fixed.is_whole:
            found.append(
                _(
                    "%(done)s of %(total)s fixed words of the pages are translated. The person who runs the server can add the others."
                )
                % {"done": self.fixed.done, "total": self.fixed.total}
            )
        return found

    def piece(self, key: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.key == key), None)


def fingerprint(*english: str) -> str:
    """What a translation is made from: 64 characters that are others as soon as a letter of the English is."""
    return hashlib.sha256(json.dumps(english).encode()).hexdigest()


def of_first_page(questionnaire: Questionnaire) -> str:
    """The fingerprint of the English first page."""
    return fingerprint(*(getattr(questionnaire, name) for name in FIRST_PAGE))


def of_words(words: QuestionWords) -> str:
    """The fingerprint of the English words of a question."""
    return fingerprint(*(getattr(words, name) for name in OF_QUESTION))


def stamp(piece: Piece) -> str:
    """A mark of how a piece stands, the English and the other language: another one as soon as anything of it was changed."""
    facts = [(text.name, text.english, text.words, text.is_current) for text in piece.texts]
    return salted_hmac("feedback.translation", repr(facts)).hexdigest()[:32]


def stamp_of_all(whole: Whole) -> str:
    """A mark of all the words of a language."""
    return salted_hmac("feedback.translations", " ".join(stamp(piece) for piece in whole.pieces)).hexdigest()[:32]


def offered(questionnaire: Questionnaire) -> tuple[Language, ...]:
    """The languages besides English in which people can answer now: opened by somebody, and every word is there.

    One query when none was opened, six otherwise.
    """
    rows = list(questionnaire.translations.filter(opened_at__isnull=False))
    revision = questionnaire.asked_now() if rows else None
    return tuple(each.language for each in _wholes(questionnaire, rows, revision) if each.is_ready) if revision else ()


def every(questionnaire: Questionnaire) -> tuple[Whole, ...]:
    """All languages that were begun, over the newest questions, asked already or not. One query when there is none, ten at most."""
    rows = list(questionnaire.translations.all())
    newest, published = _revisions(questionnaire) if rows else (None, None)
    wholes = _wholes(questionnaire, rows, newest)
    asked = wholes if newest == published else _wholes(questionnaire, rows, published) if published else ()
    return tuple(_beside(each, now if asked else None) for each, now in zip(wholes, asked or wholes, strict=True))


def whole(questionnaire: Questionnaire, code: str) -> Whole | None:
    """One language, see `every`; none when it was not begun."""
    return next((each for each in every(questionnaire) if each.language.code == code), None)


def shown(questionnaire: Questionnaire, code: str) -> Whole | None:
    """One language over the questions that people are asked now; before it is opened, over those that they will be. Six queries."""
    rows = list(questionnaire.translations.filter(language=code))
    newest, published = _revisions(questionnaire)
    return next(iter(_wholes(questionnaire, rows, published or newest)), None)


def first_page_words(questionnaire: Questionnaire, language: str) -> FirstPageWords:
    """The words of the first page in a language, in English where there are none; one query, none for English."""
    row = None if language == ENGLISH else questionnaire.translations.filter(language=language).first()
    return FirstPageWords(**{name: (getattr(row, name) if row else "") or getattr(questionnaire, name) for name in FIRST_PAGE})


def was_asked(questionnaire: Questionnaire, code: str, revision: Revision | None = None) -> bool:
    """Whether anybody answered, or is answering, in this language; two queries."""
    of = {"revision": revision} if revision else {"revision__questionnaire": questionnaire}
    return Draft.objects.filter(**of, language=code).exists() or Response.objects.filter(**of, language=code).exists()


def _revisions(questionnaire: Questionnaire) -> tuple[Revision | None, Revision | None]:
    """The newest revision, and the newest that was published; one query."""
    found = list(questionnaire.revisions.order_by("-number"))
    return next(iter(found), None), next((each for each in found if each.published_at is not None), None)


def _beside(whole: Whole, now: Whole | None) -> Whole:
    """With what people are asked now beside it: whether they can choose it, and that the words they then read stand."""
    now_or_then = now or whole
    read = {piece.key: piece.english for piece in now_or_then.pieces if piece.is_done} if whole.is_open else {}
    pieces = tuple(replace(each, is_frozen=each.is_done and read.get(each.key) == each.english) for each in whole.pieces)
    return replace(whole, pieces=pieces, is_offered=now is not None and now.is_open and now.is_ready)


def _wholes(questionnaire: Questionnaire, rows: Iterable[Translation], revision: Revision | None) -> tuple[Whole, ...]:
    """These languages over the questions of one revision; four queries."""
    wanted = [(row, language) for row in rows if (language := languages.of(row.language))]
    questions = list(revision.questions.prefetch_related("words", "options__words")) if revision and wanted else []
    return tuple(
        Whole(
            language,
            row,
            (
                _first_page(questionnaire, row),
                *(_piece(question, number, language.code) for number, question in enumerate(questions, 1)),
            ),
            languages.fixed_words(language.code),
        )
        for row, language in wanted
    )


def _text(name: str, english: str, words: str, *, is_current: bool, label: str = "") -> Text:
    longest = _LONGEST.get(name, _LONGEST_LABEL if name.startswith(OPTION) else _LONGEST_TEXT)
    return Text(name, label or str(_NAMES[name]), english, words, is_current, longest, name in _LINES)


def _first_page(questionnaire: Questionnaire, row: Translation) -> Piece:
    is_current = row.made_from == of_first_page(questionnaire)
    return Piece("", 0, questionnaire.title, _texts(FIRST_PAGE, questionnaire, row, is_current=is_current))


def _texts(
    names: Iterable[str], english: Any, words: Any, *, is_current: bool, labels: Mapping[str, str] | None = None
) -> tuple[Text, ...]:
    """Those texts that the English has."""
    return tuple(
        _text(
            name, getattr(english, name), getattr(words, name) if words else "", is_current=is_current, label=(labels or {}).get(name, "")
        )
        for name in names
        if getattr(english, name).strip()
    )  # fmt: skip


def _piece(question: Question, number: int, code: str) -> Piece:
    rows = {words.language: words for words in question.words.all()}
    english, words = rows.get(ENGLISH), rows.get(code)
    if english is None:
        return Piece(question.key, number, question.key, ())
    labels = {"wording": _("What it says")} if question.kind == QuestionKind.STATEMENT else {}
    is_current = words is not None and words.made_from == of_words(english)
    texts = _texts(OF_QUESTION, english, words, is_current=is_current, labels=labels)
    options = []
    for place, option in enumerate(question.options.all(), 1):
        said = {each.language: each for each in option.words.all()}
        if ENGLISH in said:
            label, made = said[ENGLISH].label, said.get(code)
            current = made is not None and made.made_from == fingerprint(label)
            name = _("Answer %(number)s") % {"number": place}
            options.append(_text(f"{OPTION}{option.key}", label, made.label if made else "", is_current=current, label=name))
    return Piece(question.key, number, english.wording, (*texts, *options))


def fixed_word(english: str, code: str) -> str:
    """What the portal itself says for these English words in a language, such as the words of the faces; empty when it has none."""
    with override(code):
        said = _(english)
    return said if said != english else ""
