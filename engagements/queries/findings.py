"""What inspections found, what was tried out, and how a vote went: each as everyone reads it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from engagements.enums import InspectionPointKind, TriedState
from engagements.models import InspectionPoint, Session, TriedOut, Vote
from engagements.queries.lines import stamp
from groups.policies import FEWEST_SHOWN


@dataclass(frozen=True)
class PointLine:
    words: str
    answer: str
    answered_on: str


@dataclass(frozen=True)
class Points:
    """The points of one kind, under their heading."""

    title: str
    kind: str
    points: tuple[PointLine, ...]


@dataclass(frozen=True)
class Tried:
    scenario: str
    page: str
    link: str
    before: str
    after: str


@dataclass(frozen=True)
class OptionLine:
    words: str
    votes: str


@dataclass(frozen=True)
class VotePage:
    question: str
    method: str
    who_could_vote: str
    options: tuple[OptionLine, ...]
    total: str
    result: str


def points(session: Session) -> tuple[Points, ...]:
    """What an inspection found, by kind, with what the provider answered."""
    rows = list(session.inspection_points.all())
    found = []
    for kind in InspectionPointKind:
        lines = tuple(_point(row) for row in rows if row.kind == kind)
        if lines:
            found.append(Points(str(kind.label), kind.value, lines))
    return tuple(found)


def _point(row: InspectionPoint) -> PointLine:
    day = f"{row.answered_on.day} {row.answered_on:%B %Y}" if row.answered_on else ""
    return PointLine(row.words, row.answer, day)


def points_stamp(session: Session) -> str:
    return stamp(InspectionPoint.objects.filter(session=session))


def tried_out(session: Session) -> tuple[Tried, ...]:
    """What was tried out and is live now. A draft is nobody's to read yet."""
    live = session.tried_out.filter(state=TriedState.LIVE)
    return tuple(Tried(row.scenario, row.page, row.link, row.before, row.after) for row in live)


def tried_stamp(session: Session) -> str:
    return stamp(TriedOut.objects.filter(session=session))


def vote(session: Session) -> VotePage | None:
    """The vote as everyone reads it. Fewer than five votes are not shown as a number, and then no sum gives them away."""
    row = Vote.objects.filter(session=session).prefetch_related("options").first()
    if row is None:
        return None
    numbers = [option.votes for option in row.options.all()]
    return VotePage(
        question=row.question,
        method=row.method,
        who_could_vote=row.who_could_vote,
        options=tuple(OptionLine(option.words, _votes(option.votes)) for option in row.options.all()),
        total=_total(numbers),
        result=row.result,
    )


def vote_stamp(session: Session) -> str:
    row = Vote.objects.filter(session=session).first()
    return stamp(Vote.objects.filter(session=session), row.options.all()) if row else ""


def _votes(number: int | None) -> str:
    if number is None:
        return _("Nobody wrote down how many")
    return _("fewer than 5") if number < FEWEST_SHOWN else f"{number:,}"


def _total(numbers: list[int | None]) -> str:
    """How many votes there were: exactly when every number is shown, else at least as many as the shown ones."""
    shown = [number for number in numbers if number is not None and number >= FEWEST_SHOWN]
    if not shown:
        return ""
    if len(shown) == len(numbers):
        return _("%(number)s votes in all.") % {"number": f"{sum(shown):,}"}
    return _("At least %(number)s votes in all.") % {"number": f"{sum(shown):,}"}
