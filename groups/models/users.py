"""A person. Someone with an email address signs in by it; someone without is a name in the register of their forum.

Nothing here says what a person may do: capacities do.
"""

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import one_of
from groups.enums import AgeBand, Digest, Reach

if TYPE_CHECKING:
    from groups.models.capacities import Capacity

# How long we say which part has ended when someone still tries to act in it.
LATELY = dt.timedelta(days=30)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    # None for someone who has no email: they are reached in person, and cannot sign in.
    email = models.EmailField(_("email address"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    is_demonstration = models.BooleanField(_("made-up person"), default=False)
    digest = models.CharField(_("how often we write"), max_length=12, choices=Digest.choices, default=Digest.AS_THEY_COME)
    reach = models.CharField(_("how they want to hear from us"), max_length=8, choices=Reach.choices, default=Reach.EMAIL)
    contact = models.CharField(_("telephone or address, for those we do not write to by email"), max_length=300, blank=True)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand.choices, blank=True, default=AgeBand.NOT_SAID)
    do_not_contact = models.BooleanField(_("do not contact"), default=False)
    stopped_kinds = models.JSONField(_("kinds of message this person stopped"), default=list, blank=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="groups_user_email_unique"),
            one_of("reach", Reach),
            one_of("age_band", AgeBand),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | ~models.Q(reach=Reach.EMAIL), name="groups_user_email_or_another_way"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(_("someone without a name"))

    @property
    def ref(self) -> str:
        return f"user:{self.pk}"

    @cached_property
    def live_capacities(self) -> "list[Capacity]":
        """What this person may act as today: read once for each request, since each request has its own user."""
        return list(self.capacities.live().select_related("body"))

    @cached_property
    def parts_ended_lately(self) -> list[str]:
        """What this person acted as until some day of the last thirty, and does not any more, in words."""
        today = timezone.localdate()
        ended = self.capacities.filter(until__lt=today, until__gte=today - LATELY).select_related("body")
        held = {(each.role, each.body_id) for each in self.live_capacities}
        return [each.label for each in ended if (each.role, each.body_id) not in held]

    @property
    def is_told_in_person(self) -> bool:
        """Whatever we have to say stands on the tell list, and a person says it."""
        return self.reach != Reach.EMAIL

    @property
    def is_staff(self) -> bool:
        """No one is staff in Django's sense: its own administration site is not installed."""
        return False
