"""What has to be said in person, to whom, and how: for those who keep the register of a person's forum."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.utils import timezone

from coproduction.core import notifications, recipients
from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.notifications import Unknown, Unneeded, Words
from groups import policies
from groups.enums import Reach
from groups.models import Action, Body, Capacity, Charter, JoinRequest, Meeting, Minutes, User

# Whose register a message belongs to, by what it is about.
_BODY_OF: dict[str, tuple[type[Model], str]] = {
    "groups.body": (Body, "pk"),
    "groups.meeting": (Meeting, "body"),
    "groups.joinrequest": (JoinRequest, "body"),
    "groups.action": (Action, "body"),
    "groups.charter": (Charter, "body"),
    "groups.minutes": (Minutes, "meeting__body"),
}


@dataclass(frozen=True)
class Telling:
    """One message to one person, and the body in whose name it is said."""

    row: Notification
    body: Body
    who: str
    reach: str
    contact: str
    next_session: dt.datetime | None

    @property
    def number(self) -> str:
        """The number to ring, as a telephone takes it."""
        return policies.phone_in(self.contact)


@dataclass(frozen=True)
class Said:
    """The same with its words."""

    telling: Telling
    title: str
    words: Words
    asks_for_a_reply: bool


def waiting(user: User, now: dt.datetime) -> list[Telling]:
    """Everything that this worker has to say to people, oldest first; the same number of queries however much it is.

    A message about something of one body stands on the list of that body alone. Any other one stands on the list of every
    body of the person, except that of a member of an independent forum, whom only its own organisers know.
    """
    rows = list(Notification.objects.filter(state=NotificationState.BY_HAND).order_by("created_at", "pk"))
    if not rows:
        return []
    kept = {body.pk: body for body in Body.objects.kept_by(user)}
    bodies = _bodies_of(rows)
    users = _users([row.recipient for row in rows])
    requests = JoinRequest.objects.in_bulk(_keys("joinrequest", [row.recipient for row in rows]))
    parts = _parts(users, now)
    sessions = _next_sessions(kept, now)
    found = []
    for row in rows:
        kind, _colon, key = row.recipient.partition(":")
        listed_in = _list_of(row, bodies, parts.get(int(key), []) if kind == "user" else [], kept)
        if listed_in not in kept:
            continue
        body = kept[listed_in]
        if kind == "user" and int(key) in users:
            person = users[int(key)]
            found.append(Telling(row, body, str(person), person.reach, person.contact, sessions.get(body.pk)))
        elif kind == "joinrequest" and int(key) in requests:
            asked = requests[int(key)]
            found.append(Telling(row, body, asked.name, Reach.RING, asked.phone, sessions.get(body.pk)))
    return found


def with_words(tellings: Sequence[Telling], now: dt.datetime) -> list[Said]:
    """The words of each, made at this moment; what has become useless falls away, and so does what somebody does not want."""
    people = recipients.resolve_many({telling.row.recipient for telling in tellings})
    said = []
    for telling in tellings:
        row = telling.row
        try:
            kind = notifications.get(row.kind)
            too_late = kind.useless_from(row.facts)
            unwanted = notifications.reason_not_to_send(kind, people.get(row.recipient), is_demonstration=row.is_demonstration)
            if unwanted or (too_late is not None and too_late <= now):
                continue
            words = notifications.render_part(
                row.kind, facts=row.facts, is_demonstration=row.is_demonstration, now=now, is_spoken=True
            )
        except (Unneeded, Unknown):
            continue
        said.append(Said(telling, str(kind.title), words, kind.asks_for_a_reply))
    return said


def asks_for_a_reply(row: Notification) -> bool:
    """Whether somebody who is told this is asked for an answer."""
    return row.kind in {kind.kind for kind in notifications.every()} and notifications.get(row.kind).asks_for_a_reply


def _list_of(row: Notification, bodies: dict[str, int | None], parts: list[Capacity], kept: dict[int, Body]) -> int | None:
    """The body on whose list a message stands for this worker."""
    if row.about in bodies:
        return bodies[row.about]
    if any(part.body.is_independent and part.body_id not in kept for part in parts):
        return None
    return next((part.body_id for part in parts if part.body_id in kept), None)


def _bodies_of(rows: Iterable[Notification]) -> dict[str, int | None]:
    """For everything that belongs to one body: which. One query for each kind of thing."""
    keys: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        label, _colon, key = row.about.partition(":")
        if label in _BODY_OF and key.isdigit():
            keys[label].add(int(key))
    found: dict[str, int | None] = {f"{label}:{key}": None for label, theirs in keys.items() for key in theirs}
    for label, theirs in keys.items():
        model, path = _BODY_OF[label]
        queryset: QuerySet[Model] = model._default_manager.filter(pk__in=theirs)
        found |= {f"{label}:{pk}": body for pk, body in queryset.values_list("pk", path)}
    return found


def _keys(prefix: str, refs: Iterable[str]) -> list[int]:
    return [int(key) for kind, _colon, key in (ref.partition(":") for ref in refs) if kind == prefix]


def _users(refs: Iterable[str]) -> dict[int, User]:
    return User.objects.filter(is_active=True).in_bulk(_keys("user", refs))


def _parts(users: Iterable[int], now: dt.datetime) -> dict[int, list[Capacity]]:
    parts: dict[int, list[Capacity]] = defaultdict(list)
    listed = Capacity.objects.listed(timezone.localdate(now)).filter(user__in=list(users)).select_related("body").order_by("pk")
    for part in listed:
        parts[part.user_id].append(part)
    return parts


def _next_sessions(kept: Iterable[int], now: dt.datetime) -> dict[int, dt.datetime]:
    """When each body meets next."""
    sessions: dict[int, dt.datetime] = {}
    for body, starts_at in Meeting.objects.filter(body__in=list(kept)).coming(now).values_list("body", "starts_at"):
        sessions.setdefault(body, starts_at)
    return sessions
