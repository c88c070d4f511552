"""What several tables share: where a row came from, and constraints with a name."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Origin


class Originated(models.Model):
    """A row that may come from the published record or from the demonstration year, and shows its source."""

    origin = models.CharField(_("origin"), max_length=20, choices=Origin.choices, default=Origin.SITE)
    source = models.CharField(_("where this comes from"), max_length=400, blank=True)

    class Meta:
        abstract = True

    @property
    def is_demonstration(self) -> bool:
        return self.origin == Origin.DEMONSTRATION

    @property
    def is_from_record(self) -> bool:
        return self.origin == Origin.RECORD


def one_of(field: str, choices: Any) -> models.CheckConstraint:
    """The database refuses a word that is not among the choices."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=f"%(app_label)s_%(class)s_{field}_known")


def together(*fields: str) -> models.CheckConstraint:
    """Either all of these fields are filled or none is: "decided" without "when" is a failure of governance."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=none | every, name=f"%(app_label)s_%(class)s_{fields[0]}_together")


def ref_of(row: models.Model) -> str:
    """A text reference to a row, such as `groups.body:12`, for the tables of core that hold no foreign key upwards."""
    return f"{row._meta.label_lower}:{row.pk}"
