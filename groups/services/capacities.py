"""Give a person a part in a body, and end it."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import NotAllowed, Refused, WrongState
from coproduction.core.services import audit
from groups import policies
from groups.enums import INDEPENDENT_KEEPERS, SIGNING_ROLES, Hat, Role, Standing
from groups.models import Body, Capacity, User

# Whoever signs for a forum was asked to by somebody else: both sides of a sign-off would be one person otherwise.
NOT_TO_ONESELF = gettext_lazy("Nobody gives themselves a part that signs for a group. Ask somebody else who looks after it.")


@transaction.atomic
def give(
    *, user: User, body: Body, role: str, by: Acting, hat: str = "", since: dt.date | None = None, until: dt.date | None = None
) -> Capacity:
    """Give a capacity, from today unless said otherwise. Raises `Refused` when it is held already or does not fit the body."""
    user = User.objects.select_for_update().get(pk=user.pk)
    role = Role(role)
    if not policies.role_fits(role, body.kind):
        raise Refused(_("The part “%(role)s” does not fit %(body)s.") % {"role": role.label, "body": body.name})
    if body.is_independent and role in INDEPENDENT_KEEPERS and policies.is_council(user):
        raise Refused(_("This forum is independent. Nobody who works for the council looks after its members."))
    if by.ref == user.ref and role in SIGNING_ROLES:
        raise NotAllowed(str(NOT_TO_ONESELF))
    if user.capacities.filter(body=body, role=role, until__isnull=True).exists():
        raise Refused(_("This person has this part already."))
    waits = not policies.may_be_named(policies.consent_verdict(user.age_band, []))
    capacity = Capacity.objects.create(
        user=user,
        body=body,
        role=role,
        hat=Hat(hat or policies.usual_hat(role)),
        since=since or clock.today(),
        until=until,
        # Nobody under 13 is a named member before a person who may decide for them has agreed.
        standing=Standing.PAUSED if waits else Standing.ACTIVE,
        standing_since=clock.today() if waits else None,
    )
    audit.record(verb="gave capacity", target=capacity, by=by, user=user.ref, body=body.slug, role=role.value)
    return capacity


@transaction.atomic
def end(*, capacity: Capacity, by: Acting) -> Capacity:
    """End a capacity at once: yesterday was its last day. What was done in it stays, with its label as it was then."""
    keep_one_administrator(without=Capacity.objects.filter(pk=capacity.pk))
    capacity = Capacity.objects.select_for_update().get(pk=capacity.pk)
    if not capacity.is_listed(clock.today()):
        raise WrongState(_("This part has ended already."))
    given = capacity.since
    capacity.until = clock.today() - dt.timedelta(days=1)
    # A part that was given today by mistake never held for a whole day; the audit keeps when it was given.
    capacity.since = min(capacity.since, capacity.until)
    capacity.save(update_fields=["since", "until"])
    audit.record(
        verb="ended capacity",
        target=capacity,
        by=by,
        user=f"user:{capacity.user_id}",
        role=capacity.role,
        since=given.isoformat(),
    )
    return capacity


def keep_one_administrator(*, without: QuerySet[Capacity]) -> None:
    """Raise `Refused` when nobody could give parts any more without these capacities."""
    # Locked first and asked afterwards, so that two of them cannot take each other away at the same moment.
    list(Capacity.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").select_for_update())
    administrators = Capacity.objects.live(clock.today()).filter(role=Role.ADMINISTRATOR)
    if administrators.filter(pk__in=without).exists() and not administrators.exclude(pk__in=without).exists():
        raise Refused(_("This is the only administrator. Make someone else an administrator first."))
