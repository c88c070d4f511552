"""Answers that are not sent yet. Nobody reads a draft; it goes after 14 days."""

import datetime as dt

from django.db import models
from django.utils import timezone

from coproduction.core.models.base import one_of
from feedback.enums import SpeaksFor
from feedback.models.questionnaires import Given, Option, Question, Revision
from feedback.models.requests import FeedbackRequest
from groups.enums import AgeBand, Permission

KEPT_FOR = dt.timedelta(days=14)


class Draft(models.Model):
    # A keyed hash of the random token in the person's cookie.
    token_hash = models.CharField(max_length=64, unique=True)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="drafts")
    started_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    # A keyed hash of the four words with which it is found again on another device; none until the person asks for them.
    return_hash = models.CharField(max_length=64, null=True, unique=True)
    # The one-use link it was begun with. It ends here: what is sent does not know it.
    asked_by = models.ForeignKey(FeedbackRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=12, default="en-gb")
    is_easy = models.BooleanField("in easy read", default=False)
    speaks_for = models.CharField(max_length=12, choices=SpeaksFor.choices, default=SpeaksFor.SELF)
    organisation = models.CharField(max_length=160, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True, default="")
    # Empty until the person has said what we may do with their words.
    permission = models.CharField(max_length=14, choices=Permission.choices, blank=True, default="")

    class Meta:
        constraints = [
            one_of("age_band", AgeBand),
            one_of("speaks_for", SpeaksFor),
            models.CheckConstraint(
                condition=models.Q(permission__in=["", *Permission.values]), name="feedback_draft_permission_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.revision}"


class DraftAnswer(Given):
    """One answer that is not sent. A question that was skipped has a row that says nothing."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    option = models.ForeignKey(Option, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
