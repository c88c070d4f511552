"""Note what the holders of a consent say, and let a membership rest or go on with it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Refused
from coproduction.core.services import audit
from groups import policies
from groups.enums import STANDING_STEPS, Authority, ConsentAbout, ConsentVerdict, Standing
from groups.models import Capacity, Consent, User
from groups.queries import consents as queries


@transaction.atomic
def note(*, capacity: Capacity, about: str, authority: str, holder: str, is_given: bool, said_on: dt.date, by: Acting) -> Consent:
    """Write down what one holder said on a day. The newest statement of each holder holds; what follows from it happens at once."""
    if not holder.strip():
        raise Missing(_("Write who said it."))
    if said_on > clock.today():
        raise Refused(_("Enter a day that is not in the future."))
    capacity = _locked(capacity)
    consent = Consent.objects.create(
        capacity=capacity,
        about=ConsentAbout(about),
        authority=Authority(authority),
        holder=holder.strip(),
        is_given=is_given,
        said_on=said_on,
        noted_at=clock.now(),
        noted_by=by.ref,
        noted_by_label=by.label,
    )
    audit.record(
        verb="noted consent",
        target=capacity,
        by=by,
        user=f"user:{capacity.user_id}",
        about=consent.about,
        authority=consent.authority,
        given=is_given,
    )
    if consent.about == ConsentAbout.MEMBERSHIP:
        settle(capacity=capacity, by=by)
    if consent.about == ConsentAbout.COUNCIL:
        _let_the_council_know(capacity)
    return consent


@transaction.atomic
def settle(*, capacity: Capacity, by: Acting) -> Capacity:
    """Pause a membership whose consent is not settled; let it go back to what it was once it is."""
    capacity = _locked(capacity)
    verdict = queries.verdict(capacity, ConsentAbout.MEMBERSHIP)
    if policies.may_be_named(verdict) == (capacity.standing != Standing.PAUSED):
        return capacity
    was = capacity.standing
    if was == Standing.PAUSED:
        capacity.standing, capacity.standing_before = capacity.standing_before or Standing.ACTIVE, ""
    else:
        capacity.standing, capacity.standing_before = Standing.PAUSED, was
    if capacity.standing not in STANDING_STEPS[was]:
        raise Refused(_("This membership cannot be paused now."))
    capacity.standing_since = clock.today()
    capacity.save(update_fields=["standing", "standing_before", "standing_since"])
    audit.record(
        verb="paused membership" if capacity.standing == Standing.PAUSED else "let membership go on",
        target=capacity,
        by=by,
        user=f"user:{capacity.user_id}",
        verdict=verdict.value,
    )
    return capacity


@transaction.atomic
def settle_all(*, user: User, by: Acting) -> None:
    """Settle every membership of a person, after their age was said or changed."""
    for capacity in user.capacities.listed(clock.today()).of_members().order_by("pk"):
        settle(capacity=capacity, by=by)


def _let_the_council_know(capacity: Capacity) -> None:
    verdict = queries.verdict(capacity, ConsentAbout.COUNCIL)
    capacity.council_may_know = verdict == ConsentVerdict.GIVEN
    capacity.save(update_fields=["council_may_know"])


def _locked(capacity: Capacity) -> Capacity:
    return Capacity.objects.select_for_update(of=("self",)).select_related("body", "user").get(pk=capacity.pk)
