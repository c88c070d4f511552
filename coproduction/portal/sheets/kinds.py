"""Words of a spreadsheet as choices of ours. A word that is not here is a fault: nobody guesses what it means."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coproduction.core.words import listed
from coproduction.portal.sheets.words import Fault, fold, shown
from engagements.enums import Degree, LimitKind, SessionKind
from feedback.enums import AnswerKind, SaidBasis

_DEGREES: Mapping[str, Degree] = {
    "telling": Degree.INFORMATION, "tell": Degree.INFORMATION, "informing": Degree.INFORMATION, "inform": Degree.INFORMATION,
    "asking": Degree.CONSULTATION, "ask": Degree.CONSULTATION, "consulting": Degree.CONSULTATION, "engagement": Degree.CONSULTATION,
    "working together": Degree.COPRODUCTION, "together": Degree.COPRODUCTION, "co production": Degree.COPRODUCTION,
    "co produced": Degree.COPRODUCTION, "coproduced": Degree.COPRODUCTION,
}  # fmt: skip
_ANSWERS: Mapping[str, AnswerKind] = {
    "done": AnswerKind.DID, "did": AnswerKind.DID, "complete": AnswerKind.DID, "completed": AnswerKind.DID, "finished": AnswerKind.DID,
    "yes": AnswerKind.DID, "doing": AnswerKind.DOING, "in progress": AnswerKind.DOING, "ongoing": AnswerKind.DOING, "on going": AnswerKind.DOING,
    "under way": AnswerKind.DOING, "underway": AnswerKind.DOING, "started": AnswerKind.DOING, "planned": AnswerKind.NOT_YET,
    "later": AnswerKind.NOT_YET, "not started": AnswerKind.NOT_YET, "cant": AnswerKind.CANT, "we cant": AnswerKind.CANT, "cannot": AnswerKind.CANT,
    "not possible": AnswerKind.CANT, "declined": AnswerKind.CANT, "no": AnswerKind.CANT,
}  # fmt: skip
_BASES: Mapping[str, SaidBasis] = {
    "verbatim": SaidBasis.VERBATIM, "their own words": SaidBasis.VERBATIM, "own words": SaidBasis.VERBATIM, "their words": SaidBasis.VERBATIM,
    "quote": SaidBasis.VERBATIM, "quotation": SaidBasis.VERBATIM, "exact words": SaidBasis.VERBATIM, "yes": SaidBasis.VERBATIM,
    "summary": SaidBasis.SUMMARY, "our summary": SaidBasis.SUMMARY, "paraphrase": SaidBasis.SUMMARY, "paraphrased": SaidBasis.SUMMARY,
    "our words": SaidBasis.SUMMARY, "no": SaidBasis.SUMMARY,
}  # fmt: skip
_SESSIONS: Mapping[str, SessionKind] = {
    "cafe": SessionKind.WORLD_CAFE, "online survey": SessionKind.SURVEY, "questionnaire": SessionKind.SURVEY, "poll": SessionKind.VOTE,
    "election": SessionKind.VOTE, "vote": SessionKind.VOTE, "user testing": SessionKind.USER_TESTING, "testing": SessionKind.USER_TESTING,
    "interview panel": SessionKind.RECRUITMENT_PANEL, "recruitment panel": SessionKind.RECRUITMENT_PANEL, "tender panel": SessionKind.TENDER_PANEL,
    "inspection": SessionKind.INSPECTION,
}  # fmt: skip
# Answers that a spreadsheet can give: "left open" is what the published record says.
_CAN_BE_GIVEN = (AnswerKind.DID, AnswerKind.DOING, AnswerKind.NOT_YET, AnswerKind.CANT)


def degree(text: str) -> str:
    """Telling, asking or working together. Raises `Fault` for another word."""
    return _one_of(
        text,
        [each for each in Degree if each],
        _DEGREES,
        _("“%(text)s” is not a degree. Write telling, asking or working together."),
    )


def answer(text: str) -> str:
    """Which of the four answers. Raises `Fault` for another word."""
    return _one_of(text, _CAN_BE_GIVEN, _ANSWERS, _("“%(text)s” is not an answer. Write done, doing, not yet or can’t."))


def basis(text: str) -> str:
    """Whether these are their own words. Raises `Fault` for another word."""
    return _one_of(text, (), _BASES, _("“%(text)s” does not say whose words these are. Write verbatim, or summary."))


def limit(text: str) -> str:
    """What kind of thing stops us. Raises `Fault` for another word."""
    kinds = listed([str(kind.label).lower() for kind in LimitKind])
    return _one_of(
        text,
        LimitKind,
        {},
        _("“%(text)s” is not a kind of thing that stops us. Write one of these: {kinds}.").format(kinds=kinds),
    )


def session(text: str) -> str:
    """The kind of session; what is not in the list is something else, and its own words are kept beside it."""
    try:
        return _one_of(text, SessionKind, _SESSIONS, "%(text)s")
    except Fault:
        return SessionKind.OTHER


def _one_of(text: str, choices: Iterable[Any], others: Mapping[str, Any], otherwise: str) -> str:
    words = fold(text)
    if found := _known(tuple(choices), get_language()).get(words):
        return found
    if words in others:
        return str(others[words].value)
    raise Fault(otherwise % {"text": shown(text)})


@cache
def _known(choices: tuple[Any, ...], language: str | None) -> dict[str, str]:
    """Choices by their folded words, in the language of now. "Telling: we share what is happening" is known by its first word too."""
    return {
        fold(words): str(choice.value)
        for choice in choices
        for words in (str(choice.label).partition(":")[0], str(choice.label), choice.value)
    }
