"""One message a day or a week in place of many: when it goes out, and what stands in it."""

import datetime as dt
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import links, models, notifications, recipients
from coproduction.core.notifications import Facts, Notification, Unknown, Unneeded, register
from coproduction.core.recipients import Recipient

DAILY, WEEKLY = "daily", "weekly"
AT = dt.time(8)


def next_moment(digest: str, after: dt.datetime) -> dt.datetime:
    """The next 8am here, or for a weekly summary the next Monday's; this very moment counts."""
    local = timezone.localtime(after)
    day = local.date() if local.time() <= AT else local.date() + dt.timedelta(days=1)
    if digest == WEEKLY:
        day += dt.timedelta(days=-day.weekday() % 7)
    return timezone.make_aware(dt.datetime.combine(day, AT))


def waits_until(
    kind: type[Notification], person: Recipient, due_at: dt.datetime, *, useless_from: dt.datetime | None
) -> dt.datetime | None:
    """The summary in which a message goes out; None when it goes by itself: it may not wait, or would come too late in it."""
    if not kind.may_be_gathered or person.digest not in (DAILY, WEEKLY):
        return None
    moment = next_moment(person.digest, due_at)
    return moment if useless_from is None or moment < useless_from else None


@register
class Summary(Notification):
    """To someone who wants one message a day or a week: what had gathered for them, in the words of this moment."""

    kind: ClassVar[str] = "core.summary"
    title = gettext_lazy("A summary of what came together for you")
    # It may tell of meetings that are not for everyone.
    is_restricted = True

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        person = recipients.resolve(facts["to"])
        rows = models.Notification.objects.filter(pk__in=facts["parts"]).order_by("created_at", "pk")
        parts = [part for row in rows if (part := _part(row, person, now)) is not None]
        if not parts:
            raise Unneeded(_("Everything in it had lost its point."))
        return {"parts": parts, "settings_link": links.absolute(reverse("account_messages"))}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        part = {
            "kind": "Reminder of a meeting",
            "subject": "Tomorrow at 5pm: Riverside Parents",
            "body": "Riverside Parents meets soon.",
        }
        return {"parts": [part], "settings_link": "https://portal.example/accounts/messages/"}


def _part(row: models.Notification, person: Recipient | None, now: dt.datetime) -> dict[str, str] | None:
    """One message of the summary; None when it has lost its point, or the person stopped its kind meanwhile."""
    try:
        kind = notifications.get(row.kind)
        useless_from = kind.useless_from(row.facts)
        if useless_from is not None and useless_from <= now:
            return None
        if notifications.reason_not_to_send(kind, person, is_demonstration=row.is_demonstration):
            return None
        words = notifications.render_part(row.kind, facts=row.facts, is_demonstration=row.is_demonstration, now=now)
    except (Unneeded, Unknown):
        return None
    return {"kind": notifications.title_of(row.kind), "subject": words.subject, "body": words.body}
