"""The checklist: versions of the template, each project's own walk through it, and partners' evaluations."""

from checklist.models.evaluations import Evaluation, EvaluationPoint
from checklist.models.templates import TemplateItem, TemplateStage, TemplateVersion
from checklist.models.walks import Checklist, ChecklistItem, ChecklistStage, ItemEvent, SignOff

__all__ = [
    "Checklist",
    "ChecklistItem",
    "ChecklistStage",
    "Evaluation",
    "EvaluationPoint",
    "ItemEvent",
    "SignOff",
    "TemplateItem",
    "TemplateStage",
    "TemplateVersion",
]
