"""What is to be talked about at a meeting, and what came of it: agenda, counts, words, decisions, actions, minutes."""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Qualifier
from coproduction.core.figures import Number, in_words
from coproduction.core.models import Unheld
from coproduction.core.models.base import Originated, one_of
from groups.enums import ActionState, AgendaState, MinutesState, Permission
from groups.models.bodies import Body, Priority
from groups.models.meetings import Meeting, short_ref
from groups.models.users import User


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("what to talk about"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("how many minutes"))
    state = models.CharField(max_length=8, choices=AgendaState.choices, default=AgendaState.ACCEPTED)
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposed_items")
    proposed_by_label = models.CharField(max_length=200, blank=True)

    # What is with the safeguarding leads is hidden wherever it would stand.
    objects = Unheld()

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            one_of("state", AgendaState),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="groups_agendaitem_takes_time"),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingCount(models.Model):
    """How many people of one role came. Members are named in the attendance; everyone else is counted here, once."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="counts")
    order = models.PositiveSmallIntegerField(default=0)
    who = models.CharField(_("who"), max_length=80)
    number = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    qualifier = models.CharField(max_length=12, choices=Qualifier.choices, default=Qualifier.EXACT)
    # Members who were only counted, by someone who may not know their names. Named attendance goes before it.
    of_members = models.BooleanField("members, counted and not named", default=False)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            one_of("qualifier", Qualifier),
            models.UniqueConstraint(fields=["meeting"], condition=Q(of_members=True), name="groups_meetingcount_members_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(qualifier=Qualifier.NOT_STATED),
                name="groups_meetingcount_number_or_not_stated",
            ),
        ]

    def __str__(self) -> str:
        return in_words(self.as_number())

    def as_number(self) -> Number:
        return Number(None if self.number is None else Decimal(self.number), self.qualifier, self.who)


class Saying(models.Model):
    """Words said at a meeting, as they were said, and what may be done with them. Never who said them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sayings")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(_("their words"))
    said_by = models.CharField(_("who, by role"), max_length=80, blank=True)
    permission = models.CharField(max_length=14, choices=Permission.choices, default=Permission.NOT_AT_ALL)

    objects = Unheld()

    class Meta:
        ordering = ("order", "pk")
        constraints = [one_of("permission", Permission)]

    def __str__(self) -> str:
        return self.words


class MeetingDecision(models.Model):
    """What a meeting decided."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(_("what was decided"))

    objects = Unheld()

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.words


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> Self:
        return self.filter(state=ActionState.OPEN)

    def overdue(self, today: dt.date) -> Self:
        return self.open().filter(due__lt=today)


class Action(Originated):
    """Something that someone said they would do. It stays on the next agenda until it is done or dropped."""

    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="actions")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    words = models.CharField(_("what will be done"), max_length=300)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    owner_words = models.CharField(_("who does it, by role"), max_length=120, blank=True)
    due = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    reason = models.CharField(_("what came of it, or why it was dropped"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_label = models.CharField(max_length=200, blank=True)

    objects = Unheld.from_queryset(ActionQuerySet)()

    class Meta:
        ordering = (models.F("due").asc(nulls_last=True), "pk")
        constraints = [
            one_of("state", ActionState),
            models.CheckConstraint(
                condition=~Q(state=ActionState.DROPPED) | ~Q(reason=""), name="groups_action_dropped_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Minutes(models.Model):
    """What stands of a meeting: drafted, agreed by the forum, published. The public text names nobody."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    state = models.CharField(max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT)
    text = models.TextField(_("for the forum"))
    public_text = models.TextField(_("for everyone, without names"), blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by_label = models.CharField(max_length=200)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_label = models.CharField(max_length=200, blank=True)
    agreed_how = models.CharField(_("how the forum agreed"), max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            one_of("state", MinutesState),
            models.CheckConstraint(
                condition=~Q(state=MinutesState.PUBLISHED) | Q(agreed_at__isnull=False, published_at__isnull=False),
                name="groups_minutes_published_when_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_state_display()}"
