"""The papers of a meeting, and who may have them: its own people, and nobody else."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from coproduction.core import file_access
from coproduction.core.enums import Audience, ScanState
from coproduction.core.models import StoredFile
from coproduction.core.models.base import ref_of
from groups import policies
from groups.models import Attendance, Capacity, Meeting

_LABEL = Meeting._meta.label_lower


@dataclass(frozen=True)
class Paper:
    """A paper as a page lists it."""

    key: str
    name: str
    url: str
    size: int
    is_ready: bool


def stored_for(meeting: Meeting) -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(audience=Audience.MEETING, target=ref_of(meeting)).order_by("added_at", "pk")


def of_meeting(meeting: Meeting) -> tuple[Paper, ...]:
    """Every paper of a meeting, in the order in which they were added. One that the virus scan still holds is not ready."""
    return tuple(
        Paper(
            key=stored.key,
            name=stored.name,
            url=reverse("file", args=[stored.key]),
            size=stored.size,
            is_ready=stored.scan in (ScanState.CLEAN, ScanState.NOT_CONFIGURED),
        )
        for stored in stored_for(meeting)
        if stored.scan != ScanState.INFECTED
    )


def is_of_meeting(user: object, meeting: Meeting) -> bool:
    """Whether this person is one of the meeting's own: of its forum, of those who run it, or asked to it as a guest."""
    if policies.belongs_to(user, meeting.body) or policies.runs(user, meeting.body):
        return True
    key = getattr(user, "pk", None)
    if key is None or not Attendance.objects.filter(meeting=meeting, user=key).exists():
        return False
    # Whoever was of the forum once, and is not now, was asked as one of the forum: no longer.
    return not Capacity.objects.filter(user=key, body=meeting.body_id).exists()


@file_access.register(Audience.MEETING)
def may_have(user: object, stored: StoredFile) -> bool:
    """A meeting's file is for the people of that meeting, whether the meeting is public or not."""
    label, _colon, key = stored.target.partition(":")
    if label != _LABEL or not key.isdigit():
        return False
    meeting = Meeting.objects.select_related("body").filter(pk=key).first()
    return meeting is not None and is_of_meeting(user, meeting)
