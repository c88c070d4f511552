"""Questionnaires as they are shown: to the public, one question a page, and to the officers who write them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from feedback import codes
from feedback.enums import WITH_WORDS, QuestionKind
from feedback.models import Draft, DraftAnswer, Option, OptionWords, Question, Questionnaire, QuestionWords, Revision
from groups.enums import Permission

# The values of the faces, by the key of their option; a choice without a face has none.
FACE_VALUES = {"not-good": "1", "ok": "2", "good": "3", "very-good": "4", "brilliant": "5"}
WITHOUT_A_FACE = "0"
LANGUAGE = "en-gb"


@dataclass(frozen=True)
class OpenQuestionnaire:
    """One line of the list of questionnaires that anyone can answer now."""

    title: str
    url: str
    why: str
    who_asks: str
    look: str
    closes_at: dt.datetime | None
    questions: int
    made_up: bool


@dataclass(frozen=True)
class WhoAsks:
    """The forum that asks, as its chip shows it."""

    name: str
    look: str
    url: str
    audience: str


@dataclass(frozen=True)
class Choice:
    pk: int
    key: str
    label: str
    face: str = ""


@dataclass(frozen=True)
class AskedQuestion:
    """One question, as its page shows it."""

    question: Question
    number: int
    wording: str
    hint: str
    choices: tuple[Choice, ...] = ()

    @property
    def kind(self) -> str:
        return self.question.kind

    @property
    def has_words(self) -> bool:
        return self.question.kind in WITH_WORDS

    def in_words(self, keys: Iterable[str]) -> str:
        """The labels of what was chosen, one a line."""
        chosen = set(keys)
        return "\n".join(choice.label for choice in self.choices if choice.key in chosen)

    def face_of(self, keys: Iterable[str]) -> str:
        """The picture of the face that was chosen, if one was."""
        chosen = set(keys)
        return next((choice.face for choice in self.choices if choice.key in chosen and choice.face != WITHOUT_A_FACE), "")


@dataclass(frozen=True)
class GivenAnswer:
    """What a draft holds for one question."""

    options: tuple[str, ...] = ()
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.options or self.words)


@dataclass(frozen=True)
class CheckRow:
    question: str
    answer: str
    change_url: str
    face: str = ""


@dataclass(frozen=True)
class CheckPage:
    rows: tuple[CheckRow, ...] = ()
    # The number of the first question that must be answered and is not; none when all is there.
    missing: int | None = None


@dataclass(frozen=True)
class QuestionnaireLine:
    """One line of the officers' list."""

    title: str
    slug: str
    state: str
    state_words: str
    about: str
    closes_at: dt.datetime | None
    responses: int
    waiting: int
    revisions: tuple[int, ...] = field(default_factory=tuple)


def who_asks(questionnaire: Questionnaire) -> WhoAsks | None:
    """The forum that asks; none when there is none, or when its name must not be shown."""
    body = questionnaire.body
    if body is None or body.is_discreet:
        return None
    return WhoAsks(body.name, body.mark, body.get_absolute_url(), body.audience)


def open_now(now: dt.datetime) -> list[OpenQuestionnaire]:
    """What anyone can answer now; real ones before invented ones, then by the day they close."""
    found = (
        Questionnaire.objects.open(now)
        .select_related("body", "project")
        .annotate(asked=Count("revisions__questions", filter=Q(revisions__published_at__isnull=False), distinct=True))
        .order_by("closes_at", "title")
    )
    lines = [
        OpenQuestionnaire(
            title=questionnaire.title,
            url=questionnaire.get_absolute_url(),
            why=questionnaire.why,
            who_asks=asks.name if (asks := who_asks(questionnaire)) else "",
            look=asks.look if asks else "other",
            closes_at=questionnaire.closes_at,
            questions=questionnaire.asked,
            made_up=questionnaire.is_demonstration,
        )
        for questionnaire in found
    ]
    return sorted(lines, key=lambda line: line.made_up)


def newest_revision(questionnaire: Questionnaire) -> Revision | None:
    """The questions as they are asked now; before it is opened, as they are drafted."""
    return questionnaire.revisions.order_by("-number").first()


def questions(revision: Revision, language: str = LANGUAGE) -> tuple[AskedQuestion, ...]:
    """The questions of a revision in their order, with their words in this language; four queries."""
    found = revision.questions.prefetch_related(
        Prefetch("words", QuestionWords.objects.filter(language=language)),
        Prefetch("options", Option.objects.prefetch_related(Prefetch("words", OptionWords.objects.filter(language=language)))),
    )
    return tuple(_asked(question, number) for number, question in enumerate(found, 1))


def _asked(question: Question, number: int) -> AskedQuestion:
    words = next(iter(question.words.all()), None)
    choices = tuple(
        Choice(
            option.pk,
            option.key,
            next((each.label for each in option.words.all()), option.key),
            FACE_VALUES.get(option.key, WITHOUT_A_FACE) if question.kind == QuestionKind.FACES else "",
        )
        for option in question.options.all()
    )
    return AskedQuestion(question, number, words.wording if words else question.key, words.hint if words else "", choices)


def draft_of(token: str, questionnaire: Questionnaire, now: dt.datetime) -> Draft | None:
    """The unfinished answer behind a cookie, if it is of this questionnaire and not too old."""
    if not token:
        return None
    found = Draft.objects.select_related("revision").filter(
        token_hash=codes.token_hash(token), revision__questionnaire=questionnaire, expires_at__gt=now
    )
    return found.first()


def given(draft: Draft) -> dict[int, GivenAnswer]:
    """What a draft holds, by question."""
    found: dict[int, list[DraftAnswer]] = {}
    for row in draft.answers.select_related("option").order_by("pk"):
        found.setdefault(row.question_id, []).append(row)
    return {
        pk: GivenAnswer(tuple(row.option.key for row in rows if row.option), "".join(row.words for row in rows))
        for pk, rows in found.items()
    }


def first_open_question(draft: Draft) -> int | None:
    """The number of the first question that has not been seen yet; none when all have."""
    seen = set(draft.answers.values_list("question", flat=True))
    numbers = enumerate(draft.revision.questions.values_list("pk", flat=True), 1)
    return next((number for number, pk in numbers if pk not in seen), None)


def check_page(draft: Draft, slug: str) -> CheckPage:
    """All answers of a draft, to be checked before sending."""
    answers = given(draft)
    rows, missing = [], None
    for asked in questions(draft.revision):
        answer = answers.get(asked.question.pk, GivenAnswer())
        if asked.question.is_required and not answer and missing is None:
            missing = asked.number
        url = f"{reverse('questionnaire_question', args=[slug, asked.number])}?change=1"
        words = answer.words or asked.in_words(answer.options)
        rows.append(CheckRow(asked.wording, words, url, asked.face_of(answer.options)))
    return CheckPage(tuple(rows), missing)


def permission_words(draft: Draft) -> str:
    return str(Permission(draft.permission).label) if draft.permission else ""


def for_officers() -> list[QuestionnaireLine]:
    """Every questionnaire with how many answers came, whoever has them now: the number says nothing of what is held."""
    found = (
        Questionnaire.objects.select_related("body", "project")
        .annotate(
            came=Count("revisions__responses", distinct=True),
            unread=Count(
                "revisions__responses",
                filter=Q(revisions__responses__is_held=False, revisions__responses__state="received"),
                distinct=True,
            ),
        )
        .order_by("state", "title")
    )
    return [
        QuestionnaireLine(
            title=questionnaire.title,
            slug=questionnaire.slug,
            state=questionnaire.state,
            state_words=questionnaire.get_state_display(),
            about=str(questionnaire.project or questionnaire.body or ""),
            closes_at=questionnaire.closes_at,
            responses=questionnaire.came,
            waiting=questionnaire.unread,
        )
        for questionnaire in found
    ]
