"""What an import made, as it stands now: whether anybody changed it, published it or built on it since."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from coproduction.core.models import SheetImport, SheetLine
from coproduction.core.models.base import ref_of
from engagements.enums import ProjectStatus
from engagements.models import Project, Session
from feedback.enums import OutcomeState
from feedback.models import Outcome

# What an import makes, and what belongs to each row of it. In the order in which they can be removed.
MADE: tuple[type[models.Model], ...] = (Outcome, Session, Project)
_CHILDREN: Mapping[type[models.Model], tuple[str, ...]] = {
    Outcome: ("contributors", "figure__parts"),
    Session: ("head_counts",),
    Project: ("parts", "milestones"),
}
_BY_LABEL = {model._meta.label_lower: model for model in MADE}

Pks = dict[type[models.Model], set[int]]


@dataclass(frozen=True)
class MadeRow:
    """A row that an import made. `stays` says why it cannot be taken back; `is_gone` that it is not there any more."""

    line: SheetLine
    row: Any
    stays: str = ""

    @property
    def is_gone(self) -> bool:
        return self.row is None


def pks_of(targets: Iterable[str]) -> Pks:
    """The keys in text references, by model."""
    found: Pks = {model: set() for model in MADE}
    for target in targets:
        label, _colon, pk = target.partition(":")
        if label in _BY_LABEL and pk.isdigit():
            found[_BY_LABEL[label]].add(int(pk))
    return found


def rows_of(targets: Iterable[str]) -> dict[str, Any]:
    """The rows that are still there, by their reference, with what belongs to them: at most three queries for each table."""
    return {ref_of(row): row for model, pks in pks_of(targets).items() if pks for row in _with_children(model).filter(pk__in=pks)}


def _with_children(model: type[models.Model]) -> Any:
    rows = model._default_manager.prefetch_related(*_CHILDREN[model])
    return rows.select_related("figure") if model is Outcome else rows.select_related("project") if model is Session else rows


def digest_of(row: models.Model) -> str:
    """Changes whenever a field of the row, or of what belongs to it, changes.

    A field that holds what it holds by default says nothing, so that a column which is added later changes no digest.
    """
    children = [_values(child) for name in _CHILDREN[type(row)] for child in _related(row, name)]
    return hashlib.sha256(json.dumps([_values(row), children], sort_keys=True).encode()).hexdigest()


def _related(row: models.Model, path: str) -> list[models.Model]:
    name, _dots, rest = path.partition("__")
    value = getattr(row, name)
    if rest:
        return [value, *_related(value, rest)] if value is not None else []
    return sorted(value.all(), key=lambda child: child.pk)


def _values(row: models.Model) -> dict[str, str]:
    values = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if not field.primary_key and value not in (None, "") and value != _default(field):
            values[field.attname] = str(value)
    return values


def _default(field: Any) -> Any:
    # A default that is made anew for each row, such as a reference, is no default to compare with.
    return None if callable(field.default) else field.get_default()


def standing(sheet: SheetImport) -> list[MadeRow]:
    """Everything an import made and that was not taken back, in the order of the file. A constant number of queries."""
    lines = [line for line in sheet.lines.all() if line.target]
    rows = rows_of(line.target for line in lines)
    stays = _stays({line.target: line.made_as for line in lines}, rows)
    return [MadeRow(line, rows.get(line.target), stays.get(line.target, "")) for line in lines]


def _stays(made_as: Mapping[str, str], rows: Mapping[str, Any]) -> dict[str, str]:
    """Why rows stay, by reference. What goes away itself keeps nothing else: a session of this import does not keep its project."""
    stays: dict[str, str] = {}
    going: Pks = {}
    for model in MADE:
        own = {ref: row for ref, row in rows.items() if isinstance(row, model)}
        built = _built_upon(model, {row.pk for row in own.values()}, going)
        for ref, row in own.items():
            if why := _is_public(row) or built.get(row.pk) or _is_changed(row, made_as[ref]):
                stays[ref] = why
        going[model] = {row.pk for ref, row in own.items() if ref not in stays}
    return stays


def _is_public(row: Any) -> str:
    if isinstance(row, Project) and row.status != ProjectStatus.DRAFT:
        return _("It is public now.")
    if isinstance(row, Session) and row.project and row.project.status != ProjectStatus.DRAFT:
        return _("Its project is public now.")
    if isinstance(row, Outcome) and row.state != OutcomeState.DRAFT:
        return _("It was published.")
    return ""


def _is_changed(row: models.Model, made_as: str) -> str:
    return "" if digest_of(row) == made_as else _("Someone changed it since.")


def _built_upon(model: type[models.Model], pks: set[int], going: Pks) -> dict[int, str]:
    """What was added to rows since, in words, by key: one query that asks every table which can point at them."""
    if not pks:
        return {}
    own = {model._meta.get_field(name).related_model for name in _CHILDREN[model] if "__" not in name}
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in own
    ]
    first, *others = (_pointing(relation, number, pks, going) for number, relation in enumerate(relations))
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, number in first.union(*others):
        found[pk].append(relations[number].related_model)
    return {pk: _added(tables) for pk, tables in found.items()}


def _pointing(relation: Any, number: int, pks: set[int], going: Pks) -> Any:
    """Rows of one table that point at some of these, as the key they point at and the number of the table."""
    table = relation.related_model
    rows = table._default_manager.filter(**{f"{relation.field.name}__in": pks}).exclude(pk__in=going.get(table, ()))
    return rows.order_by().values_list(relation.field.attname, models.Value(number, output_field=models.IntegerField()))


def _added(tables: list[Any]) -> str:
    if any(table._meta.app_label == "checklist" for table in tables):
        return _("It is on the checklist.")
    return _("Something was added to it since: %(what)s.") % {"what": tables[0]._meta.verbose_name}
