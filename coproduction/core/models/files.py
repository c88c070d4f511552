"""Files that people give us. One view serves them, and asks permission first."""

import secrets

from django.db import models
from django.utils import timezone

from coproduction.core.enums import Audience, ScanState
from coproduction.core.models.base import one_of
from coproduction.core.models.reading import Unheld


def random_key() -> str:
    return secrets.token_urlsafe(24)


class StoredFile(models.Model):
    key = models.CharField(max_length=64, unique=True, default=random_key, editable=False)
    file = models.FileField(upload_to="kept/")
    name = models.CharField("the name it is downloaded under", max_length=120)
    content_type = models.CharField("checked by content", max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=20, choices=ScanState.choices, default=ScanState.NOT_CONFIGURED)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.OFFICERS)
    target = models.CharField("what it belongs to", max_length=120, blank=True, db_index=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=80)

    # What is with the safeguarding leads is hidden wherever it would stand.
    objects = Unheld()

    class Meta:
        constraints = [one_of("scan", ScanState), one_of("audience", Audience)]

    def __str__(self) -> str:
        return self.name
