"""Whom messages go to. Core knows no person: the app that does says how a reference becomes an address, when it is due.

A reference is `user:12`: the word before the colon names the resolver. A group, such as the safeguarding leads, is a
function that gives the references of those who belong to it now.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Addressed(Protocol):
    """Anyone who can be written to, such as a user."""

    @property
    def ref(self) -> str:
        """A reference such as `user:12`."""


@dataclass(frozen=True)
class Ref:
    """Someone of whom only the reference is at hand."""

    ref: str


@dataclass(frozen=True)
class Recipient:
    """What is known of a person at the moment a message is written or sent."""

    ref: str
    address: str
    label: str
    may_contact: bool = True
    stopped_kinds: frozenset[str] = field(default_factory=frozenset)
    is_demonstration: bool = False
    # A person rings, writes or tells them; whatever we have to say stands on the tell list.
    told_in_person: bool = False
    # "daily" or "weekly", when they want what can wait in one message; see `core.digest`.
    digest: str = ""


Resolver = Callable[[str], Recipient | None]
ManyResolver = Callable[[Collection[str]], Mapping[str, Recipient]]
Members = Callable[[], Iterable[Addressed]]
PeopleOf = Callable[[str], Collection[str]]

_resolvers: dict[str, ManyResolver] = {}
_groups: dict[str, Members] = {}
_bodies: dict[str, PeopleOf] = {}


def register(prefix: str, resolver: Resolver) -> None:
    """Say how one reference with this prefix becomes an address. The resolver gives None for who is no longer there."""
    register_many(prefix, lambda refs: {ref: person for ref in refs if (person := resolver(ref)) is not None})


def register_many(prefix: str, resolver: ManyResolver) -> None:
    """The same for many references at once, with the same number of queries however many; who is gone is left out."""
    _resolvers[prefix] = resolver


def register_group(name: str, members: Members) -> None:
    """Say who belongs to a group that core may have to write to."""
    _groups[name] = members


def resolve(ref: str) -> Recipient | None:
    """The person behind a reference as they are now, or None."""
    return resolve_many([ref]).get(ref)


def resolve_many(refs: Iterable[str]) -> dict[str, Recipient]:
    """The people behind many references, each resolver asked once."""
    by_prefix: dict[str, set[str]] = defaultdict(set)
    for ref in refs:
        by_prefix[ref.partition(":")[0]].add(ref)
    found: dict[str, Recipient] = {}
    for prefix, theirs in by_prefix.items():
        found |= _resolvers[prefix](theirs)
    return found


def members(group: str) -> Iterable[Addressed]:
    """Who belongs to a group now."""
    return _groups[group]()


def register_bodies(prefix: str, people: PeopleOf) -> None:
    """Say who belongs to a body that core knows by a reference such as `groups.body:3`."""
    _bodies[prefix] = people


def people_of(body: str) -> frozenset[str]:
    """The references of those who belong to this body now."""
    return frozenset(_bodies[body.partition(":")[0]](body))
