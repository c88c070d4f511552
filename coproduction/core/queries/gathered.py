"""Many small querysets in one query: for a page that shows a few rows from each of twenty tables.

Each queryset stays what it is: its filter, order, annotations and `select_related` hold, and its rows come back as the model's
own objects. What is saved is the way to the database and back, twenty times.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
from django.db.models import JSONField, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

# PostgreSQL gives a function at most 100 arguments, SQLite 127.
_MOST_COLUMNS = 90
# The function that makes a JSON list of its arguments.
_LIST = {"postgresql": "json_build_array", "sqlite": "json_array"}


def in_one_query(*querysets: QuerySet[Any]) -> tuple[list[Any], ...]:
    """The rows of each queryset, in its order. A `prefetch_related` in one of them would ask again: see `share`."""
    database = querysets[0].db
    connection = connections[database]
    compilers = [queryset.query.get_compiler(using=database) for queryset in querysets]
    tables, parts, parameters = [], [], []
    for number, compiler in enumerate(compilers):
        sql, own = compiler.as_sql()
        columns = [f"c{column}" for column in range(compiler.col_count or 0)]
        tables.append(f"r{number}({', '.join(columns)}) AS ({sql})")
        row = _as_list(columns, _LIST[connection.vendor])
        parts.append(f"SELECT {number}, CAST({row} AS text) FROM r{number}")  # noqa: S608  # names made here, no value of anyone's
        parameters += own
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}", parameters)
        found = defaultdict[int, list[list[Any]]](list)
        for number, row in cursor.fetchall():
            found[number].append([value for chunk in json.loads(row) for value in chunk])
    return tuple(
        _objects(queryset, compiler, found[number])
        for number, (queryset, compiler) in enumerate(zip(querysets, compilers, strict=True))
    )


def _as_list(columns: Sequence[str], function: str) -> str:
    chunks = (columns[start : start + _MOST_COLUMNS] for start in range(0, len(columns), _MOST_COLUMNS))
    lists = (f"{function}({', '.join(chunk)})" for chunk in chunks)
    return f"{function}({', '.join(lists)})"


def _objects(queryset: QuerySet[Any], compiler: SQLCompiler, rows: list[list[Any]]) -> list[Any]:
    """The rows as the queryset itself would have made them, had it asked."""
    if compiler.connection.vendor == "postgresql":
        fields = [expression.output_field for expression, _sql, _alias in compiler.select[: compiler.col_count]]
        rows = [[_typed(field, value) for field, value in zip(fields, row, strict=True)] for row in rows]
    # SQLite keeps days and numbers as JSON does; Django reads either from there.
    compiler.execute_sql = lambda *_args, **_kwargs: [rows]  # type: ignore[method-assign, assignment]  # it was executed already
    asked = queryset.all()
    asked.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]  # the one that was
    return list(asked)


def _typed(field: Any, value: Any) -> Any:
    """What PostgreSQL itself gives for a field, from what it gives in JSON."""
    if value is None:
        return None
    return json.dumps(value) if isinstance(field, JSONField) else field.to_python(value)


def keep(parent: Model, relation: str, rows: Iterable[Model]) -> None:
    """Make `parent.<relation>.all()` these rows, without asking."""
    manager = getattr(parent, relation)
    kept = manager.get_queryset()
    kept._result_cache, kept._prefetch_done = list(rows), True
    cache = parent.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[getattr(manager, "prefetch_cache_name", relation)] = kept


def share(parents: Iterable[Any], relation: str, rows: Iterable[Any]) -> None:
    """Give each parent those of the rows that point to it, and each row its parent: as `prefetch_related` would."""
    own = list(parents)
    if not own:
        return
    field = own[0]._meta.get_field(relation).field
    by_parent = defaultdict[Any, list[Any]](list)
    for row in rows:
        by_parent[getattr(row, field.attname)].append(row)
    for parent in own:
        for row in by_parent[parent.pk]:
            setattr(row, field.name, parent)
        keep(parent, relation, by_parent[parent.pk])
