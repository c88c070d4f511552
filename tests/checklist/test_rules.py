"""Who may do what: a user by every hat owned, an actor by the one worn."""

import pytest
import rules

from checklist.enums import Confirms, ItemState, Side
from checklist.policies import ItemAct, ItemFacts, item_acts, side_of
from groups.actors import Actor
from groups.enums import Role
from groups.models import User
from tests.factories.checklist import scene
from tests.factories.groups import CapacityFactory

COUNCIL, FORUM = {"officer"}, {"chair", "representative", "organiser"}
PERMISSIONS = {
    "checklist.answer_item": COUNCIL | FORUM,
    "checklist.confirm_item": COUNCIL | FORUM,
    "checklist.query_item": FORUM,
    "checklist.reply_item": COUNCIL,
    "checklist.skip_item": COUNCIL | FORUM,
    "checklist.sign_stage": COUNCIL | FORUM,
    "checklist.refuse_stage": COUNCIL | FORUM,
    "checklist.go_on_unsigned": COUNCIL,
    "checklist.reopen_stage": COUNCIL | FORUM,
    "checklist.view_checklist": set(Role.values),
}


@pytest.mark.django_db
@pytest.mark.parametrize("permission, allowed", PERMISSIONS.items())
def test_permission_follows_the_role_in_the_forum_that_signs(permission, allowed):
    walk = scene()
    held = {}
    for role in Role.values:
        capacity = CapacityFactory(role=role, body=walk.forums[0])
        held[role] = rules.has_perm(permission, Actor(capacity.user, capacity), walk.walk)
        assert rules.has_perm(permission, User.objects.get(pk=capacity.user.pk), walk.item("1.1")) == held[role]
    assert {role for role, may in held.items() if may} == allowed


@pytest.mark.django_db
def test_permission_needs_a_forum_that_signs_this_project():
    walk, other = scene(), scene()
    assert [rules.has_perm(name, other.chair, walk.walk) for name in PERMISSIONS] == [False] * len(PERMISSIONS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["engagements.add_project", "engagements.change_project", "checklist.start_checklist"])
def test_projects_are_begun_and_changed_by_officers(acting, name):
    assert [role for role in Role.values if rules.has_perm(name, acting(role))] == [Role.OFFICER]


@pytest.mark.parametrize("role", [role for role in Role.values if role not in COUNCIL | FORUM])
def test_other_roles_are_on_no_side(role):
    assert side_of(role=role, body_id=1, signing={1}) is None


def acts(side: Side, confirms: Confirms, **facts: object) -> set[str]:
    return {str(act) for act in item_acts(side=side, body_id=1, confirms=confirms, facts=ItemFacts(**facts))}


@pytest.mark.parametrize("state", ItemState.values)
def test_council_never_confirms_what_waits_for_the_forum(state):
    assert ItemAct.CONFIRM not in acts(Side.COUNCIL, Confirms.FORUM_PARTNER, state=state)
    if state in (ItemState.OFFICER_CONFIRMED, ItemState.QUERIED):
        assert ItemAct.CONFIRM not in acts(Side.COUNCIL, Confirms.BOTH, state=state)


@pytest.mark.parametrize("state", ItemState.values)
@pytest.mark.parametrize("confirms", [Confirms.BOTH, Confirms.OFFICER])
def test_forum_never_answers_nor_leaves_out_what_the_council_does(state, confirms):
    assert acts(Side.FORUM, confirms, state=state) <= {ItemAct.CONFIRM, ItemAct.QUERY}


def test_forum_does_not_close_the_question_of_another_forum():
    asked = frozenset({2})
    assert acts(Side.FORUM, Confirms.BOTH, state=ItemState.OFFICER_CONFIRMED, asked=asked) == {ItemAct.QUERY}
