"""Choices of groups: kinds of bodies, roles, meetings; and their transition tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BodyKind(TextChoices):
    """What kind of body this is. The record's own, finer word stands beside it in `kind_words`."""

    FORUM = "forum", _("Forum")
    ORGANISATION = "organisation", _("Organisation")
    TEAM = "team", _("Council team")
    COMMITTEE = "committee", _("Committee")


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


class PriorityStatus(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ADOPTED = "adopted", _("Adopted")
    RETIRED = "retired", _("No longer a priority")


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


class Reply(TextChoices):
    INVITED = "invited", _("Not answered yet")
    COMING = "coming", _("Coming")
    NOT_COMING = "not_coming", _("Not coming")


class Digest(TextChoices):
    AS_THEY_COME = "as_they_come", _("As they come")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
