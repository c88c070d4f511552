"""What each person may know of a panel. Scores are only ever read here, and only those that the person may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements import policies
from engagements.enums import PanelState
from engagements.models import Candidate, Criterion, Panel, PanelSeat, Score, Session
from engagements.policies import Given, Seat
from engagements.queries.lines import stamp
from groups.policies import FEWEST_SHOWN

_STATE_TAGS = {
    PanelState.SETTING_UP: "notyet",
    PanelState.SCORING: "doing",
    PanelState.LOCKED: "doing",
    PanelState.RELEASED: "did",
}


@dataclass(frozen=True)
class SeatLine:
    """A seat as one person may know it. Whether it is finished, and its interest, only for those who may know."""

    number: int
    label: str
    is_scribe: bool
    is_own: bool
    has_declared: bool
    stands_back: bool
    interest: str
    can_open: bool


@dataclass(frozen=True)
class ResultLine:
    rank: str
    candidate: str
    mean: str


@dataclass(frozen=True)
class Result:
    """What everyone reads of a released panel: ranks, and never the score of one person."""

    lines: tuple[ResultLine, ...]
    weight: int
    scorers: str
    words: str


@dataclass(frozen=True)
class SheetTable:
    """The scores of one seat, for the panel once scoring is locked."""

    label: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PanelPage:
    """A panel as one person may see it."""

    state: str
    state_tag: str
    state_words: str
    weight: int | None
    highest: int
    criteria: tuple[Criterion, ...]
    candidates: tuple[Candidate, ...]
    seats: tuple[SeatLine, ...]
    progress: str
    sheets: tuple[SheetTable, ...]
    ranked: tuple[ResultLine, ...]
    is_on_it: bool
    can_lock: bool
    can_unlock: bool
    can_release: bool
    can_excuse: bool


def of_session(session: Session) -> Panel | None:
    return Panel.objects.filter(session=session).first()


def seats(panel: Panel) -> list[PanelSeat]:
    return list(panel.seats.select_related("user"))


def as_seat(row: PanelSeat) -> Seat:
    return Seat(row.pk, row.user_id, row.is_scribe, row.declared_at is not None, row.stands_back)


def sits_on(user: object, panel: Panel) -> bool:
    """Whether this person has a seat on it, also one that stands back: their declaration is theirs to read and to change."""
    key = getattr(user, "pk", None)
    return key is not None and panel.seats.filter(user=key).exists()


def stamp_of(panel: Panel) -> str:
    """The sign of what was set up, for those who set up together."""
    return stamp(Panel.objects.filter(pk=panel.pk), panel.criteria.all(), panel.candidates.all(), panel.seats.all())


def sheet(seat: PanelSeat) -> dict[tuple[int, int], int]:
    """The scores of one seat by candidate and criterion. Ask `policies.reads_scores` before."""
    rows = Score.objects.filter(seat=seat).values_list("candidate", "criterion", "value")
    return {(candidate, criterion): value for candidate, criterion, value in rows}


def sheet_stamp(seat: PanelSeat) -> str:
    return stamp(Score.objects.filter(seat=seat))


def unfinished(panel: Panel, rows: Sequence[PanelSeat] | None = None) -> int:
    """How many seats that score have not finished."""
    scoring, finished = _progress(panel, rows)
    return scoring - finished


def _progress(panel: Panel, rows: Sequence[PanelSeat] | None = None) -> tuple[int, int]:
    """How many seats score, and how many of them have finished."""
    given = dict(Score.objects.filter(seat__panel=panel).values_list("seat").annotate(Count("pk")).order_by())
    wanted = panel.criteria.count() * panel.candidates.count()
    scoring = [seat for seat in map(as_seat, seats(panel) if rows is None else rows) if seat.scores]
    return len(scoring), sum(policies.is_finished(seat, given.get(seat.key, 0), wanted) for seat in scoring)


def page(panel: Panel, user: object, *, is_officer: bool) -> PanelPage:
    """The panel as this person may see it: someone with a seat, or an officer who is not on it."""
    key = getattr(user, "pk", None)
    rows = seats(panel)
    known = [as_seat(row) for row in rows]
    is_on_it = policies.sits(key, known)
    state = PanelState(panel.state)
    scoring, finished = _progress(panel, rows)
    is_open = is_on_it and state in policies.OPEN_TO_THE_PANEL
    return PanelPage(
        state=state,
        state_tag=_STATE_TAGS[state],
        state_words=str(state.label),
        weight=panel.weight,
        highest=panel.highest,
        criteria=tuple(panel.criteria.all()),
        candidates=tuple(panel.candidates.all()),
        seats=tuple(_seat_line(row, key, known, state, is_officer=is_officer) for row in rows),
        progress=_progress_words(scoring, finished) if state != PanelState.SETTING_UP else "",
        sheets=_sheets(panel, rows) if is_open else (),
        ranked=ranked(panel) if is_open else (),
        is_on_it=is_on_it,
        can_lock=is_on_it and state == PanelState.SCORING and finished == scoring,
        can_unlock=is_on_it and state == PanelState.LOCKED,
        can_release=state == PanelState.LOCKED and (is_officer or policies.is_scribe(key, known)),
        can_excuse=is_officer and not policies.seats_of(key, known) and state == PanelState.SCORING,
    )


def _seat_line(row: PanelSeat, key: int | None, known: list[Seat], state: str, *, is_officer: bool) -> SeatLine:
    seat = as_seat(row)
    speaks = policies.speaks_for(key, seat, known)
    return SeatLine(
        number=row.order + 1,
        label=row.label,
        is_scribe=row.is_scribe,
        is_own=key is not None and row.user_id == key,
        has_declared=seat.has_declared,
        stands_back=row.stands_back,
        interest=row.interest if is_officer or speaks else "",
        can_open=speaks and state == PanelState.SCORING,
    )


def _progress_words(scoring: int, finished: int) -> str:
    return ngettext(
        "%(finished)s of %(scoring)s person has finished scoring.",
        "%(finished)s of %(scoring)s people have finished scoring.",
        scoring,
    ) % {"finished": finished, "scoring": scoring}


def _sheets(panel: Panel, rows: Sequence[PanelSeat]) -> tuple[SheetTable, ...]:
    """Every score, by seat: one row for each candidate. Only for those on the panel, once scoring is locked."""
    found: dict[int, dict[tuple[int, int], int]] = {}
    for seat, candidate, criterion, value in Score.objects.filter(seat__panel=panel).values_list(
        "seat", "candidate", "criterion", "value"
    ):
        found.setdefault(seat, {})[candidate, criterion] = value
    candidates, criteria = list(panel.candidates.all()), list(panel.criteria.all())
    return tuple(
        SheetTable(
            row.label,
            tuple(
                (candidate.name, *(str(found.get(row.pk, {}).get((candidate.pk, criterion.pk), "–")) for criterion in criteria))
                for candidate in candidates
            ),
        )
        for row in rows
        if as_seat(row).scores
    )


def ranked(panel: Panel) -> tuple[ResultLine, ...]:
    """The candidates by rank, with the mean of each. Only for the panel, or without the means for everyone once released."""
    names = {candidate.pk: candidate.name for candidate in panel.candidates.all()}
    counted = [row.pk for row in seats(panel) if as_seat(row).scores]
    rows = Score.objects.filter(seat__in=counted).values_list("candidate", "criterion__weight", "value")
    result = policies.ranking(names, (Given(*row) for row in rows))
    shared = [each.rank for each in result]
    return tuple(
        ResultLine(
            rank=_("%(rank)s, shared") % {"rank": each.rank} if shared.count(each.rank) > 1 else str(each.rank),
            candidate=names[each.candidate],
            mean=_decimal(each.mean),
        )
        for each in result
    )


def _decimal(mean: Fraction) -> str:
    """A mean with two places, rounded half up and cut of empty ones."""
    hundredths = (mean * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02}"


def result(session: Session) -> Result | None:
    """What everyone may read, once the panel is released: nothing before."""
    panel = Panel.objects.filter(session=session, state=PanelState.RELEASED).first()
    if panel is None or panel.weight is None:
        return None
    number, _finished = _progress(panel)
    shown = _("fewer than 5 people") if number < FEWEST_SHOWN else _("%(number)s people") % {"number": number}
    lines = tuple(ResultLine(line.rank, line.candidate, "") for line in ranked(panel))
    return Result(lines, panel.weight, shown, panel.result_words)
