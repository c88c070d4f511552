"""Many projects for the benchmarks: 200 on the real template of 57 items, each with its history, and what the pages about them cost."""

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checklist.enums import ItemEventKind, ItemState, Position, Side, StageState
from checklist.models import Checklist, ChecklistItem, ChecklistStage, ItemEvent, SignOff, TemplateStage, TemplateVersion
from coproduction.core.partial_dates import PartialDate
from engagements.enums import Degree, Part, ProjectKind, ProjectStatus
from engagements.models import HeadCount, Limit, Milestone, Project, ProjectPart, Session
from feedback.enums import AnswerKind, OutcomeState, PromiseState, SaidBasis
from feedback.models import Outcome, OutcomeContributor, Promise
from groups.enums import BodyKind, Role
from groups.models import Body, Capacity, User
from tools.shell import Trouble

PROJECTS, FORUMS, ITEMS = 200, 20, 57
TEMPLATE = Path("checklist/data/checklist-template.yaml")
BOARD, TABLE = "/officers/projects/", "/officers/projects/table/"
# A page may cost this many queries at most.
QUERIES_ALLOWED = 11
OFFICER = "lead@projects.example"
_MANY = 2000
Row = TypeVar("Row", Session, Milestone, Promise)


def make(projects: int = PROJECTS) -> User:
    """The projects, with an officer who leads them: on every stage, answered, confirmed and signed up to where they stand."""
    version = TemplateVersion.objects.published().first() or _loaded()
    stages = list(version.stages.prefetch_related("items"))
    lead, team = _officer()
    forums = [Body(slug=f"bench-forum-{number}", name=f"Bench forum {number}", kind=BodyKind.FORUM) for number in range(FORUMS)]
    forums = Body.objects.bulk_create(forums)
    began = timezone.now() - dt.timedelta(days=200)
    made = Project.objects.bulk_create(
        Project(
            slug=f"bench-{number}", title=f"Bench project {number}", kind=ProjectKind.SERVICE_DESIGN, why="To measure.",
            status=ProjectStatus.OPEN, stage=number % len(stages) + 1, lead=lead, degree_planned=Degree.COPRODUCTION,
        )
        for number in range(projects)
    )  # fmt: skip
    ProjectPart.objects.bulk_create(
        ProjectPart(project=project, body=forums[number % FORUMS], part=Part.GROUP, signs=True)
        for number, project in enumerate(made)
    )
    walks = Checklist.objects.bulk_create(Checklist(project=project, version=version, started_at=began) for project in made)
    _walk(walks, stages, team, forums)
    _surroundings(made, forums, team)
    return lead


def _loaded() -> TemplateVersion:
    call_command("load_checklist", str(TEMPLATE), verbosity=0)
    return TemplateVersion.objects.published().latest("number")


def _officer() -> tuple[User, Body]:
    team = Body.objects.create(slug="bench-team", name="Bench team", kind=BodyKind.TEAM)
    lead = User.objects.create(email=OFFICER, name="Bench lead", password="!")
    Capacity.objects.create(user=lead, body=team, role=Role.OFFICER, since=timezone.localdate() - dt.timedelta(days=365))
    return lead, team


def _walk(walks: Sequence[Checklist], template: Sequence[TemplateStage], team: Body, forums: Sequence[Body]) -> None:
    """Stages, items, their events and signatures."""
    stages = ChecklistStage.objects.bulk_create(
        (
            ChecklistStage(
                checklist=walk, template=stage, number=stage.number, state=_state(stage.number, walk.project.stage or 1)
            )
            for walk in walks
            for stage in template
        ),
        batch_size=_MANY,
    )
    items = ChecklistItem.objects.bulk_create(
        (
            ChecklistItem(stage=stage, template=item, state=_item_state(stage, place), answer="What we wrote.")
            for stage in stages
            for place, item in enumerate(stage.template.items.all())
        ),
        batch_size=_MANY,
    )
    numbers = {walk.pk: number for number, walk in enumerate(walks)}
    forum_of = {pk: forums[number % FORUMS] for pk, number in numbers.items()}
    events = (event for item in items for event in _history(item, team, forum_of))
    while some := list(islice(events, _MANY)):
        ItemEvent.objects.bulk_create(some)
    signed = [stage for stage in stages if stage.state == StageState.DONE]
    SignOff.objects.bulk_create(
        (
            SignOff(
                stage=stage, side=side, body=team if side == Side.COUNCIL else forum_of[stage.checklist_id],
                position=Position.SIGNED, by_ref="bench", by_label="bench", at=_moment(stage, 20),
            )
            for stage in signed
            for side in Side
        ),
        batch_size=_MANY,
    )  # fmt: skip


def _state(number: int, now: int) -> str:
    if number == now:
        return StageState.NOW
    return StageState.DONE if number < now else StageState.TO_COME


def _item_state(stage: ChecklistStage, place: int) -> str:
    if stage.state == StageState.DONE:
        return ItemState.CONFIRMED
    if stage.state == StageState.TO_COME:
        return ItemState.NOT_STARTED
    return (ItemState.CONFIRMED, ItemState.OFFICER_CONFIRMED, ItemState.QUERIED)[place % 3]


def _moment(stage: ChecklistStage, day: int) -> dt.datetime:
    return stage.checklist.started_at + dt.timedelta(days=stage.number * 20 - 20 + day)


def _history(item: ChecklistItem, team: Body, forum_of: dict[int, Body]) -> Iterator[ItemEvent]:
    """Answered and confirmed by the council, then confirmed or asked about by the forum."""
    if item.state == ItemState.NOT_STARTED:
        return
    forum = forum_of[item.stage.checklist_id]
    kinds: list[tuple[str, str, Body]] = [
        (ItemEventKind.ANSWERED, Side.COUNCIL, team),
        (ItemEventKind.OFFICER_CONFIRMED, Side.COUNCIL, team),
    ]
    if item.state == ItemState.CONFIRMED:
        kinds.append((ItemEventKind.PARTNER_CONFIRMED, Side.FORUM, forum))
    elif item.state == ItemState.QUERIED:
        kinds.append((ItemEventKind.QUERIED, Side.FORUM, forum))
    for day, (kind, side, body) in enumerate(kinds):
        at = _moment(item.stage, day)
        yield ItemEvent(item=item, at=at, kind=kind, side=side, body=body, by_ref="bench", by_label="bench", words="Words.")


def _dated(row: Row, name: str, date: PartialDate) -> Row:
    setattr(row, name, date)
    return row


def _surroundings(projects: Iterable[Project], forums: Sequence[Body], team: Body) -> None:
    """What else a project's page tells: sessions with counts, limits, dates, answers and promises."""
    rows = list(projects)
    today = PartialDate.day(timezone.localdate())
    sessions = Session.objects.bulk_create(
        (
            _dated(Session(project=project, format="Workshop", topic=f"Topic {number}"), "held", today)
            for project in rows
            for number in range(3)
        ),
        batch_size=_MANY,
    )
    HeadCount.objects.bulk_create(
        (HeadCount(session=session, number=11, who="young people") for session in sessions), batch_size=_MANY
    )
    Limit.objects.bulk_create(Limit(project=project, kind="money", words="The budget") for project in rows)
    Milestone.objects.bulk_create(_dated(Milestone(project=project, kind="decision"), "on", today) for project in rows)
    answers = Outcome.objects.bulk_create(
        Outcome(
            ref=f"bench-{project.pk}", project=project, title="An answer", you_said="Open it.", said_basis=SaidBasis.VERBATIM,
            answer=AnswerKind.DID, we_did="It is open.", state=OutcomeState.PUBLISHED, published_at=timezone.now(),
        )
        for project in rows
    )  # fmt: skip
    OutcomeContributor.objects.bulk_create(
        OutcomeContributor(outcome=outcome, body=forums[number % FORUMS]) for number, outcome in enumerate(answers)
    )
    Promise.objects.bulk_create(
        _dated(
            Promise(ref=f"bench-{project.pk}", words="We keep it open.", project=project, made_by=team, state=PromiseState.MADE),
            "due",
            today,
        )
        for project in rows
    )


def costs(lead: User) -> dict[str, dict[str, float]]:
    """Queries and seconds of the board, the table and one project's page, the first time that each is asked."""
    officer, visitor = Client(), Client()
    officer.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    project = Project.objects.filter(slug__startswith="bench-").latest("stage", "pk")
    pages = {"board": (officer, BOARD), "table": (officer, TABLE), "a project": (visitor, project.get_absolute_url())}
    return {name: _cost(client, path) for name, (client, path) in pages.items()}


def _cost(client: Client, path: str) -> dict[str, float]:
    cache.clear()
    began = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path, headers={"host": "localhost"})
    if response.status_code != 200:
        raise Trouble(f"The benchmark stopped: {path} answered {response.status_code}.")
    return {"queries": len(queries), "queries_allowed": QUERIES_ALLOWED, "seconds": round(time.monotonic() - began, 2)}


def words_of(found: dict[str, dict[str, float]]) -> str:
    lines = [f"{PROJECTS} projects of {ITEMS} items"]
    lines += [
        f"{name:<22}{cost['queries']:>4} queries (allowed: {cost['queries_allowed']}) in {cost['seconds']} s"
        for name, cost in found.items()
    ]
    return "\n".join(lines)
