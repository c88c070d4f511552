"""Where everyone stands on a stage, from its history, and what follows from it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from checklist.enums import (
    Confirms,
    ItemState,
    Manner,
    Position,
    Side,
    StageState,
    Unsigned,
)
from checklist.policies.items import ItemFacts


class Stood(Protocol):
    """A row of a stage's sign-off, as far as positions follow from it."""

    pk: int
    side: str
    body_id: int
    position: str
    manner: str
    answers_id: int | None


# What speaks against a stage until it is answered; it outlives the opening of the stage.
OBJECTIONS = frozenset({Position.REFUSED, Position.DISPUTED})
# What does not hold a stage, as long as one forum has signed.
_THROUGH = frozenset({Position.SIGNED, Position.ABSTAINED})


@dataclass(frozen=True)
class Positions:
    """Where each side stands on a stage now. A forum without a position is not in `forums`.

    `answered`: the forums whose objection the council has answered. `on_paper`: those whose signature stands on paper.
    """

    council: str = ""
    forums: Mapping[int, str] = field(default_factory=dict)
    answered: frozenset[int] = frozenset()
    on_paper: frozenset[int] = frozenset()

    def of(self, side: str, body_id: int) -> str:
        return self.council if side == Side.COUNCIL else self.forums.get(body_id, "")

    @property
    def anyone_signed(self) -> bool:
        return Position.SIGNED in (self.council, *self.forums.values())

    def missing(self, signing: Collection[int]) -> list[int]:
        """The forums whose signature is not there."""
        return [body for body in signing if self.forums.get(body) != Position.SIGNED]

    def waited_for(self, signing: Collection[int]) -> list[int]:
        """The forums that hold the stage: those that have neither signed nor abstained."""
        return [body for body in signing if self.forums.get(body) not in _THROUGH]

    def forums_agree(self, signing: Collection[int]) -> bool:
        """Whether each forum has signed or abstained, and at least one has signed."""
        return not self.waited_for(signing) and len(self.missing(signing)) < len(signing)

    def objects(self, body_id: int) -> bool:
        """Whether this forum has refused or disputed, and no answer has come."""
        return self.forums.get(body_id) in OBJECTIONS and body_id not in self.answered

    def is_contested(self, signing: Collection[int]) -> bool:
        return self.council == Position.REFUSED or any(self.objects(body) for body in signing)


Row = TypeVar("Row", bound=Stood)


def standing(sign_offs: Iterable[Row]) -> dict[tuple[str, int], Row]:
    """The row that holds each side's position now, by side and body (0 for the council, which is one side whoever acts for it).

    Opening a stage again takes signatures back; a refusal or a dispute stands until that forum takes another position. An answer
    is no position: see `answers_to`.
    """
    rows: dict[tuple[str, int], Row] = {}
    for row in sign_offs:
        if row.position == Position.REOPENED:
            rows = {place: stood for place, stood in rows.items() if stood.position in OBJECTIONS}
        elif row.position != Position.ANSWERED:
            rows[row.side, 0 if row.side == Side.COUNCIL else row.body_id] = row
    return rows


def answers_to(sign_offs: Iterable[Row]) -> dict[int, Row]:
    """The council's last answer to each refusal and dispute, by the primary key of what it answers."""
    return {row.answers_id: row for row in sign_offs if row.position == Position.ANSWERED and row.answers_id is not None}


def positions(sign_offs: Iterable[Stood]) -> Positions:
    """Everyone's position now, from the whole history."""
    history = list(sign_offs)
    rows, answers = standing(history), answers_to(history)
    council = rows.pop((Side.COUNCIL, 0), None)
    forums = {body: row for (_side, body), row in rows.items()}
    return Positions(
        council.position if council else "",
        {body: row.position for body, row in forums.items()},
        frozenset(body for body, row in forums.items() if row.pk in answers),
        frozenset(body for body, row in forums.items() if row.position == Position.SIGNED and row.manner == Manner.ON_PAPER),
    )


def stage_state(stood: Positions, signing: Collection[int]) -> StageState:
    """The state of a stage that has begun.

    It is done when the council has signed and every signing forum has signed or abstained, at least one of them signed.
    """
    if stood.council == Position.WENT_ON:
        return StageState.UNSIGNED
    if stood.is_contested(signing):
        return StageState.CONTESTED
    if stood.council == Position.SIGNED and stood.forums_agree(signing):
        return StageState.DONE
    return StageState.NOW


def waits_for_forum(*, confirms: str, facts: ItemFacts) -> bool:
    """Whether it is a forum's turn on this item."""
    if facts.state == ItemState.OFFICER_CONFIRMED:
        return True
    return confirms == Confirms.FORUM_PARTNER and facts.state in (ItemState.NOT_STARTED, ItemState.IN_PROGRESS)


def is_settled_on_paper(*, confirms: str, facts: ItemFacts, papers: Collection[int]) -> bool:
    """Whether what the forums of these papers signed stands for the confirmation of this item.

    Only of what waits for nothing but those forums: the council's own answer and another forum's question are still owed.
    """
    return bool(papers) and waits_for_forum(confirms=confirms, facts=facts) and facts.asked <= set(papers)


def of_hands(*, yes: int, no: int) -> Position:
    """What a show of hands decides: more yes than no signs, more no than yes refuses, as many of each abstains until it is counted anew.

    "Not sure" is counted and shown, and decides nothing.
    """
    if yes > no:
        return Position.SIGNED
    return Position.REFUSED if no > yes else Position.ABSTAINED


def fits(because: str, stood: Positions, signing: Collection[int]) -> bool:
    """Whether a reason for going on unsigned is what happened: "no reply" of a silent forum, "did not sign" of one that said so."""
    said = [stood.forums.get(body, "") for body in signing]
    if because == Unsigned.NO_REPLY:
        return "" in said or not signing
    if because == Unsigned.REFUSED:
        return any(each in OBJECTIONS or each == Position.ABSTAINED for each in said)
    return True
