"""Three-way comparison: what was imported last, what stands now, what the file says.

Only the file changed: take it. Only the site changed: keep it, silently. Both changed, differently: keep what people
wrote, and report it at every import until someone settles it. Both changed to the same: nothing to do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coproduction.portal.record.columns import Column


@dataclass
class Verdict:
    """What to do with one record's values."""

    write: list[Column] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    # What counts as imported from now on.
    imported: dict[str, Any] = field(default_factory=dict)


def compare(
    columns: Iterable[Column], *, imported: Mapping[str, Any], stands: Mapping[str, Any], file: Mapping[str, Any]
) -> Verdict:
    """Judge each value of a record. A value that was never imported (a newer portal reads more) counts as not edited."""
    verdict = Verdict()
    for column in columns:
        name = column.name
        now, new = stands[name], file[name]
        last = imported.get(name, now)
        is_edited = column.canon(now) != column.canon(last)
        is_new = column.canon(new) != column.canon(last)
        agrees = column.canon(now) == column.canon(new)
        verdict.imported[name] = new
        if agrees:
            continue
        if is_edited and is_new:
            verdict.conflicts.append(name)
            verdict.imported[name] = last
        elif is_edited:
            verdict.kept.append(name)
        else:
            verdict.write.append(column)
    return verdict
