"""Responses as the people who read them see them, and themes that wait for an answer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coproduction.core.models import ReadingItem
from coproduction.core.models.base import ref_of
from feedback import languages, policies
from feedback.enums import ResponseState, ThemeState
from feedback.languages import Language
from feedback.models import Outcome, Redaction, Response, Theme, TriageRecord
from feedback.queries import walks
from feedback.queries.sent_files import SentFile
from groups.enums import AgeBand, Permission

SHORTEST_QUOTE = 2


@dataclass(frozen=True)
class SaidRow:
    question: str
    answer: str
    face: str = ""
    is_words: bool = False
    # The answer whose words they are, and whether a name was taken out of them.
    answer_pk: int | None = None
    was_redacted: bool = False
    # A photo or document, which is not shown before somebody opens it; `answer_pk` is its answer.
    file: SentFile | None = None


@dataclass(frozen=True)
class DecisionLine:
    at: dt.datetime
    decision: str
    reason: str
    by: str


@dataclass(frozen=True)
class ResponsePage:
    """One response, whole. No name stands here, since none was asked."""

    ref: str
    questionnaire: str
    project: str
    received_at: dt.datetime
    # The organisation whose answer it is; empty when someone answered for themselves.
    speaks_for: str
    age: str
    permission: str
    may_show_words: bool
    may_show_idea: bool
    state: str
    state_words: str
    is_held: bool
    needs_care: bool
    made_up: bool
    rows: tuple[SaidRow, ...]
    themes: tuple[Theme, ...]
    decisions: tuple[DecisionLine, ...]
    # In which language the words are; None for English.
    language: Language | None = None


@dataclass(frozen=True)
class UsableWords:
    """Words of one person under a theme, and what they allow."""

    ref: str
    words: str
    permission: str
    may_show_words: bool
    age: str


@dataclass(frozen=True)
class ThemeLine:
    theme: Theme
    title: str
    about: str
    responses: int
    state: str
    state_words: str


def to_file() -> list[Response]:
    """Read, and not filed under a theme yet."""
    found = Response.objects.filter(state=ResponseState.READ, is_held=False)
    return list(found.select_related("revision__questionnaire").order_by("received_at"))


def page(response: Response) -> ResponsePage:
    """One response with its answers, themes and decisions."""
    redacted = Exists(Redaction.objects.filter(answer=OuterRef("pk")))
    given_rows = list(response.answers.select_related("option", "file").annotate(was_redacted=redacted))
    worded = {row.question_id: row for row in given_rows if row.words or row.file_id}
    # Few are asked for files, so that none is no answer that somebody skipped.
    sent_any = any(row.file_id for row in given_rows)
    way = walks.Walk(walks.questions(response.revision), walks.answers_in(given_rows), sends_files=sent_any)
    rows = []
    for asked in way.asked:
        if asked.is_answered:
            given, answer = way.answer_to(asked), worded.get(asked.question.pk)
            rows.append(
                SaidRow(
                    question=asked.wording,
                    answer=asked.said(given),
                    face=asked.face_of(given.options),
                    is_words=asked.has_words,
                    answer_pk=answer.pk if answer else None,
                    was_redacted=bool(answer and getattr(answer, "was_redacted", False)),
                    file=given.file,
                )
            )
    questionnaire = response.revision.questionnaire
    return ResponsePage(
        ref=response.ref,
        questionnaire=questionnaire.title,
        project=questionnaire.project.title if questionnaire.project else "",
        received_at=response.received_at,
        speaks_for=walks.speaks_for_words(response.speaks_for, response.organisation),
        age=str(AgeBand(response.age_band).label),
        permission=str(Permission(response.permission).label),
        may_show_words=policies.may_show_words(response.permission),
        may_show_idea=policies.may_show_idea(response.permission),
        state=response.state,
        state_words=response.get_state_display(),
        is_held=response.is_held,
        needs_care=response.needs_care,
        made_up=response.is_demonstration,
        rows=tuple(rows),
        themes=tuple(response.themes.all()),
        decisions=tuple(_decision(record) for record in response.triage.all()),
        language=languages.of(response.language),
    )


def seen(response: Response) -> str:
    """A mark of where a response stands: another one as soon as anything was decided about it, released or filed since.

    It travels with the page of the response, so it tells nothing by itself.
    """
    item = ReadingItem.objects.get(target=ref_of(response))
    return salted_hmac("feedback.seen", f"{response.state} {item.state} {item.read_at}").hexdigest()


def _decision(record: TriageRecord) -> DecisionLine:
    return DecisionLine(record.at, record.get_decision_display(), record.reason, record.by_label)


def usable_words(theme: Theme) -> list[UsableWords]:
    """What people said under a theme that may be used at all: as words, or as an idea. Held words never stand here."""
    found = (
        theme.responses.filter(is_held=False)
        .exclude(permission=Permission.NOT_AT_ALL)
        .prefetch_related(Prefetch("answers"))
        .order_by("-received_at")
    )
    lines = []
    for response in found:
        words = [answer.words for answer in response.answers.all() if answer.words]
        if words:
            lines.append(
                UsableWords(
                    ref=response.ref,
                    words="\n".join(words),
                    permission=str(Permission(response.permission).label),
                    may_show_words=policies.may_show_words(response.permission),
                    age=str(AgeBand(response.age_band).label) if response.age_band else "",
                )
            )
    return lines


def words_not_allowed(themes: Iterable[Theme], words: str, *, verbatim: bool) -> bool:
    """Whether showing these words would go against what someone allowed.

    As people's own words they must be among those that may be shown, where there are responses at all; and nowhere may
    they repeat the words of someone who allowed the idea only, or nothing.
    """
    wanted = _plain(words)
    if not wanted:
        return False
    responses = Response.objects.filter(themes__in=list(themes), is_held=False).distinct().prefetch_related("answers")
    allowed: list[str] = []
    closed: list[str] = []
    for response in responses:
        said = [_plain(answer.words) for answer in response.answers.all() if answer.words]
        (allowed if policies.may_show_words(response.permission) else closed).extend(said)
    if any(wanted in said for said in allowed):
        return False
    repeats = any(_repeats(wanted, said) for said in closed)
    return repeats or (verbatim and bool(allowed or closed))


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold().strip(" .!?“”\"'")


def _repeats(wanted: str, said: str) -> bool:
    # A word or two is no quotation.
    return len(said.split()) > SHORTEST_QUOTE and (said in wanted or wanted in said) and len(wanted.split()) > SHORTEST_QUOTE


def themes(state: str = ThemeState.OPEN) -> list[ThemeLine]:
    """Themes in this state, those with most responses first; what is held is not counted."""
    found = (
        Theme.objects.filter(state=state)
        .select_related("project", "body")
        .annotate(filed=Count("responses", filter=Q(responses__is_held=False), distinct=True))
        .order_by("-filed", "title")
    )
    return [
        ThemeLine(
            theme=theme,
            title=theme.title,
            about=str(theme.project or theme.body or theme.from_words or _("No project")),
            responses=theme.filed,
            state=theme.state,
            state_words=theme.get_state_display(),
        )
        for theme in found
    ]


def drafts_of_outcomes() -> list[Outcome]:
    """Answers that are written and not public yet."""
    return list(Outcome.objects.filter(state="draft").select_related("project").order_by("-pk"))
