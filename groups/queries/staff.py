"""The council's own people: who reads, who leads safeguarding, who works with whom."""

from django.conf import settings
from django.db.models import QuerySet

from coproduction.core import clock
from coproduction.core.models.base import ref_of
from groups.enums import COUNCIL_ROLES, Role
from groups.models import Capacity, User
from groups.queries import contact


def staff() -> QuerySet[User]:
    """Everyone who works for the council today, by name."""
    parts = Capacity.objects.live(clock.today()).filter(role__in=COUNCIL_ROLES)
    return User.objects.filter(capacities__in=parts, is_active=True).distinct().order_by("name", "email", "pk")


def readers() -> list[User]:
    """Who may have a turn at reading: officers. Administrators never read what people send."""
    return list(staff().filter(capacities__in=Capacity.objects.live(clock.today()).filter(role=Role.OFFICER)))


def senior_safeguarding_lead() -> list[User]:
    """The named senior lead, when the settings name one who is a safeguarding lead today."""
    named = settings.SAFEGUARDING_SENIOR_EMAIL.strip().casefold()
    return [lead for lead in contact.safeguarding_leads() if named and (lead.email or "").casefold() == named]


def team_of(user: User) -> str:
    """The team in which someone works for the council, as a reference; empty when they work in none."""
    part = (
        Capacity.objects.live(clock.today())
        .filter(user=user, role__in=COUNCIL_ROLES)
        .select_related("body")
        .order_by("pk")
        .first()
    )
    return ref_of(part.body) if part else ""


def people_of(body: str) -> list[str]:
    """The references of everyone who has a part in this body today."""
    parts = Capacity.objects.live(clock.today()).filter(body=int(body.partition(":")[2]))
    return [f"user:{key}" for key in parts.values_list("user", flat=True).distinct()]


def names(refs: set[str]) -> dict[str, str]:
    """The names of staff by their references: one query. Who has given no name is shown by their address."""
    keys = [int(ref.partition(":")[2]) for ref in refs if ref.startswith("user:")]
    return {user.ref: user.name or user.email or "" for user in User.objects.filter(pk__in=keys)}
