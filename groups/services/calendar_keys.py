"""The address at which a person's own calendar program finds their meetings: made, and ended at once."""

from django.db import transaction

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.services import audit
from groups.models import CalendarKey, User


@transaction.atomic
def make(*, user: User, by: Acting) -> CalendarKey:
    """Make the address. Whoever has one keeps it: asking twice changes nothing."""
    user = User.objects.select_for_update().get(pk=user.pk)
    key = user.calendar_keys.filter(revoked_at__isnull=True).first()
    if key is None:
        key = CalendarKey.objects.create(user=user, made_at=clock.now())
        audit.record(verb="made calendar address", target=key, by=by)
    return key


@transaction.atomic
def end(*, user: User, by: Acting) -> int:
    """End the address: whoever asks there gets nothing from now on. How many that were."""
    user = User.objects.select_for_update().get(pk=user.pk)
    ended = 0
    for key in user.calendar_keys.filter(revoked_at__isnull=True):
        key.revoked_at = clock.now()
        key.save(update_fields=["revoked_at"])
        audit.record(verb="ended calendar address", target=key, by=by)
        ended += 1
    return ended
