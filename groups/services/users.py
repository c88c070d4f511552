"""Open and close accounts. What a person may do is given by capacities, not here."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.errors import Refused, WrongState
from coproduction.core.services import audit
from groups.models import User
from groups.services import capacities


@transaction.atomic
def add(
    *, email: str, by: Acting, name: str = "", password: str | None = None, age_band: str = "", is_demonstration: bool = False
) -> User:
    """Open an account. Without a password the person signs in by emailed code. Raises `Refused` for an address that has one."""
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("There is an account with this address already."))
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, age_band=age_band, is_demonstration=is_demonstration)
    except IntegrityError as error:
        raise Refused(_("There is an account with this address already.")) from error
    audit.record(verb="opened account", target=user, by=by, demonstration=is_demonstration)
    return user


@transaction.atomic
def add_without_email(*, name: str, reach: str, contact: str, age_band: str, by: Acting, is_demonstration: bool = False) -> User:
    """Write a person down who has no email address: they are reached in person, and cannot sign in."""
    user = User.objects.create_user(
        None, name=name, reach=reach, contact=contact, age_band=age_band, is_demonstration=is_demonstration
    )
    audit.record(verb="wrote a person down", target=user, by=by, reach=user.reach, demonstration=is_demonstration)
    return user


@transaction.atomic
def deactivate(*, user: User, by: Acting) -> User:
    """Close an account at once: signed-in browsers are out with their next click. Its history stays."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.ref == by.ref:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    if not user.is_active:
        raise WrongState(_("This account is closed already."))
    capacities.keep_one_administrator(without=user.capacities.all())
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(verb="closed account", target=user, by=by)
    return user


@transaction.atomic
def reactivate(*, user: User, by: Acting) -> User:
    """Open a closed account again, with the capacities that have not ended."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        raise WrongState(_("This account is open already."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(verb="opened account again", target=user, by=by)
    return user
