"""Forums and their meetings as the public reads them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core.enums import Origin
from coproduction.core.times import plain_clock
from coproduction.core.words import ended, plain
from groups.enums import BodyStatus, Frequency, Mark, MeetingState, PriorityStatus, Relation
from groups.models import Body, BodyLink, Meeting
from groups.queries.chips import Chip

MARK_ORDER = list(Mark.values)


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
class Office:
    title: str
    words: str


@dataclass(frozen=True)
class ForumPage:
    name: str
    look: str
    kind: str
    purpose: str
    made_up: str
    status: str
    facts: tuple[Line, ...]
    priorities: tuple[str, ...]
    themes: tuple[str, ...]
    offices: tuple[Office, ...]
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
    return queryset.select_related("lead_body", "parent_body", "meetings_held", "participants_recent").prefetch_related(
        "meetings_held__parts",
        "participants_recent__parts",
        Prefetch("links", BodyLink.objects.select_related("other")),
        Prefetch("linked_from", BodyLink.objects.select_related("body")),
        "priorities",
        "themes_of_year",
        "elected_offices",
        "children",
    )


def page(body: Body) -> ForumPage:
    """A forum that was `loaded`, as its page shows it."""
    priorities = [priority for priority in body.priorities.all() if priority.status != PriorityStatus.RETIRED]
    return ForumPage(
        name=body.name,
        look=body.mark,
        kind=kind(body),
        purpose=body.purpose,
        made_up=_("Demonstration") if body.is_demonstration else "",
        status=_status(body),
        facts=tuple(_facts(body)),
        priorities=tuple(
            _priority(priority.title, str(priority.period) if priority.period else "", priority.used_in)
            for priority in priorities
        ),
        themes=tuple(f"{theme.title} ({theme.period})" if theme.period else theme.title for theme in body.themes_of_year.all()),
        offices=tuple(
            Office(office.title, _office_words(office.cycle_years, office.electorate_ages, office.electorate_basis))
            for office in body.elected_offices.all()
        ),
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


def _status(body: Body) -> str:
    if body.status in (BodyStatus.PAUSED, BodyStatus.CLOSED):
        return str(body.get_status_display())
    return ""


def _priority(title: str, period: str, used_in: str) -> str:
    words = f"{title} ({period})" if period else title
    return _("%(priority)s. Used in: %(used_in)s.") % {"priority": words, "used_in": used_in} if used_in else words


def _office_words(years: int | None, ages: str, basis: str) -> str:
    sentences = []
    if years:
        sentences.append(ngettext("Elected every year.", "Elected every %(years)s years.", years) % {"years": years})
    if ages:
        sentences.append(_("Young people aged %(ages)s can vote.") % {"ages": ages.replace("-", _(" to "))})
    lines = _lines(basis)
    if lines:
        sentences.append(_("Who can vote: anyone who %(basis)s.") % {"basis": _(" or ").join(lines)})
    return " ".join(sentences)


def _facts(body: Body) -> list[Line]:
    rows = []
    if body.audience:
        rows.append(Line(_("Who it is for"), plain(body.audience)))
    rows.append(Line(_("When it meets"), _rhythm(body)))
    if body.meetings_held:
        rows.append(Line(_("Meetings held"), body.meetings_held.in_words))
    if body.participants_recent:
        rows.append(Line(_("Who came lately"), body.participants_recent.in_words))
    if body.is_independent:
        rows.append(Line(_("Who runs it"), _("It is independent of the council.")))
    if body.lead_body:
        rows.append(Line(_("Led by"), body.lead_body.name, url=body.lead_body.get_absolute_url()))
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


def _rhythm(body: Body) -> str:
    parts = []
    if body.rhythm_words:
        parts.append(ended(plain(body.rhythm_words)))
    elif body.frequency:
        parts.append(ended(str(body.get_frequency_display())))
    if not parts:
        return ended(str(Frequency.UNKNOWN.label))
    return " ".join(parts)


def coming(queryset: QuerySet[Meeting], now: dt.datetime, user: object) -> list[MeetingLine]:
    """Meetings to come. Each shows what this visitor may know: a private one only its month and topic."""
    open_to_them = set(Meeting.objects.visible_to(user).filter(pk__in=queryset.values("pk")).values_list("pk", flat=True))
    wanted = queryset.exclude(state=MeetingState.HELD).filter(ends_at__gte=now).order_by("starts_at").select_related("body")
    return [line(meeting, may_know=meeting.pk in open_to_them) for meeting in wanted]


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
