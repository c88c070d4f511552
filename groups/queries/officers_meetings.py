"""The meetings that a person runs, and what is still missing for each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core import clock
from groups.enums import AgendaState, MeetingState, MinutesState
from groups.models import Meeting, Minutes
from groups.queries import arrangements, forums
from groups.queries.forums import MeetingLine

# An agenda that is empty longer before is not missing yet.
AGENDA_DUE = dt.timedelta(days=14)


@dataclass(frozen=True)
class Row:
    """One meeting with what is missing, in words."""

    ref: str
    line: MeetingLine
    starts_at: dt.datetime
    ends_at: dt.datetime
    kind: str
    missing: tuple[str, ...]
    is_past: bool


def rows(meetings: QuerySet[Meeting]) -> list[Row]:
    """These meetings, with a constant number of queries."""
    on_it, waiting = Q(agenda__state=AgendaState.ACCEPTED), Q(agenda__state=AgendaState.PROPOSED)
    counted = meetings.select_related("body").annotate(
        on_agenda=Count("agenda", filter=on_it, distinct=True), proposed=Count("agenda", filter=waiting, distinct=True)
    )
    found = list(counted)
    to_arrange = arrangements.to_arrange(found)
    published = set(
        Minutes.objects.filter(meeting__in=[meeting.pk for meeting in found], state=MinutesState.PUBLISHED).values_list(
            "meeting", flat=True
        )
    )
    now = clock.now()
    return [
        Row(
            ref=meeting.ref,
            line=forums.line(meeting, may_know=True),
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            kind=meeting.get_kind_display(),
            missing=tuple(
                _after(meeting, meeting.pk in published) if meeting.ends_at < now else _before(meeting, to_arrange[meeting.pk])
            ),
            is_past=meeting.ends_at < now,
        )
        for meeting in found
    ]


def _before(meeting: Meeting, to_arrange: int) -> Iterable[str]:
    if meeting.state != MeetingState.PLANNED:
        return
    if not meeting.place and not meeting.link:
        yield _("No place yet")
    on_agenda, proposed = getattr(meeting, "on_agenda", 0), getattr(meeting, "proposed", 0)
    if not on_agenda and meeting.starts_at < clock.now() + AGENDA_DUE:
        yield _("The agenda is empty")
    if proposed:
        yield ngettext("%(number)s proposal waits", "%(number)s proposals wait", proposed) % {"number": proposed}
    if to_arrange:
        yield ngettext("Arrange %(number)s thing that helps", "Arrange %(number)s things that help", to_arrange) % {
            "number": to_arrange
        }


def _after(meeting: Meeting, is_published: bool) -> Iterable[str]:
    if meeting.state == MeetingState.PLANNED:
        yield _("Did it take place? Nobody has said yet")
    elif meeting.state == MeetingState.HELD and not is_published:
        yield _("The minutes are not published")
