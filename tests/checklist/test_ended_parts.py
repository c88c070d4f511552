"""A part that ended while the page was open: the person is told, gets back what they typed, and nothing is saved."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from checklist.models import ItemEvent, SignOff
from coproduction.core.models import AuditEvent, Notification
from groups.actors import PICKED
from groups.enums import Role
from groups.models import Capacity
from tests.factories.checklist import at_last_stage, evaluation, scene
from tests.factories.groups import CapacityFactory
from tests.factories.sessions import PanelFactory, PanelSeatFactory

pytestmark = pytest.mark.django_db

TYPED = "We were <b>asked</b> late.\r\nTwo said so."


def end(capacity: Capacity) -> None:
    Capacity.objects.filter(pk=capacity.pk).update(
        since=timezone.localdate() - dt.timedelta(days=9), until=timezone.localdate() - dt.timedelta(days=1)
    )


def stage_url(walk, name, *more):
    return reverse(name, args=[walk.project.slug, 1, *more])


def checklist_acts(walk):
    return [
        (stage_url(walk, "item_answer", "1.3"), {"words": TYPED, "seen": 0}),
        (stage_url(walk, "item_query", "1.1"), {"words": TYPED, "seen": 0}),
        (stage_url(walk, "evidence_add", "1.3"), {"words": TYPED}),
        (stage_url(walk, "stage_refuse"), {"reason": TYPED, "seen": 0}),
        (stage_url(walk, "stage_review"), {"query-1-1": TYPED, "position": "refused", "seen": 0}),
        (stage_url(walk, "stage_dispute"), {"reason": TYPED}),
    ]


@pytest.mark.parametrize("is_still_member", [True, False])
def test_words_typed_on_the_checklist_are_given_back(signed_in, is_still_member):
    walk = scene()
    client = signed_in(user=walk.chair.user)
    if is_still_member:
        CapacityFactory(user=walk.chair.user, role=Role.COMMITTEE_MEMBER)
    end(walk.chair.capacity)
    for url, said in checklist_acts(walk):
        page = client.post(url, said)
        told = f"You no longer act as {escape(walk.chair.label)}, so this was not saved."
        assert (url, page.status_code in (403, 404)) == (url, True)
        assert (url, told in page.text, escape(TYPED) in page.text, "<b>asked" in page.text) == (url, True, True, False)
        assert page.headers["Cache-Control"] == "private, no-store"
    assert (ItemEvent.objects.count(), SignOff.objects.count()) == (0, 0)


def test_words_typed_into_an_evaluation_are_given_back(signed_in):
    walk = at_last_stage()
    begun = evaluation(walk)
    client = signed_in(user=walk.chair.user)
    end(walk.chair.capacity)
    page = client.post(reverse("evaluation_point_add", args=[walk.project.slug, begun.ref]), {"words": TYPED})
    assert ("so this was not saved" in page.text, escape(TYPED) in page.text, begun.points.count()) == (True, True, 1)


def test_interest_typed_for_a_panel_is_given_back(signed_in):
    panel = PanelFactory(scoring=True)
    capacity = CapacityFactory(role=Role.MEMBER)
    PanelSeatFactory(panel=panel, user=capacity.user, order=0)
    client = signed_in(user=capacity.user)
    end(capacity)
    url = reverse("panel_seat", args=[panel.session.project.slug, panel.session.ref, 1])
    page = client.post(url, {"declare": "1", "interest": TYPED})
    assert (page.status_code, "so this was not saved" in page.text, escape(TYPED) in page.text) == (403, True, True)


def test_words_given_back_are_kept_nowhere(signed_in, caplog):
    walk = scene()
    client = signed_in(user=walk.chair.user)
    end(walk.chair.capacity)
    client.post(*checklist_acts(walk)[0])
    stored = [*AuditEvent.objects.values_list("facts", flat=True), *Notification.objects.values_list("body", flat=True)]
    assert ("Two said so" in caplog.text, "Two said so" in str(stored), "Two said so" in str(dict(client.session))) == (
        False, False, False,
    )  # fmt: skip


def test_words_that_another_site_sends_are_not_read_back(signed_in):
    walk = scene()
    url, said = checklist_acts(walk)[0]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(walk.chair.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (url, "/projects/nothing/checklist/1/sign/", "/no/such/address/"):
        assert "Two said so" not in strict.post(address, said).text


def test_what_was_typed_for_one_forum_is_not_saved_for_another(signed_in):
    """Someone who chairs two forums of one project loses one: their words do not slip over to the other."""
    walk = scene(forums=2)
    other = CapacityFactory(user=walk.chair.user, role=Role.CHAIR, body=walk.forums[1])
    client = signed_in(user=walk.chair.user)
    session = client.session
    session[PICKED] = walk.chair.capacity.pk
    session.save()
    end(walk.chair.capacity)
    url, said = checklist_acts(walk)[0]
    page = client.post(url, said)
    assert (page.status_code, escape(TYPED) in page.text, ItemEvent.objects.count()) == (403, True, 0)
    # Having read whom they act for now, they can.
    assert client.post(url, said).status_code == 302
    assert {event.capacity for event in ItemEvent.objects.all()} == {other}
