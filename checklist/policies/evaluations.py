"""Who writes and answers an evaluation, how its points end, and who says what a stage felt like."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from checklist.enums import (
    EvaluationState,
    PointClosed,
    Side,
    Verdict,
)
from engagements.enums import Part
from groups.enums import BodyKind, Role

if TYPE_CHECKING:
    from groups.models import Body, Capacity
from checklist.policies.sides import is_childrens_forum

# The bodies that write an evaluation of their own: forums and organisations that work on the project, never a council team.
_EVALUATING_PARTS = frozenset({Part.GROUP, Part.PARTNER})
_EVALUATING_KINDS = frozenset({BodyKind.FORUM, BodyKind.ORGANISATION})
# So long after a talk is written down, an officer may close what a partner has left open.
PARTNER_IS_SILENT_AFTER = dt.timedelta(days=28)


def can_evaluate(*, part: str, signs: bool, kind: str) -> bool:
    """Whether a body with this part in a project writes an evaluation of it."""
    return kind in _EVALUATING_KINDS and (signs or part in _EVALUATING_PARTS)


def writes_for(capacity: "Capacity", body: "Body") -> bool:
    """Whether, in this part, a person writes and locks the evaluation of this body: who signs for it, or a children's facilitator."""
    if capacity.body_id != body.pk:
        return False
    return capacity.can_sign or (capacity.role == Role.FACILITATOR and is_childrens_forum(body))


def evaluation_side(capacity: "Capacity", body: "Body") -> Side | None:
    """The side of an evaluation by this body on which a person acts in this part."""
    if writes_for(capacity, body):
        return Side.FORUM
    return Side.COUNCIL if capacity.role == Role.OFFICER else None


class EvaluationAct(StrEnum):
    """What someone can do with an evaluation or with one point of it."""

    WRITE = "write"
    LOCK = "lock"
    ANSWER = "answer"
    SEND = "send"
    TALK = "talk"
    SUGGEST = "suggest"
    CLOSE = "close"


_EVALUATION_ACTS: dict[tuple[str, str], frozenset[EvaluationAct]] = {
    (Side.FORUM, EvaluationState.WRITING): frozenset({EvaluationAct.WRITE, EvaluationAct.LOCK}),
    (Side.COUNCIL, EvaluationState.LOCKED): frozenset({EvaluationAct.ANSWER, EvaluationAct.SEND}),
    (Side.FORUM, EvaluationState.ANSWERED): frozenset({EvaluationAct.TALK, EvaluationAct.CLOSE}),
    # The council closes a point only for a partner that has gone silent: see `closings`.
    (Side.COUNCIL, EvaluationState.ANSWERED): frozenset({EvaluationAct.TALK, EvaluationAct.SUGGEST, EvaluationAct.CLOSE}),
}


def evaluation_acts(side: str | None, state: str) -> frozenset[EvaluationAct]:
    """What a side can do with an evaluation in this state. Nobody changes the partner's words once it is locked."""
    return _EVALUATION_ACTS.get((side or "", state), frozenset())


def closings(side: str | None, talked_at: dt.datetime | None, now: dt.datetime) -> tuple[PointClosed, ...]:
    """How this side can close an open point, when the first talk was written down at `talked_at`.

    The partner says whether it is agreed; that both still differ can be said once they have talked. For a partner that does not
    say for 28 days, the council may close it as still differing, never as agreed.
    """
    if side == Side.FORUM:
        return (PointClosed.AGREED, PointClosed.STILL_DIFFER) if talked_at else (PointClosed.AGREED,)
    is_silent = talked_at is not None and now - talked_at >= PARTNER_IS_SILENT_AFTER
    return (PointClosed.STILL_DIFFER,) if side == Side.COUNCIL and is_silent else ()


class Point(Protocol):
    """A point of an evaluation, as far as anyone can change something of it."""

    words: str
    verdict: str
    answer: str
    suggested: str
    closed: str


def stamp_of(points: Iterable[Point]) -> str:
    """A mark of how these points stand: whoever sends another one has not seen what stands now."""
    stand = [[point.words, point.verdict, point.answer, point.suggested, point.closed] for point in points]
    return hashlib.sha256(json.dumps(stand).encode()).hexdigest()[:16]


def needs_reason(verdict: str) -> bool:
    return verdict in (Verdict.PARTLY, Verdict.DISAGREE)


class OnProject(Protocol):
    """A body's part in a project."""

    body_id: int | None


def takes_part(capacity: "Capacity", parts: Iterable[OnProject]) -> bool:
    """Whether, in this part, a person is one of a forum or partner of a project. The council's own people are not."""
    if capacity.is_council or capacity.body.kind not in _EVALUATING_KINDS:
        return False
    return any(part.body_id == capacity.body_id for part in parts)


def speaks_for_a_group(capacity: "Capacity") -> bool:
    """Whether, in this part, a person says for a whole group what it felt like."""
    return capacity.role == Role.FACILITATOR
