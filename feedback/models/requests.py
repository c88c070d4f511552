"""Requests for feedback: one link for one person to one questionnaire, and whether it was used."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import models

from feedback.models.questionnaires import Questionnaire
from groups.models.meetings import short_ref


class FeedbackRequestQuerySet(models.QuerySet["FeedbackRequest"]):
    def write_down(self, asked: Iterable[tuple[int, int]], day: dt.date) -> None:
        """Keep that these were asked, each a questionnaire's and a person's key. Whoever was asked before stays as they are."""
        rows = [self.model(questionnaire_id=questionnaire, user_id=user, asked_on=day) for questionnaire, user in asked]
        self.bulk_create(rows, ignore_conflicts=True)


class FeedbackRequest(models.Model):
    """Whom we asked. That they answered is known, so that they are not asked again; what they answered is not, and not when."""

    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feedback_requests")
    asked_on = models.DateField()
    is_answered = models.BooleanField(default=False)

    objects = FeedbackRequestQuerySet.as_manager()

    class Meta:
        ordering = ("asked_on", "pk")
        constraints = [models.UniqueConstraint(fields=["questionnaire", "user"], name="feedback_request_unique")]

    def __str__(self) -> str:
        return f"Request {self.ref}"
