"""What an import did, by kind, in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

# What each section holds, counted in plain words.
KINDS = {
    "sources": ngettext_lazy("%(number)s source", "%(number)s sources", "number"),
    "data_quality_notes": ngettext_lazy("%(number)s data quality note", "%(number)s data quality notes", "number"),
    "organisations": ngettext_lazy("%(number)s organisation", "%(number)s organisations", "number"),
    "committees": ngettext_lazy("%(number)s committee", "%(number)s committees", "number"),
    "forums": ngettext_lazy("%(number)s forum", "%(number)s forums", "number"),
    "priorities": ngettext_lazy("%(number)s priority", "%(number)s priorities", "number"),
    "projects": ngettext_lazy("%(number)s project", "%(number)s projects", "number"),
    "sessions": ngettext_lazy("%(number)s session", "%(number)s sessions", "number"),
    "feedback_themes": ngettext_lazy("%(number)s feedback theme", "%(number)s feedback themes", "number"),
    "quotes": ngettext_lazy("%(number)s quote", "%(number)s quotes", "number"),
    "outcomes": ngettext_lazy("%(number)s outcome", "%(number)s outcomes", "number"),
    "commitments": ngettext_lazy("%(number)s commitment", "%(number)s commitments", "number"),
    "committee_requests": ngettext_lazy("%(number)s committee request", "%(number)s committee requests", "number"),
    "resolutions": ngettext_lazy("%(number)s resolution", "%(number)s resolutions", "number"),
    "evaluations": ngettext_lazy("%(number)s evaluation", "%(number)s evaluations", "number"),
    "volunteer_time": ngettext_lazy("%(number)s record of volunteer time", "%(number)s records of volunteer time", "number"),
    "incentives": ngettext_lazy("%(number)s incentive", "%(number)s incentives", "number"),
    "resources": ngettext_lazy("%(number)s resource", "%(number)s resources", "number"),
    "forward_plan": ngettext_lazy("%(number)s forward plan item", "%(number)s forward plan items", "number"),
    "reference": ngettext_lazy("%(number)s reference entry", "%(number)s reference entries", "number"),
    "meta": ngettext_lazy("%(number)s description of the record", "%(number)s descriptions of the record", "number"),
}


@dataclass(frozen=True)
class Note:
    """One record that a person should look at."""

    line: int
    section: str
    record_id: str
    message: str

    def __str__(self) -> str:
        place = f"{self.section}/{self.record_id}"
        return f"{_('line %(line)s') % {'line': self.line}}, {place}: {self.message}" if self.line else f"{place}: {self.message}"


@dataclass
class Tally:
    in_file: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    returned: int = 0
    kept: int = 0
    conflicts: int = 0
    vanished: int = 0
    still_missing: int = 0


@dataclass
class Report:
    tallies: dict[str, Tally] = field(default_factory=lambda: {section: Tally() for section in KINDS})
    conflicts: list[Note] = field(default_factory=list)
    vanished: list[Note] = field(default_factory=list)

    @property
    def totals(self) -> Counter[str]:
        totals: Counter[str] = Counter()
        for tally in self.tallies.values():
            totals.update(vars(tally))
        return totals

    @property
    def changed_anything(self) -> bool:
        return any(self.totals[name] for name in ("made", "changed", "returned", "vanished"))

    def lines(self) -> Iterator[str]:
        """The report as the command prints it."""
        for section, tally in self.tallies.items():
            if any(vars(tally).values()):
                yield f"{counted(section, tally.in_file)}: {_did(tally)}"
        if not self.changed_anything:
            yield _("Nothing changed: the portal already holds this record.")
        if self.conflicts:
            yield _("Changed both here and in the file. What stands here was kept:")
            yield from (f"  {note}" for note in self.conflicts)
        if self.vanished:
            yield _("No longer in the file. Nothing was deleted:")
            yield from (f"  {note}" for note in self.vanished)


def counted(section: str, number: int) -> str:
    """'36 outcomes', '1 committee'."""
    return str(KINDS[section] % {"number": number})


def _did(tally: Tally) -> str:
    did = {
        _("made"): tally.made,
        _("changed"): tally.changed,
        _("unchanged"): tally.unchanged,
        _("in the file again"): tally.returned,
        _("kept because edited here"): tally.kept,
        _("changed on both sides"): tally.conflicts,
        _("vanished"): tally.vanished,
        _("vanished earlier"): tally.still_missing,
    }
    return ", ".join(f"{number} {word}" for word, number in did.items() if number)
