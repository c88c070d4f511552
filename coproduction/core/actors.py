"""Who did it, as text: core holds no foreign key upwards, so an actor is a reference and a label."""

from dataclasses import dataclass
from typing import Protocol


class Acting(Protocol):
    """Anyone or anything that acts. `groups.actors.Actor` is a person in a capacity; the portal itself acts on a schedule."""

    @property
    def ref(self) -> str:
        """A reference such as `user:12`, or `portal`."""

    @property
    def label(self) -> str:
        """Who that was then, in words: the capacity, never a name."""


@dataclass(frozen=True)
class Portal:
    """The portal itself: scheduled jobs and commands."""

    ref: str = "portal"
    label: str = "The portal"


PORTAL = Portal()
