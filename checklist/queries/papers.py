"""Files of a checklist: evidence, and what was signed on paper. Both sides of the project's checklist may have them."""

from checklist.models import Checklist, ItemEvidence, SignOff
from coproduction.core import file_access
from coproduction.core.enums import Audience
from coproduction.core.models import StoredFile


@file_access.register(Audience.CHECKLIST)
def may_have(user: object, stored: StoredFile) -> bool:
    """Whoever may see the checklist that the file was given for."""
    signed = SignOff.objects.filter(paper_file=stored).values("stage__checklist")
    shown = ItemEvidence.objects.filter(file=stored).values("item__stage__checklist")
    own = Checklist.objects.visible_to(user)
    return own.filter(pk__in=signed).exists() or own.filter(pk__in=shown).exists()
