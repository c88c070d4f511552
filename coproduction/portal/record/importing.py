"""Bring a checked record into the tables: all of it or nothing, in one transaction, without losing what people edited."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.models import Publication, RecordEntry
from coproduction.core.services import audit, publication
from coproduction.portal.record import checking, conflicts, reading
from coproduction.portal.record.bridges import BRIDGES, Bridge
from coproduction.portal.record.checking import Checked, Record
from coproduction.portal.record.columns import Column, Keys, pk_of, target_of
from coproduction.portal.record.problems import BrokenRecord, Problems
from coproduction.portal.record.report import Note, Report


def read(path: Path) -> Checked:
    """The records of a file. Raises `BrokenRecord` with every problem."""
    problems = Problems()
    checked = checking.check(reading.read(path, problems), problems)
    if problems:
        raise BrokenRecord(problems)
    return checked


@transaction.atomic
def load(*, checked: Checked, by: Acting, now: dt.datetime) -> Report:
    """Import checked records and tell what was done. Raises `BrokenRecord` when an address is taken; then nothing is saved."""
    # One import at a time: the second waits here, then finds everything in place.
    Publication.objects.get_or_create(pk=1)
    Publication.objects.select_for_update().get(pk=1)
    report = _Import(checked, by, now).run()
    if report.changed_anything:
        publication.bump()
    return report


@dataclass
class _Work:
    """One row that has late values to write."""

    row: Any
    draft: dict[str, Any]
    late: list[Column]


@dataclass
class _Import:
    checked: Checked
    by: Acting
    now: dt.datetime
    report: Report = field(default_factory=Report)
    keys: Keys = field(default_factory=Keys)
    work: list[_Work] = field(default_factory=list)
    audits: list[tuple[str, Any, dict[str, Any]]] = field(default_factory=list)

    def run(self) -> Report:
        self.entries = {(entry.section, entry.record_id): entry for entry in RecordEntry.objects.select_for_update()}
        for (section, record_id), entry in self.entries.items():
            if section in BRIDGES and (pk := pk_of(entry)) is not None:
                self.keys.learn(BRIDGES[section].model, record_id, pk)
        self.refuse_taken()
        for section, bridge in BRIDGES.items():
            self.section(section, bridge)
        for work in self.work:
            for column in work.late:
                column.write(work.row, work.draft[column.name], self.keys)
        self.meta()
        self.vanish()
        for verb, row, facts in self.audits:
            audit.record(verb=verb, target=row, by=self.by, **facts)
        return self.report

    def refuse_taken(self) -> None:
        """A new record cannot have the address of something that was made on the site."""
        problems = Problems()
        for section, bridge in BRIDGES.items():
            new = {
                record.record_id: record for record in self.checked.of(section) if (section, record.record_id) not in self.entries
            }
            if not bridge.identity or not new:
                continue
            taken = bridge.model._default_manager.filter(**{f"{bridge.identity}__in": list(new)}).values_list(
                bridge.identity, flat=True
            )
            for record_id in taken:
                message = _("The id “%(id)s” is taken by something that was made on this site.") % {"id": record_id}
                problems.add(message, line=new[record_id].line, record=f"{section}/{record_id}")
        if problems:
            raise BrokenRecord(problems)

    def section(self, section: str, bridge: Bridge) -> None:
        records = self.checked.of(section)
        self.report.tallies[section].in_file = len(records)
        known = {record.record_id: self.entries.get((section, record.record_id)) for record in records}
        pks = {record_id: pk for record_id, entry in known.items() if entry and (pk := pk_of(entry)) is not None}
        rows = bridge.rows(list(pks.values())) if pks else {}
        for record_id, pk in pks.items():
            if pk not in rows:
                self.keys.forget(bridge.model, record_id)
        made = []
        for record in records:
            entry = self.entries.get((section, record.record_id))
            if entry is None:
                made += self.make(record, bridge)
            else:
                self.update(record, bridge, entry, rows.get(pk_of(entry) or 0))
        RecordEntry.objects.bulk_create(made)

    def make(self, record: Record, bridge: Bridge) -> list[RecordEntry]:
        draft = bridge.draft(record)
        if lost := [column.name for column in bridge.early if column.is_lost(draft[column.name], self.keys)]:
            self.conflict(record, _("not made: what it belongs to was deleted here (%(fields)s)") % {"fields": ", ".join(lost)})
            return []
        row = bridge.new_row(record)
        for column in bridge.early:
            column.write(row, draft[column.name], self.keys)
        row.save()
        self.keys.learn(bridge.model, record.record_id, row.pk)
        self.work.append(_Work(row, draft, [column for column in bridge.late if draft.get(column.name)]))
        self.report.tallies[record.section].made += 1
        self.audits.append(("record.made", row, {"record": f"{record.section}/{record.record_id}"}))
        return [self.entry(record, target_of(row), {column.name: draft[column.name] for column in bridge.columns})]

    def entry(self, record: Record, target: str, imported: dict[str, Any]) -> RecordEntry:
        return RecordEntry(
            section=record.section,
            record_id=record.record_id,
            target=target,
            source=record.words("source"),
            imported=imported,
            imported_at=self.now,
        )

    def update(self, record: Record, bridge: Bridge, entry: RecordEntry, row: Any) -> None:
        tally = self.report.tallies[record.section]
        if row is None:
            # Deleted on the site: that is an edit like any other.
            tally.unchanged += 1
            tally.kept += 1
            return
        draft = bridge.draft(record)
        stands = {column.name: column.stands(row, self.keys) for column in bridge.columns}
        verdict = conflicts.compare(bridge.columns, imported=entry.imported, stands=stands, file=draft)
        for column in [
            column for column in verdict.write if not column.is_late and column.is_lost(draft[column.name], self.keys)
        ]:
            verdict.write.remove(column)
            verdict.conflicts.append(column.name)
            verdict.imported[column.name] = entry.imported.get(column.name, stands[column.name])
        early = [column for column in verdict.write if not column.is_late]
        for column in early:
            column.write(row, draft[column.name], self.keys)
        if early:
            row.save()
        self.work.append(_Work(row, draft, [column for column in verdict.write if column.is_late]))
        if verdict.conflicts:
            self.conflict(record, ", ".join(verdict.conflicts))
        tally.kept += bool(verdict.kept)
        self.settle(record, entry, verdict, row)

    def settle(self, record: Record, entry: RecordEntry, verdict: conflicts.Verdict, row: Any) -> None:
        """Count the record, and remember what was imported when that has changed."""
        tally = self.report.tallies[record.section]
        fields = [column.name for column in verdict.write]
        has_returned = entry.vanished_at is not None
        if fields:
            tally.changed += 1
            self.audits.append(("record.changed", row, {"record": str(entry), "fields": fields}))
        elif has_returned:
            tally.returned += 1
        else:
            tally.unchanged += 1
        source = record.words("source")
        if fields or has_returned or entry.imported != verdict.imported or entry.source != source:
            entry.imported, entry.imported_at, entry.vanished_at, entry.source = verdict.imported, self.now, None, source
            entry.save()

    def conflict(self, record: Record, message: str) -> None:
        self.report.tallies[record.section].conflicts += 1
        self.report.conflicts.append(Note(record.line, record.section, record.record_id, message))

    def meta(self) -> None:
        """What the file says of itself has no row: its entry holds it. Nobody edits it on the site."""
        record = self.checked.meta
        if record is None:
            return
        tally = self.report.tallies["meta"]
        tally.in_file = 1
        values = dict(record.values)
        entry = self.entries.get(("meta", "meta"))
        if entry is None:
            tally.made += 1
            self.entry(record, "", values).save()
        elif entry.vanished_at is None and entry.imported == values:
            tally.unchanged += 1
        else:
            tally.changed += 1
            entry.imported, entry.imported_at, entry.vanished_at = values, self.now, None
            entry.save()

    def vanish(self) -> None:
        """Mark what the file no longer holds. Nothing is deleted: people may have worked on it."""
        held = {(section, record.record_id) for section, records in self.checked.sections.items() for record in records}
        if self.checked.meta:
            held.add(("meta", "meta"))
        for place, entry in self.entries.items():
            if place in held:
                continue
            tally = self.report.tallies.get(entry.section)
            if tally is None:
                continue
            if entry.vanished_at is not None:
                tally.still_missing += 1
                continue
            tally.vanished += 1
            self.report.vanished.append(Note(0, entry.section, entry.record_id, _("no longer in the file")))
            entry.vanished_at = self.now
            entry.save(update_fields=["vanished_at"])
            self.audits.append(("record.vanished", entry, {"record": str(entry)}))
