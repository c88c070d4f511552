"""The reading queue: every word that the public can send is read by a person. Safeguarding records stand apart."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from coproduction.core.enums import Duty, ReadingState
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


def is_held(model: type[models.Model]) -> models.Exists:
    """For a query over a table: whether the row is with the safeguarding leads."""
    target = Concat(models.Value(f"{model._meta.label_lower}:"), Cast(models.OuterRef("pk"), models.CharField()))
    return models.Exists(ReadingItem.objects.filter(state=ReadingState.HELD, target=target))


class Unheld(models.Manager[Any]):
    """Rows with words, without those that are with the safeguarding leads. As the first manager of a table it hides them
    wherever they would stand: in lists, relations, files, counts and what is deleted after some time.

    The leads find them through `_base_manager`.
    """

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().exclude(is_held(self.model))


class SafeguardingRecord(models.Model):
    """What was done about a concern. Seen by safeguarding leads only; never in an ordinary list, export or report."""

    item = models.OneToOneField(ReadingItem, on_delete=models.PROTECT, related_name="safeguarding")
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.CharField(max_length=80)
    raised_by_label = models.CharField(max_length=200)
    concern = models.TextField(blank=True)
    # A concern about someone who works here goes to the named senior lead. The person it is about, and that team, see nothing of it.
    is_about_staff = models.BooleanField(default=False)
    about = models.CharField("the account of the person it is about, when they have one", max_length=80, blank=True)
    kept_from = models.CharField("the body that does not see it", max_length=80, blank=True)
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


class ConcernAlert(models.Model):
    """One lead was told that a concern waits. Unopened after two working hours it goes up a level."""

    record = models.ForeignKey(SafeguardingRecord, on_delete=models.CASCADE, related_name="alerts")
    level = models.PositiveSmallIntegerField(default=1)
    to = models.CharField(max_length=80)
    to_label = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField("when it goes up a level")
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("sent_at", "pk")
        constraints = [models.UniqueConstraint(fields=["record", "level", "to", "sent_at"], name="core_concernalert_unique")]

    def __str__(self) -> str:
        return f"{self.record}, level {self.level}"


class Turn(models.Model):
    """Whose turn it is, from one day to another, and who stands in for them."""

    duty = models.CharField(max_length=12, choices=Duty.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    person = models.CharField(max_length=80)
    person_label = models.CharField(max_length=200)
    cover = models.CharField(max_length=80)
    cover_label = models.CharField(max_length=200)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("first_day", "pk")
        constraints = [
            one_of("duty", Duty),
            models.CheckConstraint(condition=models.Q(first_day__lte=models.F("last_day")), name="core_turn_days_in_order"),
            models.CheckConstraint(condition=~models.Q(person=models.F("cover")), name="core_turn_cover_is_someone_else"),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}, {self.first_day} to {self.last_day}"
