"""Projects, who works on them, when they met, and what it took."""

from engagements.models.plans import ForwardPlanItem
from engagements.models.projects import Limit, Milestone, Project, ProjectDetail, ProjectPart
from engagements.models.resources import Incentive, Resource, VolunteerTime
from engagements.models.sessions import HeadCount, Session

__all__ = [
    "ForwardPlanItem",
    "HeadCount",
    "Incentive",
    "Limit",
    "Milestone",
    "Project",
    "ProjectDetail",
    "ProjectPart",
    "Resource",
    "Session",
    "VolunteerTime",
]
