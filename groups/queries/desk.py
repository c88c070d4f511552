"""The desk of a forum: what is next, its meetings, its members in numbers, and the way to everything of this forum."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups import policies
from groups.enums import BodyStatus, CharterStatus, JoinState, MeetingState, MinutesState, Standing
from groups.models import Action, Body, Capacity, Charter, JoinRequest, Meeting, User
from groups.queries import arrangements, elections, forums, tell_list
from groups.queries.forums import MeetingLine

MEETINGS = 4


@dataclass(frozen=True)
class Next:
    """One thing to do, with one button; `components/next_list.html` reads it."""

    title: str
    why: str
    when: str
    url: str
    action: str
    about: str = ""
    late: str = ""


@dataclass(frozen=True)
class Link:
    words: str
    url: str


@dataclass(frozen=True)
class DeskMeeting:
    line: MeetingLine
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Number:
    """`components/facts.html` reads it."""

    number: int
    words: str
    url: str = ""


@dataclass(frozen=True)
class Desk:
    tasks: tuple[Next, ...]
    meetings: tuple[DeskMeeting, ...]
    members: tuple[Number, ...]
    links: tuple[Link, ...]
    runs: bool


@dataclass(frozen=True)
class May:
    """What someone may do at this desk."""

    run: bool
    keep: bool
    write: bool
    edit: bool
    agree: bool

    @classmethod
    def of(cls, user: object, body: Body) -> "May":
        return cls(
            run=policies.runs(user, body),
            keep=policies.keeps_register(user, body),
            write=policies.holds_the_pen(user, body),
            edit=policies.edits(user, body),
            agree=policies.signs_for(user, body),
        )


def own(user: object) -> tuple[Link, ...]:
    """The desks of the forums in which someone has such a part; no query beside that of their parts."""
    bodies = {capacity.body_id: capacity.body for capacity in policies.live_capacities(user) if policies.has_desk(capacity)}
    return tuple(
        Link(_("The desk of %(forum)s") % {"forum": body.name}, reverse("forum_desk", args=[body.slug]))
        for body in bodies.values()
    )


def of(body: Body, user: User, now: dt.datetime) -> Desk:
    """Everything on the desk of this forum; the number of queries does not depend on how much there is."""
    may, today = May.of(user, body), timezone.localtime(now).date()
    coming = list(Meeting.objects.filter(body=body).coming(now).select_related("body")[:MEETINGS])
    tasks = [
        *(_joining(body, today) if may.keep else ()),
        *(_telling(body, user, now) if may.keep else ()),
        *(_after(body, now) if may.run else ()),
        *(_actions(body, today) if may.run else ()),
        *(_arrangements(coming) if may.run and coming else ()),
        *_terms(body, may, today),
        *_charter(body, may, today),
    ]
    return Desk(
        tasks=tuple(sorted(tasks, key=lambda task: not task.late)),
        meetings=tuple(_meeting(meeting, may) for meeting in coming),
        members=tuple(_members(body, may, today)),
        links=tuple(_links(body, may)),
        runs=may.run,
    )


def _joining(body: Body, today: dt.date) -> Iterator[Next]:
    waiting = JoinRequest.objects.filter(body=body, state=JoinState.WAITING).aggregate(number=Count("pk"), first=Min("asked_at"))
    if number := waiting["number"]:
        yield Next(
            title=ngettext("%(number)s person asks to join", "%(number)s people ask to join", number) % {"number": number},
            why=_("Answer each of them, also when it is not possible now."),
            when=_since(timezone.localtime(waiting["first"]).date(), today),
            url=reverse("members", args=[body.slug]),
            action=_("Answer"),
        )


def _telling(body: Body, user: User, now: dt.datetime) -> Iterator[Next]:
    """Messages that cannot go by email: somebody tells them in person."""
    waiting = [telling.row for telling in tell_list.waiting(user, now) if telling.body == body]
    if number := len(waiting):
        yield Next(
            title=ngettext("Tell someone %(number)s thing in person", "Tell people %(number)s things in person", number)
            % {"number": number},
            why=_("They have no email, or want to hear it from you."),
            when=_since(timezone.localtime(waiting[0].created_at).date(), timezone.localtime(now).date()),
            url=reverse("tell_list"),
            action=_("Open the tell list"),
        )


def _after(body: Body, now: dt.datetime) -> Iterator[Next]:
    """Meetings that are over: what happened there, then their minutes."""
    over = Meeting.objects.filter(body=body).past(now)
    waiting = over.filter(state=MeetingState.PLANNED).first()
    if waiting:
        yield Next(
            title=_("Write down what happened: %(meeting)s") % {"meeting": waiting.title},
            why=_("Who came, what was said, what was decided."),
            when=_("It was on %(day)s") % {"day": _day(waiting.local_day)},
            url=reverse("meeting_after", args=[waiting.ref]),
            action=_("Write it down"),
            about=waiting.title,
        )
    late = over.filter(state=MeetingState.HELD, ends_at__lt=now - policies.MINUTES_DUE_AFTER).exclude(
        minutes__state=MinutesState.PUBLISHED
    )
    first = late.order_by("starts_at").first()
    if first:
        number = late.count()
        yield Next(
            title=ngettext(
                "The minutes of %(number)s meeting are not published",
                "The minutes of %(number)s meetings are not published",
                number,
            )
            % {"number": number},
            why=_("The oldest is of %(day)s: %(meeting)s") % {"day": _day(first.local_day), "meeting": first.title},
            when=_("Two weeks after a meeting"),
            url=reverse("minutes", args=[first.ref]),
            action=_("Write the minutes"),
            about=first.title,
            late=_("Late"),
        )


def _actions(body: Body, today: dt.date) -> Iterator[Next]:
    late = Action.objects.overdue(today).filter(body=body).aggregate(number=Count("pk"), first=Min("due"))
    if number := late["number"]:
        yield Next(
            title=ngettext("%(number)s action is overdue", "%(number)s actions are overdue", number) % {"number": number},
            why=_("Note what came of it, or why it was dropped."),
            when=_("Was due %(day)s") % {"day": _day(late["first"])},
            url=reverse("actions", args=[body.slug]),
            action=_("Look at the actions"),
            late=_("Late"),
        )


def _arrangements(coming: list[Meeting]) -> Iterator[Next]:
    """What people need at the next meetings and nobody has arranged. Only how much: whose it is stands elsewhere."""
    open_needs = arrangements.to_arrange(coming)
    for meeting in [meeting for meeting in coming if open_needs[meeting.pk]][:1]:
        number = open_needs[meeting.pk]
        yield Next(
            title=ngettext("Arrange %(number)s thing that helps", "Arrange %(number)s things that help", number)
            % {"number": number},
            why=_("So that everyone can take part in “%(meeting)s”.") % {"meeting": meeting.title},
            when=_("By %(day)s") % {"day": _day(meeting.local_day)},
            url=reverse("meeting_arrangements", args=[meeting.ref]),
            action=_("Arrange"),
            about=meeting.title,
        )


def _terms(body: Body, may: May, today: dt.date) -> Iterator[Next]:
    for term in elections.ending([body], today):
        yield Next(
            title=_("Term ends %(day)s: %(office)s") % {"day": _day(term.ends), "office": term.office},
            why=_("Next vote: %(day)s.") % {"day": term.next_vote or _("not set yet")},
            when=_("By %(day)s") % {"day": _day(term.ends)},
            url=reverse("elections", args=[body.slug]) if may.edit else f"{body.get_absolute_url()}#h-offices",
            action=_("Set the vote") if may.edit and not term.next_vote else _("Look"),
            about=term.office,
        )


def _charter(body: Body, may: May, today: dt.date) -> Iterator[Next]:
    for charter in Charter.objects.filter(body=body).exclude(status=CharterStatus.REPLACED):
        if charter.status == CharterStatus.DRAFT:
            yield Next(
                title=_("A draft of the charter waits"),
                why=_("Talk about it together. Then note that the forum agreed."),
                when=_("Version %(version)s") % {"version": charter.version},
                url=reverse("charter_version", args=[body.slug, charter.version]),
                action=_("Read and agree") if may.agree else _("Read it"),
            )
        elif charter.review_on and charter.review_on <= today:
            yield Next(
                title=_("Look at the charter again"),
                why=_("Does it still say what you promise each other? A changed text is a new version."),
                when=_("Since %(day)s") % {"day": _day(charter.review_on)},
                url=reverse("charter", args=[body.slug]),
                action=_("Read it"),
            )


def _meeting(meeting: Meeting, may: May) -> DeskMeeting:
    links = [
        ("meeting_update", _("Change")),
        ("meeting_agenda", _("Agenda")),
        ("meeting_arrangements", _("What people need")),
    ]
    return DeskMeeting(
        line=forums.line(meeting, may_know=True),
        links=tuple(Link(words, reverse(name, args=[meeting.ref])) for name, words in links) if may.run else (),
    )


def _members(body: Body, may: May, today: dt.date) -> Iterator[Number]:
    """How many belong to it. Numbers are not names: whoever opens the desk may know them."""
    listed = Capacity.objects.listed(today).of_members().filter(body=body)
    found = listed.aggregate(
        active=Count("user", distinct=True, filter=Q(standing=Standing.ACTIVE)),
        resting=Count("user", distinct=True, filter=Q(standing=Standing.RESTING)),
        paused=Count("user", distinct=True, filter=Q(standing=Standing.PAUSED)),
    )
    active = found["active"]
    yield Number(active, ngettext("member takes part now", "members take part now", active))
    if found["resting"]:
        yield Number(found["resting"], ngettext("is resting", "are resting", found["resting"]))
    if found["paused"] and may.keep:
        yield Number(found["paused"], ngettext("waits for consent", "wait for consent", found["paused"]))


def _links(body: Body, may: May) -> Iterable[Link]:
    """Everything of this forum that this person can open."""
    slug = [body.slug]
    is_open = body.status != BodyStatus.CLOSED
    offered = [
        (True, _("The public page"), body.get_absolute_url()),
        (may.write, _("Our own words and priorities"), reverse("own_words", args=slug)),
        (True, _("The charter"), reverse("charter", args=slug)),
        (may.keep, _("Members"), reverse("members", args=slug)),
        (may.keep and is_open, _("Invite people"), reverse("members_invite", args=slug)),
        (may.keep, _("The tell list"), reverse("tell_list")),
        (may.run and is_open, _("Plan a meeting"), f"{reverse('meeting_create')}?forum={body.slug}"),
        (may.run and is_open, _("Plan a series of meetings"), reverse("meeting_series")),
        (may.run, _("All meetings"), reverse("officers_meetings")),
        (may.run, _("Actions"), reverse("actions", args=slug)),
        (may.run, _("Minutes that are missing"), reverse("minutes_overdue")),
        (may.edit, _("Elections"), reverse("elections", args=slug)),
        (may.edit, _("What the council says about it"), reverse("forum_update", args=slug)),
    ]
    return [Link(words, url) for is_theirs, words, url in offered if is_theirs]


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")


def _since(day: dt.date, today: dt.date) -> str:
    return _("Since today") if day == today else _("Since %(day)s") % {"day": _day(day)}
