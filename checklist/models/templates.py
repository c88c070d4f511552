"""Versions of the checklist template. A version is never edited: a change is a new version."""

from typing import Self

from django.db import models
from django.utils import timezone

from checklist.enums import Condition, Confirms, Hold, Mandatory, Scale
from coproduction.core.models.base import one_of


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def published(self) -> Self:
        """Versions that projects can start with, the newest first."""
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)


class TemplateVersion(models.Model):
    """A version that is published is never edited. Administrators write the next one as a draft, see what changed, and publish it."""

    name = models.CharField(max_length=200)
    number = models.PositiveIntegerField(unique=True)
    note = models.TextField(blank=True)
    stage_gate = models.TextField(blank=True)
    fingerprint = models.CharField("hash of the file it came from", max_length=64, unique=True)
    loaded_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    made_by_label = models.CharField(max_length=200, blank=True)

    objects = TemplateVersionQuerySet.as_manager()

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


class TemplateItemQuerySet(models.QuerySet["TemplateItem"]):
    def of_scale(self, scale: str) -> Self:
        """The items that a walk of this scale has."""
        if scale == Scale.LIGHT:
            return self.filter(in_light_version=True)
        if scale == Scale.CONSULTATION:
            return self.exclude(consultation_prompt="")
        return self


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
    predicate = models.CharField("when it must be done", max_length=30, choices=Condition.choices, blank=True, default="")
    hold = models.CharField("what the portal checks first", max_length=24, choices=Hold.choices, blank=True, default="")
    # Keys of facts that the portal finds by itself, with spaces between them: see `checklist.live`.
    live = models.CharField("what the portal can show", max_length=200, blank=True)
    may_not_apply = models.BooleanField("may be left out with a reason", default=True)
    # An item that has one belongs to the consultation version, in these words.
    consultation_prompt = models.CharField("how it is asked when we only ask", max_length=300, blank=True)
    in_light_version = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)

    objects = TemplateItemQuerySet.as_manager()

    class Meta:
        ordering = ("stage", "order")
        constraints = [
            one_of("confirms", Confirms),
            one_of("mandatory", Mandatory),
            models.CheckConstraint(
                condition=models.Q(mandatory=Mandatory.CONDITION) ^ models.Q(predicate=""),
                name="checklist_templateitem_condition_has_predicate",
            ),
            models.UniqueConstraint(fields=["stage", "code"], name="checklist_templateitem_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.prompt}"
