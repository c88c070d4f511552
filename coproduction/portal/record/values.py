"""Read the fields of one record, each as the kind that the schema says. What is wrong is told, and checking goes on."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from coproduction.core.partial_dates import NotADate, PartialDate
from coproduction.portal.record import schema
from coproduction.portal.record.problems import Problems, excerpt
from coproduction.portal.record.reading import Listing, Mapping, Node, Scalar
from coproduction.portal.record.schema import Field, Fields, Kind

IDENTITY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOOKS_LIKE_A_DATE = re.compile(r"^\d{4}([-/.]|$)")
_FILE = re.compile(r"[\w.-]+\.txt\b")
_WHOLE = re.compile(r"[0-9]{1,9}")
_AMOUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]+))?")
_NUMBER = re.compile(r"^[+-]?(\d[\d_]*(\.\d*)?([eE][+-]?\d+)?|\.\d+|0[xo][\da-fA-F]+)$")
_YES = ("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON")
_NO = ("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF")


@dataclass(frozen=True)
class Reference:
    """A field that names another record: where it stands, and the sections that may hold it."""

    line: int
    record: str
    name: str
    record_id: str
    to: tuple[str, ...]


class FieldReader:
    """Reads fields; collects problems, the references to other records and the files that sources name."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.references: list[Reference] = []
        self.sources: list[tuple[int, str, str]] = []
        # The record that is being read, for messages.
        self.label = ""

    def say(self, node: Node, message: str) -> None:
        self.problems.add(message, line=node.line, record=self.label)

    def listed(self, node: Node) -> list[Node]:
        """The items of a list; nothing at all counts as an empty list."""
        if isinstance(node, Listing):
            return node.items
        if not (isinstance(node, Scalar) and node.is_null):
            self.say(node, _("Here belongs a list."))
        return []

    def grouped(self, node: Node) -> Mapping | None:
        if isinstance(node, Mapping):
            return node
        self.say(node, _("Here belong fields with their names, like “title: …”."))
        return None

    def fields(self, fields: Fields, node: Mapping) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, content in node.pairs:
            if key.value not in fields:
                self.say(key, _("There is no field “%(name)s” here.") % {"name": excerpt(key.value)})
            elif key.value not in values:
                values[key.value] = self.value(key.value, fields[key.value], content)
        for name, wanted in fields.items():
            self.complete(name, wanted, node, values)
        return values

    def complete(self, name: str, wanted: Field, node: Mapping, values: dict[str, Any]) -> None:
        """Say when a field that must be there is not, or stands without those that it needs."""
        present = node.get(name)
        is_missing = present is None or (isinstance(present, Scalar) and (present.is_null or not present.value.strip()))
        if wanted.must and is_missing:
            self.say(present or node, _("The field “%(name)s” is missing or empty.") % {"name": name})
        for other in wanted.needs:
            if values.get(name) and not values.get(other):
                self.say(present or node, _("“%(name)s” says nothing without “%(other)s”.") % {"name": name, "other": other})

    def value(self, name: str, wanted: Field, node: Node) -> Any:
        if isinstance(node, Scalar) and node.is_null:
            return [] if wanted.kind in (Kind.LINES, Kind.IDS, Kind.GRID) else None
        match wanted.kind:
            case Kind.LINES | Kind.IDS:
                return self.lines(wanted, node, name)
            case Kind.GRID:
                return [self.lines(Field(Kind.LINES), row) for row in self.listed(node)]
            case Kind.GROUP:
                group = self.grouped(node)
                return None if group is None else self.fields(wanted.fields, group)
        if not isinstance(node, Scalar):
            self.say(node, _("“%(name)s” is a single value, not a list or a group of fields.") % {"name": name})
            return None
        return self.single(name, wanted, node)

    def single(self, name: str, wanted: Field, node: Scalar) -> Any:
        match wanted.kind:
            case Kind.DATE:
                return self.date(node)
            case Kind.WHEN:
                return self.date(node) if _LOOKS_LIKE_A_DATE.match(node.value.strip()) else self.text(wanted, node)
            case Kind.WHOLE:
                return self.whole(wanted, node)
            case Kind.AMOUNT:
                return self.amount(wanted, node)
            case Kind.YES_NO:
                return self.yes_no(node)
            case Kind.WORD:
                return self.word(name, wanted, node)
            case Kind.ID:
                return self.identifier(name, wanted, node)
        text = self.text(wanted, node)
        if name == "id" and text is not None and not IDENTITY.fullmatch(text):
            self.say(node, _("“%(id)s” cannot be an id. Use small letters, figures and single hyphens.") % {"id": excerpt(text)})
        if name == "source":
            self.source(node, text)
        return text

    def lines(self, wanted: Field, node: Node, name: str = "") -> list[str]:
        found: list[str] = []
        for item in self.listed(node):
            text = self.identifier(name, wanted, item) if wanted.kind == Kind.IDS else self.text(wanted, item)
            if text is None:
                continue
            if not text.strip():
                self.say(item, _("A line of this list is empty."))
            elif text in found:
                self.say(item, _("“%(text)s” stands here twice.") % {"text": excerpt(text)})
            else:
                found.append(text)
        return found

    def text(self, wanted: Field, node: Node | None) -> str | None:
        """Text as it was written. Words that YAML itself would read as a number or as yes or no must stand in quotation marks."""
        if not isinstance(node, Scalar):
            if node is not None:
                self.say(node, _("Here belongs text."))
            return None
        if node.plain and (node.value in (*_YES, *_NO) or _NUMBER.match(node.value)):
            self.say(
                node,
                _("“%(text)s” is a number, or a yes or no. If it is text, put it in quotation marks.")
                % {"text": excerpt(node.value)},
            )
            return None
        text = node.value.strip()
        if len(text) > wanted.most:
            self.say(
                node,
                _("“%(text)s” is too long: %(length)s characters, where %(most)s fit.")
                % {"text": excerpt(text), "length": len(text), "most": wanted.most},
            )
            return None
        if "\n" in text and wanted.kind != Kind.TEXT:
            self.say(node, _("“%(text)s” must stand on one line.") % {"text": excerpt(text)})
            return None
        return text

    def date(self, node: Scalar) -> str | None:
        try:
            parsed = PartialDate.parse(node.value)
        except NotADate as problem:
            self.say(node, str(problem))
            return None
        if not parsed.is_known:
            self.say(node, _("This date is empty. Write null where it is not known."))
            return None
        return parsed.iso()

    def whole(self, wanted: Field, node: Scalar) -> int | None:
        if _WHOLE.fullmatch(node.value) and int(node.value) <= wanted.largest:
            return int(node.value)
        self.say(
            node, _("“%(text)s” is not a whole number up to %(most)s.") % {"text": excerpt(node.value), "most": wanted.largest}
        )
        return None

    def amount(self, wanted: Field, node: Scalar) -> str | None:
        """A number as the tables keep it, with two decimal places."""
        match = _AMOUNT.fullmatch(node.value)
        if match and len(match[2] or "") <= wanted.places and Decimal(node.value) <= wanted.largest:
            return f"{Decimal(node.value):.2f}"
        self.say(node, _("“%(text)s” is not a number like 22000 or 12.5.") % {"text": excerpt(node.value)})
        return None

    def yes_no(self, node: Scalar) -> bool | None:
        if node.plain and node.value in (*_YES, *_NO):
            return node.value in _YES
        self.say(node, _("“%(text)s” is neither true nor false.") % {"text": excerpt(node.value)})
        return None

    def word(self, name: str, wanted: Field, node: Scalar) -> str | None:
        if node.value in wanted.table:
            return node.value
        self.say(
            node,
            _("The portal does not know “%(word)s” as %(name)s. Known: %(known)s.")
            % {"word": excerpt(node.value), "name": name, "known": ", ".join(wanted.table)},
        )
        return None

    def identifier(self, name: str, wanted: Field, node: Node) -> str | None:
        text = self.text(Field(Kind.LINE, most=schema.SLUG), node)
        if text is None:
            return None
        self.references.append(Reference(node.line, self.label, name, text, wanted.to))
        return text

    def source(self, node: Node, text: str | None) -> None:
        self.sources += [(node.line, self.label, file) for file in _FILE.findall(text or "")]
