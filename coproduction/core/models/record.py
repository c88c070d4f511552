"""The published record: which row each record became, what was imported last, and what stands beside the record."""

from django.db import models
from django.utils import timezone

from coproduction.core.partial_dates import PartialDateField


class RecordSource(models.Model):
    """A public document that the record was made from."""

    key = models.CharField(max_length=8, unique=True)
    file = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    dated = PartialDateField()
    web_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.title


class RecordEntry(models.Model):
    """One record of the file. A three-way comparison (imported last, stands now, in the file) finds conflicts."""

    section = models.CharField(max_length=40)
    record_id = models.CharField(max_length=120)
    target = models.CharField("the row it became", max_length=120, db_index=True)
    source = models.CharField(max_length=400)
    imported = models.JSONField("the values that were imported last", default=dict)
    imported_at = models.DateTimeField(default=timezone.now)
    vanished_at = models.DateTimeField("the file no longer holds it", null=True, blank=True)

    class Meta:
        ordering = ("section", "record_id")
        constraints = [models.UniqueConstraint(fields=["section", "record_id"], name="core_recordentry_unique")]

    def __str__(self) -> str:
        return f"{self.section}/{self.record_id}"


class DataQualityNote(models.Model):
    """What is doubtful in the record, said openly."""

    about = models.CharField(max_length=120, unique=True)
    note = models.TextField()
    source = models.CharField(max_length=400)
    web_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.about


class ReferenceEntry(models.Model):
    """An entry of a reference list: values, roles, principles, tips, questions. Lists are data."""

    list = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    source = models.CharField(max_length=400, blank=True)
    web_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("list", "order")
        constraints = [models.UniqueConstraint(fields=["list", "order"], name="core_referenceentry_unique")]

    def __str__(self) -> str:
        return self.title
