"""Send what was answered: the response, its answers, the receipt behind the code, and its place in the reading queue."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, WrongState
from coproduction.core.services import purge, reading
from feedback import codes
from feedback.enums import PUBLIC_OUTCOMES, Channel, ResponseState
from feedback.models import Answer, Draft, Receipt, Response
from feedback.queries import receipts
from groups.enums import Permission

# How long the page behind a code can be opened after it was answered.
RECEIPT_KEPT = dt.timedelta(days=365)


@dataclass(frozen=True)
class Sent:
    """What was sent. The code is shown to the person; the database keeps a keyed hash of it."""

    response: Response
    receipt: Receipt
    code: str


@transaction.atomic
def submit(
    *, draft: Draft, now: dt.datetime | None = None, needs_care: bool = False, channel: str = Channel.WEB, group_size: int = 1
) -> Sent:
    """Send a draft. Sending it twice gives one response and the same code.

    Raises `Missing` when a question that must be answered is not. Everything is saved or nothing is.
    """
    now = now or clock.now()
    locked = Draft.objects.select_for_update().select_related("revision__questionnaire").filter(pk=draft.pk).first()
    if locked is None:
        return _sent_before(draft)
    _must_be_whole(locked)
    questionnaire = locked.revision.questionnaire
    response = Response.objects.create(
        revision=locked.revision,
        received_at=now,
        channel=channel,
        group_size=group_size,
        age_band=locked.age_band,
        permission=locked.permission or Permission.ONLY_THE_IDEA,
        needs_care=needs_care,
        is_demonstration=questionnaire.is_demonstration,
        sent_key=locked.token_hash,
    )
    rows = list(locked.answers.order_by("pk"))
    Answer.objects.bulk_create(
        Answer(response=response, question_id=row.question_id, option_id=row.option_id, words=row.words)
        for row in rows
        if row.option_id or row.words
    )
    item = reading.arrive(
        target=response,
        kind=_("An answer"),
        about=questionnaire.title,
        words=" ".join(row.words for row in rows if row.words),
        now=now,
        is_demonstration=response.is_demonstration,
    )
    receipt, code = _receipt(response, questionnaire.title, now, item.due_at)
    locked.delete()
    return Sent(response, receipt, code)


def _must_be_whole(draft: Draft) -> None:
    answered = {row.question_id for row in draft.answers.all() if row.option_id or row.words}
    for number, question in enumerate(draft.revision.questions.all(), 1):
        if question.is_required and question.pk not in answered:
            raise Missing(_("Answer question %(number)s before you send.") % {"number": number})


def _receipt(response: Response, title: str, now: dt.datetime, due_at: dt.datetime) -> tuple[Receipt, str]:
    for attempt in range(codes.ATTEMPTS):
        code = codes.of(response.sent_key, attempt)
        try:
            with transaction.atomic():
                receipt = Receipt.objects.create(
                    code_hash=codes.hashed(code),
                    response=response,
                    questionnaire_title=title,
                    received_on=timezone.localtime(now).date(),
                    read_by=timezone.localtime(due_at).date(),
                    is_demonstration=response.is_demonstration,
                )
        except IntegrityError:
            # Someone has this code already: the next one.
            continue
        return receipt, code
    raise WrongState(_("We could not make a code just now. Nothing was lost: send it again."))


def _sent_before(draft: Draft) -> Sent:
    """What the same draft became when it was sent the first time."""
    response = Response.objects.select_related("receipt").filter(sent_key=draft.token_hash).first()
    if response is None:
        raise WrongState(_("These answers were thrown away or are more than 14 days old."))
    receipt = response.receipt
    return Sent(response, receipt, receipts.code_of(response, receipt))


@purge.register
def old_receipts(now: dt.datetime) -> int:
    """Receipts, twelve months after the newest public answer to what they stand for."""
    answered = Q(themes__outcomes__state__in=PUBLIC_OUTCOMES)
    newest = Receipt.objects.filter(state=ResponseState.ANSWERED).annotate(
        newest=Max("themes__outcomes__published_at", filter=answered),
    )
    keys = list(newest.filter(newest__lt=now - RECEIPT_KEPT).values_list("pk", flat=True))
    return Receipt.objects.filter(pk__in=keys).delete()[0]


@purge.register
def old_words(now: dt.datetime) -> int:
    """What people said, after two years. The receipt stays, so the page behind the code still says what came of it.

    What the safeguarding leads hold is never deleted by itself.
    """
    old = Response.objects.filter(received_at__lt=now - purge.TWO_YEARS, is_held=False)
    count = old.count()
    old.delete()
    return count
