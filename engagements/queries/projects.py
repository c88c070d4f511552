"""Projects as the public reads them: the record's own words beside ours, and nothing that the record does not say."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.enums import Qualifier
from coproduction.core.figures import Number, in_words
from coproduction.core.words import ended, listed, plain
from engagements.enums import Degree, LimitKind, MilestoneKind, Part, ProjectStatus, SessionState
from engagements.models import ForwardPlanItem, HeadCount, Project, ProjectPart, Session
from engagements.queries import kinds
from engagements.queries.kinds import Kind
from groups.enums import MeetingState
from groups.models import Body, Meeting
from groups.policies import FEWEST_SHOWN, shown_heads
from groups.queries import proceedings
from groups.queries.chips import Chip

# What a child would follow. The checklist's own version holds the same names; this list needs no checklist to be loaded.
STAGE_NAMES = {
    1: gettext_lazy("Find out what matters"),
    2: gettext_lazy("Be honest"),
    3: gettext_lazy("Find the right people"),
    4: gettext_lazy("Make a plan"),
    5: gettext_lazy("Get ready together"),
    6: gettext_lazy("Decide together"),
    7: gettext_lazy("Do it and keep checking"),
    8: gettext_lazy("Tell people what happened"),
    9: gettext_lazy("Look back and learn"),
}
STATUS_TAGS = {
    ProjectStatus.DRAFT: "none",
    ProjectStatus.OPEN: "doing",
    ProjectStatus.PAUSED: "notyet",
    ProjectStatus.STOPPED: "cant",
    ProjectStatus.CLOSED: "did",
    ProjectStatus.UNKNOWN: "none",
}
LIMIT_ICONS = {
    LimitKind.LAW: "law",
    LimitKind.MONEY: "money",
    LimitKind.TIME: "clock",
    LimitKind.SAFETY: "shield",
    LimitKind.PROCUREMENT: "doc",
    LimitKind.PRIORITY: "doc",
    LimitKind.OTHER: "doc",
}


@dataclass(frozen=True)
class ProjectCard:
    """A project in a list."""

    pk: int
    title: str
    url: str
    kind: str
    text: str
    state: str
    state_words: str
    stage_words: str
    forums: tuple[Chip, ...]
    others: str
    made_up: str


@dataclass(frozen=True)
class SessionLine:
    """A session in words; counts are sentences made from their numbers."""

    when: str
    title: str
    format: str
    place: str
    people: str
    output: str
    note: str
    group: Chip | None
    made_up: str
    has_date: bool
    state: str
    url: str = ""


@dataclass(frozen=True)
class Lines:
    """A list with its heading."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class LimitLine:
    kind: str
    icon: str
    words: str


@dataclass(frozen=True)
class Decides:
    who: str
    when: str


@dataclass(frozen=True)
class DegreeStep:
    name: str
    words: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class PlanLine:
    title: str
    url: str
    when: str
    how: str
    look: str
    made_up: str


def is_public(project: Project) -> bool:
    return project.status != ProjectStatus.DRAFT


def cards(queryset: QuerySet[Project]) -> list[ProjectCard]:
    """These projects as cards, in their order; the same number of queries however many there are."""
    known = kinds.everything()
    parted = queryset.prefetch_related(Prefetch("parts", ProjectPart.objects.select_related("body")))
    return [card(project, known) for project in parted]


def card(project: Project, known: dict[str, Kind] | None = None) -> ProjectCard:
    """One project as a card. `known` holds the words of all kinds; without it they are asked for."""
    forums, others = who(project)
    return ProjectCard(
        pk=project.pk,
        title=project.title,
        url=project.get_absolute_url(),
        kind=kind(project, known),
        text=project.what_happened or project.why,
        state=STATUS_TAGS[ProjectStatus(project.status)],
        state_words=status(project),
        stage_words=stage_words(project.stage),
        forums=forums,
        others=others,
        made_up=_("Demonstration") if project.is_demonstration else "",
    )


def kind(project: Project, known: dict[str, Kind] | None = None) -> str:
    """What kind of work it is: in the record's words where it comes from the record."""
    return plain(project.kind_words) if project.kind_words else kinds.words_of(project.kind, known)


def status(project: Project) -> str:
    """How it stands. A project that only the record knows keeps the record's word, said on the record's own day."""
    if project.is_from_record and project.status_words:
        return plain(project.status_words)
    return str(project.get_status_display())


def stage_words(stage: int | None) -> str:
    if stage is None:
        return _("Not on the checklist")
    return _("Stage %(stage)s of 9: %(name)s") % {"stage": stage, "name": STAGE_NAMES[stage]}


def who(project: Project) -> tuple[tuple[Chip, ...], str]:
    """The forums that work on it as chips, and everyone else who does in words."""
    forums, others = [], []
    for part in project.parts.all():
        if part.part == Part.GROUP and part.body:
            forums.append(chip(part.body))
        elif part.part == Part.GROUP:
            others.append(part.words)
    return tuple(forums), ended(_("With %(who)s") % {"who": listed(others)}) if others else ""


def chip(body: Body) -> Chip:
    return Chip(body.name, body.mark, body.get_absolute_url())


def parts(project: Project) -> list[Lines]:
    """Partners and others, by their part; who decides stands beside what was fixed, see `decides`."""
    found: dict[str, list[str]] = {}
    for part in project.parts.all():
        if part.part != Part.GROUP:
            found.setdefault(part.part, []).append(str(part))
    titles = {
        Part.PARTNER: _("Partners"),
        Part.LEAD: _("Who leads it"),
        Part.RESOURCE: _("Who gives resources"),
    }
    return [Lines(title, tuple(found[name])) for name, title in titles.items() if name in found]


def sessions(queryset: QuerySet[Session]) -> list[SessionLine]:
    """Sessions that were held or are planned, newest first, unknown dates last."""
    wanted = with_meetings(queryset).exclude(state=SessionState.CANCELLED).select_related("body", "project")
    return session_lines(wanted.prefetch_related("head_counts"))


def session_lines(loaded: Iterable[Session]) -> list[SessionLine]:
    """The same of sessions that are loaded with their meetings, bodies and head counts."""
    shown = [session for session in loaded if SessionState.CANCELLED not in (session.state, session.stands)]
    # A meeting may have moved since it was linked.
    return [session_line(session) for session in sorted(shown, key=_last_day, reverse=True)]


def with_meetings(queryset: QuerySet[Session]) -> QuerySet[Session]:
    """With the meetings that some of them are, and how many people came to those."""
    meetings = proceedings.with_heads(Meeting.objects.select_related("body"))
    return queryset.prefetch_related(Prefetch("meeting", meetings))


def _last_day(session: Session) -> dt.date:
    return session.when.last or dt.date.min


def session_line(session: Session) -> SessionLine:
    when = session.when
    return SessionLine(
        when=plain(str(when)),
        title=session.about or plain(session.format),
        format=plain(session.format) if session.about else "",
        place=session.where,
        people=people(session),
        output=session.output,
        note=session.note,
        group=None if session.body is None or _is_discreet(session) else chip(session.body),
        made_up=_("Demonstration") if session.is_demonstration else "",
        has_date=when.is_known,
        state=session.stands,
        url=reverse("session", args=[session.project.slug, session.ref]) if session.project else "",
    )


def _is_discreet(session: Session) -> bool:
    """A meeting of a discreet forum shows its month and its topic, and not whose it was."""
    return session.meeting is not None and session.meeting.body.is_discreet


def people(session: Session) -> str:
    """Who took part, as a sentence made from the numbers; never the make-up of a group so small that it tells who they are."""
    if session.stands == SessionState.PLANNED:
        return ""
    if not session.publish_makeup:
        return _("Only a few people took part, so we do not say more about them.")
    counted = proceedings.people_words(session.meeting) if session.meeting else ""
    if counted:
        return _("%(numbers)s took part.") % {"numbers": counted[:1].upper() + counted[1:]}
    counts = [count.as_number() for count in session.head_counts.all()]
    known = [number for number in counts if number.number is not None]
    unknown = [number.unit for number in counts if number.number is None and number.unit]
    if known:
        sentence = _took_part(_without_makeup(known))
        if unknown:
            sentence += " " + _("Also there: %(who)s.") % {"who": listed(unknown)}
        return sentence
    taking_part = session.participants or listed(unknown)
    if taking_part and session.is_from_record:
        return _("Took part: %(who)s. The record does not say how many.") % {"who": taking_part}
    if taking_part:
        return _("Took part: %(who)s. Nobody wrote down how many.") % {"who": taking_part}
    if session.meeting or not session.is_from_record:
        return _("Nobody has written down yet how many people took part.")
    return _("The record does not say how many people took part.")


def _without_makeup(numbers: list[Number]) -> list[Number]:
    """A group so small that its make-up could tell who they are is one number only."""
    total = sum((number.number or Decimal(0) for number in numbers), Decimal(0))
    is_exact = all(number.qualifier == Qualifier.EXACT for number in numbers)
    return [Number(total)] if len(numbers) > 1 and is_exact and total < FEWEST_SHOWN else numbers


def _took_part(numbers: list[Number]) -> str:
    shown = listed([shown_number(number) for number in numbers])
    if all(number.unit in ("responses", "answers") for number in numbers):
        return _("%(numbers)s came in.") % {"numbers": shown[:1].upper() + shown[1:]}
    return _("%(numbers)s took part.") % {"numbers": shown[:1].upper() + shown[1:]}


def shown_number(number: Number) -> str:
    """The number in words, as the public may read it."""
    return in_words(number) if number.number is None else shown_heads(number)


def largest_count(body_ids: list[int]) -> dict[int, str]:
    """The largest head count that sessions of each body hold, in words with its date; the same few queries for all of them."""
    bodies = Body.objects.filter(pk__in=body_ids) | Body.objects.filter(parent_body__in=body_ids)
    found: dict[int, str] = {}
    for number, session in sorted(_counts(bodies), key=lambda pair: pair[0].number or 0):
        words = in_words(number)
        known = session.when.in_words() if session.when.is_known else ""
        for key in (session.body_id, session.body.parent_body_id if session.body else None):
            if key in body_ids:
                found[key] = _("%(count)s, %(date)s") % {"count": words, "date": known} if known else words
    return found


def _counts(bodies: QuerySet[Body]) -> Iterator[tuple[Number, Session]]:
    """Every number of people that may be shown, of sessions alone and of those that are meetings."""
    held = Session.objects.filter(body__in=bodies, publish_makeup=True).select_related("body")
    rows = HeadCount.objects.filter(session__in=held.held().filter(meeting=None), number__gte=FEWEST_SHOWN)
    for row in rows.select_related("session", "session__body").order_by("pk"):
        yield row.as_number(), row.session
    for session in with_meetings(held.filter(meeting__state=MeetingState.HELD)).order_by("pk"):
        counted = proceedings.heads(session.meeting) if session.meeting else []
        yield from ((number, session) for number in counted if number.number is not None and number.number >= FEWEST_SHOWN)


def first_counts() -> dict[Session, Number]:
    """The first number of people of each session: as it was written down there, or at the meeting that it is."""
    alone = (
        HeadCount.objects.filter(session__meeting=None).select_related("session", "session__body").order_by("session", "order")
    )
    found: dict[Session, Number] = {}
    for row in alone:
        found.setdefault(row.session, row.as_number())
    for session in with_meetings(Session.objects.filter(meeting__state=MeetingState.HELD)).select_related("body").order_by("pk"):
        number = next(iter(proceedings.heads(session.meeting)), None) if session.meeting else None
        if number and (number.number is None or number.number >= FEWEST_SHOWN):
            found[session] = number
    return found


def degree(project: Project, felt: Collection[str] = ()) -> list[DegreeStep]:
    """Telling, asking, working together: with what was planned, what happened and how it `felt`; empty where none is known."""
    if not (project.degree_planned or project.degree_achieved or felt):
        return []
    steps = []
    for value in (Degree.INFORMATION, Degree.CONSULTATION, Degree.COPRODUCTION):
        name, _colon, words = str(value.label).partition(": ")
        flags = []
        if project.degree_planned == value:
            flags.append(_("Planned"))
        if project.degree_achieved == value:
            flags.append(_("What happened"))
        if value in felt:
            flags.append(_("How it felt"))
        steps.append(DegreeStep(name, ended(words[:1].upper() + words[1:]), tuple(flags)))
    return steps


def limits(project: Project) -> list[LimitLine]:
    """What was fixed: from the project's own list, and in the record's words."""
    lines = [
        LimitLine(str(limit.get_kind_display()), LIMIT_ICONS[LimitKind(limit.kind)], ended(limit.words))
        for limit in project.limits.all()
    ]
    if project.fixed_words:
        lines.append(LimitLine(_("Fixed"), "lock", ended(plain(project.fixed_words))))
    return lines


def decides(project: Project) -> Decides | None:
    """Who makes the final decision, and when; None where neither is written down."""
    bodies = [str(part) for part in project.parts.all() if part.part == Part.DECIDES]
    day = next((milestone.on for milestone in project.milestones.all() if milestone.kind == MilestoneKind.DECISION), None)
    return Decides(listed(bodies), str(day or "")) if bodies or day else None


def priorities(project: Project) -> list[Lines]:
    """The priorities of forums that it serves, by forum; a discreet forum's are nobody else's to read."""
    found: dict[str, list[str]] = {}
    for priority in project.priorities.all():
        if not priority.body.is_discreet:
            found.setdefault(_("What matters to %(forum)s") % {"forum": priority.body.name}, []).append(priority.title)
    return [Lines(title, tuple(words)) for title, words in found.items()]


def details(project: Project) -> list[Lines]:
    """The lists that the record keeps about a project."""
    found: dict[str, list[str]] = {}
    for detail in project.details.all():
        found.setdefault(str(detail.get_kind_display()), []).append(detail.words)
    return [Lines(title, tuple(words)) for title, words in found.items()]


def given(project: Project) -> list[Lines]:
    """What it had to work with. What people gave and got back is in `queries.thanks`."""
    resources = [str(resource) for resource in project.resources.all()]
    if project.resources_words and not resources:
        resources = [project.resources_words]
    return [Lines(_("What it had to work with"), tuple(plain(words) for words in resources))] if resources else []


def plan(queryset: QuerySet) -> list[PlanLine]:
    """Forward plan items, dated ones first."""
    return plan_lines(queryset.select_related("project", "body"))


def plan_lines(loaded: Iterable[ForwardPlanItem]) -> list[PlanLine]:
    """The same of items that are loaded with what they are about."""
    return [
        PlanLine(
            title=str(item.title),
            url=_plan_url(item),
            when=plain(str(item.planned)),
            how=plain(item.how) if item.how else "",
            look=item.body.mark if item.body else "other",
            made_up=_("Demonstration") if item.is_demonstration else "",
        )
        for item in loaded
    ]


def _plan_url(item: ForwardPlanItem) -> str:
    project, body = item.project, item.body
    if project:
        return project.get_absolute_url() if is_public(project) else ""
    return body.get_absolute_url() if body else ""
