"""All projects as officers see them: where each stands, what waits for whom since when, and what is late.

One line a project feeds the board, the table and the file, so that these cannot disagree.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checklist.enums import Side
from checklist.queries import evaluations, paths, waiting
from checklist.queries.evaluations import WaitingEvaluation
from checklist.queries.paths import Beads
from checklist.queries.waiting import OpenStage, Refusal
from coproduction.core.queries.gathered import in_one_query
from coproduction.portal import policies
from engagements.enums import Degree, MilestoneKind, Part, ProjectStatus
from engagements.models import KindEntry, Milestone, Project, ProjectPart
from engagements.models.projects import FIRST_STAGE, LAST_STAGE
from engagements.queries import kinds
from engagements.queries.kinds import Kind
from engagements.queries.projects import STAGE_NAMES
from feedback.models import Promise
from groups.enums import BodyKind
from groups.models import Body, Meeting, User
from groups.queries.chips import Chip

PLANNING, NOT_WALKED, RESTING = "planning", "none", "resting"
_RESTING = frozenset({ProjectStatus.PAUSED, ProjectStatus.STOPPED, ProjectStatus.CLOSED})

# What a list can be narrowed to, beside the facts of a project itself.
LATE, CONTESTED, COUNCIL, FORUMS = "late", "contested", "council", "forums"


@dataclass(frozen=True)
class Wait:
    """Something that waits: for the council, or for forums by name. `days_late` is nought while it has not waited too long."""

    whom: str
    for_council: bool
    what: str
    since: dt.date
    url: str
    days_late: int

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


@dataclass(frozen=True)
class Late:
    """What is late, and by how much."""

    what: str
    words: str

    def __str__(self) -> str:
        return f"{self.what}: {self.words}"


@dataclass(frozen=True)
class ProjectLine:
    """One project among all. `place` is its column on the board: a stage as a word, or one of the three beside them."""

    pk: int
    title: str
    address: str
    url: str
    kind: str
    degree: str
    status_words: str
    stage: int | None
    place: str
    forums: tuple[Chip, ...]
    forum_names: tuple[str, ...]
    lead: str
    beads: Beads | None
    waits: tuple[Wait, ...]
    contested: tuple[str, ...]
    decision_went_by: str
    next_on: dt.date | None
    next_words: str
    made_up: str

    @property
    def is_late(self) -> bool:
        return bool(self.late)

    @property
    def late(self) -> tuple[Late, ...]:
        """Each thing that has waited too long, and the decision."""
        waited = tuple(Late(wait.what, _days_late(wait.days_late)) for wait in self.waits if wait.is_late)
        return (*waited, Late(self.decision_went_by, _("Late"))) if self.decision_went_by else waited

    @property
    def since(self) -> dt.date | None:
        """Since when the oldest of what waits has waited."""
        return min((wait.since for wait in self.waits), default=None)

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Whom it waits for, each once."""
        return tuple(dict.fromkeys(wait.whom for wait in self.waits))

    @property
    def stage_words(self) -> str:
        return self.beads.label if self.beads else _("Not on the checklist")


@dataclass(frozen=True)
class BoardColumn:
    """One column of the board."""

    key: str
    title: str
    number: int | None
    lines: tuple[ProjectLine, ...]

    @property
    def anchor(self) -> str:
        return f"stage-{self.key}"

    @property
    def late(self) -> int:
        return sum(1 for line in self.lines if line.is_late)

    @property
    def contested(self) -> int:
        return sum(1 for line in self.lines if line.contested)


@dataclass(frozen=True)
class Board:
    """The nine stages, with what is not on them yet before, and what never was or rests after."""

    planning: BoardColumn
    stages: tuple[BoardColumn, ...]
    not_walked: BoardColumn
    resting: BoardColumn


@dataclass(frozen=True)
class Known:
    """What all projects have in common, read once: words of kinds, who takes part, who leads any, evaluations on their way."""

    kinds: Mapping[str, Kind]
    parts: Mapping[int, Sequence[ProjectPart]]
    leads: Sequence[User]
    evaluations: Mapping[int, Sequence[WaitingEvaluation]]

    @property
    def forums(self) -> list[Body]:
        """Every forum that works on some project, by name."""
        bodies = {part.body_id: part.body for parts in self.parts.values() for part in parts if _is_forum(part)}
        return sorted((body for body in bodies.values() if body), key=lambda body: body.name)

    def forums_of(self, project: int) -> list[Body]:
        return [part.body for part in self.parts.get(project, ()) if part.body and _is_forum(part)]

    def signing(self, project: int) -> tuple[Body, ...]:
        return tuple(part.body for part in self.parts.get(project, ()) if part.body and part.signs)


def known() -> Known:
    """One query."""
    entries, parts, leads, written = in_one_query(
        KindEntry.objects.all(),
        ProjectPart.objects.filter(body__isnull=False).select_related("body"),
        User.objects.filter(pk__in=Project.objects.exclude(lead=None).values("lead")).order_by("name", "pk"),
        evaluations.on_their_way(),
    )
    on_their_way = defaultdict[int, list[WaitingEvaluation]](list)
    for each in evaluations.waiting_from(written):
        on_their_way[each.project.pk].append(each)
    by_project = defaultdict[int, list[ProjectPart]](list)
    for part in parts:
        by_project[part.project_id].append(part)
    return Known(kinds.everything(entries), by_project, leads, on_their_way)


def lines(projects: QuerySet[Project], *, known: Known, user: User, now: dt.datetime) -> list[ProjectLine]:
    """These projects, those that press first; six queries however many there are. `user` says which meetings may be told."""
    today = timezone.localtime(now).date()
    rows = list(_with_dates(projects, user, now, today))
    beads = paths.beads_for(rows)
    stages = defaultdict[int, list[OpenStage]](list)
    for stage in waiting.open_stages_of({project.pk: known.signing(project.pk) for project in rows}):
        stages[stage.project.pk].append(stage)
    made = [_line(project, stages[project.pk], beads.get(project.pk), known, today) for project in rows]
    return in_order(made, "")


def _is_forum(part: ProjectPart) -> bool:
    return part.part == Part.GROUP and part.body is not None and part.body.kind == BodyKind.FORUM


def _with_dates(projects: QuerySet[Project], user: User, now: dt.datetime, today: dt.date) -> QuerySet[Project]:
    """With the next meeting of a forum that works on it, the next promise that comes due, and the day of the decision."""
    own = {"body__kind": BodyKind.FORUM, "body__project_parts__part": Part.GROUP, "body__project_parts__project": OuterRef("pk")}
    meetings = Meeting.objects.visible_to(user).coming(now).filter(**own)
    due = Promise.objects.open().filter(project=OuterRef("pk"), due_to__gte=today).order_by("due_to")
    decision = Milestone.objects.filter(project=OuterRef("pk"), kind=MilestoneKind.DECISION)
    return projects.select_related("lead").annotate(
        next_meeting=Subquery(meetings.values("starts_at")[:1]),
        who_meets=Subquery(meetings.values("body__name")[:1]),
        next_promise=Subquery(due.values("due_to")[:1]),
        decision=Subquery(decision.values("on_to")[:1]),
    )


def _line(project: Any, stages: list[OpenStage], beads: Beads | None, known: Known, today: dt.date) -> ProjectLine:
    forums = known.forums_of(project.pk)
    next_on, next_words = _next(project, today)
    place = _place(project)
    goes_on = project.status in (ProjectStatus.DRAFT, ProjectStatus.OPEN) and place != NOT_WALKED
    missed = goes_on and policies.decision_went_by(project.decision, project.stage, today)
    return ProjectLine(
        pk=project.pk,
        title=project.title,
        address=project.get_absolute_url(),
        url=reverse("project_checklist", args=[project.slug]) if beads else project.get_absolute_url(),
        kind=kinds.words_of(project.kind, dict(known.kinds)),
        degree=str(Degree(project.degree_planned).label).partition(":")[0] if project.degree_planned else "",
        status_words="" if project.status == ProjectStatus.OPEN else str(project.get_status_display()),
        stage=project.stage,
        place=place,
        forums=tuple(Chip(body.name, body.mark) for body in forums),
        forum_names=tuple(body.outside_name for body in forums),
        lead=str(project.lead) if project.lead else "",
        beads=beads,
        waits=(
            *(wait for stage in stages for wait in _waits(stage, today)),
            *(_of_evaluation(each, today) for each in known.evaluations.get(project.pk, ())),
        ),
        contested=tuple(_objects(stage.place, row) for stage in stages for row in stage.objections),
        decision_went_by=_("The day of the decision was %(day)s") % {"day": _day(project.decision)} if missed else "",
        next_on=next_on,
        next_words=next_words,
        made_up=_("Demonstration") if project.is_demonstration else "",
    )


def _place(project: Project) -> str:
    if project.status == ProjectStatus.DRAFT:
        return PLANNING
    if project.status in _RESTING:
        return RESTING
    return str(project.stage) if project.stage else NOT_WALKED


def _objects(place: str, row: Refusal) -> str:
    if row.disputes:
        return _("%(place)s: %(who)s did not decide what was written down") % {"place": capfirst(place), "who": row.who}
    return _("%(place)s: %(who)s did not sign") % {"place": capfirst(place), "who": row.who}


def _next(project: Any, today: dt.date) -> tuple[dt.date | None, str]:
    """The nearest of its dates to come."""
    meets = timezone.localtime(project.next_meeting).date() if project.next_meeting else None
    dates = (
        (meets, _("%(forum)s meets") % {"forum": project.who_meets}),
        (project.next_promise, _("A promise is due")),
        (project.decision, _("Day of the decision")),
    )
    ahead = [(day, words) for day, words in dates if day and day >= today]
    return min(ahead) if ahead else (None, "")


def _waits(stage: OpenStage, today: dt.date) -> Iterable[Wait]:
    """What waits for whom at one open stage. Only what the council owes, and signatures, can be late."""

    def wait(whom: str, for_council: bool, what: str, since: dt.datetime, url: str, *, can_be_late: bool = True) -> Wait:
        day = timezone.localtime(since).date()
        return Wait(whom, for_council, what, day, url, policies.days_late(day, today) if can_be_late else 0)

    council, forums, sign_off = _("The council"), _(" and ").join(body.name for body in stage.signing), f"{stage.url}#sign-off"
    if stage.questions:
        first = min(question.since for question in stage.questions)
        number = len(stage.questions)
        what = ngettext("%(number)s question", "%(number)s questions", number) % {"number": number}
        yield wait(council, True, what, first, stage.questions[0].url)
    for refusal in stage.objections:
        yield wait(council, True, _("An answer to %(who)s") % {"who": refusal.who}, refusal.since, sign_off)
    if stage.council_items:
        what = ngettext("%(number)s item", "%(number)s items", stage.council_items) % {"number": stage.council_items}
        yield wait(council, True, what, stage.last_event, stage.url)
    if stage.forum_items and stage.forum_since:
        what = ngettext("%(number)s item to check", "%(number)s items to check", stage.forum_items)
        yield wait(forums, False, what % {"number": stage.forum_items}, stage.forum_since, stage.url, can_be_late=False)
    if stage.can_be_signed and not stage.council_signed and not stage.objections:
        yield wait(council, True, _("Signature"), stage.last_event, sign_off)
    if stage.can_be_signed and stage.council_signed_at:
        for body in stage.unsigned:
            if stage.waits_for_signature_of(body.pk):
                yield wait(body.name, False, _("Signature"), stage.council_signed_at, sign_off)


def _days_late(days: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


def _of_evaluation(each: WaitingEvaluation, today: dt.date) -> Wait:
    for_council, day = each.side == Side.COUNCIL, timezone.localtime(each.since).date()
    late = policies.days_late(day, today) if for_council else 0
    return Wait(_("The council") if for_council else each.who, for_council, _("Evaluation"), day, each.url, late)


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")


# --- Putting them in order ------------------------------------------------------------------------------------------------

Order = Callable[[ProjectLine], Any]
_NEVER = dt.date.max
# By the key in the address; a minus before it turns the order round. What is not known comes last either way.
ORDERS: dict[str, tuple[Any, Order]] = {
    "title": (gettext_lazy("Title"), lambda line: line.title.casefold()),
    "stage": (gettext_lazy("Stage"), lambda line: line.stage),
    "since": (gettext_lazy("Waiting since"), lambda line: line.since),
    "next": (gettext_lazy("Next date"), lambda line: line.next_on),
}


def in_order(found: Iterable[ProjectLine], order: str) -> list[ProjectLine]:
    """Without an order: what is late first, then what has waited longest, then by title."""
    by_title = sorted(found, key=lambda line: line.title.casefold())
    key = order.lstrip("-")
    if key not in ORDERS:
        return sorted(by_title, key=lambda line: (not line.is_late, not line.contested, line.since or _NEVER))
    value = ORDERS[key][1]
    has_one = [line for line in by_title if value(line) is not None]
    without = [line for line in by_title if value(line) is None]
    return sorted(has_one, key=value, reverse=order.startswith("-")) + without


def pressing(found: Iterable[ProjectLine], what: str) -> list[ProjectLine]:
    """Only what is late, contested, or waits for one side; everything without a word."""
    tests: dict[str, Callable[[ProjectLine], bool]] = {
        LATE: lambda line: line.is_late,
        CONTESTED: lambda line: bool(line.contested),
        COUNCIL: lambda line: any(wait.for_council for wait in line.waits),
        FORUMS: lambda line: any(not wait.for_council for wait in line.waits),
    }
    return [line for line in found if what not in tests or tests[what](line)]


def board(found: Iterable[ProjectLine]) -> Board:
    """The same lines in columns; each keeps their order."""
    places = defaultdict[str, list[ProjectLine]](list)
    for line in found:
        places[line.place].append(line)
    return Board(
        planning=BoardColumn(PLANNING, _("Planning"), None, tuple(places[PLANNING])),
        stages=tuple(
            BoardColumn(str(number), str(STAGE_NAMES[number]), number, tuple(places[str(number)]))
            for number in range(FIRST_STAGE, LAST_STAGE + 1)
        ),
        not_walked=BoardColumn(NOT_WALKED, _("Not on the checklist"), None, tuple(places[NOT_WALKED])),
        resting=BoardColumn(RESTING, _("Paused, stopped or finished"), None, tuple(places[RESTING])),
    )
