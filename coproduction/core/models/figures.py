"""Figures keep the words of their source, and zero or more parts that sentences and charts are made from."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduction.core import figures
from coproduction.core.enums import Qualifier
from coproduction.core.models.base import one_of
from coproduction.core.partial_dates import PartialDateField


class Figure(models.Model):
    """A figure as it was published. One figure may hold several numbers: "£3000 (up by £1000)"."""

    words = models.CharField(_("in the words of the source"), max_length=300)

    def __str__(self) -> str:
        return self.words

    @property
    def in_words(self) -> str:
        """A sentence made from the parts; the source's own words when it has none."""
        return figures.sentence([part.as_number() for part in self.parts.all()]) or self.words


class FigurePart(models.Model):
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField(default=0)
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(max_length=12, choices=Qualifier.choices, default=Qualifier.EXACT)
    unit = models.CharField(_("of what"), max_length=80, blank=True)
    as_of = PartialDateField(_("at what date"))

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            one_of("qualifier", Qualifier),
            models.CheckConstraint(
                condition=models.Q(number__isnull=False) | models.Q(qualifier=Qualifier.NOT_STATED),
                name="core_figurepart_number_or_not_stated",
            ),
        ]

    def __str__(self) -> str:
        return figures.sentence([self.as_number()])

    def as_number(self) -> figures.Number:
        number = None if self.number is None else Decimal(self.number)
        return figures.Number(number, self.qualifier, self.unit, self.as_of)
