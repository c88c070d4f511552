"""Write down what is planned about a project, question by question: for a draft, and after it began."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit
from engagements.enums import Degree, Hand, LimitKind, MilestoneKind, Part, ProjectStatus, Treseder
from engagements.models import IntendedGroup, Limit, Milestone, Project, ProjectPart, Resource
from engagements.queries import kinds, plans
from engagements.queries.plans import GroupLine, LimitLine, PartLine, ResourceLine
from engagements.services import locks
from groups.actors import Actor
from groups.enums import BodyStatus, Role
from groups.models import Body, Capacity, Priority, User

# What `change` takes, and which words each may be.
_CHOICES: dict[str, type[models.TextChoices]] = {
    "degree_planned": Degree,
    "degree_achieved": Degree,
    "grid_planning": Hand,
    "grid_delivery": Hand,
    "treseder": Treseder,
}
_TEXTS = {"title", "why", "what_happened", "open_words", "wards"}
_PEOPLE = {"lead", "cover"}
_CAN_CHANGE = {"kind", *_CHOICES, *_TEXTS, *_PEOPLE}


@transaction.atomic
def change(*, project: Project, by: Actor, seen: str | None = None, **facts: Any) -> Project:
    """Change what is written about a project, and nothing that is not given. The same again changes nothing.

    Raises `Missing` for a title, reason or kind that would be emptied, and `WrongState` for a kind that is no longer offered.
    """
    row = locks.to_change(project, by, seen)
    unknown = set(facts) - _CAN_CHANGE
    if unknown:
        raise TypeError(f"not a fact of a project: {sorted(unknown)}")
    facts = {name: value.strip() if name in _TEXTS else value for name, value in facts.items()}
    _must_be_sound(row, facts)
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=changed)
        _note(row, by, changed)
    return row


@transaction.atomic
def set_parts(*, project: Project, lines: Sequence[PartLine], by: Actor, seen: str | None = None) -> Project:
    """Say who works on a project, all of them at once, except who decides. Lines without body and words are left out.

    Once the checklist has begun, who signs it goes on signing: nobody is taken off because of what they might say.
    Raises `WrongState` for a body that is closed or twice on the list, `NotAllowed` for a signature that cannot be.
    """
    row = locks.to_change(project, by, seen)
    wanted = [line for line in lines if line.body or line.words.strip()]
    before = list(row.parts.exclude(part=Part.DECIDES).select_related("body"))
    _no_two_alike(wanted)
    for line in wanted:
        if line.signs:
            locks.may_sign(line.body)
        _must_not_be_closed(line.body, {part.body_id for part in before})
    _signers_stay(row, before, wanted)
    values = [
        (
            line.row,
            {
                "part": Part(line.part),
                "body": line.body,
                "words": "" if line.body else line.words.strip(),
                "role": line.role.strip(),
                "signs": line.signs,
            },
        )
        for line in wanted
    ]
    if _replace(ProjectPart, row, before, values, alike=("part", "body", "words")):
        _note(row, by, ["parts"])
    return row


@transaction.atomic
def decide_when(
    *, project: Project, when: PartialDate, by: Actor, body: Body | None = None, words: str = "", seen: str | None = None
) -> Project:
    """Say who makes the final decision, and when. A body that the portal knows, or words."""
    row = locks.to_change(project, by, seen)
    changed = []
    part = plans.decider(row)
    words = "" if body else words.strip()
    _must_not_be_closed(body, {part.body_id} if part else set())
    if body or words:
        if _write(part or ProjectPart(project=row, part=Part.DECIDES), body=body, words=words):
            changed.append("decides")
    elif part:
        part.delete()
        changed.append("decides")
    before = plans.decided_when(row)
    if when != before:
        on = Milestone.objects.filter(project=row, kind=MilestoneKind.DECISION).first()
        on = on or Milestone(project=row, kind=MilestoneKind.DECISION)
        on.on = when
        on.save() if when else Milestone.objects.filter(pk=on.pk).delete()
        changed.append("decision_date")
    if changed:
        _note(row, by, changed)
    return row


@transaction.atomic
def set_limits(
    *,
    project: Project,
    lines: Sequence[LimitLine],
    nothing_is_fixed: bool,
    by: Actor,
    fixed_words: str | None = None,
    seen: str | None = None,
) -> Project:
    """Say what is fixed and why, all of it at once, or that nothing is. Lines without words are left out."""
    row = locks.to_change(project, by, seen)
    wanted = [line for line in lines if line.words.strip()]
    words = row.fixed_words if fixed_words is None else fixed_words.strip()
    if nothing_is_fixed and (wanted or words):
        raise WrongState(_("Something is fixed, or nothing is: take away one of the two."))
    values = [(line.row, {"kind": LimitKind(line.kind), "words": line.words.strip()}) for line in wanted]
    changed = _replace(Limit, row, row.limits.all(), values)
    if (row.nothing_is_fixed, row.fixed_words) != (nothing_is_fixed, words):
        row.nothing_is_fixed, row.fixed_words = nothing_is_fixed, words
        row.save(update_fields=["nothing_is_fixed", "fixed_words"])
        changed = True
    if changed:
        _note(row, by, ["limits"])
    return row


@transaction.atomic
def serve(
    *,
    project: Project,
    priorities: Iterable[Priority],
    wards: str,
    lines: Sequence[ResourceLine],
    by: Actor,
    seen: str | None = None,
) -> Project:
    """Say which priorities a project serves, in which wards, and what it has to work with."""
    row = locks.to_change(project, by, seen)
    changed = []
    before, wanted = set(row.priorities.values_list("pk", flat=True)), {priority.pk for priority in priorities}
    if before != wanted:
        row.priorities.set(wanted)
        changed.append("priorities")
    if row.wards != wards.strip():
        row.wards = wards.strip()
        row.save(update_fields=["wards"])
        changed.append("wards")
    if _set_resources(row, [line for line in lines if line.words.strip()], by):
        changed.append("resources")
    if changed:
        _note(row, by, changed)
    return row


@transaction.atomic
def mean_to_hear(*, project: Project, lines: Sequence[GroupLine], by: Actor, seen: str | None = None) -> Project:
    """Say from whom a project wants to hear. Whether it did is kept with each group that stays."""
    row = locks.to_change(project, by, seen)
    wanted = [line for line in lines if line.words.strip()]
    names = [line.words.strip().lower() for line in wanted]
    for name, line in zip(names, wanted, strict=True):
        if names.count(name) > 1:
            raise WrongState(_("“%(group)s” is on the list twice.") % {"group": line.words.strip()})
    values = [
        (line.row, {"order": order, "words": line.words.strip(), "why": line.why.strip()}) for order, line in enumerate(wanted)
    ]
    if _replace(IntendedGroup, row, row.intended_groups.all(), values, alike=("words",)):
        _note(row, by, ["intended_groups"])
    return row


# --- What a change must keep to --------------------------------------------------------------------------------------------


def _must_be_sound(row: Project, facts: dict[str, Any]) -> None:
    for name, choices in _CHOICES.items():
        if facts.get(name):
            choices(facts[name])
    if "title" in facts and not facts["title"]:
        raise Missing(_("Give the project a title"))
    if "why" in facts and not (facts["why"] or row.what_happened):
        raise Missing(_("Say what you want to make better"))
    if "kind" in facts and facts["kind"] != row.kind:
        offered = {kind.key for kind in kinds.offered()}
        if not facts["kind"]:
            raise Missing(_("Choose the kind of work"))
        if facts["kind"] not in offered:
            raise WrongState(_("This kind of work is no longer offered. Choose another."))
    _must_lead(row, facts)


def _must_lead(row: Project, facts: dict[str, Any]) -> None:
    """Whoever leads or stands in is an officer today, and one is not the other."""
    for name in _PEOPLE & set(facts):
        user: User | None = facts[name]
        if user and user.pk != getattr(row, f"{name}_id"):
            officers = Capacity.objects.live(clock.today()).filter(role=Role.OFFICER, user=user)
            if not officers.exists():
                raise NotAllowed(_("%(person)s is no officer now. Choose another.") % {"person": user})
    lead, cover = facts.get("lead", row.lead), facts.get("cover", row.cover)
    if lead and lead == cover:
        raise WrongState(_("Who stands in is somebody else than who leads."))


def _no_two_alike(lines: Sequence[PartLine]) -> None:
    seen = set()
    for line in lines:
        key = (line.part, line.body.pk if line.body else line.words.strip().lower())
        if key in seen:
            raise WrongState(
                _("%(who)s is on the list twice with the same part.") % {"who": line.body.name if line.body else line.words}
            )
        seen.add(key)


def _must_not_be_closed(body: Body | None, standing: set[int | None]) -> None:
    if body and body.status == BodyStatus.CLOSED and body.pk not in standing:
        raise WrongState(_("%(forum)s is closed, so it cannot begin new work. Choose another.") % {"forum": body.name})


def _signers_stay(row: Project, before: Iterable[ProjectPart], wanted: Sequence[PartLine]) -> None:
    if row.stage is None:
        return
    signing = {line.body.pk for line in wanted if line.signs and line.body}
    for part in before:
        if part.signs and part.body and part.body.status != BodyStatus.CLOSED and part.body.pk not in signing:
            raise NotAllowed(
                _("%(forum)s signs this project’s checklist, which has begun, so it stays and goes on signing.")
                % {"forum": part.body.name}
            )


# --- Rows ------------------------------------------------------------------------------------------------------------------


def _write(row: models.Model, **values: Any) -> bool:
    """Save a row if it is new or one of these values is; say whether."""
    if row.pk is not None and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return True


def _replace(
    model: type[models.Model],
    project: Project,
    standing: Iterable[models.Model],
    wanted: Sequence[tuple[int | None, dict[str, Any]]],
    alike: tuple[str, ...] = (),
) -> bool:
    """Make these the rows of a project, keeping those that stay; say whether anything changed.

    Each comes with the key of the row that it was. Where no two rows may be `alike`, one that says the same already is
    taken first: then two that change places are never alike for a moment.
    """
    rows = {row.pk: row for row in standing}
    taken: dict[int, models.Model] = {}
    for index, (_pk, values) in enumerate(wanted if alike else ()):
        same = next((row for row in rows.values() if all(getattr(row, name) == values[name] for name in alike)), None)
        if same is not None:
            taken[index] = rows.pop(same.pk)
    for index, (pk, _values) in enumerate(wanted):
        if index not in taken and pk in rows:
            taken[index] = rows.pop(pk)
    changed = bool(rows)
    for row in rows.values():
        row.delete()
    for index, (_pk, values) in enumerate(wanted):
        row = taken[index] if index in taken else model(project=project)
        changed = _write(row, **values) or changed
    return changed


def _set_resources(project: Project, lines: Sequence[ResourceLine], by: Actor) -> bool:
    before = {row.pk: row for row in project.resources.all()}
    values = []
    for line in lines:
        standing = before.get(line.row or 0)
        # Where the record says that it has something, the record stays its source.
        source = standing.source if standing and standing.is_from_record else line.source.strip()
        origin = standing.origin if standing else by.origin
        values.append((line.row, {"words": line.words.strip(), "amount": line.amount, "source": source, "origin": origin}))
    return _replace(Resource, project, before.values(), values)


def _note(project: Project, by: Actor, changed: Sequence[str]) -> None:
    audit.record(
        verb="engagements.project_changed",
        target=project,
        by=by,
        fields=list(changed),
        draft=project.status == ProjectStatus.DRAFT,
    )
    locks.published(project)
