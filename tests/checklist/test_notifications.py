"""What the checklist says to people, and when it has lost its point."""

import pytest
from django.utils import timezone

from checklist.services import items, sign_offs
from coproduction.core import notifications
from coproduction.core.models import Notification
from coproduction.core.notifications import Unneeded
from groups.actors import Actor
from groups.models import Body, Capacity
from tests.factories.checklist import Scene, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    made = scene(title="Short breaks & more")
    made.settle()
    return made


def render(row: Notification) -> notifications.Words:
    return notifications.render(
        row.kind, facts=row.facts, to=row.recipient, reason=row.reason, is_demonstration=False, now=timezone.now()
    )


def test_signature_asked_for_says_what_and_where(walk, settings):
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    row = Notification.objects.get()
    words = render(row)
    assert words.subject == "Short breaks & more: stage 1 waits for your signature"
    assert f"{settings.SITE_URL}/projects/{walk.project.slug}/checklist/1/" in words.body
    assert row.reason == f"you sign for {walk.forums[0].name}"


def test_signature_is_not_asked_for_any_more_once_given(walk):
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    row = Notification.objects.get()
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    with pytest.raises(Unneeded):
        render(row)


def test_question_is_not_told_any_more_once_replied(walk):
    items.query(item=walk.item("1.1"), words="Why?", by=walk.chair)
    row = Notification.objects.get()
    assert render(row).subject == f"{walk.forums[0].name} asks about Short breaks & more, 1.1"
    items.reply(item=walk.item("1.1"), words="Because.", by=walk.officer)
    with pytest.raises(Unneeded):
        render(row)
    reply = Notification.objects.get(kind="checklist.council_replied")
    assert render(reply).subject == "The council replied: Short breaks & more, 1.1"
    items.confirm(item=walk.item("1.1"), by=walk.chair)
    with pytest.raises(Unneeded):
        render(reply)


def test_message_holds_nobodys_words(walk):
    items.query(item=walk.item("1.1"), words="Something private.", by=walk.chair)
    sign_offs.refuse(stage=walk.stage(), reason="A public reason.", by=walk.chair)
    rows = list(Notification.objects.all())
    assert len(rows) == 2
    for row in rows:
        assert "Something private." not in f"{row.facts}{render(row).body}"


def test_message_names_a_discreet_forum_by_its_neutral_name(walk):
    Body.objects.filter(pk=walk.forums[0].pk).update(name="Care Council", is_discreet=True, neutral_name="Thursday group")
    chair = Actor(walk.chair.user, Capacity.objects.get(pk=walk.chair.capacity.pk))
    sign_offs.refuse(stage=walk.stage(), reason="A public reason.", by=chair)
    sign_offs.sign(stage=walk.stage(), by=chair)
    written = [render(row) for row in Notification.objects.all()]
    assert [(words.subject + words.body).count("Thursday group") > 0 for words in written] == [True, True]
    assert [words for words in written if "Care Council" in words.subject + words.body] == []
