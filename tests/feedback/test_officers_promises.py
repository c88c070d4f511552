"""Promises: taken on, moved with a reason, reported, settled; nothing of it is ever lost from sight."""

import datetime as dt

import pytest
from django.urls import reverse

from coproduction.core.errors import Missing, WrongState
from coproduction.core.partial_dates import PartialDate
from feedback.enums import PromiseState
from feedback.models import Promise, PromiseEvent
from feedback.services import promises
from tests.factories.feedback import PromiseFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db
MAY, JUNE = PartialDate.day(dt.date(2026, 5, 1)), PartialDate.day(dt.date(2026, 6, 1))


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def promise(officer):
    return promises.make(words="Mend the lift", made_by=BodyFactory(team=True), due=MAY, by=officer.actor)


def act(client, promise, name, **data):
    return client.post(
        reverse("act_on_promise", args=[promise.ref, name]), {f"{name}-{key}": value for key, value in data.items()}
    )


def test_promise_needs_a_date_and_words(officer):
    team = BodyFactory(team=True)
    with pytest.raises(Missing):
        promises.make(words="Mend the lift", made_by=team, due=PartialDate.unknown(), by=officer.actor)
    with pytest.raises(Missing):
        promises.make(words=" ", made_by=team, due=MAY, by=officer.actor)
    assert Promise.objects.count() == 0


def test_promise_of_the_record_is_taken_on_once(officer):
    promise = PromiseFactory(origin="record", state=PromiseState.UNKNOWN)
    act(officer, promise, "adopt", due_day="1", due_month="5", due_year="2026")
    promise.refresh_from_db()
    assert (promise.owner, promise.due) == (officer.actor.user, MAY)
    assert promise.is_late(dt.date(2026, 5, 2)) is True
    page = act(officer, promise, "adopt", due_day="1", due_month="6", due_year="2026")
    assert page.context["bound"][0].non_field_errors() == ["Someone has taken this promise on already."]


def test_moved_date_stays_in_sight_with_its_reason(officer, promise, client):
    act(officer, promise, "move", due_day="1", due_month="6", due_year="2026", reason="The part is late.")
    event = PromiseEvent.objects.get(kind="moved")
    assert (event.old_due, event.new_due, event.words) == (MAY, JUNE, "The part is late.")
    shown = client.get(reverse("promises")).content.decode()
    assert [words for words in ("1 May 2026", "1 June 2026", "The part is late.") if words not in shown] == []


@pytest.mark.parametrize(
    "data, field", [({"due_day": "1", "due_month": "6", "due_year": "2026"}, "reason"), ({"reason": "Why"}, "due")]
)
def test_move_needs_a_date_and_a_reason(officer, promise, data, field):
    page = act(officer, promise, "move", **data)
    assert list(page.context["bound"][0].errors) == [field]
    assert PromiseEvent.objects.filter(kind="moved").count() == 0


def test_move_to_the_same_date_is_refused(officer, promise):
    with pytest.raises(Missing):
        promises.move_date(promise=promise, due=MAY, reason="No change", by=officer.actor)


def test_report_puts_a_promise_on_its_way(officer, promise):
    act(officer, promise, "report", words="The part is ordered.")
    promise.refresh_from_db()
    assert promise.state == PromiseState.UNDER_WAY
    assert PromiseEvent.objects.get(kind="progress").words == "The part is ordered."


def test_kept_promise_is_settled(officer, promise):
    act(officer, promise, "settle", state="kept", words="It works.")
    promise.refresh_from_db()
    assert promise.state == PromiseState.KEPT
    for attempt in (promises.report, promises.settle):
        extra = {"state": "kept"} if attempt is promises.settle else {}
        with pytest.raises(WrongState):
            attempt(promise=promise, words="Again", by=officer.actor, **extra)
    page = act(officer, promise, "move", due_day="1", due_month="6", due_year="2026", reason="Late.")
    assert page.context["bound"][0].non_field_errors() == ["This promise is settled. It stands at: Kept."]


def test_settling_saves_nothing_when_its_last_step_fails(officer, promise, monkeypatch):
    def broken():
        raise RuntimeError("the last step")

    monkeypatch.setattr(promises.publication, "bump", broken)
    with pytest.raises(RuntimeError):
        promises.settle(promise=promise, state="kept", words="It works.", by=officer.actor)
    promise.refresh_from_db()
    assert (promise.state, PromiseEvent.objects.filter(kind="state").count()) == (PromiseState.MADE, 0)


def test_list_sorts_promises_by_what_they_need(officer, promise, at):
    late = promises.make(words="Late one", made_by=promise.made_by, due=PartialDate.day(dt.date(2026, 1, 1)), by=officer.actor)
    record = PromiseFactory(origin="record", state=PromiseState.UNKNOWN)
    kept = PromiseFactory(state=PromiseState.KEPT)
    with at("2026-04-01 10:00"):
        page = officer.get(reverse("officers_promises")).context
    assert [page[name] for name in ("late", "coming", "unclaimed", "settled")] == [[late], [promise], [record], [kept]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_length(officer, count, django_assert_num_queries):
    PromiseFactory.create_batch(count)
    officer.get(reverse("officers_promises"))
    with django_assert_num_queries(4):
        officer.get(reverse("officers_promises"))


@pytest.mark.parametrize("role", ["member", "chair", "administrator", "safeguarding_lead", "committee_member"])
def test_only_officers_keep_promises(signed_in, promise, role):
    client = signed_in(role)
    pages = [client.get(reverse("officers_promises")), client.get(reverse("officers_promise", args=[promise.ref]))]
    pages.append(act(client, promise, "report", words="Mine"))
    assert [page.status_code for page in pages] == [403, 403, 403]


def test_unknown_act_is_not_found(officer, promise):
    assert act(officer, promise, "forget").status_code == 404
