"""Choices of groups: kinds of bodies, roles, meetings; and their transition tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BodyKind(TextChoices):
    """What kind of body this is. The record's own, finer word stands beside it in `kind_words`."""

    FORUM = "forum", _("Forum")
    ORGANISATION = "organisation", _("Organisation")
    TEAM = "team", _("Council team")
    COMMITTEE = "committee", _("Committee")


# The bodies that hold meetings and have members.
MEETING_KINDS = frozenset({BodyKind.FORUM, BodyKind.COMMITTEE})


class BodyStatus(TextChoices):
    FORMING = "forming", _("Being set up")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("Not in the record")


class Mark(TextChoices):
    """The colour and sign of a forum."""

    YOUTH_COUNCIL = "youth-council", _("Star")
    FAMILY_VOICES = "family-voices", _("Three circles")
    PARENTSACTIVE = "parentsactive", _("Chevrons")
    CORPORATE_PARENTING = "corporate-parenting", _("Arch")
    OTHER = "other", _("Ring")


class Relation(TextChoices):
    """How one body stands to another: this body … that body."""

    MEMBER_OF = "member_of", _("is part of")
    SITS_ON = "sits_on", _("sits on")
    CHAIRS = "chairs", _("chairs")
    FUNDS = "funds", _("funds")


class Role(TextChoices):
    """A person's part in a body."""

    MEMBER = "member", _("member")
    CHAIR = "chair", _("chair")
    REPRESENTATIVE = "representative", _("representative")
    ORGANISER = "organiser", _("organiser")
    FACILITATOR = "facilitator", _("facilitator")
    OFFICER = "officer", _("officer")
    BOARD_ADMINISTRATOR = "board_administrator", _("board administrator")
    COMMITTEE_MEMBER = "committee_member", _("committee member")
    CO_OPTEE = "co_optee", _("co-optee")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("safeguarding lead")
    ADMINISTRATOR = "administrator", _("administrator")


# Council staff: they act for the council and never for a forum.
COUNCIL_ROLES = frozenset({Role.OFFICER, Role.BOARD_ADMINISTRATOR, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR})
# People who may confirm and sign for their forum.
SIGNING_ROLES = frozenset({Role.CHAIR, Role.REPRESENTATIVE, Role.ORGANISER})
COMMITTEE_ROLES = frozenset({Role.COMMITTEE_MEMBER, Role.CO_OPTEE})
# Roles whose account needs a second factor when the portal is not a demonstration.
SECOND_FACTOR_ROLES = frozenset({Role.OFFICER, Role.BOARD_ADMINISTRATOR, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR})


class Hat(TextChoices):
    """Speaking from one's own life, or for others."""

    OWN_EXPERIENCE = "own_experience", _("from their own life")
    REPRESENTATIVE = "representative", _("for others")
    STAFF = "staff", _("as part of their work")


# Who of a forum plans its meetings and writes down what happened there. A chair does so where the forum is independent.
RUNNING_ROLES = frozenset({Role.ORGANISER, Role.FACILITATOR, Role.BOARD_ADMINISTRATOR})
# Who of an independent forum sees its members' names, contacts and needs. Nobody from the council does.
INDEPENDENT_KEEPERS = frozenset({Role.CHAIR, Role.ORGANISER})
# Who writes what a forum says in its own words.
PEN_ROLES = frozenset({Role.CHAIR, Role.REPRESENTATIVE, Role.ORGANISER, Role.FACILITATOR})
# Parts that a forum's own people, or whoever keeps its register, can give.
MEMBERSHIP_ROLES = frozenset({Role.MEMBER, Role.CHAIR, Role.REPRESENTATIVE, Role.ORGANISER})


class AgeBand(TextChoices):
    """Never a date of birth."""

    UNDER_11 = "under-11", _("10 or younger")
    AGES_11_12 = "11-12", _("11 to 12")
    AGES_13_15 = "13-15", _("13 to 15")
    AGES_16_17 = "16-17", _("16 to 17")
    AGES_18_19 = "18-19", _("18 to 19")
    AGES_20_25 = "20-25", _("20 to 25")
    ADULT = "adult", _("26 or older")
    NOT_SAID = "", _("Not said")


# A named membership of someone this young needs the consent of a person who may give it.
UNDER_13 = frozenset({AgeBand.UNDER_11, AgeBand.AGES_11_12})


class Permission(TextChoices):
    """What we may do with someone's words."""

    USE_WORDS = "use_words", _("Use my words")
    ONLY_THE_IDEA = "only_the_idea", _("Use only the idea")
    NOT_AT_ALL = "not_at_all", _("Do not use it in public")


class Standing(TextChoices):
    """How someone stands in a body while their part lasts. Leaving is its last day."""

    ACTIVE = "active", _("Active")
    RESTING = "resting", _("Resting")
    PAUSED = "paused", _("Paused until consent is settled")


STANDING_STEPS: dict[str, set[str]] = {
    Standing.ACTIVE: {Standing.RESTING, Standing.PAUSED},
    Standing.RESTING: {Standing.ACTIVE, Standing.PAUSED},
    Standing.PAUSED: {Standing.ACTIVE, Standing.RESTING},
}


class Reach(TextChoices):
    """How a person wants to hear from us. Whatever cannot go by email stands on the tell list."""

    EMAIL = "email", _("By email")
    RING = "ring", _("Ring them")
    LETTER = "letter", _("Write a letter")
    TELL = "tell", _("Tell them at the next session")


class Authority(TextChoices):
    """Who gives consent, and by what right."""

    YOUNG_PERSON = "young_person", _("The young person")
    PARENT = "parent", _("A parent, or someone with parental responsibility")
    CARE_ORDER = "care_order", _("The council, under a care order")
    DELEGATED_CARER = "delegated_carer", _("A carer, to whom this decision is delegated")
    SELF = "self", _("The adult themselves")


# Who can consent for a child under 13.
CONSENTS_FOR_A_CHILD = frozenset({Authority.PARENT, Authority.CARE_ORDER, Authority.DELEGATED_CARER})


class ConsentAbout(TextChoices):
    MEMBERSHIP = "membership", _("Being a named member")
    ACCESS = "access", _("Telling what they need to those who arrange meetings")
    COUNCIL = "council", _("The council knowing their name and how to reach them")
    PHOTOS = "photos", _("Photos")


class ConsentVerdict(TextChoices):
    """What the statements of all holders come to."""

    NOT_NEEDED = "not_needed", _("Not needed")
    GIVEN = "given", _("Consent given")
    WAITING = "waiting", _("Waiting for consent")
    DISPUTED = "disputed", _("Those who decide do not agree")
    REFUSED = "refused", _("Consent refused")


class ArrangementState(TextChoices):
    ASKED = "asked", _("Asked for")
    ARRANGED = "arranged", _("Arranged")
    MET = "met", _("It was there")
    NOT_MET = "not_met", _("It was not there")


class JoinState(TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    INVITED = "invited", _("Invited")
    DECLINED = "declined", _("Answered: not now")


JOIN_STEPS: dict[str, set[str]] = {
    JoinState.WAITING: {JoinState.INVITED, JoinState.DECLINED},
    JoinState.INVITED: set(),
    JoinState.DECLINED: set(),
}


class PriorityStatus(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ADOPTED = "adopted", _("Adopted")
    RETIRED = "retired", _("No longer a priority")


PRIORITY_STEPS: dict[str, set[str]] = {
    PriorityStatus.PROPOSED: {PriorityStatus.ADOPTED, PriorityStatus.RETIRED},
    PriorityStatus.ADOPTED: {PriorityStatus.RETIRED},
    PriorityStatus.RETIRED: {PriorityStatus.PROPOSED, PriorityStatus.ADOPTED},
}


class CharterStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed")
    REPLACED = "replaced", _("Replaced by a newer version")


CHARTER_STEPS: dict[str, set[str]] = {
    CharterStatus.DRAFT: {CharterStatus.AGREED},
    CharterStatus.AGREED: {CharterStatus.REPLACED},
    CharterStatus.REPLACED: set(),
}


class ElectionStanding(TextChoices):
    """Where a vote stands. It follows from its dates; see `policies.election_standing`."""

    CALLED = "called", _("The vote is to come")
    VOTED = "voted", _("Voted, not in office yet")
    IN_OFFICE = "in_office", _("In office")
    ENDED = "ended", _("The term is over")


class Frequency(TextChoices):
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    TERMLY = "termly", _("Every term")
    QUARTERLY = "quarterly", _("Four times a year")
    AD_HOC = "ad_hoc", _("When needed")
    UNKNOWN = "", _("The record does not say how often")


class MeetingState(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


MEETING_STEPS: dict[str, set[str]] = {
    MeetingState.PLANNED: {MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.HELD: set(),
    MeetingState.CANCELLED: set(),
}


class MeetingKind(TextChoices):
    """What kind of meeting it is: reminders are set for each kind."""

    MEETING = "meeting", _("Meeting")
    BOARD = "board", _("Board")
    WORKSHOP = "workshop", _("Workshop")
    EVENT = "event", _("Event")


class Rhythm(TextChoices):
    """By which rule a series of meetings falls."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")
    TERMLY = "termly", _("Once a term")
    QUARTERLY = "quarterly", _("Every three months")


class AgendaState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("On the agenda")
    DECLINED = "declined", _("Not this time")


AGENDA_STEPS: dict[str, set[str]] = {
    AgendaState.PROPOSED: {AgendaState.ACCEPTED, AgendaState.DECLINED},
    AgendaState.ACCEPTED: {AgendaState.DECLINED},
    AgendaState.DECLINED: {AgendaState.ACCEPTED},
}


class MinutesState(TextChoices):
    DRAFT = "draft", _("Drafted")
    AGREED = "agreed", _("Agreed by the forum")
    PUBLISHED = "published", _("Published")


MINUTES_STEPS: dict[str, set[str]] = {
    # A change to agreed minutes makes them a draft again.
    MinutesState.DRAFT: {MinutesState.AGREED},
    MinutesState.AGREED: {MinutesState.PUBLISHED, MinutesState.DRAFT},
    MinutesState.PUBLISHED: {MinutesState.DRAFT},
}


class MinutesVerdict(TextChoices):
    """Whether somebody is asked for the minutes of a meeting, and if not, why not."""

    OVERDUE = "overdue", _("The minutes are overdue.")
    PUBLISHED = "published", _("The minutes are published.")
    CANCELLED = "cancelled", _("The meeting was cancelled.")
    NOT_SAID = "not_said", _("Nobody has said yet whether the meeting took place.")
    NOT_YET = "not_yet", _("It is not 14 days since the meeting.")
    NOBODY = "nobody", _("There is nobody to ask: nobody who looks after this forum is in the register.")


class ActionState(TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


ACTION_STEPS: dict[str, set[str]] = {
    ActionState.OPEN: {ActionState.DONE, ActionState.DROPPED},
    ActionState.DONE: {ActionState.OPEN},
    ActionState.DROPPED: {ActionState.OPEN},
}


class ReminderAudience(TextChoices):
    """Who is reminded of a meeting. Whoever said that they are not coming never is."""

    EVERYONE = "everyone", _("Everyone who is asked")
    MEMBERS = "members", _("Only members of the forum")
    COMING = "coming", _("Only those who said that they are coming")


class Reply(TextChoices):
    INVITED = "invited", _("Not answered yet")
    COMING = "coming", _("Coming")
    NOT_COMING = "not_coming", _("Not coming")


class Digest(TextChoices):
    AS_THEY_COME = "as_they_come", _("As they come")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
