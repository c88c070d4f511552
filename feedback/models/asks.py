"""What a committee or a forum asked for itself, and what it was told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDateField
from engagements.models import ForwardPlanItem
from feedback.enums import AskState
from groups.models import Body


class Ask(Originated):
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="asks")
    asked_by = models.CharField(_("who asked, by their part"), max_length=120)
    words = models.TextField()
    asked = PartialDateField(_("when"))
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.RAISED)
    status_words = models.CharField(max_length=60, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by_label = models.CharField(max_length=200, blank=True)
    # The next plan item that must take this up.
    taken_up_in = models.ForeignKey(
        ForwardPlanItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="must_include"
    )

    class Meta:
        ordering = ("pk",)
        constraints = [one_of("state", AskState)]

    def __str__(self) -> str:
        return self.words
