"""Who did it, as text: core holds no foreign key upwards, so an actor is a reference and a label."""

from dataclasses import dataclass
from typing import Protocol

from coproduction.core.enums import Origin


class Acting(Protocol):
    """Anyone or anything that acts. `groups.actors.Actor` is a person in a capacity; the portal itself acts on a schedule."""

    @property
    def ref(self) -> str:
        """A reference such as `user:12`, or `portal`."""

    @property
    def label(self) -> str:
        """Who that was then, in words: the capacity, never a name."""

    @property
    def origin(self) -> str:
        """The origin of what they make: whoever acts as a made-up person makes made-up things, and those say so."""


@dataclass(frozen=True)
class Portal:
    """The portal itself: scheduled jobs and commands."""

    ref: str = "portal"
    label: str = "The portal"
    origin: str = Origin.SITE


PORTAL = Portal()
