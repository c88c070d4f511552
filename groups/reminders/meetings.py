"""Invitations to meetings and reminders of them: which are due at a moment, and to whom. Nothing is stored here."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core.enums import NotificationState, Origin
from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from coproduction.core.notifications import TOO_LATE
from coproduction.core.reminders import Due, NotSent, register, register_explanation
from groups.enums import MeetingState, ReminderAudience, Reply
from groups.models import Meeting
from groups.notifications import MeetingInvitation, MeetingReminder
from groups.queries import meetings as queries
from groups.queries import reminder_plans
from groups.queries.meetings import Invited
from groups.queries.reminder_plans import Plan

# So many days before a meeting its people are invited; at once when it is planned later than that.
INVITED_BEFORE = 42
LOOK_BACK = dt.timedelta(days=14)


def moment_of(meeting: Meeting, days: int) -> dt.datetime:
    """So many days before, at the meeting's own time by the clock here: the clocks going back or forward change nothing."""
    local = timezone.localtime(meeting.starts_at)
    return timezone.make_aware(dt.datetime.combine(local.date() - dt.timedelta(days=days), local.time()))


def offset_due(meeting: Meeting, days: Iterable[int], now: dt.datetime) -> int | None:
    """Which reminder it is time for, by its days before the meeting: the nearest to it that has fallen due.

    What fell due before its time and place stood is not sent: the invitation or the notice of the change said it.
    """
    return min((offset for offset in days if meeting.arranged_at <= moment_of(meeting, offset) <= now), default=None)


@register
def meeting_invitations(now: dt.datetime) -> Iterator[Due]:
    """One for each person of each planned meeting, six weeks before it or as soon as it is planned. Who joins later is invited then."""
    soon = now + dt.timedelta(days=INVITED_BEFORE + 1)
    planned = Meeting.objects.filter(state=MeetingState.PLANNED, starts_at__gt=now, starts_at__lte=soon).select_related("body")
    meetings = [meeting for meeting in planned.order_by("starts_at", "pk") if moment_of(meeting, INVITED_BEFORE) <= now]
    people = queries.invited(meetings, now)
    for meeting in meetings:
        for person in queries.coming(people[meeting.pk]):
            yield _due(MeetingInvitation, meeting, person, key="invitation")


@register
def meeting_reminders(now: dt.datetime) -> Iterator[Due]:
    """One message for each person of each meeting that is near, however many hats they wear.

    Of a meeting that passed while nothing ran, what was not sent is written down too: the outbox says that it was too late.
    """
    plans = reminder_plans.plans()
    furthest = max(max(plan.days, default=0) for plan in plans.values())
    near = Meeting.objects.exclude(state=MeetingState.CANCELLED).select_related("body")
    near = near.filter(starts_at__gt=now - LOOK_BACK, starts_at__lte=now + dt.timedelta(days=furthest + 1))
    due = {
        meeting: offset
        for meeting in near.order_by("starts_at", "pk")
        if (offset := offset_due(meeting, plans[meeting.kind].days, now)) is not None
        and (meeting.starts_at > now or _was_missed(meeting, offset, plans[meeting.kind]))
    }
    people = queries.invited(due, now)
    for meeting, offset in due.items():
        # A new time on the same day reminds nobody twice; a new day reminds afresh.
        key = f"reminder:{offset}:{meeting.local_day}"
        day = meeting.local_day - dt.timedelta(days=offset)
        for person in to_remind(people[meeting.pk], plans[meeting.kind]):
            # Whoever joined since then has the invitation.
            if person.belonged_on(day):
                yield _due(MeetingReminder, meeting, person, key=key, day=meeting.local_day.isoformat())


def to_remind(people: Iterable[Invited], plan: Plan) -> list[Invited]:
    """Those whom the plan reminds; never who said that they are not coming."""
    return [
        person
        for person in queries.coming(people)
        if plan.audience == ReminderAudience.EVERYONE
        or (plan.audience == ReminderAudience.MEMBERS and person.is_member)
        or (plan.audience == ReminderAudience.COMING and person.reply == Reply.COMING)
    ]


def _was_missed(meeting: Meeting, offset: int, plan: Plan) -> bool:
    """Whether a reminder of a past meeting can have been missed, if nobody got it."""
    # Past days of the demonstration year are made up afterwards.
    return meeting.origin == Origin.SITE and plan.held_at(moment_of(meeting, offset))


def _due(kind: type[MeetingInvitation | MeetingReminder], meeting: Meeting, person: Invited, *, key: str, **facts: Any) -> Due:
    return Due(
        notification=kind,
        recipient=person.user,
        dedupe_key=f"meeting:{meeting.ref}:{key}:{person.user.ref}",
        reason=why_they_get_it(meeting, person),
        facts={"meeting": meeting.pk, "user": person.user.pk, "starts_at": meeting.starts_at.isoformat()} | facts,
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
    """Meetings around now of which nobody is reminded, or somebody was not, and why."""
    around = Meeting.objects.filter(starts_at__gt=now - LOOK_BACK, starts_at__lte=now + LOOK_BACK).select_related("body")
    meetings = list(around.order_by("starts_at", "pk"))
    people, late, plans = queries.invited(meetings, now), _too_late(meetings), reminder_plans.plans()
    for meeting in meetings:
        why = why_not(meeting, people[meeting.pk], plans[meeting.kind], now, too_late=late.get(ref_of(meeting), 0))
        if why:
            yield NotSent(
                what=_("Reminder of a meeting: %(forum)s") % {"forum": meeting.body.outside_name},
                when=meeting.starts_at,
                why=why,
                url=meeting.get_absolute_url(),
                is_demonstration=meeting.is_demonstration,
                only_month=not meeting.place_is_public,
            )


def _too_late(meetings: Iterable[Meeting]) -> dict[str, int]:
    """How many people were not reminded of a meeting because it was too late."""
    rows = Notification.objects.filter(
        about__in=[ref_of(meeting) for meeting in meetings],
        kind=MeetingReminder.kind,
        state=NotificationState.SKIPPED,
        problem=str(TOO_LATE),
    )
    return dict(rows.order_by().values_list("about").annotate(Count("pk")))


def why_not(meeting: Meeting, people: list[Invited], plan: Plan, now: dt.datetime, *, too_late: int = 0) -> str:
    """Why nobody is reminded of a meeting, or some were not; empty when people are, or were."""
    if meeting.state == MeetingState.CANCELLED:
        return _("The meeting was cancelled.")
    if too_late:
        return ngettext(
            "It was too late for %(number)s person: nothing was sent until the meeting had begun.",
            "It was too late for %(number)s people: nothing was sent until the meeting had begun.",
            too_late,
        ) % {"number": too_late}
    if meeting.starts_at <= now:
        return ""
    if not people:
        return _("Nobody belongs to this forum yet, and nobody was asked.")
    if not queries.coming(people):
        return _("Everyone said that they are not coming.")
    if not to_remind(people, plan):
        return _("The plan for this kind of meeting reminds none of its people.")
    if all(moment_of(meeting, offset) < meeting.arranged_at for offset in plan.days):
        return _("It was arranged too late for a reminder. The invitation or the notice of the change said it.")
    return ""
