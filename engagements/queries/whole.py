"""Everything of this floor that a project's public page shows, read at once."""

from coproduction.core.models import FigurePart
from coproduction.core.queries.gathered import in_one_query, keep, share
from engagements.enums import PanelState
from engagements.models import Criterion, Decision, DecisionOption, ForwardPlanItem, HeadCount, KindEntry, Panel, Project, Session
from engagements.queries import kinds
from engagements.queries.kinds import Kind
from groups.models import Meeting, MeetingCount, Priority
from groups.queries import proceedings

# Lists that hang on a project and need nothing else with them.
_OWN = (
    "limits", "details", "milestones", "intended_groups", "turnout", "resources", "incentives", "volunteer_time", "expenses",
    "got_from_it",
)  # fmt: skip


def read(project: Project) -> dict[str, Kind]:
    """Read all that hangs on a project in one query, so that `project.limits.all()` and its like ask no more; the known kinds.

    Kept: the lists above, parts, priorities, sessions with their meetings and counts, decisions with their options, the
    forward plan, the figure's parts, and panels that are released (`session.released`) with their criteria.
    """
    figures = FigurePart.objects.filter(figure=project.figure_id)
    meetings = proceedings.with_heads(Meeting.objects.filter(session__project=project).select_related("body"))
    entries, parts, priorities, sessions, heads, met, counts, plan, numbers, decided, options, panels, criteria, *own = (
        in_one_query(
            KindEntry.objects.all(),
            project.parts.select_related("body"),
            Priority.objects.filter(projects=project).select_related("body"),
            project.sessions.select_related("body"),
            HeadCount.objects.filter(session__project=project),
            meetings.prefetch_related(None),
            MeetingCount.objects.filter(meeting__session__project=project),
            ForwardPlanItem.objects.filter(project=project).select_related("body"),
            figures,
            project.decisions.select_related("decided_by"),
            DecisionOption.objects.filter(decision__project=project).select_related("body"),
            Panel.objects.filter(session__project=project, state=PanelState.RELEASED),
            Criterion.objects.filter(panel__session__project=project, panel__state=PanelState.RELEASED),
            *(getattr(project, name).all() for name in _OWN),
        )
    )
    for name, rows in (*zip(_OWN, own, strict=True), ("priorities", priorities)):
        keep(project, name, rows)
    for name, rows in (("parts", parts), ("sessions", sessions), ("decisions", decided), ("forward_plan", plan)):
        share([project], name, rows)
    if project.figure:
        share([project.figure], "parts", numbers)
    share(sessions, "head_counts", heads)
    share(met, "counts", counts)
    share(decided, "options", options)
    share(panels, "criteria", criteria)
    _join(sessions, met, decided, panels)
    return kinds.everything(entries)


def _join(sessions: list[Session], meetings: list[Meeting], decided: list[Decision], panels: list[Panel]) -> None:
    """Put rows that point to each other together."""
    by_key: dict[int | None, Meeting] = {meeting.pk: meeting for meeting in meetings}
    held: dict[int | None, Session] = {session.pk: session for session in sessions}
    for session in sessions:
        session.meeting = by_key.get(session.meeting_id)
    for decision in decided:
        decision.session = held.get(decision.session_id)
    for panel in panels:
        held[panel.session_id].released = panel  # type: ignore[attr-defined]  # not `panel`: that may be one that is sealed
