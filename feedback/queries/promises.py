"""Promises as the public reads them: late first and never hidden, slipped dates struck through with their reason."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coproduction.core.enums import Origin, Precision
from coproduction.core.partial_dates import PartialDate
from coproduction.core.words import ended
from engagements.enums import ProjectStatus
from engagements.models import Project
from feedback.enums import PROMISE_OPEN, PUBLIC_OUTCOMES, PromiseEventKind, PromiseState
from feedback.models import Outcome, Promise, PromiseEvent
from feedback.models.promises import PromiseQuerySet
from groups.models import Body

# The tag of each state.
TAGS = {
    PromiseState.MADE: "notyet",
    PromiseState.UNDER_WAY: "doing",
    PromiseState.PARTLY: "doing",
    PromiseState.KEPT: "did",
    PromiseState.NOT_KEPT: "cant",
    PromiseState.UNKNOWN: "none",
}
GROUPS = {
    "late": gettext_lazy("Late"),
    "open": gettext_lazy("With a date"),
    "nodate": gettext_lazy("Without a date"),
    "kept": gettext_lazy("Kept"),
    "notkept": gettext_lazy("Not kept"),
}


@dataclass(frozen=True)
class PromiseRow:
    """What `components/promise.html` reads."""

    ref: str
    kind: str
    by: str
    day: str
    month: str
    state: str
    state_words: str
    words: str
    meta: str
    slips: tuple[str, ...]
    slip_words: str
    progress: str
    made_up: str
    project_title: str
    project_url: str
    source: str
    days_late: int
    due: PartialDate
    url: str = ""


@dataclass(frozen=True)
class PromiseGroup:
    key: str
    title: str
    promises: tuple[PromiseRow, ...]


@dataclass(frozen=True)
class PromiseSummary:
    total: int
    made_up: int
    late: int
    kept: int
    without_date: int


def public() -> PromiseQuerySet:
    """Promises that everyone may read: not those of a project that is still a draft, or of an answer not yet published."""
    open_project = Q(project__isnull=True) | ~Q(project__status=ProjectStatus.DRAFT)
    published = Q(outcome__isnull=True) | Q(outcome__state__in=PUBLIC_OUTCOMES)
    return Promise.objects.filter(open_project, published)


def summary(queryset: PromiseQuerySet, today: dt.date) -> PromiseSummary:
    """Count these promises; two queries."""
    counted = queryset.order_by().aggregate(
        total=Count("pk"),
        made_up=Count("pk", filter=Q(origin=Origin.DEMONSTRATION)),
        kept=Count("pk", filter=Q(state=PromiseState.KEPT)),
        without_date=Count("pk", filter=Q(due_from__isnull=True, state__in=PROMISE_OPEN)),
    )
    return PromiseSummary(late=queryset.late(today).count(), **counted)


def rows(queryset: QuerySet[Promise], today: dt.date) -> list[PromiseRow]:
    """These promises, in the order in which they should be read."""
    return rows_of(with_bodies(queryset).prefetch_related("events"), today)


def with_bodies(queryset: QuerySet[Promise]) -> QuerySet[Promise]:
    return queryset.select_related("made_by", "made_to", "overseen_by", "project")


def rows_of(loaded: Iterable[Promise], today: dt.date) -> list[PromiseRow]:
    """The same of promises that are loaded with their bodies and events."""
    return [_row(promise, today) for promise in sorted(loaded, key=lambda promise: _place(promise, today))]


def grouped(queryset: QuerySet[Promise], today: dt.date) -> list[PromiseGroup]:
    """Late, with a date, without one, kept, not kept; a group without a promise is left out."""
    everything = rows(queryset, today)
    made = [PromiseGroup(key, str(title), tuple(row for row in everything if row.kind == key)) for key, title in GROUPS.items()]
    return [group for group in made if group.promises]


def for_project(project: Project, today: dt.date) -> list[PromiseRow]:
    """Promises made in a project, or with one of its outcomes."""
    return rows(of_project(project), today)


def of_project(project: Project) -> QuerySet[Promise]:
    return public().filter(Q(project=project) | Q(outcome__project=project))


def for_outcome(outcome: Outcome, today: dt.date) -> list[PromiseRow]:
    return rows(public().filter(outcome=outcome), today)


def for_body(body: Body, today: dt.date) -> list[PromiseRow]:
    """Promises that a body made, got, or checks."""
    return rows(public().filter(Q(made_to=body) | Q(overseen_by=body) | Q(made_by=body)), today)


def to_watch(today: dt.date, real: int = 3, made_up: int = 2) -> list[PromiseRow]:
    """Open promises: late first, then by date, then without one. Those made up come after the real ones."""
    found = [row for row in rows(public().filter(state__in=PROMISE_OPEN), today) if row.kind == "late" or _is_ahead(row, today)]
    mine = [row for row in found if not row.made_up][:real]
    return mine + [row for row in found if row.made_up][:made_up]


def _is_ahead(row: PromiseRow, today: dt.date) -> bool:
    """To come, or without a date. One that nobody took on and whose date went by long ago is not something to watch."""
    return row.kind in ("open", "nodate") and not (row.due.last and row.due.last < today)


def kind_of(promise: Promise, today: dt.date) -> str:
    """late, open, nodate, kept or notkept."""
    if promise.state == PromiseState.KEPT:
        return "kept"
    if promise.state == PromiseState.NOT_KEPT:
        return "notkept"
    if promise.is_late(today):
        return "late"
    return "open" if promise.due.is_known else "nodate"


def _place(promise: Promise, today: dt.date) -> tuple[int, bool, dt.date, int]:
    kind = list(GROUPS).index(kind_of(promise, today))
    return kind, promise.is_demonstration, promise.due.last or dt.date.max, promise.pk


def _row(promise: Promise, today: dt.date) -> PromiseRow:
    kind = kind_of(promise, today)
    events = list(promise.events.all())
    moved = [event for event in events if event.kind == PromiseEventKind.MOVED]
    by, day, month = _date_block(promise.due, kind)
    project = promise.project if promise.project and promise.project.status != ProjectStatus.DRAFT else None
    late = promise.days_late(today)
    return PromiseRow(
        ref=promise.ref,
        kind=kind,
        by=by,
        day=day,
        month=month,
        state="late" if kind == "late" else TAGS[PromiseState(promise.state)],
        state_words=_late_words(late) if kind == "late" else str(promise.get_state_display()),
        words=ended(promise.words),
        meta=_meta(promise),
        slips=_slips(promise, moved),
        slip_words=_slip_words(moved),
        progress=_progress(events) or _left_alone(promise, today),
        made_up=_("Demonstration") if promise.is_demonstration else "",
        project_title=project.title if project else "",
        project_url=project.get_absolute_url() if project else "",
        source=promise.source,
        days_late=late,
        due=promise.due,
    )


def _date_block(due: PartialDate, kind: str) -> tuple[str, str, str]:
    if not due.first:
        return _("Due"), _("No date"), due.words or _("in the record")
    by = _("Due") if kind == "open" else _("Was due")
    if due.precision == Precision.DAY:
        return by, str(due.first.day), formats.date_format(due.first, "F Y")
    if due.precision == Precision.MONTH:
        return by, formats.date_format(due.first, "M"), str(due.first.year)
    return by, str(due.first.year), "" if due.precision == Precision.YEAR else due.in_words()


def _late_words(days: int) -> str:
    return ngettext("Late by %(days)s day", "Late by %(days)s days", days) % {"days": days}


def _meta(promise: Promise) -> str:
    to = promise.made_to.name if promise.made_to else promise.made_to_words
    made_by = promise.made_by.name
    parts = [_("To %(to)s, from %(by)s.") % {"to": to, "by": made_by} if to else _("From %(by)s.") % {"by": made_by}]
    if promise.overseen_by:
        parts.append(_("Checked by %(body)s.") % {"body": promise.overseen_by.name})
    if promise.is_from_record and promise.adopted_at is None and promise.status_words not in ("", "unknown"):
        parts.append(_("The record says: %(status)s.") % {"status": promise.status_words.replace("_", " ")})
    return " ".join(parts)


def _left_alone(promise: Promise, today: dt.date) -> str:
    """Why a promise of the record whose date went by is not called late."""
    went_by = promise.due.last is not None and promise.due.last < today
    if went_by and promise.is_from_record and promise.adopted_at is None and promise.state in PROMISE_OPEN:
        return _("Nobody at the council has taken it on since, so it is not counted as late.")
    return ""


def _slips(promise: Promise, moved: list[PromiseEvent]) -> tuple[str, ...]:
    if not moved:
        return ()
    missed = [str(event.old_due) for event in moved if event.old_due]
    return (*missed, _("Now %(date)s") % {"date": promise.due})


def _slip_words(moved: list[PromiseEvent]) -> str:
    if not moved:
        return ""
    times = ngettext("Moved once.", "Moved %(times)s times.", len(moved)) % {"times": len(moved)}
    reason = next((event.words for event in reversed(moved) if event.words), "")
    return f"{times} {_('Last reason: %(reason)s') % {'reason': ended(reason)}}" if reason else times


def _progress(events: list[PromiseEvent]) -> str:
    news = [event for event in events if event.words and event.kind in (PromiseEventKind.PROGRESS, PromiseEventKind.STATE)]
    if not news:
        return ""
    last = news[-1]
    return f"{formats.date_format(timezone.localtime(last.at), 'j F Y')}: {ended(last.words)}"
