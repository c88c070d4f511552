"""The page of members and partners: what waits for them, when they meet, and what came of their forum's work."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist.queries import paths
from checklist.queries import waiting as checklists
from checklist.queries.paths import Beads
from checklist.queries.waiting import OpenStage
from coproduction.portal.queries.waiting import Task, since
from engagements.enums import ProjectStatus
from engagements.models import Project
from feedback.models import Outcome
from feedback.queries import outcomes
from feedback.queries.outcomes import OutcomePair
from groups.models import Body, Meeting, User
from groups.queries import forums
from groups.queries.forums import MeetingLine

MEETINGS, PAIRS = 4, 3


@dataclass(frozen=True)
class OwnForum:
    name: str
    look: str
    url: str


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
    meetings: tuple[MeetingLine, ...]
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
    tasks = sorted((task for stage in stages for task in _tasks(stage, signs, user, now)), key=lambda task: task.by)
    meetings = forums.coming(Meeting.objects.filter(body__in=bodies), now, user)
    credited = outcomes.credited_to_all(Outcome.objects.public(), bodies)
    return MyPage(
        forums=tuple(OwnForum(body.name, body.mark, body.get_absolute_url()) for body in bodies.values()),
        can_sign=bool(signs),
        tasks=tuple(tasks),
        meetings=tuple(meetings[:MEETINGS]),
        projects=_projects(list(going_on), stages),
        pairs=tuple(outcomes.pairs(credited.complete_first()[:PAIRS])),
        pairs_total=credited.count(),
        pairs_url=_pairs_url(bodies),
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
            why=_("%(project)s, stage %(number)s. Say if it is right, or ask.") % {"project": project, "number": stage.number},
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
                title=_("Sign stage %(number)s, “%(stage)s”") % {"number": stage.number, "stage": stage.name},
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


def _pairs_url(bodies: dict[int, Body]) -> str:
    """The whole list, of the one forum when there is one."""
    public = [body for body in bodies.values() if body.get_absolute_url()]
    return outcomes.list_url(forum=public[0].slug) if len(public) == 1 else reverse("outcomes")
