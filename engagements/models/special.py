"""What special kinds of session need besides: panels with sealed scores, inspections, things tried out, votes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduction.core.models import Unheld
from coproduction.core.models.base import one_of
from engagements.enums import InspectionPointKind, PanelState, TriedState
from engagements.models.sessions import Session
from groups.models import User


class Panel(models.Model):
    """A panel that scores candidates. Its weight and criteria are fixed before scoring; its scores are its own until released."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="panel")
    state = models.CharField(max_length=10, choices=PanelState.choices, default=PanelState.SETTING_UP)
    weight = models.PositiveSmallIntegerField(_("how much its scores count in the decision, in percent"), null=True, blank=True)
    highest = models.PositiveSmallIntegerField(_("highest score for a criterion"), default=5)
    fixed_at = models.DateTimeField(null=True, blank=True)
    fixed_by_label = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by_label = models.CharField(max_length=200, blank=True)
    result_words = models.TextField(_("what came of it"), blank=True)

    class Meta:
        constraints = [
            one_of("state", PanelState),
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(weight__range=(1, 100)),
                name="engagements_panel_weight_percent",
            ),
            models.CheckConstraint(condition=models.Q(highest__range=(1, 100)), name="engagements_panel_highest_score"),
            models.CheckConstraint(
                condition=models.Q(state=PanelState.SETTING_UP)
                | (models.Q(weight__isnull=False) & models.Q(fixed_at__isnull=False)),
                name="engagements_panel_weight_before_scoring",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PanelState.RELEASED) | models.Q(released_at__isnull=False),
                name="engagements_panel_released_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Panel of {self.session}"


class Criterion(models.Model):
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField(_("how much it counts among the criteria"), default=1)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(weight__range=(1, 100)), name="engagements_criterion_weight"),
            models.UniqueConstraint(fields=["panel", "words"], name="engagements_criterion_unique"),
        ]

    def __str__(self) -> str:
        return self.words


class Candidate(models.Model):
    """A provider, or a person who applies, as a letter or number: never the name of a person."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="candidates")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["panel", "name"], name="engagements_candidate_unique")]

    def __str__(self) -> str:
        return self.name


class PanelSeat(models.Model):
    """Someone on a panel: with an account, or by a label such as "young person 3", for whom the panel's scribe writes."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="seats")
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=80)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="panel_seats")
    is_scribe = models.BooleanField(_("writes down scores for those without an account"), default=False)
    interest = models.TextField(_("interest declared; empty when there is none"), blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    stands_back = models.BooleanField(_("does not score, because of the interest"), default=False)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["panel", "label"], name="engagements_panelseat_label_unique"),
            models.UniqueConstraint(
                fields=["panel", "user"], condition=models.Q(user__isnull=False), name="engagements_panelseat_user_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Score(models.Model):
    seat = models.ForeignKey(PanelSeat, on_delete=models.CASCADE, related_name="scores")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(value__range=(0, 100)), name="engagements_score_range"),
            models.UniqueConstraint(fields=["seat", "candidate", "criterion"], name="engagements_score_once"),
        ]

    def __str__(self) -> str:
        return str(self.value)


class InspectionPoint(models.Model):
    """A strength, an area to develop, or a recommendation, with what the provider answers."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="inspection_points")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=14, choices=InspectionPointKind.choices)
    words = models.TextField()
    answer = models.TextField(_("what the provider answers"), blank=True)
    answered_on = models.DateField(null=True, blank=True)

    # What is with the safeguarding leads is hidden wherever it would stand.
    objects = Unheld()

    class Meta:
        ordering = ("order", "pk")
        constraints = [one_of("kind", InspectionPointKind)]

    def __str__(self) -> str:
        return self.words


class TriedOut(models.Model):
    """One thing that people tried out: the scenario, the page or place, what it was like before and is after."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="tried_out")
    order = models.PositiveSmallIntegerField(default=0)
    scenario = models.CharField(_("what people tried to do"), max_length=300)
    page = models.CharField(_("which page or thing"), max_length=200, blank=True)
    link = models.URLField(max_length=600, blank=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    state = models.CharField(max_length=5, choices=TriedState.choices, default=TriedState.DRAFT)

    objects = Unheld()

    class Meta:
        ordering = ("order", "pk")
        constraints = [one_of("state", TriedState)]

    def __str__(self) -> str:
        return self.scenario


class Vote(models.Model):
    """What was voted on, how, and what came of it."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="vote")
    question = models.CharField(max_length=300)
    method = models.CharField(_("how people voted"), max_length=200)
    who_could_vote = models.CharField(max_length=200, blank=True)
    result = models.TextField(_("what came of it"), blank=True)

    def __str__(self) -> str:
        return self.question


class VoteOption(models.Model):
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=200)
    votes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("order", "pk")
        constraints = [models.UniqueConstraint(fields=["vote", "words"], name="engagements_voteoption_unique")]

    def __str__(self) -> str:
        return self.words
