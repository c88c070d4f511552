"""Two people at the very same moment: no circle of forums, one signature, one agreed charter."""

import pytest
from django.utils import timezone

from groups.models import Body
from groups.services import bodies, charters, own_words
from tests.factories.forums import CharterFactory, PriorityFactory
from tests.factories.groups import BodyFactory
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_two_forums_cannot_become_part_of_each_other_at_once(acting):
    by, one, two = acting(body=BodyFactory(team=True)), BodyFactory(), BodyFactory()
    acts = [lambda a=a, b=b: bodies.update(body=a, by=by, parent_body=b) for a, b in ((one, two), (two, one))]
    assert at_once(*acts) == ["Refused", "done"]
    assert Body.objects.filter(parent_body__isnull=False).count() == 1


def test_organisation_signs_once(acting):
    charter, hub = CharterFactory(), BodyFactory(organisation=True)
    people = [acting("facilitator", hub) for _each in range(3)]
    assert at_once(*[lambda by=by: charters.sign(charter=charter, by=by) for by in people]) == [
        "WrongState",
        "WrongState",
        "done",
    ]


def test_draft_is_agreed_once(acting):
    old = CharterFactory()
    draft = CharterFactory(body=old.body, draft=True, version=2)
    people = [acting("chair", old.body), acting("representative", old.body)]
    agreeing = [lambda by=by: charters.agree(charter=draft, agreed_on=timezone.localdate(), by=by) for by in people]
    assert at_once(*agreeing) == ["WrongState", "done"]


def test_priorities_moved_at_once_keep_one_order(acting):
    forum = BodyFactory()
    rows = [PriorityFactory(body=forum, order=place) for place in range(3)]
    by = acting("chair", forum)
    at_once(*[lambda row=row: own_words.move(priority=row, up=True, by=by) for row in rows[1:]])
    assert sorted(forum.priorities.values_list("order", flat=True)) == [0, 1, 2]
