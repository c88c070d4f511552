"""Questionnaires: revisions, questions and options with stable keys, and their words per language."""

import datetime as dt
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.models import StoredFile
from coproduction.core.models.base import Originated, one_of
from engagements.models import Project, Session
from feedback.enums import QuestionKind, QuestionnaireState
from groups import policies
from groups.models import Body, Meeting


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def open(self, now: dt.datetime) -> Self:
        """Those that anyone can answer now."""
        began = models.Q(opens_at__isnull=True) | models.Q(opens_at__lte=now)
        going_on = models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=now)
        return self.filter(began, going_on, state=QuestionnaireState.OPEN, invited_only=False)

    def coming(self, now: dt.datetime) -> Self:
        """Those whose day to open is still to come."""
        return self.filter(state=QuestionnaireState.OPEN, opens_at__gt=now)

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
    audience = models.CharField(_("who it is for"), max_length=200, blank=True)
    privacy = models.TextField(_("what we keep and why"), blank=True)
    data_reference = models.CharField(_("data-protection reference"), max_length=80, blank=True)
    asks_equality = models.BooleanField(_("offers the equality questions after sending"), default=True)
    # What it asks about, one of these at most: those who were there get the link the day after.
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="questionnaires")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="questionnaires")
    stage = models.PositiveSmallIntegerField(_("stage of its project"), null=True, blank=True)
    invited_only = models.BooleanField(_("only for people who are sent a link of their own"), default=False)
    # Young people are asked for photos and documents only when somebody decided so.
    under_18s_send_files = models.BooleanField(_("people under 18 may send photos and documents"), default=False)
    state = models.CharField(max_length=6, choices=QuestionnaireState.choices, default=QuestionnaireState.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = [
            one_of("state", QuestionnaireState),
            models.CheckConstraint(
                condition=models.Q(meeting__isnull=True, session__isnull=True)
                | models.Q(meeting__isnull=True, stage__isnull=True)
                | models.Q(session__isnull=True, stage__isnull=True),
                name="feedback_questionnaire_asks_about_one",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__isnull=True) | models.Q(project__isnull=False),
                name="feedback_questionnaire_stage_of_a_project",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questionnaire", args=[self.slug])

    @property
    def was_opened(self) -> bool:
        """Whether anyone outside the council may see it: for them, it begins with its opening."""
        return self.state != QuestionnaireState.DRAFT

    def asked_now(self) -> "Revision | None":
        """The questions that whoever begins now is asked; none before it was opened. One query."""
        return self.revisions.filter(published_at__isnull=False).first()

    def is_open(self, now: dt.datetime) -> bool:
        began = self.opens_at is None or self.opens_at <= now
        going_on = self.closes_at is None or self.closes_at > now
        return self.state == QuestionnaireState.OPEN and began and going_on

    def opens_later(self, now: dt.datetime) -> bool:
        """Whether it was opened for a day that is still to come."""
        return self.state == QuestionnaireState.OPEN and self.opens_at is not None and self.opens_at > now


class Revision(models.Model):
    """The questions as they were asked from one moment on. Frozen once published; answers keep theirs."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    # Whoever wrote its questions last cannot be the person who tests it.
    written_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="feedback_revision_unique")]

    def __str__(self) -> str:
        return f"{self.questionnaire}, revision {self.number}"


class Trial(models.Model):
    """Someone other than the author went through the questions before they were opened. A change of the questions ends it."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="trial")
    at = models.DateTimeField(default=timezone.now)
    by_ref = models.CharField(max_length=80)
    by_label = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.revision}, tested by {self.by_label}"


class Question(models.Model):
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField("never changes, over all revisions", max_length=40)
    kind = models.CharField(max_length=16, choices=QuestionKind.choices)
    order = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=False)
    # Shown only when one of these answers to one earlier question was chosen; always when there are none.
    shown_if: "models.ManyToManyField[Option, models.Model]" = models.ManyToManyField(
        "Option", blank=True, related_name="leads_to"
    )
    # The ends of a rating scale, and what a number may be at least and at most.
    lowest = models.IntegerField(null=True, blank=True)
    highest = models.IntegerField(null=True, blank=True)
    # Beside the words of a statement, and beside every question where it is read in easy read.
    picture = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            one_of("kind", QuestionKind),
            models.CheckConstraint(
                condition=models.Q(lowest__isnull=True)
                | models.Q(highest__isnull=True)
                | models.Q(lowest__lt=models.F("highest")),
                name="feedback_question_range",
            ),
            models.UniqueConstraint(fields=["revision", "key"], name="feedback_question_unique"),
        ]

    def __str__(self) -> str:
        return self.key


class QuestionWords(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=12, default="en-gb")
    wording = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    # The same question in easy read: one idea in few words.
    easy = models.CharField(max_length=300, blank=True)
    # What the two ends of a rating scale mean.
    low = models.CharField(max_length=80, blank=True)
    high = models.CharField(max_length=80, blank=True)
    # What the picture shows, for those who do not see it.
    picture_words = models.CharField(max_length=200, blank=True)
    # A fingerprint of the English words that a translation was made from; empty for the English words themselves.
    made_from = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "language"], name="feedback_questionwords_unique")]

    def __str__(self) -> str:
        return self.wording


class Option(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="feedback_option_unique")]

    def __str__(self) -> str:
        return self.key


class OptionWords(models.Model):
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=12, default="en-gb")
    label = models.CharField(max_length=160)
    # As in `QuestionWords`.
    made_from = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "language"], name="feedback_optionwords_unique")]

    def __str__(self) -> str:
        return self.label


class Given(models.Model):
    """One answer to one question: words, a number, a day, a file, or one row for each option chosen, with its place where they are ranked."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey(Option, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    place = models.PositiveSmallIntegerField("in a ranking, 1 is first", null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.question}"

    @property
    def is_answer(self) -> bool:
        """Whether it says anything: the row of a question that was skipped does not."""
        return bool(self.option_id or self.words or self.file_id) or self.number is not None or self.day is not None
