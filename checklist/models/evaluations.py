"""What partners say about how it went, and what the council says back. Neither side edits the other's words."""

from django.db import models

from coproduction.core.models.base import Originated
from coproduction.core.partial_dates import PartialDateField
from engagements.models import Project


class Evaluation(Originated):
    """An evaluation by partners; one without a project is a standing rule of the record."""

    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="evaluations")
    written_by = models.CharField(max_length=200)
    written = PartialDateField()
    rule = models.TextField(blank=True)
    council_response = models.TextField(blank=True)
    discussed = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.rule or f"Evaluation by {self.written_by}"


class EvaluationPoint(models.Model):
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.TextField()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.words
