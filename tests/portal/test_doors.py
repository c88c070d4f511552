"""The way in and the frame of every page: demonstration sign-in, the start, the navigation, the line of the hat."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from coproduction.portal import context, navigation
from coproduction.portal.views.demo_sign_in import PEOPLE
from groups.enums import Role
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory

pytestmark = pytest.mark.django_db

CONTRACT = [
    "admin", "officer", "officer2", "facilitator", "chair", "rep", "young", "board", "committee", "safeguarding",
]  # fmt: skip


@pytest.fixture
def made_up(settings):
    settings.DEMO = True
    return [CapacityFactory(role="member", user=UserFactory(email=person.email, is_demonstration=True)).user for person in PEOPLE]


def test_demo_page_is_not_there_on_a_real_installation(client, settings, made_up):
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"email": "officer@demo.example"}).status_code == 404


def test_demo_page_has_one_button_for_each_person_of_the_contract(client, made_up):
    page = client.get("/demo/")
    assert sorted(person.email for person in page.context["people"]) == sorted(f"{name}@demo.example" for name in CONTRACT)
    for name in CONTRACT:
        assert page.content.decode().count(f"Sign in as {name}@demo.example</button>") == 1


def test_demo_button_signs_in_without_a_password(client, made_up):
    assert client.post("/demo/", {"email": "chair@demo.example"}).url == reverse("start")
    assert client.get(reverse("account")).context["user"].email == "chair@demo.example"


def test_demo_button_needs_the_token_of_the_page(made_up):
    assert Client(enforce_csrf_checks=True).post("/demo/", {"email": "chair@demo.example"}).status_code == 403


def test_demo_button_signs_in_nobody_else(client, settings, made_up):
    UserFactory(email="real@tests.example")
    UserFactory(email="other@demo.example", is_demonstration=True)
    for email in ("real@tests.example", "other@demo.example", "", "nobody@demo.example"):
        assert client.post("/demo/", {"email": email}).status_code == 404


def test_demo_button_never_signs_in_a_real_account_with_that_address(client, settings):
    settings.DEMO = True
    UserFactory(email="admin@demo.example", is_demonstration=False)
    assert client.post("/demo/", {"email": "admin@demo.example"}).status_code == 404


def test_demo_sign_in_of_another_person_forgets_the_hat_of_the_one_before(client, made_up):
    client.post("/demo/", {"email": "chair@demo.example"})
    client.post(reverse("hat"), {"capacity": made_up[2].capacities.get().pk})
    client.post("/demo/", {"email": "rep@demo.example"})
    assert client.get(reverse("account")).wsgi_request.actor.user.email == "rep@demo.example"


@pytest.mark.parametrize(
    "role, name",
    [
        ("officer", "officers"),
        ("board_administrator", "officers"),
        ("safeguarding_lead", "safeguarding"),
        ("administrator", "administration"),
        ("member", "my"),
        ("chair", "my"),
        ("facilitator", "my"),
        ("committee_member", "committee"),
        ("co_optee", "committee"),
    ],
)
def test_start_leads_to_the_space_of_the_role(role, name):
    assert navigation.start_of(CapacityFactory(role=role).user) == name


def test_start_leads_to_the_space_of_the_hat_worn(settings, signed_in):
    user = UserFactory()
    CapacityFactory(user=user, role="chair")
    co_optee = CapacityFactory(user=user, role="co_optee", body=BodyFactory(committee=True))
    client = signed_in(user=user)
    assert client.get(reverse("start")).url == reverse("my")
    client.post(reverse("hat"), {"capacity": co_optee.pk})
    assert client.get(reverse("start")).url == reverse("committee")


def test_every_role_has_a_space_of_its_own():
    assert {role for roles, _space in navigation.SPACES for role in roles} == set(Role)
    assert {role for roles, _name in navigation.STARTS for role in roles} == set(Role)


def test_navigation_joins_the_spaces_of_all_hats_without_doubles():
    user = UserFactory()
    CapacityFactory(user=user, role="chair")
    CapacityFactory(user=user, role="co_optee", body=BodyFactory(committee=True))
    urls = [item.url for item in navigation.items_for(user, "/")]
    assert urls == ["/my/", "/projects/", "/you-said-we-did/", "/forums/", "/committee/", "/promises/"]


OFFICERS = [
    "/officers/",
    "/officers/projects/",
    "/you-said-we-did/",
    "/officers/reading/",
    "/officers/meetings/",
    "/forums/",
    "/admin/outbox/",
]


@pytest.mark.parametrize(
    "role, demo, expected",
    [
        ("officer", True, OFFICERS),
        ("officer", False, OFFICERS[:-1]),
        ("board_administrator", True, [*OFFICERS[:3], *OFFICERS[4:6]]),
        ("administrator", False, ["/admin/", "/admin/people/", "/admin/outbox/", "/admin/jobs/"]),
    ],
)
def test_navigation_leads_only_where_a_person_may_go(signed_in, settings, role, demo, expected):
    settings.DEMO = demo
    browser = signed_in(role)
    assert [item.url for item in navigation.items_for(browser.actor.user, "/")] == expected
    # Without a demonstration the second factor would be asked for first.
    settings.DEMO = True
    assert [browser.get(url).status_code for url in expected] == [200] * len(expected)


def test_navigation_marks_the_room_one_is_in():
    items = navigation.items_for(None, "/projects/a-project/")
    assert [item.url for item in items if item.current] == ["/projects/"]


def test_frame_asks_nothing_of_a_visitor(client, django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        shown = context.site(request)
    assert (shown["acting"], shown["user"].is_authenticated) == (None, False)


def test_frame_sets_no_cookie_and_does_not_vary_by_it(client):
    response: HttpResponse = client.get("/cookies/")
    assert response.status_code == 200
    assert (response.cookies, "cookie" in response.get("Vary", "").lower()) == ({}, False)


def test_frame_shows_the_hat_and_the_way_to_another(signed_in):
    user = UserFactory()
    chair = CapacityFactory(user=user, role="chair", body=BodyFactory(name="Riverside"))
    CapacityFactory(user=user, role="co_optee", body=BodyFactory(committee=True))
    client = signed_in(user=user)
    acting = client.get("/cookies/").context["acting"]
    assert (acting.label, acting.can_change, acting.change_url) == ("not chosen yet", True, "/accounts/hat/?next=%2Fcookies%2F")
    client.post(reverse("hat"), {"capacity": chair.pk})
    assert client.get("/cookies/").context["acting"].label == "chair, Riverside"


def test_frame_offers_no_change_to_a_person_with_one_hat(signed_in):
    acting = signed_in("chair", BodyFactory(name="Riverside")).get("/cookies/").context["acting"]
    assert (acting.label, acting.can_change) == ("chair, Riverside", False)
