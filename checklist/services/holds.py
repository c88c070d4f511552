"""What the portal itself checks before the council can confirm an item. Each check says in plain words what is still missing.

A check on something that another room keeps is registered by whoever knows both: see `coproduction.portal.evidence`.
"""

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from checklist.enums import Hold, ItemState
from checklist.models import ChecklistItem
from coproduction.core.errors import Missing
from engagements.enums import Degree, MilestoneKind, Part, SessionKind, SessionState
from engagements.models import Project
from groups.enums import MeetingState

# What is still missing in a project and where to add it; empty when nothing is.
Check = Callable[[Project], str]
_checks: dict[str, Check] = {}


def register(hold: Hold) -> Callable[[Check], Check]:
    """Decorator: this function checks a hold."""

    def add(check: Check) -> Check:
        _checks[hold] = check
        return check

    return add


def missing(hold: str, project: Project) -> str:
    """What a hold still waits for, in words; empty when it is met or there is none."""
    return _checks[hold](project) if hold else ""


def must_be_met(item: ChecklistItem, project: Project) -> None:
    """Refuse to confirm an item for the council while something is missing."""
    if words := missing(item.template.hold, project):
        raise Missing(words)


def must_all_be_met(items: Iterable[ChecklistItem], project: Project) -> None:
    """Refuse to sign over items whose hold was met when they were confirmed and is not any more."""
    for item in items:
        if item.state != ItemState.NOT_APPLICABLE and (words := missing(item.template.hold, project)):
            raise Missing(f"{item.template.code}: {words}")


@register(Hold.LIMITS_RECORDED)
def _limits(project: Project) -> str:
    if project.nothing_is_fixed or project.fixed_words or project.limits.exists():
        return ""
    return _("Nobody has written down what is fixed. Add each limit to the project, or say there that nothing is fixed.")


@register(Hold.DECISION_RECORDED)
def _decision(project: Project) -> str:
    somebody = project.parts.filter(Q(body__isnull=False) | ~Q(words=""), part=Part.DECIDES).exists()
    dated = project.milestones.filter(kind=MilestoneKind.DECISION, on_from__isnull=False).exists()
    if somebody and dated:
        return ""
    if somebody:
        return _("The day of the decision is missing. Add it to the project.")
    if dated:
        return _("Who makes the decision is missing. Add it to the project.")
    return _("Who makes the decision, and when, is missing. Add both to the project.")


@register(Hold.NOT_SURVEY_ALONE)
def _something_besides_a_survey(project: Project) -> str:
    if project.degree_planned != Degree.COPRODUCTION:
        return ""
    sessions = project.sessions.exclude(kind=SessionKind.SURVEY).exclude(state=SessionState.CANCELLED)
    if sessions.exclude(meeting__isnull=False, meeting__state=MeetingState.CANCELLED).exists():
        return ""
    return _(
        "A survey alone is asking, not coproduction. Add a session where people plan or do it together, or call the project asking."
    )
