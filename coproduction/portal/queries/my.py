"""The page of members and partners: when they meet, what waits for them, and what came of their forum's work."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist.queries import paths
from checklist.queries import waiting as checklists
from checklist.queries.paths import Beads
from checklist.queries.waiting import OpenStage
from coproduction.portal.queries import evaluation_work, forum_work
from coproduction.portal.queries.tasks import Task, due, since
from engagements.enums import ProjectStatus
from engagements.models import Project
from feedback.models import Outcome
from feedback.queries import outcomes
from feedback.queries.outcomes import OutcomePair
from groups.enums import MeetingState, Reply
from groups.models import Action, Body, Capacity, Meeting, User
from groups.queries import desk, forums
from groups.queries import meetings as meeting_queries
from groups.queries.desk import Link
from groups.queries.forums import MeetingLine

MEETINGS, PAIRS = 4, 3


@dataclass(frozen=True)
class OwnForum:
    name: str
    look: str
    url: str


@dataclass(frozen=True)
class OwnMeeting:
    """A meeting to come with one's own answer; `reply_url` is empty for whoever is not asked, or can answer no longer."""

    line: MeetingLine
    answer: str
    is_coming: bool
    is_not_coming: bool
    reply_url: str


@dataclass(frozen=True)
class OwnProject:
    title: str
    url: str
    beads: Beads | None
    waits_for: str
    made_up: str


@dataclass(frozen=True)
class MyPage:
    forums: tuple[OwnForum, ...]
    can_sign: bool
    tasks: tuple[Task, ...]
    meetings: tuple[OwnMeeting, ...]
    links: tuple[Link, ...]
    projects: tuple[OwnProject, ...]
    pairs: tuple[OutcomePair, ...]
    pairs_total: int
    pairs_url: str


def for_person(user: User, now: dt.datetime) -> MyPage:
    """Everything on `/my/`, for every forum this person has a part in; the same queries however much there is."""
    parts = [capacity for capacity in user.live_capacities if not capacity.is_committee]
    bodies = {capacity.body_id: capacity.body for capacity in parts}
    signs = {capacity.body_id for capacity in parts if capacity.can_sign}
    own = Project.objects.visible_to(user).filter(parts__body__in=bodies).distinct()
    going_on = own.exclude(status__in=[ProjectStatus.CLOSED, ProjectStatus.STOPPED])
    stages = checklists.open_stages(going_on)
    tasks = [
        *_actions(user, now),
        *forum_work.waiting(user, now),
        *(task for stage in stages for task in _tasks(stage, signs, user, now)),
        *evaluation_work.for_writer(user, own, now),
    ]
    credited = outcomes.credited_to_all(Outcome.objects.public(), bodies)
    return MyPage(
        forums=tuple(OwnForum(body.name, body.mark, body.get_absolute_url()) for body in bodies.values()),
        can_sign=bool(signs),
        tasks=tuple(sorted(tasks, key=lambda task: (not task.late, task.by))),
        meetings=_meetings(user, bodies, now),
        links=tuple(_links(user)),
        projects=_projects(list(going_on), stages),
        pairs=tuple(outcomes.pairs(credited.complete_first()[:PAIRS])),
        pairs_total=credited.count(),
        pairs_url=_pairs_url(bodies),
    )


def _meetings(user: User, bodies: Iterable[int], now: dt.datetime) -> tuple[OwnMeeting, ...]:
    """The next meetings of one's own forums, and those to which one was asked by name; not of a forum that one has left."""
    as_guest = Q(attendances__user=user) & ~Q(body__in=Capacity.objects.filter(user=user).values("body"))
    own = Meeting.objects.filter(Q(body__in=bodies) | as_guest).exclude(state=MeetingState.HELD)
    coming = list(own.filter(ends_at__gte=now).distinct().order_by("starts_at").select_related("body")[:MEETINGS])
    asked = meeting_queries.invited(coming, now, only=user.pk)
    return tuple(_meeting(meeting, next((each.reply for each in asked[meeting.pk]), None), now) for meeting in coming)


def _meeting(meeting: Meeting, reply: str | None, now: dt.datetime) -> OwnMeeting:
    can_answer = reply is not None and meeting.state == MeetingState.PLANNED and meeting.starts_at > now
    words = {Reply.COMING: _("You are coming"), Reply.NOT_COMING: _("You are not coming")}
    return OwnMeeting(
        line=forums.line(meeting, may_know=True),
        answer=words.get(Reply(reply), _("Not answered yet")) if reply and can_answer else "",
        is_coming=reply == Reply.COMING,
        is_not_coming=reply == Reply.NOT_COMING,
        reply_url=reverse("meeting_reply", args=[meeting.ref]) if can_answer else "",
    )


def _actions(user: User, now: dt.datetime) -> Iterable[Task]:
    """What this person said they would do."""
    today = timezone.localtime(now).date()
    for action in Action.objects.open().filter(owner=user).select_related("body"):
        day = action.due
        end = timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59))) if day else now + dt.timedelta(days=3650)
        yield Task(
            title=action.words,
            why=_("You said that you would do this. %(forum)s") % {"forum": action.body.name},
            when=due(day, now) if day else _("No date"),
            url=reverse("actions", args=[action.body.slug]),
            action=_("Say what came of it"),
            about=action.words,
            late=_("Late") if day and day < today else "",
            by=end,
        )


def _tasks(stage: OpenStage, signs: set[int], user: User, now: dt.datetime) -> Iterable[Task]:
    mine = [body for body in stage.signing if body.pk in signs]
    if not mine or stage.project.lead_id == user.pk:
        return
    project = stage.project.title
    if stage.forum_items and stage.forum_since:
        yield Task(
            title=ngettext("Check %(number)s answer of “%(stage)s”", "Check %(number)s answers of “%(stage)s”", stage.forum_items)
            % {"number": stage.forum_items, "stage": stage.name},
            why=_("%(project)s, %(place)s. Say if it is right, or ask.") % {"project": project, "place": stage.place},
            when=since(stage.forum_since, now),
            url=stage.url,
            action=_("Check"),
            about=f"{project}, {stage.name}",
            by=stage.forum_since,
        )
    for body in mine:
        if stage.waits_for_signature_of(body.pk):
            waits = stage.council_signed_at or stage.last_event
            signed = _("The council has signed.") if stage.council_signed else _("Everything is settled.")
            yield Task(
                title=_("Sign %(place)s, “%(stage)s”") % {"place": stage.place, "stage": stage.name},
                why=_("%(project)s. %(signed)s Now it needs %(forum)s.")
                % {"project": project, "signed": signed, "forum": body.name},
                when=since(waits, now),
                url=f"{stage.url}#sign-off",
                action=_("Read and sign"),
                about=project,
                by=waits,
            )


def _projects(projects: list[Project], stages: list[OpenStage]) -> tuple[OwnProject, ...]:
    beads = paths.beads_for(projects)
    first: dict[int, OpenStage] = {}
    for stage in stages:
        first.setdefault(stage.project.pk, stage)
    return tuple(
        OwnProject(
            title=project.title,
            url=reverse("project_checklist", args=[project.slug]) if project.pk in beads else project.get_absolute_url(),
            beads=beads.get(project.pk),
            waits_for=_waits_for(first.get(project.pk)),
            made_up=_("Demonstration") if project.is_demonstration else "",
        )
        for project in projects
    )


def _waits_for(stage: OpenStage | None) -> str:
    if stage is None:
        return ""
    if stage.questions or stage.council_items or (stage.can_be_signed and not stage.council_signed):
        return _("The council")
    return _(" and ").join(body.name for body in (stage.unsigned or stage.signing))


def _links(user: User) -> Iterable[Link]:
    """The desks of the forums that this person helps to run, and what is theirs to settle."""
    yield from desk.own(user)
    yield Link(_("My taking part: what helps me, and a rest"), reverse("my_taking_part"))
    yield Link(_("My messages and my calendar"), reverse("account_messages"))
    yield Link(_("My account"), reverse("account"))


def _pairs_url(bodies: dict[int, Body]) -> str:
    """The whole list, of the one forum when there is one."""
    public = [body for body in bodies.values() if body.get_absolute_url()]
    return outcomes.list_url(forum=public[0].slug) if len(public) == 1 else reverse("outcomes")
