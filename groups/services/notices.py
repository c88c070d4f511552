"""Tell the people of a meeting that something about it changed. Called by the services that change it, in their transaction."""

from coproduction.core import clock
from coproduction.core.models.base import ref_of
from coproduction.core.services import outbox
from groups.models import Meeting
from groups.notifications import MeetingCancelled
from groups.queries import meetings as queries
from groups.reminders.meetings import why_they_get_it


def meeting_cancelled(*, meeting: Meeting) -> int:
    """Tell the people of a meeting that is still to come that it is cancelled; how many were told."""
    now = clock.now()
    people = queries.coming(queries.invited([meeting], now)[meeting.pk]) if meeting.starts_at > now else []
    for person in people:
        outbox.enqueue(
            notification=MeetingCancelled,
            recipient=person.user,
            dedupe_key=f"meeting:{meeting.ref}:cancelled:{person.user.ref}",
            reason=why_they_get_it(meeting, person),
            facts={"meeting": meeting.pk, "starts_at": meeting.starts_at.isoformat()},
            about=ref_of(meeting),
            is_demonstration=meeting.is_demonstration,
        )
    return len(people)
