"""How meetings are planned: series by rule, school terms, when people are reminded, and what was changed."""

import datetime as dt
import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import one_of
from groups.enums import MeetingKind, ReminderAudience
from groups.models.meetings import Meeting
from groups.models.users import User


class MeetingChange(models.Model):
    """One change to a meeting, so that whoever comes second is told who changed what. Rows are only added."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="changes")
    sequence = models.PositiveIntegerField("the sequence of the meeting after it")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=80)
    by_label = models.CharField(max_length=200)
    was_starts_at = models.DateTimeField()
    was_ends_at = models.DateTimeField()
    was_place = models.CharField(max_length=200, blank=True)
    what = models.CharField("what was changed, in plain words", max_length=200)

    class Meta:
        ordering = ("-sequence",)
        constraints = [models.UniqueConstraint(fields=["meeting", "sequence"], name="groups_meetingchange_once")]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.what}"


class TermQuerySet(models.QuerySet["Term"]):
    def around(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(first_day__lte=last, last_day__gte=first)


class Term(models.Model):
    """A school term, as the council sets it. What lies between terms, and half-term, is holiday."""

    name = models.CharField(_("name of the term"), max_length=60)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    half_term_first = models.DateField(_("first day of half-term"), null=True, blank=True)
    half_term_last = models.DateField(_("last day of half-term"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("first_day",)
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="groups_term_ends_after_start"),
            models.CheckConstraint(
                condition=Q(half_term_first__isnull=True, half_term_last__isnull=True)
                | Q(
                    half_term_first__gt=F("first_day"),
                    half_term_last__gte=F("half_term_first"),
                    half_term_last__lt=F("last_day"),
                ),
                name="groups_term_half_term_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReminderPlan(models.Model):
    """When, to whom and in which words people are reminded of one kind of meeting. Without a row the usual plan holds."""

    kind = models.CharField(_("kind of meeting"), max_length=8, choices=MeetingKind.choices, unique=True)
    days = models.JSONField(_("how many days before"), default=list)
    audience = models.CharField(_("who"), max_length=8, choices=ReminderAudience.choices, default=ReminderAudience.EVERYONE)
    words = models.CharField(_("words of our own"), max_length=400, blank=True)
    # What lies before this was planned otherwise: nobody missed a reminder of it.
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [one_of("kind", MeetingKind), one_of("audience", ReminderAudience)]

    def __str__(self) -> str:
        return self.get_kind_display()


def calendar_secret() -> str:
    return secrets.token_hex(16)


class CalendarKey(models.Model):
    """What opens a person's own calendar feed. The address is made from it and the installation's key; revoking ends it at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_keys")
    secret = models.CharField(max_length=32, unique=True, default=calendar_secret, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at__isnull=True), name="groups_calendarkey_one_open")
        ]

    def __str__(self) -> str:
        return "a calendar of one's own"
