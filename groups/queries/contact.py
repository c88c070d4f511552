"""How to reach people, asked when a message is written down and again when it is due."""

from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.recipients import Recipient
from groups.enums import COUNCIL_ROLES, Role
from groups.models import Capacity, User


def recipient(ref: str) -> Recipient | None:
    """The person behind `user:12`, with the words that the outbox page shows for them; None when the account is closed."""
    user = User.objects.filter(pk=ref.partition(":")[2], is_active=True).first()
    if user is None:
        return None
    return Recipient(
        ref=user.ref,
        address=user.email or "",
        label=_label(user),
        may_contact=not user.do_not_contact,
        stopped_kinds=frozenset(user.stopped_kinds),
        is_demonstration=user.is_demonstration,
    )


def safeguarding_leads() -> list[User]:
    """Everyone who is a safeguarding lead today."""
    leads = Capacity.objects.live(clock.today()).filter(role=Role.SAFEGUARDING_LEAD)
    return list(User.objects.filter(capacities__in=leads).distinct().order_by("pk"))


def _label(user: User) -> str:
    """Who it is without a name: the first capacity, a discreet forum by its neutral name, and never "in care"."""
    capacities = list(user.capacities.live(clock.today()).select_related("body"))
    if not capacities:
        return _("someone with an account")
    # A part in a forum says more than being staff.
    first = min(capacities, key=lambda capacity: (capacity.role in COUNCIL_ROLES, capacity.pk))
    label = _("%(role)s, %(body)s") % {"role": first.get_role_display(), "body": first.body.outside_name}
    others = len({capacity.body_id for capacity in capacities}) - 1
    return _("%(label)s, and more") % {"label": label} if others else label
