"""Versions of the checklist template. A version is never edited: a change is a new version."""

from django.db import models
from django.utils import timezone

from checklist.enums import Confirms, Mandatory
from coproduction.core.models.base import one_of


class TemplateVersion(models.Model):
    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField(unique=True)
    note = models.TextField(blank=True)
    stage_gate = models.TextField(blank=True)
    fingerprint = models.CharField("hash of the file it came from", max_length=64, unique=True)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"


class TemplateStage(models.Model):
    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    plain_title = models.CharField("title that a child would follow", max_length=80)
    title = models.CharField(max_length=120)
    intro = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="checklist_templatestage_unique")]

    def __str__(self) -> str:
        return self.plain_title


class TemplateItem(models.Model):
    stage = models.ForeignKey(TemplateStage, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=8)
    order = models.PositiveSmallIntegerField()
    prompt = models.CharField(max_length=300)
    guidance = models.TextField(blank=True)
    evidence = models.CharField("what shows it", max_length=300, blank=True)
    confirms = models.CharField(max_length=14, choices=Confirms.choices)
    mandatory = models.CharField(max_length=10, choices=Mandatory.choices)
    condition = models.CharField("when it must be done, in words", max_length=200, blank=True)
    in_light_version = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("stage", "order")
        constraints = [
            one_of("confirms", Confirms),
            one_of("mandatory", Mandatory),
            models.UniqueConstraint(fields=["stage", "code"], name="checklist_templateitem_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.prompt}"
