"""Promises, and every change of their date with its reason. They outlive the project they come from."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDateField
from engagements.models import Project
from feedback.enums import PROMISE_OPEN, PromiseEventKind, PromiseState
from feedback.models.outcomes import Outcome
from groups.models import Body, User
from groups.models.meetings import short_ref


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> Self:
        return self.filter(state__in=PROMISE_OPEN)

    def late(self, today: dt.date) -> Self:
        """Open promises past their date. One that came from the record is never late until an officer takes it on."""
        return self.open().filter(Q(origin__in=("site", "demonstration")) | Q(adopted_at__isnull=False), due_to__lt=today)


class Promise(Originated):
    ref = models.SlugField(max_length=40, unique=True, default=short_ref)
    words = models.TextField(_("what we promise"))
    made_by = models.ForeignKey(Body, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="promises_made")
    made_to = models.ForeignKey(
        Body, verbose_name=_("made to"), null=True, blank=True, on_delete=models.PROTECT, related_name="promises_received"
    )
    made_to_words = models.CharField(_("made to, in words"), max_length=160, blank=True)
    overseen_by = models.ForeignKey(
        Body, verbose_name=_("checked by"), null=True, blank=True, on_delete=models.PROTECT, related_name="promises_overseen"
    )
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="promises")
    outcome = models.ForeignKey(Outcome, null=True, blank=True, on_delete=models.PROTECT, related_name="promises")
    due = PartialDateField(_("due"))
    state = models.CharField(max_length=10, choices=PromiseState.choices, default=PromiseState.MADE)
    status_words = models.CharField(_("status, in the record's words"), max_length=60, blank=True)
    owner = models.ForeignKey(
        User, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="promises_owned"
    )
    adopted_at = models.DateTimeField(_("taken on by an officer"), null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = (models.F("due_to").asc(nulls_last=True), "pk")
        constraints = [one_of("state", PromiseState)]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return f"{reverse('promises')}#promise-{self.ref}"

    def is_late(self, today: dt.date) -> bool:
        counts = not self.is_from_record or self.adopted_at is not None
        return bool(counts and self.state in PROMISE_OPEN and self.due.last and self.due.last < today)

    def days_late(self, today: dt.date) -> int:
        return (today - self.due.last).days if self.due.last and self.is_late(today) else 0


class PromiseEvent(models.Model):
    """What happened to a promise. Rows are only ever added; slipped dates are never hidden."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=8, choices=PromiseEventKind.choices)
    old_due = PartialDateField()
    new_due = PartialDateField()
    state = models.CharField(max_length=10, choices=PromiseState.choices, blank=True)
    words = models.TextField(blank=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("at", "pk")
        constraints = [one_of("kind", PromiseEventKind)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"
