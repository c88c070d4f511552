"""Questionnaires: revisions, questions and options with stable keys, and their words per language."""

import datetime as dt
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated, one_of
from engagements.models import Project
from feedback.enums import QuestionKind, QuestionnaireState
from groups import policies
from groups.models import Body, Meeting


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def open(self, now: dt.datetime) -> Self:
        """Those that anyone can answer now."""
        began = models.Q(opens_at__isnull=True) | models.Q(opens_at__lte=now)
        going_on = models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=now)
        return self.filter(began, going_on, state=QuestionnaireState.OPEN)

    def visible_to(self, user: object) -> Self:
        if policies.is_council(user):
            return self
        return self.exclude(state=QuestionnaireState.DRAFT)


class Questionnaire(Originated):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    why = models.TextField(_("why we ask"))
    what_next = models.TextField(_("what happens next"))
    answer_by = models.DateField(_("when we say what came of it"), null=True, blank=True)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="questionnaires")
    body = models.ForeignKey(
        Body, verbose_name=_("forum"), null=True, blank=True, on_delete=models.PROTECT, related_name="questionnaires"
    )
    # The meeting it asks about; the members of that meeting get the link the day after.
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="questionnaires")
    state = models.CharField(max_length=6, choices=QuestionnaireState.choices, default=QuestionnaireState.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = [one_of("state", QuestionnaireState)]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questionnaire", args=[self.slug])

    def is_open(self, now: dt.datetime) -> bool:
        began = self.opens_at is None or self.opens_at <= now
        going_on = self.closes_at is None or self.closes_at > now
        return self.state == QuestionnaireState.OPEN and began and going_on


class Revision(models.Model):
    """The questions as they were asked from one moment on. Frozen once published; answers keep theirs."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="feedback_revision_unique")]

    def __str__(self) -> str:
        return f"{self.questionnaire}, revision {self.number}"


class Question(models.Model):
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField("never changes, over all revisions", max_length=40)
    kind = models.CharField(max_length=16, choices=QuestionKind.choices)
    order = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=False)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            one_of("kind", QuestionKind),
            models.UniqueConstraint(fields=["revision", "key"], name="feedback_question_unique"),
        ]

    def __str__(self) -> str:
        return self.key


class QuestionWords(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=12, default="en-gb")
    wording = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "language"], name="feedback_questionwords_unique")]

    def __str__(self) -> str:
        return self.wording


class Option(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="feedback_option_unique")]

    def __str__(self) -> str:
        return self.key


class OptionWords(models.Model):
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=12, default="en-gb")
    label = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "language"], name="feedback_optionwords_unique")]

    def __str__(self) -> str:
        return self.label
