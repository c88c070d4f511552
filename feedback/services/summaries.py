"""Links to the counts of a questionnaire: made, and taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import links
from coproduction.core.actors import Acting
from coproduction.core.errors import WrongState
from coproduction.core.services import audit
from feedback.enums import QuestionnaireState
from feedback.models import Questionnaire
from feedback.queries import summaries


@transaction.atomic
def share(*, questionnaire: Questionnaire, by: Acting) -> str:
    """A link to the counts that opens without signing in for 90 days. Raises `WrongState` before the questionnaire was opened."""
    if questionnaire.state == QuestionnaireState.DRAFT:
        raise WrongState(_("Nobody could answer this yet. Open it first."))
    audit.record(verb="shared a summary of answers", target=questionnaire, by=by)
    return links.absolute(summaries.path(questionnaire))


@transaction.atomic
def take_back(*, questionnaire: Questionnaire, by: Acting) -> None:
    """Every link to the counts of this questionnaire that was made until now opens nothing any more."""
    audit.record(verb=summaries.TAKEN_BACK, target=questionnaire, by=by)
