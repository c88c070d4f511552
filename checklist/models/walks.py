"""A project's own walk: its items and stages with their state, and beside them the events, which are only ever added."""

import uuid
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklist.enums import (
    SETTLED,
    EvidenceKind,
    ItemEventKind,
    ItemState,
    Manner,
    Paper,
    Position,
    Scale,
    Side,
    StageState,
    Unsigned,
)
from checklist.models.templates import TemplateItem, TemplateStage, TemplateVersion
from coproduction.core.models.base import one_of
from engagements.enums import Degree
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
    scale = models.CharField(max_length=12, choices=Scale.choices, default=Scale.FULL)
    started_at = models.DateTimeField(default=timezone.now)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [one_of("scale", Scale)]

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
    def prompt(self) -> str:
        """The question in the words of this walk: where we only ask, it is asked differently."""
        if self.stage.checklist.scale == Scale.CONSULTATION:
            return self.template.consultation_prompt or self.template.prompt
        return self.template.prompt

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


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


class ItemEvidence(models.Model):
    """Something that shows that an item is done. What the portal finds by itself is not kept here: see `checklist.live`."""

    item = models.ForeignKey(ChecklistItem, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=4, choices=EvidenceKind.choices)
    words = models.CharField(_("what it is"), max_length=300, blank=True)
    link = models.URLField(max_length=600, blank=True)
    file = models.OneToOneField("core.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    added_by_label = models.CharField(max_length=200)
    side = models.CharField(max_length=8, choices=Side.choices)

    class Meta:
        ordering = ("added_at", "pk")
        constraints = [
            one_of("kind", EvidenceKind),
            one_of("side", Side),
            models.CheckConstraint(
                condition=(models.Q(kind=EvidenceKind.NOTE) & ~models.Q(words=""))
                | (models.Q(kind=EvidenceKind.LINK) & ~models.Q(link=""))
                | models.Q(kind=EvidenceKind.FILE, file__isnull=False),
                name="checklist_itemevidence_holds_something",
            ),
        ]

    def __str__(self) -> str:
        return self.words or self.link


class StageDraft(models.Model):
    """What one forum has begun to say about a stage and not sent: its own, seen by nobody else. Emptied when it is sent."""

    stage = models.ForeignKey(ChecklistStage, on_delete=models.CASCADE, related_name="drafts")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    said = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)
    by_ref = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "body"], name="checklist_stagedraft_one_each")]

    def __str__(self) -> str:
        return f"Draft of {self.body} for {self.stage}"


class Felt(models.Model):
    """What a stage felt like to people who took part: a face, and which degree it felt like. One a person; a group in one line."""

    stage = models.ForeignKey(ChecklistStage, on_delete=models.CASCADE, related_name="felt")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    face = models.PositiveSmallIntegerField(_("how it felt, 1 to 5"))
    degree = models.CharField(max_length=12, choices=Degree.choices, blank=True, default="")
    number = models.PositiveSmallIntegerField(_("how many people say so"), default=1)
    by_ref = models.CharField(max_length=80)

    class Meta:
        verbose_name_plural = "felt"
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(face__range=(1, 5)), name="checklist_felt_face"),
            models.CheckConstraint(condition=models.Q(number__range=(1, 200)), name="checklist_felt_number"),
        ]

    def __str__(self) -> str:
        return f"{self.face} at {self.stage}"


class SignOff(models.Model):
    """One side's position on one stage. Rows are only ever added; the newest of each body is its position now."""

    stage = models.ForeignKey(ChecklistStage, on_delete=models.PROTECT, related_name="sign_offs")
    at = models.DateTimeField(default=timezone.now)
    side = models.CharField(max_length=8, choices=Side.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=10, choices=Position.choices)
    reason = models.TextField(blank=True)
    manner = models.CharField(max_length=13, choices=Manner.choices, default=Manner.IN_PORTAL)
    # Stages that are signed together have one row each, of one act.
    act = models.UUIDField(default=uuid.uuid4, editable=False)
    hands_yes = models.PositiveSmallIntegerField(null=True, blank=True)
    hands_no = models.PositiveSmallIntegerField(null=True, blank=True)
    hands_not_sure = models.PositiveSmallIntegerField(null=True, blank=True)
    paper = models.CharField(max_length=11, choices=Paper.choices, blank=True, default="")
    paper_on = models.DateField("the day on the paper", null=True, blank=True)
    paper_signer = models.CharField("in which capacity it was signed", max_length=200, blank=True)
    paper_file = models.ForeignKey("core.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unsigned_because = models.CharField(max_length=15, choices=Unsigned.choices, blank=True, default="")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by")
    capacity = models.ForeignKey(Capacity, null=True, on_delete=models.SET_NULL, related_name="+")
    by_ref = models.CharField(max_length=80)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            one_of("side", Side),
            one_of("position", Position),
            one_of("manner", Manner),
            models.CheckConstraint(
                condition=models.Q(position__in=[Position.SIGNED, Position.ABSTAINED]) | ~models.Q(reason=""),
                name="checklist_signoff_reason_unless_signed",
            ),
            models.CheckConstraint(
                condition=models.Q(position=Position.WENT_ON) ^ models.Q(unsigned_because=""),
                name="checklist_signoff_went_on_because",
            ),
            models.CheckConstraint(
                condition=models.Q(position=Position.ANSWERED) ^ models.Q(answers__isnull=True),
                name="checklist_signoff_answers_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(manner=Manner.SHOW_OF_HANDS)
                | models.Q(hands_yes__isnull=False, hands_no__isnull=False, hands_not_sure__isnull=False),
                name="checklist_signoff_hands_counted",
            ),
            models.CheckConstraint(
                condition=~models.Q(manner=Manner.ON_PAPER) | (~models.Q(paper="") & models.Q(paper_on__isnull=False)),
                name="checklist_signoff_paper_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_position_display()}"
