"""Minutes: what they begin with, whose names they hold, and whom to ask when they are late."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core.figures import in_words
from coproduction.core.words import listed
from groups import policies
from groups.enums import MeetingState, MinutesState, MinutesVerdict, Role
from groups.models import Action, Body, Capacity, Meeting, User
from groups.queries import proceedings

# Of older meetings nobody is asked any more.
LOOK_BACK = dt.timedelta(days=366)
# So long it is said of a meeting why nobody is asked about it.
RECENT = dt.timedelta(days=60)
MONDAY_AT = dt.time(9)


@dataclass(frozen=True)
class Beginning:
    """What minutes begin with: made from what was written down after the meeting."""

    text: str
    public_text: str


def beginning(meeting: Meeting, *, with_names: bool) -> Beginning:
    """For the forum, where the writer knows them with the names of those who do something; and for everyone, without."""
    actions = list(meeting.actions.select_related("owner").order_by("pk"))
    decisions = [decision.words for decision in meeting.decisions.all()]
    exact = listed([in_words(number) for number in proceedings.heads(meeting) if number.number is not None])
    return Beginning(
        text=_parts(exact, decisions, [_action(action, with_name=with_names, with_day=True) for action in actions]),
        public_text=_parts(
            proceedings.people_words(meeting),
            decisions,
            [_action(action, with_name=False, with_day=meeting.place_is_public) for action in actions],
        ),
    )


def _parts(people: str, decisions: list[str], actions: list[str]) -> str:
    parts = []
    if people:
        parts.append(_("Who came: %(people)s.") % {"people": people})
    if decisions:
        parts.append("\n".join((_("What was decided:"), *(f"- {words}" for words in decisions))))
    if actions:
        parts.append("\n".join((_("Who does what:"), *(f"- {words}" for words in actions))))
    return "\n\n".join(parts)


def _action(action: Action, *, with_name: bool, with_day: bool) -> str:
    who = [str(action.owner)] if with_name and action.owner else []
    if action.owner_words:
        who.append(action.owner_words)
    if with_day and action.due:
        who.append(_("by %(day)s") % {"day": date_format(action.due, "j F Y")})
    return f"{action.words} ({', '.join(who)})" if who else action.words


def names_around(meeting: Meeting) -> set[str]:
    """The names of everyone who was asked to a meeting, or ever belonged to its forum."""
    around = Q(attendances__meeting=meeting) | Q(pk__in=Capacity.objects.of_members().filter(body=meeting.body_id).values("user"))
    return set(User.objects.filter(around).exclude(name="").values_list("name", flat=True))


def what_must_go(meeting: Meeting, public_text: str) -> list[str]:
    """What must go from the public text before it is published, as sentences that repeat none of it."""
    found = policies.lines_with(public_text, names_around(meeting))
    problems = []
    if found:
        problems.append(
            ngettext(
                "The public version holds %(number)s name of a member, in line %(lines)s. Take it out, or use another word.",
                "The public version holds %(number)s names of members, in lines %(lines)s. Take them out, or use other words.",
                len(found),
            )
            % {"number": len(found), "lines": _numbers(found)}
        )
    hidden = [meeting.place] if not meeting.place_is_public else []
    if meeting.body.is_discreet:
        hidden.append(meeting.body.name)
    lines = [number for number, line in enumerate(public_text.splitlines(), 1) if _holds(line, hidden)]
    if lines:
        problems.append(
            _(
                "Where this forum meets, and what it is called, is not public. Take it out of line %(lines)s of the public version."
            )
            % {"lines": _numbers(lines)}
        )
    return problems


def _holds(line: str, hidden: Iterable[str]) -> bool:
    return any(words and words.casefold() in line.casefold() for words in hidden)


def _numbers(lines: Iterable[int]) -> str:
    return listed([str(number) for number in sorted(set(lines))])


@dataclass(frozen=True)
class MinutesDue:
    """A meeting that is over, whether somebody is asked for its minutes, and who."""

    meeting: Meeting
    verdict: MinutesVerdict
    asked: tuple[User, ...]
    asked_label: str

    def days_late(self, now: dt.datetime) -> int:
        return (timezone.localtime(now).date() - self.meeting.local_day - policies.MINUTES_DUE_AFTER).days

    @property
    def is_overdue(self) -> bool:
        return self.verdict == MinutesVerdict.OVERDUE


def monday_of(now: dt.datetime) -> dt.datetime:
    """Nine o'clock on the Monday of this week, here: when people are asked."""
    today = timezone.localtime(now).date()
    return timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=today.weekday()), MONDAY_AT))


def week_of(moment: dt.datetime) -> str:
    """The week by its number: 2026-W14."""
    year, week, _day = timezone.localtime(moment).isocalendar()
    return f"{year}-W{week:02}"


def waiting(now: dt.datetime, *, among: QuerySet[Meeting] | None = None) -> list[MinutesDue]:
    """Meetings that are over and whose minutes are late, and those of late of which it is said why not; two queries."""
    meetings = Meeting.objects.all() if among is None else among
    over = meetings.filter(ends_at__lte=now, ends_at__gt=now - LOOK_BACK)
    settled = Q(state=MeetingState.CANCELLED) | Q(minutes__state=MinutesState.PUBLISHED)
    wanted = over.filter(~Q(pk__in=over.filter(settled).values("pk")) | Q(ends_at__gt=now - RECENT))
    found = list(wanted.select_related("body", "minutes").order_by("starts_at", "pk"))
    people = _People(found, timezone.localtime(now).date())
    return [_due(meeting, people, now) for meeting in found]


def _due(meeting: Meeting, people: "_People", now: dt.datetime) -> MinutesDue:
    asked, label = people.to_ask(meeting)
    minutes = getattr(meeting, "minutes", None)
    verdict = policies.minutes_verdict(
        state=meeting.state,
        ended_at=meeting.ends_at,
        now=now,
        published=minutes is not None and minutes.state == MinutesState.PUBLISHED,
        someone=bool(asked),
    )
    return MinutesDue(meeting, verdict, asked, label)


class _People:
    """Who looks after the minutes of these meetings: one query for all of them."""

    def __init__(self, meetings: Iterable[Meeting], today: dt.date) -> None:
        bodies = {meeting.body_id for meeting in meetings} | {meeting.body.lead_body_id for meeting in meetings}
        planners = {meeting.planned_by_id for meeting in meetings}
        wanted = Q(body__in=bodies - {None}) | Q(user__in=planners - {None})
        self.users: dict[int, User] = {}
        self.of_user: dict[int, list[Capacity]] = defaultdict(list)
        self.of_body: dict[int, list[Capacity]] = defaultdict(list)
        for capacity in Capacity.objects.active(today).filter(wanted).select_related("user", "body").order_by("pk"):
            self.users.setdefault(capacity.user_id, capacity.user)
            self.of_user[capacity.user_id].append(capacity)
            self.of_body[capacity.body_id].append(capacity)

    def to_ask(self, meeting: Meeting) -> tuple[tuple[User, ...], str]:
        """Whoever planned it while they still run the body; else who runs it; else the officers of the team that leads it."""
        planner = self.users.get(meeting.planned_by_id or 0)
        if planner and self._runs(planner, meeting.body):
            return (planner,), _("whoever planned it")
        own = [capacity for capacity in self.of_body[meeting.body_id] if policies.runs_in(capacity)]
        if own:
            return self._once(own), listed(sorted({str(capacity.get_role_display()) for capacity in own}))
        team = [] if meeting.body.is_independent else self.of_body[meeting.body.lead_body_id or 0]
        officers = [capacity for capacity in team if capacity.role == Role.OFFICER]
        return self._once(officers), _("officers of the team that leads it") if officers else ""

    def _runs(self, user: User, body: Body) -> bool:
        user.live_capacities = self.of_user[user.pk]
        return policies.runs(user, body)

    def _once(self, capacities: Iterable[Capacity]) -> tuple[User, ...]:
        return tuple({capacity.user_id: self.users[capacity.user_id] for capacity in capacities}.values())
