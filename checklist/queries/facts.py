"""What the conditions of a checklist judge: plain facts about projects."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from checklist.enums import EvaluationState, Position, Verdict
from checklist.models import Evaluation, EvaluationPoint, SignOff
from checklist.policies import ProjectFacts
from engagements.enums import PANEL_KINDS, ProjectKind, SessionKind, SessionState
from engagements.models import Decision, Project, Session
from groups.enums import MeetingState

_PANELS = frozenset({ProjectKind.TENDER_PANEL, ProjectKind.RECRUITMENT_PANEL})


def with_facts(rows: QuerySet[Any], *, project: str = "pk") -> QuerySet[Any]:
    """These rows with the facts of the project that each is about; `project` is the way to its primary key."""
    own = OuterRef(project)
    sessions = Session.objects.filter(project=own).exclude(
        Q(state=SessionState.CANCELLED) | Q(meeting__isnull=False, meeting__state=MeetingState.CANCELLED)
    )
    differs = [Verdict.PARTLY, Verdict.DISAGREE]
    return rows.annotate(
        panel_met=Exists(sessions.filter(kind__in=PANEL_KINDS)),
        inspected=Exists(sessions.filter(kind=SessionKind.INSPECTION)),
        evaluated=Exists(Evaluation.objects.filter(project=own).exclude(state=EvaluationState.WRITING)),
        refused=Exists(SignOff.objects.filter(stage__checklist__project=own, position__in=[Position.REFUSED, Position.DISPUTED])),
        differs=Exists(EvaluationPoint.objects.filter(evaluation__project=own, verdict__in=differs)),
        decided_against=Exists(Decision.objects.filter(project=own).exclude(disagreement="")),
    )


def facts_on(row: Any, project: Project) -> ProjectFacts:
    """The facts of this project, from a row that was asked for `with_facts`."""
    return ProjectFacts(
        degree_planned=project.degree_planned,
        kind=project.kind,
        has_panel=project.kind in _PANELS or row.panel_met,
        has_inspection=project.kind == ProjectKind.INSPECTION or row.inspected,
        has_evaluation=row.evaluated,
        has_disagreement=row.refused or row.differs or row.decided_against,
    )


def facts_of(projects: Iterable[Project]) -> dict[int, ProjectFacts]:
    """The facts of these projects by primary key, in one query however many there are."""
    rows = with_facts(Project.objects.filter(pk__in=[project.pk for project in projects]))
    return {row.pk: facts_on(row, row) for row in rows.only("pk", "degree_planned", "kind")}


def facts_about(project: Project) -> ProjectFacts:
    """The facts of one project."""
    return facts_of([project])[project.pk]
