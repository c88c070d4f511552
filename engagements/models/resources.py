"""What a project took and what people got: time, thanks, money."""

from django.db import models

from coproduction.core.models.base import Originated
from engagements.models.projects import Project
from groups.models import Body


class VolunteerTime(Originated):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="volunteer_time")
    partners = models.ManyToManyField(Body, blank=True, related_name="+")
    value = models.DecimalField("value in pounds", max_digits=12, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    rate = models.DecimalField("pounds an hour", max_digits=8, decimal_places=2, null=True, blank=True)
    basis = models.CharField("how it was worked out", max_length=200, blank=True)

    def __str__(self) -> str:
        return self.basis


class Incentive(Originated):
    """What people got back for taking part. Never who got it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="incentives")
    kind = models.CharField(max_length=160)
    given_to = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return self.kind


class Resource(Originated):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="resources")
    words = models.CharField(max_length=300)
    amount = models.DecimalField("pounds", max_digits=12, decimal_places=2, null=True, blank=True)

    def __str__(self) -> str:
        return self.words
