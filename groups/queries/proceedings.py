"""What is written down about a meeting: who came, what was said and decided, and who does what by when."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core import clock
from coproduction.core.enums import Qualifier
from coproduction.core.figures import Number, in_words
from coproduction.core.models import StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.words import listed
from groups import policies
from groups.enums import Permission, PriorityStatus
from groups.models import Action, Attendance, Body, Capacity, Meeting, MeetingCount, Priority, User


@dataclass(frozen=True)
class CountLine:
    """How many people of one role came. `row` is the key of what stands already; a line without words takes it away."""

    who: str = ""
    number: int | None = None
    qualifier: str = Qualifier.EXACT
    row: int | None = None

    @property
    def is_blank(self) -> bool:
        return not self.who

    def values(self) -> dict[str, Any]:
        return {"who": self.who, "number": self.number, "qualifier": self.qualifier}


@dataclass(frozen=True)
class SayingLine:
    words: str = ""
    said_by: str = ""
    permission: str = Permission.NOT_AT_ALL
    row: int | None = None

    @property
    def is_blank(self) -> bool:
        return not self.words

    def values(self) -> dict[str, Any]:
        return {"words": self.words, "said_by": self.said_by, "permission": self.permission}


@dataclass(frozen=True)
class DecisionLine:
    words: str = ""
    row: int | None = None

    @property
    def is_blank(self) -> bool:
        return not self.words

    def values(self) -> dict[str, Any]:
        return {"words": self.words}


@dataclass(frozen=True)
class ActionLine:
    words: str = ""
    owner: User | None = None
    owner_words: str = ""
    due: dt.date | None = None
    priority: Priority | None = None
    row: int | None = None

    @property
    def is_blank(self) -> bool:
        return not self.words

    def values(self) -> dict[str, Any]:
        return {
            "words": self.words,
            "owner": self.owner,
            "owner_words": self.owner_words,
            "due": self.due,
            "priority": self.priority,
        }


@dataclass(frozen=True)
class Account:
    """What stands of a meeting, or what someone wrote of it. None: they were not asked, so it stays as it is."""

    came: frozenset[int] | None = None
    members: CountLine | None = None
    counts: tuple[CountLine, ...] = ()
    sayings: tuple[SayingLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()


@dataclass(frozen=True)
class Person:
    """Someone who belonged to the forum on the day, or was asked."""

    user: User
    came: bool | None
    is_member: bool


@dataclass(frozen=True)
class Summary:
    """What came of a meeting, in one sentence each; empty where nothing is written down."""

    people: str
    decisions: str
    actions: str


def account(meeting: Meeting) -> Account:
    """What stands now. Actions that are done or dropped are settled elsewhere and are not in it."""
    counts = list(meeting.counts.all())
    return Account(
        came=frozenset(meeting.attendances.filter(came=True).values_list("user", flat=True)),
        members=next((_count_line(row) for row in counts if row.of_members), None),
        counts=tuple(_count_line(row) for row in counts if not row.of_members),
        sayings=tuple(SayingLine(row.words, row.said_by, row.permission, row.pk) for row in meeting.sayings.all()),
        decisions=tuple(DecisionLine(row.words, row.pk) for row in meeting.decisions.all()),
        actions=tuple(
            ActionLine(row.words, row.owner, row.owner_words, row.due, row.priority, row.pk)
            for row in meeting.actions.open().select_related("owner", "priority").order_by("pk")
        ),
    )


def _count_line(row: MeetingCount) -> CountLine:
    return CountLine(row.who, row.number, row.qualifier, row.pk)


def stamp(meeting: Meeting) -> str:
    """A short sign of what stands now: it changes with every change, and tells nothing of what it is."""
    stands = account(meeting)
    facts = [
        str(meeting.state),
        sorted(meeting.attendances.filter(came__isnull=False).values_list("user", "came")),
        stands.members,
        stands.counts,
        stands.sayings,
        stands.decisions,
        [(line.row, line.words, line.owner_words, line.due, _key(line.owner), _key(line.priority)) for line in stands.actions],
        sorted(meeting.arrangements.values_list("need", "state", "note")),
    ]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]


def _key(row: User | Priority | None) -> int | None:
    return row.pk if row else None


def people(meeting: Meeting) -> list[Person]:
    """Who belonged to the forum on the day of the meeting, and who else was asked, by name: two queries."""
    rows = meeting.attendances.select_related("user")
    asked: dict[int, Attendance] = {row.user_id: row for row in rows}
    members = Capacity.objects.live(meeting.local_day).of_members().filter(body=meeting.body_id).select_related("user")
    users = {capacity.user_id: capacity.user for capacity in members}
    member_ids = set(users)
    users |= {pk: row.user for pk, row in asked.items()}
    found = [Person(user, asked[pk].came if pk in asked else None, pk in member_ids) for pk, user in users.items()]
    return sorted(found, key=lambda person: (str(person.user).casefold(), person.user.pk))


def possible_owners(body: Body, *besides: User | None) -> list[User]:
    """Who can take an action on: everyone who belongs to the forum today, and `besides`."""
    members = User.objects.filter(capacities__in=Capacity.objects.live(clock.today()).of_members().filter(body=body))
    users = {user.pk: user for user in (*members.distinct(), *(user for user in besides if user))}
    return sorted(users.values(), key=lambda user: (str(user).casefold(), user.pk))


def possible_priorities(body: Body) -> QuerySet[Priority]:
    return body.priorities.exclude(status=PriorityStatus.RETIRED)


def pictures(meeting: Meeting) -> QuerySet[StoredFile]:
    """The photos that were kept with a meeting."""
    return StoredFile.objects.filter(target=ref_of(meeting), content_type__startswith="image/").order_by("added_at", "pk")


def with_heads(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with what `heads` reads, for many at once."""
    came = Count("attendances", filter=Q(attendances__came=True), distinct=True)
    return meetings.annotate(members_came=came).prefetch_related("counts")


def heads(meeting: Meeting, *, fewest: int = 1) -> list[Number]:
    """How many people came, members first: by name where they were ticked, else as they were counted. Of one `with_heads`.

    `fewest` is the smallest number that is printed as it is: below it "members" stay many, as in "fewer than 5 members".
    """
    counts = list(meeting.counts.all())
    named: int = getattr(meeting, "members_came", 0)
    members = [Number(Decimal(named), unit=ngettext("member", "members", max(named, fewest)))] if named else []
    return members + [count.as_number() for count in counts if not (named and count.of_members)]


def people_words(meeting: Meeting) -> str:
    """Who came, in words that the public may read: "11 young people and 4 councillors". Empty when nobody counted."""
    found = heads(meeting, fewest=policies.FEWEST_SHOWN)
    shown = [policies.shown_heads(number, discreet=meeting.body.is_discreet) for number in found]
    return listed(shown)


def summary(meeting: Meeting) -> Summary:
    """What came of a meeting, for those who write it down: everyone is counted. Of one `with_heads`."""
    decisions = meeting.decisions.count()
    actions = list(meeting.actions.all())
    under = len({action.priority_id for action in actions if action.priority_id})
    return Summary(
        people=listed([in_words(number) for number in heads(meeting)]),
        decisions=ngettext("%(number)s decision", "%(number)s decisions", decisions) % {"number": decisions} if decisions else "",
        actions=_actions_words(actions, under) if actions else "",
    )


def _actions_words(actions: Iterable[Action], under: int) -> str:
    number = len(list(actions))
    words = ngettext("%(number)s action", "%(number)s actions", number) % {"number": number}
    if not under:
        return words
    priorities = ngettext("%(under)s priority", "%(under)s priorities", under) % {"under": under}
    return _("%(actions)s under %(priorities)s") % {"actions": words, "priorities": priorities}
