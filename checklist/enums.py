"""Choices of the checklist, and one transition table each for items and stages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Confirms(TextChoices):
    OFFICER = "officer", _("The council confirms")
    FORUM_PARTNER = "forum_partner", _("Only the forum confirms")
    BOTH = "both", _("Both confirm: the council first, then the forum")


class Mandatory(TextChoices):
    YES = "yes", _("Must be done")
    NO = "no", _("Can be done")
    CONDITION = "condition", _("Must be done in some projects")


class Scale(TextChoices):
    """How much of the template a project walks. Which stages are signed together follows from it: see `policies.chapters`."""

    FULL = "full", _("Full: all nine stages, each signed")
    LIGHT = "light", _("Light: for small work, signed before, during and after")
    CONSULTATION = "consultation", _("Consultation: for asking, signed before, during and after")


class Condition(TextChoices):
    """When an item that is not for every project must be done. `policies.holds_for` judges each on facts about the project."""

    DEGREE_BELOW_COPRODUCTION = "degree_below_coproduction", _("if it is telling or asking")
    DEGREE_IS_COPRODUCTION = "degree_is_coproduction", _("if it is working together")
    HAS_PANEL = "has_panel", _("if there is a tender or recruitment panel")
    SOMEONE_IS_CHOSEN = "someone_is_chosen", _("if someone is chosen, scored or evaluated")
    HAS_EVALUATION = "has_evaluation", _("if partners have written their evaluation")
    HAS_DISAGREEMENT = "has_disagreement", _("if there is a disagreement")


class Hold(TextChoices):
    """What the portal itself checks before an item can be confirmed. `services.holds` says what is still missing."""

    LIMITS_RECORDED = "limits_recorded", _("what is fixed is written down, or that nothing is")
    DECISION_RECORDED = "decision_recorded", _("who decides, and when, is written down")
    NOT_SURVEY_ALONE = "not_survey_alone", _("there is something besides a survey")
    EVERY_THEME_ANSWERED = "every_theme_answered", _("every theme has an answer")


class Live(TextChoices):
    """What the portal itself can show beside an item. `checklist.live` knows who finds each."""

    DEGREE = "degree", _("Telling, asking or working together")
    LIMITS = "limits", _("What is fixed")
    OPEN = "open", _("What people can change")
    DECIDES = "decides", _("Who decides, and when")
    FORUMS = "forums", _("Forums on it")
    PARTNERS = "partners", _("Partners and what they do")
    PRIORITIES = "priorities", _("Priorities it serves")
    GROUPS = "groups", _("Who we want to hear from")
    SESSIONS = "sessions", _("Sessions")
    DECISIONS = "decisions", _("Decisions")
    THANKS = "thanks", _("What people got back")
    EVALUATIONS = "evaluations", _("Evaluations")
    THEMES = "themes", _("What people said")
    OUTCOMES = "outcomes", _("You said, we did")
    PROMISES = "promises", _("Promises")
    TOLD_BACK = "told_back", _("Who was told")


class ItemState(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("Being worked on")
    OFFICER_CONFIRMED = "officer_confirmed", _("Waiting for the forum")
    QUERIED = "queried", _("The forum asks")
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


# From one state to those that may follow; `services.items` is the only door.
ITEM_STEPS: dict[str, set[str]] = {
    ItemState.NOT_STARTED: {ItemState.IN_PROGRESS, ItemState.OFFICER_CONFIRMED, ItemState.CONFIRMED, ItemState.NOT_APPLICABLE},
    ItemState.IN_PROGRESS: {
        ItemState.IN_PROGRESS,
        ItemState.OFFICER_CONFIRMED,
        ItemState.QUERIED,
        ItemState.CONFIRMED,
        ItemState.NOT_APPLICABLE,
    },
    ItemState.OFFICER_CONFIRMED: {ItemState.IN_PROGRESS, ItemState.QUERIED, ItemState.CONFIRMED, ItemState.NOT_APPLICABLE},
    ItemState.QUERIED: {
        ItemState.IN_PROGRESS,
        ItemState.OFFICER_CONFIRMED,
        ItemState.QUERIED,
        ItemState.CONFIRMED,
        ItemState.NOT_APPLICABLE,
    },
    ItemState.CONFIRMED: {ItemState.IN_PROGRESS, ItemState.QUERIED},
    ItemState.NOT_APPLICABLE: {ItemState.IN_PROGRESS, ItemState.QUERIED},
}
SETTLED = frozenset({ItemState.CONFIRMED, ItemState.NOT_APPLICABLE})


class ItemEventKind(TextChoices):
    ANSWERED = "answered", _("wrote the answer")
    OFFICER_CONFIRMED = "officer_confirmed", _("confirmed for the council")
    PARTNER_CONFIRMED = "partner_confirmed", _("confirmed for the forum")
    QUERIED = "queried", _("asked")
    REPLIED = "replied", _("replied")
    NOT_APPLICABLE = "not_applicable", _("said that it does not apply")
    REOPENED = "reopened", _("opened it again")
    EVIDENCE_ADDED = "evidence_added", _("added something that shows it")
    EVIDENCE_REMOVED = "evidence_removed", _("took away something that showed it")


class EvidenceKind(TextChoices):
    NOTE = "note", _("Note")
    LINK = "link", _("Link")
    FILE = "file", _("File")


class StageState(TextChoices):
    """The state of one stage of one project, as the path shows it."""

    TO_COME = "todo", _("To come")
    NOW = "now", _("We are here")
    CONTESTED = "contested", _("We don’t agree yet")
    DONE = "done", _("Done")
    UNSIGNED = "skipped", _("Went on without a signature")


STAGE_STEPS: dict[str, set[str]] = {
    StageState.TO_COME: {StageState.NOW},
    StageState.NOW: {StageState.DONE, StageState.CONTESTED, StageState.UNSIGNED},
    StageState.CONTESTED: {StageState.NOW, StageState.DONE, StageState.UNSIGNED},
    # A forum disputes what was written down for it.
    StageState.DONE: {StageState.NOW, StageState.CONTESTED},
    # A refusal that still stands makes a stage that is opened again contested at once.
    StageState.UNSIGNED: {StageState.NOW, StageState.CONTESTED},
}
OPEN_STAGES = frozenset({StageState.NOW, StageState.CONTESTED})
CLOSED_STAGES = frozenset({StageState.DONE, StageState.UNSIGNED})


class Side(TextChoices):
    COUNCIL = "council", _("The council")
    FORUM = "forum", _("The forum")


class Position(TextChoices):
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Did not sign")
    ABSTAINED = "abstained", _("Abstained")
    # The forum says that a signature entered for it on paper, or its recorded show of hands, is not what it decided.
    DISPUTED = "disputed", _("Says that this is not what it decided")
    # The council answers a refusal or a dispute, in public; `SignOff.answers` says which.
    ANSWERED = "answered", _("Answered")
    WENT_ON = "went_on", _("Went on without their signature")
    REOPENED = "reopened", _("Opened again")


class Manner(TextChoices):
    """How a position was taken."""

    IN_PORTAL = "in_portal", _("Signed here")
    SHOW_OF_HANDS = "show_of_hands", _("By a show of hands")
    ON_PAPER = "on_paper", _("Signed on paper, entered by an officer")


class Paper(TextChoices):
    """What a signature on paper stands on."""

    STAGE_SHEET = "stage_sheet", _("A signed stage sheet")
    LETTER = "letter", _("A letter or an email")
    MINUTES = "minutes", _("Agreed minutes")


class Unsigned(TextChoices):
    """Why the council goes on without a signature. Public, and printed in the committee's report."""

    ASKED_TOO_LATE = "asked_too_late", _("We asked too late")
    NO_REPLY = "no_reply", _("There was no reply")
    REFUSED = "refused", _("They did not sign")
    OFFICER_DECIDED = "officer_decided", _("The officer decided to go on")


class EvaluationState(TextChoices):
    WRITING = "writing", _("Being written by the partner")
    LOCKED = "locked", _("Waits for the council’s answer")
    ANSWERED = "answered", _("Answered, to be talked about")
    CLOSED = "closed", _("Closed")
    # From the published record, which holds no steps.
    RECORDED = "recorded", _("From the record")


EVALUATION_STEPS: dict[str, set[str]] = {
    EvaluationState.WRITING: {EvaluationState.LOCKED},
    EvaluationState.LOCKED: {EvaluationState.ANSWERED},
    EvaluationState.ANSWERED: {EvaluationState.CLOSED},
    EvaluationState.CLOSED: set(),
    EvaluationState.RECORDED: set(),
}


class Verdict(TextChoices):
    """What the council says to one point of a partner's evaluation."""

    AGREE = "agree", _("We agree")
    PARTLY = "partly", _("We partly agree")
    DISAGREE = "disagree", _("We disagree")


class PointClosed(TextChoices):
    AGREED = "agreed", _("Agreed")
    STILL_DIFFER = "still_differ", _("We still differ. Both views are published.")


# The stage at which both sides look back: they write evaluations and lessons.
LEARNING_STAGE = 9


class LessonTopic(TextChoices):
    PLANNING = "planning", _("Planning")
    REACHING = "reaching", _("Reaching people")
    ACCESS = "access", _("Access")
    DECIDING = "deciding", _("Deciding together")
    DELIVERING = "delivering", _("Doing it")
    TELLING = "telling", _("Telling what came of it")
    OTHER = "other", _("Something else")
