"""Judgements about people, on plain facts: the live capacities that a user carries."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from coproduction.core.enums import Qualifier
from coproduction.core.figures import Number, in_words
from groups.enums import (
    COMMITTEE_ROLES,
    CONSENTS_FOR_A_CHILD,
    COUNCIL_ROLES,
    INDEPENDENT_KEEPERS,
    MEETING_KINDS,
    MEMBERSHIP_ROLES,
    PEN_ROLES,
    RUNNING_ROLES,
    SECOND_FACTOR_ROLES,
    UNDER_13,
    AgeBand,
    BodyKind,
    ConsentVerdict,
    ElectionStanding,
    Hat,
    MeetingState,
    MinutesVerdict,
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


def edits(user: object, body: "Body") -> bool:
    """Whether, as an officer, they change what the council says about this body; a discreet one only with a part in it or its lead."""
    return is_officer(user) and (not body.is_discreet or bool(body_ids_of(user) & {body.pk, body.lead_body_id}))


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


def opens_desk(user: object, body: "Body") -> bool:
    """Whether the desk of this body is theirs: they run it, keep its register or write its words."""
    return runs(user, body) or keeps_register(user, body) or holds_the_pen(user, body)


def has_desk(capacity: "Capacity") -> bool:
    """Whether this part, by itself, opens the desk of its forum."""
    if capacity.body.kind != BodyKind.FORUM:
        return False
    return runs_in(capacity) or keeps_in(capacity) or capacity.role in PEN_ROLES


def shares_council(capacity: "Capacity") -> bool:
    """Whether the council may know who holds this part: a member of an independent forum decides that for themselves."""
    return not capacity.body.is_independent or capacity.council_may_know


# A term that ends within this time is shown, so that the next vote can be set.
TERM_ENDS_SOON = dt.timedelta(days=90)


def election_standing(
    *, votes_on: dt.date, term_from: dt.date | None, term_until: dt.date | None, today: dt.date
) -> ElectionStanding:
    """Where a vote stands on this day."""
    if votes_on > today:
        return ElectionStanding.CALLED
    if term_from is None or term_until is None or term_from > today:
        return ElectionStanding.VOTED
    return ElectionStanding.IN_OFFICE if term_until >= today else ElectionStanding.ENDED


def ends_soon(term_until: dt.date, today: dt.date) -> bool:
    """Whether a term that still runs ends within 90 days."""
    return today <= term_until <= today + TERM_ENDS_SOON


# Bodies that are bound by a charter as a whole: one signature stands for all of them.
_SIGN_AS_ONE = frozenset({BodyKind.ORGANISATION, BodyKind.TEAM})


def signs_charter(capacity: "Capacity", forum: "Body") -> bool:
    """Whether, in this part, a person can sign the charter of this forum: as its member, or for their organisation or team."""
    if capacity.body_id == forum.pk:
        return not capacity.is_council
    return capacity.body.kind in _SIGN_AS_ONE


def knows_members(who: object, body: "Body") -> bool:
    """Whether they know the members of this body by name: its members do, and whoever keeps its register."""
    own = [capacity for capacity in live_capacities(who) if capacity.body_id == body.pk]
    return keeps_register(who, body) or any(capacity.role in MEMBERSHIP_ROLES for capacity in own)


def agrees_minutes(who: object, body: "Body") -> bool:
    """Whether they may note that this forum agreed its minutes: who signs for it, or its facilitator, who saw the show of hands."""
    own = [capacity for capacity in live_capacities(who) if capacity.body_id == body.pk]
    return any(capacity.can_sign or capacity.role == Role.FACILITATOR for capacity in own)


# After so many days somebody is asked for the minutes of a meeting.
MINUTES_DUE_AFTER = dt.timedelta(days=14)


def minutes_verdict(*, state: str, ended_at: dt.datetime, now: dt.datetime, published: bool, someone: bool) -> MinutesVerdict:
    """Whether somebody is asked for the minutes of a meeting that is over, and if not, why not."""
    if state == MeetingState.CANCELLED:
        return MinutesVerdict.CANCELLED
    if published:
        return MinutesVerdict.PUBLISHED
    if now - ended_at <= MINUTES_DUE_AFTER:
        return MinutesVerdict.NOT_SAID if state == MeetingState.PLANNED else MinutesVerdict.NOT_YET
    return MinutesVerdict.OVERDUE if someone else MinutesVerdict.NOBODY


# In a discreet forum, fewer than this could tell who they are.
FEWEST_SHOWN = 5
# Those who come because of an office they hold. Who they are is public anyway.
_IN_OFFICE = re.compile(r"(?:(?:council|health|school) )?(?:councillors?|officers?|staff)", re.IGNORECASE)


def shown_heads(heads: Number, *, discreet: bool = False) -> str:
    """How many people came, in words that the public may read.

    5 and more are printed as they were counted. Fewer are not, since it could tell who they are (the rule for small numbers,
    domain 4): except councillors and officers, unless the forum is discreet.
    """
    who = heads.unit or _("people")
    few = heads.number is not None and heads.number < FEWEST_SHOWN and (discreet or not _IN_OFFICE.fullmatch(who))
    if heads.number is None or (few and heads.qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN)):
        return _("some %(who)s") % {"who": who}
    if few:
        return _("fewer than 5 %(who)s") % {"who": who}
    return in_words(heads if heads.unit else Number(heads.number, heads.qualifier, who, heads.as_of))


# Names of one or two letters would be found everywhere.
_SHORTEST_NAME = 3
# "4 May 2026" and "May 2026" name a month and nobody.
_MONTHS = "april|may|june|august"
_DATES = re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})\b|\b(?:{_MONTHS}) \d{{4}}\b")


def lines_with(text: str, names: Iterable[str]) -> list[int]:
    """The lines, counted from 1, in which a name stands as a whole word: the full name or a part of it, however it is written."""
    parts = {_folded(part) for name in names for part in (name, *name.split(), *re.split(r"[\s-]+", name))}
    wanted = sorted(part for part in parts if len(part) >= _SHORTEST_NAME)
    if not wanted:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)")
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines for _found in pattern.finditer(_DATES.sub("", _folded(line)))]


def _folded(text: str) -> str:
    """Without accents, capitals and odd spaces: Zoë is found where Zoe is written."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(plain.replace("’", "'").casefold().split())


def counts_members(user: object, body: "Body") -> bool:
    """Whether they see how many members a body has and what to arrange, without names: the council's own staff do.

    Of a discreet body only those who have a part in it, or in the team that leads it.
    """
    if not roles_of(user) & {Role.OFFICER, Role.BOARD_ADMINISTRATOR, Role.ADMINISTRATOR}:
        return False
    return not body.is_discreet or bool(body_ids_of(user) & {body.pk, body.lead_body_id})


@dataclass(frozen=True)
class Statement:
    """What one holder said about one thing, on one day; `order` is the order in which it was written down."""

    holder: str
    authority: str
    is_given: bool
    said_on: dt.date
    order: int


def standing_statements(statements: Iterable[Statement]) -> list[Statement]:
    """The newest statement of each holder: an older one of the same holder holds no longer."""
    newest: dict[tuple[str, str], Statement] = {}
    for statement in sorted(statements, key=lambda each: (each.said_on, each.order)):
        newest[statement.authority, " ".join(statement.holder.casefold().split())] = statement
    return list(newest.values())


def consent_verdict(age_band: str, statements: Iterable[Statement]) -> ConsentVerdict:
    """What the holders' statements come to. Under 13, someone who may decide for a child has to agree."""
    standing = standing_statements(statements)
    if len({statement.is_given for statement in standing}) > 1:
        return ConsentVerdict.DISPUTED
    if any(not statement.is_given for statement in standing):
        return ConsentVerdict.REFUSED
    if age_band in UNDER_13 and not any(statement.authority in CONSENTS_FOR_A_CHILD for statement in standing):
        return ConsentVerdict.WAITING
    return ConsentVerdict.GIVEN if standing else ConsentVerdict.NOT_NEEDED


def may_be_named(verdict: str) -> bool:
    """Whether a membership goes on, as far as consent is concerned. Otherwise it is paused."""
    return verdict in {ConsentVerdict.NOT_NEEDED, ConsentVerdict.GIVEN}


# From this age on, young people say for themselves whether they are named members.
AGE_OF_OWN_CONSENT = 13


def must_know_age(body: "Body") -> bool:
    """Whether people of this body may be so young that their age has to be known."""
    return body.age_from is not None and body.age_from < AGE_OF_OWN_CONSENT


_BANDS = (
    (11, AgeBand.UNDER_11),
    (AGE_OF_OWN_CONSENT, AgeBand.AGES_11_12),
    (16, AgeBand.AGES_13_15),
    (18, AgeBand.AGES_16_17),
    (20, AgeBand.AGES_18_19),
    (26, AgeBand.AGES_20_25),
)


def age_band_of(age: int) -> AgeBand:
    """The band of an age in years."""
    return next((band for below, band in _BANDS if age < below), AgeBand.ADULT)


# A spreadsheet takes the first 0 of a number away; without it nobody can ring.
_PHONE = re.compile(r"(?<!\d)(?:\+|0)[\d ()-]{8,20}")


def phone_in(words: str) -> str:
    """The first telephone number in these words that can be rung as it stands, without spaces; empty when there is none."""
    found = _PHONE.search(words)
    return "".join(mark for mark in found[0] if mark.isdigit() or mark == "+") if found else ""


def has_phone(words: str) -> bool:
    return bool(phone_in(words))
