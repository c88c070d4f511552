"""The record itself: where it comes from, what is doubtful in it, and what it is missing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from coproduction.core.enums import Origin
from coproduction.core.queries import records
from engagements.models import Project, Session
from feedback.models import Outcome, Promise
from feedback.queries import outcomes
from groups.models import Body

# Short forms in the record's own notes and titles. What they mean is said only as far as the record itself says it.
SHORT_FORMS = (
    ("¶", gettext_lazy("Paragraph. “¶4” is paragraph 4 of the document.")),
    ("null", gettext_lazy("Empty. Where a note says “left null”, the record gives nothing.")),
    ("H&F", gettext_lazy("Hammersmith & Fulham.")),
    ("SEND", gettext_lazy("Special educational needs and disabilities.")),
    ("NEF", gettext_lazy("New Economics Foundation. The NEF matrix is a table of who plans and who delivers.")),
    ("CHESC", gettext_lazy("A board. The documents do not say what the letters stand for.")),
    ("ASE", gettext_lazy("An organisation. The documents do not say what the letters stand for.")),
    ("CL", gettext_lazy("Part of the name of an advisory group. The documents do not say what the letters stand for.")),
)


@dataclass(frozen=True)
class ShortForm:
    key: str
    value: str


@dataclass(frozen=True)
class Record:
    about: records.AboutTheRecord | None
    sources: list[records.Document]
    notes: list[records.Doubt]
    missing: outcomes.OutcomeSummary
    sessions: int
    sessions_without_count: int
    promises: int
    promises_without_date: int
    projects: int
    forums: int

    @property
    def is_empty(self) -> bool:
        return not (self.sources or self.missing.total or self.projects or self.forums)

    @property
    def short_forms(self) -> list[ShortForm]:
        """The short forms that stand on this page, each explained once."""
        texts = [text for note in self.notes for text in (note.about, note.note, note.source)]
        return _explained([*texts, *(document.in_words for document in self.sources)])


def record() -> Record:
    """What came from the published record; nothing that is made up counts here."""
    sessions = Session.objects.filter(origin=Origin.RECORD)
    promises = Promise.objects.filter(origin=Origin.RECORD)
    return Record(
        about=records.about(),
        sources=records.documents(),
        notes=records.doubts(),
        missing=outcomes.summary(Outcome.objects.public().filter(origin=Origin.RECORD)),
        sessions=sessions.count(),
        sessions_without_count=sessions.exclude(head_counts__number__isnull=False).count(),
        promises=promises.count(),
        promises_without_date=promises.filter(due_from__isnull=True).count(),
        projects=Project.objects.public().filter(origin=Origin.RECORD).count(),
        forums=Body.objects.forums().filter(origin=Origin.RECORD).count(),
    )


def _explained(texts: Iterable[str]) -> list[ShortForm]:
    whole = "\n".join(texts)
    return [
        ShortForm(form, str(meaning))
        for form, meaning in SHORT_FORMS
        if re.search(rf"(?<!\w){re.escape(form)}(?![A-Za-z])", whole)
    ]
