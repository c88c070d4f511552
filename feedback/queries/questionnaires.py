"""Questionnaires as they are listed, for the public and for the officers who write them, and what their first page says."""

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from feedback.enums import QuestionKind
from feedback.languages import ENGLISH, Language
from feedback.models import Questionnaire, Revision, Translation
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


@dataclass(frozen=True)
class Asked:
    """A questionnaire as anyone finds it: what people are asked now, and in which languages besides English."""

    questionnaire: Questionnaire
    revision: Revision | None
    languages: tuple[Language, ...] = ()

    def speaks(self, code: str) -> bool:
        """Whether people can answer in this language now."""
        return any(each.code == code for each in self.languages)


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


def asked(slug: str) -> Asked | None:
    """The questionnaire at this public address, and the forum that asks; none when nobody outside may see one there.

    One query where it is asked in English alone, and five more where it was opened in other languages.
    """
    opened = Translation.objects.filter(questionnaire=OuterRef("questionnaire"), opened_at__isnull=False)
    published = Revision.objects.filter(questionnaire__slug=slug, published_at__isnull=False)
    revision = published.select_related("questionnaire__body").annotate(is_translated=Exists(opened)).first()
    if revision is None:
        nothing_asked = Questionnaire.objects.visible_to(AnonymousUser()).select_related("body").filter(slug=slug).first()
        return Asked(nothing_asked, None) if nothing_asked else None
    questionnaire = revision.questionnaire
    if not questionnaire.was_opened:
        return None
    return Asked(questionnaire, revision, translations.offered(questionnaire, revision) if revision.is_translated else ())


def newest_revision(questionnaire: Questionnaire) -> Revision | None:
    """The questions as they are asked now; before it is opened, as they are drafted."""
    return questionnaire.revisions.order_by("-number").first()


def beginning(revision: Revision, language: str = ENGLISH, *, sends_files: bool = False) -> Beginning:
    """What the first page says of the questions that are put to this person; one query."""
    put = revision.questions.all() if sends_files else revision.questions.exclude(kind=QuestionKind.FILE)
    # A question stands here once for each of its languages and of the options it waits for.
    found = list(put.order_by().values_list("pk", "shown_if", "words__language", "words__easy"))
    return Beginning(
        total=len({pk for pk, *_rest in found}),
        branches=any(option is not None for _pk, option, *_words in found),
        can_be_easy=any(easy and written_in in (language, ENGLISH) for _pk, _option, written_in, easy in found),
    )


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
