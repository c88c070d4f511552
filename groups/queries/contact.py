"""How to reach people, asked when a message is written down and again when it is due."""

from collections import defaultdict
from collections.abc import Collection

from django.utils.translation import gettext as _

from coproduction.core import clock, digest, models, notifications
from coproduction.core.notifications import Notification
from coproduction.core.recipients import Recipient
from groups.enums import COUNCIL_ROLES, Digest, Role
from groups.models import Capacity, User
from groups.queries.meetings import ABOUT_MEETINGS

_DIGESTS = {Digest.DAILY: digest.DAILY, Digest.WEEKLY: digest.WEEKLY}


def recipients(refs: Collection[str]) -> dict[str, Recipient]:
    """The people behind `user:12` and the like, with the words that the outbox page shows for them: two queries however many.

    Whoever has no account any more is left out.
    """
    users = list(User.objects.filter(pk__in=[ref.partition(":")[2] for ref in refs], is_active=True))
    parts: dict[int, list[Capacity]] = defaultdict(list)
    live = Capacity.objects.live(clock.today()).filter(user__in=[user.pk for user in users])
    for capacity in live.select_related("body").order_by("pk"):
        parts[capacity.user_id].append(capacity)
    return {user.ref: _recipient(user, parts[user.pk]) for user in users}


def stoppable_kinds(user: User) -> list[type[Notification]]:
    """The kinds of message that this person can stop or start again: about meetings, and whatever else came to them. One query."""
    got = set(models.Notification.objects.filter(recipient=user.ref).order_by().values_list("kind", flat=True).distinct())
    theirs = got | set(user.stopped_kinds) | set(ABOUT_MEETINGS)
    kinds = [kind for kind in notifications.shown() if kind.can_be_stopped and kind.kind in theirs]
    return sorted(kinds, key=lambda kind: str(kind.title))


def safeguarding_leads() -> list[User]:
    """Everyone who is a safeguarding lead today."""
    leads = Capacity.objects.live(clock.today()).filter(role=Role.SAFEGUARDING_LEAD)
    return list(User.objects.filter(capacities__in=leads).distinct().order_by("pk"))


def _recipient(user: User, capacities: list[Capacity]) -> Recipient:
    return Recipient(
        ref=user.ref,
        address=user.email or "",
        label=_label(capacities),
        may_contact=not user.do_not_contact,
        stopped_kinds=frozenset(user.stopped_kinds),
        is_demonstration=user.is_demonstration,
        told_in_person=user.is_told_in_person,
        digest=_DIGESTS.get(Digest(user.digest), ""),
    )


def _label(capacities: list[Capacity]) -> str:
    """Who it is without a name: the first capacity, a discreet forum by its neutral name, and never "in care"."""
    if not capacities:
        return _("someone with an account")
    # A part in a forum says more than being staff.
    first = min(capacities, key=lambda capacity: (capacity.role in COUNCIL_ROLES, capacity.pk))
    label = _("%(role)s, %(body)s") % {"role": first.get_role_display(), "body": first.body.outside_name}
    others = len({capacity.body_id for capacity in capacities}) - 1
    return _("%(label)s, and more") % {"label": label} if others else label
