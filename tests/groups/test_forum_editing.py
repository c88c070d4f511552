"""Officers add forums and change what the council says about them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from coproduction.core.errors import Missing, Refused
from coproduction.core.models import AuditEvent, Publication
from coproduction.core.services import audit
from groups.enums import BodyKind
from groups.models import Body
from groups.services import bodies
from tests.factories.forums import ElectionFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory

pytestmark = pytest.mark.django_db

LIST, NEW = "/officers/forums/", "/officers/forums/new/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def officer(signed_in):
    return signed_in("officer", BodyFactory(team=True))


def filled(**more):
    """The form as a browser sends it."""
    return {"name": "Youth voices", "kind_words": "Youth council", "status": "active", "mark": "other"} | more


def page(forum):
    return f"{LIST}{forum.slug}/"


def as_it_stands(client, forum):
    form = client.get(page(forum)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: getattr(value, "pk", value) for name, value in values.items() if value not in (None, False)}


def errors(response):
    form = response.context["form"]
    return {name: [str(error) for error in found] for name, found in form.errors.items()}


def test_officer_adds_a_forum_with_everything_it_has(signed_in):
    officer, board = signed_in("officer"), BodyFactory(name="The board")
    chair = BodyFactory(organisation=True)
    response = officer.post(
        NEW,
        filled(
            purpose="Speaks up.\r\n\r\nAnd listens.", audience="young people", age_from=11, age_to=19, frequency="monthly",
            rhythm_words="first Tuesday", can_decide="Its own priorities.", how_to_join="Come along.", parent_body=board.pk,
            chair_body=chair.pk, is_independent="on", mark="youth-council", status="forming",
        ),
    )  # fmt: skip
    made = Body.objects.get(slug="youth-voices")
    assert (response.status_code, response.url) == (302, page(made))
    assert {name: getattr(made, name) for name in ("purpose", "age_from", "age_to", "parent_body", "chair_body", "status", "mark", "is_independent")} == {
        "purpose": "Speaks up.\n\nAnd listens.", "age_from": 11, "age_to": 19, "parent_body": board, "chair_body": chair, "status": "forming",
        "mark": "youth-council", "is_independent": True,
    }  # fmt: skip
    assert (made.kind, made.origin) == (BodyKind.FORUM, "site")


def test_forum_of_a_made_up_officer_says_so(signed_in, acting):
    by = acting("officer", user__is_demonstration=True)
    signed_in(user=by.user).post(NEW, filled())
    assert Body.objects.get(slug="youth-voices").is_demonstration


def test_forum_that_is_called_new_keeps_its_page(signed_in):
    client = signed_in("officer")
    assert client.post(NEW, filled(name="New")).url == "/officers/forums/new-2/"
    assert client.get("/officers/forums/new-2/").status_code == 200


@pytest.mark.parametrize(
    "given, wrong",
    [
        ({"age_from": 19, "age_to": 11}, {"age_to": ["Enter an oldest age that is not below the youngest."]}),
        ({"name": ""}, {"name": ["Fill in “Name”"]}),
        (
            {"is_discreet": "on"},
            {"__all__": ["Give a neutral name. It stands in messages and calendars instead of the real one."]},
        ),
        (
            {"is_discreet": "on", "neutral_name": "The Youth  Voices, Tuesday"},
            {"__all__": ["Choose a neutral name without the real name and without the word “care”."]},
        ),
        (
            {"is_discreet": "on", "neutral_name": "The carers"},
            {"__all__": ["Choose a neutral name without the real name and without the word “care”."]},
        ),
        (
            {"is_discreet": "on", "neutral_name": "Willow group"},
            {"__all__": ["Say which team leads it. Only that team then learns where this forum meets."]},
        ),
    ],
)
def test_form_with_an_error_keeps_what_was_typed(officer, given, wrong):
    response = officer.post(NEW, filled(purpose="A long text that took an hour.") | given)
    assert (response.status_code, errors(response)) == (200, wrong)
    assert "A long text that took an hour." in response.text
    assert Body.objects.forums().count() == 0


def test_career_is_not_the_word_care(acting):
    team = BodyFactory(team=True)
    made = bodies.create(name="Voices", kind="forum", by=acting(), is_discreet=True, neutral_name="Career group", lead_body=team)
    assert made.outside_name == "Career group"


def test_forum_cannot_be_part_of_one_that_is_part_of_it(signed_in):
    client = signed_in("officer")
    above = BodyFactory(name="Above")
    middle = BodyFactory(name="Middle", parent_body=above)
    below = BodyFactory(name="Below", parent_body=middle)
    response = client.post(page(above), as_it_stands(client, above) | {"parent_body": below.pk})
    assert errors(response) == {"__all__": ["Below is part of Above already, so it cannot be the other way round."]}
    above.refresh_from_db()
    assert above.parent_body is None


def test_forum_cannot_be_part_of_itself(acting):
    forum = BodyFactory()
    with pytest.raises(Refused, match="cannot be part of itself"):
        bodies.update(body=forum, by=acting(), parent_body=forum)


def test_change_saves_only_what_differs_from_the_record(signed_in):
    client = signed_in("officer")
    forum = BodyFactory(record=True, kind_words="youth_council", purpose="One.\n\nTwo.", status="unknown", mark="other")
    response = client.post(page(forum), as_it_stands(client, forum) | {"purpose": "One.\r\n\r\nTwo.", "audience": "everyone"})
    assert response.status_code == 302
    forum.refresh_from_db()
    assert (forum.kind_words, forum.status, forum.audience) == ("youth_council", "unknown", "everyone")
    assert AuditEvent.objects.get(verb="changed body").facts["fields"] == ["audience"]


def test_audit_holds_no_words(acting):
    forum = BodyFactory()
    bodies.update(body=forum, by=acting(), purpose="Secret words", name="Another name")
    facts = AuditEvent.objects.get(verb="changed body").facts
    assert facts == {"fields": ["name", "purpose"], "status": "active", "is_discreet": False}


def test_turning_discreet_hides_at_once_what_was_public(client, signed_in):
    team = BodyFactory(team=True)
    officer = signed_in("officer", team)
    forum = BodyFactory(
        name="Open group", slug="open-group", lead_body=team, rhythm_words="Tuesdays at the hub", kind_words="panel"
    )
    start = dt.datetime(2030, 6, 12, 16, 30, tzinfo=ZoneInfo("Europe/London"))
    meeting = MeetingFactory(body=forum, title="Budget", place="12 Hidden Street", starts_at=start)
    secrets = ("12 Hidden Street", "4:30pm", "12 June", "Tuesdays at the hub")

    def seen():
        pages = client.get("/forums/open-group/").text + client.get(meeting.get_absolute_url()).text
        return [words for words in secrets if words in pages], client.get("/forums/open-group/meetings.ics").status_code

    assert seen() == (list(secrets), 200)
    response = officer.post(page(forum), as_it_stands(officer, forum) | {"is_discreet": "on", "neutral_name": "Willow group"})
    assert response.status_code == 302
    assert seen() == ([], 404)
    public = client.get("/forums/open-group/").text
    assert ("Budget" in public, "Willow group" in public, meeting.ref in public) == (True, False, False)
    # Its own people still know; and discreet no longer, what was planned meanwhile stays private.
    assert "12 Hidden Street" in signed_in("member", forum).get("/forums/open-group/").text
    bodies.update(body=forum, by=officer.actor, is_discreet=False)
    meeting.refresh_from_db()
    assert meeting.is_private


def test_officer_of_another_team_does_not_change_a_discreet_forum(signed_in):
    forum = BodyFactory(discreet=True, lead_body=BodyFactory(team=True))
    stranger = signed_in("officer")
    own = signed_in("officer", forum.lead_body)
    assert [client.get(page(forum)).status_code for client in (stranger, own)] == [403, 200]
    assert stranger.post(page(forum), filled(name="Mine")).status_code == 403


@pytest.mark.parametrize("role", ["chair", "member", "facilitator", "board_administrator", "administrator"])
def test_only_officers_change_what_the_council_says(signed_in, role):
    forum = BodyFactory()
    client = signed_in(role, forum)
    assert [client.get(path).status_code for path in (NEW, page(forum))] == [403, 403]


def test_forum_with_a_meeting_to_come_is_not_closed(signed_in):
    client, forum = signed_in("officer"), BodyFactory(kind_words="panel")
    MeetingFactory(body=forum)
    response = client.post(page(forum), as_it_stands(client, forum) | {"status": "closed"})
    assert errors(response) == {"__all__": ["Cancel its meeting that is still to come first, so that people are told."]}
    forum.meetings.update(state="cancelled")
    assert client.post(page(forum), as_it_stands(client, forum) | {"status": "closed"}).status_code == 302
    assert client.get("/forums/" + forum.slug + "/").text.count("This forum has ended.") == 1


def test_nothing_is_saved_when_the_last_step_fails(acting, monkeypatch):
    forum, by = BodyFactory(lead_body=BodyFactory(team=True)), acting()
    MeetingFactory(body=forum)
    version = Publication.objects.filter(pk=1).values_list("version", flat=True).first()

    def broken(**_facts):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        bodies.update(body=forum, by=by, is_discreet=True, neutral_name="Willow group")
    forum.refresh_from_db()
    assert (forum.is_discreet, forum.meetings.get().is_private) == (False, False)
    assert Publication.objects.filter(pk=1).values_list("version", flat=True).first() == version


def test_create_without_a_neutral_name_is_refused(acting):
    with pytest.raises(Missing):
        bodies.create(name="Quiet", kind="forum", by=acting(), is_discreet=True)


def test_update_knows_no_own_words(acting):
    with pytest.raises(TypeError):
        bodies.update(body=BodyFactory(), by=acting(), own_words="We were told so.")


def test_list_shows_an_officer_what_is_theirs_to_know(officer):
    mine = BodyFactory(name="A mine", lead_body=officer.actor.body)
    CapacityFactory.create_batch(2, body=mine)
    ElectionFactory(office__body=mine, office__title="Youth Mayor")
    quiet = BodyFactory(name="B quiet", discreet=True, lead_body=BodyFactory(team=True))
    CapacityFactory(body=quiet)
    MeetingFactory(body=quiet)
    ElectionFactory(office__body=quiet)
    BodyFactory(name="C hidden", discreet=True, status="forming", lead_body=quiet.lead_body)
    BodyFactory(name="D forming", status="forming")
    rows = officer.get(LIST).context["forums"]
    assert [
        (row.name, row.members, bool(row.ending), bool(row.edit_url), bool(row.desk_url), row.next_meeting) for row in rows
    ] == [
        ("A mine", 2, True, True, True, ""),
        ("B quiet", None, False, False, False, ""),
        ("D forming", 0, False, True, True, ""),
    ]


def test_list_leads_to_every_page_of_a_forum(signed_in):
    client, forum = signed_in("officer"), BodyFactory(slug="youth")
    text = client.get(LIST).text
    paths = [reverse(name, args=[forum.slug]) for name in ("forum", "forum_desk", "forum_update", "elections")]
    assert [path for path in [*paths, NEW] if f'href="{path}"' not in text] == []


@pytest.mark.parametrize("role, status", [("officer", 200), ("board_administrator", 200), ("chair", 403), ("administrator", 403)])
def test_list_is_for_those_who_look_after_forums(signed_in, role, status):
    assert signed_in(role).get(LIST).status_code == status


@pytest.mark.parametrize("forums", [1, 3])
def test_list_costs_the_same_with_many_forums(officer, django_assert_num_queries, forums):
    for _number in range(forums):
        forum = BodyFactory(lead_body=BodyFactory(team=True))
        CapacityFactory(body=forum)
        MeetingFactory(body=forum)
        ElectionFactory(office__body=forum)
    with django_assert_num_queries(8):
        officer.get(LIST)


def test_forum_that_is_being_set_up_is_known_to_its_own_people_and_those_who_look_after_it(client, signed_in):
    forum = BodyFactory(status="forming", discreet=True, lead_body=BodyFactory(team=True))
    address = forum.get_absolute_url()
    own = signed_in("member", forum)
    lead = signed_in("officer", forum.lead_body)
    assert [each.get(address).status_code for each in (client, signed_in("officer"), own, lead)] == [404, 404, 200, 200]
    meeting = MeetingFactory(body=forum).get_absolute_url()
    assert [each.get(meeting).status_code for each in (client, signed_in("officer"), own, lead)] == [404, 404, 200, 200]


@pytest.mark.parametrize("traits", [{}, {"ended": True}])
def test_independent_forum_stays_so_while_it_has_members_the_council_may_not_know(officer, traits):
    forum = BodyFactory(is_independent=True)
    part = CapacityFactory(body=forum, user__name="Ottoline Frost", **traits)
    given = as_it_stands(officer, forum)
    del given["is_independent"]
    response = officer.post(page(forum), given)
    assert ["It stays independent until each of them has agreed" in words for words in errors(response)["__all__"]] == [True]
    forum.refresh_from_db()
    register = officer.get(f"{forum.get_absolute_url()}members/{part.pk}/")
    assert (forum.is_independent, register.status_code) == (True, 403)
    part.council_may_know = True
    part.save()
    assert officer.post(page(forum), given).status_code == 302
    forum.refresh_from_db()
    assert forum.is_independent is False
