"""Saying something to a person once: written down with its cause, delivered, tried again, never doubled by itself."""

import datetime as dt
import smtplib
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from coproduction.core import notifications, tasks
from coproduction.core.enums import NotificationState as State
from coproduction.core.errors import WrongState
from coproduction.core.models import AuditEvent, Notification
from coproduction.core.notifications import ConcernRaised
from coproduction.core.reminders import Due
from coproduction.core.services import delivery, outbox
from groups.models import User
from groups.notifications import MeetingCancelled
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory


@pytest.fixture(autouse=True)
def daytime(at):
    with at("2026-03-04 11:00"):
        yield


def enqueue(user=None, key="one", **given):
    user = user or CapacityFactory(body__name="Riverside Parents").user
    meeting = given.pop("meeting", None) or MeetingFactory(body__name="Riverside Parents")
    facts = {"meeting": meeting.pk, "starts_at": meeting.starts_at.isoformat()}
    with transaction.atomic():
        return outbox.enqueue(
            notification=MeetingCancelled, recipient=user, dedupe_key=key, facts=facts, reason="you are a member", **given
        )


def fresh(row):
    return Notification.objects.get(pk=row.pk)


class Server:
    """A mail server of the test: what it says when it is opened or given a message."""

    def __init__(self, *, at_open=None, at_send=None):
        self.at_open, self.at_send, self.taken = at_open, at_send, []

    def open(self):
        if self.at_open:
            raise self.at_open

    def close(self):
        pass

    def send_messages(self, messages):
        if self.at_send:
            raise self.at_send
        self.taken += messages
        return len(messages)


@pytest.fixture
def server(monkeypatch):
    def stand(**given):
        made = Server(**given)
        monkeypatch.setattr(delivery, "get_connection", lambda: made)
        return made

    return stand


@pytest.mark.django_db(transaction=True)
def test_enqueue_refuses_outside_a_transaction():
    user, meeting = UserFactory(), MeetingFactory()
    with pytest.raises(outbox.OutsideTransaction):
        outbox.enqueue(notification=MeetingCancelled, recipient=user, dedupe_key="k", facts={"meeting": meeting.pk}, reason="r")
    assert Notification.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_enqueue_in_a_transaction_that_fails_leaves_nothing(monkeypatch):
    asked = []
    monkeypatch.setattr(outbox.celery, "send_task", lambda *args, **options: asked.append(args))
    user, meeting = UserFactory(), MeetingFactory()

    def whose_last_step_fails():
        with transaction.atomic():
            enqueue(user, meeting=meeting)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        whose_last_step_fails()
    assert (Notification.objects.count(), asked) == (0, [])


def test_enqueue_twice_gives_one_row(db):
    user = UserFactory()
    first, second = enqueue(user, key="same"), enqueue(user, key="same")
    assert (first.pk, Notification.objects.count()) == (second.pk, 1)


@pytest.mark.django_db(transaction=True)
def test_enqueue_hurries_after_commit_with_the_row_number_alone(monkeypatch):
    asked = []
    monkeypatch.setattr(outbox.celery, "send_task", lambda *args, **options: asked.append((args, options)))
    row = enqueue()
    assert asked == [(("core.deliver",), {"args": [row.pk], "retry": False})]


@pytest.mark.django_db(transaction=True)
def test_enqueue_without_a_broker_leaves_the_row_for_the_sweep(monkeypatch):
    def no_broker(*args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(outbox.celery, "send_task", no_broker)
    row = enqueue()
    assert fresh(row).state == State.WAITING
    assert (delivery.sweep(), fresh(row).state, len(mail.outbox)) == (1, State.SENT, 1)


@pytest.mark.parametrize(
    "person, why",
    [
        ({"do_not_contact": True}, "This person asked us not to write to them."),
        ({"stopped_kinds": [MeetingCancelled.kind]}, "This person stopped messages of this kind."),
        ({"is_active": False}, "This person has no account any more."),
        ({"is_demonstration": True}, "It was made from demonstration data, and this is not a demonstration any more."),
    ],
)
def test_enqueue_writes_down_whom_it_does_not_write_to(db, person, why):
    row = enqueue(UserFactory(**person))
    assert (row.state, row.problem) == (State.SKIPPED, why)
    assert (delivery.sweep(), mail.outbox) == (0, [])


def test_enqueue_label_holds_no_name_and_a_discreet_group_by_its_neutral_name(db):
    capacity = CapacityFactory(body=BodyFactory(discreet=True, name="Children in Care Council"), user__name="Somebody")
    assert enqueue(capacity.user).recipient_label == "member, Thursday group"


def test_delivery_sends_once_and_blanks_address_and_words(db, settings):
    capacity = CapacityFactory()
    row = enqueue(capacity.user)
    assert delivery.deliver(pk=row.pk) == State.SENT
    assert delivery.deliver(pk=row.pk) is None
    sent, row = mail.outbox[0], fresh(row)
    assert (len(mail.outbox), sent.to) == (1, [capacity.user.email])
    assert (row.address, row.subject, row.body, row.attempts, row.lease) == ("", "", "", 1, "")
    host = urlsplit(settings.SITE_URL).hostname
    assert sent.message()["Message-ID"] == row.message_id
    assert row.message_id.endswith(f"@{host}>")
    assert sent.message()["Auto-Submitted"] == "auto-generated"


def test_delivery_says_why_and_how_to_stop_once(db):
    row = enqueue(CapacityFactory().user)
    delivery.deliver(pk=row.pk)
    body = mail.outbox[0].body
    assert (body.count("You got this because you are a member."), body.count("/messages/stop/")) == (1, 1)
    assert mail.outbox[0].message()["List-Unsubscribe"].strip("<>") in body


def test_delivery_escapes_nothing_and_keeps_the_subject_on_one_line(db):
    meeting = MeetingFactory(body__name="Parents & Carers\r\nBcc: everyone@tests.example", cancelled_because="It’s <cold>")
    delivery.deliver(pk=enqueue(meeting=meeting).pk)
    message = mail.outbox[0].message()
    assert mail.outbox[0].subject == "Cancelled: Parents & Carers Bcc: everyone@tests.example, Wednesday 11 March 2026"
    assert message["Bcc"] is None
    assert "Why: It’s <cold>" in mail.outbox[0].body


def test_delivery_in_a_demonstration_sends_nothing_and_keeps_the_words(db, settings):
    settings.DEMO = True
    user = UserFactory(is_demonstration=True)
    row = enqueue(user, is_demonstration=True)
    assert delivery.deliver(pk=row.pk) == State.SENT
    row = fresh(row)
    assert (mail.outbox, row.address) == ([], user.email)
    assert row.subject.startswith("Demonstration: Cancelled: Riverside Parents")
    assert row.body.count("Demonstration") == 1


def test_delivery_asks_again_whether_the_person_wants_it(db):
    user = UserFactory()
    row = enqueue(user)
    user.stopped_kinds = [MeetingCancelled.kind]
    user.save()
    assert delivery.deliver(pk=row.pk) == State.SKIPPED
    assert (fresh(row).problem, mail.outbox) == ("This person stopped messages of this kind.", [])


def test_delivery_waits_for_the_morning(db, at):
    with at("2026-03-04 21:30"):
        row = enqueue()
        assert (fresh(row).due_at.astimezone(dt.UTC).isoformat(), delivery.sweep()) == ("2026-03-05T08:00:00+00:00", 0)
    with at("2026-03-05 08:00"):
        assert (delivery.sweep(), len(mail.outbox)) == (1, 1)


def test_delivery_that_is_tried_again_at_night_waits_for_the_morning(db, at):
    row = enqueue()
    Notification.objects.update(due_at=dt.datetime(2026, 3, 4, 20, 15, tzinfo=dt.UTC))
    with at("2026-03-04 20:16"):
        assert delivery.deliver(pk=row.pk) == State.WAITING
        assert (fresh(row).due_at.isoformat(), fresh(row).attempts) == ("2026-03-05T08:00:00+00:00", 0)


def test_delivery_of_a_kind_that_is_gone_is_not_sent(db):
    row = enqueue()
    Notification.objects.update(kind="groups.of_an_earlier_version")
    assert delivery.deliver(pk=row.pk) == State.SKIPPED


def test_two_claims_have_one_winner(db):
    row = enqueue()
    now = dt.datetime(2026, 3, 4, 11, tzinfo=dt.UTC)
    first, second = delivery._claim(row.pk, now), delivery._claim(row.pk, now)
    assert (first.pk, second) == (row.pk, None)


def test_lease_that_ran_out_is_taken_over_and_its_first_holder_stops(db, at, settings):
    row = enqueue()
    with at("2026-03-04 11:00"):
        slow = delivery._claim(row.pk, row.due_at)
    with at("2026-03-04 11:10"):
        assert delivery.sweep() == 1
        assert delivery._step(slow, State.HANDED_OVER) is None
    assert (fresh(row).state, len(mail.outbox)) == (State.SENT, 1)


def test_mail_server_that_does_not_answer_is_tried_again_later(db, server, at):
    down = server(at_open=ConnectionRefusedError())
    rows = [enqueue(UserFactory(), key=f"k{n}") for n in range(3)]
    assert delivery.sweep() == 0
    states = [(row.state, row.attempts) for row in Notification.objects.order_by("pk")]
    assert states == [(State.WAITING, 1), (State.WAITING, 0), (State.WAITING, 0)]
    assert fresh(rows[0]).problem == "The mail server did not answer."
    down.at_open = None
    with at("2026-03-04 11:05"):
        assert (delivery.sweep(), len(down.taken)) == (3, 3)


def test_mail_server_is_asked_ever_more_rarely(db, server, at):
    server(at_open=OSError())
    row, waits = enqueue(), []
    for hour in range(11, 18):
        with at(f"2026-03-04 {hour}:00"), pytest.raises(delivery.MailServerDown):
            delivery.deliver(pk=row.pk)
        waits.append((fresh(row).due_at - dt.datetime(2026, 3, 4, hour, tzinfo=dt.UTC)).total_seconds() / 60)
    assert waits == [1, 2, 4, 8, 15, 15, 15]


@pytest.mark.parametrize(
    "error, state, problem",
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), State.REFUSED, "The mail server refused it (550)."),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"busy")}), State.WAITING, "The mail server asked us to try later (450)."),
        (smtplib.SMTPDataError(554, b"spam"), State.REFUSED, "The mail server refused it (554)."),
        (smtplib.SMTPDataError(451, b"later"), State.WAITING, "The mail server asked us to try later (451)."),
    ],
)
def test_mail_server_that_says_no_is_believed(db, server, error, state, problem):
    server(at_send=error)
    row = enqueue()
    assert delivery.deliver(pk=row.pk) == state
    row = fresh(row)
    assert (row.state, row.problem, row.address, row.body) == (state, problem, "", "")


def test_line_that_breaks_needs_attention_and_only_a_person_sends_again(db, server, acting, at):
    broken = server(at_send=smtplib.SMTPServerDisconnected("gone"))
    row = enqueue()
    assert delivery.deliver(pk=row.pk) == State.HANDED_OVER
    with at("2026-03-05 11:00"):
        assert (delivery.sweep(), list(Notification.objects.needing_attention(dt.datetime.now(dt.UTC)))) == (0, [row])
        broken.at_send = None
        admin = acting("administrator")
        outbox.send_again(notification=row, by=admin)
        assert delivery.sweep() == 1
        with pytest.raises(WrongState):
            outbox.send_again(notification=row, by=admin)
    assert broken.taken[0].message()["Message-ID"] == row.message_id
    assert list(AuditEvent.objects.values_list("verb", "actor")) == [("sent message again", admin.ref)]


def test_message_that_arrived_is_not_sent_again(db, server, acting, at):
    server(at_send=smtplib.SMTPServerDisconnected("gone"))
    row = enqueue()
    delivery.deliver(pk=row.pk)
    with at("2026-03-04 12:00"):
        outbox.mark_arrived(notification=row, by=acting("administrator"))
    assert (fresh(row).state, fresh(row).body) == (State.SENT, "")


def test_message_that_is_being_sent_is_left_alone(db, acting):
    row = enqueue()
    delivery._step(delivery._claim(row.pk, row.due_at), State.HANDED_OVER)
    with pytest.raises(WrongState):
        outbox.send_again(notification=row, by=acting("administrator"))


def test_address_that_cannot_be_written_to_is_refused(db):
    row = enqueue(UserFactory(email="broken\n@tests.example"))
    assert delivery.deliver(pk=row.pk) == State.REFUSED


def test_sweep_tries_the_broken_message_last(db, monkeypatch):
    rows = [enqueue(UserFactory(), key=f"k{n}") for n in range(3)]
    Notification.objects.filter(pk=rows[0].pk).update(attempts=1)
    real = notifications.render

    def render(kind, **given):
        if given["to"] == rows[0].recipient:
            raise ZeroDivisionError
        return real(kind, **given)

    monkeypatch.setattr(notifications, "render", render)
    with pytest.raises(ZeroDivisionError):
        delivery.sweep()
    assert [fresh(row).state for row in rows] == [State.LEASED, State.SENT, State.SENT]


@pytest.mark.parametrize("many", [1, 5])
def test_delivery_costs_the_same_for_each_message(db, django_assert_num_queries, many):
    for number in range(many):
        enqueue(CapacityFactory().user, key=f"k{number}")
    # Two for the batch. For each message: three writes of its state, two of them with a savepoint, and five reads.
    with django_assert_num_queries(2 + many * 12):
        assert delivery.sweep() == many


@pytest.mark.parametrize("kind", notifications.every(), ids=lambda kind: kind.kind)
def test_every_kind_renders(kind):
    for demonstration in (False, True):
        stop = "https://portal.example/messages/stop/x/" if kind.can_be_stopped else ""
        words = notifications.render_words(
            kind.kind, kind.sample(), stop_link=stop, reason="you are a member", is_demonstration=demonstration
        )
        assert words.subject.strip()
        assert "\n" not in words.subject
        assert words.body.count("You got this because you are a member.") == 1
        assert words.body.count("/messages/stop/") == int(kind.can_be_stopped)
        assert words.subject.startswith("Demonstration: ") is demonstration
        assert "&" not in words.body.replace("Hammersmith & Fulham", "")


def test_every_kind_has_templates_and_every_template_a_kind(settings):
    folder = settings.BASE_DIR / "templates" / "emails"
    there = {str(path.relative_to(settings.BASE_DIR / "templates")) for path in folder.rglob("*.txt") if path.name[0] != "_"}
    assert there == {name for kind in notifications.every() for name in notifications.template_names(kind.kind)}


def dues(people, key="many"):
    meeting = MeetingFactory(body__name="Riverside Parents")
    facts = {"meeting": meeting.pk, "starts_at": meeting.starts_at.isoformat()}
    return [Due(MeetingCancelled, person, f"{key}:{person.ref}", "you are a member", facts) for person in people]


def people(number):
    made = User.objects.bulk_create(User(email=f"many{place}@tests.example") for place in range(number))
    return list(User.objects.filter(pk__in=[person.pk for person in made]).order_by("pk"))


@pytest.mark.parametrize("many", [1, 200, 201])
def test_many_cost_the_same_for_each_batch(db, django_assert_num_queries, many):
    given = dues(people(many))
    # For each batch: its keys, its people with their parts, and one writing, which the embedded database cuts into pieces.
    batches = [given[start : start + outbox.BATCH] for start in range(0, many, outbox.BATCH)]
    fields = [field for field in Notification._meta.concrete_fields if not field.primary_key]
    pieces = sum(-(-len(batch) // connection.ops.bulk_batch_size(fields, batch)) for batch in batches)
    with django_assert_num_queries(len(batches) * 3 + pieces):
        assert outbox.enqueue_many(given) == many
    assert Notification.objects.filter(state=State.WAITING, recipient_label="someone with an account").count() == many
    with django_assert_num_queries(len(batches)):
        assert outbox.enqueue_many(given) == 0


@pytest.mark.django_db(transaction=True)
def test_many_refuse_outside_a_transaction_and_ask_the_broker_once(monkeypatch):
    asked = []
    monkeypatch.setattr(outbox.celery, "send_task", lambda *args, **options: asked.append(args))
    given = dues(people(3))
    with pytest.raises(outbox.OutsideTransaction):
        outbox.enqueue_many(given)
    with transaction.atomic():
        outbox.enqueue_many(given)
    assert (asked, Notification.objects.count()) == ([("core.deliver_waiting",)], 3)
    tasks.deliver_waiting()
    assert len(mail.outbox) == 3


def test_many_are_written_as_single_ones_are(db):
    capacity = CapacityFactory(body__name="Riverside Parents")
    quiet, ringing = UserFactory(do_not_contact=True), UserFactory(email=None, reach="ring", contact="020")
    given = dues([capacity.user, quiet, ringing, capacity.user])
    assert outbox.enqueue_many(given) == 3
    many = list(
        Notification.objects.order_by("recipient").values("state", "problem", "recipient_label", "reason", "due_at", "facts")
    )
    Notification.objects.all().delete()
    for due in given:
        outbox.enqueue(
            notification=due.notification, recipient=due.recipient, dedupe_key=due.dedupe_key, reason=due.reason, facts=due.facts
        )
    assert many == list(
        Notification.objects.order_by("recipient").values("state", "problem", "recipient_label", "reason", "due_at", "facts")
    )


def test_whoever_is_told_in_person_is_on_the_tell_list_and_gets_no_mail(db):
    ringing, told = UserFactory(email=None, reach="ring", contact="020"), UserFactory(reach="tell")
    rows = [enqueue(ringing, key="a"), enqueue(told, key="b")]
    assert [row.state for row in rows] == [State.BY_HAND, State.BY_HAND]
    assert (delivery.sweep(), mail.outbox) == (0, [])
    assert enqueue(UserFactory(email=None, reach="ring", do_not_contact=True), key="c").state == State.SKIPPED


def test_what_nobody_else_may_read_is_never_to_be_told_in_person(db):
    def raise_concern(user, key):
        return outbox.enqueue(notification=ConcernRaised, recipient=user, dedupe_key=key, reason="you are a safeguarding lead")

    with_address = raise_concern(UserFactory(reach="ring"), "a")
    without = raise_concern(UserFactory(email=None, reach="ring"), "b")
    assert (with_address.state, without.state, without.problem) == (
        State.WAITING,
        State.SKIPPED,
        "This person has no email address.",
    )


def test_delivery_to_someone_who_is_told_in_person_now_puts_it_on_the_tell_list(db):
    user = UserFactory()
    row = enqueue(user)
    user.reach = "letter"
    user.save()
    assert delivery.deliver(pk=row.pk) == State.BY_HAND
    assert (fresh(row).lease, mail.outbox) == ("", [])


def test_tell_list_loses_what_has_lost_its_point(db, at):
    def ringing(**traits):
        return UserFactory(email=None, reach="ring", **traits)

    kept, closed, stopped, late = (enqueue(ringing(), key=key) for key in "abcd")
    for row, fields in ((closed, {"is_active": False}), (stopped, {"stopped_kinds": [MeetingCancelled.kind]})):
        User.objects.filter(pk=row.recipient.partition(":")[2]).update(**fields)
    Notification.objects.filter(pk=late.pk).update(facts=late.facts | {"starts_at": "2026-03-04T10:00:00+00:00"})
    gone = enqueue(ringing(), key="e")
    Notification.objects.filter(pk=gone.pk).update(facts=gone.facts | {"meeting": 0})
    assert outbox.drop_needless() == 4
    assert {row.dedupe_key: row.problem for row in Notification.objects.filter(state=State.SKIPPED)} == {
        "b": "This person has no account any more.",
        "c": "This person stopped messages of this kind.",
        "d": "It was too late for it.",
        "e": "The meeting is no longer there.",
    }
    assert fresh(kept).state == State.BY_HAND


def test_what_comes_too_late_already_is_written_down_and_not_sent(db):
    meeting = MeetingFactory(starts_at=dt.datetime(2026, 3, 4, 10, tzinfo=dt.UTC))
    row = enqueue(meeting=meeting)
    assert (row.state, row.problem) == (State.SKIPPED, "It was too late for it.")


def test_kinds_do_not_share_a_name():
    taken = SimpleNamespace(kind=MeetingCancelled.kind)
    with pytest.raises(ValueError, match="Two kinds"):
        notifications.register(taken)
