"""Scheduled runs: one for each slot, seen on the job-health page, late when they stop."""

import datetime as dt

import pytest
from celery.schedules import crontab

from coproduction.core import reminders as registry
from coproduction.core import schedule, tasks
from coproduction.core.models import Notification, ScheduledRun
from coproduction.core.queries import jobs
from coproduction.core.services import purge, reminders, runs
from groups.enums import Role
from tests.factories.groups import UserFactory


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "plan, now, slot, following",
    [
        (crontab(minute="*"), "2026-03-04 11:00:30", "2026-03-04 11:00", "2026-03-04 11:01"),
        (crontab(minute="*/5"), "2026-03-04 11:07", "2026-03-04 11:05", "2026-03-04 11:10"),
        (crontab(minute=20, hour=3), "2026-03-04 02:00", "2026-03-03 03:20", "2026-03-04 03:20"),
        # 3:20 in summer time is 2:20 by the clock of the world.
        (crontab(minute=20, hour=3), "2026-06-04 02:30", "2026-06-04 02:20", "2026-06-05 02:20"),
        (crontab(minute=20, hour=3), "2026-03-28 12:00", "2026-03-28 03:20", "2026-03-29 02:20"),
        (dt.timedelta(minutes=10), "2026-03-04 11:07", "2026-03-04 11:00", "2026-03-04 11:10"),
    ],
)
def test_schedule_knows_the_last_and_the_next_slot(plan, now, slot, following):
    job = schedule.Scheduled("job", plan)
    assert (job.slot(utc(now)), job.next(utc(now))) == (utc(slot), utc(following))


def test_slot_runs_once_for_two_schedulers(db, at):
    with at("2026-03-04 11:00:10"):
        with runs.slot("sweep-outbox") as first:
            first.done = 3
        with runs.slot("sweep-outbox") as second:
            assert second is None
    with at("2026-03-04 11:01:10"), runs.slot("sweep-outbox") as third:
        assert third is not None
    done = list(ScheduledRun.objects.order_by("slot").values_list("slot", "done", "error"))
    assert done == [(utc("2026-03-04 11:00"), 3, ""), (utc("2026-03-04 11:01"), 0, "")]


def test_slot_writes_down_the_kind_of_error_and_no_words(db, at):
    with at("2026-03-04 11:00"), pytest.raises(ValueError), runs.slot("sweep-outbox"):
        raise ValueError("somebody@tests.example said")
    run = ScheduledRun.objects.get()
    assert (run.error, run.finished_at) == ("ValueError", None)


def test_job_health_before_anything_ran(signed_in, settings):
    settings.DEMO = True
    text = signed_in(Role.ADMINISTRATOR).get("/admin/jobs/").content.decode()
    assert "Nothing has ever run by itself" in text
    assert text.count("Not run yet") == 4


def test_job_health_says_on_time_and_late(db, at):
    with at("2026-03-04 11:00"):
        tasks.sweep_outbox()
        tasks.send_reminders()
        tasks.raise_concerns()
        tasks.purge_old_rows()
    with at("2026-03-04 11:03"):
        assert [job.state for job in jobs.health(dt.datetime.now(dt.UTC)).jobs] == ["did", "did", "did", "did"]
    with at("2026-03-04 11:15"):
        found = jobs.health(dt.datetime.now(dt.UTC))
        assert [(job.state, job.last) for job in found.jobs] == [
            ("late", "15 minutes ago"),
            ("late", "15 minutes ago"),
            ("did", "15 minutes ago"),
            ("did", "15 minutes ago"),
        ]
        assert [job.name for job in found.late] == [found.jobs[0].name, found.jobs[1].name]
    with at("2026-03-06 03:30"):
        assert [job.state for job in jobs.health(dt.datetime.now(dt.UTC)).jobs] == ["late", "late", "late", "late"]


def test_job_that_never_came_to_an_end_is_late_although_others_run(db):
    ScheduledRun.objects.create(
        job="sweep-outbox", slot=utc("2026-03-04 11:00"), started_at=utc("2026-03-04 11:00"), finished_at=utc("2026-03-04 11:00")
    )
    found = {job.name: job.state_words for job in jobs.health(utc("2026-03-04 11:30")).jobs}
    assert found["Write invitations, reminders and summaries"] == "Late: never done"
    assert found["Delete what was kept long enough"] == "Not run yet"


def test_job_health_shows_the_last_error_and_how_often(db):
    ScheduledRun.objects.create(
        job="send-reminders", slot=utc("2026-03-04 11:00"), started_at=utc("2026-03-04 11:00"), error="OperationalError"
    )
    found = jobs.health(utc("2026-03-04 11:04")).jobs
    assert [job.every for job in found] == ["Every minute", "Every 5 minutes", "Every 10 minutes", "Every day at 3:20am"]
    assert found[1].error == "OperationalError, 11am"


@pytest.mark.parametrize("many", [1, 30])
def test_job_health_costs_the_same_at_any_length(signed_in, settings, django_assert_num_queries, many):
    settings.DEMO = True
    for minute in range(many):
        ScheduledRun.objects.create(job="sweep-outbox", slot=utc("2026-03-04 11:00") + dt.timedelta(minutes=minute))
    with django_assert_num_queries(9):
        jobs.health(utc("2026-03-04 12:00"))


def test_job_health_is_for_administrators(signed_in, settings):
    settings.DEMO = True
    assert [signed_in(role).get("/admin/jobs/").status_code for role in (Role.OFFICER, Role.CHAIR, Role.ADMINISTRATOR)] == [
        403,
        403,
        200,
    ]


def test_purge_deletes_what_was_kept_long_enough_and_keeps_the_last_run(db):
    now = utc("2026-03-04 11:00")
    for days in (1, 40, 50):
        slot = now - dt.timedelta(days=days)
        ScheduledRun.objects.create(job="sweep-outbox", slot=slot, finished_at=slot)
    lone = now - dt.timedelta(days=60)
    ScheduledRun.objects.create(job="purge-old-rows", slot=lone, finished_at=lone)
    for key, days, state in (("new", 700, "sent"), ("old", 731, "sent"), ("stuck", 731, "waiting")):
        Notification.objects.create(
            dedupe_key=key, kind="k", recipient="user:1", state=state, created_at=now - dt.timedelta(days=days)
        )
    purge.old_rows(now=now)
    assert list(Notification.objects.order_by("pk").values_list("dedupe_key", flat=True)) == ["new", "stuck"]
    assert sorted((now - run.slot).days for run in ScheduledRun.objects.all()) == [1, 60]


def test_reminders_of_one_source_that_fails_leave_nothing_half_done(db, monkeypatch):
    from groups.notifications import MeetingCancelled

    person, due_at = UserFactory(), utc("2026-03-04 11:00")
    good = registry.Due(MeetingCancelled, person, "one", "r", {"meeting": 1, "starts_at": due_at.isoformat()})
    bad = registry.Due(MeetingCancelled, person, "two", "r", {"meeting": 1})
    monkeypatch.setattr(registry, "sources", lambda: (lambda now: [good, bad],))
    with pytest.raises(KeyError):
        reminders.send(now=due_at)
    assert Notification.objects.count() == 0
