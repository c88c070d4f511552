"""Outcomes: you said, we did. Or we say why not."""

from typing import Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Origin
from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDateField, newest_first
from engagements.enums import LimitKind
from engagements.models import Project
from feedback.enums import PUBLIC_OUTCOMES, AnswerKind, OutcomeState, SaidBasis, ToldRoute
from feedback.models.themes import Theme
from feedback.policies import in_few_words
from groups import policies
from groups.models import Body
from groups.models.meetings import short_ref


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def public(self) -> Self:
        return self.filter(state__in=PUBLIC_OUTCOMES)

    def visible_to(self, user: object) -> Self:
        return self if policies.is_council(user) else self.public()

    def complete_first(self) -> Self:
        """Complete pairs before those whose words the record does not hold; real before made up; newest first, unknown dates last."""
        has_words = Case(When(you_said="", then=Value(1)), default=Value(0), output_field=IntegerField())
        made_up = Case(When(origin=Origin.DEMONSTRATION, then=Value(1)), default=Value(0), output_field=IntegerField())
        return self.order_by(has_words, made_up, *newest_first("happened"), "-published_at", "pk")

    def credited_to(self, body: Body) -> Self:
        """Outcomes that name this body as a contributor, or that belong to a project it works on as a group."""
        return self.filter(pk__in=OutcomeContributor.objects.filter(body=body).values("outcome"))


class Outcome(Originated):
    ref = models.SlugField(max_length=40, unique=True, default=short_ref)
    title = models.CharField(_("in a few words"), max_length=160, blank=True)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    you_said = models.TextField(_("you said"), blank=True)
    said_basis = models.CharField(max_length=10, choices=SaidBasis.choices, default=SaidBasis.UNKNOWN)
    # The record's own word for how the words are known.
    said_basis_words = models.CharField(max_length=80, blank=True)
    said_about = models.CharField(_("what they talked about"), max_length=200, blank=True)
    said_added_at = models.DateTimeField("the words were added after publication", null=True, blank=True)
    said_added_by_label = models.CharField(max_length=200, blank=True)
    answer = models.CharField(_("our answer"), max_length=6, choices=AnswerKind.choices)
    we_did = models.TextField(_("what we did, or why not"))
    because_kind = models.CharField(_("what stops us"), max_length=12, choices=LimitKind.choices, blank=True, default="")
    because = models.TextField(_("why we can’t"), blank=True)
    would_change = models.TextField(_("what would change it"), blank=True)
    figure = models.OneToOneField("core.Figure", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    happened = PartialDateField(_("when"))
    state = models.CharField(max_length=10, choices=OutcomeState.choices, default=OutcomeState.DRAFT)
    status_words = models.CharField(_("status, in the record's words"), max_length=60, blank=True)
    kind_words = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    they_then_said = models.CharField(_("what they said back"), max_length=300, blank=True)
    limits = models.CharField(_("within these limits"), max_length=200, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="outcomes")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "pk")
        constraints = [
            one_of("said_basis", SaidBasis),
            one_of("answer", AnswerKind),
            one_of("state", OutcomeState),
            models.CheckConstraint(
                condition=~Q(answer=AnswerKind.CANT) | (~Q(because="") & ~Q(would_change="")),
                name="feedback_outcome_cant_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "told_back"), origin="site") | Q(published_at__isnull=False),
                name="feedback_outcome_published_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(you_said="") | Q(said_basis=SaidBasis.UNKNOWN), name="feedback_outcome_basis_needs_words"
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("outcome", args=[self.ref])

    @property
    def topic(self) -> str:
        """What it is about, in a few words: its title, or the beginning of the answer, since the record gives no titles."""
        return self.title or in_few_words(self.we_did)

    @property
    def holds_words(self) -> bool:
        return bool(self.you_said)

    @property
    def is_from_record_only(self) -> bool:
        return self.origin == Origin.RECORD


class OutcomeContributor(models.Model):
    """Who is credited: a body, or only words where the record has no body for them."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="contributors")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    words = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False) | ~Q(words=""), name="feedback_outcomecontributor_body_or_words"
            ),
            models.UniqueConstraint(
                fields=["outcome", "body"], condition=Q(body__isnull=False), name="feedback_outcomecontributor_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.body.name if self.body else self.words


class ToldBack(models.Model):
    """How and when the people who spoke were told what came of it."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="told_back")
    audience = models.CharField(max_length=160)
    route = models.CharField(max_length=10, choices=ToldRoute.choices)
    at = models.DateTimeField(default=timezone.now)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("at",)
        constraints = [one_of("route", ToldRoute)]

    def __str__(self) -> str:
        return f"{self.audience}: {self.get_route_display()}"
