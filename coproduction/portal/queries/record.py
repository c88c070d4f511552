"""The record itself: where it comes from, what is doubtful in it, and what it is missing."""

from dataclasses import dataclass

from coproduction.core.enums import Origin
from coproduction.core.queries import records
from engagements.models import Project, Session
from feedback.models import Outcome, Promise
from feedback.queries import outcomes
from groups.models import Body


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
