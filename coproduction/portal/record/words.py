"""The one table that maps the record's words to the portal's kinds and states.

The record's own word is kept beside each (`kind_words`, `status_words`) and shown. A word that is missing here stops
the import with an error naming the record: nobody guesses what it means. Where the record says nothing, neither do we.
"""

from collections.abc import Mapping

from coproduction.core.enums import Qualifier
from engagements.enums import ProjectKind, ProjectStatus
from feedback.enums import AnswerKind, AskState, PromiseState, SaidBasis
from groups.enums import BodyKind, BodyStatus, Frequency, Mark

# The council's own parts are teams; everyone else is an organisation.
ORGANISATION_KINDS: Mapping[str, BodyKind] = {
    "council": BodyKind.TEAM,
    "council_service": BodyKind.TEAM,
    "vcs": BodyKind.ORGANISATION,
    "vcs_parent_carer_forum": BodyKind.ORGANISATION,
    "funder": BodyKind.ORGANISATION,
    "advice_service": BodyKind.ORGANISATION,
    "nhs": BodyKind.ORGANISATION,
    "nhs_post": BodyKind.ORGANISATION,
    "partnership": BodyKind.ORGANISATION,
    "local_authorities": BodyKind.ORGANISATION,
    "government": BodyKind.ORGANISATION,
    "public_body": BodyKind.ORGANISATION,
    "company": BodyKind.ORGANISATION,
    "commissioned_providers": BodyKind.ORGANISATION,
    "national": BodyKind.ORGANISATION,
}

FORUM_KINDS: Mapping[str, BodyKind] = dict.fromkeys(
    (
        "youth_network", "youth_council", "youth_board", "partner_youth_board", "youth_programme", "family_panel", "parent_carer_forum",
        "partnership", "board", "workshop_series", "working_group", "peer_network", "engagement_group", "advisory_group", "channel_list",
    ),
    BodyKind.FORUM,
)  # fmt: skip

COMMITTEE_KINDS: Mapping[str, BodyKind] = {"scrutiny_committee": BodyKind.COMMITTEE}

BODY_STATUSES: Mapping[str, BodyStatus] = {"active": BodyStatus.ACTIVE, "historic": BodyStatus.CLOSED}

FREQUENCIES: Mapping[str, Frequency] = {
    "weekly": Frequency.WEEKLY,
    "monthly": Frequency.MONTHLY,
    "termly": Frequency.TERMLY,
    "quarterly": Frequency.QUARTERLY,
}

# Four forums have a colour and sign of their own; the workshops share their board's, the network its council's.
MARKS: Mapping[str, Mark] = {
    "youth-council": Mark.YOUTH_COUNCIL,
    "youth-voice": Mark.YOUTH_COUNCIL,
    "family-voices": Mark.FAMILY_VOICES,
    "parentsactive": Mark.PARENTSACTIVE,
    "parentsactive-org": Mark.PARENTSACTIVE,
    "corporate-parenting-board": Mark.CORPORATE_PARENTING,
    "cpb-workshops": Mark.CORPORATE_PARENTING,
}

PROJECT_KINDS: Mapping[str, ProjectKind] = {
    "strategy": ProjectKind.STRATEGY,
    "tender_evaluation_panel": ProjectKind.TENDER_PANEL,
    "service_design": ProjectKind.SERVICE_DESIGN,
    "website_content": ProjectKind.WEB_CONTENT,
    "media": ProjectKind.MEDIA,
    "event": ProjectKind.EVENT,
    "event_list": ProjectKind.EVENT,
    "framework": ProjectKind.FRAMEWORK,
    "policy": ProjectKind.POLICY,
    "governance": ProjectKind.GOVERNANCE,
    "inspection": ProjectKind.INSPECTION,
    "recruitment_panel": ProjectKind.RECRUITMENT_PANEL,
    "user_testing": ProjectKind.USER_TESTING,
    "training": ProjectKind.TRAINING,
    "recommissioning": ProjectKind.RECOMMISSIONING,
    "design": ProjectKind.OTHER,
    "commissioning_criteria": ProjectKind.OTHER,
    "priorities": ProjectKind.OTHER,
    "peer_support": ProjectKind.OTHER,
    "service_review": ProjectKind.OTHER,
    "workshop_series": ProjectKind.OTHER,
    "service_feedback": ProjectKind.OTHER,
    "action_plan": ProjectKind.OTHER,
    "digital_accessibility": ProjectKind.OTHER,
    "transformation": ProjectKind.OTHER,
    "charter": ProjectKind.OTHER,
}

# "planned" is public, so it is not the portal's draft. The three words of 2016 say where something stood then, not now.
PROJECT_STATUSES: Mapping[str, ProjectStatus] = {
    "completed": ProjectStatus.CLOSED,
    "completed_evaluated": ProjectStatus.CLOSED,
    "published": ProjectStatus.CLOSED,
    "launched": ProjectStatus.CLOSED,
    "in_use": ProjectStatus.OPEN,
    "in_progress": ProjectStatus.OPEN,
    "running": ProjectStatus.OPEN,
    "in_force_monitored": ProjectStatus.OPEN,
    "actions_agreed": ProjectStatus.OPEN,
    "action_plan_made": ProjectStatus.OPEN,
    "informing_practice": ProjectStatus.OPEN,
    "open": ProjectStatus.OPEN,
    "planned": ProjectStatus.OPEN,
    "exploring": ProjectStatus.OPEN,
    "evolving": ProjectStatus.OPEN,
    "third draft (2016)": ProjectStatus.UNKNOWN,
    "in_progress (2016)": ProjectStatus.UNKNOWN,
    "appointed (2016)": ProjectStatus.UNKNOWN,
}

QUALIFIERS: Mapping[str, Qualifier] = {
    "exact": Qualifier.EXACT,
    "at_least": Qualifier.AT_LEAST,
    "more_than": Qualifier.MORE_THAN,
    "not_stated": Qualifier.NOT_STATED,
}

ANSWERS: Mapping[str, AnswerKind] = {
    "done": AnswerKind.DID,
    "reported_done": AnswerKind.DID,
    "commitment_to_date": AnswerKind.DID,
    "in_progress": AnswerKind.DOING,
    "ongoing": AnswerKind.DOING,
    "actions_agreed_progress_not_reported": AnswerKind.DOING,
    "planned": AnswerKind.NOT_YET,
    "illustration_only": AnswerKind.LEFT_OPEN,
}

SAID_BASES: Mapping[str, SaidBasis] = {
    "verbatim_in_seed": SaidBasis.VERBATIM,
    "paraphrased_in_seed": SaidBasis.SUMMARY,
    "speaker not certain in the seed": SaidBasis.UNCERTAIN,
}
# Words that the record does not mark as their own are never shown as their own.
SAID_WITHOUT_BASIS = SaidBasis.SUMMARY

QUOTE_IS_VERBATIM: Mapping[str, bool] = {
    "verbatim": True,
    "reported_speech (not a direct quotation; recorded in minutes as told by a councillor)": False,
}

PROMISE_STATES: Mapping[str, PromiseState] = {
    "planned": PromiseState.MADE,
    "intended": PromiseState.MADE,
    "standing": PromiseState.UNDER_WAY,
    "ongoing": PromiseState.UNDER_WAY,
    "in_progress": PromiseState.UNDER_WAY,
    "unknown": PromiseState.UNKNOWN,
}

ASK_STATES: Mapping[str, AskState] = {
    "raised": AskState.RAISED,
    "suggested": AskState.RAISED,
    "answered": AskState.ANSWERED,
    "discussed": AskState.DISCUSSED,
}

# The record gives the four roles an id and no name: the id, written as words.
ROLE_TITLES: Mapping[str, str] = {
    "children-families": "Children and families",
    "practitioners-facilitators": "Practitioners and facilitators",
    "council": "The council",
    "partners": "Partners",
}
