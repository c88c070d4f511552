"""Read a YAML file into plain nodes that know their line, and say what is wrong when it cannot be read.

The nodes are built from YAML's events without recursion, and scalars stay text: a date, a yes or a number is what
the schema says it is, not what YAML guesses. Anchors, aliases and tags are refused: the record has no use for them, and
they are how a small file becomes an enormous one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from coproduction.portal.record.problems import Problems, excerpt

MOST_BYTES = 5_000_000
DEEPEST = 12
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t")
_SECTION = re.compile(r"^([A-Za-z_][\w-]*)\s*:")
_RECORD = re.compile(r"^ {0,2}-(\s|$)")
_ID = re.compile(r"\b(?:id|key)\s*:\s*['\"]?([\w./-]+)")


@dataclass(frozen=True)
class Scalar:
    line: int
    value: str
    # Written without quotation marks: only then may it mean null, yes or a number.
    plain: bool = False

    @property
    def is_null(self) -> bool:
        return self.plain and self.value in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True)
class Listing:
    line: int
    items: "list[Node]" = field(default_factory=list)


@dataclass(frozen=True)
class Mapping:
    line: int
    pairs: "list[tuple[Scalar, Node]]" = field(default_factory=list)

    def get(self, name: str) -> "Node | None":
        return next((node for key, node in self.pairs if key.value == name), None)


Node = Scalar | Listing | Mapping


@dataclass
class Document:
    """A file's sections. `unreadable` holds the ids of records that are broken, so that references to them do not count too."""

    sections: list[tuple[Scalar, Node]] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    node: Listing | Mapping
    key: Scalar | None = None


class _Builder:
    """Turns events into nodes; `problems` collects what the record may not contain."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.problems: list[tuple[int, str]] = []
        self.documents = 0

    def feed(self, event: yaml.Event) -> bool:
        """Take one event; False when there is no use in going on."""
        line = self.first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                return self._stop(line, _("A second document begins here (---). A record is one document."))
        if isinstance(event, yaml.AliasEvent):
            return self._stop(line, _("An alias (*%(name)s) is not allowed in a record.") % {"name": excerpt(event.anchor or "")})
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            return self._stop(line, _("An anchor (&%(name)s) is not allowed in a record.") % {"name": excerpt(event.anchor)})
        if tag := getattr(event, "tag", None):
            return self._stop(line, _("A tag (%(tag)s) is not allowed in a record.") % {"tag": excerpt(tag)})
        if isinstance(event, yaml.ScalarEvent):
            return self._add(Scalar(line, event.value, plain=event.style in (None, "")))
        if isinstance(event, yaml.CollectionStartEvent):
            return self._open(Listing(line) if isinstance(event, yaml.SequenceStartEvent) else Mapping(line))
        if isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        return True

    def _stop(self, line: int, message: str) -> bool:
        self.problems.append((line, message))
        return False

    def _open(self, node: Listing | Mapping) -> bool:
        if len(self.stack) >= DEEPEST:
            return self._stop(
                node.line, _("This is nested too deeply: no record has more than %(most)s levels.") % {"most": DEEPEST}
            )
        if self.stack and isinstance(self.stack[-1].node, Mapping) and self.stack[-1].key is None:
            return self._stop(node.line, _("The name of a field must be a word, not a list or a group of fields."))
        self._add(node)
        self.stack.append(_Open(node))
        return True

    def _add(self, node: Node) -> bool:
        if isinstance(node, Scalar) and _CONTROL.search(node.value):
            self.problems.append(
                (node.line, _("“%(text)s” holds a character that cannot be shown.") % {"text": excerpt(node.value)})
            )
        if not self.stack:
            self.root = node
            return True
        top = self.stack[-1]
        if isinstance(top.node, Listing):
            top.node.items.append(node)
        elif top.key is None:
            self._name(top, node)
        else:
            top.node.pairs.append((top.key, node))
            top.key = None
        return True

    def _name(self, top: _Open, node: Node) -> None:
        if not (isinstance(top.node, Mapping) and isinstance(node, Scalar)):
            return
        if top.node.get(node.value) is not None:
            self.problems.append((node.line, _("The field “%(name)s” stands here twice.") % {"name": excerpt(node.value)}))
        top.key = node


def _parse(text: str, first_line: int = 1) -> tuple[Node | None, list[tuple[int, str]]]:
    """The nodes of a text, and what is wrong with it; never an exception."""
    builder = _Builder(first_line)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if not builder.feed(event):
                return None, builder.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.context, error.problem) if part)
        builder.problems.append(
            (first_line + (mark.line if mark else 0), _("This is not valid YAML: %(what)s.") % {"what": what})
        )
        return None, builder.problems
    except yaml.YAMLError as error:
        builder.problems.append((first_line, _("This is not valid YAML: %(what)s.") % {"what": excerpt(str(error))}))
        return None, builder.problems
    except RecursionError:
        builder.problems.append((first_line, _("This is nested too deeply.")))
        return None, builder.problems
    return builder.root, builder.problems


class _NoText(Exception):
    """There is no text to read; the message says why."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            raise _NoText(_("There is no file %(path)s.") % {"path": path})
        if not path.is_file():
            raise _NoText(_("%(path)s is not a file.") % {"path": path})
        if path.stat().st_size > MOST_BYTES:
            raise _NoText(
                _("%(path)s is too large for a record: more than %(most)s bytes.") % {"path": path, "most": f"{MOST_BYTES:,}"}
            )
        return path.read_bytes()
    except OSError as error:
        raise _NoText(_("%(path)s cannot be read: %(why)s.") % {"path": path, "why": error.strerror}) from error
    except ValueError as error:
        raise _NoText(_("This is not the name of a file.")) from error


def _text(content: bytes) -> str:
    if content.startswith(_UTF16):
        raise _NoText(_("This file is saved as UTF-16. Save it as UTF-8."), line=1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _NoText(_("This file is not text in UTF-8: it cannot be read from here on."), line=line) from error
    if not text.strip():
        raise _NoText(_("The file is empty."))
    return text


def text_of(path: Path, problems: Problems) -> str | None:
    """The text of a file, or None with the reason told."""
    try:
        return decoded(_content(path), problems)
    except _NoText as reason:
        problems.add(reason.message, line=reason.line)
        return None


def decoded(content: bytes, problems: Problems) -> str | None:
    """Bytes as text in UTF-8, or None with the reason told. Characters that are not text are told and replaced."""
    try:
        text = _text(content)
    except _NoText as reason:
        problems.add(reason.message, line=reason.line)
        return None
    place = _Place()
    for line, words in enumerate(text.split("\n"), start=1):
        place.pass_by(words)
        if _CONTROL.search(words):
            problems.add(_("A character here is not text. Is this a record file?"), line=line, record=str(place))
        if _TAB_INDENT.match(words):
            problems.add(_("This line begins with a tab. Use spaces."), line=line, record=str(place))
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


class _Place:
    """The section and record that a line stands in, as far as the text tells without being parsed."""

    def __init__(self) -> None:
        self.section = self.record = ""

    def pass_by(self, words: str) -> None:
        if match := _SECTION.match(words):
            self.section, self.record = match[1], ""
        elif _RECORD.match(words):
            self.record = match[1] if (match := _ID.search(words)) else ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.section, self.record) if part)


def _pieces(lines: list[str], begins: re.Pattern[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines cut before each line that begins something, with the place of the first line."""
    start = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or begins.match(lines[place]):
            yield start, lines[start:place]
            start = place


def _salvage(text: str, problems: Problems) -> Document:
    """A file that is not valid YAML as a whole: read section by section and record by record, so that every problem is told."""
    document = Document()
    for start, lines in _pieces(text.split("\n"), _SECTION):
        node, wrong = _parse("\n".join(lines), start + 1)
        name = match[1] if (match := _SECTION.match(lines[0])) else ""
        if wrong and name and any(_RECORD.match(line) for line in lines):
            _salvage_records(name, start, lines, wrong, document, problems)
            continue
        for line, message in wrong:
            problems.add(message, line=line, record=name)
        if isinstance(node, Mapping):
            document.sections.extend(node.pairs)
    return document


def _salvage_records(
    name: str, start: int, lines: list[str], wrong: list[tuple[int, str]], document: Document, problems: Problems
) -> None:
    """The records of a broken section that can be read; the others are told, or the section's own fault when each can be read."""
    items: list[Node] = []
    told = False
    for place, record in _pieces(lines[1:], _RECORD):
        item, wrong_here = _parse("\n".join(record), start + place + 2)
        label = match[1] if (match := _ID.search("\n".join(record))) else ""
        for line, message in wrong_here:
            problems.add(message, line=line, record="/".join(part for part in (name, label) if part))
            document.unreadable.add(label)
            told = True
        if not wrong_here and isinstance(item, Listing):
            items.extend(item.items)
    for line, message in [] if told else wrong:
        problems.add(message, line=line, record=name)
    document.sections.append((Scalar(start + 1, name), Listing(start + 1, items)))


def read(path: Path, problems: Problems) -> Document:
    """The sections of a record file; what is wrong with it goes to `problems`."""
    text = text_of(path, problems)
    return Document() if text is None else read_text(text, problems)


def read_text(text: str, problems: Problems) -> Document:
    """The sections of a record's text; what is wrong with it goes to `problems`."""
    root, wrong = _parse(text)
    if root is None and wrong:
        document = _salvage(text, problems)
        if not problems:
            for line, message in wrong:
                problems.add(message, line=line)
        return document
    for line, message in wrong:
        problems.add(message, line=line, record=_record_at(text, line))
    if not isinstance(root, Mapping):
        problems.add(_("A record is a list of sections, each with a name. This file holds something else."), line=1)
        return Document()
    return Document(root.pairs)


def _record_at(text: str, line: int) -> str:
    """The section and id that a line stands in."""
    place = _Place()
    for words in text.split("\n")[:line]:
        place.pass_by(words)
    return str(place)
