"""Record when people came together on a project, how many they were, and what they said."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.enums import Qualifier
from coproduction.core.errors import Missing, WrongState
from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from engagements.enums import SESSION_STEPS, SessionKind, SessionState
from engagements.models import HeadCount, Project, Session, SessionSaying
from engagements.queries import sessions as queries
from engagements.queries.sessions import Account
from engagements.services import acts
from groups.actors import Actor
from groups.enums import MeetingState, Permission
from groups.models import Body, Meeting
from groups.services import words

# What a person says of a session that is no meeting, beside its people and words.
_OWN = ("topic", "held", "venue")


@transaction.atomic
def record(
    *,
    format: str,
    by: Acting,
    project: Project | None = None,
    body: Body | None = None,
    meeting: Meeting | None = None,
    held: PartialDate | None = None,
    heads: Iterable[Number] = (),
    **details: Any,
) -> Session:
    """Record a session of a project, a forum, or both. A meeting that is linked *is* the session: its date, topic, place
    and counts are read from it, so nothing is typed twice.

    `heads` are numbers of people, each with its qualifier and who they were. Raises `Missing` without project and forum.
    """
    if meeting:
        body = body or meeting.body
        held = held or _when(meeting)
    if not project and not body:
        raise Missing(_("Say which project or which forum this session belongs to."))
    details.setdefault("kind", _kind_of(format))
    session = Session(project=project, body=body, meeting=meeting, format=format, origin=by.origin, **details)
    session.held = held or PartialDate.unknown()
    session.save()
    HeadCount.objects.bulk_create(
        HeadCount(session=session, order=order, number=_whole(head), qualifier=Qualifier(head.qualifier), who=head.unit)
        for order, head in enumerate(heads)
    )
    audit.record(verb="recorded session", target=session, by=by)
    publication.bump()
    return session


@transaction.atomic
def link(*, meeting: Meeting, project: Project, by: Acting) -> Session:
    """Say which project a meeting was about: from then on it is a session of that project."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        raise WrongState(_("This meeting was cancelled, so it is no session of a project."))
    session = Session.objects.select_for_update().filter(meeting=meeting).first()
    if session is None:
        return record(format=str(meeting.get_kind_display()), project=project, meeting=meeting, by=by)
    if session.project_id != project.pk:
        was, session.project, session.held = session.project_id, project, _when(meeting)
        session.save()
        audit.record(verb="linked session", target=session, by=by, project=project.pk, was=was)
        publication.bump()
    return session


@transaction.atomic
def unlink(*, meeting: Meeting, by: Acting) -> None:
    """Say that a meeting was not about a project after all. What was written down about the meeting stays with it."""
    session = Session.objects.select_for_update().filter(meeting=meeting).first()
    if session is None:
        return
    audit.record(verb="unlinked session", target=session, by=by, project=session.project_id, meeting=meeting.pk)
    session.delete()
    publication.bump()


@transaction.atomic
def enter(*, project: Project, account: Account, state: str, by: Actor) -> Session:
    """Write down a session that is planned or was held. Raises `Refused` for the same session sent twice."""
    project = acts.going_on(project, by=by)
    _check(account, state)
    same = Session.objects.filter(project=project, kind=account.kind, topic=account.topic, meeting=None)
    if any(each.held == account.held and each.stands != SessionState.CANCELLED for each in same):
        raise WrongState(_("This session is written down already: the same kind, topic and date. Look at the list of sessions."))
    session = record(
        project=project, held=account.held, format=_format(account), kind=SessionKind(account.kind), topic=account.topic,
        venue=account.venue, access=account.access, run_by=account.run_by, output=account.output, state=SessionState(state), by=by,
    )  # fmt: skip
    said = _keep_rows(session, account)
    words.wrote(session, *said, by=by)
    return session


@transaction.atomic
def change(*, session: Session, account: Account, seen: str, by: Actor) -> Session:
    """Correct or complete what is written down. The same account again changes nothing.

    `seen` is the stamp of what stood when the writer opened the page: whoever comes second is told. Of a linked meeting the
    date, topic, place, people and words stay what the meeting says.
    """
    session = _locked(session, by)
    if session.state == SessionState.CANCELLED:
        raise WrongState(_("This session was cancelled, so there is nothing to write down."))
    before, said = queries.stamp_of(session), []
    for name in ("kind", "access", "run_by", "output"):
        setattr(session, name, getattr(account, name))
    session.format = _format(account)
    if session.meeting is None:
        _check(account, session.state)
        for name in _OWN:
            setattr(session, name, getattr(account, name))
        said = _keep_rows(session, account)
    _keep_kind(session)
    session.save()
    if queries.stamp_of(session) != before:
        if seen != before:
            raise WrongState(
                _("Somebody else changed this session while you had the page open. What you typed is still here: save it again.")
            )
        words.wrote(session, *said, by=by)
        audit.record(verb="changed session", target=session, by=by)
        publication.bump()
    return session


@transaction.atomic
def hold(*, session: Session, by: Actor) -> Session:
    """Note that a planned session took place."""
    locked = _locked(session, by)
    if locked.held.first and locked.held.first > clock.today():
        raise WrongState(_("This session is still to come. Change its date first."))
    return _to(locked, SessionState.HELD, by)


@transaction.atomic
def cancel(*, session: Session, reason: str, by: Actor) -> Session:
    """Note that a session does not take place, or did not. The reason is public."""
    if not reason.strip():
        raise Missing(_("Say why it does not take place. People read this."))
    locked = _locked(session, by)
    locked.note = reason.strip()
    cancelled = _to(locked, SessionState.CANCELLED, by)
    words.wrote(cancelled, by=by)
    return cancelled


@transaction.atomic
def take_words_back(*, saying: SessionSaying, by: Actor) -> None:
    """Whoever said it does not want it used any more: it is public no longer. This is possible of a stopped project too."""
    if saying.session.project is None:
        raise Missing(_("This session belongs to no project."))
    acts.must_record(saying.session.project, by=by)
    locked = SessionSaying.objects.select_for_update().filter(pk=saying.pk).first()
    if locked is None:
        raise Missing(_("These words are not there any more."))
    locked.permission = Permission.NOT_AT_ALL
    locked.save(update_fields=["permission"])
    audit.record(verb="took words back", target=locked, by=by)
    publication.bump()


def _to(session: Session, state: SessionState, by: Actor) -> Session:
    if session.meeting is not None:
        raise WrongState(_("This session is a meeting. Say on the page of the meeting whether it took place."))
    if state not in SESSION_STEPS[session.state]:
        raise WrongState(_("This session is “%(state)s”, so this cannot be done now.") % {"state": session.get_state_display()})
    was, session.state = session.state, state
    session.save(update_fields=["state", "note"])
    audit.record(verb="changed session", target=session, by=by, old=was, new=state)
    publication.bump()
    return session


def _locked(session: Session, by: Actor) -> Session:
    """The session under its lock, of a project that still takes changes."""
    if session.project is None:
        raise Missing(_("This session belongs to no project."))
    acts.going_on(session.project, by=by)
    related = Session.objects.select_for_update(of=("self",)).select_related("meeting", "meeting__body", "project")
    return related.get(pk=session.pk)


def _check(account: Account, state: str) -> None:
    if not account.topic:
        raise Missing(_("Say what the session was about"))
    if state == SessionState.HELD and account.held.first and account.held.first > clock.today():
        raise WrongState(_("This day is still to come. Choose “planned”, or enter the day on which it took place."))


def _keep_kind(session: Session) -> None:
    """What belongs to one kind only is not left behind under another."""
    was = Session.objects.get(pk=session.pk).kind
    if was != session.kind and queries.has_special(session):
        raise WrongState(_("There is something on the page of this kind already, so the kind of session stays as it is."))


def _kind_of(words: str) -> str:
    """The kind that these words name, such as "coffee morning"; another kind when they name none of ours."""
    named = words.strip().lower().replace(" ", "_")
    return named if named in SessionKind.values else SessionKind.OTHER


def _format(account: Account) -> str:
    return account.format or str(SessionKind(account.kind).label)


def _keep_rows(session: Session, account: Account) -> list[SessionSaying]:
    """Gives the words that are new or changed."""
    acts.keep_rows(HeadCount, session.head_counts.all(), account.heads, session=session)
    return acts.keep_rows(SessionSaying, session.sayings.all(), account.sayings, session=session)


def _when(meeting: Meeting) -> PartialDate:
    """What the list of sessions is sorted by; what is shown is read from the meeting."""
    return Session(meeting=meeting).when


def _whole(head: Number) -> int | None:
    return None if head.number is None else int(head.number)
