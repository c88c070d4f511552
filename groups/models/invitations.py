"""A one-use link that lets a person in for the first time."""

import datetime as dt

from django.db import models
from django.utils import timezone

from coproduction.core.models.base import one_of
from groups.enums import AgeBand, Hat, Role
from groups.models.bodies import Body


class Invitation(models.Model):
    # Only a keyed hash of the token is kept: whoever reads the table cannot use the link.
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role.choices)
    # Known at the invitation, and kept for whoever accepts it.
    name = models.CharField(max_length=120, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices, blank=True, default=AgeBand.NOT_SAID)
    hat = models.CharField(max_length=14, choices=Hat.choices, blank=True, default="")
    until = models.DateField("the last day of the part", null=True, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [one_of("role", Role), one_of("age_band", AgeBand)]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.body}"

    @property
    def ref(self) -> str:
        return f"invitation:{self.pk}"

    def is_open(self, now: dt.datetime) -> bool:
        return self.used_at is None and self.expires_at > now
