"""Judgements about people, on plain facts: the live capacities that a user carries."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from groups.enums import COMMITTEE_ROLES, COUNCIL_ROLES, SECOND_FACTOR_ROLES, BodyKind, Hat, Role

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


def signs_for(who: object, body: object) -> bool:
    """Whether a user (by any capacity) or an actor (by the one worn) may confirm and sign for this body."""
    key = getattr(body, "pk", None)
    return key is not None and any(capacity.can_sign and capacity.body_id == key for capacity in live_capacities(who))


def belongs_to(who: object, body: object) -> bool:
    """Whether a user or an actor holds a live capacity in this body."""
    return getattr(body, "pk", None) in body_ids_of(who)


# Roles that stand only in one kind of body. Every other role stands anywhere.
_PLACES: dict[str, set[str]] = {
    Role.OFFICER: {BodyKind.TEAM},
    Role.SAFEGUARDING_LEAD: {BodyKind.TEAM},
    Role.ADMINISTRATOR: {BodyKind.TEAM},
    Role.COMMITTEE_MEMBER: {BodyKind.COMMITTEE},
    Role.CO_OPTEE: {BodyKind.COMMITTEE},
}


def role_fits(role: str, kind: str) -> bool:
    """Whether a role can be held in this kind of body: an officer in a council team, a co-optee in a committee."""
    return kind in _PLACES.get(role, {kind})


def usual_hat(role: str) -> str:
    """How a person in this role speaks, unless they say otherwise."""
    if role in COUNCIL_ROLES or role == Role.FACILITATOR:
        return Hat.STAFF
    return Hat.OWN_EXPERIENCE if role == Role.MEMBER else Hat.REPRESENTATIVE


def runs_independent(who: object, body: object = None) -> bool:
    """Whether they chair or organise this body, or any when none is given, and it is independent of the council."""
    return any(
        capacity.role in (Role.CHAIR, Role.ORGANISER) and capacity.body.is_independent and body in (None, capacity.body)
        for capacity in live_capacities(who)
    )
