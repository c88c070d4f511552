"""A partner's evaluation: its own words, locked; the council's answer to each point; the talk; and how each point ends.

The partner's words can change only while they are being written, and only through the partner's own people. Once they are
locked, no function here writes to them. `seen` is the stamp of what the person had before them (`policies.stamp_of`): when
something else stands by now, somebody was quicker, and nothing is saved.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import EVALUATION_STEPS, EvaluationState, PointClosed, Side, Verdict
from checklist.models import Evaluation, EvaluationPoint, EvaluationTalk
from checklist.policies import EvaluationAct
from checklist.services import acts
from checklist.services import evaluation_notices as notices
from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from engagements.enums import ProjectStatus
from engagements.models import Project
from groups.actors import Actor
from groups.models import Meeting
from groups.services import words as arrived

LONGEST = 4000


@dataclass(frozen=True)
class Desk:
    """An evaluation that is locked until the end of the transaction, and the side on which the actor acts."""

    evaluation: Evaluation
    side: Side
    by: Actor

    @property
    def points(self) -> list[EvaluationPoint]:
        return list(self.evaluation.points.all())

    @property
    def label(self) -> str:
        """In which capacity; a discreet body by its neutral name, since this is published."""
        return self.by.capacity.outside_label


# --- The partner writes ---------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(*, project: Project, by: Actor) -> Evaluation:
    """Begin the evaluation of the body in which the actor acts, or give back the one that it has begun already."""
    by.must_be_live(clock.now())
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.status == ProjectStatus.DRAFT:
        raise WrongState(_("This project is still a draft. There is nothing to look back on yet."))
    parts = project.parts.filter(body=by.body)
    if not any(policies.can_evaluate(part=part.part, signs=part.signs, kind=by.body.kind) for part in parts):
        raise NotAllowed(_("%(body)s does not work on this project.") % {"body": by.body.name})
    if not policies.writes_for(by.capacity, by.body):
        raise NotAllowed(_("As %(capacity)s you cannot write an evaluation.") % {"capacity": by.label})
    _stay_on_one_side(project, None, Side.FORUM, by)
    begun = Evaluation.objects.filter(project=project, body=by.body).first()
    if begun:
        return begun
    evaluation = Evaluation.objects.create(
        project=project, body=by.body, state=EvaluationState.WRITING, written_by=by.body.outside_name, origin=by.origin
    )
    audit.record(verb="checklist.evaluation_begun", target=evaluation, by=by)
    return evaluation


@transaction.atomic
def add_point(*, evaluation: Evaluation, words: str, by: Actor) -> EvaluationPoint:
    """Write one more point, at the end."""
    desk = _open(evaluation, by, EvaluationAct.WRITE)
    order = max((point.order for point in desk.points), default=0) + 1
    point = EvaluationPoint.objects.create(evaluation=desk.evaluation, order=order, words=_words(words), written_by=by.ref)
    audit.record(verb="checklist.evaluation_point_added", target=point, by=by)
    return point


@transaction.atomic
def edit_point(*, point: EvaluationPoint, words: str, by: Actor, seen: str = "") -> EvaluationPoint:
    """Word a point anew, while the evaluation is being written."""
    desk = _open(point.evaluation, by, EvaluationAct.WRITE)
    point = _point(desk, point, seen)
    point.words, point.written_by = _words(words), by.ref
    point.save(update_fields=["words", "written_by"])
    audit.record(verb="checklist.evaluation_point_edited", target=point, by=by)
    return point


@transaction.atomic
def move_point(*, point: EvaluationPoint, up: bool, by: Actor, seen: str = "") -> None:
    """Put a point one place up or down. At the end of the list it stays where it is."""
    desk = _open(point.evaluation, by, EvaluationAct.WRITE)
    point, points = _point(desk, point, seen), desk.points
    place = points.index(point)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(points):
        return
    points[place], points[other] = points[other], points[place]
    _number(points)
    audit.record(verb="checklist.evaluation_point_moved", target=point, by=by)


@transaction.atomic
def remove_point(*, point: EvaluationPoint, by: Actor, seen: str = "") -> None:
    """Take a point away, while the evaluation is being written."""
    desk = _open(point.evaluation, by, EvaluationAct.WRITE)
    point = _point(desk, point, seen)
    audit.record(verb="checklist.evaluation_point_removed", target=point, by=by)
    point.delete()
    _number(desk.points)


@transaction.atomic
def lock(*, evaluation: Evaluation, by: Actor, seen: str = "") -> Evaluation:
    """Lock it: from now on its words never change. The lead officer is told.

    Raises `Missing` without a point, `WrongState` when it is locked already or somebody has changed it since it was read.
    """
    desk = _open(evaluation, by, EvaluationAct.LOCK)
    if not desk.points:
        raise Missing(_("Write at least one point before you lock it."))
    _must_have_seen(seen, desk.points)
    locked = desk.evaluation
    locked.locked_at, locked.locked_by, locked.locked_by_label = clock.now(), by.ref, desk.label
    locked.written = PartialDate.day(clock.today())
    _move(locked, EvaluationState.LOCKED)
    # Until now they were a draft.
    arrived.wrote(*desk.points, by=by)
    audit.record(verb="checklist.evaluation_locked", target=locked, by=by, points=len(desk.points))
    notices.locked(locked, by)
    return locked


# --- The council answers --------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_point(*, point: EvaluationPoint, verdict: str, answer: str, by: Actor, seen: str = "") -> EvaluationPoint:
    """Say whether the council agrees with a point, and unless it does, why. It can change until all answers are sent."""
    desk = _open(point.evaluation, by, EvaluationAct.ANSWER)
    point = _point(desk, point, seen)
    if verdict not in Verdict.values:
        raise Missing(_("Choose whether you agree."))
    if policies.needs_reason(verdict) and not answer.strip():
        raise Missing(_("Say why you do not fully agree. The partner and everyone else will read it."))
    point.verdict, point.answer = verdict, _text(answer)
    point.answered_at, point.answered_by, point.answered_by_label = clock.now(), by.ref, desk.label
    point.save(update_fields=["verdict", "answer", "answered_at", "answered_by", "answered_by_label"])
    audit.record(verb="checklist.evaluation_point_answered", target=point, by=by, verdict=verdict)
    return point


@transaction.atomic
def send_answers(*, evaluation: Evaluation, by: Actor, seen: str = "") -> Evaluation:
    """Send all answers; from now on they stand. What the council agrees with is closed as agreed by that. The partner is told."""
    desk = _open(evaluation, by, EvaluationAct.SEND)
    points, answered = desk.points, desk.evaluation
    _must_have_seen(seen, points)
    unanswered = [str(number) for number, point in enumerate(points, start=1) if not point.verdict]
    if unanswered:
        raise Missing(_("Answer every point before you send. Still open: %(numbers)s.") % {"numbers": ", ".join(unanswered)})
    answered.answered_at, answered.answered_by, answered.answered_by_label = clock.now(), by.ref, desk.label
    _move(answered, EvaluationState.ANSWERED)
    for point in points:
        if point.verdict == Verdict.AGREE:
            _close(desk, point, PointClosed.AGREED)
    audit.record(verb="checklist.evaluation_answered", target=answered, by=by)
    notices.answered(answered, by)
    _close_when_done(desk)
    return answered


# --- Both talk, and each point ends ---------------------------------------------------------------------------------------


@transaction.atomic
def record_talk(
    *, evaluation: Evaluation, on: dt.date, by: Actor, words: str = "", meeting: Meeting | None = None
) -> EvaluationTalk:
    """Write down that the two sides talked: a meeting of the partner's, or what came of it in words. The other side is told."""
    desk = _open(evaluation, by, EvaluationAct.TALK)
    if meeting is not None and meeting.body_id != desk.evaluation.body_id:
        raise Refused(_("Choose a meeting of %(body)s.") % {"body": desk.evaluation.written_by})
    if meeting is None and not words.strip():
        raise Missing(_("Choose the meeting at which you talked, or write what came of it."))
    if on > clock.today():
        raise Refused(_("Enter the day on which you talked, today or before."))
    talk = EvaluationTalk.objects.create(
        evaluation=desk.evaluation, on=on, words=_text(words), meeting=meeting, side=desk.side, at=clock.now(), by_ref=by.ref,
        by_label=desk.label,
    )  # fmt: skip
    arrived.wrote(talk, by=by)
    audit.record(verb="checklist.evaluation_talk_recorded", target=talk, by=by, on=on.isoformat())
    notices.talk_recorded(talk, by)
    return talk


@transaction.atomic
def suggest(*, point: EvaluationPoint, closed: str, by: Actor, seen: str = "") -> EvaluationPoint:
    """The council suggests how a point ends. The partner closes it."""
    desk = _open(point.evaluation, by, EvaluationAct.SUGGEST)
    point = _point(desk, point, seen)
    _must_be_open(point)
    if closed not in PointClosed.values:
        raise Missing(_("Choose how this point ends."))
    point.suggested, point.suggested_by, point.suggested_by_label = closed, by.ref, desk.label
    point.save(update_fields=["suggested", "suggested_by", "suggested_by_label"])
    audit.record(verb="checklist.evaluation_point_suggested", target=point, by=by, closed=closed)
    return point


@transaction.atomic
def close_point(*, point: EvaluationPoint, closed: str, by: Actor, seen: str = "") -> EvaluationPoint:
    """Close a point as agreed or as still differing; with the last one the evaluation is closed and public.

    The partner closes. For one that has gone silent the council may, as still differing: see `policies.closings`.
    """
    desk = _open(point.evaluation, by, EvaluationAct.CLOSE)
    point = _point(desk, point, seen)
    _must_be_open(point)
    first = desk.evaluation.talks.order_by("at").first()
    if closed not in policies.closings(desk.side, first.at if first else None, clock.now()):
        raise _why_not_closed(desk, closed)
    _close(desk, point, PointClosed(closed))
    audit.record(verb="checklist.evaluation_point_closed", target=point, by=by, closed=closed, side=desk.side)
    _close_when_done(desk)
    return point


def _why_not_closed(desk: Desk, closed: str) -> Refused:
    if closed not in PointClosed.values:
        return Missing(_("Choose how this point ends."))
    if desk.side == Side.FORUM:
        return WrongState(_("Talk about it first, and write down when. Then you can say that you still differ."))
    if closed == PointClosed.AGREED:
        return NotAllowed(_("Only %(body)s can say that it is agreed.") % {"body": desk.evaluation.written_by})
    return WrongState(
        _(
            "%(body)s closes its points. If it says nothing for 28 days after the talk was written down, you can close as “still differ”."
        )
        % {"body": desk.evaluation.written_by}
    )


def _close(desk: Desk, point: EvaluationPoint, closed: PointClosed) -> None:
    point.closed, point.closed_at, point.closed_by, point.closed_by_label = closed, clock.now(), desk.by.ref, desk.label
    point.save(update_fields=["closed", "closed_at", "closed_by", "closed_by_label"])


def _close_when_done(desk: Desk) -> None:
    """With its last point an evaluation is closed, and everyone can read it."""
    evaluation = desk.evaluation
    if evaluation.points.filter(closed="").exists():
        return
    evaluation.closed_at = clock.now()
    _move(evaluation, EvaluationState.CLOSED)
    audit.record(verb="checklist.evaluation_closed", target=evaluation, by=desk.by)
    notices.closed(evaluation, desk.by)
    publication.bump()


# --- What every act shares ------------------------------------------------------------------------------------------------


def _open(evaluation: Evaluation, by: Actor, act: EvaluationAct) -> Desk:
    """Lock the evaluation, and say on which side this actor acts; refuse whoever may not, and what it is too late for."""
    by.must_be_live(clock.now())
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("project", "body")
    evaluation = rows.get(pk=evaluation.pk)
    if evaluation.body is None or evaluation.project is None:
        raise WrongState(_("This comes from the published record and cannot change."))
    side = policies.evaluation_side(by.capacity, evaluation.body)
    if side is None:
        raise NotAllowed(_("As %(capacity)s you can only read this.") % {"capacity": by.label})
    _stay_on_one_side(evaluation.project, evaluation, side, by)
    if act not in policies.evaluation_acts(side, evaluation.state):
        raise _why_not(evaluation, side, act)
    return Desk(evaluation, side, by)


def _why_not(evaluation: Evaluation, side: Side, act: EvaluationAct) -> Refused:
    who = evaluation.written_by
    if act in (EvaluationAct.WRITE, EvaluationAct.LOCK):
        if side == Side.COUNCIL:
            return NotAllowed(_("These are the words of %(body)s. Nobody at the council can change them.") % {"body": who})
        return WrongState(_("This evaluation is locked, so its words can never be changed."))
    if act in (EvaluationAct.ANSWER, EvaluationAct.SEND, EvaluationAct.SUGGEST) and side == Side.FORUM:
        return NotAllowed(_("The council does this. Nobody can do it for the council."))
    if evaluation.state == EvaluationState.WRITING:
        return WrongState(_("%(body)s is still writing.") % {"body": who})
    if evaluation.state == EvaluationState.LOCKED:
        return WrongState(_("The council has not sent its answers yet."))
    if evaluation.state == EvaluationState.ANSWERED:
        return WrongState(_("The answers are sent, so they stand. Now both sides talk about it."))
    return WrongState(_("This evaluation is closed."))


def _stay_on_one_side(project: Project, evaluation: Evaluation | None, side: Side, by: Actor) -> None:
    """Refuse whoever leads the project or has acted for the other side of it, in whatever capacity: one person is one side."""
    other = policies.other_side(side)
    leads = side == Side.FORUM and by.user.pk in (project.lead_id, project.cover_id)
    wrote = evaluation is not None and by.ref in _acted_for(evaluation, other)
    if leads or wrote or acts.has_acted(project, other, by.ref):
        raise NotAllowed(
            _("You act for the council on this project, so you cannot act for %(body)s here.") % {"body": by.body.name}
            if side == Side.FORUM
            else _("You have acted for the partner on this project, so you cannot answer for the council. Ask someone else.")
        )


def _acted_for(evaluation: Evaluation, side: Side) -> set[str | None]:
    """Everyone who has acted for this side of an evaluation."""
    talked = set(evaluation.talks.filter(side=side).values_list("by_ref", flat=True))
    points = evaluation.points.all()
    if side == Side.FORUM:
        return {evaluation.locked_by, *(point.written_by for point in points), *talked}
    return {evaluation.answered_by, *(ref for point in points for ref in (point.answered_by, point.suggested_by)), *talked}


def _point(desk: Desk, point: EvaluationPoint, seen: str) -> EvaluationPoint:
    """The point as it stands now."""
    found = next((each for each in desk.points if each.pk == point.pk), None)
    if found is None:
        raise WrongState(_("Someone has taken this point away meanwhile."))
    _must_have_seen(seen, [found])
    return found


def _must_have_seen(seen: str, points: list[EvaluationPoint]) -> None:
    if seen and seen != policies.stamp_of(points):
        raise WrongState(_("Someone else changed this while you had it open. Read it again, then decide."))


def _must_be_open(point: EvaluationPoint) -> None:
    if point.closed:
        raise WrongState(_("This point is closed already."))


def _move(evaluation: Evaluation, state: EvaluationState) -> None:
    """Put an evaluation into a state, by the transition table."""
    if state not in EVALUATION_STEPS[evaluation.state]:
        raise WrongState(_("This evaluation is “%(state)s” now.") % {"state": evaluation.get_state_display()})
    evaluation.state = state
    evaluation.save()


def _number(points: list[EvaluationPoint]) -> None:
    for order, point in enumerate(points, start=1):
        if point.order != order:
            point.order = order
            point.save(update_fields=["order"])


def _words(words: str) -> str:
    text = _text(words)
    if not text:
        raise Missing(_("Write what you want to say."))
    return text


def _text(words: str) -> str:
    """As it was written; only the ends of lines are made alike."""
    text = words.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise Refused(
            _("Use %(most)s characters or fewer. You used %(used)s.") % {"most": f"{LONGEST:,}", "used": f"{len(text):,}"}
        )
    return text
