"""What a committee reads before its meeting. The numbers come from the same dataclass as the public pages."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core.figures import Number, in_words
from coproduction.core.tables import Cell
from coproduction.core.words import plain
from coproduction.portal.queries import process
from coproduction.portal.queries.process import ProcessRow
from engagements.models import Session
from engagements.queries import projects
from feedback.enums import AnswerKind, AskState
from feedback.models import Ask, Outcome, OutcomeContributor
from feedback.queries import outcomes, promises
from groups.enums import BodyKind, Mark
from groups.models import Body

ASK_STATES = {AskState.RAISED: "notyet", AskState.ACCEPTED: "doing", AskState.ANSWERED: "did", AskState.DISCUSSED: "doing"}
# A count of these says how many answers came, not how many people were in a room.
ANSWERS_NOT_PEOPLE = {"responses"}
_BAR_STATES = {AnswerKind.LEFT_OPEN: ""}


@dataclass(frozen=True)
class Asked:
    """What the committee asked, as `components/asked.html` reads it."""

    who: str
    words: str
    state: str
    state_words: str
    reply: str


@dataclass(frozen=True)
class Bar:
    """A row of `components/bars.html`."""

    label: str
    percent: float
    figure: str
    state: str = ""


@dataclass(frozen=True)
class ForumOutcomes:
    """The outcomes credited to one forum, as rows of a table: what, answer, figure, date."""

    name: str
    look: str
    url: str
    made_up: str
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class CommitteePage:
    asked: tuple[Asked, ...]
    summary: outcomes.OutcomeSummary
    answers: tuple[Bar, ...]
    people: tuple[Bar, ...]
    people_note: str
    by_forum: tuple[ForumOutcomes, ...]
    own_words: outcomes.OutcomePair | None
    late: tuple[promises.PromiseRow, ...]
    process: tuple[ProcessRow, ...]


def page(today: dt.date) -> CommitteePage:
    """The whole page; the number of queries does not depend on how much there is."""
    public = Outcome.objects.public()
    pairs = outcomes.pairs(public.complete_first())
    summary = outcomes.summary(public)
    people, people_note = _people()
    return CommitteePage(
        asked=tuple(_asked(ask) for ask in Ask.objects.filter(body__kind=BodyKind.COMMITTEE)),
        summary=summary,
        answers=tuple(_answers(summary)),
        people=people,
        people_note=people_note,
        by_forum=tuple(_by_forum(pairs)),
        own_words=next((pair.lifted() for pair in pairs if pair.exact and not pair.is_demonstration), None),
        late=tuple(row for row in promises.rows(promises.public(), today) if row.kind == "late"),
        process=tuple(process.rows()),
    )


def _asked(ask: Ask) -> Asked:
    who = plain(ask.asked_by)
    return Asked(
        who=f"{who}, {ask.asked}" if ask.asked else who,
        words=ask.words,
        state=ASK_STATES[AskState(ask.state)],
        state_words=ask.get_state_display(),
        reply=ask.reply,
    )


def _answers(summary: outcomes.OutcomeSummary) -> Iterable[Bar]:
    """How many answers of each kind. A kind that no answer has stays, with a nought: its absence says something."""
    most = max(summary.by_answer.values(), default=0) or 1
    for kind in AnswerKind:
        count = summary.by_answer[kind]
        yield Bar(str(kind.label), 100 * count / most, str(count), _BAR_STATES.get(kind, kind.value))


def _people() -> tuple[tuple[Bar, ...], str]:
    """The sessions with a number of people, largest first; and what the picture leaves out."""
    first = projects.first_counts()
    stated = {session: number for session, number in first.items() if number.number}
    people = {session: number for session, number in stated.items() if number.unit not in ANSWERS_NOT_PEOPLE}
    most = float(max((number.number or 0 for number in people.values()), default=1))
    largest_first = sorted(people.items(), key=lambda found: -(found[1].number or 0))
    bars = tuple(
        Bar(_session_label(session), 100 * float(number.number or 0) / most, _short(number)) for session, number in largest_first
    )
    surveys = [number for session, number in stated.items() if session not in people]
    return bars, " ".join(_left_out(surveys, len(first) - len(stated)))


def _short(number: Number) -> str:
    return in_words(Number(number.number, number.qualifier))


def _left_out(surveys: list[Number], silent: int) -> Iterable[str]:
    for number in surveys:
        yield _("A survey had %(count)s.") % {"count": in_words(number)}
    if silent:
        yield ngettext(
            "For %(silent)s more session there is no number.", "For %(silent)s more sessions there is no number.", silent
        ) % {"silent": silent}


def _session_label(session: Session) -> str:
    name = session.body.outside_name if session.body else session.format[:1].upper() + session.format[1:]
    label = f"{name}, {session.when}" if session.when.is_known else name
    return _("%(label)s (Demonstration)") % {"label": label} if session.is_demonstration else label


def _by_forum(pairs: list[outcomes.OutcomePair]) -> Iterable[ForumOutcomes]:
    """Each forum with what is credited to it. A parent carer forum is always there, even with nothing to its name."""
    credited = _credited()
    for forum in _forums():
        rows = tuple(_row(pair) for pair in pairs if forum.pk in credited[pair.ref])
        if rows or (forum.mark == Mark.PARENTSACTIVE and not forum.is_demonstration):
            made_up = _("Demonstration") if forum.is_demonstration else ""
            yield ForumOutcomes(forum.name, forum.mark, forum.get_absolute_url(), made_up, rows)
    others = tuple(_row(pair) for pair in pairs if not credited[pair.ref])
    if others:
        yield ForumOutcomes(_("Other people and groups"), Mark.OTHER, "", "", others)


def _forums() -> QuerySet[Body]:
    return Body.objects.forums().public().record_first()


def _credited() -> dict[str, set[int]]:
    """For each outcome the forums it is credited to; what a part of a forum did counts for the forum."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = OutcomeContributor.objects.filter(body__kind=BodyKind.FORUM).values_list("outcome__ref", "body", "body__parent_body")
    for ref, body, parent in rows:
        found[ref] |= {parent or body}
    return found


def _row(pair: outcomes.OutcomePair) -> tuple[object, ...]:
    note = _("Demonstration") if pair.is_demonstration else ""
    return (
        Cell(pair.answer, url=pair.url, note=note),
        Cell(state=pair.state, state_words=pair.state_words),
        pair.figure_sentence or _("No figure"),
        str(pair.happened),
    )
