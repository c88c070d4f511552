"""The reading queue: every word that the public can send is read by a person. Safeguarding records stand apart."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils import timezone

from coproduction.core.enums import ReadingState
from coproduction.core.models.base import one_of, together


class ReadingQuerySet(models.QuerySet["ReadingItem"]):
    def waiting(self) -> Self:
        return self.filter(state=ReadingState.WAITING).order_by("-is_urgent", "due_at", "pk")

    def held(self) -> Self:
        return self.filter(state=ReadingState.HELD)

    def late(self, now: dt.datetime) -> Self:
        return self.waiting().filter(due_at__lt=now)


class ReadingItem(models.Model):
    """Words to be read. The words themselves stay in the row that `target` names; a held item hides them there."""

    target = models.CharField(max_length=120, unique=True)
    kind = models.CharField("what kind of words, in plain words", max_length=80)
    about = models.CharField("what they are about", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ReadingState.choices, default=ReadingState.WAITING)
    is_urgent = models.BooleanField("the word screen asks for an early look; it decides nothing", default=False)
    arrived_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=80, null=True, blank=True)
    read_by_label = models.CharField(max_length=200, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        constraints = [one_of("state", ReadingState), together("read_at", "read_by")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_state_display()}"


class SafeguardingRecord(models.Model):
    """What was done about a concern. Seen by safeguarding leads only; never in an ordinary list, export or report."""

    item = models.OneToOneField(ReadingItem, on_delete=models.PROTECT, related_name="safeguarding")
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.CharField(max_length=80)
    raised_by_label = models.CharField(max_length=200)
    concern = models.TextField(blank=True)
    first_read_at = models.DateTimeField(null=True, blank=True)
    first_read_by = models.CharField(max_length=80, null=True, blank=True)
    referred_to = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, null=True, blank=True)

    class Meta:
        ordering = ("-raised_at",)
        constraints = [together("first_read_at", "first_read_by"), together("closed_at", "closed_by")]

    def __str__(self) -> str:
        return f"Concern raised {self.raised_at:%Y-%m-%d}"
