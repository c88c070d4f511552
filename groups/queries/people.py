"""Who has an account, and which parts they have now."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from coproduction.core import clock
from groups.models import Body, Capacity, Invitation, User


@dataclass(frozen=True)
class NotShown:
    """People whom only their own group knows: how many, and who looks after them."""

    people: int
    groups: tuple[str, ...]


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
    """One page of the people whom the council may know, with the live parts that it may know; `words` looks only in those."""
    users = known_to_council().order_by("email", "name", "pk")
    live = Capacity.objects.live(clock.today()).known_to_council().select_related("body")
    if words:
        # A discreet group is found by its neutral name only.
        by_name = Q(body__is_discreet=False, body__name__icontains=words)
        belongs = live.filter(by_name | Q(body__is_discreet=True, body__neutral_name__icontains=words))
        users = users.filter(Q(email__icontains=words) | Q(name__icontains=words) | Q(capacities__in=belongs)).distinct()
    shown: Page[Any] = Paginator(users.prefetch_related(Prefetch("capacities", live, to_attr="parts_now")), size).get_page(page)
    return shown, [
        Person(
            pk=user.pk,
            name=user.name,
            email=user.email or _("No email"),
            parts=tuple(capacity.outside_label for capacity in user.parts_now),
            is_open=user.is_active,
            is_demonstration=user.is_demonstration,
        )
        for user in shown
    ]


def known_to_council() -> QuerySet[User]:
    """Everyone except those whose parts are all in independent groups and who did not agree otherwise.

    Someone who has no part now is judged by those of former times.
    """
    parts = Capacity.objects.filter(user=OuterRef("pk"))
    now = parts.listed(clock.today())
    of_old = ~Exists(now) & Exists(parts.known_to_council())
    return User.objects.filter(~Exists(parts) | Exists(now.known_to_council()) | of_old)


def not_shown() -> NotShown:
    """How many people the council does not see, and which groups look after them."""
    hidden = User.objects.exclude(pk__in=known_to_council().values("pk"))
    listed = Capacity.objects.listed(clock.today()).filter(user__in=hidden)
    groups = Body.objects.filter(pk__in=listed.values("body")).order_by("name")
    return NotShown(
        people=listed.aggregate(people=Count("user", distinct=True))["people"],
        groups=tuple(body.outside_name for body in groups),
    )


def open_invitations(asked_by: User) -> list[Invitation]:
    """Invitations that can still be used, soonest to run out first; to independent groups only those that this person sent."""
    still_open = Invitation.objects.filter(used_at__isnull=True, expires_at__gt=clock.now())
    theirs = still_open.filter(Q(body__is_independent=False) | Q(invited_by=asked_by.ref))
    return list(theirs.select_related("body").order_by("expires_at"))
