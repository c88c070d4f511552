"""Core's tables. They know no domain word and hold no foreign key upwards."""

from coproduction.core.models.audit import AuditEvent
from coproduction.core.models.figures import Figure, FigurePart
from coproduction.core.models.files import StoredFile
from coproduction.core.models.notifications import Notification
from coproduction.core.models.publication import Publication
from coproduction.core.models.reading import ReadingItem, SafeguardingRecord
from coproduction.core.models.record import DataQualityNote, RecordEntry, RecordSource, ReferenceEntry
from coproduction.core.models.runs import Job, ScheduledRun
from coproduction.core.models.search import SearchEntry

__all__ = [
    "AuditEvent",
    "DataQualityNote",
    "Figure",
    "FigurePart",
    "Job",
    "Notification",
    "Publication",
    "ReadingItem",
    "RecordEntry",
    "RecordSource",
    "ReferenceEntry",
    "SafeguardingRecord",
    "ScheduledRun",
    "SearchEntry",
    "StoredFile",
]
