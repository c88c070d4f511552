"""The publication version: cached public pages are keyed by it."""

from django.db import models


class Publication(models.Model):
    """One row. Its version goes up in the transaction that publishes something."""

    version = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="core_publication_one_row")]

    def __str__(self) -> str:
        return f"Version {self.version}"
