"""Let a person in for the first time, with a link that works once."""

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import PORTAL, Acting
from coproduction.core.errors import NotAllowed, Refused
from coproduction.core.models.base import ref_of
from coproduction.core.reminders import Due
from coproduction.core.services import audit, outbox
from groups import policies
from groups.actors import Actor
from groups.enums import SIGNING_ROLES, AgeBand, BodyKind, Hat, Role
from groups.models import Body, Capacity, Invitation, User
from groups.notifications import Invited
from groups.queries.invitations import LASTS, find_open, hash_of, token_of
from groups.services import bodies, capacities, users

FIRST_TEAM = "Children's Services"


class LinkUsed(Refused):
    """The link has been used, has run out, or never was one."""

    def __init__(self) -> None:
        super().__init__(_("This link has been used or is too old. Ask for a new one."))


@transaction.atomic
def invite(
    *,
    email: str,
    body: Body,
    role: str,
    by: Acting,
    is_mailed: bool = True,
    name: str = "",
    age_band: str = "",
    hat: str = "",
    until: dt.date | None = None,
) -> Invitation:
    """Invite a person to a part in a body, by mail; earlier invitations to the same part stop working.

    What is known of them already (`name`, `age_band`, `hat`, `until`) is kept for the moment when they come in.
    """
    email, role, now = email.strip().lower(), Role(role), clock.now()
    if not policies.role_fits(role, body.kind):
        raise Refused(_("The part “%(role)s” does not fit %(body)s.") % {"role": role.label, "body": body.name})
    _check_person(email, body, role, by)
    Invitation.objects.filter(email=email, body=body, role=role, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    invitation = Invitation.objects.create(
        # A random stand-in: the token is made from the row's own number.
        token_hash=secrets.token_hex(32),
        email=email,
        body=body,
        role=role,
        invited_at=now,
        invited_by=by.ref,
        expires_at=now + LASTS,
        name=name,
        age_band=AgeBand(age_band),
        hat=hat and Hat(hat),
        until=until,
    )
    invitation.token_hash = hash_of(token_of(invitation))
    invitation.save(update_fields=["token_hash"])
    audit.record(verb="invited a person", target=invitation, by=by, body=body.slug, role=role.value)
    if is_mailed:
        mail([invitation])
    return invitation


@transaction.atomic
def mail(made: Iterable[Invitation]) -> None:
    """Write the messages with the links, many at once."""
    outbox.enqueue_many(
        Due(
            notification=Invited,
            recipient=invitation,
            dedupe_key=f"groups.invitation:{invitation.pk}",
            reason=_("someone who looks after this site invited you"),
            facts={"invitation": invitation.pk},
            about=ref_of(invitation),
        )
        for invitation in made
    )


def _check_person(email: str, body: Body, role: str, by: Acting) -> None:
    asked = User.objects.filter(email__iexact=email).first()
    if asked and asked.ref == by.ref and role in SIGNING_ROLES:
        raise NotAllowed(str(capacities.NOT_TO_ONESELF))
    has_part = Capacity.objects.listed(clock.today()).filter(user__email__iexact=email, body=body, role=role).exists()
    # Nobody finds out by inviting someone whether they belong to a group that keeps its members to itself.
    if has_part and (not body.is_independent or policies.keeps_register(by, body)):
        raise Refused(_("This person has this part already."))
    if asked and asked.do_not_contact:
        raise Refused(_("This person asked us not to write to them. Speak with them when you see them."))


@transaction.atomic
def invite_first_administrator(*, email: str, again: bool = False) -> Invitation:
    """Invite the administrator of an empty installation. Raises `Refused` when there is one, unless `again`."""
    if not again and Capacity.objects.live(clock.today()).filter(role=Role.ADMINISTRATOR).exists():
        raise Refused(_("There is an administrator already. They can invite people on the site."))
    team = Body.objects.filter(kind=BodyKind.TEAM, name=FIRST_TEAM).first()
    if team is None:
        team = bodies.create(name=FIRST_TEAM, kind=BodyKind.TEAM, by=PORTAL)
    return invite(email=email, body=team, role=Role.ADMINISTRATOR, by=PORTAL, is_mailed=False)


@transaction.atomic
def accept(*, token: str) -> User:
    """Use an invitation: the account is opened if there is none, and gets the part. The link does not work again."""
    Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    invitation = find_open(token)
    if invitation is None or (invitation.until is not None and invitation.until < clock.today()):
        raise LinkUsed
    user = User.objects.filter(email__iexact=invitation.email).first()
    user = user or users.add(email=invitation.email, name=invitation.name, by=PORTAL)
    if not user.is_active or user.is_demonstration:
        raise NotAllowed(_("The account with this address cannot be used. Ask the person who invited you."))
    _keep_what_is_known(user, invitation)
    capacity = user.capacities.listed(clock.today()).filter(body=invitation.body, role=invitation.role).first()
    if capacity is None:
        capacity = capacities.give(
            user=user, body=invitation.body, role=invitation.role, by=PORTAL, hat=invitation.hat, until=invitation.until
        )
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    audit.record(verb="accepted invitation", target=invitation, by=Actor(user, capacity))
    return user


def _keep_what_is_known(user: User, invitation: Invitation) -> None:
    """What the person has said themselves goes before what was written into the invitation."""
    user.name = user.name or invitation.name
    user.age_band = user.age_band or invitation.age_band
    user.save(update_fields=["name", "age_band"])
