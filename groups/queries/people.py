"""Who has an account, and which parts they have now."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q

from coproduction.core import clock
from groups.models import Capacity, Invitation, User


@dataclass(frozen=True)
class Person:
    """A line of the list of people."""

    pk: int
    name: str
    email: str
    parts: tuple[str, ...]
    is_open: bool
    is_demonstration: bool


def people(words: str = "", page: str | int = 1, size: int = 30) -> tuple[Page[Any], list[Person]]:
    """One page of accounts, by address, with the live parts of each; `words` looks in names, addresses and bodies."""
    users = User.objects.order_by("email")
    if words:
        belongs = Capacity.objects.live(clock.today()).filter(body__name__icontains=words)
        users = users.filter(Q(email__icontains=words) | Q(name__icontains=words) | Q(capacities__in=belongs)).distinct()
    live = Capacity.objects.live(clock.today()).select_related("body")
    shown: Page[Any] = Paginator(users.prefetch_related(Prefetch("capacities", live, to_attr="parts_now")), size).get_page(page)
    return shown, [
        Person(
            pk=user.pk,
            name=user.name,
            email=user.email,
            parts=tuple(capacity.label for capacity in user.parts_now),
            is_open=user.is_active,
            is_demonstration=user.is_demonstration,
        )
        for user in shown
    ]


def open_invitations() -> list[Invitation]:
    """Invitations that can still be used, soonest to run out first."""
    still_open = Invitation.objects.filter(used_at__isnull=True, expires_at__gt=clock.now())
    return list(still_open.select_related("body").order_by("expires_at"))
