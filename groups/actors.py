"""An actor is a user acting in one live capacity. Reading uses any capacity a person has; writing uses exactly one."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core.errors import NotAllowed
from groups.models import Body, Capacity, User


@dataclass(frozen=True)
class Actor:
    """A person in a capacity. Services take one as `by`; acts keep its `label` as it was then."""

    user: User
    capacity: Capacity

    @property
    def ref(self) -> str:
        return self.user.ref

    @property
    def label(self) -> str:
        return self.capacity.label

    @property
    def body(self) -> Body:
        return self.capacity.body

    @property
    def is_council(self) -> bool:
        return self.capacity.is_council

    def must_be_live(self, now: dt.datetime | None = None) -> None:
        """Raise `NotAllowed` when the capacity has ended, which may have happened since the page was opened."""
        day = timezone.localtime(now).date() if now else None
        if not self.user.is_active or not self.capacity.is_live(day):
            raise NotAllowed(_("You no longer act as %(capacity)s, so this was not saved.") % {"capacity": self.label})
