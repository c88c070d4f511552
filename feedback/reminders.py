"""The request for feedback on the day after a meeting. Derived from the meetings; nothing is stored here."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from coproduction.core.models.base import ref_of
from coproduction.core.reminders import Due, NotSent, register, register_explanation
from feedback.notifications import MeetingFeedback
from feedback.queries import after_meetings
from feedback.queries.after_meetings import AfterMeeting
from groups.enums import MeetingState
from groups.reminders.meetings import why_they_get_it


@register
def requests_for_feedback(now: dt.datetime) -> Iterator[Due]:
    """One request to each person of a meeting that was yesterday, when an open questionnaire asks about it."""
    for after in after_meetings.lately(now, since=after_meetings.GRACE + dt.timedelta(days=3)):
        if (
            after.questionnaire is not None
            and after.meeting.state != MeetingState.CANCELLED
            and after.due_at <= now < after.too_late_from
        ):
            yield from _requests(after)


def _requests(after: AfterMeeting) -> Iterator[Due]:
    meeting = after.meeting
    for person in after.people:
        yield Due(
            notification=MeetingFeedback,
            recipient=person.user,
            dedupe_key=f"meeting:{meeting.ref}:feedback:{meeting.local_day}:{person.user.ref}",
            reason=why_they_get_it(meeting, person),
            facts={
                "meeting": meeting.pk,
                "questionnaire": after.questionnaire.pk if after.questionnaire else 0,
                "too_late_from": after.too_late_from.isoformat(),
            },
            about=ref_of(meeting),
            is_demonstration=meeting.is_demonstration,
        )


@register_explanation
def meetings_without_request(now: dt.datetime) -> Iterator[NotSent]:
    """Meetings of the last two weeks after which nobody was asked, and why."""
    for after in after_meetings.lately(now):
        why = after.why_not(now)
        if why:
            yield NotSent(
                what=_("Request for feedback: %(forum)s") % {"forum": after.meeting.body.outside_name},
                when=after.meeting.starts_at,
                why=why,
                url=after.meeting.get_absolute_url(),
                is_demonstration=after.meeting.is_demonstration,
                only_month=not after.meeting.place_is_public,
            )
