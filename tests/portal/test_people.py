"""Administrators look after people; nobody else does, and nothing about safeguarding is shown to them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.enums import ReadingState
from coproduction.core.models import AuditEvent
from groups.models import Capacity, Invitation
from groups.services import invitations
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory
from tests.factories.members import OfflineFactory

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
    # Session, user, own parts; count, page, parts with bodies; invitations; who is not shown, and their groups.
    with django_assert_num_queries(9):
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


# --- People whom only their own group knows ---------------------------------------------------------------------------------


@pytest.fixture
def independent():
    return BodyFactory(name="Parents Together", is_independent=True)


def listed(admin, **query):
    return [str(row[0]) for row in admin.get(reverse("people"), query).context["rows"]]


def test_member_of_an_independent_group_is_not_listed_found_or_opened(admin, independent):
    part = CapacityFactory(body=independent, user=UserFactory(email="hidden@tests.example", name="Ottoline Frost"))
    known = CapacityFactory(body=independent, council_may_know=True, user=UserFactory(email="known@tests.example"))
    assert listed(admin) == [known.user.email, admin.actor.user.email]
    assert [listed(admin, words=words) for words in ("hidden", "Ottoline", "Parents Together")] == [
        [],
        [],
        ["known@tests.example"],
    ]
    pages = [("person", part.user_id, "get"), ("person_close", part.user_id, "post"), ("person_reopen", part.user_id, "post")]
    pages += [("capacity_end", part.pk, "get"), ("capacity_end", part.pk, "post")]
    assert [getattr(admin, method)(reverse(name, args=[pk])).status_code for name, pk, method in pages] == [404] * 5
    assert admin.get(reverse("person", args=[known.user_id])).status_code == 200
    part.refresh_from_db()
    assert part.user.is_active


def test_list_says_how_many_are_not_shown_and_who_looks_after_them(admin, independent):
    for standing in ("active", "resting"):
        CapacityFactory(body=independent, standing=standing)
    text = admin.get(reverse("people")).content.decode()
    assert "2 more people are not shown: only their own groups know them. Ask there: Parents Together." in text


@pytest.mark.parametrize("role", ["chair", "organiser"])
def test_administrator_makes_nobody_from_the_council_keeper_of_an_independent_group(admin, independent, role):
    page = admin.post(reverse("person", args=[admin.actor.user.pk]), {"body": independent.pk, "role": role}).content.decode()
    assert ("Nobody who works for the council looks after its members." in page, independent.capacities.count()) == (True, 0)
    parent = CapacityFactory(body=BodyFactory()).user
    admin.post(reverse("person", args=[parent.pk]), {"body": independent.pk, "role": role})
    assert independent.capacities.get().user == parent


def test_part_in_an_independent_group_is_not_shown_of_someone_who_is_known(admin, independent):
    person = UserFactory(email="both@tests.example")
    open_part = CapacityFactory(user=person, body=BodyFactory(name="Riverside"))
    hidden = CapacityFactory(user=person, body=independent)
    CapacityFactory(user=person, body=independent, role="chair", ended=True)
    rows = admin.get(reverse("people"), {"words": "both"}).context["rows"]
    assert [str(cell) for cell in rows[0][:2]] == ["both@tests.example", "member, Riverside"]
    context = admin.get(reverse("person", args=[person.pk])).context
    assert (context["live"], context["ended"]) == ([open_part], [])
    assert admin.get(reverse("capacity_end", args=[hidden.pk])).status_code == 404


def test_someone_who_left_the_council_is_known_only_to_their_group(admin, independent):
    person = UserFactory(email="left@tests.example")
    CapacityFactory(user=person, role="officer", body=BodyFactory(team=True), ended=True)
    assert listed(admin, words="left@") == ["left@tests.example"]
    CapacityFactory(user=person, body=independent)
    assert listed(admin, words="left@") == []


def test_invitation_to_an_independent_group_is_seen_only_by_who_sent_it(admin, independent, acting):
    invitations.invite(email="a@tests.example", body=independent, role="member", by=acting("organiser", independent))
    own = invitations.invite(email="b@tests.example", body=independent, role="chair", by=admin.actor)
    assert admin.get(reverse("people")).context["invitations"] == [own]


def test_person_without_email_has_none_in_the_list(admin):
    CapacityFactory(user=OfflineFactory(name="Ada Example"), body=BodyFactory(name="Riverside"))
    row = admin.get(reverse("people"), {"words": "Ada"}).context["rows"][0]
    assert (str(row[0]), row[0].note) == ("No email", "Ada Example")


def test_discreet_group_is_known_to_administrators_by_its_neutral_name(admin):
    part = CapacityFactory(body=BodyFactory(discreet=True, name="Xanadu"), user=UserFactory(email="a@tests.example"))
    assert (listed(admin, words="Xanadu"), listed(admin, words="Thursday")) == ([], ["a@tests.example"])
    pages = [reverse("people"), reverse("person", args=[part.user_id]), reverse("capacity_end", args=[part.pk])]
    texts = [admin.get(page).content.decode() for page in pages]
    assert [("Xanadu" in text, "Thursday group" in text) for text in texts] == [(False, True)] * 3
