"""Who answered a questionnaire, as far as it may be shown."""

from collections import defaultdict

from coproduction.core.declared_tables import Shown, show
from feedback.equality import ASKED
from feedback.models import Questionnaire


def tables(questionnaire: Questionnaire) -> list[Shown]:
    """One table for each question that somebody answered, in the order in which they are asked; one query."""
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    for question, option, number in questionnaire.equality_counts.values_list("question", "option", "number"):
        numbers[question][option] = number
    answered = (show(question.table, numbers[question.key]) for question in ASKED if any(numbers[question.key].values()))
    return [table for table in answered if table is not None]
