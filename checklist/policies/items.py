"""Where an item stands, from its history, and what each side can do with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from checklist.enums import (
    Confirms,
    ItemEventKind,
    ItemState,
    Side,
)


class ItemAct(StrEnum):
    """What someone can do with an item."""

    ANSWER = "answer"
    CONFIRM = "confirm"
    QUERY = "query"
    REPLY = "reply"
    SKIP = "skip"
    REOPEN = "reopen"
    # Put something that shows it beside it; possible for both sides while the stage is open.
    EVIDENCE = "evidence"


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
    if kind in (ItemEventKind.EVIDENCE_ADDED, ItemEventKind.EVIDENCE_REMOVED):
        return facts
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


def item_acts(*, side: str, body_id: int, confirms: str, facts: ItemFacts, may_not_apply: bool = True) -> frozenset[ItemAct]:
    """What this side can do with an item that stands so. Who confirms follows from the item, and a question from who asked it.

    `may_not_apply` is false for an item that the template never lets anyone leave out.
    """
    found = _council_acts(confirms, facts) if side == Side.COUNCIL else _forum_acts(confirms, facts, body_id)
    return frozenset(found) - (frozenset() if may_not_apply else {ItemAct.SKIP})


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


def as_link(words: str) -> str:
    """The web address that someone typed, with https where they left that out; empty when it is no address of the web."""
    words = words.strip()
    address = words if "://" in words else f"https://{words}"
    if any(each.isspace() for each in words):
        return ""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and "." in host.strip(".") and not parts.username else ""
