"""Invitations, and the tokens that open them.

A token can be made again from the invitation and the installation's secret key, so that a message can carry it without
its being kept anywhere: the table holds a keyed hash of it, and whoever reads the table cannot use the link.
"""

import datetime as dt

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from coproduction.core import clock, links
from coproduction.core.recipients import Recipient
from groups.models import Invitation

LASTS = dt.timedelta(days=7)


def token_of(invitation: Invitation) -> str:
    """The secret part of the invitation's link."""
    facts = f"{invitation.pk}:{invitation.email}:{invitation.role}:{invitation.body_id}:{invitation.invited_at.timestamp()}"
    return f"{invitation.pk}-{salted_hmac('groups.invitation.token', facts, algorithm='sha256').hexdigest()[:40]}"


def hash_of(token: str) -> str:
    """What the table keeps of a token."""
    return salted_hmac("groups.invitation.hash", token, algorithm="sha256").hexdigest()


def link_of(invitation: Invitation) -> str:
    """The whole address that lets the person in."""
    return links.absolute(reverse("invitation", args=[token_of(invitation)]))


def find_open(token: str) -> Invitation | None:
    """The invitation that this token opens at this moment."""
    invitation = Invitation.objects.select_related("body").filter(token_hash=hash_of(token)).first()
    if invitation is None or not invitation.is_open(clock.now()) or not constant_time_compare(token_of(invitation), token):
        return None
    return invitation


def recipient(ref: str) -> Recipient | None:
    """The person behind `invitation:12`, who has no account yet; None when the invitation cannot be used any more."""
    invitation = Invitation.objects.filter(pk=ref.partition(":")[2]).first()
    if invitation is None or not invitation.is_open(clock.now()):
        return None
    return Recipient(ref=ref, address=invitation.email, label=_("someone who is invited"))
