"""What the register of personal data promises about people, done by the nightly job."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from coproduction.core.actors import PORTAL
from coproduction.core.enums import Audience
from coproduction.core.models import StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.services import files, purge
from groups.enums import MinutesState, Reach
from groups.models import (
    AccessNeed,
    AgendaItem,
    Arrangement,
    Attendance,
    CalendarKey,
    Capacity,
    Invitation,
    JoinRequest,
    Meeting,
    MeetingChange,
    Minutes,
    Saying,
    User,
)

A_MONTH = dt.timedelta(days=30)
JOIN_KEPT = dt.timedelta(days=90)


@purge.register
def invitations(now: dt.datetime) -> int:
    """Invitations that were used or have run out."""
    return Invitation.objects.filter(Q(used_at__isnull=False) | Q(expires_at__lte=now)).delete()[0]


@purge.register
def attendances(now: dt.datetime) -> int:
    """Who was asked to a meeting and came, two years after it. The numbers of people stand in its session."""
    return Attendance.objects.filter(meeting__ends_at__lt=now - purge.TWO_YEARS).delete()[0]


@purge.register
def calendar_keys(now: dt.datetime) -> int:
    """Addresses of people's own calendars, a month after they were ended."""
    return CalendarKey.objects.filter(revoked_at__lt=now - A_MONTH).delete()[0]


@purge.register
def join_requests(now: dt.datetime) -> int:
    """Who asked to join, 90 days after it was answered."""
    return JoinRequest.objects.filter(answered_at__lte=now - JOIN_KEPT).delete()[0]


@purge.register
def access_needs(now: dt.datetime) -> int:
    """What someone needed, a month after it was no longer needed."""
    return AccessNeed.objects.filter(ended_on__lt=timezone.localdate(now - A_MONTH)).delete()[0]


@purge.register
def meeting_traces(now: dt.datetime) -> int:
    """Who changed a meeting, what was arranged for whom, and who proposed what, two years after it. The agenda itself stays."""
    over = {"meeting__ends_at__lt": now - purge.TWO_YEARS}
    gone = MeetingChange.objects.filter(**over).delete()[0] + Arrangement.objects.filter(**over).delete()[0]
    proposed = AgendaItem.objects.filter(Q(proposed_by__isnull=False) | ~Q(proposed_by_label=""), **over)
    return gone + proposed.update(proposed_by=None, proposed_by_label="")


@purge.register
def sayings(now: dt.datetime) -> int:
    """Words said at a meeting, two years after it. What came of them stands in the outcomes."""
    return Saying.objects.filter(meeting__ends_at__lt=now - purge.TWO_YEARS).delete()[0]


@purge.register
def papers(now: dt.datetime) -> int:
    """Papers and photos of a meeting, two years after it."""
    over = Meeting.objects.filter(ends_at__lt=now - purge.TWO_YEARS)
    old = StoredFile.objects.filter(audience=Audience.MEETING, target__in=[ref_of(meeting) for meeting in over])
    gone = list(old)
    for stored in gone:
        files.remove(stored=stored, by=PORTAL)
    return len(gone)


@purge.register
def minutes(now: dt.datetime) -> int:
    """What a forum wrote down for itself, six years after the meeting. The published version, which names nobody, stays."""
    old = Minutes.objects.filter(meeting__ends_at__lt=now - purge.SIX_YEARS)
    unpublished = old.exclude(state=MinutesState.PUBLISHED).delete()[0]
    return unpublished + old.exclude(text="").update(text="")


@purge.register
def accounts(now: dt.datetime) -> int:
    """People whose last part ended two years ago: everything that says who they are. That someone had the part stays until `parts`."""
    limit = timezone.localdate(now - purge.TWO_YEARS)
    still = Capacity.objects.filter(Q(until__isnull=True) | Q(until__gte=limit), user=OuterRef("pk"))
    told_apart = Q(email__isnull=False) | ~Q(name="") | ~Q(contact="")
    gone = User.objects.filter(~Exists(still), told_apart, joined_at__lt=now - purge.TWO_YEARS)
    people = list(gone.values_list("pk", flat=True))
    for about_them in (AccessNeed, CalendarKey, EmailAddress, Authenticator, UserSession):
        about_them._default_manager.filter(user__in=people).delete()
    return User.objects.filter(pk__in=people).update(
        email=None,
        name="",
        contact="",
        reach=Reach.TELL,
        age_band="",
        password=make_password(None),
        last_login=None,
        is_active=False,
        do_not_contact=True,
        stopped_kinds=[],
    )


@purge.register
def parts(now: dt.datetime) -> int:
    """That someone had a part, six years after it ended; and whoever has none any more and was forgotten already."""
    gone = Capacity.objects.filter(until__lt=timezone.localdate(now - purge.SIX_YEARS)).delete()[0]
    forgotten = User.objects.filter(capacities__isnull=True, email__isnull=True, name="", is_active=False)
    return gone + forgotten.delete()[0]
