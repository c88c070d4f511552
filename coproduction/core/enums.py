"""Choices of core, and the transition tables beside them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Origin(TextChoices):
    """Where a row came from. Demonstration rows say so wherever they are shown."""

    SITE = "site", _("Entered here")
    RECORD = "record", _("From the published record")
    DEMONSTRATION = "demonstration", _("Demonstration")


class Feeling(IntegerChoices):
    """How it was for people: one poor face, one plain, three good. Its number is the face that is drawn."""

    NOT_GOOD = 1, _("Not good")
    OK = 2, _("OK")
    GOOD = 3, _("Good")
    VERY_GOOD = 4, _("Very good")
    BRILLIANT = 5, _("Brilliant")


class Precision(TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    PERIOD = "period", _("Period")
    UNKNOWN = "unknown", _("No date in the record")


class Qualifier(TextChoices):
    """How a number is meant. `not_stated` means that the record gives no number."""

    EXACT = "exact", _("exactly")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    UP_BY = "up_by", _("up by")
    UP_TO = "up_to", _("up to")
    NOT_STATED = "not_stated", _("no number in the record")


class NotificationState(TextChoices):
    WAITING = "waiting", _("Waiting")
    LEASED = "leased", _("Being sent")
    HANDED_OVER = "handed_over", _("Needs attention")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Refused by the mail server")
    SKIPPED = "skipped", _("Not sent")
    # Waits for the person's daily or weekly summary, then goes in it.
    GATHERED = "gathered", _("Waits for their summary")
    SUMMED_UP = "summed_up", _("Sent in their summary")
    # Cannot go by mail: a person tells them, and ticks it.
    BY_HAND = "by_hand", _("To be told in person")
    TOLD = "told", _("Told in person")


# From one state to the states that may follow; `services.outbox` is the only door.
NOTIFICATION_STEPS: dict[str, set[str]] = {
    NotificationState.WAITING: {NotificationState.LEASED, NotificationState.SKIPPED},
    NotificationState.LEASED: {
        NotificationState.WAITING,
        NotificationState.HANDED_OVER,
        NotificationState.SKIPPED,
        NotificationState.REFUSED,
        NotificationState.BY_HAND,
    },
    NotificationState.HANDED_OVER: {NotificationState.SENT, NotificationState.WAITING, NotificationState.REFUSED},
    NotificationState.SENT: set(),
    NotificationState.REFUSED: {NotificationState.WAITING},
    NotificationState.SKIPPED: set(),
    NotificationState.GATHERED: {NotificationState.SUMMED_UP, NotificationState.WAITING, NotificationState.SKIPPED},
    NotificationState.SUMMED_UP: set(),
    NotificationState.BY_HAND: {NotificationState.TOLD, NotificationState.SKIPPED},
    NotificationState.TOLD: set(),
}


class ReadingState(TextChoices):
    WAITING = "waiting", _("To be read")
    CLEARED = "cleared", _("Read")
    HELD = "held", _("With the safeguarding leads")


READING_STEPS: dict[str, set[str]] = {
    ReadingState.WAITING: {ReadingState.CLEARED, ReadingState.HELD},
    ReadingState.CLEARED: {ReadingState.HELD},
    ReadingState.HELD: {ReadingState.CLEARED},
}


class ScanState(TextChoices):
    NOT_CONFIGURED = "not_configured", _("No virus scanner is set up")
    WAITING = "waiting", _("Waiting for the virus scan")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Held: the virus scan found something")


class Audience(TextChoices):
    PUBLIC = "public", _("Everyone")
    SIGNED_IN = "signed_in", _("People who are signed in")
    OFFICERS = "officers", _("Officers")
    MEETING = "meeting", _("The people of the meeting")
    CHECKLIST = "checklist", _("Both sides of the checklist")
    PHOTO = "photo", _("Everyone, while those in the photo agree")
    QUESTIONNAIRE = "questionnaire", _("Everyone, once its questionnaire is open")
    RESPONSE = "response", _("Those who read what people send")
    SAFEGUARDING = "safeguarding", _("Safeguarding leads")


class Duty(TextChoices):
    """What somebody is on turn for."""

    READING = "reading", _("Reading what people send")
    SAFEGUARDING = "safeguarding", _("Taking concerns")
