"""The outbox as its page shows it: each message, to whom, why, about what, and how it stands, in words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import notifications
from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.models.notifications import NotificationQuerySet
from coproduction.core.times import plain_clock
from groups.models import Body, JoinRequest, Meeting

PER_PAGE = 30

ATTENTION, WAITING, GATHERED, BY_HAND = "attention", "waiting", "gathered", "by_hand"
SENT, NOT_SENT, REFUSED = "sent", "not_sent", "refused"
FILTERS = (
    (ATTENTION, gettext_lazy("Needs attention")),
    (WAITING, gettext_lazy("Waiting")),
    (GATHERED, gettext_lazy("Waits for a summary")),
    (BY_HAND, gettext_lazy("To be told in person")),
    (SENT, gettext_lazy("Sent or told")),
    (NOT_SENT, gettext_lazy("Not sent")),
    (REFUSED, gettext_lazy("Refused by the mail server")),
)
# What each filter shows, beside those that ask for more than the state.
_STATES = {
    GATHERED: (NotificationState.GATHERED,),
    BY_HAND: (NotificationState.BY_HAND,),
    SENT: (NotificationState.SENT, NotificationState.SUMMED_UP, NotificationState.TOLD),
    NOT_SENT: (NotificationState.SKIPPED,),
    REFUSED: (NotificationState.REFUSED,),
}
_LOOKS = {
    NotificationState.SENT: "did",
    NotificationState.SUMMED_UP: "did",
    NotificationState.TOLD: "did",
    NotificationState.SKIPPED: "notyet",
    NotificationState.GATHERED: "doing",
    NotificationState.BY_HAND: "doing",
    NotificationState.REFUSED: "cant",
}
MEETING, JOINING = "groups.meeting:", "groups.joinrequest:"


@dataclass(frozen=True)
class Message:
    """One message, for `components/outbox.html` and for its own page."""

    pk: int
    kind: str
    subject: str
    body: str
    to: str
    address: str
    why: str
    about: str
    when: str
    state: str
    state_words: str
    problem: str
    attempts: int
    due: str
    handed_over: str
    can_be_sent_again: bool
    may_have_arrived: bool
    is_restricted: bool
    # Not shown to this reader: when and where a meeting is, or who is asked, is not theirs to know.
    is_not_theirs: bool
    is_demonstration: bool


def visible() -> NotificationQuerySet:
    """The messages that whoever sees the outbox may know of: none that tells the safeguarding leads that something waits."""
    return Notification.objects.exclude(kind__in=notifications.hidden())


def messages(
    now: dt.datetime, *, reader: object, state: str = "", kind: str = "", page: int | str = 1
) -> tuple[Page, list[Message]]:
    """One page of messages, newest first: three queries."""
    rows = visible()
    if state:
        rows = _in_state(rows, state, now)
    if kind:
        rows = rows.filter(kind=kind)
    shown = Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(page)
    return shown, as_messages(list(shown), now, reader=reader)


def needing_attention(now: dt.datetime, *, reader: object) -> list[Message]:
    """Messages that only a person can send again, the oldest first."""
    rows = visible().needing_attention(now).order_by("created_at", "pk")[:PER_PAGE]
    return as_messages(list(rows), now, reader=reader)


def as_messages(rows: list[Notification], now: dt.datetime, *, reader: object) -> list[Message]:
    """Messages in words, as this reader may know them: one query for each kind of thing that is not for everyone."""
    closed = _not_theirs((row.about for row in rows), reader)
    return [message(row, now, is_not_theirs=row.about in closed) for row in rows]


def _not_theirs(references: Iterable[str], reader: object) -> set[str]:
    """The references to meetings of which this reader may not know when and where they are, or who is asked to them.

    What goes to the people of an independent forum says who they are: only those who keep its register may know.
    """
    references = set(references)
    open_to_them = Q(body__is_independent=False) | Q(body__in=Body.objects.kept_by(reader).values("pk"))
    closed: set[str] = set()
    for prefix, rows in ((MEETING, Meeting.objects.visible_to(reader)), (JOINING, JoinRequest.objects.all())):
        about = {reference for reference in references if reference.startswith(prefix)}
        keys = [int(reference.removeprefix(prefix)) for reference in about]
        known = rows.filter(open_to_them, pk__in=keys).values_list("pk", flat=True) if keys else ()
        closed |= about - {f"{prefix}{key}" for key in known}
    return closed


def _in_state(rows: NotificationQuerySet, state: str, now: dt.datetime) -> NotificationQuerySet:
    if state == ATTENTION:
        return rows.needing_attention(now)
    if state == WAITING:
        being_sent = Q(state=NotificationState.HANDED_OVER, leased_until__gte=now)
        return rows.filter(Q(state__in=(NotificationState.WAITING, NotificationState.LEASED)) | being_sent)
    return rows.filter(state__in=_STATES[state])


def message(row: Notification, now: dt.datetime, *, is_not_theirs: bool = False) -> Message:
    """A message in words. Of a restricted one, and of one that is not theirs: that it was sent, and nothing more."""
    needs_attention = row.state == NotificationState.HANDED_OVER and row.leased_until is not None and row.leased_until < now
    is_restricted = notifications.is_restricted(row.kind) or is_not_theirs
    # When it is due tells when the meeting is.
    due = "" if is_not_theirs else moment(row.due_at)
    state, words = _state(row, needs_attention, now, due)
    title = notifications.title_of(row.kind)
    return Message(
        pk=row.pk,
        kind=title,
        subject=title if is_restricted or not row.subject else row.subject,
        body="" if is_restricted else row.body,
        to=row.recipient_label,
        address="" if is_restricted else row.address,
        why=_("Because %(reason)s") % {"reason": row.reason},
        about="" if is_restricted else row.about,
        when=moment(row.sent_at or row.created_at),
        state=state,
        state_words=words,
        problem=row.problem,
        attempts=row.attempts,
        due=due,
        handed_over=moment(row.handed_over_at) if row.handed_over_at else "",
        can_be_sent_again=needs_attention or row.state == NotificationState.REFUSED,
        may_have_arrived=needs_attention,
        is_restricted=is_restricted,
        is_not_theirs=is_not_theirs,
        is_demonstration=row.is_demonstration,
    )


def _state(row: Notification, needs_attention: bool, now: dt.datetime, due: str) -> tuple[str, str]:
    if needs_attention:
        return "contested", _("Needs attention")
    if row.state == NotificationState.WAITING:
        return "doing", _("Waits until %(when)s") % {"when": due} if due and row.due_at > now else _("Waiting")
    if row.state in (NotificationState.LEASED, NotificationState.HANDED_OVER):
        return "doing", _("Being sent")
    return _LOOKS[NotificationState(row.state)], str(row.get_state_display())


def moment(value: dt.datetime) -> str:
    """3 June 2026, 4:30pm."""
    local = timezone.localtime(value)
    return f"{date_format(local, 'j F Y')}, {plain_clock(local.time())}"


def month(value: dt.datetime) -> str:
    """June 2026: of a meeting that is not public nobody else learns more."""
    return date_format(timezone.localtime(value), "F Y")


@dataclass(frozen=True)
class About:
    """What a message is about. The kind of thing only: a title may say what a discreet group is."""

    words: str
    url: str = ""


def about(references: Iterable[str]) -> dict[str, About]:
    """Words and links of references such as `groups.meeting:12`: one query for each kind of thing."""
    by_model: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        label, _colon, key = reference.partition(":")
        if key.isdigit():
            by_model[label].add(key)
    found: dict[str, About] = {}
    for label, keys in by_model.items():
        model = _model(label)
        if model is None:
            continue
        name = capfirst(str(model._meta.verbose_name))
        things = model._default_manager.in_bulk([int(key) for key in keys]) if hasattr(model, "get_absolute_url") else {}
        for key in keys:
            thing = things.get(int(key))
            found[f"{label}:{key}"] = About(name, thing.get_absolute_url() if thing else "")
    return found


def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None
