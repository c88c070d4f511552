"""Reads across rooms for the page of a project."""

from collections.abc import Iterator

from coproduction.core.timelines import Event, Timeline, draw
from coproduction.core.words import plain
from engagements.enums import SessionState
from engagements.models import Project, Session
from engagements.queries import projects
from feedback.models import Outcome


def timeline_of(project: Project) -> Timeline | None:
    """When a project began and ended, met, and gave an answer; two queries."""
    return draw(_events(project))


def _events(project: Project) -> Iterator[Event]:
    for milestone in project.milestones.all():
        yield Event(milestone.on, str(milestone.get_kind_display()))
    for session in projects.with_meetings(Session.objects.filter(project=project)):
        if session.stands != SessionState.CANCELLED:
            what = plain(session.format)
            yield Event(session.when, f"{what}: {session.about}" if session.about else what)
    for outcome in Outcome.objects.public().filter(project=project):
        yield Event(outcome.happened, outcome.title or outcome.we_did)
