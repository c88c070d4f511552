"""The links by which a person answers from a message, without signing in.

A link holds references alone: which meeting, whose answer, which answer, and on which day the meeting was. It holds
until the meeting begins or moves to another day.
"""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from coproduction.core import links
from groups.enums import MeetingState, Reply
from groups.models import Meeting, User
from groups.queries import meetings as queries

_SALT = "answer-a-meeting"
ANSWERS = (Reply.COMING, Reply.NOT_COMING)


@dataclass(frozen=True)
class Answer:
    """What stands behind a link."""

    meeting: Meeting
    user: User
    reply: Reply
    # What they answered before.
    said: str = Reply.INVITED


class NoLonger(Exception):
    """The link does not work any more. `why` is one of "unknown", "cancelled", "begun", "moved", "left"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def path(meeting: Meeting, user: int, reply: str) -> str:
    """The address at which this person gives this answer."""
    token = signing.Signer(salt=_SALT).sign_object([meeting.ref, user, str(reply), meeting.local_day.isoformat()])
    return reverse("meeting_answer", args=[token])


def links_of(meeting: Meeting, user: int) -> dict[str, str]:
    """Both links, as a message holds them."""
    return {
        "yes_link": links.absolute(path(meeting, user, Reply.COMING)),
        "no_link": links.absolute(path(meeting, user, Reply.NOT_COMING)),
    }


def read(token: str, now: dt.datetime) -> Answer:
    """Who answers what. Raises `NoLonger` with the reason: it never was a link, or what it was for has passed."""
    try:
        ref, user, reply, day = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise NoLonger("unknown") from error
    meeting = Meeting.objects.select_related("body").filter(ref=ref).first()
    if meeting is None:
        raise NoLonger("unknown")
    if meeting.state == MeetingState.CANCELLED:
        raise NoLonger("cancelled")
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= now:
        raise NoLonger("begun")
    if meeting.local_day.isoformat() != day:
        raise NoLonger("moved")
    person = queries.find_invited(meeting, user, now)
    if person is None:
        raise NoLonger("left")
    return Answer(meeting, person.user, Reply(reply), person.reply)
