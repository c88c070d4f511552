"""Who consented to what, and what people need to take part."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import one_of
from groups.enums import ArrangementState, Authority, ConsentAbout
from groups.models.capacities import Capacity
from groups.models.meetings import Meeting
from groups.models.users import User


class Consent(models.Model):
    """What one holder said, once. Rows are only added: the newest of each holder holds.

    Where holders say different things, the membership is paused until they agree; see `policies.consent_verdict`.
    """

    capacity = models.ForeignKey(Capacity, on_delete=models.CASCADE, related_name="consents")
    about = models.CharField(max_length=12, choices=ConsentAbout.choices, default=ConsentAbout.MEMBERSHIP)
    authority = models.CharField(_("by what right"), max_length=16, choices=Authority.choices)
    holder = models.CharField(_("who said it"), max_length=120)
    is_given = models.BooleanField(_("they agree"))
    said_on = models.DateField(_("when they said it"))
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.CharField(max_length=80)
    noted_by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("said_on", "pk")
        constraints = [one_of("about", ConsentAbout), one_of("authority", Authority)]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.get_authority_display()}"


class AccessNeed(models.Model):
    """What a person needs to take part. Told once, kept only because they agreed, and carried to each meeting."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_needs")
    words = models.CharField(_("what helps"), max_length=300)
    agreed_on = models.DateField(_("when they agreed that we keep it"))
    ended_on = models.DateField(_("no longer needed since"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("agreed_on")), name="groups_accessneed_ends_after"
            )
        ]

    def __str__(self) -> str:
        return self.words


class Arrangement(models.Model):
    """What was done about one need at one meeting. A need without a row is asked for, and nothing was done yet."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="arrangements")
    need = models.ForeignKey(AccessNeed, on_delete=models.CASCADE, related_name="arrangements")
    state = models.CharField(max_length=8, choices=ArrangementState.choices, default=ArrangementState.ASKED)
    note = models.CharField(_("what is arranged, or what was missing"), max_length=300, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("state", ArrangementState),
            models.UniqueConstraint(fields=["meeting", "need"], name="groups_arrangement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.get_state_display()}"
