"""Who may do what with projects: any officer begins one and changes one, since officers stand in for each other."""

from typing import TYPE_CHECKING

import rules

from groups import policies
from groups.enums import BodyKind, Role
from groups.rules import is_administrator, is_officer

if TYPE_CHECKING:
    from engagements.models import Project


@rules.predicate
def runs_its_sessions(who: object, project: "Project") -> bool:
    """Runs sessions for a forum or partner that works on the project."""
    running = {each.body_id for each in policies.live_capacities(who) if each.role == Role.FACILITATOR}
    return bool(running) and project.parts.filter(body__in=running).exists()


@rules.predicate
def signs_for_an_organisation(who: object, project: "Project") -> bool:
    """Signs for an organisation that has a part in the project, such as the provider that was inspected."""
    signing = {each.body_id for each in policies.live_capacities(who) if each.can_sign}
    return bool(signing) and project.parts.filter(body__in=signing, body__kind=BodyKind.ORGANISATION).exists()


rules.add_perm("engagements.add_project", is_officer)
rules.add_perm("engagements.change_project", is_officer)
rules.add_perm("engagements.record_session", is_officer | runs_its_sessions)
rules.add_perm("engagements.answer_inspection", is_officer | signs_for_an_organisation)
rules.add_perm("engagements.change_kinds", is_administrator)
