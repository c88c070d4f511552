"""What every public page shares: no cookie, answers to conditional requests, one render for everyone, fresh at once."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from coproduction.core.services import publication
from coproduction.core.views.public import FOR_EVERYONE, FOR_ONE_PERSON
from feedback.models import Outcome
from tests.factories.engagements import ForwardPlanItemFactory, ProjectPartFactory
from tests.factories.feedback import ContributorFactory, OutcomeFactory, PromiseFactory
from tests.factories.groups import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/forums/", "/forums/youth/", "/forums/youth/meetings.ics", "/meetings/meet22/", "/projects/", "/projects/hub/", "/you-said-we-did/",
    "/you-said-we-did/easy/", "/you-said-we-did.csv", "/you-said-we-did.json", "/you-said-we-did.atom", "/promises/", "/forward-plan/",
    "/help-now/", "/accessibility/", "/privacy/", "/cookies/", "/record/",
)  # fmt: skip


@pytest.fixture
def scene() -> Outcome:
    body = BodyFactory(slug="youth", name="Youth group")
    part = ProjectPartFactory(body=body, project__slug="hub", project__title="The hub")
    outcome = OutcomeFactory(ref="easy", title="Easy words", project=part.project)
    ContributorFactory(outcome=outcome, body=body)
    PromiseFactory(made_to=body, project=part.project)
    ForwardPlanItemFactory(project=part.project)
    MeetingFactory(body=body, ref="meet22")
    return outcome


@pytest.mark.parametrize("path", PAGES)
def test_public_page_sets_no_cookie_and_is_for_everyone(scene: Outcome, client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, dict(response.cookies), response.headers["Cache-Control"]) == (200, {}, FOR_EVERYONE)
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("path", PAGES)
def test_public_page_is_not_sent_again_when_unchanged(scene: Outcome, client: Client, path: str) -> None:
    etag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"], dict(again.cookies)) == (304, b"", etag, {})


@pytest.mark.parametrize("path", PAGES)
def test_public_page_costs_one_query_when_kept(scene: Outcome, client: Client, path: str, django_assert_num_queries: Any) -> None:
    first = client.get(path)
    with django_assert_num_queries(1):
        second = client.get(path)
    assert (second.content, second.headers["Content-Type"]) == (first.content, first.headers["Content-Type"])


@pytest.mark.parametrize("path", PAGES)
def test_public_page_comes_small_to_whoever_takes_it_so(
    scene: Outcome, client: Client, at: Callable[..., Any], path: str
) -> None:
    with at("2026-03-02 10:00"):  # A calendar says when it was made, to the second.
        plain = client.get(path)
        small = [client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"}) for _time in range(2)]
        assert [gzip.decompress(each.content) for each in small] == [plain.content, plain.content]
        assert [each.headers["Content-Encoding"] for each in small] == ["gzip", "gzip"]
        assert [each.headers["Vary"] for each in (plain, *small)] == ["Accept-Encoding"] * 3
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip;q=0, br"}).headers
        # Two forms of one page are told apart, and neither is sent again while it is unchanged.
        assert plain.headers["ETag"] != small[0].headers["ETag"]
        again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": small[0].headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_published_outcome_shows_at_once(scene: Outcome, client: Client) -> None:
    etag = client.get("/you-said-we-did/").headers["ETag"]
    OutcomeFactory(title="A second answer")
    publication.bump()
    response = client.get("/you-said-we-did/", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "A second answer" in response.text


def test_kept_page_stays_until_something_is_published(scene: Outcome, client: Client) -> None:
    before = client.get("/you-said-we-did/").text
    OutcomeFactory(title="A second answer")
    assert client.get("/you-said-we-did/").text == before


def test_page_is_rendered_anew_on_the_next_day(scene: Outcome, client: Client, at: Callable[..., Any]) -> None:
    with at("2026-03-02 23:59"):
        evening = client.get("/promises/").headers["ETag"]
    with at("2026-03-03 00:01"):
        assert client.get("/promises/").headers["ETag"] != evening


def test_each_address_with_its_query_is_kept_apart(scene: Outcome, client: Client) -> None:
    everything = client.get("/you-said-we-did/")
    nothing = client.get("/you-said-we-did/", {"text": "zebra"})
    assert everything.headers["ETag"] != nothing.headers["ETag"]
    assert "No answer fits this filter" in nothing.text


def test_signed_in_person_gets_their_own_page(scene: Outcome, client: Client, signed_in: Callable[..., Client]) -> None:
    etag = client.get("/projects/hub/").headers["ETag"]
    response = signed_in("member").get("/projects/hub/", headers={"If-None-Match": etag})
    assert (response.status_code, response.headers["Cache-Control"], "ETag" in response.headers) == (200, FOR_ONE_PERSON, False)
    assert "Sign out" in response.text
    assert "Sign out" not in client.get("/projects/hub/").text


def test_page_for_council_staff_is_never_kept_for_others(signed_in: Callable[..., Client], client: Client, settings: Any) -> None:
    settings.DEMO = True
    OutcomeFactory(ref="draft", draft=True)
    assert signed_in("officer").get(reverse("outcome", args=["draft"])).status_code == 200
    assert client.get(reverse("outcome", args=["draft"])).status_code == 404


@pytest.mark.parametrize("trouble", [ConnectionError, DatabaseError])
def test_cache_that_is_down_breaks_no_page(
    scene: Outcome, client: Client, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def down(*_args: Any, **_kwargs: Any) -> None:
        raise trouble("down")

    monkeypatch.setattr(type(cache._connections["default"]), "get", down)
    monkeypatch.setattr(type(cache._connections["default"]), "set", down)
    assert client.get("/you-said-we-did/").status_code == 200


def test_head_answers_like_get_without_a_body(scene: Outcome, client: Client) -> None:
    got, asked = client.get("/forums/"), client.head("/forums/")
    assert (asked.status_code, asked.content, asked.headers["ETag"]) == (200, b"", got.headers["ETag"])


def test_missing_page_is_not_found_and_not_kept(client: Client) -> None:
    assert [
        client.get(path).status_code
        for path in ("/projects/none/", "/forums/none/", "/you-said-we-did/none/", "/meetings/none22/")
    ] == [404] * 4


def test_file_keeps_its_name_when_it_comes_from_the_cache(scene: Outcome, client: Client) -> None:
    names = [client.get("/you-said-we-did.csv").headers["Content-Disposition"] for _time in range(2)]
    assert names == ['attachment; filename="you-said-we-did.csv"'] * 2
