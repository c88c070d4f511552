"""What is said to people about the meetings of their forum."""

import datetime as dt
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import links, models
from coproduction.core.calendars import CalendarPart
from coproduction.core.models.base import ref_of
from coproduction.core.notifications import Facts, Notification, Unneeded, register
from groups.enums import MeetingState, ReminderAudience, Reply
from groups.models import Meeting, MeetingChange
from groups.queries import answers, calendars, reminder_plans
from groups.queries import meetings as queries
from groups.queries.meetings import Invited


def _meeting(facts: Facts) -> Meeting:
    meeting = Meeting.objects.select_related("body").filter(pk=facts["meeting"]).first()
    if meeting is None:
        raise Unneeded(_("The meeting is no longer there."))
    return meeting


def _coming_meeting(facts: Facts, now: dt.datetime) -> Meeting:
    """The meeting, if it still is to come."""
    meeting = _meeting(facts)
    if meeting.state != MeetingState.PLANNED:
        raise Unneeded(_("The meeting was cancelled."))
    if meeting.starts_at <= now:
        raise Unneeded(_("The meeting had begun."))
    return meeting


def _person(meeting: Meeting, facts: Facts, now: dt.datetime) -> Invited:
    """The person, if they are still asked to it and did not say that they are not coming."""
    person = queries.find_invited(meeting, facts["user"], now)
    if person is None:
        raise Unneeded(_("This person is not asked to the meeting any more."))
    if person.reply == Reply.NOT_COMING:
        raise Unneeded(_("This person is not coming."))
    return person


def _starts_at(facts: Facts) -> dt.datetime:
    return dt.datetime.fromisoformat(facts["starts_at"])


def meeting_words(meeting: Meeting) -> dict[str, Any]:
    """What a message may say of a meeting. Of a discreet forum's: its neutral name and the time; the rest is behind the sign-in."""
    shown = not meeting.body.is_discreet
    return {
        "forum": meeting.body.outside_name,
        "title": meeting.title if shown else "",
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place if shown else "",
        "access": meeting.access if shown else "",
        "join": meeting.link if shown else "",
        "link": links.absolute(meeting.get_absolute_url()),
    }


_SAMPLE: dict[str, Any] = {
    "forum": "Riverside Youth Council",
    "title": "Autumn meeting",
    "starts_at": dt.datetime(2026, 11, 24, 16, 30, tzinfo=dt.UTC),
    "ends_at": dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.UTC),
    "place": "The hub",
    "access": "Step-free",
    "join": "",
    "link": "https://portal.example/meetings/2345abcd/",
}
_SAMPLE_LINKS = {
    "yes_link": "https://portal.example/meetings/answer/yes/",
    "no_link": "https://portal.example/meetings/answer/no/",
}


class _Asking(Notification):
    """Asks whether a person comes to a meeting, and tells their calendar when it is."""

    asks_for_a_reply = True

    @classmethod
    def useless_from(cls, facts: Facts) -> dt.datetime | None:
        return _starts_at(facts)

    @classmethod
    def calendar(cls, facts: Facts, address: str) -> CalendarPart | None:
        return calendars.request(_meeting(facts), address)


@register
class MeetingInvitation(_Asking):
    """To each person of a forum, once for each meeting: it is planned; are you coming?"""

    kind: ClassVar[str] = queries.INVITATION
    title = gettext_lazy("Invitation to a meeting")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        meeting = _coming_meeting(facts, now)
        _person(meeting, facts, now)
        return meeting_words(meeting) | answers.links_of(meeting, facts["user"])

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | _SAMPLE_LINKS


@register
class MeetingChanged(_Asking):
    """To everyone who was told of a meeting: it has a new time or place."""

    kind: ClassVar[str] = queries.CHANGED
    title = gettext_lazy("A meeting has changed")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        meeting = _coming_meeting(facts, now)
        newer = models.Notification.objects.filter(
            kind=cls.kind, about=ref_of(meeting), recipient=f"user:{facts['user']}", facts__sequence__gt=facts["sequence"]
        )
        if newer.exists():
            raise Unneeded(_("The meeting changed again, and a newer message says so."))
        can_answer = queries.find_invited(meeting, facts["user"], now) is not None
        change = MeetingChange.objects.filter(meeting=meeting, sequence=facts["sequence"]).first()
        was = change.was_starts_at if change and change.was_starts_at != meeting.starts_at else None
        return (
            meeting_words(meeting) | _no_links() | {"was": was} | (answers.links_of(meeting, facts["user"]) if can_answer else {})
        )

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | _SAMPLE_LINKS | {"was": dt.datetime(2026, 11, 23, 16, 30, tzinfo=dt.UTC)}


@register
class MeetingReminder(Notification):
    """To the people of a forum, some days before it meets."""

    kind: ClassVar[str] = queries.REMINDER
    title = gettext_lazy("Reminder of a meeting")
    may_be_gathered = True

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        meeting = _coming_meeting(facts, now)
        if meeting.local_day.isoformat() != facts["day"]:
            raise Unneeded(_("The meeting moved to another day."))
        person, plan = _person(meeting, facts, now), reminder_plans.plan_of(meeting.kind)
        if plan.audience == ReminderAudience.COMING and person.reply != Reply.COMING:
            raise Unneeded(_("Only those who said that they are coming are reminded of it."))
        days = (meeting.local_day - timezone.localtime(now).date()).days
        return meeting_words(meeting) | {"is_today": days == 0, "is_tomorrow": days == 1, "own_words": plan.words}

    @classmethod
    def useless_from(cls, facts: Facts) -> dt.datetime | None:
        return _starts_at(facts)

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {"is_today": False, "is_tomorrow": True, "own_words": "Bring a coat."}


@register
class MeetingCancelled(Notification):
    """To everyone who was told of a meeting: it will not take place."""

    kind: ClassVar[str] = queries.CANCELLED
    title = gettext_lazy("A meeting is cancelled")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        meeting = _meeting(facts)
        return meeting_words(meeting) | {"because": "" if meeting.body.is_discreet else meeting.cancelled_because}

    @classmethod
    def useless_from(cls, facts: Facts) -> dt.datetime | None:
        return _starts_at(facts)

    @classmethod
    def calendar(cls, facts: Facts, address: str) -> CalendarPart | None:
        return calendars.cancellation(_meeting(facts), address)

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {"because": "The hub is closed"}


def _no_links() -> dict[str, str]:
    return dict.fromkeys(_SAMPLE_LINKS, "")
