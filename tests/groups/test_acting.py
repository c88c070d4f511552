"""Which hat a person acts in."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from groups import policies
from groups.actors import PICKED, Actor
from groups.views.acting import ActingMixin
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_hats():
    """A person who chairs a forum and sits on a committee."""
    user = UserFactory()
    chair = CapacityFactory(user=user, role="chair", body=BodyFactory(name="Riverside Parents"))
    co_optee = CapacityFactory(user=user, role="co_optee", body=BodyFactory(name="Scrutiny", committee=True))
    return user, chair, co_optee


class WritingView(ActingMixin, View):
    def post(self, request):
        return HttpResponse(self.actor(self.needs).label)

    get = post
    needs = ""


class SigningView(WritingView):
    @staticmethod
    def needs(capacity):
        return capacity.can_sign


def ask(view, user, worn=None, method="get", path="/somewhere/?page=2", **headers):
    request = getattr(RequestFactory(), method)(path, **headers)
    request.user = user
    request.actor = Actor(user, worn) if worn else None
    request.session = {}
    return view.as_view()(request)


def test_actor_only_capacity_is_worn_without_asking(signed_in):
    client = signed_in("chair")
    response = client.get(reverse("hat"))
    assert response.wsgi_request.actor == client.actor


def test_actor_two_capacities_none_is_worn_until_picked(signed_in, two_hats):
    user, chair, _co_optee = two_hats
    client = signed_in(user=user)
    assert client.get(reverse("hat")).wsgi_request.actor is None
    response = client.post(reverse("hat"), {"capacity": chair.pk, "next": "/cookies/"})
    assert (response.status_code, response.url) == (302, "/cookies/")
    assert client.get(reverse("hat")).wsgi_request.actor.label == "chair, Riverside Parents"


def test_actor_capacity_that_ended_falls_away_at_once(signed_in, two_hats):
    user, chair, co_optee = two_hats
    client = signed_in(user=user)
    client.post(reverse("hat"), {"capacity": chair.pk})
    chair.until = timezone.localdate() - dt.timedelta(days=1)
    chair.save()
    assert client.get(reverse("hat")).wsgi_request.actor.capacity == co_optee


def test_actor_capacity_of_someone_else_cannot_be_picked(signed_in, two_hats):
    user, _chair, _co_optee = two_hats
    other = CapacityFactory(role="officer")
    client = signed_in(user=user)
    response = client.post(reverse("hat"), {"capacity": other.pk})
    assert response.context["form"].errors == {"capacity": ["Choose one of the answers in the list"]}
    client.session[PICKED] = other.pk
    assert client.get(reverse("hat")).wsgi_request.actor is None


@pytest.mark.parametrize("where", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_hat_page_leads_nowhere_else(signed_in, two_hats, where):
    user, chair, _co_optee = two_hats
    response = signed_in(user=user).post(reverse("hat"), {"capacity": chair.pk, "next": where})
    assert response.url == reverse("start")


def test_hat_page_shows_only_hats_that_fit(signed_in, two_hats):
    user, chair, co_optee = two_hats
    client = signed_in(user=user)
    every = client.get(reverse("hat")).context["form"].fields["capacity"].choices
    assert every == [(chair.pk, "Chair, Riverside Parents"), (co_optee.pk, "Co-optee, Scrutiny")]
    some = client.get(reverse("hat"), {"fits": chair.pk}).context["form"].fields["capacity"].choices
    assert some == [(chair.pk, "Chair, Riverside Parents")]


def test_acting_mixin_asks_when_several_fit_and_comes_back(two_hats):
    user, chair, co_optee = two_hats
    response = ask(WritingView, user)
    assert response.url == f"/accounts/hat/?next=%2Fsomewhere%2F%3Fpage%3D2&fits={chair.pk}&fits={co_optee.pk}"


def test_acting_mixin_sends_a_form_back_to_the_page_it_was_on(two_hats):
    user, _chair, _co_optee = two_hats
    response = ask(WritingView, user, method="post", path="/sign/", headers={"referer": "http://testserver/stage/?x=1"})
    assert response.url.startswith("/accounts/hat/?next=%2Fstage%2F%3Fx%3D1&")
    elsewhere = ask(WritingView, user, method="post", path="/sign/", headers={"referer": "http://elsewhere.example/"})
    assert elsewhere.url.startswith("/accounts/hat/?next=%2Fsign%2F&")


def test_acting_mixin_takes_the_only_hat_that_fits(two_hats):
    user, _chair, _co_optee = two_hats
    assert ask(SigningView, user).content == b"chair, Riverside Parents"


def test_acting_mixin_takes_the_hat_that_is_worn(two_hats):
    user, _chair, co_optee = two_hats
    assert ask(WritingView, user, worn=co_optee).content == b"co-optee, Scrutiny"


def test_acting_mixin_never_writes_in_another_hat_than_the_page_shows(two_hats):
    user, chair, co_optee = two_hats
    assert ask(SigningView, user, worn=co_optee).url == f"/accounts/hat/?next=%2Fsomewhere%2F%3Fpage%3D2&fits={chair.pk}"


def test_acting_mixin_refuses_when_no_hat_fits():
    user = CapacityFactory(role="member").user
    with pytest.raises(PermissionDenied):
        ask(SigningView, user)


def test_actor_is_judged_by_the_hat_worn(two_hats):
    user, chair, co_optee = two_hats
    assert [
        policies.is_committee(user),
        policies.is_committee(Actor(user, chair)),
        policies.is_committee(Actor(user, co_optee)),
    ] == [
        True,
        False,
        True,
    ]
