"""Take a name out of someone's words: nothing is rewritten, and what stood there is kept for the safeguarding leads."""

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.services import audit, publication
from feedback import policies
from feedback.models import Answer, Redaction, Response
from feedback.services.triage import WITH_THE_LEADS


@transaction.atomic
def redact(*, answer: Answer, words: str, reason: str, by: Acting) -> Redaction:
    """Put `words` in the place of an answer's: the same, with […] wherever something was taken out.

    Raises `Refused` for anything else, since nobody rewrites what people said, and `Missing` without a reason.
    """
    response = Response.objects.select_for_update().get(pk=answer.response_id)
    if response.is_held:
        raise WrongState(str(WITH_THE_LEADS))
    answer = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if not reason.strip():
        raise Missing(_("Say why you take it out."))
    words = policies.as_redacted(words)
    if words == policies.as_redacted(answer.words):
        raise Missing(_("Nothing was taken out yet. Put […] in the place of a name."))
    if not policies.only_takes_out(answer.words, words):
        raise Refused(_("Only take words out, and put […] in each place. Everything else must stay as they wrote it."))
    redaction = Redaction.objects.create(
        answer=answer, at=clock.now(), original=answer.words, reason=reason.strip(), by_ref=by.ref, by_label=by.label[:200]
    )
    answer.words = words
    answer.save(update_fields=["words"])
    audit.record(verb="redacted answer", target=response, by=by, answer=answer.pk)
    publication.bump()
    return redaction


@transaction.atomic
def open_originals(*, response: Response, by: Acting) -> list[Redaction]:
    """What stood in the answers before names were taken out, for a safeguarding lead. Each opening is written down."""
    found = list(Redaction.objects.filter(answer__response=response).select_related("answer__question").order_by("at", "pk"))
    audit.record(verb="opened original words", target=response, by=by, redactions=len(found))
    return found
