"""A database and its files, kept as they stand and brought back later: making the demonstration year anew takes half a minute."""

import io
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction


@dataclass(frozen=True)
class Kept:
    """Every table as PostgreSQL copies it out, and the folder of the files."""

    tables: dict[str, bytes]
    files: Path


def keep(files: Path, folder: Path) -> Kept:
    """What stands in the database now, and a copy of `files` in `folder`."""
    shutil.copytree(files, folder)
    return Kept({table: _copied_out(table) for table in connection.introspection.table_names()}, folder)


def bring_back(kept: Kept, files: Path) -> None:
    """Put it back, in place of whatever stands there."""
    shutil.copytree(kept.files, files, dirs_exist_ok=True)
    # Foreign keys are looked at when the transaction ends, so the order of the tables does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(map(connection.ops.quote_name, kept.tables)))
        for table, rows in kept.tables.items():
            cursor.copy_expert(f"COPY {connection.ops.quote_name(table)} FROM STDIN", io.BytesIO(rows))
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
    ContentType.objects.clear_cache()


def _copied_out(table: str) -> bytes:
    rows = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {connection.ops.quote_name(table)} TO STDOUT", rows)
    return rows.getvalue()
