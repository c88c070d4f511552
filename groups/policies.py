"""Judgements about people, on plain facts: the live capacities that a user carries."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from groups.enums import (
    COMMITTEE_ROLES,
    COUNCIL_ROLES,
    INDEPENDENT_KEEPERS,
    MEETING_KINDS,
    PEN_ROLES,
    RUNNING_ROLES,
    SECOND_FACTOR_ROLES,
    BodyKind,
    Hat,
    Role,
)

if TYPE_CHECKING:
    from groups.models import Body, Capacity


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


def serves_forums(user: object) -> bool:
    """Whether it is their work to look after the council's forums."""
    return bool(roles_of(user) & {Role.OFFICER, Role.BOARD_ADMINISTRATOR})


def serves(user: object, body: "Body") -> bool:
    """Whether they look after this body for the council.

    Nobody from the council looks after an independent one. A discreet one is looked after only by those who have a part in
    it, or in the team that leads it: where children meet is not every officer's to know.
    """
    if body.is_independent or not serves_forums(user):
        return False
    return not body.is_discreet or bool(body_ids_of(user) & {body.pk, body.lead_body_id})


def runs_in(capacity: "Capacity") -> bool:
    """Whether this part, by itself, lets a person plan the meetings of its body. Only forums and committees meet here."""
    if capacity.body.kind not in MEETING_KINDS:
        return False
    return capacity.role in RUNNING_ROLES or (capacity.role == Role.CHAIR and capacity.body.is_independent)


def runs(user: object, body: "Body") -> bool:
    """Whether they plan this body's meetings and write down what happened there."""
    return serves(user, body) or any(runs_in(capacity) for capacity in live_capacities(user) if capacity.body_id == body.pk)


def keeps_in(capacity: "Capacity") -> bool:
    """Whether this part, by itself, lets a person see who the members of its body are and what they need."""
    if capacity.body.kind not in MEETING_KINDS:
        return False
    if capacity.body.is_independent:
        return capacity.role in INDEPENDENT_KEEPERS
    return capacity.role in RUNNING_ROLES


def keeps_register(user: object, body: "Body") -> bool:
    """Whether they see the names, contacts and access needs of this body's members. For an independent one only its organisers do."""
    return serves(user, body) or any(keeps_in(capacity) for capacity in live_capacities(user) if capacity.body_id == body.pk)


def runs_any(user: object) -> bool:
    return serves_forums(user) or any(runs_in(capacity) for capacity in live_capacities(user))


def keeps_any(user: object) -> bool:
    return serves_forums(user) or any(keeps_in(capacity) for capacity in live_capacities(user))


def holds_the_pen(user: object, body: "Body | None" = None) -> bool:
    """Whether they write what this body (any, when none is given) says in its own words. Council staff never do."""
    return any(capacity.role in PEN_ROLES and body in (None, capacity.body) for capacity in live_capacities(user))


def shares_council(capacity: "Capacity") -> bool:
    """Whether the council may know who holds this part: a member of an independent forum decides that for themselves."""
    return not capacity.body.is_independent or capacity.council_may_know
