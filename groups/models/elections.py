"""Offices that a forum's people vote for, and the votes. Never who holds one."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated
from groups.models.bodies import Body


class ElectedOffice(models.Model):
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="elected_offices")
    title = models.CharField(_("office"), max_length=120)
    cycle_years = models.PositiveSmallIntegerField(_("elected every how many years"), null=True, blank=True)
    electorate_ages = models.CharField(_("ages that can vote"), max_length=20, blank=True)
    electorate_basis = models.TextField(_("who can vote, one a line"), blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class ElectionQuerySet(models.QuerySet["Election"]):
    def ending_soon(self, today: dt.date, within: dt.timedelta) -> Self:
        """Terms that run and end within this time."""
        return self.filter(term_from__lte=today, term_until__gte=today, term_until__lte=today + within)


class Election(Originated):
    """One vote for an office. Where it stands follows from its dates: called, in office, ended."""

    office = models.ForeignKey(ElectedOffice, on_delete=models.CASCADE, related_name="elections")
    votes_on = models.DateField(_("day of the vote"))
    term_from = models.DateField(_("first day in office"), null=True, blank=True)
    term_until = models.DateField(_("last day in office"), null=True, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        ordering = ("-votes_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(term_from__isnull=True) | Q(term_from__gte=F("votes_on")), name="groups_election_office_after_vote"
            ),
            models.CheckConstraint(
                condition=Q(term_from__isnull=True, term_until__isnull=True)
                | Q(term_from__isnull=False, term_until__isnull=False, term_until__gt=F("term_from")),
                name="groups_election_term_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.votes_on:%Y}"
