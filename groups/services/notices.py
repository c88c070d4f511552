"""Tell the people of a meeting that something about it changed. Called by the services that change it, in their transaction."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from coproduction.core import clock, notifications
from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from coproduction.core.reminders import Due
from coproduction.core.services import outbox
from groups.models import Meeting
from groups.notifications import MeetingCancelled, MeetingChanged, MeetingInvitation
from groups.queries import meetings as queries
from groups.queries.meetings import Told


def meeting_changed(*, meeting: Meeting) -> int:
    """Tell everyone who was told of a meeting, and still belongs to it, its new time or place; how many that are.

    Once for each sequence of the meeting. Whoever was not told yet gets the invitation, which says how it is now.
    """
    people = [person for person in queries.told(meeting) if person.is_member or person.is_asked]
    _follow(meeting)
    return _tell(MeetingChanged, meeting, people, key=f"changed:{meeting.sequence}", facts={"sequence": meeting.sequence})


def meeting_cancelled(*, meeting: Meeting) -> int:
    """Tell everyone who was told of a meeting that is still to come that it is cancelled, also those who said no; how many."""
    return _tell(MeetingCancelled, meeting, queries.told(meeting), key="cancelled", facts={})


def _follow(meeting: Meeting) -> None:
    """Invitations that nobody got yet come too late only when the meeting begins where it stands now."""
    held_back = (NotificationState.WAITING, NotificationState.BY_HAND)
    rows = list(Notification.objects.filter(about=ref_of(meeting), kind=MeetingInvitation.kind, state__in=held_back))
    for row in rows:
        row.facts = row.facts | {"starts_at": meeting.starts_at.isoformat()}
    Notification.objects.bulk_update(rows, ["facts"])


def _tell(
    kind: type[notifications.Notification], meeting: Meeting, people: Iterable[Told], *, key: str, facts: dict[str, Any]
) -> int:
    if meeting.starts_at <= clock.now():
        return 0
    return outbox.enqueue_many(
        Due(
            notification=kind,
            recipient=person.user,
            dedupe_key=f"meeting:{meeting.ref}:{key}:{person.user.ref}",
            reason=_why(meeting, person),
            facts={"meeting": meeting.pk, "user": person.user.pk, "starts_at": meeting.starts_at.isoformat()} | facts,
            about=ref_of(meeting),
            is_demonstration=meeting.is_demonstration,
        )
        for person in people
    )


def _why(meeting: Meeting, person: Told) -> str:
    names = {"forum": meeting.body.outside_name}
    if person.is_member:
        return _("you are a member of %(forum)s") % names
    return _("you were asked to a meeting of %(forum)s") % names
