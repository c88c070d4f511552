"""The link behind which anybody reads the counts of one questionnaire, without signing in.

It is signed and runs out after 90 days. It also holds how far the audit had got when links were last taken back: taking
them back writes one more act there, and no older link fits any more. Nothing else is stored about a link.
"""

import datetime as dt

from django.core import signing
from django.db.models import Exists, OuterRef
from django.urls import reverse

from coproduction.core.models import AuditEvent
from coproduction.core.models.base import ref_of
from feedback.enums import QuestionnaireState
from feedback.models import Answer, Questionnaire, Quote
from feedback.queries.tallies import READ
from groups.enums import Permission

HOLDS_FOR = dt.timedelta(days=90)
TAKEN_BACK = "took back links to the summary of answers"
_SALT = "feedback.summary"
MOST_QUOTES = 12


def path(questionnaire: Questionnaire) -> str:
    """The address of the summary, from now on."""
    token = signing.dumps([questionnaire.pk, _version(questionnaire)], salt=_SALT)
    return reverse("answers_summary", args=[token])


def read(token: str) -> Questionnaire | None:
    """The questionnaire behind a link; None for a link that is not ours, has run out or was taken back."""
    try:
        pk, version = signing.loads(token, salt=_SALT, max_age=HOLDS_FOR)
    except (signing.BadSignature, ValueError):
        return None
    found = Questionnaire.objects.exclude(state=QuestionnaireState.DRAFT).filter(pk=pk).first()
    return found if found and _version(found) == version else None


def _version(questionnaire: Questionnaire) -> int:
    acts = AuditEvent.objects.filter(target=ref_of(questionnaire), verb=TAKEN_BACK)
    return acts.order_by("-pk").values_list("pk", flat=True).first() or 0


def quotes(questionnaire: Questionnaire) -> list[str]:
    """Words that someone said here, allowed to be used, and that are published as a quote already. No others."""
    said = Answer.objects.filter(
        question__revision__questionnaire=questionnaire,
        words=OuterRef("words"),
        response__permission=Permission.USE_WORDS,
        response__is_held=False,
        response__state__in=READ,
    )
    if questionnaire.project_id:
        about = Quote.objects.public().filter(project=questionnaire.project_id)
    elif questionnaire.body_id:
        about = Quote.objects.public().filter(body=questionnaire.body_id)
    else:
        return []
    return list(about.filter(Exists(said)).order_by("-pk").values_list("words", flat=True)[:MOST_QUOTES])
