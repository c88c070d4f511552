"""Where one value of a record stands in the tables: read it as it stands now, and write it.

Values are plain JSON, so that what the file says, what was imported last and what stands now compare as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from coproduction.core.models import Figure, FigurePart, RecordEntry
from coproduction.core.models.base import ref_of
from coproduction.core.partial_dates import PartialDate

Value = Any


class Keys:
    """Which row each record id became, by table; and back."""

    def __init__(self) -> None:
        self._pks: dict[tuple[str, str], int] = {}
        self._ids: dict[tuple[str, int], str] = {}

    def learn(self, model: type[models.Model], record_id: str, pk: int) -> None:
        self._pks[model._meta.label_lower, record_id] = pk
        self._ids[model._meta.label_lower, pk] = record_id

    def forget(self, model: type[models.Model], record_id: str) -> None:
        """The row was deleted on the site: nothing new can point at it."""
        self._pks.pop((model._meta.label_lower, record_id), None)

    def pk(self, model: type[models.Model], record_id: str | None) -> int | None:
        return self._pks.get((model._meta.label_lower, record_id)) if record_id else None

    def id_of(self, model: type[models.Model], pk: int | None) -> str | None:
        """The record id of a row; for a row that is not from the record, a reference to it."""
        if pk is None:
            return None
        return self._ids.get((model._meta.label_lower, pk), f"{model._meta.label_lower}:{pk}")


@dataclass(frozen=True)
class Column:
    """One value of a row. A late column is written when every row of the record exists."""

    name: str
    is_late = False

    @property
    def prefetch(self) -> Sequence[str]:
        return ()

    def stands(self, row: Any, keys: Keys) -> Value:
        return getattr(row, self.name)

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        setattr(row, self.name, value)

    def is_lost(self, value: Value, keys: Keys) -> bool:
        """Whether the value points at a row that was deleted on the site."""
        return False

    def canon(self, value: Value) -> Value:
        """The value as it is compared."""
        return value


@dataclass(frozen=True)
class Amount(Column):
    """A number with decimal places, as text with two of them."""

    def stands(self, row: Any, keys: Keys) -> Value:
        number = getattr(row, self.name)
        return None if number is None else f"{Decimal(number):.2f}"

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        setattr(row, self.name, None if value is None else Decimal(value))


@dataclass(frozen=True)
class Date(Column):
    """A partial date: its notation and its words."""

    def stands(self, row: Any, keys: Keys) -> Value:
        return date_value(getattr(row, self.name))

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        setattr(row, self.name, PartialDate.parse(*value))


def date_value(date: PartialDate) -> Value:
    return [date.iso(), date.words]


@dataclass(frozen=True)
class Ref(Column):
    """Another row, by its record id."""

    model: type[models.Model] = models.Model

    def stands(self, row: Any, keys: Keys) -> Value:
        return keys.id_of(self.model, getattr(row, f"{self.name}_id"))

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        setattr(row, f"{self.name}_id", keys.pk(self.model, value))

    def is_lost(self, value: Value, keys: Keys) -> bool:
        return value is not None and keys.pk(self.model, value) is None


@dataclass(frozen=True)
class EitherRef(Column):
    """One of several rows, whichever table holds the id: what a plan item is about."""

    options: tuple[Ref, ...] = ()

    def stands(self, row: Any, keys: Keys) -> Value:
        return next((found for option in self.options if (found := option.stands(row, keys))), None)

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        for option in self.options:
            option.write(row, value, keys)

    def is_lost(self, value: Value, keys: Keys) -> bool:
        return all(option.is_lost(value, keys) for option in self.options)


@dataclass(frozen=True)
class LateRef(Ref):
    """A reference inside one table: written when all its rows exist."""

    is_late = True

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        super().write(row, value, keys)
        row.save(update_fields=[self.name])


@dataclass(frozen=True)
class FigureColumn(Column):
    """A figure: its words and its parts."""

    is_late = True

    @property
    def prefetch(self) -> Sequence[str]:
        return (f"{self.name}__parts",)

    def stands(self, row: Any, keys: Keys) -> Value:
        figure: Figure | None = getattr(row, self.name)
        if figure is None:
            return None
        parts = [
            [None if part.number is None else f"{part.number:.2f}", part.qualifier, part.unit, date_value(part.as_of)]
            for part in figure.parts.all()
        ]
        return {"words": figure.words, "parts": parts}

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        figure: Figure | None = getattr(row, self.name)
        if value is None:
            setattr(row, self.name, None)
            row.save(update_fields=[self.name])
            if figure is not None:
                figure.delete()
            return
        if figure is None:
            figure = Figure.objects.create(words=value["words"])
            setattr(row, self.name, figure)
            row.save(update_fields=[self.name])
        else:
            Figure.objects.filter(pk=figure.pk).update(words=value["words"])
            figure.parts.all().delete()
        FigurePart.objects.bulk_create(_figure_part(figure, order, *part) for order, part in enumerate(value["parts"]))


def _figure_part(figure: Figure, order: int, number: str | None, qualifier: str, unit: str, as_of: Value) -> FigurePart:
    part = FigurePart(figure=figure, order=order, qualifier=qualifier, unit=unit)
    part.number = None if number is None else Decimal(number)
    part.as_of = PartialDate.parse(*as_of)
    return part


@dataclass(frozen=True)
class Rows(Column):
    """Rows that belong to a row: its partners, head counts, dates. One list each, compared as a whole.

    `match` and `has` pick which rows are meant; what people added beside them on the site does not touch this list.
    """

    accessor: str = ""
    owner: str = ""
    columns: tuple[Column, ...] = ()
    match: Mapping[str, Any] = field(default_factory=dict)
    # Only rows in which this is given.
    has: str = ""

    is_late = True

    @property
    def prefetch(self) -> Sequence[str]:
        return (self.accessor,)

    def _rows(self, row: Any) -> list[Any]:
        return [
            child
            for child in getattr(row, self.accessor).all()
            if all(getattr(child, name) == value for name, value in self.match.items())
            and (not self.has or getattr(child, self.has))
        ]

    def _values(self, child: Any, keys: Keys) -> list[Value]:
        return [column.stands(child, keys) for column in self.columns]

    def stands(self, row: Any, keys: Keys) -> Value:
        return [self._values(child, keys) for child in self._rows(row)]

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        """Remove what the list no longer holds, add what is new; rows that stay keep what else is known of them."""
        stay = []
        for child in self._rows(row):
            if (values := self._values(child, keys)) in value:
                stay.append(values)
            else:
                child.delete()
        model = getattr(row, self.accessor).model
        for values in value:
            if values in stay or any(column.is_lost(given, keys) for column, given in zip(self.columns, values, strict=True)):
                continue
            child = model(**{self.owner: row}, **self.match)
            for column, given in zip(self.columns, values, strict=True):
                column.write(child, given, keys)
            child.save()

    def canon(self, value: Value) -> Value:
        return sorted(value, key=repr)


@dataclass(frozen=True)
class Many(Column):
    """A many-to-many relation, by record ids."""

    model: type[models.Model] = models.Model
    is_late = True

    @property
    def prefetch(self) -> Sequence[str]:
        return (self.name,)

    def stands(self, row: Any, keys: Keys) -> Value:
        return [keys.id_of(self.model, other.pk) for other in getattr(row, self.name).all()]

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        getattr(row, self.name).set([pk for record_id in value if (pk := keys.pk(self.model, record_id))])

    def canon(self, value: Value) -> Value:
        return sorted(value)


@dataclass(frozen=True)
class Pointing(Many):
    """Rows that point here, by record ids: the requests that a plan item takes up."""

    pointer: str = ""

    def write(self, row: Any, value: Value, keys: Keys) -> None:
        wanted = [pk for record_id in value if (pk := keys.pk(self.model, record_id))]
        pointing = self.model._default_manager.filter(**{self.pointer: row})
        pointing.exclude(pk__in=wanted).update(**{self.pointer: None})
        self.model._default_manager.filter(pk__in=wanted).update(**{self.pointer: row})


def target_of(row: models.Model) -> str:
    """How an entry names the row it became."""
    return ref_of(row)


def pk_of(entry: RecordEntry) -> int | None:
    """The key of the row that an entry became, if it became one."""
    return int(entry.target.rsplit(":", 1)[1]) if entry.target else None
