"""Who acts in the demonstration year: its bodies and its people, found by the names that the content uses."""

from dataclasses import dataclass, field

from groups.actors import Actor
from groups.enums import Role
from groups.models import Body, User


@dataclass
class Cast:
    """Bodies by id, people by address. A person acts in the capacity that fits the body, or in their first."""

    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, email: str, body: Body | None = None) -> Actor:
        """The person acting in this body, or in the first capacity they hold."""
        user = self.people[email]
        capacities = list(user.capacities.select_related("body").order_by("pk"))
        fitting = [capacity for capacity in capacities if body and capacity.body_id == body.pk]
        return Actor(user, (fitting or capacities)[0])

    def signer_for(self, body: Body) -> Actor:
        """Someone who may sign for this forum."""
        for user in self.people.values():
            for capacity in user.capacities.all():
                if capacity.body_id == body.pk and capacity.can_sign:
                    return Actor(user, capacity)
        raise LookupError(f"Nobody in the demonstration year signs for {body}.")

    def facilitator_of(self, body: Body) -> Actor:
        """Whoever runs the sessions of this forum, and writes down its show of hands."""
        for user in self.people.values():
            for capacity in user.capacities.all():
                if capacity.body_id == body.pk and capacity.role == Role.FACILITATOR:
                    return Actor(user, capacity)
        raise LookupError(f"Nobody in the demonstration year facilitates {body}.")
