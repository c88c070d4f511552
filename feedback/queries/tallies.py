"""What was asked over all revisions of a questionnaire, and what was answered, counted by the database in a few queries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth
from django.utils.translation import ngettext

from feedback.enums import WITH_OPTIONS, WITH_WORDS, QuestionKind, ResponseState
from feedback.languages import ENGLISH
from feedback.models import Answer, Option, OptionWords, Question, Questionnaire, QuestionWords, Response
from feedback.queries.walks import FACE_VALUES

# A person has read it, and it is feedback.
READ = (ResponseState.READ, ResponseState.FILED, ResponseState.ANSWERED)


Key = tuple[str, str]


@dataclass(frozen=True)
class Narrowed:
    """What a reader's filter leaves. It knows no personal attribute."""

    since: dt.date | None = None
    until: dt.date | None = None
    channel: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.channel or self.language)

    def as_q(self, prefix: str = "") -> Q:
        """The same as a condition on responses, or on what points at them."""
        found = Q()
        if self.since:
            found &= Q(**{f"{prefix}received_at__date__gte": self.since})
        if self.until:
            found &= Q(**{f"{prefix}received_at__date__lte": self.until})
        if self.channel:
            found &= Q(**{f"{prefix}channel": self.channel})
        if self.language:
            found &= Q(**{f"{prefix}language": self.language})
        return found


EVERYTHING = Narrowed()


@dataclass(frozen=True)
class OptionAsked:
    key: str
    label: str
    face: str = ""


@dataclass(frozen=True)
class QuestionAsked:
    """A question over all revisions that asked it: the newest wording, and every option that was ever offered."""

    key: str
    kind: str
    wording: str
    options: tuple[OptionAsked, ...] = ()
    lowest: int | None = None
    highest: int | None = None
    low: str = ""
    high: str = ""
    # The rows of all revisions that hold its answers.
    pks: tuple[int, ...] = ()

    @property
    def name(self) -> Key:
        return self.key, self.kind


@dataclass(frozen=True)
class Asked:
    """All questions of a questionnaire that can be answered, and how rows of answers find them."""

    questions: tuple[QuestionAsked, ...]
    names: Mapping[int, Key]
    options: Mapping[int, str]

    def pks(self, kinds: Iterable[str]) -> list[int]:
        wanted = frozenset(kinds)
        return [pk for question in self.questions if question.kind in wanted for pk in question.pks]


@dataclass(frozen=True)
class Heads:
    """How many responses there are, and from how many people."""

    responses: int = 0
    people: int = 0

    def __add__(self, other: "Heads") -> "Heads":
        return Heads(self.responses + other.responses, self.people + other.people)

    def in_words(self) -> str:
        """ "31 responses, from 36 people"."""
        responses = ngettext("%(number)s response", "%(number)s responses", self.responses) % {"number": f"{self.responses:,}"}
        people = ngettext("from %(number)s person", "from %(number)s people", self.people) % {"number": f"{self.people:,}"}
        return f"{responses}, {people}"


@dataclass(frozen=True)
class Counted:
    """One line of the count: an option, a place, a number or a month, and how often it came."""

    option: str
    place: int | None
    number: Decimal | None
    month: dt.date | None
    heads: Heads
    read: int


@dataclass
class Tally:
    lines: list[Counted] = field(default_factory=list)
    # Of questions with several answers: how many responses answered at all.
    answered: Heads | None = None

    @property
    def heads(self) -> Heads:
        if self.answered:
            return self.answered
        # Whoever ranks at all has a first place.
        return sum((line.heads for line in self.lines if line.place in (None, 1)), Heads())


# How answers are counted: kinds of question, and the fields that tell their answers apart.
_WAYS: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (frozenset(WITH_OPTIONS | WITH_WORDS), ("option", "place")),
    (frozenset({QuestionKind.SCALE, QuestionKind.NUMBER}), ("number",)),
    (frozenset({QuestionKind.DAY}), ("month",)),
    # How many sent a file, and nothing of what is in it.
    (frozenset({QuestionKind.FILE}), ()),
)


def responses_of(questionnaire: Questionnaire) -> QuerySet[Response]:
    """Every response that counts: all but the held ones."""
    return Response.objects.filter(revision__questionnaire=questionnaire, is_held=False).order_by()


def questions(questionnaire: Questionnaire) -> Asked:
    """The questions of all published revisions, as the newest words them; four queries."""
    found = (
        Question.objects.filter(revision__questionnaire=questionnaire, revision__published_at__isnull=False)
        .exclude(kind=QuestionKind.STATEMENT)
        .order_by("-revision__number", "order", "pk")
        .prefetch_related(
            Prefetch("words", QuestionWords.objects.filter(language=ENGLISH)),
            Prefetch("options", Option.objects.prefetch_related(Prefetch("words", OptionWords.objects.filter(language=ENGLISH)))),
        )
    )
    made: dict[Key, QuestionAsked] = {}
    names: dict[int, Key] = {}
    options: dict[int, str] = {}
    for question in found:
        name = (question.key, question.kind)
        names[question.pk] = name
        options |= {option.pk: option.key for option in question.options.all()}
        made[name] = _merged(made[name], question) if name in made else _asked(question)
    return Asked(tuple(made.values()), names, options)


def _asked(question: Question) -> QuestionAsked:
    words = next(iter(question.words.all()), None)
    return QuestionAsked(
        key=question.key,
        kind=question.kind,
        wording=words.wording if words else question.key,
        options=tuple(_option(question, option) for option in question.options.all()),
        lowest=question.lowest,
        highest=question.highest,
        low=words.low if words else "",
        high=words.high if words else "",
        pks=(question.pk,),
    )


def _option(question: Question, option: Option) -> OptionAsked:
    label = next((words.label for words in option.words.all()), option.key)
    return OptionAsked(option.key, label, FACE_VALUES.get(option.key, "") if question.kind == QuestionKind.FACES else "")


def _merged(newer: QuestionAsked, older: Question) -> QuestionAsked:
    """With the options that only the older revision offered, which were chosen all the same."""
    known = {option.key for option in newer.options}
    more = tuple(_option(older, option) for option in older.options.all() if option.key not in known)
    return replace(newer, options=newer.options + more, pks=(*newer.pks, older.pk))


def languages_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages in which anybody answered; one query."""
    return tuple(sorted(responses_of(questionnaire).values_list("language", flat=True).distinct()))


@dataclass
class Came:
    """Who sent anything: all there are, those that the filter leaves, and what the declared tables are shown from."""

    whole: Heads = Heads()
    left: Heads = Heads()
    to_read: int = 0
    channels: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)


def who_sent(questionnaire: Questionnaire, narrowed: Narrowed = EVERYTHING) -> Came:
    """One query."""
    left = narrowed.as_q()
    found = Came()
    rows = responses_of(questionnaire).values("channel", "language", "state")
    counted = rows.annotate(
        responses=Count("pk"),
        people=Sum("group_size"),
        left=Count("pk", filter=left) if narrowed else Count("pk"),
        left_people=Sum("group_size", filter=left) if narrowed else Sum("group_size"),
    )
    for row in counted:
        found.whole += Heads(row["responses"], row["people"])
        found.left += Heads(row["left"], row["left_people"] or 0)
        found.to_read += row["responses"] if row["state"] == ResponseState.RECEIVED else 0
        found.channels[row["channel"]] = found.channels.get(row["channel"], 0) + row["people"]
        found.languages[row["language"]] = found.languages.get(row["language"], 0) + row["people"]
    return found


def answers_to(pks: Iterable[int], narrowed: Narrowed) -> QuerySet[Answer]:
    """Every answer that counts to these questions."""
    return Answer.objects.filter(narrowed.as_q("response__"), question__in=list(pks), response__is_held=False).order_by()


def tally_up(asked: Asked, narrowed: Narrowed) -> dict[Key, Tally]:
    """What was answered, by question; at most five queries.

    Choices, numbers and days are counted apart so that each query has few groups: the database then counts in one go, where it
    would sort all rows first.
    """
    found: dict[Key, Tally] = {}
    for kinds, fields in _WAYS:
        pks = asked.pks(kinds)
        if not pks:
            continue
        rows = answers_to(pks, narrowed)
        rows = rows.annotate(month=TruncMonth("day")) if "month" in fields else rows
        counted = rows.values("question", *fields).annotate(
            responses=Count("pk"),
            people=Sum("response__group_size"),
            read=Count("pk", filter=Q(response__state__in=READ)),
        )
        for row in counted:
            line = Counted(
                option=asked.options.get(row.get("option"), ""),
                place=row.get("place"),
                number=row.get("number"),
                month=row.get("month"),
                heads=Heads(row["responses"], row["people"]),
                read=row["read"],
            )
            found.setdefault(asked.names[row["question"]], Tally()).lines.append(line)
    for name, answered in _answered(asked, narrowed).items():
        if name in found:
            found[name].answered = answered
    return found


def _answered(asked: Asked, narrowed: Narrowed) -> dict[Key, Heads]:
    """Who answered the questions with several choices: each response once; one query, none without such a question."""
    several = [each for each in asked.questions if each.kind == QuestionKind.SEVERAL_CHOICES]
    counted = [
        Response.objects.filter(
            narrowed.as_q(), is_held=False, pk__in=Answer.objects.filter(question__in=each.pks).values("response")
        )
        .order_by()
        .values(number=Value(number))
        .annotate(responses=Count("pk"), people=Sum("group_size"))
        for number, each in enumerate(several)
    ]
    if not counted:
        return {}
    rows = counted[0].union(*counted[1:], all=True)
    return {several[row["number"]].name: Heads(row["responses"], row["people"]) for row in rows}
