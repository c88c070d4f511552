"""The reading queue: due in a working day, held for the safeguarding leads, who are told without a word of it."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from coproduction.core import word_screen, working_days
from coproduction.core.enums import ReadingState
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import AuditEvent, Notification, ReadingItem, SafeguardingRecord
from coproduction.core.services import delivery, reading
from groups.enums import Role
from tests.factories.groups import BodyFactory


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    "came, due",
    [
        ("2026-03-04 11:30", "2026-03-05 11:30"),
        ("2026-03-04 03:00", "2026-03-05 09:00"),
        ("2026-03-04 23:00", "2026-03-05 17:00"),
        ("2026-03-06 11:30", "2026-03-09 11:30"),
        ("2026-03-07 11:30", "2026-03-09 17:00"),
        ("2026-03-08 23:59", "2026-03-09 17:00"),
        # Good Friday to Easter Monday, and a bank holiday in the week.
        ("2026-04-02 11:30", "2026-04-07 11:30"),
        ("2026-04-03 11:30", "2026-04-07 17:00"),
        ("2026-05-25 09:10", "2026-05-26 17:00"),
        # Over the change of the clocks.
        ("2026-03-27 11:30", "2026-03-30 11:30"),
    ],
)
def test_words_are_due_within_one_working_day(came, due):
    assert working_days.within_one_working_day(moment(came)) == moment(due)


@pytest.mark.parametrize(
    "words, urgent",
    [
        ("I want to DIE", True),
        ("he hits me at home", True),
        ("more knives and forks please", True),
        ("Open on Sundays", False),
        ("", False),
    ],
)
def test_word_screen_only_asks_for_an_early_look(words, urgent):
    assert word_screen.asks_for_an_early_look(words) is urgent


@pytest.fixture
def item(db):
    return reading.arrive(
        target=BodyFactory(), kind="An answer", about="Holiday club", words="I am scared at home", now=moment("2026-03-04 11:30")
    )


@pytest.fixture
def target(item):
    return BodyFactory._meta.model.objects.get()


def test_arrive_keeps_no_words(item):
    assert (item.is_urgent, item.state, item.due_at) == (True, ReadingState.WAITING, moment("2026-03-05 11:30"))
    assert "scared" not in str(ReadingItem.objects.values().get())


def test_clear_says_who_read_it_and_only_once(item, target, acting):
    officer = acting(Role.OFFICER)
    read = reading.clear(target=target, by=officer)
    assert (read.state, read.read_by, read.read_by_label) == (ReadingState.CLEARED, officer.ref, officer.label)
    with pytest.raises(WrongState):
        reading.clear(target=target, by=officer)


def test_hold_tells_each_lead_at_once_without_a_word_of_it(item, target, acting, at):
    leads = [acting(Role.SAFEGUARDING_LEAD), acting(Role.SAFEGUARDING_LEAD)]
    with at("2026-03-04 23:30"):
        record = reading.hold(target=target, concern="Scared at home", by=acting(Role.OFFICER))
        assert delivery.sweep() == 2
    assert sorted(message.to[0] for message in mail.outbox) == sorted(lead.user.email for lead in leads)
    everything = " ".join(message.message().as_string() for message in mail.outbox) + str(list(Notification.objects.values()))
    assert [word for word in ("cared", "Holiday", "reading", f"{target.pk}:groups") if word in everything] == []
    assert (record.concern, record.item.state) == ("Scared at home", ReadingState.HELD)
    assert list(AuditEvent.objects.values_list("verb", "facts")) == [("raised concern", {"leads_told": 2})]


def test_hold_needs_a_concern_and_saves_nothing_when_a_step_fails(item, target, acting, monkeypatch):
    acting(Role.SAFEGUARDING_LEAD)
    with pytest.raises(Missing):
        reading.hold(target=target, concern=" ", by=acting())
    monkeypatch.setattr(reading.audit, "record", lambda **facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        reading.hold(target=target, concern="Scared", by=acting())
    assert (ReadingItem.objects.get().state, SafeguardingRecord.objects.count(), Notification.objects.count()) == (
        "waiting",
        0,
        0,
    )


def test_concern_keeps_its_first_reading_and_is_closed_once(item, target, acting):
    lead, other = acting(Role.SAFEGUARDING_LEAD), acting(Role.SAFEGUARDING_LEAD)
    record = reading.hold(target=target, concern="Scared", by=acting())
    with pytest.raises(Refused):
        reading.close_concern(record=record, outcome="Referred", by=lead)
    reading.open_concern(record=record, by=lead, now=moment("2026-03-04 12:00"))
    record = reading.open_concern(record=record, by=other, now=moment("2026-03-04 13:00"))
    assert (record.first_read_by, record.first_read_at) == (lead.ref, moment("2026-03-04 12:00"))
    closed = reading.close_concern(record=record, outcome="Referred", referred_to="ICAT", reference="123", by=lead)
    assert (closed.closed_by, closed.referred_to) == (lead.ref, "ICAT")
    with pytest.raises(WrongState):
        reading.close_concern(record=record, outcome="Again", by=lead)
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "raised concern",
        "opened concern",
        "opened concern",
        "closed concern",
    ]


def test_concern_that_comes_back_is_open_again_and_keeps_its_words(item, target, acting):
    lead = acting(Role.SAFEGUARDING_LEAD)
    record = reading.hold(target=target, concern="Scared", by=acting())
    reading.open_concern(record=record, by=lead)
    reading.close_concern(record=record, outcome="Talked to school", by=lead)
    reading.clear(target=target, by=lead)
    again = reading.hold(target=target, concern="Came back", by=acting())
    assert (again.pk, again.concern, again.closed_at, again.outcome) == (
        record.pk,
        "Scared\n\nCame back",
        None,
        "Talked to school",
    )


def test_working_days_know_bank_holidays_and_where_the_list_ends():
    named = {day: working_days.bank_holiday(dt.date.fromisoformat(day)) for day in ("2026-12-25", "2026-12-28", "2026-12-29")}
    assert named == {"2026-12-25": "Christmas Day", "2026-12-28": "Boxing Day", "2026-12-29": ""}
    assert [working_days.is_working_day(dt.date(2026, 12, day)) for day in (24, 25, 26, 28, 29)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert working_days.bank_holidays_end() >= dt.date(2028, 12, 31)
