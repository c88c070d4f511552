"""What was done, for investigators. Rows are only ever added; nothing here points at live rows."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from coproduction.core.errors import Refused


class AuditEvent(models.Model):
    """One act: who (as text), in which capacity, did what, to what. Never holds people's words."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.CharField(max_length=80, editable=False)
    capacity = models.CharField(max_length=200, editable=False)
    verb = models.CharField(max_length=80, editable=False)
    target = models.CharField(max_length=120, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    request = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["target", "at"]), models.Index(fields=["actor", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.capacity}: {self.verb} {self.target}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Refused("An audit event cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Refused("An audit event cannot be deleted.")
