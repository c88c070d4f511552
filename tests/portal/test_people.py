"""Administrators look after people; nobody else does, and nothing about safeguarding is shown to them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.enums import ReadingState
from coproduction.core.models import AuditEvent
from groups.models import Capacity, Invitation
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    # No second factor to set up first.
    settings.DEMO = True


@pytest.fixture
def admin(signed_in):
    return signed_in("administrator", BodyFactory(team=True))


@pytest.mark.parametrize("number", [1, 3, 30])
def test_people_list_costs_the_same_for_any_number(admin, django_assert_num_queries, number):
    for _count in range(number - 1):
        CapacityFactory()
    admin.get(reverse("people"))
    # Session, user, own parts; count, page, parts with bodies; invitations.
    with django_assert_num_queries(7):
        response = admin.get(reverse("people"))
    assert len(response.context["rows"]) == number


def test_people_list_shows_parts_that_hold_now(admin):
    person = UserFactory(email="a@tests.example")
    CapacityFactory(user=person, role="chair", body=BodyFactory(name="Riverside"))
    CapacityFactory(user=person, role="member", body=BodyFactory(name="Hilltop"), ended=True)
    rows = admin.get(reverse("people"), {"words": "a@tests"}).context["rows"]
    assert [[str(cell) for cell in row[:2]] for row in rows] == [["a@tests.example", "chair, Riverside"]]


def test_people_are_found_by_their_group(admin):
    CapacityFactory(body=BodyFactory(name="Riverside"), user=UserFactory(email="a@tests.example"))
    CapacityFactory(body=BodyFactory(name="Hilltop"))
    rows = admin.get(reverse("people"), {"words": "river"}).context["rows"]
    assert [str(row[0]) for row in rows] == ["a@tests.example"]


def test_person_is_given_a_part_and_it_says_in_which_part_that_was_done(admin):
    person, body = UserFactory(), BodyFactory(name="Riverside")
    response = admin.post(reverse("person", args=[person.pk]), {"body": body.pk, "role": "chair"})
    assert response.url == reverse("person", args=[person.pk])
    assert [capacity.label for capacity in person.capacities.all()] == ["chair, Riverside"]
    assert AuditEvent.objects.first().capacity == admin.actor.label


def test_person_refusal_is_shown_and_keeps_what_was_chosen(admin):
    part = CapacityFactory()
    response = admin.post(reverse("person", args=[part.user_id]), {"body": part.body_id, "role": part.role})
    assert response.context["form"].errors == {"__all__": ["This person has this part already."]}
    assert response.context["form"]["role"].value() == part.role


def test_capacity_is_ended_after_asking(admin):
    part = CapacityFactory()
    assert admin.get(reverse("capacity_end", args=[part.pk])).status_code == 200
    assert part.is_live()
    admin.post(reverse("capacity_end", args=[part.pk]))
    assert not Capacity.objects.get(pk=part.pk).is_live()


def test_person_is_invited_and_the_link_is_shown_once(admin):
    body = BodyFactory(name="Riverside")
    response = admin.post(reverse("person_invite"), {"email": "new@tests.example", "body": body.pk, "role": "member"})
    assert Invitation.objects.get().email == "new@tests.example"
    assert response.context["link"] in response.content.decode()


def test_account_is_closed_at_once_and_opened_again(admin, signed_in):
    member = signed_in("member")
    person = member.actor.user
    assert member.get(reverse("account")).status_code == 200
    admin.post(reverse("person_close", args=[person.pk]))
    assert member.get(reverse("account")).status_code == 302
    admin.post(reverse("person_reopen", args=[person.pk]))
    person.refresh_from_db()
    assert person.is_active


def test_own_account_cannot_be_closed(admin):
    admin.post(reverse("person_close", args=[admin.actor.user.pk]))
    admin.actor.user.refresh_from_db()
    assert admin.actor.user.is_active


def test_audit_shows_nothing_about_safeguarding(admin):
    AuditEvent.objects.create(
        actor="user:1", capacity="safeguarding lead, Team", verb="opened", target="core.safeguardingrecord:1"
    )
    AuditEvent.objects.create(
        actor="user:1", capacity="officer, Team", verb="held", target="core.readingitem:1", facts={"state": ReadingState.HELD}
    )
    AuditEvent.objects.create(actor="user:1", capacity="officer, Team", verb="published", target="feedback.outcome:1")
    rows = admin.get(reverse("audit")).context["rows"]
    assert [str(row[3]) for row in rows] == ["feedback.outcome:1"]


def test_audit_is_filtered_by_who_and_what(admin):
    for actor, target in (("user:1", "groups.body:1"), ("user:11", "groups.body:2"), ("user:1", "groups.user:3")):
        AuditEvent.objects.create(
            actor=actor, capacity="officer", verb="changed", target=target, at=timezone.now() - dt.timedelta(1)
        )

    def shown(**query):
        return {str(row[3]) for row in admin.get(reverse("audit"), query).context["rows"]}

    assert shown(actor="user:1") == {"groups.body:1", "groups.user:3"}
    assert shown(target="groups.body:") == {"groups.body:1", "groups.body:2"}
    assert shown(actor="user:1", target="groups.body:") == {"groups.body:1"}


@pytest.mark.parametrize("number", [1, 3])
def test_audit_costs_the_same_for_any_number(admin, django_assert_num_queries, number):
    for count in range(number):
        AuditEvent.objects.create(actor="user:1", capacity="officer", verb="changed", target=f"groups.body:{count}")
    admin.get(reverse("audit"))
    with django_assert_num_queries(5):
        assert len(admin.get(reverse("audit")).context["rows"]) == number
