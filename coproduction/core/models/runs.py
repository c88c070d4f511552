"""Scheduled jobs and long work, so that people can see that they ran."""

from django.db import models
from django.utils import timezone

from coproduction.core.models.base import together


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


class SheetImport(models.Model):
    """A spreadsheet that was taken in, line by line, so that all of it can be taken back."""

    kind = models.CharField("what its lines became", max_length=40)
    name = models.CharField("the name of the file", max_length=120)
    # How its columns were read, so that the next file with the same headings is read alike.
    headings = models.CharField("tells the same headings again", max_length=64, blank=True, db_index=True)
    columns = models.JSONField("what each column is", default=list)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=80)
    made_by_label = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=80, null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [together("undone_at", "undone_by")]

    def __str__(self) -> str:
        return f"{self.name}, {self.made_at:%Y-%m-%d}"


class SheetLine(models.Model):
    """One line of a spreadsheet and the row it became; its fingerprint tells the same line from a new one."""

    sheet = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    # Empty once the row was taken back.
    target = models.CharField("the row it became", max_length=120, blank=True)
    made_as = models.CharField("how that row stood when it was made, to see whether it was changed", max_length=64, blank=True)

    class Meta:
        ordering = ("line", "pk")

    def __str__(self) -> str:
        return f"{self.line}: {self.target}"
