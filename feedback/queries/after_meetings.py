"""After a meeting: which questionnaire asks about it, whom it goes to, and why it does not go out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from feedback.models import Questionnaire
from feedback.queries import requests
from groups.enums import MeetingState
from groups.models import Meeting
from groups.queries import meetings as queries
from groups.queries.meetings import Invited

# In the morning of the day after; when nothing ran that day, up to three days later.
ASKED_AT = dt.time(10)
GRACE = dt.timedelta(days=3)
LOOK_BACK = dt.timedelta(days=14)


@dataclass(frozen=True)
class AfterMeeting:
    """A meeting that is over (or was cancelled), and what asking its people depends on."""

    meeting: Meeting
    questionnaire: Questionnaire | None
    has_closed_questionnaire: bool
    people: list[Invited]
    was_asked: bool = False

    @property
    def due_at(self) -> dt.datetime:
        """The day after, by the calendar here."""
        return timezone.make_aware(dt.datetime.combine(self.meeting.local_day + dt.timedelta(days=1), ASKED_AT))

    @property
    def too_late_from(self) -> dt.datetime:
        return self.due_at + GRACE

    def why_not(self, now: dt.datetime) -> str:
        """Why its people are not asked at this moment, in plain words; empty when they are, or were."""
        if self.was_asked:
            return ""
        if self.meeting.state == MeetingState.CANCELLED:
            return _("The meeting was cancelled.")
        if self.questionnaire is None:
            if self.has_closed_questionnaire:
                return _("The questionnaire about this meeting is not open.")
            return _("No questionnaire asks about this meeting.")
        if not self.people:
            return _("There is nobody to ask: no members, or nobody who came.")
        if now < self.due_at:
            return _("It goes out the day after the meeting, at 10am.")
        if now >= self.too_late_from:
            return _("It was too late: nothing was sent for three days after the meeting.")
        return ""


def lately(now: dt.datetime, *, since: dt.timedelta = LOOK_BACK) -> list[AfterMeeting]:
    """The meetings that ended lately, with who was there and which questionnaire asks: five queries in all."""
    over = Meeting.objects.filter(ends_at__gt=now - since, ends_at__lte=now).select_related("body")
    meetings = list(over.order_by("starts_at", "pk"))
    people = queries.invited(meetings, now)
    asking = _questionnaires(meetings)
    sent = set(
        Notification.objects.filter(
            kind__in=(requests.MEETING_KIND, requests.KIND), about__in=[ref_of(meeting) for meeting in meetings]
        ).values_list("about", flat=True)
    )
    return [
        AfterMeeting(
            meeting=meeting,
            questionnaire=next((item for item in asking.get(meeting.pk, ()) if item.is_open(now)), None),
            has_closed_questionnaire=bool(asking.get(meeting.pk)),
            people=were_there(people[meeting.pk]),
            was_asked=ref_of(meeting) in sent,
        )
        for meeting in meetings
    ]


def were_there(people: Iterable[Invited]) -> list[Invited]:
    """Those who may have been there: not who said that they would not come, and not who is known to have stayed away."""
    return [person for person in queries.coming(people) if person.came is not False]


def _questionnaires(meetings: Iterable[Meeting]) -> dict[int, list[Questionnaire]]:
    found: dict[int, list[Questionnaire]] = {}
    for questionnaire in Questionnaire.objects.filter(meeting__in=[meeting.pk for meeting in meetings]).order_by("pk"):
        found.setdefault(questionnaire.meeting_id or 0, []).append(questionnaire)
    return found
