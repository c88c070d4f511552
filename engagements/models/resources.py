"""What a project took and what people got: time, thanks, money."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduction.core.models import Unheld
from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDateField
from engagements.enums import ExpenseKind, ExpenseState, ThanksKind
from engagements.models.projects import Project
from engagements.models.sessions import Session
from groups.enums import Permission
from groups.models import Body

# Whoever spent money to take part has it back by then; after that it is late.
PAID_WITHIN = dt.timedelta(days=28)


class VolunteerTime(Originated):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="volunteer_time")
    partners = models.ManyToManyField(Body, blank=True, related_name="+")
    value = models.DecimalField("value in pounds", max_digits=12, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    rate = models.DecimalField("pounds an hour", max_digits=8, decimal_places=2, null=True, blank=True)
    basis = models.CharField("how it was worked out", max_length=200, blank=True)
    given = PartialDateField(_("when"))

    def __str__(self) -> str:
        return self.basis


class Incentive(Originated):
    """What people got back for taking part. Never who got it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="incentives")
    kind = models.CharField(max_length=160)
    given_to = models.CharField(max_length=160, blank=True)
    form = models.CharField(_("what it is"), max_length=11, choices=ThanksKind.choices, default=ThanksKind.OTHER)
    number = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    each = models.DecimalField(_("pounds for each"), max_digits=8, decimal_places=2, null=True, blank=True)
    thanked = PartialDateField(_("when"))

    class Meta:
        constraints = [one_of("form", ThanksKind)]

    def __str__(self) -> str:
        return self.kind


class Resource(Originated):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="resources")
    words = models.CharField(max_length=300)
    amount = models.DecimalField("pounds", max_digits=12, decimal_places=2, null=True, blank=True)

    def __str__(self) -> str:
        return self.words


class ExpenseQuerySet(models.QuerySet["Expense"]):
    def waiting(self) -> Self:
        """Claimed, and neither paid nor declined."""
        return self.filter(state__in=(ExpenseState.CLAIMED, ExpenseState.APPROVED))

    def late(self, today: dt.date) -> Self:
        """Claimed more than 28 days ago and still not paid, approved or not: who spent the money waits all that time."""
        return self.waiting().filter(claimed_on__lt=today - PAID_WITHIN)


class Expense(Originated):
    """Money that someone spent to take part and gets back. Under the number of the payment form: no name, no bank details."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="expenses")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="expenses")
    kind = models.CharField(max_length=9, choices=ExpenseKind.choices)
    reference = models.CharField(_("number of the payment form"), max_length=40, blank=True)
    amount = models.DecimalField(_("pounds"), max_digits=8, decimal_places=2)
    state = models.CharField(max_length=8, choices=ExpenseState.choices, default=ExpenseState.CLAIMED)
    claimed_on = models.DateField()
    approved_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    reason = models.CharField(_("why it is not paid"), max_length=200, blank=True)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        ordering = ("-claimed_on", "-pk")
        constraints = [
            one_of("kind", ExpenseKind),
            one_of("state", ExpenseState),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="engagements_expense_amount"),
            models.CheckConstraint(
                condition=~models.Q(state=ExpenseState.PAID) | models.Q(paid_on__isnull=False, approved_on__isnull=False),
                name="engagements_expense_paid_with_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ExpenseState.DECLINED) | ~models.Q(reason=""), name="engagements_expense_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.amount}"

    @property
    def is_waiting(self) -> bool:
        return self.state in (ExpenseState.CLAIMED, ExpenseState.APPROVED)

    def days_late(self, today: dt.date) -> int:
        """How many days after the 28 this claim still waits; nought when it does not."""
        return max(0, (today - self.claimed_on - PAID_WITHIN).days) if self.is_waiting else 0


class GotFromIt(Originated):
    """ "What I got from it", in the words of someone who took part."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="got_from_it")
    words = models.TextField(_("what I got from it"))
    said_by = models.CharField(_("who said it: a young person, a parent"), max_length=80, blank=True)
    permission = models.CharField(max_length=14, choices=Permission.choices)
    said = PartialDateField(_("when"))

    # What is with the safeguarding leads is hidden wherever it would stand.
    objects = Unheld()

    class Meta:
        ordering = ("pk",)
        constraints = [one_of("permission", Permission)]

    def __str__(self) -> str:
        return self.words
