"""Which words of this app are read by a person, and which are not, and why; see `core.reading_register`."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core.reading_register import not_read, read


def _stage(row: Any) -> Any:
    return row.item.stage if hasattr(row, "item") else row.stage


def _of_stage(row: Any) -> str:
    return str(_stage(row).checklist.project.title)


def _stage_page(row: Any) -> str:
    stage = _stage(row)
    return reverse("checklist_stage", args=[stage.checklist.project.slug, stage.number])


def _evaluation_page(row: Any) -> str:
    return reverse("evaluation", args=[row.evaluation.project.slug, row.evaluation.ref])


_EVALUATION: dict[str, Any] = {
    "about": lambda row: row.evaluation.project.title,
    "where": _evaluation_page,
    "related": ("evaluation__project",),
}

read(
    "checklist.ItemEvent",
    kind=_("Words on a checklist"),
    fields=("words",),
    about=_of_stage,
    where=_stage_page,
    related=("item__stage__checklist__project",),
)
read(
    "checklist.SignOff",
    kind=_("Why someone signed, or did not"),
    fields=("reason",),
    about=_of_stage,
    where=_stage_page,
    related=("stage__checklist__project",),
)
read("checklist.EvaluationPoint", kind=_("What a partner says about working together"), fields=("words",), **_EVALUATION)
read("checklist.EvaluationTalk", kind=_("What came of talking about it"), fields=("words",), **_EVALUATION)
read(
    "checklist.Lesson",
    kind=_("What someone learnt"),
    fields=("words", "next_time"),
    about=lambda row: row.project.title if row.project else "",
    where=lambda row: reverse("project_lessons", args=[row.project.slug]) if row.project else "",
    related=("project",),
)

not_read(
    "The same words are read where it is noted who wrote them: in `checklist.ItemEvent.words`.",
    "checklist.ChecklistItem.answer", "checklist.ChecklistItem.reason", "checklist.ItemEvidence.words", "checklist.ItemEvidence.link",
)  # fmt: skip
not_read(
    "The file itself is read: `core.StoredFile.file`.",
    "checklist.ItemEvidence.file",
)
not_read(
    "Only the council’s staff write this.",
    "checklist.SignOff.paper_signer", "checklist.SignOff.paper_file", "checklist.EvaluationPoint.answer", "checklist.TemplateVersion.name",
    "checklist.TemplateVersion.note", "checklist.TemplateVersion.stage_gate", "checklist.TemplateStage.title",
    "checklist.TemplateStage.intro", "checklist.TemplateItem.prompt", "checklist.TemplateItem.guidance", "checklist.TemplateItem.evidence",
    "checklist.TemplateItem.condition", "checklist.TemplateItem.live", "checklist.TemplateItem.consultation_prompt",
    "checklist.TemplateItem.source",
)  # fmt: skip
not_read(
    "It comes from the published record, and nobody can write it here.",
    "checklist.Evaluation.source", "checklist.Evaluation.rule", "checklist.Evaluation.council_response", "checklist.Evaluation.discussed",
    "checklist.Lesson.source",
)  # fmt: skip
not_read(
    "The portal writes this itself, from dates and parts.",
    "checklist.Evaluation.written_by", "checklist.Evaluation.written_words", "checklist.Evaluation.locked_by_label",
    "checklist.Evaluation.answered_by_label", "checklist.EvaluationPoint.answered_by_label", "checklist.EvaluationPoint.suggested_by_label",
    "checklist.EvaluationPoint.closed_by_label", "checklist.EvaluationTalk.by_label", "checklist.Lesson.added_by_label",
    "checklist.TemplateVersion.made_by_label", "checklist.ItemEvent.by_label", "checklist.ItemEvidence.added_by_label",
    "checklist.SignOff.by_label",
)  # fmt: skip
