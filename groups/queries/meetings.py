"""Who belongs to a meeting, asked for many meetings at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from groups.enums import Reply, Standing
from groups.models import Attendance, Capacity, Meeting, User

INVITATION, CHANGED, REMINDER = "groups.meeting_invitation", "groups.meeting_changed", "groups.meeting_reminder"
CANCELLED = "groups.meeting_cancelled"
# What tells a person when and where a meeting is. Whoever got one of them was told of it.
TELLING = (INVITATION, CHANGED, REMINDER)
ABOUT_MEETINGS = (*TELLING, CANCELLED)


@dataclass(frozen=True)
class Invited:
    """One person of one meeting, however many hats they wear."""

    user: User
    is_member: bool
    reply: str
    came: bool | None
    # Since when they belong to the forum; None for someone who was asked by name.
    since: dt.date | None = None

    def belonged_on(self, day: dt.date) -> bool:
        """Whether the person did not join after this day. Whoever was asked by name always belonged."""
        return self.since is None or self.since <= day


def invited(meetings: Iterable[Meeting], now: dt.datetime, *, only: int | None = None) -> dict[int, list[Invited]]:
    """The members of each meeting's forum who take part now, and whoever else was asked, by meeting: two queries in all.

    Whoever rests, or waits for consent, is left in peace, also when they answered before. A member whose part ends before
    the meeting is not asked to it. `only` asks about this one person.
    """
    meetings = list(meetings)
    today = timezone.localtime(now).date()
    capacities = Capacity.objects.active(today).of_members().filter(body__in={meeting.body_id for meeting in meetings})
    attendances = with_parts(Attendance.objects.filter(meeting__in=[meeting.pk for meeting in meetings], user__is_active=True))
    if only is not None:
        capacities, attendances = capacities.filter(user=only), attendances.filter(user=only)
    members: dict[int, list[Capacity]] = defaultdict(list)
    for capacity in capacities.select_related("user").order_by("pk"):
        members[capacity.body_id].append(capacity)
    asked: dict[int, list[Attendance]] = defaultdict(list)
    for attendance in attendances.select_related("user").order_by("pk"):
        asked[attendance.meeting_id].append(attendance)
    return {meeting.pk: _people(meeting, members[meeting.body_id], asked[meeting.pk], today) for meeting in meetings}


def with_parts(attendances: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """Each with `had_part`: whether the person was ever a member of the forum. If so, only being one now keeps them asked."""
    parts = Capacity.objects.of_members().filter(body=OuterRef("meeting__body"), user=OuterRef("user"))
    return attendances.annotate(had_part=Exists(parts))


def find_invited(meeting: Meeting, user: int, now: dt.datetime) -> Invited | None:
    """This person, if they are asked to this meeting now."""
    return next(iter(invited([meeting], now, only=user)[meeting.pk]), None)


@dataclass(frozen=True)
class Told:
    """One person who was told of a meeting, also when they have said since that they are not coming."""

    user: User
    is_member: bool
    is_asked: bool


def told(meeting: Meeting) -> list[Told]:
    """Everyone who was told of a meeting: three queries. Call it in the transaction that changes the meeting.

    A message that still waits has told nobody yet: it will say what is true when it goes. The lock keeps it from going
    meanwhile. Nobody whose membership waits for consent is here.
    """
    about = Notification.objects.filter(about=ref_of(meeting), kind__in=TELLING).exclude(state=NotificationState.SKIPPED)
    users: set[int] = set()
    for row in about.select_for_update():
        if row.state != NotificationState.WAITING or row.handed_over_at is not None:
            users.add(int(row.recipient.partition(":")[2]))
    standings: dict[int, set[str]] = defaultdict(set)
    for capacity in Capacity.objects.listed().of_members().filter(body=meeting.body_id, user__in=users):
        standings[capacity.user_id].add(capacity.standing)
    guests = with_parts(meeting.attendances.filter(user__in=users)).filter(had_part=False)  # type: ignore[misc]  # put there by the query
    asked = set(guests.values_list("user", flat=True))
    return [
        Told(user, is_member=bool(standings[user.pk]), is_asked=user.pk in asked)
        for user in User.objects.filter(pk__in=users, is_active=True).order_by("pk")
        if standings[user.pk] != {Standing.PAUSED}
    ]


def coming(people: Iterable[Invited]) -> list[Invited]:
    """Everyone who did not say that they are not coming."""
    return [person for person in people if person.reply != Reply.NOT_COMING]


def _people(meeting: Meeting, members: list[Capacity], asked: list[Attendance], today: dt.date) -> list[Invited]:
    answers = {attendance.user_id: attendance for attendance in asked}
    # Over a past meeting the part must have held until today; over a coming one, until the meeting.
    day = max(meeting.local_day, today)
    own = [capacity for capacity in members if capacity.is_live(day)]
    since: dict[int, dt.date] = {}
    for capacity in own:
        since[capacity.user_id] = min(capacity.since, since.get(capacity.user_id, capacity.since))
    users = {capacity.user_id: capacity.user for capacity in own}
    # A guest was asked by name. Whoever has, or had, a part in the forum is asked by that part alone.
    users |= {attendance.user_id: attendance.user for attendance in asked if not attendance.had_part}  # type: ignore[attr-defined]  # put there by the query
    return [
        Invited(
            user=user,
            is_member=pk in since,
            reply=answers[pk].reply if pk in answers else Reply.INVITED,
            came=answers[pk].came if pk in answers else None,
            since=None if pk in answers else since.get(pk),
        )
        for pk, user in sorted(users.items())
    ]
