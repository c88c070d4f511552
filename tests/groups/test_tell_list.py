"""What cannot go by mail is said in person, and ticked with its day."""

import datetime as dt

import pytest
from django.utils import timezone

from coproduction.core.enums import NotificationState
from coproduction.core.errors import Refused, WrongState
from coproduction.core.models import AuditEvent, Notification
from groups.enums import Reach
from groups.services import tell_list
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory
from tests.factories.members import MemberFactory, OfflineFactory, TellingFactory

pytestmark = pytest.mark.django_db
LIST = "/tell-list/"


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


@pytest.fixture
def keeper(signed_in):
    return signed_in("organiser", BodyFactory(name="Riverside"))


def told_about(body, **person):
    """A message about a meeting of this body, to someone in it."""
    part = MemberFactory(body=body, user=OfflineFactory(**person))
    return TellingFactory(
        person=part.user, meeting=MeetingFactory(body=body, title="Autumn plans", state="cancelled", cancelled_because="No room")
    )


def rows(browser):
    return [said for said, _form in browser.get(LIST).context["rows"]]


def test_list_says_whom_how_and_in_which_words(keeper):
    row = told_about(keeper.actor.body, name="Ada Example", contact="020 7946 0000, after school")
    (said,) = rows(keeper)
    assert (said.telling.row, said.telling.who, said.telling.reach, said.telling.number, said.title) == (
        row, "Ada Example", Reach.RING, "02079460000", "A meeting is cancelled",
    )  # fmt: skip
    assert ("No room" in said.words.body, "You got this because" in said.words.body) == (True, False)
    assert 'href="tel:02079460000"' in keeper.get(LIST).content.decode()


def test_next_session_is_said_for_those_who_are_told_there(keeper):
    told_about(keeper.actor.body, reach=Reach.TELL, contact="")
    coming = MeetingFactory(body=keeper.actor.body, starts_at=timezone.now() + dt.timedelta(days=2))
    assert rows(keeper)[0].telling.next_session == coming.starts_at


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_but_for_the_words_of_each(keeper, django_assert_num_queries, number):
    for _count in range(number):
        told_about(keeper.actor.body)
    keeper.get(LIST)
    # Session, user, own parts; messages, registers, meetings, people, parts, next sessions; who may be told, with their parts.
    with django_assert_num_queries(11 + number):
        assert len(rows(keeper)) == number


def test_what_has_become_useless_falls_away(keeper):
    told_about(keeper.actor.body)
    over, gone = told_about(keeper.actor.body), told_about(keeper.actor.body)
    Notification.objects.filter(pk=over.pk).update(facts=over.facts | {"starts_at": "2020-01-01T10:00:00+00:00"})
    Notification.objects.filter(pk=gone.pk).update(facts=gone.facts | {"meeting": 0})
    assert len(rows(keeper)) == 1
    assert Notification.objects.filter(state=NotificationState.BY_HAND).count() == 3


def test_whoever_asked_not_to_be_contacted_is_told_nothing(keeper):
    told_about(keeper.actor.body, do_not_contact=True)
    told_about(keeper.actor.body, stopped_kinds=["groups.meeting_cancelled"])
    assert rows(keeper) == []


def test_telling_is_ticked_with_its_day(keeper):
    row = told_about(keeper.actor.body)
    Notification.objects.filter(pk=row.pk).update(created_at=timezone.now() - dt.timedelta(days=5))
    day = timezone.localdate() - dt.timedelta(days=2)
    sent = {"told": str(row.pk), **{f"told-{row.pk}-on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}}
    assert keeper.post(LIST, sent).url == LIST
    row.refresh_from_db()
    assert (row.state, row.told_by, row.told_by_label, timezone.localdate(row.sent_at)) == (
        NotificationState.TOLD, keeper.actor.ref, "organiser, Riverside", day,
    )  # fmt: skip
    event = AuditEvent.objects.first()
    assert (event.verb, event.facts) == (
        "told in person",
        {"kind": "groups.meeting_cancelled", "recipient": row.recipient, "on": day.isoformat()},
    )
    assert rows(keeper) == []


@pytest.mark.parametrize("days, words", [(1, "It cannot be in the future."), (-9, "There was nothing to tell before ")])
def test_day_that_cannot_be_is_refused_beside_the_row(keeper, days, words):
    row = told_about(keeper.actor.body)
    day = timezone.localdate() + dt.timedelta(days=days)
    sent = {"told": str(row.pk), **{f"told-{row.pk}-on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}}
    context = keeper.post(LIST, sent).context
    assert words in context["wrong"].non_field_errors()[0]
    assert [form.is_bound for _said, form in context["rows"]] == [True]
    row.refresh_from_db()
    assert row.state == NotificationState.BY_HAND


def test_telling_is_ticked_once(acting):
    keeper = acting("organiser", BodyFactory())
    row = told_about(keeper.body)
    tell_list.told(notification=row, on=timezone.localdate(), by=keeper)
    with pytest.raises(WrongState):
        tell_list.told(notification=row, on=timezone.localdate(), by=keeper)
    with pytest.raises(Refused):
        tell_list.told(notification=told_about(keeper.body), on=timezone.localdate() + dt.timedelta(days=1), by=keeper)


def test_tick_saves_nothing_without_its_audit_event(acting, monkeypatch):
    keeper = acting("organiser", BodyFactory())
    row = told_about(keeper.body)

    def fail(**_facts):
        raise RuntimeError("no audit")

    monkeypatch.setattr("groups.services.tell_list.audit.record", fail)
    with pytest.raises(RuntimeError):
        tell_list.told(notification=row, on=timezone.localdate(), by=keeper)
    row.refresh_from_db()
    assert (row.state, row.told_by) == (NotificationState.BY_HAND, "")


# --- Whose list it is on --------------------------------------------------------------------------------------------------


def test_message_stands_only_on_the_list_of_those_who_keep_that_register(signed_in):
    own, independent, discreet = BodyFactory(), BodyFactory(is_independent=True), BodyFactory(discreet=True)
    for body, name in ((own, "Ada"), (independent, "Bo"), (discreet, "Cy")):
        told_about(body, name=name)
    team = BodyFactory(team=True)

    def seen(browser):
        return [said.telling.who for said in rows(browser)]

    assert {
        "officer": seen(signed_in("officer", team)),
        "organiser of the independent one": seen(signed_in("organiser", independent)),
        "facilitator of the discreet one": seen(signed_in("facilitator", discreet)),
        "organiser elsewhere": seen(signed_in("organiser", BodyFactory())),
    } == {
        "officer": ["Ada"],
        "organiser of the independent one": ["Bo"],
        "facilitator of the discreet one": ["Cy"],
        "organiser elsewhere": [],
    }


def test_what_a_member_of_two_groups_hears_from_one_is_not_known_to_the_other(signed_in):
    own, independent = BodyFactory(), BodyFactory(is_independent=True)
    row = told_about(independent)
    person = MemberFactory(body=own, user=MemberFactory(body=independent).user).user
    Notification.objects.filter(pk=row.pk).update(recipient=person.ref)
    general = TellingFactory(person=person, meeting=MeetingFactory(body=own), about="feedback.outcome:1")
    officer, organiser = signed_in("officer", BodyFactory(team=True)), signed_in("organiser", independent)
    # What is about no group at all is said by those who know the person from everywhere.
    assert ([said.telling.row for said in rows(officer)], [said.telling.row for said in rows(organiser)]) == ([], [row, general])


def test_nobody_ticks_what_is_not_theirs_to_tell(signed_in):
    row = told_about(BodyFactory(is_independent=True))
    officer = signed_in("officer", BodyFactory(team=True))
    assert officer.post(LIST, {"told": str(row.pk)}).url == LIST
    row.refresh_from_db()
    assert row.state == NotificationState.BY_HAND
    assert officer.post(LIST, {"told": "x"}).status_code == 404


@pytest.mark.parametrize("role", ["member", "chair"])
def test_tell_list_is_for_those_who_keep_a_register(signed_in, role):
    assert signed_in(role, BodyFactory()).get(LIST).status_code == 403
    assert signed_in(user=UserFactory()).get(LIST).status_code == 403
    assert signed_in("chair", BodyFactory(is_independent=True)).get(LIST).status_code == 200


def test_list_of_a_keeper_of_two_forums_asks_for_the_hat_that_fits(signed_in):
    body, other = BodyFactory(), BodyFactory()
    user = CapacityFactory(role="organiser", body=body).user
    CapacityFactory(role="member", body=other, user=user)
    row = told_about(body)
    day = timezone.localdate()
    sent = {"told": str(row.pk), **{f"told-{row.pk}-on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}}
    signed_in(user=user).post(LIST, sent)
    row.refresh_from_db()
    assert (row.state, row.told_by_label) == (NotificationState.TOLD, f"organiser, {body.name}")


def invited_in_person(body):
    """An invitation that is said in person, to a meeting that is still to come."""
    person = MemberFactory(body=body, user=OfflineFactory()).user
    meeting = MeetingFactory(body=body)
    row = TellingFactory(person=person, meeting=meeting, kind="groups.meeting_invitation")
    Notification.objects.filter(pk=row.pk).update(facts=row.facts | {"user": person.pk})
    return row, meeting, person


def tick(row, **more):
    today = timezone.localdate()
    day = {f"told-{row.pk}-on_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    return {"told": str(row.pk), **day, **{f"told-{row.pk}-{name}": value for name, value in more.items()}}


def test_invitation_that_is_said_aloud_holds_no_address_to_answer_by(keeper):
    invited_in_person(keeper.actor.body)
    (said,) = rows(keeper)
    assert (said.asks_for_a_reply, "/meetings/answer/" in said.words.body) == (True, False)


@pytest.mark.parametrize("reply, stands", [("coming", ["coming"]), ("not_coming", ["not_coming"]), ("", [])])
def test_what_somebody_answered_is_written_down_with_the_tick(keeper, reply, stands):
    row, meeting, person = invited_in_person(keeper.actor.body)
    assert keeper.post(LIST, tick(row, reply=reply)).url == LIST
    row.refresh_from_db()
    assert row.state == NotificationState.TOLD
    assert list(meeting.attendances.filter(user=person).values_list("reply", flat=True)) == stands


def test_nothing_is_ticked_when_the_answer_cannot_be_kept(keeper):
    row, meeting, person = invited_in_person(keeper.actor.body)
    person.capacities.update(until=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(Refused):
        tell_list.told(notification=row, on=timezone.localdate(), by=keeper.actor, reply="coming")
    row.refresh_from_db()
    assert (row.state, meeting.attendances.count()) == (NotificationState.BY_HAND, 0)
