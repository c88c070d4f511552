"""What the page behind a code shows: where the words are now, what comes next and by when, and the answers."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from coproduction.core.words import in_english
from feedback import codes, policies
from feedback.enums import ResponseState
from feedback.languages import ENGLISH
from feedback.models import Outcome, Receipt, Response
from feedback.queries import outcomes
from feedback.queries.outcomes import OutcomePair


@dataclass(frozen=True)
class Step:
    title: str
    note: str
    state: str


@dataclass(frozen=True)
class CodePage:
    """Nothing of what was said stands here: the code alone must not give anyone's words away."""

    questionnaire: str
    received_on: dt.date
    state: str
    headline: str
    steps: tuple[Step, ...]
    pairs: tuple[OutcomePair, ...]
    made_up: bool


def code_page(code: str) -> CodePage | None:
    """The page of a code, in its canonical form; None when nobody was given it."""
    receipt = Receipt.objects.select_related("response__revision__questionnaire").filter(code_hash=codes.hashed(code)).first()
    if receipt is None:
        return None
    is_held = receipt.response is not None and receipt.response.is_held
    # What is with the safeguarding leads shows that it was read, and no more.
    state = ResponseState.READ if is_held and receipt.state != ResponseState.RECEIVED else ResponseState(receipt.state)
    themes = [] if is_held else list(receipt.themes.all())
    answers = Outcome.objects.public().filter(themes__in=themes).distinct().complete_first() if themes else Outcome.objects.none()
    return CodePage(
        questionnaire=in_english(receipt.questionnaire_title),
        received_on=receipt.received_on,
        state=state,
        headline=_headline(receipt, state),
        steps=tuple(_steps(receipt, state, [theme.title for theme in themes])),
        pairs=_pairs(answers) if themes else (),
        made_up=receipt.is_demonstration,
    )


def _pairs(answers: QuerySet[Outcome]) -> tuple[OutcomePair, ...]:
    """The answers, which are written in English, with the words beside them in English too."""
    with override(ENGLISH):
        return tuple(outcomes.pairs(answers))


def _headline(receipt: Receipt, state: str) -> str:
    if state == ResponseState.RECEIVED:
        return _("We have it. A person will read it by %(day)s.") % {"day": _day(receipt.read_by)}
    return str(ResponseState(state).label)


def _steps(receipt: Receipt, state: str, themes: list[str]) -> list[Step]:
    answer_by = receipt.response.revision.questionnaire.answer_by if receipt.response else None
    by = _("By %(day)s") % {"day": _day(answer_by)} if answer_by else ""
    steps = [Step(_("You told us"), _day(receipt.received_on), "done")]
    if state == ResponseState.RECEIVED:
        steps.append(Step(_("A person reads it"), _("By %(day)s") % {"day": _day(receipt.read_by)}, "now"))
    else:
        steps.append(Step(_("A person read it"), "", "done"))
    if state == ResponseState.PASSED_ON:
        return [*steps, Step(_("We passed it on to the people who can help"), "", "done")]
    filed = state in {ResponseState.FILED, ResponseState.ANSWERED}
    note = in_english("; ".join(themes))
    steps.append(Step(_("It is part of what we are working on"), note, "done" if filed else "todo"))
    if state == ResponseState.ANSWERED:
        steps.append(Step(_("There is an answer"), "", "done"))
    else:
        steps.append(Step(_("We tell you what came of it, here"), by, "now" if filed else "todo"))
    return steps


def _day(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


def sent_code(token: str, now: dt.datetime) -> tuple[str, Receipt] | None:
    """The code of what was sent with this token, for half an hour after sending."""
    if not token:
        return None
    since = now - policies.CODE_SHOWN_FOR
    response = (
        Response.objects.select_related("receipt", "revision__questionnaire")
        .filter(sent_key=codes.token_hash(token), received_at__gte=since)
        .first()
    )
    receipt = getattr(response, "receipt", None)
    if response is None or receipt is None:
        return None
    return code_of(response, receipt), receipt


def code_of(response: Response, receipt: Receipt) -> str:
    """The code that a response was given: made again, since only its keyed hash is kept."""
    made = (codes.of(response.sent_key, attempt) for attempt in range(codes.ATTEMPTS))
    return next((code for code in made if codes.hashed(code) == receipt.code_hash), "")
