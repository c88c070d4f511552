"""What the register of personal data promises about people, done by the nightly job."""

import datetime as dt

from django.db.models import Q

from coproduction.core.services import purge
from groups.models import Attendance, Invitation


@purge.register
def invitations(now: dt.datetime) -> int:
    """Invitations that were used or have run out."""
    return Invitation.objects.filter(Q(used_at__isnull=False) | Q(expires_at__lte=now)).delete()[0]


@purge.register
def attendances(now: dt.datetime) -> int:
    """Who was asked to a meeting and came, two years after it. The numbers of people stand in its session."""
    return Attendance.objects.filter(meeting__ends_at__lt=now - purge.TWO_YEARS).delete()[0]
