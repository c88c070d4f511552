"""Choices of feedback, and one transition table each for questionnaires, responses, outcomes and promises."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuestionnaireState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


QUESTIONNAIRE_STEPS: dict[str, set[str]] = {
    QuestionnaireState.DRAFT: {QuestionnaireState.OPEN},
    QuestionnaireState.OPEN: {QuestionnaireState.CLOSED},
    QuestionnaireState.CLOSED: {QuestionnaireState.OPEN},
}


class QuestionKind(TextChoices):
    FACES = "faces", _("Five faces")
    ONE_CHOICE = "one_choice", _("One choice")
    SEVERAL_CHOICES = "several_choices", _("Several choices")
    PICTURES = "pictures", _("Choice between pictures")
    SCALE = "scale", _("Rating scale")
    RANKING = "ranking", _("Ranking")
    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    DAY = "day", _("Date")
    FILE = "file", _("Photo or document")
    STATEMENT = "statement", _("Statement: nothing to answer")


WITH_OPTIONS = frozenset(
    {QuestionKind.FACES, QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES, QuestionKind.PICTURES, QuestionKind.RANKING}
)
WITH_WORDS = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})
# What a later question can be shown for: an answer that is chosen from a list.
LEADS_ON = WITH_OPTIONS - {QuestionKind.RANKING}


class SpeaksFor(TextChoices):
    """Whose answer it is. The notice about data that fits differs."""

    SELF = "self", _("Myself")
    ORGANISATION = "organisation", _("An organisation")


class ToldBy(TextChoices):
    """How someone wants to hear what came of what they said."""

    EMAIL = "email", _("By email")
    PHONE = "phone", _("By phone")


class Channel(TextChoices):
    WEB = "web", _("On the web")
    PAPER = "paper", _("On paper")
    GROUP = "group", _("In a group")
    PHONE = "phone", _("By phone")
    KIOSK = "kiosk", _("On a shared screen")


# What is typed in by somebody else. The web and a shared screen are the person's own.
ENTERED = (Channel.PAPER, Channel.PHONE, Channel.GROUP)


class ResponseState(TextChoices):
    """What the code page says of it."""

    RECEIVED = "received", _("We have it. A person will read it.")
    READ = "read", _("A person has read it.")
    FILED = "filed", _("It is part of what we are working on.")
    ANSWERED = "answered", _("There is an answer.")
    PASSED_ON = "passed_on", _("We passed it on to the people who can help.")


RESPONSE_STEPS: dict[str, set[str]] = {
    ResponseState.RECEIVED: {ResponseState.READ, ResponseState.PASSED_ON},
    ResponseState.READ: {ResponseState.FILED, ResponseState.PASSED_ON},
    ResponseState.FILED: {ResponseState.FILED, ResponseState.ANSWERED, ResponseState.PASSED_ON},
    ResponseState.ANSWERED: {ResponseState.FILED, ResponseState.ANSWERED},
    ResponseState.PASSED_ON: {ResponseState.READ},
}


class TriageDecision(TextChoices):
    CLEAR = "clear", _("Feedback: go on and file it")
    HOLD = "hold", _("I am worried about someone: send it to the safeguarding leads")
    PASS_ON = "pass_on", _("A personal case: pass it to the service")


class ThemeState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")


class QuoteState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Taken back")


class SaidBasis(TextChoices):
    """How "you said" is known."""

    VERBATIM = "verbatim", _("Their own words")
    SUMMARY = "summary", _("Our summary. Not their exact words.")
    UNCERTAIN = "uncertain", _("Our summary. The record is not sure who said it.")
    UNKNOWN = "unknown", _("The record does not hold the words.")


class AnswerKind(TextChoices):
    """The four answers the council can give."""

    DID = "did", _("We did")
    DOING = "doing", _("We are doing")
    NOT_YET = "notyet", _("Not yet")
    CANT = "cant", _("We can’t, because")
    LEFT_OPEN = "open", _("Left open in the record")


class OutcomeState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    TOLD_BACK = "told_back", _("Told back to the people who spoke")
    WITHDRAWN = "withdrawn", _("Taken back")


OUTCOME_STEPS: dict[str, set[str]] = {
    OutcomeState.DRAFT: {OutcomeState.PUBLISHED},
    OutcomeState.PUBLISHED: {OutcomeState.TOLD_BACK, OutcomeState.WITHDRAWN},
    OutcomeState.TOLD_BACK: {OutcomeState.WITHDRAWN},
    OutcomeState.WITHDRAWN: {OutcomeState.DRAFT},
}
PUBLIC_OUTCOMES = frozenset({OutcomeState.PUBLISHED, OutcomeState.TOLD_BACK})


class PromiseState(TextChoices):
    MADE = "made", _("Promised")
    UNDER_WAY = "under_way", _("On the way")
    KEPT = "kept", _("Kept")
    PARTLY = "partly", _("Kept in part")
    NOT_KEPT = "not_kept", _("Not kept")
    UNKNOWN = "unknown", _("The record does not say")


PROMISE_STEPS: dict[str, set[str]] = {
    PromiseState.MADE: {PromiseState.UNDER_WAY, PromiseState.KEPT, PromiseState.PARTLY, PromiseState.NOT_KEPT},
    PromiseState.UNDER_WAY: {PromiseState.KEPT, PromiseState.PARTLY, PromiseState.NOT_KEPT},
    PromiseState.PARTLY: {PromiseState.UNDER_WAY, PromiseState.KEPT, PromiseState.NOT_KEPT},
    PromiseState.KEPT: set(),
    PromiseState.NOT_KEPT: {PromiseState.UNDER_WAY},
    PromiseState.UNKNOWN: {PromiseState.UNDER_WAY, PromiseState.KEPT, PromiseState.PARTLY, PromiseState.NOT_KEPT},
}
PROMISE_OPEN = frozenset({PromiseState.MADE, PromiseState.UNDER_WAY, PromiseState.PARTLY, PromiseState.UNKNOWN})


class PromiseEventKind(TextChoices):
    MADE = "made", _("Made")
    ADOPTED = "adopted", _("Taken on, with an owner and a date")
    MOVED = "moved", _("The date was moved")
    PROGRESS = "progress", _("How far it got")
    STATE = "state", _("What became of it")


class AskState(TextChoices):
    RAISED = "raised", _("Asked")
    ACCEPTED = "accepted", _("Taken on")
    ANSWERED = "answered", _("Answered")
    DISCUSSED = "discussed", _("Talked about")


class ToldRoute(TextChoices):
    CODE_PAGE = "code_page", _("On the page behind their code")
    MEETING = "meeting", _("At a meeting")
    EMAIL = "email", _("By email")
    LETTER = "letter", _("By letter")
    POSTER = "poster", _("On a poster")
