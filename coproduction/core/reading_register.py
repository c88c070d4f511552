"""Which words are read by a person: the register of every field that somebody outside the council's staff can fill.

Each app declares its own in its `reading_fields` module, from the day a field is made: either the row enters the reading
queue (`read`), or it does not, with the reason in words (`not_read`). A test compares the register with the models.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Read:
    """One table whose words enter the queue. The queue shows the words from the row itself and keeps no copy."""

    label: str
    # What kind of words, in plain words: "Words from a meeting".
    kind: str | Promise
    fields: tuple[str, ...]
    # What they are about: the project or the forum, never under a name that is not for everyone.
    about: Callable[[Any], str]
    # Where they stand; empty when no page shows them.
    where: Callable[[Any], str]
    # What `about` and `where` look at.
    related: tuple[str, ...] = ()
    # The rows that a reader may know of. Safeguarding leads may know of all, unless it says where and when children meet, or who.
    known_to: Callable[[object, Rows], Rows] | None = None
    leads_know_all: bool = True
    # Words in rows below it, such as the options of a vote, and the fields they come from.
    below: Callable[[Any], Iterable[str]] | None = None
    below_fields: tuple[str, ...] = ()
    # The name of the field that holds a file. The queue shows no picture: it is opened by whoever decides to.
    file: str = ""

    def words(self, row: Any) -> str:
        """The words of one row, a paragraph for each field."""
        said = [str(getattr(row, name) or "").strip() for name in self.fields]
        if self.below:
            said += [words.strip() for words in self.below(row)]
        return "\n\n".join(words for words in said if words)

    @property
    def all_fields(self) -> frozenset[str]:
        """Every field that is read, such as `groups.Saying.words`."""
        own = (*self.fields, *((self.file,) if self.file else ()))
        return frozenset({*(f"{self.label}.{name}" for name in own), *self.below_fields})


_read: dict[str, Read] = {}
_not_read: dict[str, str] = {}


def read(label: str, **traits: Any) -> None:
    """Declare a table whose words are read: `read("groups.Saying", kind=…, fields=("words",), about=…, where=…)`."""
    _read[label.lower()] = Read(label, **traits)


def not_read(reason: str, *fields: str) -> None:
    """Declare fields that do not enter the queue, such as `groups.User.name`, and say why in words."""
    _not_read.update(dict.fromkeys(fields, reason))


def discover() -> None:
    """Import the `reading_fields` of each app."""
    autodiscover_modules("reading_fields")


def of(row: models.Model | type[models.Model]) -> Read:
    """How the words of this table are read."""
    return _read[row._meta.label_lower]


def of_target(target: str) -> Read | None:
    """How the words behind a reference such as `groups.saying:12` are read; nothing for a table of an earlier version."""
    return _read.get(target.partition(":")[0])


def row_of(target: str) -> Any:
    """The row behind such a reference, held or not; None when it was taken away."""
    how = of_target(target)
    if how is None:
        return None
    model = apps.get_model(how.label)
    return model._base_manager.filter(pk=int(target.partition(":")[2])).select_related(*how.related).first()


def every() -> Iterable[Read]:
    """All tables whose words are read, by name."""
    return [_read[label] for label in sorted(_read)]


def reasons() -> dict[str, str]:
    """The fields that are not read, each with its reason."""
    return dict(_not_read)


# What core keeps is written by the portal itself or by the council's staff; uploads are declared where they are taken.
not_read(
    "The portal writes this itself.",
    "core.AuditEvent.capacity", "core.AuditEvent.target", "core.StoredFile.target", "core.Notification.dedupe_key",
    "core.Notification.recipient_label", "core.Notification.address", "core.Notification.reason", "core.Notification.about",
    "core.Notification.told_by_label", "core.Notification.problem", "core.Notification.subject", "core.Notification.body",
    "core.ReadingItem.target", "core.ReadingItem.about", "core.ReadingItem.read_by_label", "core.SafeguardingRecord.raised_by_label",
    "core.ConcernAlert.to_label", "core.Turn.person_label", "core.Turn.cover_label", "core.ScheduledRun.error", "core.Job.error",
    "core.Job.result", "core.SheetImport.name", "core.SheetImport.made_by_label", "core.SheetLine.target", "core.SearchEntry.target",
    "core.SearchEntry.title", "core.SearchEntry.words", "core.SearchEntry.url",
)  # fmt: skip
not_read(
    "Readers and safeguarding leads write this, and only leads see it.",
    "core.SafeguardingRecord.concern", "core.SafeguardingRecord.referred_to", "core.SafeguardingRecord.outcome",
)  # fmt: skip
not_read(
    "It comes from the published record, and nobody can write it here.",
    "core.Figure.words", "core.FigurePart.as_of_words", "core.RecordSource.title", "core.RecordSource.web_note",
    "core.RecordSource.dated_words", "core.RecordEntry.record_id", "core.RecordEntry.target", "core.RecordEntry.source",
    "core.DataQualityNote.about", "core.DataQualityNote.note", "core.DataQualityNote.source", "core.DataQualityNote.web_note",
    "core.ReferenceEntry.title", "core.ReferenceEntry.words", "core.ReferenceEntry.source", "core.ReferenceEntry.web_note",
)  # fmt: skip
