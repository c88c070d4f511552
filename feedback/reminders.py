"""Requests for feedback: on the day after a meeting, a session or a stage, when a questionnaire opens, and one reminder.

They are derived from what stands. What is stored is that somebody was sent a link of their own, with the message that brings it.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core import clock, recipients
from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from coproduction.core.reminders import Due, NotSent, register, register_explanation
from feedback.enums import QuestionnaireState
from feedback.models import FeedbackRequest, Questionnaire
from feedback.notifications import FeedbackRequested, MeetingFeedback
from feedback.queries import after_meetings, asking
from feedback.queries.after_meetings import ASKED_AT, GRACE, AfterMeeting
from feedback.queries.asking import Asking
from groups.enums import MeetingState
from groups.models import User
from groups.reminders.meetings import why_they_get_it

# Whoever has not answered after so long is reminded, once.
REMINDED_AFTER = dt.timedelta(days=7)
_MARGIN = dt.timedelta(days=3)


@register
def requests_for_feedback(now: dt.datetime) -> Iterator[Due]:
    """One request to each person of a meeting that was yesterday, when an open questionnaire asks about it."""
    for after in after_meetings.lately(now, since=GRACE + _MARGIN):
        if (
            after.questionnaire is not None
            and after.meeting.state != MeetingState.CANCELLED
            and after.due_at <= now < after.too_late_from
        ):
            yield from _own_links_after(after) if after.questionnaire.invited_only else _requests(after)


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


def _own_links_after(after: AfterMeeting) -> Iterator[Due]:
    if after.questionnaire is None:
        return
    stopped = _who_stopped(MeetingFeedback.kind, [person.user for person in after.people])
    for person in after.people:
        if person.user.pk not in stopped:
            why = why_they_get_it(after.meeting, person)
            yield _request(after.questionnaire, person.user, why, after.too_late_from, about=ref_of(after.meeting))


@register
def requests_after_sessions_and_stages(now: dt.datetime) -> Iterator[Due]:
    """One request to each person of a session or a stage that was done yesterday, or of a forum whose questionnaire has opened."""
    for each in asking.lately(now, since=GRACE + _MARGIN):
        if each.is_due(now) and each.too_late_from is not None:
            for person in each.people:
                yield _request(each.questionnaire, person.user, person.why, each.too_late_from, about=each.about_ref)


def _request(questionnaire: Questionnaire, user: User, why: str, too_late_from: dt.datetime, *, about: str) -> Due:
    return Due(
        notification=FeedbackRequested,
        recipient=user,
        dedupe_key=_key(questionnaire.pk, user.ref),
        reason=why,
        facts={"questionnaire": questionnaire.pk, "user": user.pk, "too_late_from": too_late_from.isoformat()},
        about=about,
        is_demonstration=questionnaire.is_demonstration,
        written_with=_write_down if questionnaire.invited_only else None,
    )


def _key(questionnaire: int, user: str) -> str:
    return f"questionnaire:{questionnaire}:request:{user}"


def _write_down(dues: list[Due]) -> None:
    """In the transaction of the messages: who was sent a link of their own."""
    day = timezone.localtime(clock.now()).date()
    FeedbackRequest.objects.write_down([(due.facts["questionnaire"], due.facts["user"]) for due in dues], day)


@register
def reminder_of_own_links(now: dt.datetime) -> Iterator[Due]:
    """One reminder to whoever has not used their link after a week, while the questionnaire is open. None after it."""
    today = timezone.localtime(now).date()
    newest = today - REMINDED_AFTER
    found = FeedbackRequest.objects.filter(
        is_answered=False, asked_on__gt=newest - GRACE - dt.timedelta(days=1), asked_on__lte=newest
    ).filter(questionnaire__state=QuestionnaireState.OPEN)
    waiting = [row for row in found.select_related("questionnaire", "user") if _is_time(row, now)]
    messages = _first_messages(waiting)
    people = recipients.resolve_many({row.user.ref for row in waiting})
    for row in waiting:
        first, person = messages.get(_key(row.questionnaire_id, row.user.ref)), people.get(row.user.ref)
        # Whoever is asked in person may have answered on paper: nobody knows, so nobody reminds them.
        if first is None or first.state == NotificationState.SKIPPED or person is None or person.told_in_person:
            continue
        yield Due(
            notification=FeedbackRequested,
            recipient=row.user,
            dedupe_key=f"{first.dedupe_key}:again",
            reason=first.reason,
            facts={
                "questionnaire": row.questionnaire_id,
                "user": row.user_id,
                "too_late_from": (_reminded_at(row) + GRACE).isoformat(),
                "again": True,
            },
            about=first.about,
            is_demonstration=row.questionnaire.is_demonstration,
        )


def _reminded_at(row: FeedbackRequest) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(row.asked_on + REMINDED_AFTER, ASKED_AT))


def _is_time(row: FeedbackRequest, now: dt.datetime) -> bool:
    return row.questionnaire.is_open(now) and _reminded_at(row) <= now < _reminded_at(row) + GRACE


def _first_messages(rows: Collection[FeedbackRequest]) -> dict[str, Notification]:
    keys = [_key(row.questionnaire_id, row.user.ref) for row in rows]
    return {row.dedupe_key: row for row in Notification.objects.filter(dedupe_key__in=keys)} if keys else {}


def _who_stopped(kind: str, people: Collection[User]) -> set[int]:
    """Those who stopped this kind of message: they get none of a neighbouring kind about the same thing either."""
    found = recipients.resolve_many({person.ref for person in people})
    return {person.pk for person in people if person.ref in found and kind in found[person.ref].stopped_kinds}


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


@register_explanation
def questionnaires_not_sent(now: dt.datetime) -> Iterator[NotSent]:
    """Questionnaires about a session, a stage or a forum that did not go out lately, and why."""
    for each in asking.lately(now):
        why = each.why_not(now)
        if why and each.due_at is not None:
            yield NotSent(
                what=_("Request for feedback: %(what)s") % {"what": _what(each)},
                when=each.due_at,
                why=why,
                url=each.questionnaire.get_absolute_url(),
                is_demonstration=each.questionnaire.is_demonstration,
                only_month=not _day_is_public(each),
            )


def _what(each: Asking) -> str:
    asks = each.questionnaire
    if each.about == asking.SESSION and asks.session is not None:
        return asking.name_of(asks.session)
    if each.about == asking.STAGE:
        return asking.stage_of(asks)
    return asks.body.outside_name if asks.body else ""


def _day_is_public(each: Asking) -> bool:
    session = each.questionnaire.session
    if session is None:
        return True
    if session.meeting is not None:
        return session.meeting.place_is_public
    return session.body is None or not session.body.is_discreet
