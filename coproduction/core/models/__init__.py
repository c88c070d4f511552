"""Core's tables. They know no domain word and hold no foreign key upwards."""

from coproduction.core.models.audit import AuditEvent
from coproduction.core.models.figures import Figure, FigurePart
from coproduction.core.models.files import StoredFile
from coproduction.core.models.notifications import Notification
from coproduction.core.models.publication import Publication
from coproduction.core.models.reading import ConcernAlert, ReadingItem, SafeguardingRecord, Turn, Unheld
from coproduction.core.models.record import DataQualityNote, RecordEntry, RecordSource, ReferenceEntry
from coproduction.core.models.runs import Job, ScheduledRun, SheetImport, SheetLine
from coproduction.core.models.search import SearchEntry

__all__ = [
    "AuditEvent",
    "ConcernAlert",
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
    "SheetImport",
    "SheetLine",
    "StoredFile",
    "Turn",
    "Unheld",
]
