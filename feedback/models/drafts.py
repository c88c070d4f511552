"""Answers that are not sent yet. Nobody reads a draft; it goes after 14 days."""

import datetime as dt

from django.db import models
from django.utils import timezone

from coproduction.core.models.base import one_of
from feedback.models.questionnaires import Option, Question, Revision
from groups.enums import AgeBand, Permission

KEPT_FOR = dt.timedelta(days=14)


class Draft(models.Model):
    # A keyed hash of the random token in the person's cookie.
    token_hash = models.CharField(max_length=64, unique=True)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="drafts")
    started_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True, default="")
    # Empty until the person has said what we may do with their words.
    permission = models.CharField(max_length=14, choices=Permission.choices, blank=True, default="")

    class Meta:
        constraints = [
            one_of("age_band", AgeBand),
            models.CheckConstraint(
                condition=models.Q(permission__in=["", *Permission.values]), name="feedback_draft_permission_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.revision}"


class DraftAnswer(models.Model):
    """One answer: words, or one row for each option chosen. A question that was skipped has a row with neither."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    option = models.ForeignKey(Option, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.question}"
