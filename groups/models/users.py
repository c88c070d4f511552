"""A person who signs in. The email address is the login; nothing here says what a person may do: capacities do."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.enums import Digest

if TYPE_CHECKING:
    from groups.models.capacities import Capacity


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    is_demonstration = models.BooleanField(_("made-up person"), default=False)
    digest = models.CharField(_("how often we write"), max_length=12, choices=Digest.choices, default=Digest.AS_THEY_COME)
    do_not_contact = models.BooleanField(_("do not contact"), default=False)
    stopped_kinds = models.JSONField(_("kinds of message this person stopped"), default=list, blank=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="groups_user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def ref(self) -> str:
        return f"user:{self.pk}"

    @cached_property
    def live_capacities(self) -> "list[Capacity]":
        """What this person may act as today: read once for each request, since each request has its own user."""
        return list(self.capacities.live().select_related("body"))

    @property
    def is_staff(self) -> bool:
        """No one is staff in Django's sense: its own administration site is not installed."""
        return False
