"""Evaluations as people read them: a partner's words and the council's answer side by side, and what waits for whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import EvaluationState, PointClosed, Side
from checklist.models import Evaluation, EvaluationPoint, EvaluationTalk
from checklist.policies import EvaluationAct
from engagements.enums import ProjectStatus
from engagements.models import Project, ProjectPart
from groups import policies as people
from groups.models import Body, Meeting, User
from groups.queries.chips import Chip

MEETINGS = 12
_TAGS = {
    EvaluationState.WRITING: "none",
    EvaluationState.LOCKED: "notyet",
    EvaluationState.ANSWERED: "doing",
    EvaluationState.CLOSED: "did",
    EvaluationState.RECORDED: "none",
}


@dataclass(frozen=True)
class PointView:
    """One point, with both sides; what `components/two_views.html` shows. `state`: waiting, open, agreed or differ."""

    number: int
    words: str
    state: str
    state_words: str
    verdict: str
    verdict_words: str
    answer: str
    suggestion: str
    seen: str
    is_first: bool
    is_last: bool
    acts: tuple[Any, ...] = ()

    @property
    def code(self) -> str:
        """How `checklist/_acts.html` tells its forms apart."""
        return str(self.number)

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "open")


@dataclass(frozen=True)
class TalkView:
    when: str
    words: str
    meeting: str
    meeting_url: str
    by: str


@dataclass(frozen=True)
class EvaluationView:
    """A whole evaluation, as far as the one who looks may know it."""

    ref: str
    url: str
    who: str
    look: str
    state: str
    state_words: str
    tag: str
    written: str
    locked_by: str
    points: tuple[PointView, ...]
    talks: tuple[TalkView, ...]
    closed: str
    made_up: str
    seen: str

    def with_acts(self, acts: dict[int, tuple[Any, ...]]) -> "EvaluationView":
        """The same with forms below its points, by the number of the point."""
        return replace(self, points=tuple(replace(point, acts=acts.get(point.number, ())) for point in self.points))


@dataclass(frozen=True)
class EvaluationRow:
    who: str
    look: str
    url: str
    tag: str
    state_words: str
    when: str
    made_up: str


@dataclass(frozen=True)
class WaitingEvaluation:
    """An evaluation that waits: for the council (`side` is council), or for the body whose it is."""

    project: Project
    side: str
    body_id: int
    chip: Chip
    who: str
    what: str
    since: dt.datetime
    url: str


def with_everything(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """With its body, points and talks; three queries for any number."""
    talks = EvaluationTalk.objects.select_related("meeting__body")
    return rows.select_related("body", "project").prefetch_related("points", Prefetch("talks", talks))


@dataclass(frozen=True)
class Published:
    """What everyone may read: what was closed here, and what the published record holds."""

    closed: tuple[EvaluationView, ...]
    recorded: tuple[Evaluation, ...]


def published_of(project: Project) -> Published:
    """The evaluations of a project as everyone reads them; nothing that is still on its way."""
    return published_from(with_everything(published(project)))


def published(project: Project) -> QuerySet[Evaluation]:
    return Evaluation.objects.published().filter(project=project).order_by("closed_at", "pk")


def published_from(loaded: Iterable[Evaluation]) -> Published:
    """The same of evaluations that are loaded with everything."""
    rows = list(loaded)
    return Published(
        closed=tuple(view_of(row) for row in rows if row.state == EvaluationState.CLOSED),
        recorded=tuple(row for row in rows if row.state == EvaluationState.RECORDED),
    )


def view_of(evaluation: Evaluation, *, with_drafts: bool = False) -> EvaluationView:
    """One evaluation, from `with_everything`. `with_drafts`: with the answers that the council has not sent."""
    points = list(evaluation.points.all())
    shown = with_drafts or evaluation.state != EvaluationState.LOCKED
    return EvaluationView(
        ref=evaluation.ref,
        url=url_of(evaluation),
        who=evaluation.written_by,
        look=_look(evaluation.body),
        state=evaluation.state,
        state_words=str(evaluation.get_state_display()),
        tag=_TAGS[EvaluationState(evaluation.state)],
        written=str(evaluation.written) if evaluation.written else "",
        locked_by=evaluation.locked_by_label,
        points=tuple(_point(point, number, len(points), shown=shown) for number, point in enumerate(points, start=1)),
        talks=tuple(_talk(talk) for talk in evaluation.talks.all()),
        closed=_day(evaluation.closed_at),
        made_up=_("Demonstration") if evaluation.is_demonstration else "",
        seen=policies.stamp_of(points),
    )


def _point(point: EvaluationPoint, number: int, total: int, *, shown: bool) -> PointView:
    state, words = _standing(point, shown=shown)
    return PointView(
        number=number,
        words=point.words,
        state=state,
        state_words=words,
        verdict=point.verdict if shown else "",
        verdict_words=str(point.get_verdict_display()) if shown and point.verdict else "",
        answer=point.answer if shown else "",
        suggestion=str(PointClosed(point.suggested).label) if point.suggested and not point.closed else "",
        seen=policies.stamp_of([point]),
        is_first=number == 1,
        is_last=number == total,
    )


def _standing(point: EvaluationPoint, *, shown: bool) -> tuple[str, str]:
    if point.closed == PointClosed.AGREED:
        return "agreed", _("Agreed")
    if point.closed == PointClosed.STILL_DIFFER:
        return "differ", _("We still differ. Both views stand here.")
    if point.verdict and shown:
        return "open", _("Still open") if point.evaluation.state == EvaluationState.ANSWERED else _("Not sent yet")
    return "waiting", _("Not answered yet")


def _talk(talk: EvaluationTalk) -> TalkView:
    meeting = talk.meeting
    is_public = meeting is not None and meeting.place_is_public
    return TalkView(
        when=date_format(talk.on, "j F Y"),
        words=talk.words,
        meeting=meeting.title if meeting is not None and is_public else "",
        meeting_url=meeting.get_absolute_url() if meeting is not None and is_public else "",
        by=talk.by_label,
    )


def _look(body: Body | None) -> str:
    """Whose colours; a discreet body shows those of nobody in particular."""
    return body.mark if body is not None and not body.is_discreet else "other"


def url_of(evaluation: Evaluation) -> str:
    return reverse("evaluation", args=[evaluation.project.slug, evaluation.ref]) if evaluation.project else ""


def rows_of(project: Project, user: object) -> list[EvaluationRow]:
    """The evaluations of a project that this person may know of, the partner's own first."""
    known = Evaluation.objects.visible_to(user).filter(project=project, body__isnull=False).select_related("body", "project")
    own = people.body_ids_of(user)
    return [_row(evaluation) for evaluation in sorted(known, key=lambda each: (each.body_id not in own, each.pk))]


def _row(evaluation: Evaluation) -> EvaluationRow:
    return EvaluationRow(
        who=evaluation.written_by,
        look=_look(evaluation.body),
        url=url_of(evaluation),
        tag=_TAGS[EvaluationState(evaluation.state)],
        state_words=str(evaluation.get_state_display()),
        when=_day(evaluation.closed_at or evaluation.answered_at or evaluation.locked_at),
        made_up=_("Demonstration") if evaluation.is_demonstration else "",
    )


def can_begin_for(project: Project, user: User) -> list[Body]:
    """The bodies for which this person can begin an evaluation that is not there yet."""
    if project.status == ProjectStatus.DRAFT or user.pk in (project.lead_id, project.cover_id):
        return []
    begun = set(Evaluation.objects.filter(project=project, body__isnull=False).values_list("body", flat=True))
    on_it = {
        part.body.pk
        for part in project.parts.select_related("body")
        if part.body and policies.can_evaluate(part=part.part, signs=part.signs, kind=part.body.kind)
    }
    own = {capacity.body_id: capacity.body for capacity in user.live_capacities if policies.writes_for(capacity, capacity.body)}
    return [body for pk, body in own.items() if pk in on_it - begun]


def meetings_for(evaluation: Evaluation, user: object, now: dt.datetime) -> list[Meeting]:
    """The last meetings of the partner that this person may know of, the newest first."""
    past = Meeting.objects.past(now).visible_to(user).filter(body=evaluation.body_id)
    return list(past.select_related("body")[:MEETINGS])


def acts_of(evaluation: Evaluation, side: str | None) -> frozenset[EvaluationAct]:
    """What this side can do now."""
    return policies.evaluation_acts(side, evaluation.state)


def closings_of(evaluation: Evaluation, side: str | None, now: dt.datetime) -> tuple[PointClosed, ...]:
    """How this side can close an open point now. Reads the talks of `with_everything`."""
    if EvaluationAct.CLOSE not in acts_of(evaluation, side):
        return ()
    talked = min((talk.at for talk in evaluation.talks.all()), default=None)
    return policies.closings(side, talked, now)


def waiting(projects: Iterable[Project] | QuerySet[Project]) -> list[WaitingEvaluation]:
    """What waits in the evaluations of these projects, the longest first; one query however many there are.

    What a partner is still writing is not here: nobody else knows of it.
    """
    return waiting_from(on_their_way().filter(project__in=projects))


def on_their_way() -> QuerySet[Evaluation]:
    """Those that wait for somebody, with what `waiting_from` reads."""
    states = [EvaluationState.LOCKED, EvaluationState.ANSWERED]
    return Evaluation.objects.filter(project__isnull=False, state__in=states).select_related("project", "body")


def waiting_from(loaded: Iterable[Evaluation]) -> list[WaitingEvaluation]:
    """The same of evaluations that are loaded."""
    return sorted((_waits(evaluation) for evaluation in loaded), key=lambda each: each.since)


def to_write(projects: QuerySet[Project], bodies: Iterable[Body]) -> list[tuple[Project, Body]]:
    """Which of these bodies have not locked their evaluation of which of these projects; one query however many there are."""
    wanted = {body.pk: body for body in bodies}
    locked = Evaluation.objects.filter(project=OuterRef("project"), body=OuterRef("body")).exclude(state=EvaluationState.WRITING)
    parts = (
        ProjectPart.objects.filter(project__in=projects.values("pk"), body__in=wanted)
        .exclude(project__status=ProjectStatus.DRAFT)
        .exclude(Exists(locked))
        .select_related("project", "body")
        .order_by("project__title", "project", "pk")
    )
    found = {
        (part.project_id, part.body.pk): (part.project, wanted[part.body.pk])
        for part in parts
        if part.body and policies.can_evaluate(part=part.part, signs=part.signs, kind=part.body.kind)
    }
    return list(found.values())


def _waits(evaluation: Evaluation) -> WaitingEvaluation:
    assert evaluation.project is not None  # noqa: S101 - what the query above asked for
    assert evaluation.body_id is not None  # noqa: S101 - nobody but a body locks one
    is_answered = evaluation.state == EvaluationState.ANSWERED
    return WaitingEvaluation(
        project=evaluation.project,
        side=Side.FORUM if is_answered else Side.COUNCIL,
        body_id=evaluation.body_id,
        chip=Chip(evaluation.written_by, _look(evaluation.body)),
        who=evaluation.written_by,
        what=_("Say how each point ends") if is_answered else _("Answer what they wrote"),
        since=(evaluation.answered_at if is_answered else evaluation.locked_at) or timezone.now(),
        url=url_of(evaluation),
    )


def _day(moment: dt.datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""
