"""Count who answered, without keeping anybody's answers: each adds one to a number, and nothing else is written down."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from coproduction.core.errors import Missing, WrongState
from feedback.equality import ASKED
from feedback.models import EqualityCount, Questionnaire


@transaction.atomic
def count(*, questionnaire: Questionnaire, answers: Mapping[str, str]) -> int:
    """Add one to each number that an answer belongs to; a question without an answer counts nowhere. Gives how many there were.

    No moment, no order and no person is kept with a number, and no audit event says that somebody answered. Raises `Missing`
    for an answer that is not offered.
    """
    if not questionnaire.asks_equality:
        raise WrongState(_("These questions are not asked here."))
    offered = {question.key: {key for key, _words in question.choices} for question in ASKED}
    given = {question: option for question, option in answers.items() if option}
    if any(option not in offered.get(question, ()) for question, option in given.items()):
        raise Missing(_("Choose one of the answers in the list."))
    # All rows are there before the first answer, so that their order does not tell what was answered first.
    EqualityCount.objects.bulk_create(
        (
            EqualityCount(questionnaire=questionnaire, question=key, option=option)
            for key in offered
            for option in sorted(offered[key])
        ),
        ignore_conflicts=True,
    )
    # Always in the same order, so that two people who send at the same moment never wait for each other in a ring.
    for question, option in sorted(given.items()):
        EqualityCount.objects.filter(questionnaire=questionnaire, question=question, option=option).update(number=F("number") + 1)
    return len(given)
