"""Someone asks on the public page to join a forum."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import one_of
from groups.enums import AgeBand, JoinState
from groups.models.bodies import Body
from groups.models.meetings import short_ref


class JoinRequest(models.Model):
    """Only what is needed to answer: no free words, so that nobody tells here what a person should read at once."""

    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="join_requests")
    name = models.CharField(_("what to call them"), max_length=120)
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand.choices, blank=True, default=AgeBand.NOT_SAID)
    state = models.CharField(max_length=8, choices=JoinState.choices, default=JoinState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_label = models.CharField(max_length=200, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            one_of("state", JoinState),
            one_of("age_band", AgeBand),
            models.CheckConstraint(condition=~Q(email="") | ~Q(phone=""), name="groups_joinrequest_can_be_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_state_display()}"

    @property
    def recipient_ref(self) -> str:
        return f"joinrequest:{self.pk}"
