"""The register of personal data: which fields hold it, why, and how long it is kept.

Each app declares its own fields in its `personal_data` module, from the day a field is made. A test compares the
register with the models: every field that could hold words about a person is either here or named as impersonal.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Personal:
    """Why a field is kept and until when, in words that a privacy notice can repeat."""

    why: str
    kept: str


Register = dict[str, Personal]

PERSONAL: Register = {
    "core.AuditEvent.actor": Personal("so that an investigation can see who acted", "six years"),
    "core.AuditEvent.capacity": Personal("so that an investigation can see in which capacity", "six years"),
    "core.AuditEvent.facts": Personal("states, numbers and references, never words or contacts", "six years"),
    "core.Notification.recipient": Personal("so that a message goes to one person once", "two years"),
    "core.Notification.recipient_label": Personal("so that people can see to whom a message went", "two years"),
    "core.Notification.address": Personal("to deliver the message", "blanked when it is delivered"),
    "core.Notification.facts": Personal("what the message is made from, as references", "two years"),
    "core.Notification.subject": Personal("to deliver the message", "blanked when it is delivered"),
    "core.Notification.body": Personal("to deliver the message", "blanked when it is delivered"),
    "core.Notification.told_by": Personal("so that it is known who told the person", "two years"),
    "core.Notification.told_by_label": Personal("so that it is known in which capacity", "two years"),
    "core.ReadingItem.read_by": Personal("so that it is known that a person read it", "two years"),
    "core.ReadingItem.read_by_label": Personal("so that it is known in which capacity", "two years"),
    "core.SafeguardingRecord.raised_by": Personal("to keep a child safe", "until it has left for the case system"),
    "core.SafeguardingRecord.raised_by_label": Personal("to keep a child safe", "until it has left for the case system"),
    "core.SafeguardingRecord.concern": Personal("to keep a child safe", "until it has left for the case system"),
    "core.SafeguardingRecord.about": Personal("to keep a child safe", "until it has left for the case system"),
    "core.SafeguardingRecord.kept_from": Personal("to keep a child safe", "until it has left for the case system"),
    "core.ConcernAlert.to": Personal("so that it is known who was told", "until the concern has left for the case system"),
    "core.ConcernAlert.to_label": Personal("in which capacity", "until the concern has left for the case system"),
    "core.Turn.person": Personal("whose turn it is to read", "two years"),
    "core.Turn.person_label": Personal("in which capacity", "two years"),
    "core.Turn.cover": Personal("who stands in", "two years"),
    "core.Turn.cover_label": Personal("in which capacity", "two years"),
    "core.SafeguardingRecord.first_read_by": Personal("to keep a child safe", "until it has left for the case system"),
    "core.SafeguardingRecord.referred_to": Personal("to keep a child safe", "until it has left for the case system"),
    "core.SafeguardingRecord.reference": Personal("to keep a child safe", "until it has left for the case system"),
    "core.SafeguardingRecord.outcome": Personal("to keep a child safe", "until it has left for the case system"),
    "core.SafeguardingRecord.closed_by": Personal("to keep a child safe", "until it has left for the case system"),
    "core.StoredFile.file": Personal(
        "evidence that people gave us", "as long as what it belongs to; of a meeting, two years after it"
    ),
    "core.StoredFile.name": Personal("evidence that people gave us", "as long as what it belongs to"),
    "core.StoredFile.added_by": Personal("so that it is known who added it", "as long as the file"),
    "core.SheetImport.name": Personal("so that people know which file it was", "two years"),
    "core.SheetImport.made_by": Personal("so that it is known who took it in", "two years"),
    "core.SheetImport.made_by_label": Personal("so that it is known in which capacity", "two years"),
    "core.SheetImport.undone_by": Personal("so that it is known who took it back", "two years"),
    "core.Job.asked_by": Personal("so that the result goes to the person who asked", "two years"),
    "core.Job.facts": Personal("what was asked for", "two years; a spreadsheet that waits to be taken in, one day"),
}
