"""What is said to whoever looks after minutes that are late."""

import datetime as dt
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import links
from coproduction.core.notifications import Facts, Notification, Unneeded, register
from groups.models import Meeting
from groups.queries import minutes


@register
class MinutesOverdue(Notification):
    """Once a week, to whoever looks after them: all minutes that are late, by the neutral name of a discreet forum."""

    kind: ClassVar[str] = "groups.minutes_overdue"
    title = gettext_lazy("Minutes that are late")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        monday = dt.datetime.fromisoformat(facts["monday"])
        late = [
            each.meeting
            for each in minutes.waiting(monday)
            if each.is_overdue and facts["user"] in {user.pk for user in each.asked}
        ]
        if not late:
            raise Unneeded(_("Nothing is late any more."))
        return {"meetings": [_line(meeting) for meeting in late], "link": links.absolute(reverse("minutes_overdue"))}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {
            "meetings": ["Riverside Youth Council, 3 June 2026", "Thursday group, June 2026"],
            "link": "https://portal.example/officers/meetings/minutes/",
        }


def _line(meeting: Meeting) -> str:
    start = timezone.localtime(meeting.starts_at)
    return f"{meeting.body.outside_name}, {date_format(start, 'j F Y' if meeting.place_is_public else 'F Y')}"
