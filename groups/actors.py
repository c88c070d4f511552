"""An actor is a user acting in one live capacity. Reading uses any capacity a person has; writing uses exactly one."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core.enums import Origin
from coproduction.core.errors import NotAllowed
from groups.models import Body, Capacity, User

# Where the session keeps the id of the capacity that the person picked.
PICKED = "acting_capacity"


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
    def origin(self) -> str:
        """What a made-up person makes is made up, and says so wherever it is shown."""
        return Origin.DEMONSTRATION if self.user.is_demonstration else Origin.SITE

    @property
    def is_council(self) -> bool:
        return self.capacity.is_council

    @property
    def live_capacities(self) -> tuple[Capacity, ...]:
        """Exactly one, so that policies and rules judge an actor by the hat worn, and a user by every hat owned."""
        return (self.capacity,)

    def must_be_live(self, now: dt.datetime | None = None) -> None:
        """Raise `NotAllowed` when the capacity has ended, which may have happened since the page was opened."""
        day = timezone.localtime(now).date() if now else None
        if not self.user.is_active or not self.capacity.is_live(day):
            raise NotAllowed(_("You no longer act as %(capacity)s, so this was not saved.") % {"capacity": self.label})


@dataclass(frozen=True)
class Oneself:
    """A person who settles something of their own, in no capacity: their messages, their calendar, an answer by a link."""

    user: User

    @property
    def ref(self) -> str:
        return self.user.ref

    @property
    def label(self) -> str:
        return _("for themselves")

    @property
    def origin(self) -> str:
        return Origin.DEMONSTRATION if self.user.is_demonstration else Origin.SITE


def actor_in(user: User, capacity_id: int | None) -> Actor | None:
    """The user in this one of their live capacities; None when they hold it no longer, or never did."""
    for capacity in user.live_capacities:
        if capacity.pk == capacity_id:
            return Actor(user, capacity)
    return None


def person_of(request: HttpRequest) -> User:
    """Who is signed in. Only for views that ask for sign-in: elsewhere it may be nobody."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the sign-in that every view asks for says so; this tells the type checker
    return user


def picked_actor(request: HttpRequest) -> Actor | None:
    """The person in the capacity they picked, else in their only one. A capacity that has ended falls away at once."""
    user = person_of(request)
    actor = actor_in(user, request.session.get(PICKED))
    if actor is None and len(user.live_capacities) == 1:
        actor = Actor(user, user.live_capacities[0])
    return actor
