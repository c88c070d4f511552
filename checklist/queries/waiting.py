"""What the open stages of some projects wait for, and from whom. Officers' and partners' pages are both made of this."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from checklist import policies
from checklist.enums import OPEN_STAGES, Confirms, ItemEventKind, ItemState, Position, Side
from checklist.models import ChecklistItem, ChecklistStage, ItemEvent, SignOff
from engagements.models import Project, ProjectPart
from groups.models import Body


@dataclass(frozen=True)
class Question:
    """A forum's question that the council has not replied to."""

    code: str
    prompt: str
    forum: str
    since: dt.datetime
    url: str


@dataclass(frozen=True)
class Refusal:
    body_id: int
    who: str
    reason: str
    since: dt.datetime


@dataclass(frozen=True)
class OpenStage:
    """One stage that is being worked on: what waits for the council, what for the forums, and who has signed."""

    project: Project
    number: int
    name: str
    url: str
    signing: tuple[Body, ...]
    questions: tuple[Question, ...]
    council_items: int
    forum_items: int
    forum_since: dt.datetime | None
    can_be_signed: bool
    council_signed: bool
    council_signed_at: dt.datetime | None
    unsigned: tuple[Body, ...]
    refusals: tuple[Refusal, ...]
    last_event: dt.datetime

    def waits_for_signature_of(self, body_id: int) -> bool:
        """Whether this forum can sign now, and has neither signed nor, since something last changed, said that it will not."""
        refused = {refusal.body_id for refusal in self.refusals if refusal.since >= self.last_event}
        return self.can_be_signed and body_id in {body.pk for body in self.unsigned} - refused


def open_stages(projects: QuerySet[Project]) -> list[OpenStage]:
    """The open stages of these projects that go on, by project and number; the same queries however many there are.

    Only the first open stage of a project can be signed: one behind it waits for that.
    """
    parts = ProjectPart.objects.select_related("body")
    stages = (
        ChecklistStage.objects.filter(state__in=OPEN_STAGES, checklist__project__in=projects)
        .exclude(checklist__project__status__in=policies.RESTING)
        .select_related("template", "checklist__project")
        .prefetch_related(
            Prefetch("checklist__project__parts", queryset=parts),
            Prefetch("sign_offs", queryset=SignOff.objects.select_related("body")),
            Prefetch("items", queryset=ChecklistItem.objects.select_related("template")),
            Prefetch("items__events", queryset=ItemEvent.objects.select_related("body")),
        )
        .order_by("checklist__project__title", "checklist__project", "number")
    )
    return [_open_stage(stage) for stage in stages]


def _open_stage(stage: ChecklistStage) -> OpenStage:
    project = stage.checklist.project
    signing = tuple(part.body for part in project.parts.all() if part.signs and part.body)
    url = reverse("checklist_stage", args=[project.slug, stage.number])
    items = list(stage.items.all())
    with_forum = [item for item in items if _waits_for_forum(item)]
    asked = [item for item in items if item.state == ItemState.QUERIED]
    others = [
        item for item in items if not item.is_settled and item not in with_forum and item not in asked and item.must_be_settled
    ]
    rows = policies.standing(stage.sign_offs.all())
    council = rows.get((Side.COUNCIL, 0))
    signed = council is not None and council.position == Position.SIGNED
    settled = all(item.is_settled for item in items if item.must_be_settled)
    missing = set(policies.positions(stage.sign_offs.all()).missing([body.pk for body in signing]))
    return OpenStage(
        project=project,
        number=stage.number,
        name=stage.template.plain_title,
        url=url,
        signing=signing,
        questions=tuple(_question(item, url) for item in asked),
        council_items=len(others),
        forum_items=sum(1 for item in with_forum if item.must_be_settled or item.state == ItemState.OFFICER_CONFIRMED),
        forum_since=max((_last(item, stage.checklist.started_at) for item in with_forum), default=None),
        can_be_signed=settled and project.stage == stage.number and bool(signing),
        council_signed=signed,
        council_signed_at=council.at if council and signed else None,
        unsigned=tuple(body for body in signing if body.pk in missing),
        refusals=tuple(
            Refusal(row.body_id, row.body.name, row.reason, row.at) for row in rows.values() if row.position == Position.REFUSED
        ),
        last_event=max((_last(item, stage.checklist.started_at) for item in items), default=stage.checklist.started_at),
    )


def _waits_for_forum(item: ChecklistItem) -> bool:
    if item.state == ItemState.OFFICER_CONFIRMED:
        return True
    unsettled = not item.is_settled and item.state != ItemState.QUERIED
    return unsettled and item.template.confirms == Confirms.FORUM_PARTNER


def _question(item: ChecklistItem, url: str) -> Question:
    last = next(event for event in reversed(_events(item)) if event.kind == ItemEventKind.QUERIED)
    return Question(item.template.code, item.template.prompt, last.body.name, last.at, f"{url}#item-{item.template.code}")


def _events(item: ChecklistItem) -> Sequence[ItemEvent]:
    return list(item.events.all())


def _last(item: ChecklistItem, otherwise: dt.datetime) -> dt.datetime:
    events = _events(item)
    return events[-1].at if events else otherwise
