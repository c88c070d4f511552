"""Questionnaires as they are listed, for the public and for the officers who write them, and what their first page says."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from feedback.enums import QuestionKind
from feedback.languages import ENGLISH, Language
from feedback.models import Questionnaire, Revision
from feedback.queries import translations

# Nobody is asked for files in public.
_FILES = Q(revisions__questions__kind=QuestionKind.FILE)


@dataclass(frozen=True)
class OpenQuestionnaire:
    """One line of the list of questionnaires that anyone can answer now."""

    title: str
    url: str
    why: str
    who_asks: str
    look: str
    opens_at: dt.datetime | None
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
class Beginning:
    """What the first page says of the questions."""

    total: int
    # Some questions are asked of some people only.
    branches: bool
    can_be_easy: bool


class _Asks(NamedTuple):
    """What a first page has to know of a question: a row for each of its languages and of the options it waits for."""

    question: int
    kind: str
    waits_for: int | None
    language: str | None
    easy: str | None


@dataclass(frozen=True)
class Asked:
    """A questionnaire as its first page tells of it: what people are asked, and in which languages besides English they can answer."""

    questionnaire: Questionnaire
    revision: Revision | None
    languages: tuple[Language, ...] = ()
    rows: tuple[_Asks, ...] = ()

    def speaks(self, code: str) -> bool:
        """Whether people can answer in this language now."""
        return any(each.code == code for each in self.languages)

    def beginning(self, language: str, *, sends_files: bool) -> Beginning:
        """What the first page says of the questions that are put to this person."""
        put = [row for row in self.rows if sends_files or row.kind != QuestionKind.FILE]
        return Beginning(
            total=len({row.question for row in put}),
            branches=any(row.waits_for is not None for row in put),
            can_be_easy=any(row.easy and row.language in (language, ENGLISH) for row in put),
        )


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
    """What anyone can answer now; real ones before invented ones, then by the day they close. One query."""
    return _lines(Questionnaire.objects.open(now).order_by("closes_at", "title"))


def coming(now: dt.datetime) -> list[OpenQuestionnaire]:
    """What anyone can answer from a later day on; real ones before invented ones, then by the day they open. One query."""
    return _lines(Questionnaire.objects.coming(now).order_by("opens_at", "title"))


def _lines(questionnaires: QuerySet[Questionnaire]) -> list[OpenQuestionnaire]:
    published = Revision.objects.filter(questionnaire=OuterRef("pk"), published_at__isnull=False).order_by("-number")
    found = (
        questionnaires.select_related("body", "project")
        .annotate(newest=Subquery(published.values("pk")[:1]))
        .annotate(asked=Count("revisions__questions", filter=Q(revisions=F("newest")) & ~_FILES, distinct=True))
    )
    lines = [
        OpenQuestionnaire(
            title=questionnaire.title,
            url=questionnaire.get_absolute_url(),
            why=questionnaire.why,
            who_asks=asks.name if (asks := who_asks(questionnaire)) else "",
            look=asks.look if asks else "other",
            opens_at=questionnaire.opens_at,
            closes_at=questionnaire.closes_at,
            questions=questionnaire.asked,
            made_up=questionnaire.is_demonstration,
        )
        for questionnaire in found
    ]
    return sorted(lines, key=lambda line: line.made_up)


def asked_at(slug: str) -> Asked | None:
    """The questionnaire at this public address, with the forum that asks; none when nobody outside may see one there.

    Two queries where it is in English alone, and six more at most where it is translated.
    """
    published = Revision.objects.filter(questionnaire__slug=slug, published_at__isnull=False)
    revision = published.select_related("questionnaire__body").first()
    if revision is None:
        nothing_asked = Questionnaire.objects.visible_to(AnonymousUser()).select_related("body").filter(slug=slug).first()
        return Asked(nothing_asked, None) if nothing_asked else None
    return asked_in(revision) if revision.questionnaire.was_opened else None


def asked_in(revision: Revision) -> Asked:
    """What is asked in a revision; one query where it is in English alone, and six more at most where it is translated."""
    rows = _rows(revision)
    # Nothing is offered before every word is there, so where there is no word nothing was opened.
    is_translated = any(row.language not in (None, ENGLISH) for row in rows)
    return Asked(revision.questionnaire, revision, translations.offered(revision.questionnaire) if is_translated else (), rows)


def _rows(revision: Revision) -> tuple[_Asks, ...]:
    found = revision.questions.order_by().values_list("pk", "kind", "shown_if", "words__language", "words__easy")
    return tuple(itertools.starmap(_Asks, found))


def newest_revision(questionnaire: Questionnaire) -> Revision | None:
    """The questions as they are asked now; before it is opened, as they are drafted."""
    return questionnaire.revisions.order_by("-number").first()


def can_be_easy(revision: Revision, language: str) -> bool:
    """Whether any question that is put to everybody has words in easy read; one query."""
    return Asked(revision.questionnaire, revision, rows=_rows(revision)).beginning(language, sends_files=False).can_be_easy


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
