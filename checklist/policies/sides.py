"""Whose side someone is on, and who may speak for a forum."""

from collections.abc import Collection
from typing import Protocol

from checklist.enums import (
    Side,
)
from engagements.enums import ProjectStatus
from groups.enums import COUNCIL_ROLES, SIGNING_ROLES, Role

# A project that rests cannot be worked on; one of which the record knows no status can.
RESTING = frozenset({ProjectStatus.PAUSED, ProjectStatus.STOPPED, ProjectStatus.CLOSED})


# Whoever is younger is a child: the age at which the Children Act 1989, section 105, ends childhood.
ADULT_AGE = 18


class Aged(Protocol):
    """A body, as far as the ages of its people are known."""

    age_from: int | None


def is_childrens_forum(body: Aged) -> bool:
    """Whether a forum has members under 18: it signs by a show of hands, so that no child needs an account."""
    return body.age_from is not None and body.age_from < ADULT_AGE


def side_of(*, role: str, body_id: int, signing: Collection[int], by_hands: Collection[int] = ()) -> Side | None:
    """The side on which this role in this body acts: officers for the council, signers of a signing forum for it, others for none.

    `by_hands` are the children's forums for which, in this act, a facilitator writes down a show of hands.
    """
    if role == Role.OFFICER:
        return Side.COUNCIL
    if role in SIGNING_ROLES and body_id in signing:
        return Side.FORUM
    if role == Role.FACILITATOR and body_id in signing and body_id in by_hands:
        return Side.FORUM
    return None


def may_dispute(*, role: str, body_id: int, signing: Collection[int]) -> bool:
    """Whether this role in this body may say that what is written down for it is not what it decided: anyone of a signing forum."""
    return body_id in signing and role not in COUNCIL_ROLES


def other_side(side: Side) -> Side:
    return Side.FORUM if side == Side.COUNCIL else Side.COUNCIL
