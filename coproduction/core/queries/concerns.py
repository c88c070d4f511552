"""Concerns: which of them a safeguarding lead may see, and whether anybody was told."""

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from coproduction.core.models import ConcernAlert, SafeguardingRecord
from coproduction.core.models.base import ref_of


def visible_to(ref: str) -> QuerySet[SafeguardingRecord]:
    """The concerns that this lead may see.

    One about someone who works here is seen by those alone who were told of it, and never by the person whom it is about.
    """
    was_told = Exists(ConcernAlert.objects.filter(record=OuterRef("pk"), to=ref))
    return SafeguardingRecord.objects.filter(Q(is_about_staff=False) | was_told).exclude(Q(is_about_staff=True) & Q(about=ref))


def anyone_was_told(target: Model) -> bool:
    """Whether a safeguarding lead was told that these words wait. Nobody is when the only lead is the person it is about."""
    return ConcernAlert.objects.filter(record__item__target=ref_of(target)).exists()
