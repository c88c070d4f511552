"""A charter in versions: drafted, agreed, signed; a changed text is a new version."""

import datetime as dt

import pytest
from django.utils import timezone

from coproduction.core.errors import NotAllowed, WrongState
from coproduction.core.models import AuditEvent
from coproduction.core.services import publication
from groups.actors import Actor
from groups.models import Charter, CharterSignature
from groups.services import charters
from tests.factories.forums import CharterFactory
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/forums/youth/charter/"
WRITE = PAGE + "write/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def forum():
    return BodyFactory(slug="youth", name="Youth voices")


@pytest.fixture
def chair(signed_in, forum):
    return signed_in("chair", forum)


def day(name, value):
    return {f"{name}_{part}": str(getattr(value, part)) if value else "" for part in ("day", "month", "year")}


def agreed(on=None, review=None):
    return day("agreed_on", on or timezone.localdate()) | day("review_on", review)


def test_charter_goes_from_draft_to_agreed_to_replaced(client, chair, forum):
    assert "No charter yet" in client.get(PAGE).text
    assert chair.post(WRITE, {"seen": 1, "vision": "Together.", "resources": "A room."}).url == f"{PAGE}1/"
    assert (client.get(f"{PAGE}1/").status_code, "No charter yet" in client.get(PAGE).text) == (404, True)
    assert chair.post(f"{PAGE}1/agree/", agreed()).url == PAGE
    page = client.get(PAGE).context["page"]
    assert (page.number, [(part.title, part.text) for part in (*page.parts, *page.inventory)]) == (
        1,
        [("What we want to reach together", "Together."), ("Money, people, rooms and other help there is", "A room.")],
    )
    # The next version begins with the words of the last.
    form = chair.get(WRITE).context["form"]
    assert (form["vision"].value(), form["seen"].value()) == ("Together.", 2)
    chair.post(WRITE, {"seen": 2, "vision": "Always together."})
    assert "Always together." not in client.get(PAGE).text
    chair.post(f"{PAGE}2/agree/", agreed())
    assert list(Charter.objects.order_by("version").values_list("version", "status")) == [(1, "replaced"), (2, "agreed")]
    assert ["Always together." in client.get(path).text for path in (PAGE, f"{PAGE}1/", f"{PAGE}2/")] == [True, False, True]


def test_draft_can_be_changed_until_it_is_agreed(chair, forum):
    draft = CharterFactory(body=forum, draft=True)
    assert chair.get(WRITE).context["version"] == 1
    chair.post(WRITE, {"seen": 1, "vision": "Better words."})
    draft.refresh_from_db()
    assert (draft.vision, forum.charters.count()) == ("Better words.", 1)


def test_draft_that_was_agreed_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(chair, forum):
    CharterFactory(body=forum, version=1)
    response = chair.post(WRITE, {"seen": 1, "vision": "My long text."})
    assert response.context["form"].non_field_errors() == [
        "Version 1 is not a draft any more. Open the page again to write the next."
    ]
    assert "My long text." in response.text
    assert forum.charters.get().vision == "We decide together."


def test_empty_charter_is_refused(chair):
    response = chair.post(WRITE, {"seen": 1})
    assert response.context["form"].non_field_errors() == ["Write at least one part of the charter."]


def test_draft_is_read_by_the_people_of_the_forum_and_those_who_serve_it(client, signed_in, forum):
    CharterFactory(body=forum, draft=True, vision="Still secret.")
    readers = {role: signed_in(role, forum) for role in ("member", "chair")} | {"officer": signed_in("officer")}
    others = {
        "visitor": client,
        "stranger": signed_in("chair"),
        "administrator": signed_in("administrator", BodyFactory(team=True)),
    }
    statuses = {name: each.get(f"{PAGE}1/").status_code for name, each in (readers | others).items()}
    assert statuses == dict.fromkeys(readers, 200) | dict.fromkeys(others, 404)
    assert ["Still secret." in each.get(PAGE).text for each in (*readers.values(), *others.values())] == [True] * 3 + [False] * 3


def test_draft_of_a_discreet_or_independent_forum_is_not_for_every_officer(signed_in):
    officer = signed_in("officer")
    for traits in ({"discreet": True}, {"is_independent": True}):
        charter = CharterFactory(body=BodyFactory(**traits), draft=True)
        path = f"/forums/{charter.body.slug}/charter/"
        assert [officer.get(f"{path}1/").status_code, officer.get(f"{path}write/").status_code] == [404, 403]


@pytest.mark.parametrize(
    "role, write, agree",
    [("chair", 200, 200), ("representative", 200, 200), ("facilitator", 200, 403), ("officer", 200, 403), ("member", 403, 403)],
)
def test_who_writes_and_who_notes_that_the_forum_agreed(signed_in, forum, role, write, agree):
    CharterFactory(body=forum, draft=True)
    client = signed_in(role, forum)
    assert [client.get(WRITE).status_code, client.get(f"{PAGE}1/agree/").status_code] == [write, agree]


def test_officer_cannot_agree_through_the_service_either(acting, forum):
    with pytest.raises(NotAllowed):
        charters.agree(
            charter=CharterFactory(body=forum, draft=True), agreed_on=timezone.localdate(), by=acting("officer", forum)
        )


def test_agreed_version_cannot_be_agreed_again(acting, forum):
    with pytest.raises(WrongState):
        charters.agree(charter=CharterFactory(body=forum), agreed_on=timezone.localdate(), by=acting("chair", forum))


def test_days_that_cannot_be_are_refused(chair, forum):
    CharterFactory(body=forum, draft=True)
    today = timezone.localdate()
    response = chair.post(f"{PAGE}1/agree/", agreed(on=today + dt.timedelta(days=1)))
    assert response.context["form"].errors == {"agreed_on": ["Enter the day on which the forum agreed, today or before."]}
    response = chair.post(f"{PAGE}1/agree/", agreed(review=today))
    assert response.context["form"].non_field_errors() == [
        "Choose a day for looking at it again that comes after the day it was agreed."
    ]
    assert forum.charters.get().status == "draft"


def test_members_sign_for_themselves_and_others_for_their_organisation(client, signed_in, forum):
    CharterFactory(body=forum)
    hub = BodyFactory(organisation=True, name="The hub")
    member, chair, worker, colleague = (
        signed_in("member", forum), signed_in("chair", forum), signed_in("facilitator", hub), signed_in("facilitator", hub),
    )  # fmt: skip
    words = [
        [str(message) for message in browser.post(f"{PAGE}1/sign/", follow=True).context["messages"]]
        for browser in (member, chair, worker, colleague, member)
    ]
    assert words == [
        ["Signed for yourself."], ["Signed for yourself."], ["Signed for The hub."], ["The hub has signed this version already."],
        ["You have signed this version already."],
    ]  # fmt: skip
    # Whoever has signed in each of their parts is offered no button.
    offered = [browser.get(PAGE).context["page"].can_sign for browser in (member, worker, signed_in("member", forum))]
    assert offered == [False, False, True]
    page = client.get(PAGE).context["page"]
    assert not page.can_sign
    assert (page.members, [signed.who for signed in page.organisations]) == (2, ["The hub"])


@pytest.mark.parametrize(
    "role, traits", [("board_administrator", None), ("chair", {}), ("committee_member", {"committee": True})]
)
def test_who_has_no_part_to_sign_in_is_refused(signed_in, forum, role, traits):
    CharterFactory(body=forum)
    body = forum if traits is None else BodyFactory(**traits)
    assert (signed_in(role, body).post(f"{PAGE}1/sign/").status_code, CharterSignature.objects.count()) == (403, 0)


def test_hat_that_is_worn_decides_for_whom_one_signs(signed_in, forum):
    CharterFactory(body=forum)
    person = UserFactory()
    CapacityFactory(user=person, body=forum)
    team = CapacityFactory(user=person, body=BodyFactory(team=True, name="The team"), role="officer")
    browser = signed_in(user=person)
    assert browser.post(f"{PAGE}1/sign/").url.startswith("/accounts/hat/")
    browser.post("/accounts/hat/", {"capacity": team.pk, "next": PAGE})
    browser.post(f"{PAGE}1/sign/")
    assert CharterSignature.objects.get().body == team.body


def test_signatures_stay_with_their_version(client, signed_in, chair, forum):
    CharterFactory(body=forum)
    signed_in("member", forum).post(f"{PAGE}1/sign/")
    chair.post(WRITE, {"seen": 2, "vision": "New words."})
    chair.post(f"{PAGE}2/agree/", agreed())
    response = client.get(PAGE)
    assert [(version.number, version.members, version.organisations) for version in response.context["page"].versions] == [
        (2, 0, 0),
        (1, 1, 0),
    ]
    assert "Nobody has signed it yet" in response.text
    # Nobody signs words that hold no longer.
    text = signed_in("member", forum).post(f"{PAGE}1/sign/", follow=True).text
    assert "Only the version that is agreed now can be signed." in text


def test_names_of_members_who_signed_are_for_those_who_keep_the_register(client, signed_in, forum):
    charter = CharterFactory(body=forum)
    ada = CapacityFactory(body=forum, user__name="Ada Example")
    charters.sign(charter=charter, by=Actor(ada.user, ada))
    keepers = [signed_in("facilitator", forum), signed_in("officer")]
    others = [client, signed_in("member", forum), signed_in("chair", forum), signed_in("facilitator")]
    assert ["Ada Example" in each.get(PAGE).text for each in (*keepers, *others)] == [True, True, False, False, False, False]
    # Nobody from the council learns who belongs to an independent forum; its own organiser does.
    forum.is_independent = True
    forum.save()
    seen = ["Ada Example" in each.get(PAGE).text for each in (*keepers, signed_in("organiser", forum))]
    assert seen == [False, False, True]


def test_forum_page_leads_to_the_agreed_charter_and_says_when_it_is_due(client, forum):
    assert PAGE not in client.get("/forums/youth/").text
    charter = CharterFactory(body=forum, review_on=timezone.localdate() + dt.timedelta(days=1))
    publication.bump()
    text = client.get("/forums/youth/").text
    assert (f'href="{PAGE}"' in text, "Time to look at it again" in text) == (True, False)
    charter.review_on = timezone.localdate()
    charter.save()
    publication.bump()
    assert ["Time to look at it again" in client.get(path).text for path in ("/forums/youth/", PAGE)] == [True, True]


def test_nothing_is_saved_when_the_last_step_fails(acting, forum, monkeypatch):
    CharterFactory(body=forum)
    draft = CharterFactory(body=forum, draft=True, version=2)
    by = acting("chair", forum)

    def broken():
        raise RuntimeError

    monkeypatch.setattr(publication, "bump", broken)
    with pytest.raises(RuntimeError):
        charters.agree(charter=draft, agreed_on=timezone.localdate(), by=by)
    assert list(forum.charters.order_by("version").values_list("status", flat=True)) == ["agreed", "draft"]
    assert AuditEvent.objects.filter(verb="agreed charter").count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_charter_costs_the_same_with_many_signatures(client, forum, acting, django_assert_num_queries, rows):
    charter = CharterFactory(body=forum)
    for _number in range(rows):
        charters.sign(charter=charter, by=acting("member", forum))
        charters.sign(charter=charter, by=acting("facilitator", BodyFactory(organisation=True)))
    with django_assert_num_queries(5):
        client.get(PAGE)
