"""Who belongs to a meeting, asked for many meetings at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from groups.enums import Reply
from groups.models import Attendance, Capacity, Meeting, User


@dataclass(frozen=True)
class Invited:
    """One person of one meeting, however many hats they wear."""

    user: User
    is_member: bool
    reply: str
    came: bool | None


def invited(meetings: Iterable[Meeting], now: dt.datetime) -> dict[int, list[Invited]]:
    """The live members of each meeting's forum and whoever else was asked, by meeting: two queries in all.

    A member whose part ends before the meeting is not asked to it.
    """
    meetings = list(meetings)
    today = timezone.localtime(now).date()
    members: dict[int, list[Capacity]] = defaultdict(list)
    live = Capacity.objects.live(today).of_members().filter(body__in={meeting.body_id for meeting in meetings})
    for capacity in live.select_related("user").order_by("pk"):
        members[capacity.body_id].append(capacity)
    asked: dict[int, list[Attendance]] = defaultdict(list)
    attendances = Attendance.objects.filter(meeting__in=[meeting.pk for meeting in meetings], user__is_active=True)
    for attendance in attendances.select_related("user").order_by("pk"):
        asked[attendance.meeting_id].append(attendance)
    return {meeting.pk: _people(meeting, members[meeting.body_id], asked[meeting.pk], today) for meeting in meetings}


def coming(people: Iterable[Invited]) -> list[Invited]:
    """Everyone who did not say that they are not coming."""
    return [person for person in people if person.reply != Reply.NOT_COMING]


def _people(meeting: Meeting, members: list[Capacity], asked: list[Attendance], today: dt.date) -> list[Invited]:
    answers = {attendance.user_id: attendance for attendance in asked}
    # Over a past meeting the part must have held until today; over a coming one, until the meeting.
    day = max(meeting.local_day, today)
    users = {capacity.user_id: capacity.user for capacity in members if capacity.is_live(day)}
    member_ids = set(users)
    users |= {attendance.user_id: attendance.user for attendance in asked}
    return [
        Invited(
            user=user,
            is_member=pk in member_ids,
            reply=answers[pk].reply if pk in answers else Reply.INVITED,
            came=answers[pk].came if pk in answers else None,
        )
        for pk, user in sorted(users.items())
    ]
