"""The forward plan: what comes next, and when, as far as it is known."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated
from coproduction.core.partial_dates import PartialDateField
from engagements.models.projects import Project
from groups.models import Body


class ForwardPlanItem(Originated):
    """About a project, a forum, or something that has no record of its own yet."""

    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="forward_plan")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.CASCADE, related_name="forward_plan")
    words = models.CharField(_("what"), max_length=200, blank=True)
    planned = PartialDateField(_("when"))
    how = models.CharField(_("how"), max_length=200, blank=True)

    class Meta:
        ordering = (models.F("planned_from").asc(nulls_last=True), "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(project__isnull=False) | models.Q(body__isnull=False) | ~models.Q(words=""),
                name="engagements_forwardplanitem_about_something",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What is planned, in words."""
        about = self.project or self.body
        return self.words or str(about)
