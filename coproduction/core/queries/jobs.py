"""How the scheduled jobs are: when each ran last, when it runs next, what it did, and whether it is late."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coproduction.core import schedule
from coproduction.core.models import ScheduledRun
from coproduction.core.schedule import Scheduled
from coproduction.core.times import plain_clock

# What each job is, and what one of the things it does is.
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "sweep-outbox": (gettext_lazy("Send the messages that wait"), gettext_lazy("messages settled")),
    "send-reminders": (gettext_lazy("Write invitations, reminders and summaries"), gettext_lazy("messages written")),
    "raise-concerns": (gettext_lazy("Tell the next lead of a concern that nobody opened"), gettext_lazy("people told")),
    "purge-old-rows": (gettext_lazy("Delete what was kept long enough"), gettext_lazy("rows deleted")),
}
GRACE = dt.timedelta(minutes=2)
INTERVALS = 2
HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True)
class JobHealth:
    """One scheduled job, for `components/jobs.html`."""

    name: str
    every: str
    last: str
    next: str
    done: str
    state: str
    state_words: str
    error: str
    is_late: bool


@dataclass(frozen=True)
class Health:
    """All jobs, and what an administrator must know first."""

    jobs: list[JobHealth]
    has_never_run: bool

    @property
    def late(self) -> list[JobHealth]:
        return [job for job in self.jobs if job.is_late]


def health(now: dt.datetime) -> Health:
    """Every job of the schedule: three queries for each."""
    first = ScheduledRun.objects.order_by("started_at").values_list("started_at", flat=True).first()
    return Health([_job(job, now, first) for job in schedule.every_job()], first is None)


def _job(job: Scheduled, now: dt.datetime, first: dt.datetime | None) -> JobHealth:
    runs = ScheduledRun.objects.filter(job=job.job)
    finished = runs.filter(finished_at__isnull=False).order_by("-slot").first()
    failed = runs.filter(~Q(error="")).order_by("-slot").first()
    interval = job.interval(now)
    # A job that never came to an end is late when the schedule has been at work long enough for it to have.
    since = finished.slot if finished else first
    late_by = now - since - INTERVALS * interval - GRACE if since else dt.timedelta(0)
    is_late = late_by > dt.timedelta(0)
    if is_late:
        state, words = (
            "late",
            _("Late: last done %(ago)s") % {"ago": ago(finished.slot, now)} if finished else _("Late: never done"),
        )
    elif finished:
        state, words = "did", _("On time")
    else:
        state, words = "notyet", _("Not run yet")
    name, things = WORDS.get(job.job, (job.job, gettext_lazy("done")))
    return JobHealth(
        name=str(name),
        every=_every(job, now, interval),
        last=ago(finished.finished_at or finished.slot, now) if finished else _("Never"),
        next=_at(job.next(now), now),
        done=f"{finished.done} {things}" if finished else "–",
        state=state,
        state_words=words,
        error=f"{failed.error}, {_at(failed.started_at, now)}" if failed else "",
        is_late=is_late,
    )


def ago(moment: dt.datetime, now: dt.datetime) -> str:
    """How long ago, in plain words."""
    gone = now - moment
    if gone < dt.timedelta(minutes=1):
        return _("a moment ago")
    if gone < HOUR:
        minutes = int(gone.total_seconds() // 60)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if gone < DAY:
        hours = int(gone.total_seconds() // 3600)
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return _at(moment, now)


def _at(moment: dt.datetime, now: dt.datetime) -> str:
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    clock = plain_clock(local.time())
    return clock if local.date() == today else f"{date_format(local, 'j F Y')}, {clock}"


def _every(job: Scheduled, now: dt.datetime, interval: dt.timedelta) -> str:
    if interval < HOUR:
        minutes = max(1, round(interval.total_seconds() / 60))
        return ngettext("Every minute", "Every %(n)d minutes", minutes) % {"n": minutes}
    at = timezone.localtime(job.next(now))
    clock = {"at": plain_clock(at.time()), "day": date_format(at, "l")}
    if interval < DAY - HOUR:
        hours = round(interval / HOUR)
        return ngettext("Every hour", "Every %(n)d hours", hours) % {"n": hours}
    return _("Every day at %(at)s") % clock if interval < 2 * DAY else _("Every %(day)s at %(at)s") % clock
