"""A project's own walk: its items and stages with their state, and beside them the events, which are only ever added."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklist.enums import SETTLED, ItemEventKind, ItemState, Mandatory, Position, Side, StageState
from checklist.models.templates import TemplateItem, TemplateStage, TemplateVersion
from coproduction.core.models.base import one_of
from engagements.models import Project
from groups import policies
from groups.models import Body, Capacity


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def visible_to(self, user: object) -> Self:
        """Council staff, and people of the bodies that work on the project. Drafts stay among them."""
        if policies.is_council(user):
            return self
        return self.filter(project__parts__body__in=policies.body_ids_of(user)).distinct()


class Checklist(models.Model):
    """A project's copy of the template: it stays on the version it started with."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="checklist")
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="checklists")
    started_at = models.DateTimeField(default=timezone.now)

    objects = ChecklistQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.project}: {self.version}"


class ChecklistStage(models.Model):
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="stages")
    template = models.ForeignKey(TemplateStage, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=StageState.choices, default=StageState.TO_COME)

    class Meta:
        ordering = ("number",)
        constraints = [
            one_of("state", StageState),
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_checkliststage_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.template}"


class ChecklistItem(models.Model):
    stage = models.ForeignKey(ChecklistStage, on_delete=models.CASCADE, related_name="items")
    template = models.ForeignKey(TemplateItem, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=ItemState.choices, default=ItemState.NOT_STARTED)
    answer = models.TextField(_("answer"), blank=True)
    evidence_link = models.URLField(_("link to something that shows it"), max_length=600, blank=True)
    reason = models.TextField(_("why it does not apply"), blank=True)

    class Meta:
        ordering = ("template__order",)
        constraints = [
            one_of("state", ItemState),
            models.CheckConstraint(
                condition=~models.Q(state=ItemState.NOT_APPLICABLE) | ~models.Q(reason=""),
                name="checklist_checklistitem_reason_when_it_does_not_apply",
            ),
        ]

    def __str__(self) -> str:
        return str(self.template)

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def must_be_settled(self) -> bool:
        """Whether the stage waits for this item. An item under a condition waits until it is answered or does not apply."""
        return self.template.mandatory in (Mandatory.YES, Mandatory.CONDITION)


class ItemEvent(models.Model):
    """What happened to an item, in order. Rows are only ever added; the item's state is the last of them."""

    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=ItemEventKind.choices)
    side = models.CharField(max_length=8, choices=Side.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    capacity = models.ForeignKey(Capacity, null=True, on_delete=models.SET_NULL, related_name="+")
    by_ref = models.CharField(max_length=80)
    by_label = models.CharField(max_length=200)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [one_of("kind", ItemEventKind), one_of("side", Side)]

    def __str__(self) -> str:
        return f"{self.by_label} {self.get_kind_display()}"


class SignOff(models.Model):
    """One side's position on one stage. Rows are only ever added; the newest of each body is its position now."""

    stage = models.ForeignKey(ChecklistStage, on_delete=models.PROTECT, related_name="sign_offs")
    at = models.DateTimeField(default=timezone.now)
    side = models.CharField(max_length=8, choices=Side.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=10, choices=Position.choices)
    reason = models.TextField(blank=True)
    capacity = models.ForeignKey(Capacity, null=True, on_delete=models.SET_NULL, related_name="+")
    by_ref = models.CharField(max_length=80)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            one_of("side", Side),
            one_of("position", Position),
            models.CheckConstraint(
                condition=models.Q(position=Position.SIGNED) | ~models.Q(reason=""), name="checklist_signoff_reason_unless_signed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_position_display()}"
