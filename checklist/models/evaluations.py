"""What partners say about how it went, and what the council says back. Neither side edits the other's words. And what was learnt."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklist.enums import EvaluationState, LessonTopic, PointClosed, Side, Verdict
from coproduction.core.models import Unheld
from coproduction.core.models.base import Originated, one_of, together
from coproduction.core.partial_dates import PartialDateField
from engagements.models import Project
from groups import policies
from groups.models import Body, Meeting
from groups.models.meetings import short_ref


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def published(self) -> Self:
        """What everyone may read: closed, or from the record."""
        return self.filter(state__in=[EvaluationState.CLOSED, EvaluationState.RECORDED])

    def visible_to(self, user: object) -> Self:
        """What is published; a partner's own, from the first word; and, once it is locked, what the council has to answer.

        Council staff who work in a forum do not read what it is still writing.
        """
        own = {capacity.body_id for capacity in policies.live_capacities(user) if not capacity.is_council}
        seen = models.Q(state__in=[EvaluationState.CLOSED, EvaluationState.RECORDED]) | models.Q(body__in=own)
        if policies.is_council(user):
            seen |= ~models.Q(state=EvaluationState.WRITING)
        return self.filter(seen)


class Evaluation(Originated):
    """An evaluation by one partner; one without a project is a standing rule of the record.

    `body` writes it, point by point, and locks it; from then on its words never change.
    """

    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="evaluations")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluations")
    state = models.CharField(max_length=8, choices=EvaluationState.choices, default=EvaluationState.RECORDED)
    written_by = models.CharField(max_length=200)
    written = PartialDateField()
    rule = models.TextField(blank=True)
    council_response = models.TextField(blank=True)
    discussed = models.TextField(_("how the record says it was talked about"), blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.CharField(max_length=80, null=True, blank=True)
    locked_by_label = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField("when the council sent its answers", null=True, blank=True)
    answered_by = models.CharField(max_length=80, null=True, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("state", EvaluationState),
            together("locked_at", "locked_by"),
            together("answered_at", "answered_by"),
            models.UniqueConstraint(
                fields=["project", "body"], condition=models.Q(body__isnull=False), name="checklist_evaluation_one_each"
            ),
        ]

    def __str__(self) -> str:
        return self.rule or f"Evaluation by {self.written_by}"


class EvaluationPoint(models.Model):
    """One point: the partner's words; the council's answer beside them; how it ended."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.TextField()
    written_by = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True, default="")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, null=True, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    # How the council thinks that it ends; the partner says.
    suggested = models.CharField(max_length=12, choices=PointClosed.choices, blank=True, default="")
    suggested_by = models.CharField(max_length=80, blank=True)
    suggested_by_label = models.CharField(max_length=200, blank=True)
    closed = models.CharField(max_length=12, choices=PointClosed.choices, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, null=True, blank=True)
    closed_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            together("answered_at", "answered_by"),
            together("closed_at", "closed_by"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["", Verdict.AGREE]) | ~models.Q(answer=""),
                name="checklist_evaluationpoint_reason_unless_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class EvaluationTalk(models.Model):
    """The two sides talked about where they differ. Either side writes it down; rows are only ever added."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="talks")
    on = models.DateField("the day they talked")
    words = models.TextField(_("what came of it"), blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    at = models.DateTimeField("when it was written down", default=timezone.now)
    by_ref = models.CharField(max_length=80)
    by_label = models.CharField(max_length=200)

    # What is with the safeguarding leads is hidden wherever it would stand.
    objects = Unheld()

    class Meta:
        ordering = ("at", "pk")
        constraints = [one_of("side", Side)]

    def __str__(self) -> str:
        return f"{self.on}: {self.words}"


class LessonQuerySet(models.QuerySet["Lesson"]):
    def public(self) -> Self:
        """What everyone may read: nothing of a project that is still a draft."""
        return self.filter(project__in=Project.objects.public().values("pk"))


class Lesson(Originated):
    """What was learnt, for the next project's planning. Never about a person."""

    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="lessons")
    topic = models.CharField(max_length=10, choices=LessonTopic.choices, default=LessonTopic.OTHER)
    words = models.TextField(_("what we learnt"))
    next_time = models.TextField(_("what we will do next time"), blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=80, blank=True)
    added_by_label = models.CharField(max_length=200)

    objects = Unheld.from_queryset(LessonQuerySet)()

    class Meta:
        ordering = ("-added_at", "-pk")
        constraints = [one_of("topic", LessonTopic)]

    def __str__(self) -> str:
        return self.words
