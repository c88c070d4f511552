"""A capacity: a person's dated role in a body. Permissions follow the capacity, not the person."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core.models.base import one_of
from groups.enums import COMMITTEE_ROLES, COUNCIL_ROLES, SIGNING_ROLES, Hat, Role, Standing
from groups.models.bodies import Body
from groups.models.users import User


class CapacityQuerySet(models.QuerySet["Capacity"]):
    def live(self, day: dt.date | None = None) -> Self:
        """Capacities that hold on this day (today, if none is given): of nobody whose consent is not settled or who is closed out."""
        day = day or timezone.localdate()
        held = self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day, user__is_active=True)
        return held.exclude(standing=Standing.PAUSED)

    def active(self, day: dt.date | None = None) -> Self:
        """Those who take part now: not the resting, whom we leave in peace."""
        return self.live(day).filter(standing=Standing.ACTIVE)

    def listed(self, day: dt.date | None = None) -> Self:
        """Everyone who stands in the register on this day, also the resting and the paused."""
        day = day or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def of_members(self) -> Self:
        """People who belong to a forum, whatever their part; council staff who serve it are not its members."""
        return self.exclude(role__in=COUNCIL_ROLES)

    def known_to_council(self) -> Self:
        """Parts of which the council may know who holds them. See `policies.shares_council`."""
        return self.filter(Q(body__is_independent=False) | Q(council_may_know=True))


class Capacity(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="capacities")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="capacities")
    role = models.CharField(max_length=20, choices=Role.choices)
    hat = models.CharField(max_length=14, choices=Hat.choices, default=Hat.OWN_EXPERIENCE)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField("the last day", null=True, blank=True)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.ACTIVE)
    standing_since = models.DateField(null=True, blank=True)
    # What it goes back to once consent is settled.
    standing_before = models.CharField(max_length=8, choices=Standing.choices, blank=True, default="")
    # In a forum that is independent, the council does not learn who its members are unless they agree.
    council_may_know = models.BooleanField("the council may know who they are", default=False)

    objects = CapacityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "capacities"
        ordering = ("pk",)
        constraints = [
            one_of("role", Role),
            one_of("hat", Hat),
            one_of("standing", Standing),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="groups_capacity_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["user", "body", "role"], condition=Q(until__isnull=True), name="groups_capacity_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The capacity in words, as acts show it: "chair, Riverside Parent Carers". Never a name."""
        return _("%(role)s, %(body)s") % {"role": self.get_role_display(), "body": self.body.name}

    @property
    def outside_label(self) -> str:
        """The same as it may stand in mail: a discreet body by its neutral name."""
        return _("%(role)s, %(body)s") % {"role": self.get_role_display(), "body": self.body.outside_name}

    @property
    def is_council(self) -> bool:
        return self.role in COUNCIL_ROLES

    @property
    def can_sign(self) -> bool:
        return self.role in SIGNING_ROLES

    @property
    def is_committee(self) -> bool:
        return self.role in COMMITTEE_ROLES

    def is_listed(self, day: dt.date | None = None) -> bool:
        """Whether it stands in the register on this day, also when it is resting or paused."""
        day = day or timezone.localdate()
        return self.since <= day and (self.until is None or self.until >= day)

    def is_live(self, day: dt.date | None = None) -> bool:
        return self.is_listed(day) and self.standing != Standing.PAUSED
