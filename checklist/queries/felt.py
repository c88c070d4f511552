"""What a project felt like to those who took part, shown only where it cannot tell who said what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist import policies
from checklist.enums import OPEN_STAGES, StageState
from checklist.models import ChecklistStage, Felt
from coproduction.core import declared_tables
from coproduction.core.declared_tables import PEOPLE_FLOOR, DeclaredTable, Row, Shown
from coproduction.core.enums import Feeling
from engagements.enums import Degree
from engagements.models import Project
from groups import policies as people
from groups.models import User

FACES = DeclaredTable(
    key="felt_face",
    title=gettext_lazy("How it was for those who took part"),
    rows=tuple(Row(str(value), label) for value, label in Feeling.choices),
)
DEGREES = DeclaredTable(
    key="felt_degree",
    title=gettext_lazy("How much say people felt they had"),
    rows=(
        Row(Degree.INFORMATION, gettext_lazy("Telling")),
        Row(Degree.CONSULTATION, gettext_lazy("Asking")),
        Row(Degree.COPRODUCTION, gettext_lazy("Working together")),
    ),
)


@dataclass(frozen=True)
class FeltView:
    """What people said. Without tables fewer than 5 people have said anything, and nothing else may be shown."""

    faces: Shown | None = None
    degrees: Shown | None = None

    @property
    def tables(self) -> list[Shown]:
        """What stands under the degrees, as far as it may be shown."""
        return [table for table in (self.faces, self.degrees) if table]

    @property
    def words(self) -> str:
        """What stands there instead of numbers."""
        return "" if self.tables else _("Fewer than 5 people have said how it felt, so we don’t show it.")

    @property
    def most(self) -> frozenset[str]:
        """The degrees that were named most often, as far as the numbers that are shown say so."""
        shown = [cell for cell in self.degrees.cells if cell.number] if self.degrees else []
        highest = max((cell.number or 0 for cell in shown), default=0)
        return frozenset(cell.key for cell in shown if cell.number == highest)


def of_project(project: Project) -> FeltView | None:
    """What a project felt like, over all its stages; None for one that is not on the checklist. One query.

    Each person counts once: with the face and the degree they chose last. A facilitator's line counts as many people as it is for.
    """
    return from_rows(project, rows_of(project))


def rows_of(project: Project) -> QuerySet[Felt]:
    """All that was said, in the order in which it was said."""
    return Felt.objects.filter(stage__checklist__project=project).order_by("at", "pk")


def from_rows(project: Project, rows: Iterable[Felt]) -> FeltView | None:
    """The same from rows that were read already."""
    if project.stage is None:
        return None
    rows = list(rows)
    if _people(rows) < PEOPLE_FLOOR:
        return FeltView()
    faces = {row.by_ref: (str(row.face), row.number) for row in rows}
    degrees = {row.by_ref: (row.degree, row.number) for row in rows if row.degree}
    return FeltView(_counted(FACES, faces.values()), _counted(DEGREES, degrees.values()))


def _counted(table: DeclaredTable, said: Iterable[tuple[str, int]]) -> Shown | None:
    """The table, filled with what people said and how many of them."""
    numbers = dict.fromkeys((row.key for row in table.rows), 0)
    for key, people_number in said:
        numbers[key] += people_number
    return declared_tables.show(table, numbers)


def _people(rows: Iterable[Felt]) -> int:
    """How many people said something: a group that was larger at another stage counts with its largest number."""
    largest: dict[str, int] = {}
    for row in rows:
        largest[row.by_ref] = max(row.number, largest.get(row.by_ref, 0))
    return sum(largest.values())


def said_by(stage: ChecklistStage, user: User) -> Felt | None:
    """What this person said of this stage."""
    return Felt.objects.filter(stage=stage, by_ref=user.ref).first()


def can_say(project: Project, state: str, user: object) -> bool:
    """Whether this person can say what a stage in this state felt like. Reads the project's parts."""
    if state == StageState.TO_COME or project.status in policies.RESTING:
        return False
    if getattr(user, "pk", None) in (None, project.lead_id, project.cover_id):
        return False
    parts = list(project.parts.all())
    return any(policies.takes_part(capacity, parts) for capacity in people.live_capacities(user))


def can_change(state: str) -> bool:
    """Whether what was said of a stage in this state can still change."""
    return state in OPEN_STAGES
