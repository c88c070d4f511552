"""What pages show of the published record itself: its documents, doubts and lists, and where a row comes from."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from coproduction.core.models import DataQualityNote, RecordEntry, RecordSource, ReferenceEntry
from coproduction.core.models.base import ref_of
from coproduction.core.partial_dates import PartialDate

_FILE = re.compile(r"([\w.-]+\.txt)(,?)\s*")
_APPENDIX = re.compile(r"\bApp (?=\d)")


@dataclass(frozen=True)
class Document:
    """A public document that the record was made from."""

    key: str
    title: str
    dated: PartialDate
    web_note: str

    @property
    def in_words(self) -> str:
        """'Minutes of the item, 30 June 2025'; the title alone where no date is known."""
        return f"{self.title}, {self.dated.in_words()}" if self.dated.is_known else self.title


@dataclass(frozen=True)
class Sources:
    """The documents, read once for a page that shows many sources."""

    documents: Mapping[str, Document]

    def in_words(self, source: str) -> str:
        """A source as a person can find it: the document's title and date instead of a file name, then the place in it.

        'a.txt ¶8; b.txt line 12' becomes 'Report, 30 June 2025, ¶8; Minutes of the item, 30 June 2025, line 12'.
        """
        return "; ".join(self._one(part) for part in source.split("; "))

    def _one(self, part: str) -> str:
        match = _FILE.match(part)
        if match is None or match[1] not in self.documents:
            return _APPENDIX.sub(_("Appendix "), part)
        place = _APPENDIX.sub(_("Appendix "), part[match.end() :].strip())
        title = self.documents[match[1]].in_words
        return f"{title}, {place}" if place else title


@dataclass(frozen=True)
class Doubt:
    """Something doubtful in the record, said openly. `web_note` was found elsewhere and is kept apart."""

    about: str
    note: str
    source: str
    web_note: str


@dataclass(frozen=True)
class Line:
    """One entry of a reference list."""

    order: int
    key: str
    title: str
    words: str
    source: str
    web_note: str


@dataclass(frozen=True)
class AboutTheRecord:
    """What the record says of itself, and when it was loaded last."""

    dataset: str
    council: str
    as_of: PartialDate
    language: str
    loaded_at: dt.datetime


@dataclass(frozen=True)
class Provenance:
    """Where a row comes from: its place in the record, the source in words, and whether the record still holds it."""

    section: str
    record_id: str
    source: str
    imported_at: dt.datetime
    vanished_at: dt.datetime | None


def sources() -> Sources:
    """The record's documents by file, in one query."""
    found = RecordSource.objects.all()
    return Sources({row.file: Document(row.key, row.title, row.dated, row.web_note) for row in found})


def source_in_words(source: str) -> str:
    """One source in words. A page that shows many reads `sources()` once and asks it."""
    return sources().in_words(source) if source else ""


def documents() -> list[Document]:
    """The documents that the record was made from, in its own order."""
    return list(sources().documents.values())


def doubts() -> list[Doubt]:
    """The data quality notes, with their sources in words."""
    known = sources()
    return [Doubt(row.about, row.note, known.in_words(row.source), row.web_note) for row in DataQualityNote.objects.all()]


def reference_list(name: str) -> list[Line]:
    """One reference list in its order, such as `values_in_seed_report`, `roles`, `principles`, `tips`."""
    return reference_lists(name)[name]


def reference_lists(*names: str) -> dict[str, list[Line]]:
    """Several reference lists in two queries; all of them when none is named. A list that is not there is empty."""
    known = sources()
    rows = ReferenceEntry.objects.filter(list__in=names) if names else ReferenceEntry.objects.all()
    lists: dict[str, list[Line]] = {name: [] for name in names}
    for row in rows:
        line = Line(row.order, row.key, row.title, row.words, known.in_words(row.source), row.web_note)
        lists.setdefault(row.list, []).append(line)
    return lists


def about() -> AboutTheRecord | None:
    """What the record says of itself; None before one was loaded."""
    entry = RecordEntry.objects.filter(section="meta").first()
    if entry is None:
        return None
    told = entry.imported
    loaded_at = RecordEntry.objects.aggregate(latest=models.Max("imported_at"))["latest"]
    as_of = PartialDate.parse(told.get("as_of"))
    return AboutTheRecord(told.get("dataset") or "", told.get("council") or "", as_of, told.get("language") or "", loaded_at)


def provenance(row: models.Model) -> Provenance | None:
    """Where a row comes from in the record; None when it does not come from there."""
    entry = RecordEntry.objects.filter(target=ref_of(row)).first()
    if entry is None:
        return None
    return Provenance(entry.section, entry.record_id, source_in_words(entry.source), entry.imported_at, entry.vanished_at)
