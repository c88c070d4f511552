"""Decisions: the options and whose idea each was, how it was decided, and how much the forum's view counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDateField
from engagements.enums import DecisionMethod, ForumWeight, OptionOrigin
from engagements.models.projects import Project
from engagements.models.sessions import Session
from groups.models import Body
from groups.models.meetings import short_ref


class Decision(Originated):
    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="decisions")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    question = models.CharField(_("what was decided"), max_length=300)
    decided = PartialDateField(_("when"))
    method = models.CharField(max_length=12, choices=DecisionMethod.choices)
    method_words = models.CharField(_("how, in words"), max_length=200, blank=True)
    result = models.TextField(_("what came of it"), blank=True)
    forum_weight = models.CharField(_("how much the forum’s view counted"), max_length=7, choices=ForumWeight.choices)
    weight_words = models.CharField(_("more about that"), max_length=200, blank=True)
    disagreement = models.TextField(_("who saw it differently, and why"), blank=True)
    decided_by = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")

    class Meta:
        ordering = (models.F("decided_to").desc(nulls_last=True), "-pk")
        constraints = [one_of("method", DecisionMethod), one_of("forum_weight", ForumWeight)]

    def __str__(self) -> str:
        return self.question


class DecisionOption(models.Model):
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300)
    origin_of_idea = models.CharField(_("whose idea it was"), max_length=7, choices=OptionOrigin.choices)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_chosen = models.BooleanField(_("this was chosen"), default=False)

    class Meta:
        ordering = ("order", "pk")
        constraints = [one_of("origin_of_idea", OptionOrigin)]

    def __str__(self) -> str:
        return self.words
