"""Late minutes: whoever looks after them is asked once a week. Nothing is stored here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from coproduction.core.reminders import Due, NotSent, register, register_explanation
from groups.models import Meeting, User
from groups.notifications import MinutesOverdue
from groups.queries import minutes


@register
def minutes_overdue(now: dt.datetime) -> Iterator[Due]:
    """From Monday 9am, one message to each person for everything of theirs that was late then; later in the week when nothing ran."""
    monday = minutes.monday_of(now)
    if now < monday:
        return
    users: dict[int, User] = {}
    late: dict[int, list[Meeting]] = defaultdict(list)
    for each in minutes.waiting(monday):
        for user in each.asked if each.is_overdue else ():
            users[user.pk] = user
            late[user.pk].append(each.meeting)
    for key, user in users.items():
        yield Due(
            notification=MinutesOverdue,
            recipient=user,
            dedupe_key=f"minutes:{user.ref}:{minutes.week_of(monday)}",
            reason=_("you look after the minutes of these meetings"),
            facts={"user": key, "monday": monday.isoformat()},
            is_demonstration=all(meeting.is_demonstration for meeting in late[key]),
        )


@register_explanation
def minutes_not_asked_for(now: dt.datetime) -> Iterator[NotSent]:
    """Meetings of late for whose minutes nobody is asked, and why."""
    for each in minutes.waiting(now):
        if not each.is_overdue and each.meeting.ends_at > now - minutes.RECENT:
            yield NotSent(
                what=_("Minutes: %(forum)s") % {"forum": each.meeting.body.outside_name},
                when=each.meeting.starts_at,
                why=str(each.verdict.label),
                url=each.meeting.get_absolute_url(),
                is_demonstration=each.meeting.is_demonstration,
                only_month=not each.meeting.place_is_public,
            )
