"""Tick on the tell list that somebody was told in person what could not go by mail."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.enums import NOTIFICATION_STEPS, NotificationState
from coproduction.core.errors import Refused, WrongState
from coproduction.core.models import Notification
from coproduction.core.services import audit
from groups.models import Meeting, User
from groups.services import meetings


@transaction.atomic
def told(*, notification: Notification, on: dt.date, by: Acting, reply: str = "") -> Notification:
    """Note on which day a person was told, and who told them; with their `reply`, also whether they come to the meeting."""
    row = Notification.objects.select_for_update().get(pk=notification.pk)
    if row.state != NotificationState.BY_HAND or NotificationState.TOLD not in NOTIFICATION_STEPS[row.state]:
        raise WrongState(_("This was ticked already, or there is no point in it any more."))
    now = clock.now()
    if on > clock.today():
        raise Refused(_("Enter the day on which you told them. It cannot be in the future."))
    if on < timezone.localdate(row.created_at):
        raise Refused(_("Enter the day on which you told them. There was nothing to tell before %(day)s.") % {"day": _day(row)})
    row.state, row.told_by, row.told_by_label = NotificationState.TOLD, by.ref, by.label
    row.sent_at = now if on == clock.today() else timezone.make_aware(dt.datetime.combine(on, dt.time(12)))
    row.save(update_fields=["state", "told_by", "told_by_label", "sent_at"])
    if reply:
        meeting, user = Meeting.objects.get(pk=row.facts["meeting"]), User.objects.get(pk=row.facts["user"])
        meetings.reply(meeting=meeting, user=user, reply=reply, by=by)
    audit.record(verb="told in person", target=row, by=by, kind=row.kind, recipient=row.recipient, on=on.isoformat())
    return row


def _day(row: Notification) -> str:
    day = timezone.localdate(row.created_at)
    return f"{day.day} {day:%B %Y}"
