"""A questionnaire in another language: the words of its first page, and whether people can choose that language."""

from django.db import models

from feedback.models.questionnaires import Questionnaire


class Translation(models.Model):
    """One language besides English. The words of its questions stand with the questions, revision by revision."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=160, blank=True)
    why = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    audience = models.CharField(max_length=200, blank=True)
    privacy = models.TextField(blank=True)
    # A fingerprint of the English words of the first page that these were made from.
    made_from = models.CharField(max_length=64, blank=True)
    # When somebody let people choose it, and who; nobody can while it is empty.
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.CharField(max_length=80, blank=True)
    opened_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("language",)
        constraints = [models.UniqueConstraint(fields=["questionnaire", "language"], name="feedback_translation_unique")]

    def __str__(self) -> str:
        return f"{self.questionnaire}, {self.language}"
