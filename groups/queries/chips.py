"""A group in one line, wherever it is named on a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """What `components/forum_chip.html` reads: a group's name, its look, and where it leads."""

    name: str
    look: str
    url: str = ""
