"""Read a checklist template from YAML. Every problem is found at once and named with its line; a template comes out only without any."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml
from django.db.models import Model
from django.utils.translation import gettext as _

from checklist.enums import Condition, Confirms, Hold, Live, Mandatory
from checklist.models import TemplateItem, TemplateStage, TemplateVersion
from coproduction.core.errors import Problems
from engagements.models.projects import FIRST_STAGE, LAST_STAGE

_LARGEST = 1024 * 1024
_TOP = {"template", "note", "keys", "stages"}
_STAGE = {"code", "child_title", "title", "intro", "items"}
_ITEM = {
    "code", "prompt", "guidance", "confirms", "evidence", "mandatory", "hold", "live", "may_not_apply", "light_version",
    "consultation", "source",
}  # fmt: skip
_YES, _NO = {"yes", "true"}, {"no", "false"}


@dataclass(frozen=True)
class ItemLines:
    code: str
    prompt: str
    guidance: str
    evidence: str
    confirms: str
    mandatory: str
    condition: str
    predicate: str
    hold: str
    live: str
    may_not_apply: bool
    consultation_prompt: str
    in_light_version: bool
    source: str


@dataclass(frozen=True)
class StageLines:
    number: int
    plain_title: str
    title: str
    intro: str
    items: tuple[ItemLines, ...]


@dataclass(frozen=True)
class Template:
    name: str
    note: str
    stage_gate: str
    stages: tuple[StageLines, ...]


@dataclass
class _Row:
    """One mapping of the file: its fields as nodes, and where it stands."""

    where: str
    line: int
    fields: dict[str, yaml.Node] = field(default_factory=dict)


def read(content: bytes) -> tuple[Template | None, list[str]]:
    """The template and no problem, or no template and each problem as a line of words."""
    reader = _Reader()
    root = reader.root(content)
    template = reader.template(root) if root else None
    problems = [f"line {line}: {words}" for line, words in sorted(reader.problems)]
    return (None, problems) if problems else (template, [])


def parsed(content: bytes) -> Template:
    """The template of a file. Raises `Problems` with every fault, each with its line."""
    template, problems = read(content)
    if template is None:
        raise Problems(problems)
    return template


class _Reader:
    def __init__(self) -> None:
        self.problems: list[tuple[int, str]] = []

    def wrong(self, line: int, words: str) -> None:
        self.problems.append((line, words))

    def root(self, content: bytes) -> yaml.Node | None:
        """The file as nodes, which know their lines."""
        if len(content) > _LARGEST:
            self.wrong(1, _("the file is larger than a checklist can be"))
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.wrong(content[: error.start].count(b"\n") + 1, _("this is not text"))
            return None
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.reader.ReaderError as error:
            self.wrong(text[: error.position].count("\n") + 1, _("this is not text"))
            return None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.wrong(
                mark.line + 1 if mark else 1, _("this is not YAML: %(problem)s") % {"problem": error.problem or error.context}
            )
            return None
        except RecursionError:
            self.wrong(1, _("this is not a checklist: it is nested too deeply"))
            return None
        if root is None:
            self.wrong(1, _("the file is empty"))
        return root

    def template(self, root: yaml.Node) -> Template:
        row = self.row(root, _("the file"), _TOP)
        if not row.fields:
            return Template("", "", "", ())
        name = self.text(row, "template", TemplateVersion, "name", needed=True)
        note = self.text(row, "note", TemplateVersion, "note")
        gate = ""
        if "keys" in row.fields:
            # The keys explain the words of the file; only the rule for signing is kept.
            keys = self.row(row.fields["keys"], _("keys"), None)
            gate = self.text(keys, "stage_gate", TemplateVersion, "stage_gate")
        return Template(name, note, gate, tuple(self.stages(row)))

    def stages(self, top: _Row) -> list[StageLines]:
        found: dict[int, StageLines] = {}
        codes: set[str] = set()
        for node in self.sequence(top, "stages"):
            stage = self.stage(self.row(node, _("a stage"), _STAGE), codes)
            if stage is None:
                continue
            if stage.number in found:
                self.wrong(node.start_mark.line + 1, _("stage %(number)s stands twice") % {"number": stage.number})
            found[stage.number] = stage
        line = top.fields["stages"].start_mark.line + 1 if "stages" in top.fields else top.line
        for number in range(FIRST_STAGE, LAST_STAGE + 1):
            if number not in found:
                self.wrong(line, _("stage %(number)s is missing") % {"number": number})
        return [found[number] for number in sorted(found)]

    def stage(self, row: _Row, codes: set[str]) -> StageLines | None:
        code = self.scalar(row, "code", needed=True)
        row.where = _("stage %(code)s") % {"code": code}
        plain = self.text(row, "child_title", TemplateStage, "plain_title", needed=True)
        title = self.text(row, "title", TemplateStage, "title", needed=True)
        intro = self.text(row, "intro", TemplateStage, "intro")
        items = [
            self.item(self.row(node, _("an item of stage %(code)s") % {"code": code}, _ITEM), code, codes)
            for node in self.sequence(row, "items")
        ]
        if not (code.isdecimal() and FIRST_STAGE <= int(code) <= LAST_STAGE):
            if code:
                self.wrong(row.line, _("“%(code)s” is not a stage: they are 1 to 9") % {"code": code[:20]})
            return None
        return StageLines(int(code), plain, title, intro, tuple(items))

    def item(self, row: _Row, stage: str, codes: set[str]) -> ItemLines:
        code = self.text(row, "code", TemplateItem, "code", needed=True)
        if code in codes:
            self.wrong(self.line_of(row, "code"), _("item %(code)s stands twice") % {"code": code})
        elif code and not code.startswith(f"{stage}."):
            self.wrong(self.line_of(row, "code"), _("item %(code)s stands in stage %(stage)s") % {"code": code, "stage": stage})
        codes.add(code)
        confirms = self.scalar(row, "confirms", needed=True)
        if confirms and confirms not in Confirms.values:
            self.wrong(
                self.line_of(row, "confirms"),
                _("%(where)s: “%(word)s” confirms nothing; write officer, forum_partner or both")
                % {"where": row.where, "word": confirms[:40]},
            )
        mandatory, predicate = self.mandatory(row)
        return ItemLines(
            code=code,
            prompt=self.text(row, "prompt", TemplateItem, "prompt", needed=True),
            guidance=self.text(row, "guidance", TemplateItem, "guidance"),
            evidence=self.text(row, "evidence", TemplateItem, "evidence"),
            confirms=confirms,
            mandatory=mandatory,
            condition=str(Condition(predicate).label) if predicate else "",
            predicate=predicate,
            hold=self.named(row, "hold", Hold.values),
            live=self.names(row, "live", Live.values),
            may_not_apply=self.flag(row, "may_not_apply", otherwise=True),
            consultation_prompt=self.text(row, "consultation", TemplateItem, "consultation_prompt"),
            in_light_version=self.flag(row, "light_version"),
            source=self.text(row, "source", TemplateItem, "source"),
        )

    def mandatory(self, row: _Row) -> tuple[str, str]:
        """Yes, no, or a condition by its name after "if"."""
        words = self.scalar(row, "mandatory", needed=True)
        if words.lower() in _YES:
            return Mandatory.YES, ""
        if words.lower() in _NO:
            return Mandatory.NO, ""
        if words.lower().startswith("if ") and words[3:].strip():
            name = words[3:].strip()
            if name in Condition.values:
                return Mandatory.CONDITION, name
            self.wrong(
                self.line_of(row, "mandatory"),
                _("%(where)s: there is no condition “%(name)s”; there are %(names)s")
                % {"where": row.where, "name": name[:40], "names": ", ".join(Condition.values)},
            )
            return Mandatory.NO, ""
        if words:
            self.wrong(
                self.line_of(row, "mandatory"),
                _("%(where)s: mandatory is yes, no, or “if …”, not “%(word)s”") % {"where": row.where, "word": words[:40]},
            )
        return Mandatory.NO, ""

    def named(self, row: _Row, name: str, known: Sequence[str]) -> str:
        """One of the words that are known, or none."""
        word = self.scalar(row, name)
        return word if self.is_known(row, name, word, known) else ""

    def names(self, row: _Row, name: str, known: Sequence[str]) -> str:
        """A list of words that are known, with spaces between them."""
        if name not in row.fields:
            return ""
        words = [str(node.value).strip() for node in self.sequence(row, name)]
        return " ".join(word for word in dict.fromkeys(words) if self.is_known(row, name, word, known))

    def is_known(self, row: _Row, name: str, word: str, known: Sequence[str]) -> bool:
        if word and word not in known:
            self.wrong(
                self.line_of(row, name),
                _("%(where)s: %(name)s cannot be “%(word)s”; there are %(known)s")
                % {"where": row.where, "name": name, "word": word[:40], "known": ", ".join(known)},
            )
        return word in known

    def flag(self, row: _Row, name: str, *, otherwise: bool = False) -> bool:
        words = self.scalar(row, name).lower()
        if words and words not in _YES | _NO:
            self.wrong(
                self.line_of(row, name),
                _("%(where)s: %(name)s is true or false, not “%(word)s”")
                % {"where": row.where, "name": name, "word": words[:40]},
            )
        return words in _YES if words else otherwise

    def row(self, node: yaml.Node, where: str, known: set[str] | None) -> _Row:
        row = _Row(where, node.start_mark.line + 1)
        if not isinstance(node, yaml.MappingNode):
            self.wrong(row.line, _("%(where)s must be fields with their values") % {"where": where})
            return row
        code = next((str(value.value) for key, value in node.value if key.value == "code"), "")
        if "." in code:
            where = row.where = _("item %(code)s") % {"code": code[:20]}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if known is not None and name not in known:
                self.wrong(line, _("%(where)s: unknown field “%(name)s”") % {"where": where, "name": name[:40]})
            elif name in row.fields:
                self.wrong(line, _("%(where)s: “%(name)s” stands twice") % {"where": where, "name": name})
            row.fields[name] = value
        return row

    def sequence(self, row: _Row, name: str) -> Iterator[yaml.Node]:
        node = row.fields.get(name)
        if isinstance(node, yaml.SequenceNode) and node.value:
            yield from node.value
        elif node is not None or row.fields:
            self.wrong(
                self.line_of(row, name),
                _("%(where)s: “%(name)s” must be a list that is not empty") % {"where": row.where, "name": name},
            )

    def scalar(self, row: _Row, name: str, *, needed: bool = False) -> str:
        node = row.fields.get(name)
        if node is not None and not isinstance(node, yaml.ScalarNode):
            self.wrong(self.line_of(row, name), _("%(where)s: “%(name)s” must be words") % {"where": row.where, "name": name})
            return ""
        words = "" if node is None or node.tag == "tag:yaml.org,2002:null" else str(node.value).strip()
        if needed and not words and row.fields:
            self.wrong(
                self.line_of(row, name), _("%(where)s: “%(name)s” is missing or empty") % {"where": row.where, "name": name}
            )
        return words

    def text(self, row: _Row, name: str, model: type[Model], column: str, *, needed: bool = False) -> str:
        words = self.scalar(row, name, needed=needed)
        self.fits(row, name, words, model, column)
        return words

    def fits(self, row: _Row, name: str, words: str, model: type[Model], column: str) -> None:
        limit = getattr(model._meta.get_field(column), "max_length", None)
        if limit and len(words) > limit:
            self.wrong(
                self.line_of(row, name),
                _("%(where)s: “%(name)s” has %(size)s characters, at most %(limit)s fit")
                % {"where": row.where, "name": name, "size": len(words), "limit": limit},
            )

    def line_of(self, row: _Row, name: str) -> int:
        node = row.fields.get(name)
        return node.start_mark.line + 1 if node is not None else row.line
