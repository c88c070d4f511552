"""What the checklist says to people, and when it has lost its point."""

import datetime as dt

import pytest
from django.utils import timezone

from checklist.enums import Scale
from checklist.services import items, sign_offs
from coproduction.core import notifications
from coproduction.core.models import Notification
from coproduction.core.notifications import Unneeded
from groups.actors import Actor
from groups.models import Body, Capacity
from tests.factories.checklist import Scene, scene, sign_on_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    made = scene(title="Short breaks & more")
    made.settle()
    # That the stage is ready was told on the way here.
    Notification.objects.all().delete()
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


def kinds_to(person: Actor) -> list[str]:
    return list(Notification.objects.filter(recipient=person.ref).values_list("kind", flat=True))


def test_forum_is_told_once_when_the_council_has_done_its_part():
    walk = scene()
    items.answer_and_confirm(item=walk.item("1.1"), words="Yes.", by=walk.officer)
    assert kinds_to(walk.chair) == []
    items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    items.answer_and_confirm(item=walk.item("1.4"), words="Yes.", by=walk.officer)
    assert kinds_to(walk.chair) == ["checklist.stage_waits"]
    row = Notification.objects.get()
    assert "The council has done its part of stage 1, “Plain 1”," in render(row).body


def test_stages_that_are_signed_together_are_named_together():
    walk = scene(scale=Scale.LIGHT, title="Bus stop")
    walk.settle()
    Notification.objects.all().delete()
    sign_offs.sign(stage=walk.stage(2), by=walk.officer)
    words = render(Notification.objects.get())
    assert words.subject == "Bus stop: part 1 (stages 1 to 4) waits for your signature"
    assert "part 1 (stages 1 to 4), “Before”, of “Bus stop”" in words.body


def test_answer_to_a_refusal_is_told_to_the_forum_until_it_signs(walk):
    refused = sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    sign_offs.answer_refusal(refusal=refused, words="The split is open.", by=walk.officer)
    row = Notification.objects.get(recipient=walk.chair.ref)
    assert render(row).subject == "Short breaks & more: the council answered you about stage 1"
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    with pytest.raises(Unneeded):
        render(row)


def test_signature_on_paper_goes_back_as_a_copy_and_its_dispute_to_the_lead(walk):
    sign_on_paper(walk, on=dt.date(2026, 6, 3))
    row = Notification.objects.get(recipient=walk.chair.ref)
    words = render(row)
    assert words.subject == "Short breaks & more: your signature on paper for stage 1"
    assert "Signed as: Chair. A signed stage sheet, dated 3 June 2026." in words.body
    sign_offs.dispute(stage=walk.stage(), reason="We never met.", by=walk.chair)
    lead = Notification.objects.get(recipient=walk.officer.ref)
    assert (render(lead).subject, "We never met." in render(lead).body) == ("Short breaks & more: stage 1 is disputed", False)


def test_abstention_is_told_to_the_lead(walk):
    sign_offs.abstain(stage=walk.stage(), by=walk.chair)
    assert (
        render(Notification.objects.get(recipient=walk.officer.ref)).subject
        == "Short breaks & more: a forum abstained at stage 1"
    )
