"""One's own page: rest, leave, how to reach me, what helps me, and what the council may know."""

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.enums import AgeBand, Reach, Standing
from groups.models import AccessNeed, Capacity, User
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory
from tests.factories.members import MemberFactory, NeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


@pytest.fixture
def member(signed_in):
    return signed_in("member", BodyFactory(name="Riverside", is_independent=True))


def send(browser, **fields):
    response = browser.post(reverse("my_taking_part"), fields, follow=True)
    browser.actor.capacity.refresh_from_db()
    return [str(message) for message in response.context["messages"]]


def test_person_rests_comes_back_and_leaves(member):
    part, key = member.actor.capacity, str(member.actor.capacity.pk)
    assert send(member, rest=key) == ["You are resting. We leave you in peace until you come back."]
    assert part.standing == Standing.RESTING
    send(member, come_back=key)
    assert part.standing == Standing.ACTIVE
    assert send(member, leave=key) == ["You have left. Thank you for taking part."]
    assert list(Capacity.objects.live().filter(user=part.user)) == []


def test_nobody_rests_or_leaves_for_someone_else(member):
    other = MemberFactory(body=member.actor.body)
    for act in ("rest", "leave", "council_yes"):
        assert member.post(reverse("my_taking_part"), {act: str(other.pk)}).status_code == 404
    need = NeedFactory(user=other.user)
    assert member.post(reverse("my_taking_part"), {"end_need": str(need.pk)}).status_code == 404
    other.refresh_from_db()
    assert (other.standing, other.until, other.council_may_know, AccessNeed.objects.get().ended_on) == (
        "active",
        None,
        False,
        None,
    )


def test_what_helps_is_kept_only_when_the_person_agrees(member):
    response = member.post(reverse("my_taking_part"), {"need": "1", "need-words": "A signer"})
    assert response.context["need_form"].errors == {"agreed": ["Tick the box if we may keep this. Without it we cannot."]}
    assert AccessNeed.objects.count() == 0
    send(member, need="1", **{"need-words": "A signer", "need-agreed": "on"})
    need = AccessNeed.objects.get()
    assert (need.user, need.words, need.agreed_on) == (member.actor.user, "A signer", timezone.localdate())
    assert member.get(reverse("my_taking_part")).context["needs"] == [need]
    send(member, end_need=str(need.pk))
    assert member.get(reverse("my_taking_part")).context["needs"] == []


def test_how_to_reach_me_is_mine_to_say(member):
    sent = {"person-reach": "ring", "person-contact": "020 7946 0000", "person-age_band": "16-17", "person-do_not_contact": "on"}
    assert send(member, person="1", **sent) == ["Saved."]
    person = User.objects.get(pk=member.actor.user.pk)
    assert (person.reach, person.contact, person.age_band, person.do_not_contact) == (Reach.RING, "020 7946 0000", "16-17", True)
    wrong = member.post(reverse("my_taking_part"), {"person": "1", **sent, "person-contact": "no number"})
    form = wrong.context["person_form"]
    assert form.errors == {"__all__": ["Write a telephone number with its first 0, like 020 7946 0000."]}
    assert form["contact"].value() == "no number"


def test_child_cannot_make_itself_older(signed_in):
    part = CapacityFactory(standing=Standing.PAUSED, user=UserFactory(age_band=AgeBand.AGES_11_12))
    child = signed_in(user=part.user)
    page = child.get(reverse("my_taking_part"))
    assert ("age_band" in page.context["person_form"].fields, [line.capacity for line in page.context["parts"]]) == (
        False,
        [part],
    )
    sent = {"person-reach": "email", "person-contact": "", "person-age_band": "adult"}
    child.post(reverse("my_taking_part"), {"person": "1", **sent})
    part.refresh_from_db()
    assert (part.standing, User.objects.get(pk=part.user_id).age_band) == (Standing.PAUSED, AgeBand.AGES_11_12)


def test_council_learns_who_i_am_only_when_i_say_so(member):
    part, key = member.actor.capacity, str(member.actor.capacity.pk)
    assert send(member, council_yes=key) == ["The council may know who you are."]
    assert part.council_may_know
    assert send(member, council_no=key) == ["The council does not learn who you are."]
    assert not part.council_may_know


def test_last_keeper_of_an_independent_forum_is_told_why_they_cannot_leave(signed_in):
    chair = signed_in("chair", BodyFactory(is_independent=True))
    assert send(chair, leave=str(chair.actor.capacity.pk))[0].startswith("Nobody else could see who the members are.")
    assert chair.actor.capacity.until is None


def test_someone_without_a_part_is_told_what_will_be_here(signed_in):
    stranger = signed_in(user=UserFactory())
    assert "You have no part in a group now" in stranger.get(reverse("my_taking_part")).content.decode()
    assert stranger.post(reverse("my_taking_part"), {"person": "1", "person-reach": "email"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_own_page_costs_the_same_for_any_number(signed_in, django_assert_num_queries, number):
    user = UserFactory()
    for _count in range(number):
        CapacityFactory(user=user)
        NeedFactory(user=user)
    browser = signed_in(user=user)
    browser.get(reverse("my_taking_part"))
    # Session, user, own parts; parts with needs and consents; needs.
    with django_assert_num_queries(7):
        browser.get(reverse("my_taking_part"))
