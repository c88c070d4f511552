"""Record when people came together on a project, and how many they were."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.enums import Qualifier
from coproduction.core.errors import Missing
from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from engagements.models import HeadCount, Project, Session
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
    """Record a session of a project, a forum, or both. A meeting that is linked *is* the session: its date, topic and
    place are taken over, so nothing is typed twice.

    `heads` are numbers of people, each with its qualifier and who they were. Raises `Missing` without project and forum.
    """
    if meeting:
        body = body or meeting.body
        held = held or PartialDate.day(meeting.local_day)
        details.setdefault("topic", meeting.title)
        if meeting.place_is_public:
            details.setdefault("venue", meeting.place)
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


def _whole(head: Number) -> int | None:
    return None if head.number is None else int(head.number)
