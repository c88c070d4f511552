"""What is said to someone who is invited."""

import datetime as dt
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.notifications import Facts, Notification, Unneeded, register
from groups.models import Invitation
from groups.queries import invitations


@register
class Invited(Notification):
    """To someone without an account: the link that lets them in. The outbox does not show it."""

    kind: ClassVar[str] = "groups.invitation"
    title = gettext_lazy("An invitation")
    can_be_stopped = False
    keeps_quiet_hours = False
    is_restricted = True

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        invitation = Invitation.objects.select_related("body").filter(pk=facts["invitation"]).first()
        if invitation is None or not invitation.is_open(now):
            raise Unneeded(_("The invitation has been used or has run out."))
        return {
            "part": invitation.get_role_display(),
            "body": invitation.body.outside_name,
            "link": invitations.link_of(invitation),
            "until": invitation.expires_at,
        }

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {
            "part": "representative",
            "body": "Riverside Parents",
            "link": "https://portal.example/accounts/invitation/1-2345abcd/",
            "until": dt.datetime(2026, 11, 24, 16, 30, tzinfo=dt.UTC),
        }
