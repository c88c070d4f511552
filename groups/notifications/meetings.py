"""What is said to people about the meetings of their forum."""

import datetime as dt
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import links
from coproduction.core.notifications import Facts, Notification, Unneeded, register
from groups.enums import MeetingState, Reply
from groups.models import Attendance, Meeting


def _meeting(facts: Facts) -> Meeting:
    meeting = Meeting.objects.select_related("body").filter(pk=facts["meeting"]).first()
    if meeting is None:
        raise Unneeded(_("The meeting is no longer there."))
    return meeting


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


@register
class MeetingReminder(Notification):
    """To the people of a forum, some days before it meets."""

    kind: ClassVar[str] = "groups.meeting_reminder"
    title = gettext_lazy("Reminder of a meeting")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        meeting = _meeting(facts)
        if meeting.state != MeetingState.PLANNED:
            raise Unneeded(_("The meeting was cancelled."))
        if meeting.local_day.isoformat() != facts["day"]:
            raise Unneeded(_("The meeting moved to another day."))
        if meeting.starts_at <= now:
            raise Unneeded(_("The meeting had begun."))
        not_coming = Attendance.objects.filter(meeting=meeting, user_id=facts["user"], reply=Reply.NOT_COMING)
        if not_coming.exists():
            raise Unneeded(_("This person is not coming."))
        days = (meeting.local_day - timezone.localtime(now).date()).days
        return meeting_words(meeting) | {"is_today": days == 0, "is_tomorrow": days == 1}

    @classmethod
    def useless_from(cls, facts: Facts) -> dt.datetime | None:
        return dt.datetime.fromisoformat(facts["starts_at"])

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {"is_today": False, "is_tomorrow": True}


@register
class MeetingCancelled(Notification):
    """To the people of a forum: the meeting will not take place."""

    kind: ClassVar[str] = "groups.meeting_cancelled"
    title = gettext_lazy("A meeting is cancelled")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        meeting = _meeting(facts)
        return meeting_words(meeting) | {"because": "" if meeting.body.is_discreet else meeting.cancelled_because}

    @classmethod
    def useless_from(cls, facts: Facts) -> dt.datetime | None:
        return dt.datetime.fromisoformat(facts["starts_at"])

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {"because": "The hub is closed"}
