"""Judgements about people, on plain facts: the live capacities that a user carries."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from groups.enums import COMMITTEE_ROLES, COUNCIL_ROLES, SECOND_FACTOR_ROLES, Role

if TYPE_CHECKING:
    from groups.models import Capacity


def live_capacities(user: object) -> "Iterable[Capacity]":
    """The live capacities of a user; none for someone who is not signed in."""
    return getattr(user, "live_capacities", ())


def roles_of(user: object) -> set[str]:
    return {capacity.role for capacity in live_capacities(user)}


def body_ids_of(user: object) -> set[int]:
    """The bodies in which a user holds a live capacity."""
    return {capacity.body_id for capacity in live_capacities(user)}


def is_council(user: object) -> bool:
    return bool(roles_of(user) & COUNCIL_ROLES)


def is_officer(user: object) -> bool:
    return Role.OFFICER in roles_of(user)


def is_safeguarding_lead(user: object) -> bool:
    return Role.SAFEGUARDING_LEAD in roles_of(user)


def is_administrator(user: object) -> bool:
    return Role.ADMINISTRATOR in roles_of(user)


def is_committee(user: object) -> bool:
    return bool(roles_of(user) & COMMITTEE_ROLES)


def needs_second_factor(user: object) -> bool:
    return bool(roles_of(user) & SECOND_FACTOR_ROLES)
