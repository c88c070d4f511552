"""What a person needs to take part: told once, kept because they agreed, and ended when it is no longer needed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.services import audit
from groups.models import AccessNeed, User


@transaction.atomic
def tell(*, user: User, words: str, agreed_on: dt.date | None, by: Acting) -> AccessNeed:
    """Keep what helps a person, from the day on which they agreed to that. It is asked for at each of their meetings."""
    if not words.strip():
        raise Missing(_("Write what helps."))
    if agreed_on is None:
        raise Missing(_("Ask the person first. We keep this only when they agree."))
    if agreed_on > clock.today():
        raise Refused(_("Enter a day that is not in the future."))
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.access_needs.filter(words__iexact=words.strip(), ended_on__isnull=True).exists():
        raise WrongState(_("This stands in the list already."))
    need = AccessNeed.objects.create(user=user, words=words.strip(), agreed_on=agreed_on)
    audit.record(verb="kept access need", target=need, by=by, user=user.ref, agreed_on=agreed_on.isoformat())
    return need


@transaction.atomic
def end(*, need: AccessNeed, by: Acting) -> AccessNeed:
    """Note that something is no longer needed. A month later it is forgotten."""
    need = AccessNeed.objects.select_for_update().get(pk=need.pk)
    if need.ended_on is not None:
        raise WrongState(_("This was taken off the list already."))
    need.ended_on = max(clock.today(), need.agreed_on)
    need.save(update_fields=["ended_on"])
    audit.record(verb="ended access need", target=need, by=by, user=f"user:{need.user_id}")
    return need
