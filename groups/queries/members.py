"""The register of a forum, as those who keep it see it, and what everyone else from the council may know: numbers."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.models import AuditEvent
from coproduction.core.models.base import ref_of
from groups.enums import ConsentAbout, ConsentVerdict, Standing
from groups.models import AccessNeed, Body, Capacity, Consent, Invitation, User
from groups.queries import consents

LEFT_LATELY = dt.timedelta(days=90)
PAGE = 50


# What was done about a part, in words for the person's page; the audit has its own.
_DONE = {
    "gave capacity": gettext_lazy("Put into the register"),
    "noted consent": gettext_lazy("Wrote down what someone said about consent"),
    "paused membership": gettext_lazy("Paused until consent is settled"),
    "let membership go on": gettext_lazy("Went on, since consent is settled"),
    "rested membership": gettext_lazy("Rested"),
    "came back from rest": gettext_lazy("Came back"),
    "changed part": gettext_lazy("Changed the part"),
    "left": gettext_lazy("Ended the membership"),
    "ended capacity": gettext_lazy("Ended the membership"),
}


@dataclass(frozen=True)
class Member:
    """One line of the register. `capacity` brings the person."""

    capacity: Capacity
    needs: tuple[str, ...]
    consent: ConsentVerdict

    @property
    def has_consent_to_settle(self) -> bool:
        return self.consent in {ConsentVerdict.WAITING, ConsentVerdict.DISPUTED, ConsentVerdict.REFUSED}


@dataclass(frozen=True)
class Numbers:
    """How many are in the register, by how they stand."""

    active: int
    resting: int
    paused: int

    @property
    def total(self) -> int:
        return self.active + self.resting + self.paused


@dataclass(frozen=True)
class Register:
    numbers: Numbers
    page: Page[Any]
    members: tuple[Member, ...]
    left: tuple[Capacity, ...]
    invited: tuple[Invitation, ...]


@dataclass(frozen=True)
class NumbersOnly:
    """For those who may not know who the members are: how many, what to arrange, and who agreed to be known.

    What people need is listed without how many need it: in a small forum that number would tell who they are.
    """

    numbers: Numbers
    needs: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """What was done about one part: when, what, and in which capacity."""

    at: dt.datetime
    what: str
    by: str


def register(body: Body, *, standing: str = "", page: str | int = 1) -> Register:
    """The people of a body: everyone in its register, or those who stand in one way; and who left lately."""
    today = clock.today()
    listed = _loaded(body.capacities.listed(today).of_members()).order_by("user__name", "pk")
    shown = listed.filter(standing=standing) if standing else listed
    found: Page[Any] = Paginator(shown, PAGE).get_page(page)
    return Register(
        numbers=numbers(body),
        page=found,
        members=tuple(member(capacity) for capacity in found),
        left=tuple(
            body.capacities.of_members()
            .filter(until__lt=today, until__gte=today - LEFT_LATELY)
            .select_related("user")
            .order_by("-until", "pk")
        ),
        invited=tuple(body.invitations.filter(used_at__isnull=True, expires_at__gt=clock.now()).order_by("expires_at", "pk")),
    )


def numbers(body: Body) -> Numbers:
    """How many people stand in the register, one person counted once."""
    standings: dict[int, set[str]] = {}
    for user, standing in body.capacities.listed(clock.today()).of_members().values_list("user", "standing"):
        standings.setdefault(user, set()).add(standing)
    # Whoever takes part in any way takes part.
    count = Counter(next(each for each in Standing if each in theirs) for theirs in standings.values())
    return Numbers(count[Standing.ACTIVE], count[Standing.RESTING], count[Standing.PAUSED])


def numbers_only(body: Body) -> NumbersOnly:
    """What may be known without seeing the register."""
    today = clock.today()
    active = body.capacities.active(today).of_members()
    people = set(active.values_list("user", flat=True))
    needs = _live_needs(today).filter(user__in=people).values_list("words", flat=True)
    known = active.filter(council_may_know=True).select_related("user").order_by("user__name", "pk")
    return NumbersOnly(
        numbers=numbers(body),
        needs=tuple(sorted({" ".join(words.split()) for words in needs})),
        named=tuple(dict.fromkeys(str(capacity.user) for capacity in known)),
    )


def member(capacity: Capacity) -> Member:
    """One line, from a capacity that was loaded with needs and consents."""
    return Member(
        capacity=capacity,
        needs=tuple(need.words for need in capacity.user.live_needs),  # type: ignore[attr-defined]  # put there by the query
        consent=consents.verdict(capacity, ConsentAbout.MEMBERSHIP),
    )


def one(body: Body, pk: int) -> QuerySet[Capacity]:
    """One part in a body, with everything that its page shows."""
    return _loaded(body.capacities.of_members()).filter(pk=pk)


def own(user: User) -> list[Capacity]:
    """A person's own parts that stand in a register now, with what their page shows."""
    return list(_loaded(user.capacities.listed(clock.today()).of_members()).order_by("pk"))


def needs_of(user: User) -> list[AccessNeed]:
    """What a person needs now."""
    return list(_live_needs(clock.today()).filter(user=user))


def history(capacity: Capacity) -> list[History]:
    """Everything that was done about this part, newest first: without words or names, as the audit keeps it."""
    events = AuditEvent.objects.filter(target=ref_of(capacity)).order_by("-at", "-pk")[:50]
    return [History(event.at, str(_DONE[event.verb]), event.capacity) for event in events if event.verb in _DONE]


def _loaded(capacities: QuerySet[Capacity]) -> QuerySet[Capacity]:
    return capacities.select_related("user", "body").prefetch_related(
        Prefetch("user__access_needs", _live_needs(clock.today()), to_attr="live_needs"),
        Prefetch("consents", Consent.objects.order_by("said_on", "pk")),
    )


def _live_needs(day: dt.date) -> QuerySet[AccessNeed]:
    return AccessNeed.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day)).order_by("pk")
