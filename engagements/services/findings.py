"""Write down what an inspection found and what the provider answers, what was tried out, and how a vote went."""

from collections.abc import Mapping, Sequence

import rules
from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit, publication
from engagements.enums import SessionKind, SessionState
from engagements.models import InspectionPoint, Project, Session, TriedOut, Vote, VoteOption
from engagements.queries import findings as queries
from engagements.queries.lines import Line
from engagements.services import acts
from groups.actors import Actor
from groups.services import words


@transaction.atomic
def write_points(*, session: Session, points: Sequence[Line], seen: str, by: Actor) -> Session:
    """Write down strengths, areas to develop and recommendations. Answers that stand stay with their points."""
    session = _locked(session, SessionKind.INSPECTION, by)
    before = queries.points_stamp(session)
    written = acts.keep_rows(InspectionPoint, session.inspection_points.all(), points, session=session)
    words.wrote(*written, by=by)
    _done(session, before, queries.points_stamp(session), seen, by, "wrote down inspection")
    return session


@transaction.atomic
def answer_points(*, session: Session, answers: Mapping[int, str], seen: str, by: Actor) -> Session:
    """Write down what the provider answers, by the key of each point: an officer does, or who signs for it on the project."""
    by.must_be_live(clock.now())
    project = _project(session)
    if not rules.has_perm("engagements.answer_inspection", by, project):
        raise NotAllowed(_("Only officers, and those who sign for an organisation of this project, can answer."))
    session = _row(session, SessionKind.INSPECTION, acts.open_project(project))
    before = queries.points_stamp(session)
    rows = {row.pk: row for row in session.inspection_points.select_for_update()}
    if not set(answers) <= set(rows):
        raise Missing(_("One of the points is not there any more. Open the page again."))
    for key, answer in answers.items():
        row = rows[key]
        if row.answer != answer.strip():
            row.answer = answer.strip()
            row.answered_on = clock.today() if row.answer else None
            row.save()
            words.wrote(row, by=by)
    _done(session, before, queries.points_stamp(session), seen, by, "answered inspection")
    return session


@transaction.atomic
def write_tried_out(*, session: Session, things: Sequence[Line], seen: str, by: Actor) -> Session:
    """Write down what was tried out: what people wanted to do, what it was like before and is after. What is live is public."""
    session = _locked(session, SessionKind.USER_TESTING, by)
    before = queries.tried_stamp(session)
    written = acts.keep_rows(TriedOut, session.tried_out.all(), things, session=session)
    words.wrote(*written, by=by)
    _done(session, before, queries.tried_stamp(session), seen, by, "wrote down what was tried out")
    return session


@transaction.atomic
def write_vote(
    *,
    session: Session,
    question: str,
    method: str,
    who_could_vote: str,
    result: str,
    options: Sequence[Line],
    seen: str,
    by: Actor,
) -> Vote:
    """Write down what was voted on, how, and how many votes each option had."""
    session = _locked(session, SessionKind.VOTE, by)
    before = queries.vote_stamp(session)
    vote = Vote.objects.filter(session=session).first() or Vote(session=session)
    vote.question, vote.method, vote.who_could_vote, vote.result = question, method, who_could_vote, result
    vote.save()
    acts.keep_rows(VoteOption, vote.options.all(), options, twice=_("Two options have the same words."), vote=vote)
    if not vote.options.exists():
        raise Missing(_("Write down what people could vote for."))
    if queries.vote_stamp(session) != before:
        words.wrote(vote, by=by)
    _done(session, before, queries.vote_stamp(session), seen, by, "wrote down vote")
    return vote


def _done(session: Session, before: str, after: str, seen: str, by: Actor, verb: str) -> None:
    """The same again changes nothing; whoever comes second is told."""
    if before == after:
        return
    if seen != before:
        raise WrongState(
            _("Somebody else changed this while you had the page open. What you typed is still here: save it again.")
        )
    audit.record(verb=verb, target=session, by=by)
    publication.bump()


def _project(session: Session) -> Project:
    if session.project is None:
        raise Missing(_("This session belongs to no project."))
    return session.project


def _locked(session: Session, kind: SessionKind, by: Actor) -> Session:
    return _row(session, kind, acts.going_on(_project(session), by=by))


def _row(session: Session, kind: SessionKind, project: Project) -> Session:
    """The session under its lock; it must be of the kind that has such a page, and not cancelled."""
    row = Session.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=session.pk, project=project)
    if row.kind != kind:
        raise WrongState(_("This session is of another kind. Change the kind of session first."))
    if row.stands == SessionState.CANCELLED:
        raise WrongState(_("This session was cancelled, so there is nothing to write down."))
    return row
