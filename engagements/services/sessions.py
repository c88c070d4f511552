"""Record when people came together on a project, and how many they were."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.enums import Qualifier
from coproduction.core.errors import Missing, WrongState
from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from engagements.models import HeadCount, Project, Session
from groups.enums import MeetingState
from groups.models import Body, Meeting


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


def _when(meeting: Meeting) -> PartialDate:
    """What the list of sessions is sorted by; what is shown is read from the meeting."""
    return Session(meeting=meeting).when


def _whole(head: Number) -> int | None:
    return None if head.number is None else int(head.number)
