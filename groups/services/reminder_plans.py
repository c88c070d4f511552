"""Say when, to whom and in which words people are reminded of a kind of meeting."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Refused
from coproduction.core.services import audit
from groups.enums import MeetingKind, ReminderAudience
from groups.models import ReminderPlan

MOST, FURTHEST = 4, 60


@transaction.atomic
def change(*, kind: str, days: Iterable[int], audience: str, by: Acting, words: str = "") -> ReminderPlan:
    """Set the plan of one kind of meeting. It holds for every reminder that has not gone out yet."""
    kind, audience = MeetingKind(kind), ReminderAudience(audience)
    chosen = sorted(set(days), reverse=True)
    if not chosen:
        raise Missing(_("Say how many days before the meeting people are reminded, at least once."))
    if len(chosen) > MOST:
        raise Refused(_("Remind people four times at most."))
    if chosen[0] > FURTHEST or chosen[-1] < 1:
        raise Refused(_("Choose between 1 and 60 days before the meeting."))
    plan, _made = ReminderPlan.objects.select_for_update().get_or_create(kind=kind)
    if plan.days != chosen:
        plan.changed_at = clock.now()
    plan.days, plan.audience, plan.words = chosen, audience, words.strip()
    plan.save()
    audit.record(verb="changed reminders", target=plan, by=by, kind=kind.value, days=chosen, audience=audience.value)
    return plan
