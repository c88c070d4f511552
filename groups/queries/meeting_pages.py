"""What one person sees on the page of a meeting. Nobody sees who else is asked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from coproduction.core import clock
from groups import policies
from groups.enums import MeetingState, MinutesState, Reply
from groups.models import AgendaItem, Meeting, Minutes
from groups.queries import agendas, meetings, papers
from groups.queries.agendas import Agenda
from groups.queries.papers import Paper


@dataclass(frozen=True)
class MeetingPage:
    """`is_own` is for the people of the meeting; `reply` is empty for someone who is not asked to it."""

    may_know: bool
    is_own: bool
    runs: bool
    is_coming: bool
    can_propose: bool
    reply: str
    agenda: Agenda | None
    papers: tuple[Paper, ...]
    proposed: tuple[AgendaItem, ...]
    minutes: str
    # For the forum's own people, who read them also before they are agreed.
    has_minutes: bool

    @property
    def can_reply(self) -> bool:
        return self.is_coming and bool(self.reply)

    @property
    def says_yes(self) -> bool:
        return self.reply == Reply.COMING

    @property
    def says_no(self) -> bool:
        return self.reply == Reply.NOT_COMING


def may_know(meeting: Meeting, user: Any) -> bool:
    """Whether this person may know when and where it is."""
    return Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists() or papers.is_of_meeting(user, meeting)


def page(meeting: Meeting, user: Any) -> MeetingPage:
    """The page of a meeting for this visitor."""
    now = clock.now()
    is_own = bool(getattr(user, "is_authenticated", False)) and papers.is_of_meeting(user, meeting)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    is_coming = meeting.state == MeetingState.PLANNED and meeting.starts_at > now
    return MeetingPage(
        may_know=is_own or may_know(meeting, user),
        is_own=is_own,
        runs=is_own and policies.runs(user, meeting.body),
        is_coming=is_coming,
        can_propose=is_own and is_coming and policies.belongs_to(user, meeting.body),
        reply=_reply(meeting, user, now) if is_own else "",
        agenda=agendas.of_meeting(meeting) if is_own else None,
        papers=papers.of_meeting(meeting) if is_own else (),
        proposed=tuple(meeting.agenda.filter(proposed_by=user)) if is_own else (),
        minutes=_words(minutes, is_own=is_own),
        has_minutes=minutes is not None and (policies.belongs_to(user, meeting.body) or policies.runs(user, meeting.body)),
    )


def _reply(meeting: Meeting, user: Any, now: dt.datetime) -> str:
    person = meetings.find_invited(meeting, user.pk, now)
    return person.reply if person else ""


def _words(minutes: Minutes | None, *, is_own: bool) -> str:
    """What stands of it: the forum reads what it agreed, everyone else what it published."""
    if minutes is None:
        return ""
    if is_own:
        return "" if minutes.state == MinutesState.DRAFT else minutes.text
    return minutes.public_text if minutes.state == MinutesState.PUBLISHED else ""
