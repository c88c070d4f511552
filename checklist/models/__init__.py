"""The checklist: versions of the template, each project's own walk through it, partners' evaluations, and what was learnt."""

from checklist.models.evaluations import Evaluation, EvaluationPoint, EvaluationTalk, Lesson
from checklist.models.templates import TemplateItem, TemplateStage, TemplateVersion
from checklist.models.walks import (
    Checklist,
    ChecklistItem,
    ChecklistStage,
    Felt,
    ItemEvent,
    ItemEvidence,
    SignOff,
    StageDraft,
)

__all__ = [
    "Checklist",
    "ChecklistItem",
    "ChecklistStage",
    "Evaluation",
    "EvaluationPoint",
    "EvaluationTalk",
    "Felt",
    "ItemEvent",
    "ItemEvidence",
    "Lesson",
    "SignOff",
    "StageDraft",
    "TemplateItem",
    "TemplateStage",
    "TemplateVersion",
]
