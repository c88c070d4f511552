"""What the open stages of some projects wait for, and from whom. Officers' and partners' pages are both made of this."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from checklist import policies
from checklist.enums import OPEN_STAGES, ItemEventKind, ItemState, Position, Side
from checklist.models import ChecklistItem, ChecklistStage, ItemEvent, SignOff
from checklist.queries import words
from checklist.queries.facts import facts_on, with_facts
from checklist.queries.turns import whose_turn
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
    """A side that did not sign, or disputes what was written down for it. `answered`: the council has answered it in public."""

    body_id: int
    who: str
    reason: str
    since: dt.datetime
    disputes: bool = False
    answered: bool = False


@dataclass(frozen=True)
class OpenStage:
    """One stage that is being worked on, or those that are signed together: what waits for whom, and who has signed.

    `number` is the first of them, and `place` says which: "stage 3", "part 1 (stages 1 to 4)". `unsigned` are the forums that have neither signed nor abstained.
    """

    project: Project
    number: int
    place: str
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

    @property
    def objections(self) -> tuple[Refusal, ...]:
        """What stands against the stage and waits for the council's answer."""
        return tuple(row for row in self.refusals if not row.answered)

    def waits_for_signature_of(self, body_id: int) -> bool:
        """Whether this forum can sign now, and has neither signed nor, since something last changed, said that it will not.

        A refusal that is answered waits for the forum again.
        """
        refused = {row.body_id for row in self.objections if row.since >= self.last_event}
        return self.can_be_signed and body_id in {body.pk for body in self.unsigned} - refused


def open_stages(projects: QuerySet[Project]) -> list[OpenStage]:
    """The open stages of these projects that go on, by project and number; five queries however many there are.

    Only the first open stage of a project can be signed: one behind it waits for that.
    """
    parts = ProjectPart.objects.select_related("body")
    stages = _loaded(ChecklistStage.objects.filter(checklist__project__in=projects))
    chapters = _chapters(stages.prefetch_related(Prefetch("checklist__project__parts", queryset=parts)))
    return [_open_stage(chapter, _signing(chapter[0].checklist.project.parts.all())) for chapter in chapters]


def open_stages_of(signing: Mapping[int, tuple[Body, ...]]) -> list[OpenStage]:
    """The same for projects whose signing forums are known, by primary key of the project; four queries."""
    stages = _loaded(ChecklistStage.objects.filter(checklist__project__in=list(signing)))
    return [_open_stage(chapter, signing[chapter[0].checklist.project_id]) for chapter in _chapters(stages)]


def _loaded(stages: QuerySet[ChecklistStage]) -> QuerySet[ChecklistStage]:
    """Those that are open, with what an `OpenStage` is made of."""
    return (
        with_facts(stages.filter(state__in=OPEN_STAGES), project="checklist__project")
        .exclude(checklist__project__status__in=policies.RESTING)
        .select_related("template", "checklist__project")
        .prefetch_related(
            Prefetch("sign_offs", queryset=SignOff.objects.select_related("body")),
            Prefetch("items", queryset=ChecklistItem.objects.select_related("template")),
            Prefetch("items__events", queryset=ItemEvent.objects.select_related("body")),
        )
        .order_by("checklist__project__title", "checklist__project", "number")
    )


def _signing(parts: Iterable[ProjectPart]) -> tuple[Body, ...]:
    return tuple(part.body for part in parts if part.signs and part.body)


def _chapters(stages: Iterable[ChecklistStage]) -> list[list[ChecklistStage]]:
    """Stages that are signed together stand together."""
    return [list(rows) for _place, rows in groupby(stages, key=_chapter)]


def _chapter(stage: ChecklistStage) -> tuple[int, tuple[int, ...]]:
    return stage.checklist_id, policies.chapter_of(stage.checklist.scale, stage.number)


def _open_stage(chapter: Sequence[ChecklistStage], signing: tuple[Body, ...]) -> OpenStage:
    """What waits at one stage, or at those that are signed together: they have one history of sign-offs."""
    stage = chapter[0]
    project = stage.checklist.project
    facts = facts_on(stage, project)
    url = reverse("checklist_stage", args=[project.slug, stage.number])
    history = list(stage.sign_offs.all())
    stood, answers = policies.positions(history), policies.answers_to(history)
    items = [item for each in chapter for item in each.items.all()]
    turns = {item: whose_turn(item, facts, stood.on_paper) for item in items}
    needed = {item for item in items if policies.must_be_settled(item.template.mandatory, item.template.predicate, facts)}
    with_forum = [item for item, turn in turns.items() if turn == Side.FORUM]
    asked = [item for item in items if item.state == ItemState.QUERIED]
    others = [item for item in needed if turns[item] == Side.COUNCIL and item not in asked]
    rows = policies.standing(history)
    council = rows.get((Side.COUNCIL, 0))
    signed = council is not None and council.position == Position.SIGNED
    settled = all(turns[item] is None for item in needed)
    missing = set(stood.waited_for([body.pk for body in signing]))
    return OpenStage(
        project=project,
        number=stage.number,
        place=words.place(stage.checklist.scale, stage.number),
        name=words.name(stage.checklist.scale, stage.number, stage.template.plain_title),
        url=url,
        signing=signing,
        questions=tuple(_question(item, url) for item in asked),
        council_items=len(others),
        forum_items=sum(1 for item in with_forum if item in needed or item.state == ItemState.OFFICER_CONFIRMED),
        forum_since=max((_last(item, stage.checklist.started_at) for item in with_forum), default=None),
        can_be_signed=settled and project.stage == stage.number and bool(signing),
        council_signed=signed,
        council_signed_at=council.at if council and signed else None,
        unsigned=tuple(body for body in signing if body.pk in missing),
        refusals=tuple(
            Refusal(row.body_id, row.body.name, row.reason, row.at, row.position == Position.DISPUTED, row.pk in answers)
            for row in rows.values()
            if row.position in policies.OBJECTIONS
        ),
        last_event=max((_last(item, stage.checklist.started_at) for item in items), default=stage.checklist.started_at),
    )


def _question(item: ChecklistItem, url: str) -> Question:
    last = next(event for event in reversed(_events(item)) if event.kind == ItemEventKind.QUERIED)
    return Question(item.template.code, item.prompt, last.body.name, last.at, f"{url}#item-{item.template.code}")


def _events(item: ChecklistItem) -> Sequence[ItemEvent]:
    return list(item.events.all())


def _last(item: ChecklistItem, otherwise: dt.datetime) -> dt.datetime:
    events = _events(item)
    return events[-1].at if events else otherwise
