"""What stands in the way of a meeting, and the dates that a rule proposes."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core import clock, working_days
from coproduction.core.times import plain_clock
from groups import recurrence
from groups.enums import MeetingState
from groups.models import Body, Meeting, Term
from groups.recurrence import Hours, Rule


@dataclass(frozen=True)
class Slot:
    """A time and a place that are wanted."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""

    @property
    def day(self) -> dt.date:
        return timezone.localtime(self.starts_at).date()


@dataclass(frozen=True)
class Diary:
    """What is known about the days around some slots of one forum."""

    body_id: int
    meetings: tuple[Meeting, ...]
    terms: tuple[Term, ...]

    def warnings(self, slot: Slot) -> tuple[str, ...]:
        """What a person should know before this slot is taken. They decide."""
        found = [self._clash(slot, meeting) for meeting in self.meetings]
        return tuple(words for words in (*found, _bank_holiday(slot.day), self._holiday(slot.day)) if words)

    def hints(self, slot: Slot) -> tuple[str, ...]:
        """What is worth a look on a list of many dates: weekends, and days about which too little is known."""
        hints = []
        if slot.day.weekday() >= working_days.SATURDAY:
            hints.append(_("This is at the weekend."))
        if recurrence.in_term(slot.day, self.terms) is None:
            hints.append(_("The term dates around this day are not known."))
        if slot.day > working_days.bank_holidays_end():
            hints.append(_("The bank holidays of this year are not known yet."))
        return tuple(hints)

    def _clash(self, slot: Slot, meeting: Meeting) -> str:
        if meeting.starts_at >= slot.ends_at or meeting.ends_at <= slot.starts_at:
            return ""
        facts = {
            "title": meeting.title,
            "forum": meeting.body.name,
            "place": meeting.place,
            "hours": _hours(meeting.starts_at, meeting.ends_at),
        }
        if meeting.body_id == self.body_id:
            return _("The forum meets at this time already: “%(title)s”, %(hours)s.") % facts
        if _same(meeting.place, slot.place):
            return _("%(place)s is taken: “%(title)s” of %(forum)s is there, %(hours)s.") % facts
        return ""

    def _holiday(self, day: dt.date) -> str:
        return _("This is in the school holidays.") if recurrence.in_term(day, self.terms) is False else ""


def _bank_holiday(day: dt.date) -> str:
    name = working_days.bank_holiday(day)
    return _("This is a bank holiday: %(name)s.") % {"name": name} if name else ""


def _same(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def _hours(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    begins, ends = (plain_clock(timezone.localtime(each).time()) for each in (starts_at, ends_at))
    return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}


def diary(*, body: Body, slots: Iterable[Slot], user: object, besides: Iterable[Meeting] = ()) -> Diary:
    """What may be in the way of these slots: meetings of the forum, and meetings in the same place that this person may see.

    A meeting that is none of their business is left out, though it may be in the way: where it is held is not theirs to know.
    """
    slots = list(slots)
    places = Q()
    for place in {slot.place.strip() for slot in slots if slot.place.strip()}:
        places |= Q(place__iexact=place)
    around = Meeting.objects.filter(
        starts_at__lt=max(slot.ends_at for slot in slots), ends_at__gt=min(slot.starts_at for slot in slots)
    )
    in_the_way = Q(body=body)
    if places:
        in_the_way |= places & Q(pk__in=Meeting.objects.visible_to(user).values("pk"))
    known = around.filter(in_the_way).exclude(state=MeetingState.CANCELLED).exclude(pk__in=[meeting.pk for meeting in besides])
    return Diary(body.pk, tuple(known.select_related("body").order_by("starts_at", "pk")), tuple(Term.objects.all()))


def fingerprint(lines: Iterable[str]) -> str:
    """A short text that tells these lines from any others."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Workshop:
    """What prepares each board of a series."""

    days_before: int
    title: str
    hours: Hours


@dataclass(frozen=True)
class Idea:
    """A series as a person thinks of it."""

    body: Body
    kind: str
    title: str
    rule: Rule
    hours: Hours
    place: str = ""
    link: str = ""
    access: str = ""
    is_private: bool = False
    workshop: Workshop | None = None


@dataclass(frozen=True)
class Proposed:
    """One meeting that the rule proposes. `board` is the key of the board that a workshop prepares."""

    key: str
    title: str
    slot: Slot
    warnings: tuple[str, ...]
    is_possible: bool
    is_suggested: bool
    board: str = ""


@dataclass(frozen=True)
class Proposal:
    lines: tuple[Proposed, ...]

    @property
    def is_too_long(self) -> bool:
        return len(self.lines) > recurrence.MOST

    @property
    def suggested(self) -> list[str]:
        return [line.key for line in self.lines if line.is_suggested]

    @property
    def seen(self) -> str:
        """What tells this list from one with other dates or other warnings."""
        return fingerprint(f"{line.key} {line.is_possible} {line.warnings}" for line in self.lines)


def propose(*, idea: Idea, user: object) -> Proposal:
    """Every date of a series with what speaks against it. A bank holiday is proposed, but not suggested."""
    terms = list(Term.objects.all())
    wanted = [one for day in recurrence.dates(idea.rule, terms) for one in _of_day(idea, day)]
    if not wanted:
        return Proposal(())
    known = diary(body=idea.body, slots=[slot for _key, _title, slot, _board in wanted], user=user)
    now = clock.now()
    lines = [
        Proposed(
            key=key,
            title=title,
            slot=slot,
            warnings=(*known.warnings(slot), *_twice(slot, wanted), *known.hints(slot)),
            is_possible=slot.starts_at > now,
            is_suggested=slot.starts_at > now and not working_days.bank_holiday(slot.day),
            board=board,
        )
        for key, title, slot, board in wanted
    ]
    return Proposal(tuple(sorted(lines, key=lambda line: line.slot.starts_at)))


_Wanted = tuple[str, str, Slot, str]


def _of_day(idea: Idea, day: dt.date) -> list[_Wanted]:
    """The meeting of this day, and the workshop before it."""
    key = day.isoformat()
    found: list[_Wanted] = [(key, idea.title, Slot(*idea.hours.on(day), idea.place), "")]
    if idea.workshop:
        before = day - dt.timedelta(days=idea.workshop.days_before)
        found.append((f"{key}-workshop", idea.workshop.title, Slot(*idea.workshop.hours.on(before), idea.place), key))
    return found


def _twice(slot: Slot, wanted: list[_Wanted]) -> tuple[str, ...]:
    """A warning when this list itself asks the forum to meet twice at the same time."""
    overlapping = [one for one in wanted if one[2].starts_at < slot.ends_at and slot.starts_at < one[2].ends_at]
    return (_("Another date of this list is at the same time."),) if len(overlapping) > 1 else ()
