"""The longest text that the schema lets through fits the tables: PostgreSQL refuses what SQLite swallows."""

from typing import Any

import pytest
from django.db import models

from coproduction.core.models import Figure, FigurePart
from coproduction.portal.record import schema
from coproduction.portal.record.bridges import BRIDGES
from coproduction.portal.record.checking import Record
from coproduction.portal.record.columns import Column, Date, FigureColumn, Rows
from coproduction.portal.record.report import KINDS
from coproduction.portal.record.schema import Field, Fields, Kind


def fullest(fields: Fields) -> dict[str, Any]:
    """A record in which every field is as long as it may be."""
    return {name: longest(field) for name, field in fields.items()}


def longest(field: Field) -> Any:
    match field.kind:
        case Kind.LINE | Kind.TEXT | Kind.WHEN:
            return "x" * field.most
        case Kind.LINES:
            return ["x" * field.most]
        case Kind.WORD:
            return max(field.table, key=len)
        case Kind.GROUP:
            return fullest(field.fields)
        case Kind.WHOLE:
            return field.largest
        case Kind.AMOUNT:
            return f"{field.largest}.00"
        case Kind.YES_NO:
            return True
    return None


def too_long(model: type[models.Model], column: Column, value: Any) -> list[str]:
    if isinstance(column, FigureColumn):
        parts = [(FigurePart, "unit", part[2]) for part in value["parts"]] + [
            (FigurePart, "as_of_words", part[3][1]) for part in value["parts"]
        ]
        return over([(Figure, "words", value["words"]), *parts])
    if isinstance(column, Rows):
        child = model._meta.get_field(column.accessor).related_model
        return [
            fault
            for values in value
            for inner, given in zip(column.columns, values, strict=True)
            for fault in too_long(child, inner, given)
        ]
    if isinstance(column, Date):
        return over([(model, f"{column.name}_words", value[1])])
    return over([(model, column.name, value)]) if isinstance(value, str) else []


def over(places: list[tuple[type[models.Model], str, str]]) -> list[str]:
    return [
        f"{model.__name__}.{name}: {len(value)}"
        for model, name, value in places
        if len(value) > (getattr(model._meta.get_field(name), "max_length", None) or 100_000)
    ]


@pytest.mark.parametrize("section", schema.SECTIONS)
def test_schema_lets_through_only_what_fits_the_tables(section: str) -> None:
    bridge = BRIDGES[section]
    record = Record(section, "x" * 40, 1, fullest(schema.SECTIONS[section].fields))
    draft = bridge.draft(record)
    assert {column.name for column in bridge.columns} <= set(draft)
    assert [fault for column in bridge.columns for fault in too_long(bridge.model, column, draft[column.name])] == []


@pytest.mark.parametrize("name", schema.REFERENCE_LISTS)
def test_schema_of_reference_lists_fits_the_table(name: str) -> None:
    bridge = BRIDGES["reference"]
    draft = bridge.draft(Record("reference", f"{name}/1", 1, {**fullest(schema.REFERENCE_LISTS[name]), "list": name, "order": 1}))
    assert [fault for column in bridge.columns for fault in too_long(bridge.model, column, draft[column.name])] == []


def test_schema_sections_all_have_a_table_and_a_name() -> None:
    assert set(BRIDGES) == set(schema.SECTIONS) | {"reference"}
    assert set(KINDS) == set(BRIDGES) | {"meta"}
