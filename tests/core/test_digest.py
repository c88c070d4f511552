"""One message a day or a week: what waits for it, when it goes, what stands in it, and that nothing is lost on the way."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from coproduction.core import digest
from coproduction.core.enums import NotificationState as State
from coproduction.core.models import Notification
from coproduction.core.recipients import Recipient
from coproduction.core.services import delivery, outbox, reminders
from coproduction.core.services import digest as summaries
from groups.models import User
from groups.notifications import MeetingCancelled, MeetingReminder
from groups.services import meetings, messages
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    "kind, after, wanted",
    [
        ("daily", "2026-03-04 11:00", "2026-03-05 08:00"),
        ("daily", "2026-03-04 07:00", "2026-03-04 08:00"),
        ("daily", "2026-03-04 08:00", "2026-03-04 08:00"),
        ("daily", "2026-03-04 08:01", "2026-03-05 08:00"),
        # The clocks go forward on 29 March and back on 25 October: 8am by the clock here.
        ("daily", "2026-03-28 12:00", "2026-03-29 08:00"),
        ("daily", "2026-10-24 12:00", "2026-10-25 08:00"),
        ("weekly", "2026-03-04 11:00", "2026-03-09 08:00"),
        ("weekly", "2026-03-09 07:59", "2026-03-09 08:00"),
        ("weekly", "2026-03-09 08:01", "2026-03-16 08:00"),
        ("weekly", "2026-10-24 12:00", "2026-10-26 08:00"),
    ],
)
def test_next_summary_is_at_8_by_the_clock_here(kind, after, wanted):
    assert digest.next_moment(kind, moment(after)) == moment(wanted)


@pytest.mark.parametrize(
    "kind, wish, useless_from, wanted",
    [
        (MeetingReminder, "daily", None, "2026-03-05 08:00"),
        (MeetingReminder, "daily", "2026-03-05 17:00", "2026-03-05 08:00"),
        # It would come too late in the summary, so it comes by itself.
        (MeetingReminder, "daily", "2026-03-05 08:00", None),
        (MeetingReminder, "weekly", "2026-03-06 17:00", None),
        (MeetingReminder, "", None, None),
        (MeetingCancelled, "daily", None, None),
    ],
)
def test_only_what_may_wait_and_is_not_late_then_waits(kind, wish, useless_from, wanted):
    person = Recipient("user:1", "a@tests.example", "member", digest=wish)
    late = moment(useless_from) if useless_from else None
    found = digest.waits_until(kind, person, moment("2026-03-04 11:00"), useless_from=late)
    assert found == (moment(wanted) if wanted else None)


@pytest.fixture
def forum(db):
    return BodyFactory(name="Riverside Parents")


def reader(forum, wish="daily", **traits):
    return CapacityFactory(body=forum, since=dt.date(2020, 1, 1), user__digest=wish, **traits).user


def meeting_at(text, body, **traits):
    return MeetingFactory(body=body, starts_at=moment(text), **traits)


def run(at, text):
    before = len(mail.outbox)
    with at(text):
        reminders.send()
        delivery.sweep()
    return [message.subject for message in mail.outbox[before:]]


@pytest.fixture
def invited(at):
    """The invitations are out, long before."""

    def invite(text="2026-02-01 12:00"):
        run(at, text)
        mail.outbox.clear()

    return invite


def test_summary_holds_every_reminder_of_the_day_in_one_message(forum, at, invited):
    meeting_at("2026-02-20 17:00", forum)
    meeting_at("2026-02-20 18:00", forum, title="Second meeting")
    person = reader(forum)
    invited()
    assert run(at, "2026-02-12 18:05") == []
    assert run(at, "2026-02-13 18:05") == []
    assert set(Notification.objects.filter(kind=MeetingReminder.kind).values_list("state", flat=True)) == {State.GATHERED}
    assert run(at, "2026-02-14 07:55") == []
    assert run(at, "2026-02-14 08:00") == ["Your summary: 2 messages"]
    body = mail.outbox[0].body
    assert (mail.outbox[0].to, body.count("Hello,"), body.count("You got this because")) == ([person.email], 1, 1)
    assert "You got this because you asked for one message a day." in body
    assert body.count("* Reminder of a meeting\nFriday 20 February 2026: Riverside Parents\n") == 2
    assert body.count("/accounts/messages/") == 1
    assert body.count("/messages/stop/") == 1
    assert set(Notification.objects.filter(kind=MeetingReminder.kind).values_list("state", flat=True)) == {State.SUMMED_UP}
    assert run(at, "2026-02-14 08:05") == []


def test_summary_of_the_week_goes_on_monday(forum, at, invited):
    meeting_at("2026-02-20 17:00", forum)
    reader(forum, "weekly")
    invited()
    assert run(at, "2026-02-13 17:00") == []
    assert run(at, "2026-02-15 08:00") == []
    assert run(at, "2026-02-16 08:00") == ["Your summary: 1 message"]
    # The day before lies before the next Monday: it comes by itself.
    assert run(at, "2026-02-19 17:00") == ["Tomorrow at 5pm: Riverside Parents"]


def test_summary_goes_late_when_nothing_ran_at_its_time_and_once(forum, at, invited):
    meeting_at("2026-02-20 17:00", forum)
    reader(forum)
    invited()
    run(at, "2026-02-13 17:00")
    assert run(at, "2026-02-15 14:00") == ["Your summary: 1 message"]
    assert run(at, "2026-02-15 14:05") == []


def test_summary_leaves_out_what_has_lost_its_point(forum, at, acting, invited):
    first, second = meeting_at("2026-02-20 17:00", forum), meeting_at("2026-02-20 18:00", forum)
    person = reader(forum)
    invited()
    run(at, "2026-02-13 18:00")
    with at("2026-02-13 19:00"):
        meetings.reply(meeting=first, user=person, reply="not_coming", by=acting("officer"))
    assert run(at, "2026-02-14 08:00") == ["Your summary: 1 message"]
    with at("2026-02-13 19:00"):
        assert Notification.objects.filter(about=f"groups.meeting:{second.pk}", state=State.SUMMED_UP).count() == 1


def test_summary_of_which_nothing_is_left_is_not_sent(forum, at, invited):
    meeting_at("2026-02-20 17:00", forum)
    person = reader(forum)
    invited()
    run(at, "2026-02-13 17:00")
    messages.stop(user=person, kind=MeetingReminder.kind)
    assert run(at, "2026-02-14 08:00") == []
    row = Notification.objects.get(kind="core.summary")
    assert (row.state, row.problem) == (State.SKIPPED, "Everything in it had lost its point.")


def test_summary_that_was_stopped_stops_what_would_stand_in_it(forum, at, invited):
    meeting_at("2026-02-20 17:00", forum)
    messages.stop(user=reader(forum), kind="core.summary")
    invited()
    assert run(at, "2026-02-13 17:00") == []
    row = Notification.objects.get(kind=MeetingReminder.kind)
    assert (row.state, row.problem) == (State.SKIPPED, "This person stopped their summary, in which it would have stood.")


def test_summary_whose_last_step_fails_leaves_everything_gathered(forum, at, invited, monkeypatch):
    meeting_at("2026-02-20 17:00", forum)
    reader(forum)
    invited()
    run(at, "2026-02-13 17:00")
    real = outbox.enqueue_many

    def written_and_killed(dues):
        real(dues)
        raise ZeroDivisionError

    with at("2026-02-14 08:00"):
        with monkeypatch.context() as patched:
            patched.setattr(outbox, "enqueue_many", written_and_killed)
            with pytest.raises(ZeroDivisionError):
                summaries.send()
        states = set(Notification.objects.filter(kind=MeetingReminder.kind).values_list("state", flat=True))
        assert (states, Notification.objects.filter(kind="core.summary").count()) == ({State.GATHERED}, 0)
    assert run(at, "2026-02-14 08:05") == ["Your summary: 1 message"]


def test_what_gathers_after_the_summary_of_the_day_waits_for_the_next(forum, at, invited):
    meeting_at("2026-02-20 17:00", forum)
    person = reader(forum)
    invited()
    run(at, "2026-02-13 17:00")
    run(at, "2026-02-14 08:00")
    Notification.objects.create(
        kind=MeetingReminder.kind, dedupe_key="late", recipient=person.ref, state=State.GATHERED, due_at=moment("2026-02-14 08:00"),
        facts=Notification.objects.get(kind=MeetingReminder.kind).facts,
    )  # fmt: skip
    assert run(at, "2026-02-14 08:05") == []
    assert run(at, "2026-02-15 08:00") == ["Your summary: 1 message"]


@pytest.mark.parametrize("wish, due", [("as_they_come", None), ("weekly", "2026-02-16 08:00")])
def test_what_has_gathered_follows_a_new_choice(forum, at, acting, invited, wish, due):
    meeting_at("2026-02-20 17:00", forum)
    person = reader(forum)
    invited()
    run(at, "2026-02-13 17:00")
    with at("2026-02-13 18:00"):
        messages.choose_digest(user=person, digest=wish, by=acting("officer"))
    row = Notification.objects.get(kind=MeetingReminder.kind)
    if due is None:
        assert (row.state, run(at, "2026-02-13 18:01")) == (State.WAITING, ["Friday 20 February 2026: Riverside Parents"])
    else:
        assert (row.state, row.due_at) == (State.GATHERED, moment(due))


def test_what_has_gathered_for_someone_who_is_told_in_person_now_is_for_the_tell_list(forum, at, invited):
    meeting_at("2026-02-20 17:00", forum)
    person = reader(forum)
    invited()
    run(at, "2026-02-13 17:00")
    User.objects.filter(pk=person.pk).update(reach="ring")
    assert run(at, "2026-02-14 08:00") == []
    assert [(row.kind, row.state) for row in Notification.objects.exclude(kind="groups.meeting_invitation")] == [
        (MeetingReminder.kind, State.BY_HAND)
    ]


def test_summary_names_a_discreet_forum_nowhere(at, db, invited):
    forum = BodyFactory(discreet=True, name="Children in Care Council")
    meeting_at("2026-02-20 17:00", forum, title="Leaving care", place="Care leavers hub")
    reader(forum)
    invited()
    run(at, "2026-02-13 17:00")
    run(at, "2026-02-14 08:00")
    everything = mail.outbox[0].message().as_string()
    assert "Thursday group" in everything
    assert [word for word in ("Care", "care") if word in everything] == []


@pytest.mark.parametrize("many", [1, 30])
def test_summaries_cost_the_same_for_a_batch(forum, at, django_assert_num_queries, invited, many):
    meeting_at("2026-02-20 17:00", forum)
    for _person in range(many):
        reader(forum)
    invited()
    run(at, "2026-02-13 17:00")
    with at("2026-02-14 08:00"):
        # Whom, their rows and who they are, the keys twice, the writing, what follows of it, and that nobody is left.
        with django_assert_num_queries(13):
            assert summaries.send() == many
