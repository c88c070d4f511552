"""Check a document against the schema and give its records. Every problem is told; none stops the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from coproduction.core.partial_dates import PartialDate
from coproduction.portal.record import schema
from coproduction.portal.record.problems import Problems, excerpt
from coproduction.portal.record.reading import Document, Node, Scalar
from coproduction.portal.record.reading import Mapping as FieldsNode
from coproduction.portal.record.schema import Field, Kind, Section
from coproduction.portal.record.values import IDENTITY, FieldReader


@dataclass(frozen=True)
class Record:
    """One record, checked: only fields that the schema knows, each of its kind."""

    section: str
    record_id: str
    line: int
    values: Mapping[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        """A field's value; the default when it is missing or null."""
        value = self.values.get(name)
        return default if value is None else value

    def words(self, name: str) -> str:
        """A field's text, empty when it is missing or null."""
        return str(self.get(name, ""))

    def partial(self, name: str, words: str = "") -> PartialDate:
        """A field's date with the words that stand beside it."""
        return PartialDate.parse(self.get(name), self.words(words) if words else "")


@dataclass
class Checked:
    """The records of a file by section, in the file's order."""

    meta: Record | None = None
    sections: dict[str, list[Record]] = field(default_factory=dict)

    def of(self, section: str) -> list[Record]:
        return self.sections.get(section, [])


class Checker(FieldReader):
    def __init__(self, document: Document, problems: Problems) -> None:
        super().__init__(problems)
        self.document = document
        self.checked = Checked()

    def run(self) -> Checked:
        for name, node in self.document.sections:
            self.label = name.value if IDENTITY.fullmatch(name.value.replace("_", "-")) else ""
            if name.value in schema.SECTIONS:
                self.section(name.value, schema.SECTIONS[name.value], node)
            elif name.value == "meta":
                self.meta(node)
            elif name.value == "reference":
                self.reference(node)
            else:
                self.say(name, _("There is no section “%(name)s” in a record.") % {"name": excerpt(name.value)})
        self.label = ""
        self.unique_together()
        self.known_references()
        self.known_sources()
        self.asked_once()
        return self.checked

    # --- Sections --------------------------------------------------------------------------------------------------------

    def section(self, name: str, section: Section, node: Node) -> None:
        records = self.checked.sections.setdefault(name, [])
        seen: dict[str, int] = {record.record_id: record.line for record in records}
        self.label = name
        for place, item in enumerate(self.listed(node), start=1):
            self.label = f"{name}/{self.identity(section, item) or place}"
            if (fields := self.grouped(item)) is None:
                continue
            values = self.fields(section.fields, fields)
            record_id = self.record_id(section, values)
            if not record_id:
                continue
            if not section.key and all(record.values != values for record in records):
                record_id = self.next_id(record_id, seen)
            if record_id in seen:
                facts = {"id": record_id, "line": seen[record_id]}
                self.say(item, _("The id “%(id)s” is already used in line %(line)s.") % facts)
                continue
            seen[record_id] = item.line
            records.append(Record(name, record_id, item.line, values))
        self.label = name

    def identity(self, section: Section, item: Node) -> str:
        """What a record is called in messages, before it is known to be right."""
        if not isinstance(item, FieldsNode):
            return ""
        found = [item.get(name) for name in ((section.key,) if section.key else section.key_from)]
        return "/".join(excerpt(node.value) for node in found if isinstance(node, Scalar) and not node.is_null)

    def record_id(self, section: Section, values: Mapping[str, Any]) -> str:
        names = (section.key,) if section.key else section.key_from
        return "/".join(str(values[name]) for name in names if values.get(name))

    def next_id(self, record_id: str, seen: Mapping[str, int]) -> str:
        """Records without an id of their own, such as two resolutions of one day, are numbered."""
        numbered = (record_id if number == 1 else f"{record_id}/{number}" for number in range(1, len(seen) + 2))
        return next(candidate for candidate in numbered if candidate not in seen)

    def meta(self, node: Node) -> None:
        self.label = "meta"
        if (fields := self.grouped(node)) is not None:
            self.checked.meta = Record("meta", "meta", node.line, self.fields(schema.META, fields))

    # --- Reference lists --------------------------------------------------------------------------------------------------

    def reference(self, node: Node) -> None:
        if (lists := self.grouped(node)) is None:
            return
        entries = self.checked.sections.setdefault("reference", [])
        for name, content in lists.pairs:
            self.label = f"reference/{excerpt(name.value)}"
            if name.value in schema.REFERENCE_LISTS:
                entries += self.reference_list(name.value, content)
            elif name.value in schema.REFERENCE_LINES:
                source_node = lists.get(schema.REFERENCE_LINES[name.value])
                source = self.text(Field(Kind.LINE, most=schema.SOURCE), source_node) if source_node else None
                if not source:
                    self.say(name, _("This list needs its source: %(field)s.") % {"field": schema.REFERENCE_LINES[name.value]})
                texts = self.lines(Field(Kind.LINES), content)
                entries += [
                    self.entry(name.value, place, content.line, {"title": text, "source": source})
                    for place, text in enumerate(texts, 1)
                ]
            elif name.value == "nef_matrix":
                entries += self.matrix(content)
            elif name.value in schema.REFERENCE_LINES.values():
                self.source(content, self.text(Field(Kind.LINE, most=schema.SOURCE), content))
            else:
                self.say(name, _("There is no reference list “%(name)s” in a record.") % {"name": excerpt(name.value)})

    def entry(self, name: str, order: int, line: int, values: Mapping[str, Any]) -> Record:
        return Record("reference", f"{name}/{order}", line, {**values, "list": name, "order": order})

    def reference_list(self, name: str, node: Node) -> list[Record]:
        entries: dict[int, Record] = {}
        fields = schema.REFERENCE_LISTS[name]
        number = next((field for field in ("order", "n") if field in fields), "")
        for place, item in enumerate(self.listed(node), start=1):
            self.label = f"reference/{name}/{place}"
            if (group := self.grouped(item)) is None:
                continue
            values = self.fields(fields, group)
            order = values.get(number, place) if number else place
            if order in entries:
                self.say(item, _("The number %(number)s stands here twice.") % {"number": order})
            elif order is not None:
                entries[order] = self.entry(name, order, item.line, values)
        return list(entries.values())

    def matrix(self, node: Node) -> list[Record]:
        if (group := self.grouped(node)) is None:
            return []
        values = self.fields(schema.NEF_MATRIX, group)
        rows, columns, cells = (values.get(name) or [] for name in ("rows_delivery", "cols_planning", "cells"))
        if len(cells) != len(rows) or any(len(row) != len(columns) for row in cells):
            self.say(
                node,
                _("The cells do not fit: %(rows)s rows of %(columns)s are named.") % {"rows": len(rows), "columns": len(columns)},
            )
            return []
        source = {"source": values.get("source")}
        entries = [
            self.entry("nef_matrix_rows", place, node.line, {"title": text, **source}) for place, text in enumerate(rows, 1)
        ]
        entries += [
            self.entry("nef_matrix_columns", place, node.line, {"title": text, **source}) for place, text in enumerate(columns, 1)
        ]
        places = [(row, column) for row in range(len(rows)) for column in range(len(columns))]
        for order, (row, column) in enumerate(places, 1):
            words = {"title": cells[row][column], "words": f"{rows[row]}\n{columns[column]}", "key": f"{row + 1}-{column + 1}"}
            entries.append(self.entry("nef_matrix", order, node.line, {**words, **source}))
        return entries

    # --- Across records -------------------------------------------------------------------------------------------------

    def unique_together(self) -> None:
        seen: dict[str, Record] = {}
        for section in schema.UNIQUE_TOGETHER:
            for record in self.checked.of(section):
                other = seen.setdefault(record.record_id, record)
                if other.section != section:
                    facts = {"id": record.record_id, "section": other.section, "line": other.line}
                    message = _("The id “%(id)s” is already used in %(section)s, line %(line)s.") % facts
                    self.problems.add(message, line=record.line, record=f"{section}/{record.record_id}")

    def known_references(self) -> None:
        known = {section: {record.record_id for record in self.checked.of(section)} for section in schema.SECTIONS}
        for reference in self.references:
            if reference.record_id in self.document.unreadable or any(
                reference.record_id in known[section] for section in reference.to
            ):
                continue
            facts = {"name": reference.name, "id": excerpt(reference.record_id), "sections": ", ".join(reference.to)}
            self.problems.add(
                _("“%(name)s” names “%(id)s”, which is not in %(sections)s.") % facts,
                line=reference.line,
                record=reference.record,
            )

    def known_sources(self) -> None:
        """A source that names a file must name one of the record's documents."""
        if "sources" not in self.checked.sections:
            return
        files = {record.values.get("file") for record in self.checked.of("sources")}
        for line, label, file in self.sources:
            if file not in files:
                self.problems.add(
                    _("The source names “%(file)s”, which is not in sources.") % {"file": excerpt(file)}, line=line, record=label
                )

    def asked_once(self) -> None:
        """A request is taken up by one item of the plan; forward plan items say what they are about."""
        taken: dict[str, str] = {}
        for record in self.checked.of("forward_plan"):
            label = f"forward_plan/{record.record_id}"
            if not (record.get("about") or record.get("about_words")) and label not in {
                problem.record for problem in self.problems.found
            }:
                self.problems.add(_("Say what this is about: “about” or “about_words”."), line=record.line, record=label)
            for request in record.get("must_include", []):
                if (other := taken.setdefault(request, record.record_id)) != record.record_id:
                    facts = {"id": request, "other": other}
                    self.problems.add(
                        _("The request “%(id)s” is already taken up by %(other)s.") % facts, line=record.line, record=label
                    )


def check(document: Document, problems: Problems) -> Checked:
    """The records of a document; what is wrong with them goes to `problems`."""
    if not document.sections and not problems:
        problems.add(_("The file holds no section."))
    return Checker(document, problems).run()
