"""Judgements about panels, on plain facts: who reads and writes which scores, when scoring is complete, and the ranking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engagements.enums import PanelState

# Whoever sits on a panel reads every score in these states.
OPEN_TO_THE_PANEL = frozenset({PanelState.LOCKED, PanelState.RELEASED})


@dataclass(frozen=True)
class Seat:
    """A seat as the rules see it. `user` is None for a seat that is only a label, for whom the scribe writes."""

    key: int
    user: int | None = None
    is_scribe: bool = False
    has_declared: bool = False
    stands_back: bool = False

    @property
    def scores(self) -> bool:
        """Whether scores of this seat count. The scribe writes for others and has none of their own."""
        return not (self.is_scribe or self.stands_back)


def seats_of(user: int | None, seats: Iterable[Seat]) -> list[Seat]:
    """The seats that this person holds; one at most, as the database sees to."""
    return [seat for seat in seats if user is not None and seat.user == user]


def sits(user: int | None, seats: Iterable[Seat]) -> bool:
    """Whether this person is on the panel and did not stand back."""
    return any(not seat.stands_back for seat in seats_of(user, seats))


def is_scribe(user: int | None, seats: Iterable[Seat]) -> bool:
    """Whether this person writes for the labels; only after declaring their own interests."""
    return any(seat.is_scribe and seat.has_declared and not seat.stands_back for seat in seats_of(user, seats))


def speaks_for(user: int | None, seat: Seat, seats: Sequence[Seat]) -> bool:
    """Whether this person declares interests for a seat: their own, or a label's when they are the scribe."""
    if user is None:
        return False
    return seat.user == user or (seat.user is None and is_scribe(user, seats))


def reads_scores(user: int | None, seat: Seat, seats: Sequence[Seat], state: str) -> bool:
    """Whether this person may read the scores of a seat.

    Until scoring is locked a seat reads its own, and the scribe those of the labels; then everyone on the panel reads all of
    them. Whoever stood back because of an interest reads none, and nobody who is not on the panel ever does.
    """
    if not sits(user, seats):
        return False
    if state in OPEN_TO_THE_PANEL:
        return True
    return speaks_for(user, seat, seats)


def writes_scores(user: int | None, seat: Seat, seats: Sequence[Seat], state: str) -> bool:
    """Whether this person may write the scores of a seat now: only after its interests were declared, and while scoring lasts."""
    if state != PanelState.SCORING or not seat.scores or not seat.has_declared:
        return False
    return speaks_for(user, seat, seats)


def is_finished(seat: Seat, given: int, wanted: int) -> bool:
    """Whether a seat has declared its interests and given every score."""
    return seat.has_declared and given == wanted


@dataclass(frozen=True)
class Given:
    """One score: of which candidate, for a criterion of which weight."""

    candidate: int
    weight: int
    value: int


@dataclass(frozen=True)
class Ranked:
    """A candidate with its rank and the weighted mean of its scores, which is exact."""

    candidate: int
    rank: int
    mean: Fraction


def ranking(candidates: Iterable[int], scores: Iterable[Given]) -> list[Ranked]:
    """Every candidate, best first. Equal means share a rank, and the next rank leaves out as many as shared.

    The mean of a candidate is the sum of weight times score, divided by the sum of the weights.
    """
    sums: dict[int, list[int]] = {candidate: [0, 0] for candidate in candidates}
    for score in scores:
        sums[score.candidate][0] += score.weight * score.value
        sums[score.candidate][1] += score.weight
    means = {candidate: Fraction(total, weights) if weights else Fraction(0) for candidate, (total, weights) in sums.items()}
    return sorted((_ranked(candidate, means) for candidate in means), key=lambda each: each.rank)


def _ranked(candidate: int, means: Mapping[int, Fraction]) -> Ranked:
    mean = means[candidate]
    return Ranked(candidate, 1 + sum(other > mean for other in means.values()), mean)
