"""Reminders of meetings: which are due at a moment, and to whom. Nothing is stored here."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core.models.base import ref_of
from coproduction.core.reminders import Due, NotSent, register, register_explanation
from groups.enums import MeetingState
from groups.models import Meeting
from groups.notifications import MeetingReminder
from groups.queries import meetings as queries
from groups.queries.meetings import Invited

# Days before the meeting; at the meeting's own time of day, and in the morning where that is at night.
OFFSETS = (7, 1)
LOOK_BACK = dt.timedelta(days=14)


def moment_of(meeting: Meeting, offset: int) -> dt.datetime:
    """When a reminder falls due: so many days before by the calendar here, so the clocks going back or forward change nothing."""
    local = timezone.localtime(meeting.starts_at)
    return timezone.make_aware(dt.datetime.combine(local.date() - dt.timedelta(days=offset), local.time()))


def offset_due(meeting: Meeting, now: dt.datetime) -> int | None:
    """Which reminder it is time for: the nearest to the meeting that has fallen due. A meeting planned late gets that one."""
    due = [offset for offset in OFFSETS if moment_of(meeting, offset) <= now < meeting.starts_at]
    return min(due, default=None)


@register
def meeting_reminders(now: dt.datetime) -> Iterator[Due]:
    """One message for each person of each meeting that is near, however many hats they wear."""
    soon = now + dt.timedelta(days=max(OFFSETS) + 1)
    planned = Meeting.objects.filter(state=MeetingState.PLANNED, starts_at__gt=now, starts_at__lte=soon).select_related("body")
    due = {meeting: offset for meeting in planned.order_by("starts_at", "pk") if (offset := offset_due(meeting, now)) is not None}
    people = queries.invited(due, now)
    for meeting, offset in due.items():
        for person in queries.coming(people[meeting.pk]):
            yield _reminder(meeting, offset, person)


def _reminder(meeting: Meeting, offset: int, person: Invited) -> Due:
    return Due(
        notification=MeetingReminder,
        recipient=person.user,
        # A new time on the same day stays silent; a new day reminds afresh.
        dedupe_key=f"meeting:{meeting.ref}:reminder:{offset}:{meeting.local_day}:{person.user.ref}",
        reason=why_they_get_it(meeting, person),
        facts={
            "meeting": meeting.pk,
            "user": person.user.pk,
            "day": meeting.local_day.isoformat(),
            "starts_at": meeting.starts_at.isoformat(),
        },
        about=ref_of(meeting),
        is_demonstration=meeting.is_demonstration,
    )


def why_they_get_it(meeting: Meeting, person: Invited) -> str:
    """The reason, as the message and the outbox page give it: "you are a member of …"."""
    names = {"forum": meeting.body.outside_name}
    return (
        _("you are a member of %(forum)s") % names if person.is_member else _("you were asked to a meeting of %(forum)s") % names
    )


@register_explanation
def meetings_without_reminder(now: dt.datetime) -> Iterator[NotSent]:
    """Meetings around now of which nobody is reminded, and why."""
    around = Meeting.objects.filter(starts_at__gt=now - LOOK_BACK, starts_at__lte=now + LOOK_BACK).select_related("body")
    meetings = list(around.order_by("starts_at", "pk"))
    people = queries.invited(meetings, now)
    for meeting in meetings:
        why = why_not(meeting, people[meeting.pk], now)
        if why:
            yield NotSent(
                what=_("Reminder of a meeting: %(forum)s") % {"forum": meeting.body.outside_name},
                when=meeting.starts_at,
                why=why,
                url=meeting.get_absolute_url(),
                is_demonstration=meeting.is_demonstration,
            )


def why_not(meeting: Meeting, people: list[Invited], now: dt.datetime) -> str:
    """Why nobody is reminded of a meeting; empty when people are, or were."""
    if meeting.state == MeetingState.CANCELLED:
        return _("The meeting was cancelled.")
    if meeting.starts_at <= now:
        return ""
    if not people:
        return _("Nobody belongs to this forum yet, and nobody was asked.")
    if not queries.coming(people):
        return _("Everyone said that they are not coming.")
    return ""
