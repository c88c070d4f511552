"""Forums and their meetings as the public reads them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coproduction.core.enums import Origin
from coproduction.core.times import plain_clock
from coproduction.core.words import ended, plain
from groups.enums import BodyStatus, CharterStatus, Frequency, Mark, MeetingState, MinutesState, Relation
from groups.models import Body, BodyLink, Charter, Meeting
from groups.queries import elections, own_words
from groups.queries.chips import Chip
from groups.queries.own_words import Period, PriorityLine

MARK_ORDER = list(Mark.values)
# As many past meetings with minutes stand on a forum's page.
MINUTED = 12


@dataclass(frozen=True)
class ForumTile:
    """A forum as a block of its colour; `components/forum_tile.html` reads it."""

    pk: int
    name: str
    look: str
    url: str
    text: str
    fact: str
    made_up: str
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """One row of what is known; `components/summary_list.html` reads it."""

    key: str
    value: str = ""
    lines: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class ForumPage:
    name: str
    look: str
    kind: str
    purpose: str
    own_words: str
    made_up: str
    status: str
    status_note: str
    is_open: bool
    is_discreet: bool
    facts: tuple[Line, ...]
    priorities: tuple[Period, ...]
    retired: tuple[PriorityLine, ...]
    themes: tuple[str, ...]
    offices: tuple[elections.OfficeLine, ...]
    charter_version: int | None
    charter_review_due: bool
    channels: tuple[str, ...]
    how_to_join: str
    parts: tuple[Chip, ...]
    source: str
    web_note: str


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in a list; `components/meetings.html` reads it. A private one holds its month and topic, nothing else."""

    day: str
    month: str
    title: str
    url: str
    look: str
    group: str
    time: str
    place: str
    state: str
    state_words: str
    made_up: str
    is_private: bool


def tiles(queryset: QuerySet[Body], facts: dict[int, str] | None = None) -> list[ForumTile]:
    """These forums as tiles. `facts` holds what other rooms know about each, by its key."""
    wanted = queryset.select_related("meetings_held").prefetch_related("meetings_held__parts").annotate(seats=_seats())
    return [tile(body, (facts or {}).get(body.pk, "")) for body in wanted]


def _seats() -> Count:
    return Count("links", filter=Q(links__relation=Relation.SITS_ON), distinct=True)


def tile(body: Body, fact: str = "") -> ForumTile:
    return ForumTile(
        pk=body.pk,
        name=body.name,
        look=body.mark,
        url=body.get_absolute_url(),
        text=body.purpose,
        fact=own_fact(body) or fact,
        made_up=_("Demonstration") if body.is_demonstration else "",
        kind=kind(body),
    )


def kind(body: Body) -> str:
    return plain(body.kind_words) if body.kind_words else str(body.get_kind_display())


def own_fact(body: Body) -> str:
    """One figure that the record holds about the forum itself; empty when it holds none."""
    if body.meetings_held:
        return body.meetings_held.in_words
    seats = getattr(body, "seats", 0)
    if seats:
        return ngettext("Sits on %(seats)s board or group", "Sits on %(seats)s boards and groups", seats) % {"seats": seats}
    return ""


def featured() -> list[int]:
    """One forum of the record for each mark, in the order of the marks: the one that the mark is named after. Keys only."""
    marked = Body.objects.forums().public().exclude(mark=Mark.OTHER).exclude(origin=Origin.DEMONSTRATION)
    found: dict[str, int] = {}
    for pk, slug, mark in marked.order_by("parent_body_id", "name").values_list("pk", "slug", "mark"):
        if mark not in found or slug.startswith(mark):
            found[mark] = pk
    return [found[mark] for mark in MARK_ORDER if mark in found]


def by_mark(tiles: Iterable[ForumTile]) -> list[ForumTile]:
    return sorted(tiles, key=lambda tile: MARK_ORDER.index(tile.look))


def loaded(queryset: QuerySet[Body]) -> QuerySet[Body]:
    """With everything that a forum's page shows about the forum itself."""
    return queryset.select_related(
        "lead_body", "chair_body", "parent_body", "meetings_held", "participants_recent"
    ).prefetch_related(
        "meetings_held__parts",
        "participants_recent__parts",
        Prefetch("links", BodyLink.objects.select_related("other")),
        Prefetch("linked_from", BodyLink.objects.select_related("body")),
        "priorities",
        "themes_of_year",
        "elected_offices__elections",
        "children",
        Prefetch("charters", Charter.objects.filter(status=CharterStatus.AGREED), to_attr="agreed_charters"),
    )


def page(body: Body, today: dt.date) -> ForumPage:
    """A forum that was `loaded`, as its page shows it."""
    priorities = own_words.lines(body.priorities.all())
    [charter] = getattr(body, "agreed_charters", ()) or [None]
    return ForumPage(
        name=body.name,
        look=body.mark,
        kind=kind(body),
        purpose=body.purpose,
        own_words=body.own_words,
        made_up=_("Demonstration") if body.is_demonstration else "",
        status=_status(body),
        status_note=_status_note(body),
        is_open=body.status != BodyStatus.CLOSED,
        is_discreet=body.is_discreet,
        facts=tuple(_facts(body)),
        priorities=own_words.by_period(filter(own_words.holds, priorities)),
        retired=tuple(each for each in priorities if not own_words.holds(each)),
        themes=own_words.themes(body),
        offices=elections.offices(body, today),
        charter_version=charter.version if charter else None,
        charter_review_due=bool(charter and charter.review_on and charter.review_on <= today),
        channels=_lines(body.other_channels),
        how_to_join=body.how_to_join,
        parts=tuple(
            Chip(child.name, child.mark, child.get_absolute_url())
            for child in body.children.all()
            if child.status != BodyStatus.FORMING
        ),
        source=body.source,
        web_note=body.web_note,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


_STATUS_NOTES = {
    BodyStatus.FORMING: gettext_lazy("This forum is being set up. Nobody else sees this page yet."),
    BodyStatus.PAUSED: gettext_lazy("This forum does not meet for now. What it said, and what came of it, stays here."),
    BodyStatus.CLOSED: gettext_lazy("This forum has ended. What it said, and what came of it, stays here."),
}


def _status(body: Body) -> str:
    return str(body.get_status_display()) if body.status in _STATUS_NOTES else ""


def _status_note(body: Body) -> str:
    return str(_STATUS_NOTES.get(BodyStatus(body.status), ""))


def _facts(body: Body) -> list[Line]:
    rows = []
    if body.audience or _ages(body):
        rows.append(Line(_("Who it is for"), ", ".join(filter(None, (plain(body.audience), _ages(body))))))
    rows.append(Line(_("When it meets"), _rhythm(body)))
    if body.meetings_held:
        rows.append(Line(_("Meetings held"), body.meetings_held.in_words))
    if body.participants_recent:
        rows.append(Line(_("Who came lately"), body.participants_recent.in_words))
    if body.is_independent:
        rows.append(Line(_("Who runs it"), _("It is independent of the council.")))
    if body.lead_body:
        rows.append(Line(_("Led by"), body.lead_body.name, url=body.lead_body.get_absolute_url()))
    if body.chair_body and not any(link.relation == Relation.CHAIRS for link in body.linked_from.all()):
        rows.append(Line(_("Chaired by"), body.chair_body.name, url=body.chair_body.get_absolute_url()))
    if body.parent_body:
        rows.append(Line(_("Part of"), body.parent_body.name, url=body.parent_body.get_absolute_url()))
    rows += _links(body)
    if body.members_words:
        rows.append(Line(_("Who belongs to it"), lines=tuple(plain(line) for line in _lines(body.members_words))))
    if body.can_decide:
        rows.append(Line(_("What it can decide"), body.can_decide))
    return rows


def _links(body: Body) -> list[Line]:
    """How it stands to other bodies, said from its own side."""
    own = {
        Relation.SITS_ON: _("Sits on"),
        Relation.CHAIRS: _("Chairs"),
        Relation.FUNDS: _("Funds"),
        Relation.MEMBER_OF: _("Belongs to"),
    }
    other = {
        Relation.SITS_ON: _("Who sits on it"),
        Relation.CHAIRS: _("Chaired by"),
        Relation.FUNDS: _("Funded by"),
        Relation.MEMBER_OF: _("Its members"),
    }
    rows = []
    for relation, title in own.items():
        names = tuple(link.other.name for link in body.links.all() if link.relation == relation)
        if names:
            rows.append(Line(title, lines=names))
    for relation, title in other.items():
        names = tuple(link.body.name for link in body.linked_from.all() if link.relation == relation)
        if names:
            rows.append(Line(title, lines=names))
    return rows


def _ages(body: Body) -> str:
    if body.age_from is not None and body.age_to is not None:
        return _("aged %(first)s to %(last)s") % {"first": body.age_from, "last": body.age_to}
    if body.age_from is not None:
        return _("aged %(first)s or older") % {"first": body.age_from}
    return _("aged up to %(last)s") % {"last": body.age_to} if body.age_to is not None else ""


def _rhythm(body: Body) -> str:
    """How often it meets. When a discreet forum meets, in its own words, might tell where to wait for its children."""
    if body.rhythm_words and not body.is_discreet:
        return ended(plain(body.rhythm_words))
    return ended(str(body.get_frequency_display() or Frequency.UNKNOWN.label))


def coming(queryset: QuerySet[Meeting], now: dt.datetime, user: object) -> list[MeetingLine]:
    """Meetings to come. Each shows what this visitor may know: a private one only its month and topic."""
    open_to_them = set(Meeting.objects.visible_to(user).filter(pk__in=queryset.values("pk")).values_list("pk", flat=True))
    wanted = queryset.exclude(state=MeetingState.HELD).filter(ends_at__gte=now).order_by("starts_at").select_related("body")
    return [line(meeting, may_know=meeting.pk in open_to_them) for meeting in wanted]


def of_forum(body: Body, lines: Iterable[MeetingLine]) -> list[MeetingLine]:
    """Meetings on the forum's own page. There the neutral name must not stand beside the real one, nor lead to it."""
    return [replace(line, group=body.name, url="") if body.is_discreet and line.is_private else line for line in lines]


def minuted(body: Body, user: object) -> list[MeetingLine]:
    """Past meetings whose minutes are published, newest first: two queries."""
    wanted = (
        Meeting.objects.filter(body=body, minutes__state=MinutesState.PUBLISHED).order_by("-starts_at").select_related("body")
    )
    open_to_them = set(Meeting.objects.visible_to(user).filter(body=body).values_list("pk", flat=True))
    return [line(meeting, may_know=meeting.pk in open_to_them) for meeting in wanted[:MINUTED]]


def line(meeting: Meeting, *, may_know: bool) -> MeetingLine:
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    cancelled = meeting.state == MeetingState.CANCELLED
    return MeetingLine(
        day=str(start.day) if may_know else formats.date_format(start, "M"),
        month=formats.date_format(start, "F Y") if may_know else str(start.year),
        title=meeting.title,
        url=meeting.get_absolute_url(),
        look=meeting.body.mark if may_know else "other",
        group=meeting.body.name if may_know else meeting.body.outside_name,
        time=_("%(weekday)s, %(start)s to %(end)s")
        % {"weekday": formats.date_format(start, "l"), "start": plain_clock(start.time()), "end": plain_clock(end.time())}
        if may_know
        else _("This meeting is private. Its day and place are for its members."),
        place=", ".join(part for part in (meeting.place, meeting.access) if part) if may_know else "",
        state="cant" if cancelled else "",
        state_words=str(meeting.get_state_display()) if cancelled else "",
        made_up=_("Demonstration") if meeting.is_demonstration else "",
        is_private=not may_know,
    )
