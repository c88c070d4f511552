"""What waits in partners' evaluations: for the officer who leads, and for those who write for a partner."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import LEARNING_STAGE, Side
from checklist.queries import evaluations
from checklist.queries.evaluations import WaitingEvaluation
from coproduction.portal.queries.tasks import Task, since
from engagements.models import Project
from groups.models import User


def for_lead(found: Iterable[WaitingEvaluation], now: dt.datetime) -> Iterable[Task]:
    """The evaluations that wait for the council's answers."""
    for each in found:
        if each.side == Side.COUNCIL:
            yield Task(
                title=_("Answer what %(who)s wrote") % {"who": each.who},
                why=_("%(project)s. They wrote how it went, point by point.") % {"project": each.project.title},
                when=since(each.since, now),
                url=each.url,
                action=_("Read and answer"),
                about=each.project.title,
                by=each.since,
            )


def for_writer(user: User, projects: QuerySet[Project], now: dt.datetime) -> Iterable[Task]:
    """What waits for this person in the evaluations of the partners for which they write; two queries, or none for others."""
    bodies = {
        capacity.body_id: capacity.body for capacity in user.live_capacities if policies.writes_for(capacity, capacity.body)
    }
    if not bodies:
        return
    theirs = projects.exclude(lead=user)
    for each in evaluations.waiting(theirs):
        if each.side == Side.FORUM and each.body_id in bodies:
            yield Task(
                title=_("Say how each point ends: %(project)s") % {"project": each.project.title},
                why=_("The council has answered what you wrote. Where you differ, talk about it first."),
                when=since(each.since, now),
                url=each.url,
                action=_("Read the answers"),
                about=each.project.title,
                by=each.since,
            )
    for project, body in evaluations.to_write(theirs.filter(stage=LEARNING_STAGE), bodies.values()):
        yield Task(
            title=_("Write how it went: %(project)s") % {"project": project.title},
            why=_("In your own words, point by point, for %(forum)s. The council answers, and changes nothing of it.")
            % {"forum": body.name},
            when=_("While you look back"),
            url=reverse("project_evaluations", args=[project.slug]),
            action=_("Write it"),
            about=project.title,
            rank=2,
            by=now,
        )
