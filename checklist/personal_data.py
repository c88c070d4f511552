"""The register of personal data: who confirmed and signed, in which capacity."""

from coproduction.core.personal_data import Personal, Register

_SIGNED = "as long as the project's record"

PERSONAL: Register = {
    "checklist.ItemEvent.capacity": Personal("so that it is known who confirmed", _SIGNED),
    "checklist.ItemEvent.by_ref": Personal("so that nobody acts on both sides", _SIGNED),
    "checklist.ItemEvent.by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.ItemEvent.words": Personal("what the two sides wrote to each other", _SIGNED),
    "checklist.StageDraft.said": Personal("what a forum has begun to say", "until it is sent"),
    "checklist.StageDraft.by_ref": Personal("who wrote it last", "until it is sent"),
    "checklist.Felt.by_ref": Personal("so that each person says it once", _SIGNED),
    "checklist.ItemEvidence.added_by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.ItemEvidence.words": Personal("what shows that an item is done", _SIGNED),
    "checklist.ItemEvidence.link": Personal("what shows that an item is done", _SIGNED),
    "checklist.ItemEvidence.file": Personal("what shows that an item is done", _SIGNED),
    "checklist.SignOff.paper_signer": Personal("in which capacity it was signed on paper", _SIGNED),
    "checklist.SignOff.paper_file": Personal("the paper that was signed", _SIGNED),
    "checklist.Evaluation.locked_by": Personal("who locked it", _SIGNED),
    "checklist.Evaluation.locked_by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.Evaluation.answered_by": Personal("who sent the council's answers", _SIGNED),
    "checklist.Evaluation.answered_by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.EvaluationPoint.written_by": Personal("so that nobody acts on both sides", _SIGNED),
    "checklist.EvaluationPoint.suggested_by": Personal("so that nobody acts on both sides", _SIGNED),
    "checklist.EvaluationPoint.suggested_by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.EvaluationTalk.by_ref": Personal("so that nobody acts on both sides", _SIGNED),
    "checklist.EvaluationTalk.by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.EvaluationPoint.answered_by": Personal("who answered for the council", _SIGNED),
    "checklist.EvaluationPoint.answered_by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.EvaluationPoint.closed_by": Personal("who closed the point", _SIGNED),
    "checklist.EvaluationPoint.closed_by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.Lesson.added_by": Personal("so that each person changes only their own", _SIGNED),
    "checklist.Lesson.added_by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.TemplateVersion.made_by_label": Personal("in which capacity, as it was then", "as long as the version"),
    "checklist.SignOff.capacity": Personal("so that it is known who signed", _SIGNED),
    "checklist.SignOff.by_ref": Personal("so that nobody signs on both sides", _SIGNED),
    "checklist.SignOff.by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.SignOff.reason": Personal("why a side did not sign; public", _SIGNED),
}
