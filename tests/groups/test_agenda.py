"""Agendas: they fit their meeting, members propose, whoever runs it decides."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from coproduction.core.errors import NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent
from groups.enums import ActionState, AgendaState, MeetingState, Role
from groups.models import Action, AgendaItem
from groups.queries import agendas as queries
from groups.services import agendas
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def meeting(db):
    """Two hours, next week."""
    return MeetingFactory(body=BodyFactory(name="Riverside Parents"))


def titles(meeting):
    return [point.item.title for point in queries.of_meeting(meeting).points]


def agenda_of(meeting):
    return f"/officers/meetings/{meeting.ref}/agenda/"


def test_agenda_holds_what_fits_and_says_by_how_much_it_is_too_long(meeting, acting):
    by = acting()
    agendas.add(meeting=meeting, title="Welcome", minutes=20, by=by)
    agendas.add(meeting=meeting, title="Budget", minutes=100, by=by)
    with pytest.raises(Refused, match="would be 1 minute longer"):
        agendas.add(meeting=meeting, title="Else", minutes=1, by=by)
    agenda = queries.of_meeting(meeting)
    assert [(point.item.title, point.begins - meeting.starts_at) for point in agenda.points] == [
        ("Welcome", dt.timedelta(0)), ("Budget", dt.timedelta(minutes=20)),
    ]  # fmt: skip
    assert (agenda.length, agenda.used, agenda.left, AuditEvent.objects.count()) == (120, 120, 0, 2)


def test_change_and_acceptance_must_fit_as_well(meeting, acting):
    by, member = acting(), acting(Role.MEMBER, meeting.body)
    item = agendas.add(meeting=meeting, title="Welcome", minutes=60, by=by)
    proposed = agendas.propose(meeting=meeting, title="Sundays", minutes=90, user=member.user, by=member)
    with pytest.raises(Refused, match="30 minutes longer"):
        agendas.accept(item=proposed, by=by)
    with pytest.raises(Refused, match="would be 10 minutes longer"):
        agendas.change(item=item, title="Welcome", minutes=130, by=by)
    proposed.refresh_from_db()
    item.refresh_from_db()
    assert (proposed.state, item.minutes) == (AgendaState.PROPOSED, 60)
    agendas.change(item=proposed, title="Sundays", minutes=60, by=by)
    assert agendas.accept(item=proposed, by=by).state == AgendaState.ACCEPTED
    assert titles(meeting) == ["Welcome", "Sundays"]


def test_item_is_decided_once(meeting, acting):
    by, member = acting(), acting(Role.MEMBER, meeting.body)
    item = agendas.propose(meeting=meeting, title="Sundays", minutes=10, user=member.user, by=member)
    assert agendas.decline(item=item, by=by).state == AgendaState.DECLINED
    with pytest.raises(WrongState, match="“Not this time”"):
        agendas.decline(item=item, by=by)
    assert agendas.accept(item=item, by=by).state == AgendaState.ACCEPTED


def test_order_changes_one_place_at_a_time(meeting, acting):
    by = acting()
    one, two, three = (agendas.add(meeting=meeting, title=title, minutes=10, by=by) for title in ("One", "Two", "Three"))
    agendas.shift(item=three, by=by, up=True)
    assert titles(meeting) == ["One", "Three", "Two"]
    agendas.shift(item=one, by=by, up=True)
    agendas.shift(item=two, by=by, up=False)
    assert titles(meeting) == ["One", "Three", "Two"]
    agendas.shift(item=one, by=by, up=False)
    assert titles(meeting) == ["Three", "One", "Two"]


def test_agenda_of_a_meeting_that_is_over_stays(acting):
    by = acting()
    for traits in (
        {"starts_at": timezone.now() - dt.timedelta(days=1)},
        {"state": MeetingState.CANCELLED, "cancelled_because": "x"},
    ):
        with pytest.raises(WrongState):
            agendas.add(meeting=MeetingFactory(**traits), title="Welcome", minutes=10, by=by)


def test_members_propose_a_few_things_and_strangers_none(meeting, acting):
    member, stranger = acting(Role.MEMBER, meeting.body), acting(Role.MEMBER)
    with pytest.raises(NotAllowed):
        agendas.propose(meeting=meeting, title="Sundays", minutes=10, user=stranger.user, by=stranger)
    with pytest.raises(Refused, match="longer than the meeting"):
        agendas.propose(meeting=meeting, title="Sundays", minutes=121, user=member.user, by=member)
    for number in range(agendas.MOST_PROPOSED):
        agendas.propose(meeting=meeting, title=f"Thing {number}", minutes=10, user=member.user, by=member)
    with pytest.raises(Refused, match="5 things already"):
        agendas.propose(meeting=meeting, title="One more", minutes=10, user=member.user, by=member)
    assert AgendaItem.objects.filter(proposed_by=member.user, state=AgendaState.PROPOSED).count() == 5


def test_next_agenda_carries_open_actions_of_its_forum(meeting):
    Action.objects.create(body=meeting.body, words="Ring the school", owner_words="the chair", due=dt.date(2026, 6, 3))
    Action.objects.create(body=meeting.body, words="Book a room", state=ActionState.DONE)
    Action.objects.create(body=BodyFactory(), words="Not ours")
    assert [str(action) for action in queries.of_meeting(meeting).actions] == ["Ring the school"]


# Through the pages


def test_officer_writes_an_agenda(meeting, signed_in):
    browser, page = signed_in(Role.OFFICER), agenda_of(meeting)
    assert "Nothing is on the agenda yet" in browser.get(page).content.decode()
    for title in ("Welcome", "Budget"):
        assert browser.post(page, {"title": title, "minutes": "30"}).status_code == 302
    budget = AgendaItem.objects.get(title="Budget")
    browser.post(f"{page}{budget.pk}/", {"act": "earlier"})
    assert titles(meeting) == ["Budget", "Welcome"]
    assert browser.post(f"{page}{budget.pk}/", {"title": "The budget", "minutes": "45"}).status_code == 302
    assert "75 of 120 minutes are used." in browser.get(page).content.decode()
    browser.post(f"{page}{budget.pk}/", {"act": "decline"})
    assert titles(meeting) == ["Welcome"]
    browser.post(f"{page}{budget.pk}/", {"act": "accept"})
    assert titles(meeting) == ["Welcome", "The budget"]


@pytest.mark.parametrize(
    "sent, words",
    [
        ({"title": "Budget", "minutes": "150"}, "The agenda would be 30 minutes longer than the meeting."),
        ({"title": "Budget", "minutes": "0"}, "Enter 1 or more"),
        ({"title": "Budget", "minutes": "long"}, "Enter a whole number, like 12"),
        ({"title": "Budget", "minutes": "9" * 12}, "Enter 1440 or less"),
    ],
)
def test_item_that_does_not_fit_is_explained_and_kept(meeting, signed_in, sent, words):
    page = signed_in(Role.OFFICER).post(agenda_of(meeting), sent).content.decode()
    assert (words in page, 'value="Budget"' in page, f'value="{sent["minutes"]}"' in page, AgendaItem.objects.count()) == (
        True,
        True,
        True,
        0,
    )


def test_member_proposes_and_sees_what_came_of_it(meeting, signed_in, acting):
    browser = signed_in(Role.MEMBER, meeting.body)
    page = f"/meetings/{meeting.ref}/"
    assert f"{page}propose/" in browser.get(page).content.decode()
    opened = browser.get(f"{page}propose/").content.decode()
    assert ("0800 1111" in opened, 'value="10"' in opened) == (True, True)
    too_long = browser.post(f"{page}propose/", {"title": "Sundays", "minutes": "500"}).content.decode()
    assert ("longer than the meeting" in too_long, "Sundays</textarea>" in too_long) == (True, True)
    assert browser.post(f"{page}propose/", {"title": "Sundays", "minutes": "20"})["Location"] == page
    assert re.findall(r"Sundays\. <span class=\"cp-soft\">([^<]*)</span>", browser.get(page).content.decode()) == ["Proposed"]
    another = signed_in(Role.MEMBER, meeting.body)
    assert "Sundays" not in another.get(page).content.decode()
    runs = signed_in(Role.OFFICER)
    assert ("Sundays" in runs.get(agenda_of(meeting)).content.decode(), titles(meeting)) == (True, [])
    runs.post(f"{agenda_of(meeting)}{AgendaItem.objects.get().pk}/", {"act": "accept"})
    assert re.findall(r"<strong>[^<]*</strong> (Sundays)", another.get(page).content.decode()) == ["Sundays"]


def test_agenda_is_written_by_those_who_run_the_meeting(meeting, signed_in):
    item = AgendaItem.objects.create(meeting=meeting, title="Welcome", minutes=10)
    elsewhere = MeetingFactory(body=BodyFactory(discreet=True))
    found = {
        name: [browser.get(agenda_of(meeting)).status_code, browser.get(f"{agenda_of(meeting)}{item.pk}/").status_code, browser.get(agenda_of(elsewhere)).status_code]
        for name, browser in {
            "officer": signed_in(Role.OFFICER), "facilitator": signed_in(Role.FACILITATOR, meeting.body),
            "member": signed_in(Role.MEMBER, meeting.body), "elsewhere": signed_in(Role.ORGANISER, BodyFactory()),
        }.items()
    }  # fmt: skip
    assert found == {
        "officer": [200, 200, 404],
        "facilitator": [200, 200, 404],
        "member": [403, 403, 404],
        "elsewhere": [403, 403, 404],
    }
    assert signed_in(Role.OFFICER).get(f"{agenda_of(MeetingFactory())}{item.pk}/").status_code == 404


def test_proposing_is_for_people_of_the_forum(meeting, signed_in):
    page = f"/meetings/{meeting.ref}/propose/"
    found = [
        signed_in(role, body).get(page).status_code
        for role, body in ((Role.MEMBER, meeting.body), (Role.MEMBER, None), (Role.OFFICER, None))
    ]
    assert found == [200, 403, 403]
    CapacityFactory(body=meeting.body)
    hidden = MeetingFactory(body=BodyFactory(discreet=True))
    assert signed_in(Role.MEMBER).get(f"/meetings/{hidden.ref}/propose/").status_code == 404
