"""What is written down about a project, question by question: for its pages, for "check your answers", and for who comes second."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core.partial_dates import PartialDate
from coproduction.core.words import ended, plain
from engagements import stamps
from engagements.enums import PLANNING, Degree, MilestoneKind, Part, PlanStep, ProjectStatus
from engagements.models import Project, ProjectPart
from engagements.queries import kinds
from groups.enums import BodyStatus, PriorityStatus, Role
from groups.models import Body, Capacity, Priority, User


@dataclass(frozen=True)
class PartLine:
    """Who works on it: a body that the portal knows, or a partner in words."""

    part: str = Part.GROUP
    body: Body | None = None
    words: str = ""
    role: str = ""
    signs: bool = False
    row: int | None = None


@dataclass(frozen=True)
class LimitLine:
    kind: str = ""
    words: str = ""
    row: int | None = None


@dataclass(frozen=True)
class ResourceLine:
    """What it has to work with. `amount` in pounds; `source` says who gives it, and is empty where the record says it."""

    words: str = ""
    amount: Decimal | None = None
    source: str = ""
    row: int | None = None


@dataclass(frozen=True)
class GroupLine:
    """Whom we want to hear from, and how we know that they matter here."""

    words: str = ""
    why: str = ""
    row: int | None = None


@dataclass(frozen=True)
class PlanRow:
    """One answer about a project. `lines` is empty while there is none; a project cannot begin without one that is `needed`."""

    key: str
    step: str
    lines: tuple[str, ...]
    change_url: str
    needed: bool = False

    @property
    def value(self) -> str:
        if self.needed:
            return _("Not answered yet. It cannot begin without this.")
        return _("Not answered yet")

    @property
    def change_words(self) -> str:
        return "" if self.lines else _("Answer")


@dataclass(frozen=True)
class StepPlace:
    """Where one question stands among all of them."""

    number: int
    of: int
    before: str
    after: str


Facts = dict[str, Any]


# What `rows` reads besides the project itself, for `prefetch_related`.
READ = (
    Prefetch("parts", ProjectPart.objects.select_related("body")),
    Prefetch("priorities", Priority.objects.select_related("body")),
    "limits",
    "resources",
    "intended_groups",
    "milestones",
    "lead",
    "cover",
)


def with_plan(queryset: QuerySet[Project]) -> QuerySet[Project]:
    """With everything that `rows` reads; the same few queries however many projects there are."""
    return queryset.prefetch_related(*READ)


# --- What stands, question by question ------------------------------------------------------------------------------------


def facts(project: Project, step: PlanStep) -> Facts:
    """What stands in answer to one question, as its form takes it and its service gives it back."""
    return _FACTS[step](project)


def stamp(project: Project, step: PlanStep) -> str:
    """A short sign of what stands in answer to one question: it changes with every change, and tells nothing of what it is."""
    plain_facts = {name: _plain(value) for name, value in facts(project, step).items()}
    return f"{step}.{stamps.stamp(sorted(plain_facts.items()))}"


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, PartLine):
        return (value.part, value.body and value.body.pk, value.words, value.role, value.signs, value.row)
    if isinstance(value, Body | User | Priority):
        return value.pk
    return repr(value)


def _about(project: Project) -> Facts:
    return {"title": project.title, "why": project.why}


def _kind(project: Project) -> Facts:
    return {"kind": project.kind}


def _degree(project: Project) -> Facts:
    return {name: getattr(project, name) for name in ("degree_planned", "grid_planning", "grid_delivery", "treseder")}


def _who(project: Project) -> Facts:
    lines = [
        PartLine(each.part, each.body, each.words, each.role, each.signs, each.pk)
        for each in project.parts.all()
        if each.part != Part.DECIDES
    ]
    return {"lines": lines}


def _decision(project: Project) -> Facts:
    part = decider(project)
    return {"body": part.body if part else None, "words": part.words if part else "", "when": decided_when(project)}


def _fixed(project: Project) -> Facts:
    return {
        "lines": [LimitLine(each.kind, each.words, each.pk) for each in project.limits.all()],
        "nothing_is_fixed": project.nothing_is_fixed,
        "fixed_words": project.fixed_words,
    }


def _open(project: Project) -> Facts:
    return {"open_words": project.open_words}


def _serves(project: Project) -> Facts:
    return {
        "priorities": sorted(project.priorities.all(), key=lambda each: each.pk),
        "wards": project.wards,
        "lines": [
            ResourceLine(each.words, each.amount, "" if each.is_from_record else each.source, each.pk)
            for each in sorted(project.resources.all(), key=lambda each: each.pk)
        ],
    }


def _lead(project: Project) -> Facts:
    return {"lead": project.lead, "cover": project.cover}


def _heard(project: Project) -> Facts:
    return {"lines": [GroupLine(each.words, each.why, each.pk) for each in project.intended_groups.all()]}


def _happened(project: Project) -> Facts:
    return {"what_happened": project.what_happened, "degree_achieved": project.degree_achieved}


_FACTS: dict[PlanStep, Callable[[Project], Facts]] = {
    PlanStep.ABOUT: _about,
    PlanStep.KIND: _kind,
    PlanStep.DEGREE: _degree,
    PlanStep.WHO: _who,
    PlanStep.DECISION: _decision,
    PlanStep.FIXED: _fixed,
    PlanStep.OPEN: _open,
    PlanStep.SERVES: _serves,
    PlanStep.LEAD: _lead,
    PlanStep.HEARD: _heard,
    PlanStep.HAPPENED: _happened,
}


def decider(project: Project) -> ProjectPart | None:
    """Who makes the final decision; the first where the record names several."""
    return next((each for each in project.parts.all() if each.part == Part.DECIDES), None)


def decided_when(project: Project) -> PartialDate:
    on = next((each.on for each in project.milestones.all() if each.kind == MilestoneKind.DECISION), None)
    return on or PartialDate.unknown()


# --- The same in words ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """An answer in words. `needed` where a project cannot begin without it."""

    key: str
    lines: Iterable[str]
    needed: bool = field(default=False)


def rows(project: Project, *, then: str = "") -> list[PlanRow]:
    """Every answer with the address at which it is changed. `then` says where to go on afterwards."""
    steps = PLANNING if project.status == ProjectStatus.DRAFT else tuple(PlanStep)
    return [row for step in steps for row in rows_of(project, step, then=then)]


def rows_of(project: Project, step: PlanStep, *, then: str = "") -> list[PlanRow]:
    """The answers to one question."""
    has_begun = project.status != ProjectStatus.DRAFT
    url = reverse("project_plan_step", args=[project.slug, step]) + (f"?then={then}" if then else "")
    return [
        PlanRow(said.key, step, tuple(line for line in said.lines if line.strip()), url, said.needed and not has_begun)
        for said in _WORDS[step](project)
    ]


def missing(project: Project) -> list[PlanRow]:
    """What must be said before a draft begins, and is not said yet."""
    return [row for row in rows(project) if row.needed and not row.lines]


def next_step(project: Project) -> PlanStep | None:
    """The first question without any answer; None when every one has something."""
    for step in PLANNING:
        if step == PlanStep.KIND:
            # Asked of the row, not of its words: in a list the words would be one query each.
            if not project.kind:
                return step
            continue
        answers = rows_of(project, step)
        if not any(row.lines for row in answers) or any(row.needed and not row.lines for row in answers):
            return step
    return None


def place_of(step: PlanStep) -> StepPlace | None:
    """Where a question stands among those of the planning; None for one that is asked later."""
    if step not in PLANNING:
        return None
    index = PLANNING.index(step)
    return StepPlace(
        number=index + 1,
        of=len(PLANNING),
        before=PLANNING[index - 1] if index else "",
        after=PLANNING[index + 1] if index + 1 < len(PLANNING) else "",
    )


def _about_words(project: Project) -> list[_Said]:
    return [
        _Said(_("What it is called"), [project.title], needed=True),
        _Said(_("What we want to make better"), [project.why], needed=True),
    ]


def _kind_words(project: Project) -> list[_Said]:
    return [_Said(_("Kind of work"), [kinds.words_of(project.kind)] if project.kind else [], needed=True)]


def _degree_words(project: Project) -> list[_Said]:
    detail = []
    if project.grid_planning:
        detail.append(_("Who plans it: %(who)s") % {"who": project.get_grid_planning_display().lower()})
    if project.grid_delivery:
        detail.append(_("Who does it: %(who)s") % {"who": project.get_grid_delivery_display().lower()})
    if project.treseder:
        detail.append(str(project.get_treseder_display()))
    planned = [str(Degree(project.degree_planned).label)] if project.degree_planned else []
    return [
        _Said(_("Telling, asking or working together"), planned, needed=True),
        *([_Said(_("In more detail"), detail)] if detail else []),
    ]


def _who_words(project: Project) -> list[_Said]:
    working = [each for each in project.parts.all() if each.part != Part.DECIDES]
    lines = [_("%(who)s: %(what)s") % {"who": each, "what": each.role or each.get_part_display().lower()} for each in working]
    return [
        _Said(_("Who works on it"), lines),
        _Said(_("Which forum signs the checklist"), [str(each) for each in working if each.signs], needed=True),
    ]


def _decision_words(project: Project) -> list[_Said]:
    part, when = decider(project), decided_when(project)
    return [
        _Said(_("Who decides"), [str(part)] if part else []),
        _Said(_("When it is decided"), [str(when)] if when else []),
    ]


def _fixed_words(project: Project) -> list[_Said]:
    lines = [f"{each.get_kind_display()}: {ended(each.words)}" for each in project.limits.all()]
    if project.fixed_words:
        lines.append(ended(plain(project.fixed_words)))
    if project.nothing_is_fixed and not lines:
        lines.append(_("Nothing is fixed."))
    return [_Said(_("What is fixed, and why"), lines)]


def _open_words(project: Project) -> list[_Said]:
    return [_Said(_("What people can change"), [project.open_words])]


def _serves_words(project: Project) -> list[_Said]:
    resources = [
        f"{each.words}{f', £{each.amount:,.2f}'.removesuffix('.00') if each.amount is not None else ''}"
        f"{f' ({each.source})' if each.source and not each.is_from_record else ''}"
        for each in project.resources.all()
    ]
    return [
        _Said(
            _("Priorities it serves"),
            [_("%(forum)s: %(title)s") % {"forum": each.body.name, "title": each.title} for each in project.priorities.all()],
        ),
        _Said(_("Wards"), [project.wards]),
        _Said(_("What it has to work with"), resources or [project.resources_words]),
    ]


def _lead_words(project: Project) -> list[_Said]:
    return [
        _Said(_("Who leads it"), [str(project.lead)] if project.lead else []),
        _Said(_("Who stands in"), [str(project.cover)] if project.cover else []),
    ]


def _heard_words(project: Project) -> list[_Said]:
    lines = [
        _("%(who)s. Why: %(why)s") % {"who": each.words, "why": each.why} if each.why else each.words
        for each in project.intended_groups.all()
    ]
    return [_Said(_("Whom we want to hear from"), lines)]


def _happened_words(project: Project) -> list[_Said]:
    return [
        _Said(_("What happened"), [project.what_happened]),
        _Said(
            _("How much say people really had"),
            [str(Degree(project.degree_achieved).label)] if project.degree_achieved else [],
        ),
    ]


_WORDS: dict[PlanStep, Callable[[Project], list[_Said]]] = {
    PlanStep.ABOUT: _about_words,
    PlanStep.KIND: _kind_words,
    PlanStep.DEGREE: _degree_words,
    PlanStep.WHO: _who_words,
    PlanStep.DECISION: _decision_words,
    PlanStep.FIXED: _fixed_words,
    PlanStep.OPEN: _open_words,
    PlanStep.SERVES: _serves_words,
    PlanStep.LEAD: _lead_words,
    PlanStep.HEARD: _heard_words,
    PlanStep.HAPPENED: _happened_words,
}


# --- What can be chosen ---------------------------------------------------------------------------------------------------


def possible_bodies(user: object, standing: Iterable[Body | None] = ()) -> list[Body]:
    """Whom a project can be done with, forums first: what this person may know of and is not closed, and who is on it already."""
    open_now = Body.objects.visible_to(user).exclude(status=BodyStatus.CLOSED).record_first()
    found = {body.pk: body for body in open_now}
    for body in standing:
        if body is not None:
            found.setdefault(body.pk, body)
    order = ("forum", "organisation", "team", "committee")
    return sorted(found.values(), key=lambda body: (order.index(body.kind), body.is_demonstration, body.name))


def possible_leads(standing: Iterable[User | None] = ()) -> list[User]:
    """Officers of today, and who leads or stands in already."""
    officers = Capacity.objects.live(timezone.localdate()).filter(role=Role.OFFICER).select_related("user")
    found = {capacity.user_id: capacity.user for capacity in officers}
    for user in standing:
        if user is not None:
            found.setdefault(user.pk, user)
    return sorted(found.values(), key=str)


def possible_priorities(project: Project, user: object) -> list[Priority]:
    """Priorities of the forums that work on it first, then those of all others that this person may know of."""
    own = {part.body_id for part in project.parts.all()}
    standing = set(project.priorities.values_list("pk", flat=True))
    known = Priority.objects.filter(body__in=Body.objects.visible_to(user)).select_related("body")
    live = [each for each in known if each.status != PriorityStatus.RETIRED or each.pk in standing]
    return sorted(live, key=lambda each: (each.body_id not in own, each.is_demonstration, each.body.name, each.order, each.pk))
