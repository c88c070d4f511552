"""Judgements on the checklist, on plain facts: whose side someone is on, what may be done with an item, what history implies.

The same functions decide in the services, draw the buttons on the page, and say what the state is, so these cannot disagree.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from checklist.enums import Confirms, ItemEventKind, ItemState, Position, Side, StageState
from engagements.enums import ProjectStatus
from groups.enums import SIGNING_ROLES, Role

# A project that rests cannot be worked on; one of which the record knows no status can.
RESTING = frozenset({ProjectStatus.PAUSED, ProjectStatus.STOPPED, ProjectStatus.CLOSED})


def side_of(*, role: str, body_id: int, signing: Collection[int]) -> Side | None:
    """The side on which this role in this body acts: officers for the council, signers of a signing forum for it, others for none."""
    if role == Role.OFFICER:
        return Side.COUNCIL
    if role in SIGNING_ROLES and body_id in signing:
        return Side.FORUM
    return None


def other_side(side: Side) -> Side:
    return Side.FORUM if side == Side.COUNCIL else Side.COUNCIL


# --- Items ----------------------------------------------------------------------------------------------------------------


class ItemAct(StrEnum):
    """What someone can do with an item."""

    ANSWER = "answer"
    CONFIRM = "confirm"
    QUERY = "query"
    REPLY = "reply"
    SKIP = "skip"
    REOPEN = "reopen"


class Happened(Protocol):
    """An event of an item, as far as its state follows from it."""

    kind: str
    side: str
    body_id: int


@dataclass(frozen=True)
class ItemFacts:
    """Where an item stands. `asked`: the forums whose question is still open. `words_by`: the side that wrote the answer."""

    state: str = ItemState.NOT_STARTED
    asked: frozenset[int] = frozenset()
    does_not_apply: bool = False
    words_by: str = ""


def item_after(facts: ItemFacts, event: Happened, confirms: str) -> ItemFacts:
    """Where an item stands after one more event."""
    kind = event.kind
    if kind == ItemEventKind.ANSWERED:
        return replace(facts, state=ItemState.IN_PROGRESS, does_not_apply=False, words_by=event.side)
    if kind == ItemEventKind.REOPENED:
        return replace(facts, state=ItemState.IN_PROGRESS, does_not_apply=False)
    if kind == ItemEventKind.OFFICER_CONFIRMED:
        alone = confirms == Confirms.OFFICER and not facts.asked
        return replace(facts, state=ItemState.CONFIRMED if alone else ItemState.OFFICER_CONFIRMED)
    if kind == ItemEventKind.QUERIED:
        return replace(facts, state=ItemState.QUERIED, asked=facts.asked | {event.body_id})
    if kind == ItemEventKind.REPLIED:
        return replace(facts, state=ItemState.OFFICER_CONFIRMED)
    if kind == ItemEventKind.NOT_APPLICABLE:
        facts = replace(facts, does_not_apply=True)
    if event.side == Side.COUNCIL:
        # Whoever asked has the last word, also on whether it applies.
        return replace(facts, state=ItemState.OFFICER_CONFIRMED if facts.asked else ItemState.NOT_APPLICABLE)
    still_asked = facts.asked - {event.body_id}
    settled = ItemState.NOT_APPLICABLE if facts.does_not_apply else ItemState.CONFIRMED
    return replace(facts, state=facts.state if still_asked else settled, asked=still_asked)


def item_facts(events: Iterable[Happened], confirms: str) -> ItemFacts:
    """Where an item stands, from its whole history."""
    facts = ItemFacts()
    for event in events:
        facts = item_after(facts, event, confirms)
    return facts


_UNSETTLED = frozenset({ItemState.NOT_STARTED, ItemState.IN_PROGRESS, ItemState.OFFICER_CONFIRMED, ItemState.QUERIED})
_SETTLED = frozenset({ItemState.CONFIRMED, ItemState.NOT_APPLICABLE})


def item_acts(*, side: str, body_id: int, confirms: str, facts: ItemFacts) -> frozenset[ItemAct]:
    """What this side can do with an item that stands so. Who confirms follows from the item, and a question from who asked it."""
    if side == Side.COUNCIL:
        return frozenset(_council_acts(confirms, facts))
    return frozenset(_forum_acts(confirms, facts, body_id))


def _council_acts(confirms: str, facts: ItemFacts) -> Iterable[ItemAct]:
    forum_alone = confirms == Confirms.FORUM_PARTNER
    if not (forum_alone and facts.words_by == Side.FORUM):
        yield ItemAct.ANSWER
    if facts.state == ItemState.QUERIED:
        yield ItemAct.REPLY
    if forum_alone:
        return
    if facts.state in (ItemState.NOT_STARTED, ItemState.IN_PROGRESS):
        yield ItemAct.CONFIRM
    if facts.state in _UNSETTLED and not facts.does_not_apply:
        yield ItemAct.SKIP
    if facts.state in _SETTLED:
        yield ItemAct.REOPEN


def _forum_acts(confirms: str, facts: ItemFacts, body_id: int) -> Iterable[ItemAct]:
    forum_alone = confirms == Confirms.FORUM_PARTNER
    own_words = facts.words_by == Side.FORUM
    mine_to_settle = not facts.asked or body_id in facts.asked
    if forum_alone:
        yield ItemAct.ANSWER
        if facts.state in _SETTLED:
            yield ItemAct.REOPEN
        elif mine_to_settle:
            yield ItemAct.CONFIRM
            yield ItemAct.SKIP
    elif facts.state in (ItemState.OFFICER_CONFIRMED, ItemState.QUERIED) and mine_to_settle:
        yield ItemAct.CONFIRM
    written = facts.state == ItemState.IN_PROGRESS and forum_alone and facts.words_by == Side.COUNCIL
    if not (forum_alone and own_words) and (
        written or facts.state in _SETTLED | {ItemState.OFFICER_CONFIRMED, ItemState.QUERIED}
    ):
        yield ItemAct.QUERY


# --- Stages ---------------------------------------------------------------------------------------------------------------


class Stood(Protocol):
    """A row of a stage's sign-off, as far as positions follow from it."""

    side: str
    body_id: int
    position: str


@dataclass(frozen=True)
class Positions:
    """Where each side stands on a stage now. A forum without a position is not in `forums`."""

    council: str = ""
    forums: Mapping[int, str] = field(default_factory=dict)

    def of(self, side: str, body_id: int) -> str:
        return self.council if side == Side.COUNCIL else self.forums.get(body_id, "")

    @property
    def anyone_signed(self) -> bool:
        return Position.SIGNED in (self.council, *self.forums.values())

    def missing(self, signing: Collection[int]) -> list[int]:
        """The forums whose signature is not there."""
        return [body for body in signing if self.forums.get(body) != Position.SIGNED]


Row = TypeVar("Row", bound=Stood)


def standing(sign_offs: Iterable[Row]) -> dict[tuple[str, int], Row]:
    """The row that holds each side's position now, by side and body (0 for the council, which is one side whoever acts for it).

    Opening a stage again takes signatures back; a refusal stands until it is answered.
    """
    rows: dict[tuple[str, int], Row] = {}
    for row in sign_offs:
        if row.position == Position.REOPENED:
            rows = {place: stood for place, stood in rows.items() if stood.position == Position.REFUSED}
        else:
            rows[row.side, 0 if row.side == Side.COUNCIL else row.body_id] = row
    return rows


def positions(sign_offs: Iterable[Stood]) -> Positions:
    """Everyone's position now, from the whole history."""
    rows = standing(sign_offs)
    council = rows.pop((Side.COUNCIL, 0), None)
    return Positions(council.position if council else "", {body: row.position for (_side, body), row in rows.items()})


def stage_state(stood: Positions, signing: Collection[int]) -> StageState:
    """The state of a stage that has begun."""
    if stood.council == Position.WENT_ON:
        return StageState.UNSIGNED
    if signing and stood.council == Position.SIGNED and not stood.missing(signing):
        return StageState.DONE
    if stood.council == Position.REFUSED or Position.REFUSED in [stood.forums.get(body) for body in signing]:
        return StageState.CONTESTED
    return StageState.NOW
