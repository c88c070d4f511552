"""What waits in the forums that a person looks after: people who ask to join, things to be told, minutes that are late."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.portal.queries.tasks import Task, since
from groups import policies
from groups.enums import JoinState
from groups.models import Body, JoinRequest, Meeting, User
from groups.queries import minutes, tell_list


def waiting(user: User, now: dt.datetime) -> Iterable[Task]:
    """One task for each forum and kind of thing; nothing is asked for people who look after no forum."""
    if policies.keeps_any(user):
        yield from _joining(user, now)
        yield from _telling(user, now)
    if policies.runs_any(user):
        yield from _minutes(user, now)


def _joining(user: User, now: dt.datetime) -> Iterable[Task]:
    asking = JoinRequest.objects.filter(state=JoinState.WAITING, body__in=Body.objects.kept_by(user).values("pk"))
    rows = asking.order_by("body").values_list("body__slug", "body__name").annotate(number=Count("pk"), first=Min("asked_at"))
    for slug, name, number, first in rows:
        yield Task(
            title=ngettext("%(number)s person asks to join %(forum)s", "%(number)s people ask to join %(forum)s", number)
            % {"number": number, "forum": name},
            why=_("Answer each of them, also when it is not possible now."),
            when=since(first, now),
            url=reverse("members", args=[slug]),
            action=_("Answer"),
            about=name,
            by=first,
        )


def _telling(user: User, now: dt.datetime) -> Iterable[Task]:
    rows = [telling.row for telling in tell_list.waiting(user, now)]
    if rows:
        yield Task(
            title=ngettext("Tell someone %(number)s thing in person", "Tell people %(number)s things in person", len(rows))
            % {"number": len(rows)},
            why=_("They have no email, or want to hear it from you."),
            when=since(rows[0].created_at, now),
            url=reverse("tell_list"),
            action=_("Open the tell list"),
            rank=1,
            by=rows[0].created_at,
        )


def _minutes(user: User, now: dt.datetime) -> Iterable[Task]:
    """The minutes that this person is asked for: the same that the weekly message names."""
    due = [item for item in minutes.waiting(now, among=Meeting.objects.run_by(user)) if item.is_overdue and user in item.asked]
    if due:
        oldest = due[0].meeting
        yield Task(
            title=ngettext(
                "The minutes of %(number)s meeting are not published",
                "The minutes of %(number)s meetings are not published",
                len(due),
            )
            % {"number": len(due)},
            why=_("The oldest is of %(forum)s: %(meeting)s.") % {"forum": oldest.body.name, "meeting": oldest.title},
            when=since(oldest.ends_at, now),
            url=reverse("minutes_overdue"),
            action=_("Open the list"),
            late=_("Late"),
            rank=2,
            by=oldest.ends_at,
        )
