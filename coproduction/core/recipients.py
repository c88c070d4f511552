"""Whom messages go to. Core knows no person: the app that does says how a reference becomes an address, when it is due.

A reference is `user:12`: the word before the colon names the resolver. A group, such as the safeguarding leads, is a
function that gives the references of those who belong to it now.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol


class Addressed(Protocol):
    """Anyone who can be written to, such as a user."""

    @property
    def ref(self) -> str:
        """A reference such as `user:12`."""


@dataclass(frozen=True)
class Recipient:
    """What is known of a person at the moment a message is written or sent."""

    ref: str
    address: str
    label: str
    may_contact: bool = True
    stopped_kinds: frozenset[str] = field(default_factory=frozenset)
    is_demonstration: bool = False


Resolver = Callable[[str], Recipient | None]
Members = Callable[[], Iterable[Addressed]]

_resolvers: dict[str, Resolver] = {}
_groups: dict[str, Members] = {}


def register(prefix: str, resolver: Resolver) -> None:
    """Say how references with this prefix become an address. The resolver gives None for who is no longer there."""
    _resolvers[prefix] = resolver


def register_group(name: str, members: Members) -> None:
    """Say who belongs to a group that core may have to write to."""
    _groups[name] = members


def resolve(ref: str) -> Recipient | None:
    """The person behind a reference as they are now, or None."""
    return _resolvers[ref.partition(":")[0]](ref)


def members(group: str) -> Iterable[Addressed]:
    """Who belongs to a group now."""
    return _groups[group]()
