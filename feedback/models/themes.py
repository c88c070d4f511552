"""What people's words are about, and words that may be shown."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDateField
from engagements.models import Project
from feedback.enums import QuoteState, ThemeState
from groups.models import Body


class Theme(Originated):
    title = models.CharField(_("theme"), max_length=200)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="themes")
    body = models.ForeignKey(
        Body, verbose_name=_("from which forum"), null=True, blank=True, on_delete=models.PROTECT, related_name="themes"
    )
    from_words = models.CharField(_("from whom, in words"), max_length=200, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=ThemeState.choices, default=ThemeState.OPEN)

    class Meta:
        ordering = ("title",)
        constraints = [one_of("state", ThemeState)]

    def __str__(self) -> str:
        return self.title


class QuoteQuerySet(models.QuerySet["Quote"]):
    def public(self) -> Self:
        return self.filter(state=QuoteState.PUBLISHED)


class Quote(Originated):
    """Words as they were said, without a name. Published only with permission."""

    words = models.TextField()
    said_by = models.CharField(_("who, without a name"), max_length=120, blank=True)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="quotes")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="quotes")
    said_on = PartialDateField(_("when"))
    # The record's own word: verbatim, or reported by someone else.
    kind_words = models.CharField(max_length=160, blank=True)
    is_verbatim = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=QuoteState.choices, default=QuoteState.PROPOSED)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [one_of("state", QuoteState)]

    def __str__(self) -> str:
        return self.words
