"""The outbox: one row for each message to one person, written in the transaction of the fact that causes it."""

import datetime as dt
import hashlib
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coproduction.core.enums import NotificationState
from coproduction.core.models.base import one_of


class NotificationQuerySet(models.QuerySet["Notification"]):
    def due(self, now: dt.datetime) -> Self:
        """What can be sent at this moment: waiting and due, or leased by a worker that let its lease run out."""
        waiting = Q(state=NotificationState.WAITING, due_at__lte=now)
        abandoned = Q(state=NotificationState.LEASED, leased_until__lt=now)
        return self.filter(waiting | abandoned)

    def needing_attention(self, now: dt.datetime) -> Self:
        """Handed to the mail server, but whether it took them is not known. Only a person sends one again."""
        return self.filter(state=NotificationState.HANDED_OVER, leased_until__lt=now)


class Notification(models.Model):
    kind = models.CharField(max_length=60)
    # Two rows with one key are one message: running a job twice is harmless.
    dedupe_key = models.CharField(max_length=200, unique=True)
    recipient = models.CharField("whom, as a reference", max_length=80, db_index=True)
    recipient_label = models.CharField("whom, in words without a name", max_length=120)
    address = models.CharField("blanked after delivery", max_length=254, blank=True)
    reason = models.CharField("why they get it", max_length=300)
    about = models.CharField("what it is about, as a reference", max_length=120, blank=True, db_index=True)
    facts = models.JSONField(default=dict)
    is_demonstration = models.BooleanField(default=False)

    state = models.CharField(max_length=12, choices=NotificationState.choices, default=NotificationState.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField("who told them in person, as a reference", max_length=80, blank=True)
    told_by_label = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField("last error, or why it was not sent", max_length=300, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField("blanked after delivery, kept in demonstration mode", blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [one_of("state", NotificationState)]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="core_notification_waiting"),
            models.Index(
                fields=["leased_until"], condition=Q(state__in=("leased", "handed_over")), name="core_notification_leased"
            ),
            models.Index(
                fields=["recipient", "due_at"], condition=Q(state__in=("gathered", "by_hand")), name="core_notification_kept_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_label}"

    @property
    def message_id(self) -> str:
        """Derived from the key, so that a message that is sent again by hand is the same message."""
        key = hashlib.sha256(self.dedupe_key.encode()).hexdigest()[:32]
        return f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"
