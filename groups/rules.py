"""Who may. Predicates take a user, who is judged by every hat they own, or an actor, who is judged by the one worn.

Other rooms build on these: `rules.add_perm("checklist.answer_item", is_officer & leads_project)`.
"""

from typing import TYPE_CHECKING

import rules

from groups import policies
from groups.enums import Role

if TYPE_CHECKING:
    from groups.models import Body


@rules.predicate
def is_council(who: object) -> bool:
    """Works for the council, in whatever role."""
    return policies.is_council(who)


@rules.predicate
def is_officer(who: object) -> bool:
    return policies.is_officer(who)


@rules.predicate
def is_board_administrator(who: object) -> bool:
    return Role.BOARD_ADMINISTRATOR in policies.roles_of(who)


@rules.predicate
def is_facilitator(who: object) -> bool:
    return Role.FACILITATOR in policies.roles_of(who)


@rules.predicate
def is_committee(who: object) -> bool:
    return policies.is_committee(who)


@rules.predicate
def is_safeguarding_lead(who: object) -> bool:
    return policies.is_safeguarding_lead(who)


@rules.predicate
def is_administrator(who: object) -> bool:
    return policies.is_administrator(who)


@rules.predicate
def has_a_part(who: object) -> bool:
    """Holds any live capacity."""
    return bool(policies.roles_of(who))


@rules.predicate
def signs_for(who: object, body: object) -> bool:
    """May confirm and sign for this body."""
    return policies.signs_for(who, body)


@rules.predicate
def belongs_to(who: object, body: object) -> bool:
    """Has a part in this body."""
    return policies.belongs_to(who, body)


rules.add_perm("groups.manage_people", is_administrator)
rules.add_perm("groups.see_audit", is_administrator)
rules.add_perm("groups.see_administration", is_administrator)


@rules.predicate
def runs(who: object, body: "Body | None") -> bool:
    """Plans this body's meetings; without a body, any body's."""
    return policies.runs_any(who) if body is None else policies.runs(who, body)


@rules.predicate
def keeps_register(who: object, body: "Body | None") -> bool:
    """Sees who the members of this body are and what they need; without a body, of any."""
    return policies.keeps_any(who) if body is None else policies.keeps_register(who, body)


@rules.predicate
def counts_members(who: object, body: "Body") -> bool:
    """Sees how many members this body has, without learning who they are."""
    return policies.counts_members(who, body)


@rules.predicate
def holds_the_pen(who: object, body: "Body | None") -> bool:
    """Writes what this body says in its own words; without a body, any body."""
    return policies.holds_the_pen(who, body)


@rules.predicate
def edits(who: object, body: "Body | None") -> bool:
    """Changes what the council says about this body; without a body, about any."""
    return policies.is_officer(who) if body is None else policies.edits(who, body)


@rules.predicate
def serves(who: object, body: "Body") -> bool:
    """Looks after this body for the council."""
    return policies.serves(who, body)


@rules.predicate
def agrees_minutes(who: object, body: "Body") -> bool:
    """May note that this body agreed its minutes. Nobody does so for the council."""
    return policies.agrees_minutes(who, body)


@rules.predicate
def opens_desk(who: object, body: "Body") -> bool:
    """Has the desk of this body: runs it, keeps its register or writes its words."""
    return policies.opens_desk(who, body)


rules.add_perm("groups.manage_forums", edits)
rules.add_perm("groups.list_forums", is_officer | is_board_administrator)
rules.add_perm("groups.write_own_words", holds_the_pen)
rules.add_perm("groups.open_desk", opens_desk)
rules.add_perm("groups.write_charter", serves | holds_the_pen)
rules.add_perm("groups.agree_charter", signs_for)
rules.add_perm("groups.read_charter_draft", serves | belongs_to)
rules.add_perm("groups.keep_register", keeps_register)
rules.add_perm("groups.count_members", keeps_register | counts_members)
rules.add_perm("groups.manage_meetings", runs)
rules.add_perm("groups.manage_terms", is_officer | is_board_administrator)
rules.add_perm("groups.manage_reminders", is_officer | is_board_administrator)
rules.add_perm("groups.agree_minutes", agrees_minutes)
# The actions of a body, and its minutes before they are published: for its own people and for whoever runs its meetings.
rules.add_perm("groups.read_proceedings", runs | belongs_to)
# Stored files, by their audience; see `core.views.files`.
rules.add_perm("core.see_officers_files", is_officer | is_board_administrator)
rules.add_perm("core.see_safeguarding_files", is_safeguarding_lead)
