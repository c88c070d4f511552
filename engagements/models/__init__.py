"""Projects, who works on them, when they met, what was decided, and what it took."""

from engagements.models.decisions import Decision, DecisionOption
from engagements.models.plans import ForwardPlanItem
from engagements.models.projects import (
    IntendedGroup,
    KindEntry,
    Limit,
    Milestone,
    Project,
    ProjectDetail,
    ProjectPart,
    TurnoutCount,
)
from engagements.models.resources import Expense, GotFromIt, Incentive, Resource, VolunteerTime
from engagements.models.sessions import HeadCount, Session, SessionPhoto, SessionSaying
from engagements.models.special import (
    Candidate,
    Criterion,
    InspectionPoint,
    Panel,
    PanelSeat,
    Score,
    TriedOut,
    Vote,
    VoteOption,
)

__all__ = [
    "Candidate",
    "Criterion",
    "Decision",
    "DecisionOption",
    "Expense",
    "ForwardPlanItem",
    "GotFromIt",
    "HeadCount",
    "Incentive",
    "InspectionPoint",
    "IntendedGroup",
    "KindEntry",
    "Limit",
    "Milestone",
    "Panel",
    "PanelSeat",
    "Project",
    "ProjectDetail",
    "ProjectPart",
    "Resource",
    "Score",
    "Session",
    "SessionPhoto",
    "SessionSaying",
    "TriedOut",
    "TurnoutCount",
    "VolunteerTime",
    "Vote",
    "VoteOption",
]
