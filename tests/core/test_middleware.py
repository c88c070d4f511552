"""What holds for every answer: a page that says nothing about caches is kept by none."""

import pytest
from django.urls import reverse

from coproduction.core.views.public import FOR_EVERYONE, FOR_ONE_PERSON
from tests.factories.checklist import scene
from tests.factories.feedback import OutcomeFactory, send_response

pytestmark = pytest.mark.django_db


def kept_by(client, *addresses):
    return {client.get(address).headers["Cache-Control"].replace("max-age=0, no-cache, no-store, must-revalidate, private", FOR_ONE_PERSON) for address in addresses}  # fmt: skip


def test_pages_of_signed_in_people_are_kept_nowhere(signed_in):
    walk, sent = scene(), send_response()
    draft = OutcomeFactory(state="draft", published_at=None)
    pages = [
        reverse("officers"), reverse("reading_queue"), reverse("response", args=[sent.response.ref]), reverse("officers_outcomes"), "/",
        reverse("outcome", args=[draft.ref]), reverse("checklist_stage", args=[walk.project.slug, 1]), reverse("account"), "/nowhere/", "/admin/people/",
    ]  # fmt: skip
    assert kept_by(signed_in("officer"), *pages) == {FOR_ONE_PERSON}
    assert kept_by(signed_in("administrator"), reverse("people"), reverse("audit"), reverse("outbox")) == {FOR_ONE_PERSON}


def test_pages_with_a_token_or_a_code_are_kept_nowhere(client, settings):
    settings.DEMO = True
    sent = send_response()
    pages = [
        reverse("demo"),
        reverse("account_login"),
        reverse("what_happened_code", args=[sent.code]),
        "/accounts/invitation/x/",
    ]
    assert kept_by(client, *pages) == {FOR_ONE_PERSON}
    assert kept_by(client, "/") == {FOR_EVERYONE}


def test_code_page_is_passed_on_to_nobody(client):
    page = client.get(reverse("what_happened_code", args=[send_response().code]))
    assert (page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")


@pytest.mark.parametrize("method", ["get", "put"])
def test_address_of_a_button_is_a_page_with_a_way_on_when_it_is_opened(client, method):
    sent = send_response()
    answer = getattr(client, method)(reverse("what_happened_forget", args=[sent.code]))
    html = answer.content.decode()
    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "POST, OPTIONS", "text/html; charset=utf-8")
    assert "<h1>This page cannot be opened like that</h1>" in html
    assert '<a class="govuk-button" href="/">Go to the first page</a>' in html
