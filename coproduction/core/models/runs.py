"""Scheduled jobs and long work, so that people can see that they ran."""

from django.db import models
from django.utils import timezone


class ScheduledRun(models.Model):
    """One run of a scheduled job. A slot is unique: two schedulers start one run."""

    job = models.CharField(max_length=60)
    slot = models.DateTimeField()
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField("how many things it did", default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-slot",)
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="core_scheduledrun_unique")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M}"


class Job(models.Model):
    """Long work that a person asked for: an import, an export, a report."""

    kind = models.CharField(max_length=60)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField(default=timezone.now)
    facts = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    result = models.ForeignKey("core.StoredFile", null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d %H:%M}"
