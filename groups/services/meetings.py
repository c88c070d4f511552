"""Plan meetings, move them, cancel them, note that they were held, and take people's replies."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.enums import Origin
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.services import audit, publication
from groups.enums import MEETING_STEPS, MeetingState, Reply
from groups.models import Attendance, Body, Meeting, User
from groups.queries import meetings as queries
from groups.services import notices

# What can be changed with a move, beside the times.
DETAILS = frozenset({"title", "place", "link", "access", "is_private"})


@transaction.atomic
def plan(
    *,
    body: Body,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: Acting,
    place: str = "",
    link: str = "",
    access: str = "",
    is_private: bool = False,
) -> Meeting:
    """Plan a meeting. Its people are reminded by themselves; a discreet forum's meeting is never public."""
    _check_times(starts_at, ends_at)
    made_up = body.is_demonstration or by.origin == Origin.DEMONSTRATION
    meeting = Meeting.objects.create(
        body=body,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        link=link,
        access=access,
        is_private=is_private or body.is_discreet,
        origin=Origin.DEMONSTRATION if made_up else Origin.SITE,
    )
    audit.record(verb="planned meeting", target=meeting, by=by, body=body.pk, starts_at=starts_at.isoformat())
    publication.bump()
    return meeting


@transaction.atomic
def move(*, meeting: Meeting, starts_at: dt.datetime, ends_at: dt.datetime, by: Acting, **details: Any) -> Meeting:
    """Change when a meeting takes place, and its `details` (title, place, link, access, is_private).

    Calendars learn of it by the sequence. On a new day people are reminded afresh, and their replies to the old day fall
    away; a new time on the same day stays silent.
    """
    unknown = details.keys() - DETAILS
    if unknown:
        raise TypeError(f"move() changes no {', '.join(sorted(unknown))}.")
    meeting = _locked(meeting)
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= clock.now():
        raise WrongState(_("Only a meeting that is still to come can be moved."))
    _check_times(starts_at, ends_at)
    was, old_day = meeting.starts_at, meeting.local_day
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    for name, value in details.items():
        setattr(meeting, name, value)
    meeting.is_private = meeting.is_private or meeting.body.is_discreet
    meeting.sequence += 1
    meeting.save()
    if meeting.local_day != old_day:
        meeting.attendances.update(reply=Reply.INVITED)
    audit.record(verb="moved meeting", target=meeting, by=by, was=was.isoformat(), starts_at=starts_at.isoformat())
    publication.bump()
    return meeting


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Acting) -> Meeting:
    """Cancel a meeting and tell its people. `reason` is public."""
    if not reason.strip():
        raise Missing(_("Say why the meeting is cancelled. People read this."))
    meeting = _step(_locked(meeting), MeetingState.CANCELLED)
    meeting.cancelled_because = reason.strip()
    meeting.sequence += 1
    meeting.save()
    told = notices.meeting_cancelled(meeting=meeting)
    audit.record(verb="cancelled meeting", target=meeting, by=by, told=told)
    publication.bump()
    return meeting


@transaction.atomic
def mark_held(*, meeting: Meeting, by: Acting) -> Meeting:
    """Note that a meeting took place."""
    meeting = _locked(meeting)
    if meeting.starts_at > clock.now():
        raise WrongState(_("This meeting is still to come."))
    meeting = _step(meeting, MeetingState.HELD)
    meeting.save()
    audit.record(verb="noted that meeting was held", target=meeting, by=by)
    publication.bump()
    return meeting


@transaction.atomic
def reply(*, meeting: Meeting, user: User, reply: str, by: Acting) -> Attendance:
    """Write down whether someone is coming. A person replies for themselves; council staff may write it down for them."""
    meeting = _locked(meeting)
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= clock.now():
        raise WrongState(_("This meeting is over, or it was cancelled."))
    if reply not in (Reply.COMING, Reply.NOT_COMING):
        raise Refused(_("Choose whether you are coming."))
    if by.ref != user.ref and not getattr(by, "is_council", True):
        raise NotAllowed(_("You can reply only for yourself."))
    people = queries.invited([meeting], clock.now())[meeting.pk]
    if user.pk not in {person.user.pk for person in people}:
        raise NotAllowed(_("This meeting is for the members of the forum."))
    attendance, _made = Attendance.objects.update_or_create(meeting=meeting, user=user, defaults={"reply": Reply(reply)})
    audit.record(verb="replied to meeting", target=attendance, by=by, reply=attendance.reply)
    return attendance


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)


def _step(meeting: Meeting, state: MeetingState) -> Meeting:
    if state not in MEETING_STEPS[meeting.state]:
        raise WrongState(_("This meeting was %(state)s already.") % {"state": meeting.get_state_display().lower()})
    meeting.state = state
    return meeting


def _check_times(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if starts_at <= clock.now():
        raise Refused(_("Choose a day and time that are still to come."))
    if ends_at <= starts_at:
        raise Refused(_("The meeting must end after it starts."))
