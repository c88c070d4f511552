"""Whom one may choose: the groups that a decision can name, and the people whom a panel can seat."""

from coproduction.core import clock
from engagements.models import Project
from groups import policies
from groups.enums import COUNCIL_ROLES, BodyKind
from groups.models import Body, Capacity, User


def bodies(project: Project) -> list[Body]:
    """Groups that a decision can name: those that work on the project, and committees and teams. Never a discreet one."""
    on_it = Body.objects.filter(project_parts__project=project)
    others = Body.objects.filter(kind__in=(BodyKind.COMMITTEE, BodyKind.TEAM))
    return list((on_it | others).filter(is_discreet=False).distinct().order_by("name"))


def panellists(project: Project, user: User, *, besides: list[User]) -> list[User]:
    """People whom this person may know by name and can seat on a panel: of the project's groups, and council staff.

    Members of a discreet or independent group are offered only to those who keep its register, or who were told of them.
    """
    live = Capacity.objects.live(clock.today()).filter(user__is_active=True).select_related("user", "body", "body__lead_body")
    on_it = live.filter(body__project_parts__project=project).distinct()
    staff = live.filter(role__in=COUNCIL_ROLES)
    found = {each.user_id: each.user for each in staff} | {each.user_id: each.user for each in on_it if _may_know(user, each)}
    found |= {each.pk: each for each in besides}
    return sorted(found.values(), key=lambda each: (str(each).casefold(), each.pk))


def _may_know(user: User, capacity: Capacity) -> bool:
    if policies.keeps_register(user, capacity.body):
        return True
    return policies.is_officer(user) and not capacity.body.is_discreet and policies.shares_council(capacity)
