"""Concerns: whoever has the turn is told first, then the next, each once; one about staff passes that person and their team."""

import pytest

from coproduction.core.errors import Refused
from coproduction.core.models import AuditEvent, ConcernAlert, Notification, ReadingItem, SafeguardingRecord
from coproduction.core.models.base import ref_of
from coproduction.core.queries import concerns
from coproduction.core.services import alerts, reading, turns
from groups.enums import Role
from tests.core.test_reading import moment
from tests.factories.groups import BodyFactory

RAISED = "2026-03-04 10:00"


@pytest.fixture
def target(db):
    body = BodyFactory()
    reading.arrive(target=body, kind="An answer", about="Holiday club", words="words", now=moment("2026-03-04 09:00"))
    return body


@pytest.fixture
def team():
    return BodyFactory(team=True)


@pytest.fixture
def leads(acting, team):
    return [acting(Role.SAFEGUARDING_LEAD, body=team) for _each in range(4)]


def hold(target, by, when=RAISED, **about):
    return reading.hold(target=target, concern="Scared", by=by, now=moment(when), **about)


def on_turn(person, cover, at):
    with at(RAISED):
        day = moment(RAISED).date()
        turns.plan(duty="safeguarding", first_day=day, last_day=day, person=person, cover=cover, by=person)


def told(level):
    return sorted(ConcernAlert.objects.filter(level=level).values_list("to", flat=True))


def refs(people):
    return sorted(each.ref for each in people)


def test_lead_on_turn_is_told_alone_and_then_it_rises_each_level_once(target, leads, acting, at, settings):
    settings.SAFEGUARDING_SENIOR_EMAIL = leads[3].user.email.upper()
    on_turn(leads[0], leads[1], at)
    hold(target, acting())
    assert (told(1), ConcernAlert.objects.get().due_at) == ([leads[0].ref], moment("2026-03-04 12:00"))
    assert alerts.escalate(now=moment("2026-03-04 11:59")) == 0
    assert alerts.escalate(now=moment("2026-03-04 12:00")) == 1
    assert alerts.escalate(now=moment("2026-03-04 12:00")) == 0
    assert told(2) == [leads[1].ref]
    assert alerts.escalate(now=moment("2026-03-04 14:00")) == 2
    assert told(3) == refs(leads[2:])
    # The senior lead is one of all leads, and was told by then: nobody is left.
    assert alerts.escalate(now=moment("2026-03-05 14:00")) == 0
    assert Notification.objects.filter(kind="core.concern_raised").count() == 1
    assert Notification.objects.filter(kind="core.concern_unopened").count() == 3


def test_without_a_turn_all_leads_are_told(target, leads, acting):
    hold(target, acting())
    assert told(1) == refs(leads)


def test_turn_of_someone_who_is_no_lead_any_more_falls_to_all(target, leads, acting, at):
    on_turn(leads[0], leads[1], at)
    leads[0].capacity.delete()
    hold(target, acting())
    assert told(1) == refs(leads[1:])


def test_what_is_opened_does_not_rise(target, leads, acting, at):
    on_turn(leads[0], leads[1], at)
    record = hold(target, acting())
    reading.open_concern(record=record, by=leads[0], now=moment("2026-03-04 10:30"))
    assert ConcernAlert.objects.get().opened_at == moment("2026-03-04 10:30")
    assert alerts.escalate(now=moment("2026-03-05 12:00")) == 0


def test_what_is_raised_again_begins_again(target, leads, acting, at):
    on_turn(leads[0], leads[1], at)
    record = hold(target, acting())
    reading.open_concern(record=record, by=leads[0], now=moment("2026-03-04 10:30"))
    reading.close_concern(record=record, outcome="Talked", by=leads[0], now=moment("2026-03-04 10:40"))
    reading.release(target=target, by=leads[0], now=moment("2026-03-04 10:50"))
    hold(target, acting(), when="2026-03-04 11:00")
    assert ConcernAlert.objects.filter(level=1).count() == 2
    assert alerts.escalate(now=moment("2026-03-04 13:00")) == 1


def test_concern_about_staff_goes_to_the_senior_lead_alone(target, leads, acting, settings):
    settings.SAFEGUARDING_SENIOR_EMAIL = leads[3].user.email
    officer = acting(Role.OFFICER)
    record = hold(target, acting(), is_about_staff=True, about=officer.ref, kept_from=ref_of(officer.body))
    assert told(1) == [leads[3].ref]
    seen = {lead.ref: concerns.visible_to(lead.ref).filter(pk=record.pk).exists() for lead in leads}
    assert seen == {leads[0].ref: False, leads[1].ref: False, leads[2].ref: False, leads[3].ref: True}


def test_concern_about_a_lead_bypasses_that_lead_and_their_team(target, leads, acting, at):
    outside = acting(Role.SAFEGUARDING_LEAD)
    on_turn(leads[0], leads[1], at)
    record = hold(target, acting(), is_about_staff=True, about=leads[0].ref, kept_from=ref_of(leads[0].body))
    assert told(1) == [outside.ref]
    assert [concerns.visible_to(lead.ref).exists() for lead in (*leads, outside)] == [False] * 4 + [True]
    assert alerts.escalate(now=moment("2026-03-09 12:00")) == 0
    assert Notification.objects.exclude(recipient=outside.ref).count() == 0
    # What is about nobody who works here is seen by all of them.
    other = BodyFactory()
    reading.arrive(target=other, kind="An answer", words="words")
    plain = hold(other, acting())
    assert [set(concerns.visible_to(lead.ref)) >= {plain} for lead in leads] == [True] * 4
    assert record not in concerns.visible_to(leads[0].ref)


def test_senior_lead_is_bypassed_too(target, leads, acting, settings):
    settings.SAFEGUARDING_SENIOR_EMAIL = leads[3].user.email
    hold(target, acting(), is_about_staff=True, about=leads[3].ref, kept_from=ref_of(leads[3].body))
    # Everyone left is of one team: better they than nobody.
    assert told(1) == refs(leads[:3])
    assert not concerns.visible_to(leads[3].ref).exists()


def test_what_is_about_staff_is_never_given_back(target, leads, acting):
    record = hold(target, acting(), is_about_staff=True)
    reading.open_concern(record=record, by=leads[0])
    reading.close_concern(record=record, outcome="Referred", by=leads[0])
    with pytest.raises(Refused, match="stays with the safeguarding leads"):
        reading.release(target=target, by=leads[0])
    assert ReadingItem.objects.get().state == "held"


def test_every_line_about_a_concern_is_of_the_record_that_the_audit_page_leaves_out(target, leads, acting, signed_in, settings):
    settings.DEMO = True
    record = hold(target, acting())
    alerts.escalate(now=moment("2026-03-09 12:00"))
    reading.open_concern(record=record, by=leads[0])
    assert set(AuditEvent.objects.values_list("target", flat=True)) == {ref_of(record)}
    assert "concern" not in signed_in(Role.ADMINISTRATOR).get("/admin/audit/").content.decode()


def test_words_that_change_are_read_again_unless_they_are_held(target, leads, acting):
    reading.clear(target=target, by=acting())
    again = reading.arrive(target=target, kind="An answer", words="I want to die", now=moment("2026-03-05 09:00"))
    assert (again.state, again.is_urgent, again.read_by, ReadingItem.objects.count()) == ("waiting", True, None, 1)
    hold(target, acting())
    assert reading.arrive(target=target, kind="An answer", words="new").state == "held"
    assert SafeguardingRecord.objects.count() == 1


def test_escalation_saves_nothing_when_its_last_step_fails(target, leads, acting, at, monkeypatch):
    on_turn(leads[0], leads[1], at)
    hold(target, acting())
    monkeypatch.setattr(alerts.audit, "record", lambda **facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        alerts.escalate(now=moment("2026-03-04 12:00"))
    assert (ConcernAlert.objects.count(), Notification.objects.count()) == (1, 1)
