"""What the benchmarks found beside what was wanted: a table that says of each figure whether it is met."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools import bench_answering

# The wanted shares of the bare views' throughput, by page.
SHARES = {
    bench_answering.SEND: bench_answering.SEND_WANTED,
    bench_answering.CACHED: bench_answering.CACHED_WANTED,
    bench_answering.NOT_CACHED: bench_answering.NOT_CACHED_WANTED,
}


@dataclass(frozen=True)
class Figure:
    """One figure with what was wanted, both in words."""

    name: str
    found: str
    wanted: str
    is_met: bool


def figures(document: dict[str, Any]) -> list[Figure]:
    """Every figure for which something is wanted, from what the benchmarks wrote down."""
    return [*_shares(document), *_changes(document), *(_limits(document) if "answers" in document else ())]


def _shares(document: dict[str, Any]) -> Iterator[Figure]:
    for when, rows in (("", document["answering"]["empty"]), (", crowded", document["answering"]["full"])):
        for row in rows:
            wanted = SHARES.get(row["page"])
            if wanted is not None:
                found = f"{row['ratio']} of {row['against']}"
                yield Figure(f"{row['page']}{when}", found, f"{wanted} or more", row["ratio"] >= wanted)


def _changes(document: dict[str, Any]) -> Iterator[Figure]:
    percent, milliseconds = bench_answering.PERCENT_ALLOWED, bench_answering.MILLISECONDS_ALLOWED
    stored = document["answering"]["stored_answers"]
    for name, change in document["answering"]["changes"].items():
        is_met = change["percent"] <= percent or change["ms"] <= milliseconds
        words = f"{change['percent']:+} %, {change['ms']:+} ms"
        yield Figure(f"{name}, {stored:,} answers more", words, f"{percent} % or {milliseconds} ms at most", is_met)


def _limits(document: dict[str, Any]) -> Iterator[Figure]:
    reminders, answers = document["reminders"], document["answers"]
    yield _at_most("reminders", reminders["seconds"], reminders["seconds_allowed"], "s")
    for name, cost in document["projects"].items():
        yield _at_most(f"projects: {name}", cost["queries"], cost["queries_allowed"], "queries")
    yield _at_most("analysis page", answers["page_seconds"], answers["seconds_allowed"], "s")
    yield _at_most("file of answers", answers["csv_peak_megabytes"], answers["megabytes_allowed"], "MB")


def _at_most(name: str, found: float, allowed: float, unit: str) -> Figure:
    return Figure(name, f"{found} {unit}", f"{allowed} {unit} at most", found <= allowed)


def table(found: list[Figure]) -> str:
    """The figures, one a line."""
    lines = [f"{'figure':<46}{'found':<28}{'wanted':<24}"]
    lines += [f"{each.name:<46}{each.found:<28}{each.wanted:<24}{'met' if each.is_met else 'MISSED'}" for each in found]
    return "\n".join(lines)
