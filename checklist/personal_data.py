"""The register of personal data: who confirmed and signed, in which capacity."""

from coproduction.core.personal_data import Personal, Register

_SIGNED = "as long as the project's record"

PERSONAL: Register = {
    "checklist.ItemEvent.capacity": Personal("so that it is known who confirmed", _SIGNED),
    "checklist.ItemEvent.by_ref": Personal("so that nobody acts on both sides", _SIGNED),
    "checklist.ItemEvent.by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.ItemEvent.words": Personal("what the two sides wrote to each other", _SIGNED),
    "checklist.SignOff.capacity": Personal("so that it is known who signed", _SIGNED),
    "checklist.SignOff.by_ref": Personal("so that nobody signs on both sides", _SIGNED),
    "checklist.SignOff.by_label": Personal("in which capacity, as it was then", _SIGNED),
    "checklist.SignOff.reason": Personal("why a side did not sign; public", _SIGNED),
}
