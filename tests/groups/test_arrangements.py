"""Access needs are carried to each meeting: asked, arranged, there or not there."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from coproduction.core.errors import NotAllowed, WrongState
from coproduction.core.models import AuditEvent
from groups.enums import ArrangementState, MeetingState, Role
from groups.models import AccessNeed, Arrangement, Attendance
from groups.queries import arrangements as queries
from groups.services import arrangements
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def forum(db):
    return BodyFactory()


def hours(number):
    return timezone.now() + dt.timedelta(hours=number)


def need(body, words="Hearing loop", name="Ada Example", **traits):
    part = CapacityFactory(body=body, user__name=name)
    return AccessNeed.objects.create(**({"user": part.user, "words": words, "agreed_on": dt.date(2026, 1, 1)} | traits))


def page_of(meeting):
    return f"/officers/meetings/{meeting.ref}/arrangements/"


def stands(meeting):
    return [(each.need.words, each.state, each.note) for each in queries.of_meeting(meeting, with_names=True).needed]


def test_need_is_carried_to_each_meeting_by_itself(forum):
    need(forum)
    need(forum, "Ended", ended_on=timezone.localdate())
    need(BodyFactory(), "Elsewhere")
    guest = UserFactory()
    AccessNeed.objects.create(user=guest, words="A lift", agreed_on=dt.date(2026, 1, 1))
    first, second = MeetingFactory(body=forum), MeetingFactory(body=forum)
    Attendance.objects.create(meeting=second, user=guest)
    assert stands(first) == [("Hearing loop", "asked", "")]
    assert stands(second) == [("Hearing loop", "asked", ""), ("A lift", "asked", "")]


def test_need_is_arranged_and_met_or_not(forum, acting):
    told, by = need(forum), acting()
    meeting = MeetingFactory(body=forum)
    with pytest.raises(WrongState, match="once the meeting has begun"):
        arrangements.settle(meeting=meeting, need=told, state=ArrangementState.MET, by=by)
    row = arrangements.settle(meeting=meeting, need=told, state=ArrangementState.ARRANGED, note="Booked", by=by)
    assert (row.state, row.note, row.changed_by_label) == ("arranged", "Booked", by.label)
    over = MeetingFactory(body=forum, starts_at=hours(-3))
    arrangements.settle(meeting=over, need=told, state=ArrangementState.NOT_MET, note="It was broken", by=by)
    assert stands(over) == [("Hearing loop", "not_met", "It was broken")]
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"noted arrangement"}
    assert [event.facts for event in AuditEvent.objects.order_by("pk")] == [{"state": "arranged"}, {"state": "not_met"}]


def test_what_was_not_there_is_said_at_the_next_meeting(forum, acting):
    told, other = need(forum), need(forum, "Signer", "Ben Example")
    for number, state in ((-300, ArrangementState.NOT_MET), (-200, ArrangementState.MET), (-100, ArrangementState.NOT_MET)):
        meeting = MeetingFactory(body=forum, starts_at=hours(number))
        Arrangement.objects.create(meeting=meeting, need=told, state=state, note=f"At {number}")
        Arrangement.objects.create(meeting=meeting, need=other, state=ArrangementState.MET)
    found = queries.of_meeting(MeetingFactory(body=forum), with_names=False)
    assert [(each.need, each.was_missing, each.last_time, each.whose) for each in found.needed] == [
        (told, True, "At -100", ""), (other, False, "", ""),
    ]  # fmt: skip
    assert (found.missing_last_time, found.to_do) == (1, 2)


def test_only_needs_of_the_people_of_a_meeting_are_settled(forum, acting):
    with pytest.raises(NotAllowed):
        arrangements.settle(meeting=MeetingFactory(body=forum), need=need(BodyFactory()), state="arranged", by=acting())
    cancelled = MeetingFactory(body=forum, state=MeetingState.CANCELLED, cancelled_because="x")
    with pytest.raises(WrongState):
        arrangements.settle(meeting=cancelled, need=need(forum), state="arranged", by=acting())
    assert Arrangement.objects.count() == 0


def test_several_needs_are_settled_all_or_none(forum, acting):
    one, other, stranger = need(forum), need(forum, "Signer"), need(BodyFactory())
    meeting, by = MeetingFactory(body=forum), acting()
    with pytest.raises(NotAllowed):
        arrangements.settle_all(meeting=meeting, stands={one: ("arranged", ""), stranger: ("arranged", "")}, by=by)
    assert (Arrangement.objects.count(), AuditEvent.objects.count()) == (0, 0)
    given = {one: ("arranged", "Booked"), other: ("asked", "")}
    assert arrangements.settle_all(meeting=meeting, stands=given, by=by) == 1
    assert arrangements.settle_all(meeting=meeting, stands=given, by=by) == 0


def test_officer_arranges_on_the_page_and_what_is_wrong_is_kept(forum, signed_in):
    told, meeting = need(forum), MeetingFactory(body=forum)
    browser, name = signed_in(Role.OFFICER), f"need-{told.pk}"
    page = browser.get(page_of(meeting)).content.decode()
    assert (re.findall(r"For (Ada Example)", page), "1 need is not arranged yet." in page) == (["Ada Example"], True)
    assert re.findall(rf'name="{name}-state" type="radio" value="([^"]*)"', page) == ["asked", "arranged"]
    wrong = browser.post(page_of(meeting), {f"{name}-state": "met", f"{name}-note": "Booked"}).content.decode()
    assert ("Choose one of the answers in the list" in wrong, 'value="Booked"' in wrong, Arrangement.objects.count()) == (
        True,
        True,
        0,
    )
    assert browser.post(page_of(meeting), {f"{name}-state": "arranged", f"{name}-note": "Booked"}).status_code == 302
    assert stands(meeting) == [("Hearing loop", "arranged", "Booked")]


def test_whether_it_was_there_is_asked_after_the_meeting(forum, signed_in):
    told, meeting = need(forum), MeetingFactory(body=forum, starts_at=hours(-3))
    browser, name = signed_in(Role.FACILITATOR, forum), f"need-{told.pk}"
    assert "It was not there" in browser.get(page_of(meeting)).content.decode()
    browser.post(page_of(meeting), {f"{name}-state": "not_met", f"{name}-note": "It was broken"})
    after = browser.get(page_of(MeetingFactory(body=forum))).content.decode()
    assert [
        words in after for words in ("1 of these was not there last time.", "Last time it was not there", "It was broken")
    ] == [True] * 3


def test_who_runs_an_independent_forum_without_its_register_sees_needs_and_no_names(signed_in):
    """A facilitator arranges; who needs what is for the chair and the organisers. Nobody from the council sees anything."""
    forum = BodyFactory(is_independent=True)
    need(forum)
    meeting = MeetingFactory(body=forum)
    found = {}
    for who, browser in {
        "organiser": signed_in(Role.ORGANISER, forum), "facilitator": signed_in(Role.FACILITATOR, forum),
        "member": signed_in(Role.MEMBER, forum), "officer": signed_in(Role.OFFICER), "administrator": signed_in(Role.ADMINISTRATOR),
    }.items():  # fmt: skip
        response = browser.get(page_of(meeting))
        page = response.content.decode()
        found[who] = (response.status_code, "Hearing loop" in page, "Ada Example" in page)
    assert found == {
        "organiser": (200, True, True), "facilitator": (200, True, False),
        "member": (403, False, False), "officer": (403, False, False), "administrator": (403, False, False),
    }  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_one_need_and_for_three(forum, signed_in, django_assert_num_queries, number):
    meeting, before = MeetingFactory(body=forum), MeetingFactory(body=forum, starts_at=hours(-100))
    for each in range(number):
        told = need(forum, f"Need {each}")
        Arrangement.objects.create(meeting=before, need=told, state=ArrangementState.NOT_MET)
    browser = signed_in(Role.OFFICER)
    with django_assert_num_queries(9):
        browser.get(page_of(meeting))
