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
    StageState.DONE: {StageState.NOW},
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
    WENT_ON = "went_on", _("Went on without their signature")
    REOPENED = "reopened", _("Opened again")
