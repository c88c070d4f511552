"""Type in what came on paper, by phone or from a group: the same way as an answer on the web, into the same reading queue."""

import datetime as dt
from collections.abc import Container, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Problems, Refused, WrongState
from coproduction.core.services import audit
from feedback import codes, policies
from feedback.enums import ENTERED, Channel, SpeaksFor
from feedback.languages import ENGLISH
from feedback.models import Draft, Questionnaire, Response
from feedback.queries import receipts, walks
from feedback.queries.walks import AskedQuestion
from feedback.services import drafts, responses
from feedback.services.responses import Sent

SMALLEST_GROUP, LARGEST_GROUP = 2, 500

# What `drafts.answer` takes for one question, by the key of the question.
Given = Mapping[int, Mapping[str, Any]]


@transaction.atomic
def enter(
    *,
    questionnaire: Questionnaire,
    key: str,
    given: Given,
    channel: str,
    permission: str,
    by: Acting,
    age_band: str = "",
    group_size: int = 1,
    organisation: str = "",
    language: str = ENGLISH,
    now: dt.datetime | None = None,
) -> Sent:
    """Send the answers of one person, or of a group, whom somebody else types in. The code is for the person to take away.

    `organisation` is the one that they answer for, when they do; `language` the one in which they said it.

    `key` belongs to one filled-in page: the same page sent twice gives one response and, for half an hour, the same code.
    Raises `Problems` for answers to questions that were not asked of somebody who answered like this, and `Missing` when a
    question that must be answered is not. Everything is saved or nothing is.
    """
    now = now or clock.now()
    _must_be_entered_like_this(channel, group_size)
    # Locked, so that a double click waits here and then finds what the first one made.
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    token = f"entered:{by.ref}:{key}"
    if entered := _entered_before(token, now):
        return entered
    speaks_for = SpeaksFor.ORGANISATION if organisation else SpeaksFor.SELF
    draft, _token = drafts.begin(
        questionnaire=questionnaire, now=now, speaks_for=speaks_for, organisation=organisation, language=language
    )
    draft.token_hash = codes.token_hash(token)
    draft.save(update_fields=["token_hash"])
    questions = walks.questions(draft.revision)
    _must_have_been_asked(questions, given)
    for asked in questions:
        if asked.question.pk in given:
            _answer(draft, asked, given[asked.question.pk], by)
    drafts.say_age(draft=draft, age_band=age_band)
    drafts.permit(draft=draft, permission=permission)
    sent = responses.submit(draft=draft, now=now, channel=channel, group_size=group_size)
    sent.response.entered_by, sent.response.entered_by_label = by.ref, by.label
    sent.response.save(update_fields=["entered_by", "entered_by_label"])
    audit.record(verb="entered response", target=sent.response, by=by, channel=channel)
    return sent


def _answer(draft: Draft, asked: AskedQuestion, given: Mapping[str, Any], by: Acting) -> None:
    try:
        drafts.answer(draft=draft, question=asked.question, by=by, **given)
    except Refused as refused:
        # All questions stand on one page, so that a file that cannot be taken has to be found.
        words = {"number": asked.number, "problem": refused.message}
        raise Problems([_("Question %(number)s: %(problem)s") % words]) from refused


def shown(questions: tuple[AskedQuestion, ...], given: Given) -> set[int]:
    """The questions that are asked of somebody who answered like this, by their keys."""
    asked: set[int] = set()
    chosen: set[int] = set()
    for each in questions:
        if each.is_shown(chosen):
            asked.add(each.question.pk)
            chosen |= {option.pk for option in given.get(each.question.pk, {}).get("options", ())}
    return asked


def not_asked_words(asked: AskedQuestion) -> str:
    """What is said of an answer to a question that is not asked of everyone."""
    return _("Question %(number)s is only asked after another answer. Leave it empty, or change the answer before it.") % {
        "number": asked.number
    }


def _must_have_been_asked(questions: tuple[AskedQuestion, ...], given: Given) -> None:
    asked: Container[int] = shown(questions, given)
    problems = [not_asked_words(each) for each in questions if each.question.pk in given and each.question.pk not in asked]
    if problems:
        raise Problems(problems)


def _must_be_entered_like_this(channel: str, group_size: int) -> None:
    if channel not in ENTERED:
        raise Missing(_("Choose how it came: on paper, by phone or from a group."))
    if channel == Channel.GROUP and not SMALLEST_GROUP <= group_size <= LARGEST_GROUP:
        raise Missing(
            _("Say how many people said this together, from %(smallest)s to %(largest)s.")
            % {"smallest": SMALLEST_GROUP, "largest": LARGEST_GROUP}
        )
    if channel != Channel.GROUP and group_size != 1:
        raise Missing(_("Only a group has a number of people. One person on paper or on the phone is one."))


def _entered_before(token: str, now: dt.datetime) -> Sent | None:
    """What the same page became when it was sent the first time."""
    response = Response.objects.select_related("receipt").filter(sent_key=codes.token_hash(token)).first()
    if response is None:
        return None
    if response.received_at < now - policies.CODE_SHOWN_FOR:
        raise WrongState(_("This was typed in already, and its code is not shown again."))
    receipt = response.receipt
    return Sent(response, receipt, receipts.code_of(response, receipt))
