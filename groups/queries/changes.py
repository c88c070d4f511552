"""What was changed about a meeting, by whom and when, for whoever comes second."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduction.core.times import plain_clock
from groups.models import Meeting, MeetingChange


def in_words(changed: Collection[str]) -> str:
    """Which parts of a meeting were changed, in plain words: "when, where"."""
    parts = (
        (_("when"), {"starts_at", "ends_at"}),
        (_("where"), {"place", "link"}),
        (_("what it is about"), {"title", "kind"}),
        (_("getting in and taking part"), {"access"}),
        (_("who sees where it is"), {"is_private"}),
    )
    return ", ".join(words for words, names in parts if names.intersection(changed))


def of_meeting(meeting: Meeting) -> list[MeetingChange]:
    """Every change of a meeting, the newest first."""
    return list(meeting.changes.order_by("-sequence"))


def latest_in_words(meeting: Meeting, now: dt.datetime) -> str:
    """The last change, for someone who did not know of it: who made it, when, and what it was."""
    change = meeting.changes.order_by("-sequence").first()
    if change is None:
        return _("Someone changed this meeting while you had it open. Look at it again, then save.")
    return _("Someone changed this meeting while you had it open. %(change)s Look at it again, then save.") % {
        "change": sentence(meeting, change, now)
    }


def sentence(meeting: Meeting, change: MeetingChange, now: dt.datetime) -> str:
    """One change, after which the meeting stood as it does now: "Moved by officer, X, at 10:32am: from … to …."."""
    facts = {"who": change.by_label, "at": _at(change.at, now), "what": change.what}
    if (change.was_starts_at, change.was_ends_at) != (meeting.starts_at, meeting.ends_at):
        facts |= {
            "before": _span(change.was_starts_at, change.was_ends_at),
            "after": _span(meeting.starts_at, meeting.ends_at),
        }
        return _("Moved by %(who)s, %(at)s: from %(before)s to %(after)s.") % facts
    return _("Changed by %(who)s, %(at)s: %(what)s.") % facts


def _at(moment: dt.datetime, now: dt.datetime) -> str:
    local = timezone.localtime(moment)
    if local.date() == timezone.localtime(now).date():
        return _("at %(time)s") % {"time": plain_clock(local.time())}
    return _("on %(day)s at %(time)s") % {"day": date_format(local, "j F Y"), "time": plain_clock(local.time())}


def _span(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return _("%(day)s, %(begins)s until %(ends)s") % {
        "day": date_format(begins, "j F Y"),
        "begins": plain_clock(begins.time()),
        "ends": plain_clock(ends.time()),
    }
