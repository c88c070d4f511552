"""Responses as the people who read them see them, and themes that wait for an answer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coproduction.core import times
from coproduction.core.models import ReadingItem
from coproduction.core.models.base import ref_of
from feedback import policies
from feedback.enums import ResponseState, ThemeState
from feedback.models import Outcome, Response, Theme, TriageRecord
from feedback.queries import questionnaires
from groups.enums import AgeBand, Permission

SHORTEST_QUOTE = 2
# How the reading queue names a response.
_TARGET = f"{Response._meta.label_lower}:"


@dataclass(frozen=True)
class SaidRow:
    question: str
    answer: str
    face: str = ""
    is_words: bool = False


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


@dataclass(frozen=True)
class QueueLine:
    """One line of the reading queue: what `components/reading_queue.html` reads. The words are not shown here."""

    what: str
    came: str
    due: str
    state: str
    state_words: str
    url: str
    action: str


def queue(now: dt.datetime) -> list[QueueLine]:
    """What waits to be read: urgent first, then by when it is due; two queries."""
    items = list(ReadingItem.objects.waiting())
    keys = [int(item.target.partition(":")[2]) for item in items if item.target.startswith(_TARGET)]
    refs = dict(Response.objects.filter(pk__in=keys, is_held=False).values_list("pk", "ref"))
    lines = []
    for item in items:
        ref = refs.get(int(item.target.partition(":")[2])) if item.target.startswith(_TARGET) else None
        if ref is not None:
            lines.append(_queue_line(item, ref, now))
    return lines


def _queue_line(item: ReadingItem, ref: str, now: dt.datetime) -> QueueLine:
    is_late = item.due_at < now
    if item.is_urgent:
        state, words = "contested", _("Look at this first")
    elif is_late:
        state, words = "late", _("Late")
    else:
        state, words = "notyet", _("To be read")
    due = _moment(item.due_at)
    about = _("%(kind)s to “%(about)s”") % {"kind": item.kind, "about": item.about}
    return QueueLine(
        what=_("Demonstration: %(what)s") % {"what": about} if item.is_demonstration else about,
        came=_("Came %(moment)s") % {"moment": _moment(item.arrived_at)},
        due=(_("Late: it was to be read by %(moment)s") if is_late else _("Read it by %(moment)s")) % {"moment": due},
        state=state,
        state_words=words,
        url=reverse("response", args=[ref]),
        action=_("Read"),
    )


def _moment(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'j F')}, {times.plain_clock(local.time())}"


def to_file() -> list[Response]:
    """Read, and not filed under a theme yet."""
    found = Response.objects.filter(state=ResponseState.READ, is_held=False)
    return list(found.select_related("revision__questionnaire").order_by("received_at"))


def page(response: Response) -> ResponsePage:
    """One response with its answers, themes and decisions."""
    answers: dict[int, list[tuple[str, str]]] = {}
    for row in response.answers.select_related("option"):
        answers.setdefault(row.question_id, []).append((row.option.key if row.option else "", row.words))
    rows = []
    for asked in questionnaires.questions(response.revision):
        given = answers.get(asked.question.pk, [])
        keys = [key for key, _words in given if key]
        words = "\n".join(words for _key, words in given if words)
        rows.append(SaidRow(asked.wording, words or asked.in_words(keys), asked.face_of(keys), asked.has_words))
    questionnaire = response.revision.questionnaire
    return ResponsePage(
        ref=response.ref,
        questionnaire=questionnaire.title,
        project=questionnaire.project.title if questionnaire.project else "",
        received_at=response.received_at,
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
