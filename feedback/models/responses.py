"""What people sent, and the receipt, which stands apart so that the code page outlives the words."""

from typing import Self

from django.db import models
from django.utils import timezone

from coproduction.core.models.base import one_of
from feedback.enums import Channel, ResponseState, SpeaksFor, ToldBy, TriageDecision
from feedback.models.questionnaires import Given, Option, Question, Questionnaire, Revision
from feedback.models.themes import Theme
from groups import policies
from groups.enums import AgeBand, Permission
from groups.models.meetings import short_ref


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, user: object) -> Self:
        """Officers read responses, except those held for safeguarding; those are for safeguarding leads only."""
        if policies.is_safeguarding_lead(user):
            return self
        if policies.is_officer(user):
            return self.filter(is_held=False)
        return self.none()


class Response(models.Model):
    """One response. No name, address, network address or device stands anywhere with it."""

    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="responses")
    received_at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.WEB)
    language = models.CharField(max_length=12, default="en-gb")
    is_easy = models.BooleanField("answered in easy read", default=False)
    speaks_for = models.CharField(max_length=12, choices=SpeaksFor.choices, default=SpeaksFor.SELF)
    organisation = models.CharField(max_length=160, blank=True)
    # Who typed it in, when it came on paper, by phone or from a group.
    entered_by = models.CharField(max_length=80, blank=True)
    entered_by_label = models.CharField(max_length=200, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True, default="")
    permission = models.CharField(max_length=14, choices=Permission.choices, default=Permission.ONLY_THE_IDEA)
    group_size = models.PositiveSmallIntegerField("how many people said this together", default=1)
    state = models.CharField(max_length=10, choices=ResponseState.choices, default=ResponseState.RECEIVED)
    is_held = models.BooleanField("with the safeguarding leads; hidden from everyone else", default=False)
    needs_care = models.BooleanField("looks automatic: a person decides", default=False)
    themes = models.ManyToManyField(Theme, blank=True, related_name="responses")
    is_demonstration = models.BooleanField(default=False)
    # The form that was sent twice gives one response.
    sent_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = [
            one_of("channel", Channel),
            one_of("age_band", AgeBand),
            one_of("speaks_for", SpeaksFor),
            one_of("permission", Permission),
            one_of("state", ResponseState),
        ]

    def __str__(self) -> str:
        return f"Response {self.ref}"


class Answer(Given):
    """One answer that was sent."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    option = models.ForeignKey(Option, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        ordering = ("question__order", "pk")


class Redaction(models.Model):
    """Words that were taken out of an answer, with the reason. What stood there is kept for those entitled to it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="redactions")
    at = models.DateTimeField(default=timezone.now)
    original = models.TextField()
    reason = models.CharField(max_length=300)
    by_ref = models.CharField(max_length=80)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"Redaction of {self.answer}, {self.by_label}"


class Receipt(models.Model):
    """What the code opens. Only a keyed hash of the code is kept; the state and themes outlive the words."""

    code_hash = models.CharField(max_length=64, unique=True)
    response = models.OneToOneField(Response, null=True, blank=True, on_delete=models.SET_NULL, related_name="receipt")
    questionnaire_title = models.CharField(max_length=160)
    received_on = models.DateField()
    read_by = models.DateField("the day by which a person will read it")
    state = models.CharField(max_length=10, choices=ResponseState.choices, default=ResponseState.RECEIVED)
    themes = models.ManyToManyField(Theme, blank=True, related_name="receipts")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [one_of("state", ResponseState)]

    def __str__(self) -> str:
        return f"Receipt of {self.received_on}"


class WayToTell(models.Model):
    """Where someone wants to hear what came of it. Held apart from what they said, and used for nothing else.

    Kept until every theme of the response has its final answer, and for twelve months at most.
    """

    receipt = models.OneToOneField(Receipt, on_delete=models.CASCADE, related_name="way_to_tell")
    told_by = models.CharField(max_length=5, choices=ToldBy.choices)
    address = models.CharField("email address or number", max_length=254)
    given_on = models.DateField()

    class Meta:
        constraints = [one_of("told_by", ToldBy)]

    def __str__(self) -> str:
        return f"{self.get_told_by_display()}, {self.given_on}"


class EqualityCount(models.Model):
    """How many people gave an answer to an equality question. Nobody's answers are kept: there is only this number."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="equality_counts")
    question = models.CharField(max_length=40)
    option = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "question", "option"], name="feedback_equalitycount_unique")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.option}"


class TriageRecord(models.Model):
    """What a reader decided about a response. Rows are only ever added."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="triage")
    at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=8, choices=TriageDecision.choices)
    reason = models.CharField(max_length=300, blank=True)
    by_ref = models.CharField(max_length=80)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("at", "pk")
        constraints = [one_of("decision", TriageDecision)]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}, {self.by_label}"
