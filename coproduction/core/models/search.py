"""One search table for all apps, with an audience on every row."""

from django.db import models

from coproduction.core.enums import Audience
from coproduction.core.models.base import one_of


class SearchEntry(models.Model):
    target = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.PUBLIC)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("title",)
        constraints = [one_of("audience", Audience)]

    def __str__(self) -> str:
        return self.title
