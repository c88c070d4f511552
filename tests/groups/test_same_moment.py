"""Two browsers at the very same moment: a link works once, and the last administrator stays."""

import pytest

from coproduction.core.actors import PORTAL
from groups.enums import Role
from groups.models import Capacity, User
from groups.queries.invitations import token_of
from groups.services import capacities, invitations, users
from tests.factories.groups import BodyFactory, CapacityFactory
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_link_opened_twice_at_once_works_once(acting):
    invitation = invitations.invite(email="new@tests.example", body=BodyFactory(), role=Role.MEMBER, by=acting())
    token = token_of(invitation)
    assert at_once(*[lambda: invitations.accept(token=token)] * 3) == ["LinkUsed", "LinkUsed", "done"]
    assert Capacity.objects.filter(user=User.objects.get(email="new@tests.example")).count() == 1


def test_part_given_twice_at_once_is_given_once(acting):
    by, body, user = acting(), BodyFactory(), CapacityFactory().user
    giving = [lambda: capacities.give(user=user, body=body, role=Role.CHAIR, by=by)] * 3
    assert at_once(*giving) == ["Refused", "Refused", "done"]


def test_two_administrators_cannot_end_each_other_at_once():
    team = BodyFactory(team=True)
    one, two = (CapacityFactory(role=Role.ADMINISTRATOR, body=team) for _each in range(2))
    ending = [lambda part=part: capacities.end(capacity=part, by=PORTAL) for part in (one, two)]
    assert at_once(*ending) == ["Refused", "done"]


def test_two_administrators_cannot_close_each_other_at_once():
    team = BodyFactory(team=True)
    one, two = (CapacityFactory(role=Role.ADMINISTRATOR, body=team) for _each in range(2))
    closing = [lambda part=part: users.deactivate(user=part.user, by=PORTAL) for part in (one, two)]
    assert at_once(*closing) == ["Refused", "done"]
