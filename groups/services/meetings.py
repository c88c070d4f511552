"""Plan meetings, move them, cancel them, note that they were held, and take people's replies."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core import clock
from coproduction.core.actors import PORTAL, Acting
from coproduction.core.enums import Origin
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.services import audit, publication
from groups import policies, recurrence
from groups.enums import MEETING_STEPS, MeetingKind, MeetingState, Reply
from groups.models import Attendance, Body, Meeting, MeetingChange, MeetingSeries, User
from groups.queries import agendas, changes
from groups.queries import meetings as queries
from groups.services import notices, words


class ChangedMeanwhile(WrongState):
    """Someone else changed the meeting since this person opened it. The message says who, when and what."""


# What can be changed with a move, beside the times.
DETAILS = frozenset({"title", "kind", "place", "link", "access", "is_private"})
# Changes of which its people are told: when it is, and how one gets there.
_TOLD = ("starts_at", "ends_at", "place", "link")
# What somebody wrote in words of their own.
_WORDS = ("title", "place", "link", "access")


@transaction.atomic
def plan(
    *,
    body: Body,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: Acting,
    kind: str = MeetingKind.MEETING,
    place: str = "",
    link: str = "",
    access: str = "",
    is_private: bool = False,
    prepares: Meeting | None = None,
    series: MeetingSeries | None = None,
) -> Meeting:
    """Plan a meeting. Its people are asked and reminded by themselves; a discreet forum's meeting is never public."""
    _check_times(starts_at, ends_at)
    _must_be_theirs(body, by)
    if prepares is not None and prepares.body_id != body.pk:
        raise Refused(_("A workshop prepares a meeting of the same forum."))
    made_up = body.is_demonstration or by.origin == Origin.DEMONSTRATION
    meeting = Meeting.objects.create(
        body=body,
        kind=kind,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        link=link,
        access=access,
        is_private=is_private or body.is_discreet,
        prepares=prepares,
        series=series,
        planned_by=getattr(by, "user", None),
        arranged_at=clock.now(),
        origin=Origin.DEMONSTRATION if made_up else Origin.SITE,
    )
    if series is None:
        words.wrote(meeting, by=by, inside=body)
    audit.record(verb="planned meeting", target=meeting, by=by, body=body.pk, kind=meeting.kind)
    publication.bump()
    return meeting


@transaction.atomic
def move(
    *,
    meeting: Meeting,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: Acting,
    seen: int | None = None,
    workshops: Iterable[Meeting] = (),
    **details: Any,
) -> Meeting:
    """Change when a meeting takes place, and its `details` (title, kind, place, link, access, is_private).

    `seen` is the sequence that the person had before them: whoever comes second is refused, and told who changed what.
    Those of its `workshops` that are given move by as many days and hours. Calendars learn of it by the sequence; on a new
    day people are asked again whether they come.
    """
    unknown = details.keys() - DETAILS
    if unknown:
        raise TypeError(f"move() changes no {', '.join(sorted(unknown))}.")
    meeting = _locked(meeting)
    must_be_seen(meeting=meeting, seen=seen)
    _must_be_theirs(meeting.body, by)
    was = meeting.starts_at
    _change(meeting, {"starts_at": starts_at, "ends_at": ends_at} | details, by)
    for workshop in sorted(workshops, key=lambda workshop: workshop.pk):
        _move_along(_locked(workshop), meeting, was, by)
    publication.bump()
    return meeting


def must_be_seen(*, meeting: Meeting, seen: int | None) -> None:
    """Raise `ChangedMeanwhile` when the meeting is not what the person had before them. None asks nothing."""
    if seen is not None and seen != meeting.sequence:
        raise ChangedMeanwhile(changes.latest_in_words(meeting, clock.now()))


def _move_along(workshop: Meeting, board: Meeting, was: dt.datetime, by: Acting) -> None:
    """Move a workshop by as much as the board that it prepares."""
    if workshop.prepares_id != board.pk:
        raise Refused(_("This workshop prepares another meeting."))
    times = {name: recurrence.shifted(getattr(workshop, name), was, board.starts_at) for name in ("starts_at", "ends_at")}
    if times["starts_at"] <= clock.now():
        raise Refused(
            _("Its workshop “%(title)s” would then be in the past. Leave it, or choose a later day.") % {"title": workshop.title}
        )
    _change(workshop, times, by)


def _change(meeting: Meeting, given: dict[str, Any], by: Acting) -> None:
    """Write a change, keep what was before, and tell its people when time or place changed. What stays as it was is no change."""
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= clock.now():
        raise WrongState(_("Only a meeting that is still to come can be moved."))
    _check_times(given["starts_at"], given["ends_at"])
    _check_agenda(meeting, given["ends_at"] - given["starts_at"])
    if meeting.body.is_discreet:
        given = given | {"is_private": True}
    before = {name: getattr(meeting, name) for name in given}
    changed = {name for name in given if given[name] != before[name]}
    if not changed:
        return
    old_day = meeting.local_day
    history = _change_of(meeting, by)
    for name in changed:
        setattr(meeting, name, given[name])
    is_told = bool(changed.intersection(_TOLD))
    if is_told:
        meeting.arranged_at = clock.now()
    meeting.sequence += 1
    meeting.save()
    history.sequence = meeting.sequence
    history.what = changes.in_words(changed)
    history.save()
    if changed.intersection(_WORDS):
        words.wrote(meeting, by=by, inside=meeting.body)
    if meeting.local_day != old_day:
        meeting.attendances.update(reply=Reply.INVITED)
    told = notices.meeting_changed(meeting=meeting) if is_told else 0
    audit.record(
        verb="moved meeting" if is_told else "changed meeting",
        target=meeting,
        by=by,
        changed=sorted(changed),
        sequence=meeting.sequence,
        told=told,
    )


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Acting, seen: int | None = None) -> Meeting:
    """Cancel a meeting and tell its people. `reason` is public. `seen` as for `move`."""
    if not reason.strip():
        raise Missing(_("Say why the meeting is cancelled. People read this."))
    meeting = _locked(meeting)
    must_be_seen(meeting=meeting, seen=seen)
    _must_be_theirs(meeting.body, by)
    history = _change_of(meeting, by)
    meeting = _step(meeting, MeetingState.CANCELLED)
    meeting.cancelled_because = reason.strip()
    meeting.sequence += 1
    meeting.save()
    history.sequence, history.what = meeting.sequence, _("Cancelled")
    history.save()
    words.wrote(meeting, by=by, inside=meeting.body)
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
    """Write down whether someone is coming. A person replies for themselves; whoever runs the meeting may write it down for them."""
    meeting = _locked(meeting)
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= clock.now():
        raise WrongState(_("This meeting is over, or it was cancelled."))
    if reply not in (Reply.COMING, Reply.NOT_COMING):
        raise Refused(_("Choose whether you are coming."))
    if by.ref not in (user.ref, PORTAL.ref) and not policies.runs(by, meeting.body):
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


def _check_agenda(meeting: Meeting, length: dt.timedelta) -> None:
    over = agendas.minutes_over(meeting, length)
    if over:
        raise Refused(
            ngettext(
                "Its agenda is %(minutes)s minute too long for this. Take something off the agenda first, or end later.",
                "Its agenda is %(minutes)s minutes too long for this. Take something off the agenda first, or end later.",
                over,
            )
            % {"minutes": over}
        )


def _must_be_theirs(body: Body, by: Acting) -> None:
    """Nobody from the council plans for a forum that is independent of it."""
    if body.is_independent and getattr(by, "is_council", False):
        raise NotAllowed(_("This forum is independent. Only its own people plan its meetings."))


def _change_of(meeting: Meeting, by: Acting) -> MeetingChange:
    """What stood before a change, to be saved with it."""
    return MeetingChange(
        meeting=meeting,
        at=clock.now(),
        by=by.ref,
        by_label=by.label,
        was_starts_at=meeting.starts_at,
        was_ends_at=meeting.ends_at,
        was_place=meeting.place,
    )
