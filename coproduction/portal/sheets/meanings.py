"""What a column can be, how people head it, and how much fits."""

import hashlib
from collections.abc import Iterable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from coproduction.portal.sheets.words import fold


class Meaning(TextChoices):
    """What the cells of one column say."""

    IGNORE = "", _("Leave this column out")
    TITLE = "title", _("Project: its title")
    KIND = "kind", _("Project: kind of work")
    WHY = "why", _("Project: why we did it")
    WHAT_HAPPENED = "what_happened", _("Project: what happened")
    FORUMS = "forums", _("Project: forums")
    PARTNERS = "partners", _("Project: partners")
    STARTED = "started", _("Project: when it started")
    ENDED = "ended", _("Project: when it ended")
    DEGREE = "degree", _("Project: telling, asking or working together")
    TOPIC = "topic", _("Session: what it was about")
    SESSION_KIND = "session_kind", _("Session: kind")
    SESSION_DATE = "session_date", _("Session: date")
    PLACE = "place", _("Session: place")
    COUNT = "count", _("Session: how many came")
    WHO = "who", _("Session: who they were")
    YOU_SAID = "you_said", _("Answer: you said")
    SAID_HOW = "said_how", _("Answer: their own words, or our summary")
    WE_DID = "we_did", _("Answer: we did")
    ANSWER = "answer", _("Answer: done, doing, not yet or can’t")
    BECAUSE_KIND = "because_kind", _("Answer: what kind of thing stops us")
    BECAUSE = "because", _("Answer: why we can’t")
    WOULD_CHANGE = "would_change", _("Answer: what would change it")
    FIGURE = "figure", _("Answer: figure")
    HAPPENED = "happened", _("Answer: date")


OF_PROJECT = (
    Meaning.KIND, Meaning.WHY, Meaning.WHAT_HAPPENED, Meaning.FORUMS, Meaning.PARTNERS, Meaning.STARTED, Meaning.ENDED, Meaning.DEGREE,
)  # fmt: skip
OF_SESSION = (Meaning.TOPIC, Meaning.SESSION_KIND, Meaning.SESSION_DATE, Meaning.PLACE, Meaning.COUNT, Meaning.WHO)
OF_ANSWER = (
    Meaning.YOU_SAID, Meaning.SAID_HOW, Meaning.WE_DID, Meaning.ANSWER, Meaning.BECAUSE_KIND, Meaning.BECAUSE, Meaning.WOULD_CHANGE,
    Meaning.FIGURE, Meaning.HAPPENED,
)  # fmt: skip

# How many characters fit: the columns of the tables, and of texts as much as anybody reads.
LONGEST: Mapping[Meaning, int] = {
    Meaning.TITLE: 200, Meaning.KIND: 60, Meaning.WHY: 5000, Meaning.WHAT_HAPPENED: 5000, Meaning.FORUMS: 1000, Meaning.PARTNERS: 1000,
    Meaning.STARTED: 60, Meaning.ENDED: 60, Meaning.DEGREE: 120, Meaning.TOPIC: 200, Meaning.SESSION_KIND: 120, Meaning.SESSION_DATE: 60,
    Meaning.PLACE: 120, Meaning.COUNT: 200, Meaning.WHO: 200, Meaning.YOU_SAID: 5000, Meaning.SAID_HOW: 80, Meaning.WE_DID: 5000,
    Meaning.ANSWER: 60, Meaning.BECAUSE_KIND: 60, Meaning.BECAUSE: 2000, Meaning.WOULD_CHANGE: 2000, Meaning.FIGURE: 300,
    Meaning.HAPPENED: 60,
}  # fmt: skip

# How people head their columns, folded.
HEADINGS: Mapping[Meaning, frozenset[str]] = {
    Meaning.TITLE: frozenset({"project", "project title", "title", "project name", "name", "name of project", "title of project", "work", "activity", "piece of work"}),
    Meaning.KIND: frozenset({"kind", "project kind", "kind of work", "kind of project", "type", "project type", "type of work", "type of project", "category"}),
    Meaning.WHY: frozenset({"why", "aim", "aims", "purpose", "reason", "what we want to make better", "why we did it", "objective", "objectives"}),
    Meaning.WHAT_HAPPENED: frozenset({"what happened", "description", "summary", "what we did together", "details", "activities"}),
    Meaning.FORUMS: frozenset({"forum", "forums", "group", "groups", "forum or group", "who with", "coproduced with", "co produced with"}),
    Meaning.PARTNERS: frozenset({"partner", "partners", "partner organisation", "partner organisations", "organisation", "organisations"}),
    Meaning.STARTED: frozenset({"started", "start", "start date", "from", "began", "project start", "when it started"}),
    Meaning.ENDED: frozenset({"ended", "end", "end date", "to", "finished", "until", "project end", "when it ended"}),
    Meaning.DEGREE: frozenset({"degree", "level", "level of participation", "degree of participation", "telling asking or working together", "participation"}),
    Meaning.TOPIC: frozenset({"topic", "session topic", "session", "session title", "about", "what it was about", "theme"}),
    Meaning.SESSION_KIND: frozenset({"session kind", "kind of session", "session type", "type of session", "format", "method", "meeting type"}),
    Meaning.SESSION_DATE: frozenset({"session date", "date of session", "date", "meeting date", "held", "held on", "when"}),
    Meaning.PLACE: frozenset({"place", "venue", "where", "location", "session place"}),
    Meaning.COUNT: frozenset({"count", "head count", "headcount", "attendance", "number", "how many", "how many came", "number of people", "attendees", "people", "participants", "no of participants", "number of participants", "no of people"}),
    Meaning.WHO: frozenset({"who", "who they were", "who came", "who took part", "audience", "participant type"}),
    Meaning.YOU_SAID: frozenset({"you said", "what you said", "what people said", "feedback", "what they said", "comments"}),
    Meaning.SAID_HOW: frozenset({"words", "how the words are known", "verbatim", "quote or summary", "their own words", "their own words or our summary"}),
    Meaning.WE_DID: frozenset({"we did", "what we did", "outcome", "outcomes", "impact", "what changed", "action taken", "result"}),
    Meaning.ANSWER: frozenset({"answer", "answer kind", "kind of answer", "status", "state", "done doing not yet or cant", "outcome status"}),
    Meaning.BECAUSE_KIND: frozenset({"what stops us", "kind of limit", "what kind of thing stops us"}),
    Meaning.BECAUSE: frozenset({"because", "why we cant", "reason we cant", "why not"}),
    Meaning.WOULD_CHANGE: frozenset({"what would change it", "would change"}),
    Meaning.FIGURE: frozenset({"figure", "figures", "measure", "numbers"}),
    Meaning.HAPPENED: frozenset({"outcome date", "answer date", "date of outcome", "date of answer", "when it changed", "answered on"}),
}  # fmt: skip
_BY_HEADING = {heading: meaning for meaning, headings in HEADINGS.items() for heading in headings}


def meaning_of(heading: str) -> Meaning:
    """What a column with this heading most likely is."""
    return _BY_HEADING.get(fold(heading), Meaning.IGNORE)


def guess(headings: Iterable[str]) -> list[Meaning]:
    """What each column is; of two that could be one thing, the first is taken."""
    found: list[Meaning] = []
    for heading in headings:
        meaning = meaning_of(heading)
        found.append(Meaning.IGNORE if meaning in found else meaning)
    return found


def fingerprint_of(headings: Iterable[str]) -> str:
    """Tells whether another file has the same headings in the same order."""
    return hashlib.sha256("\n".join(map(fold, headings)).encode()).hexdigest()
