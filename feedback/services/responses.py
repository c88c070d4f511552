"""Send what was answered: the response, its answers, the receipt behind the code, and its place in the reading queue."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, WrongState
from coproduction.core.services import purge, reading
from feedback import codes, policies
from feedback.enums import ENTERED, PUBLIC_OUTCOMES, Channel, QuestionKind, ResponseState
from feedback.models import Answer, Draft, DraftAnswer, FeedbackRequest, Receipt, Response
from feedback.queries import receipts
from feedback.queries.sent_files import asked_for
from feedback.services import sent_files
from groups.enums import Permission

# How long the page behind a code can be opened after it was answered.
RECEIPT_KEPT = dt.timedelta(days=365)


@dataclass(frozen=True)
class Sent:
    """What was sent. The code is shown to the person; the database keeps a keyed hash of it."""

    response: Response
    receipt: Receipt
    code: str


def submit(
    *,
    draft: Draft,
    now: dt.datetime | None = None,
    needs_care: bool = False,
    channel: str = Channel.WEB,
    group_size: int = 1,
    token: str = "",
) -> Sent:
    """Send a draft: the answers to the questions that are asked. Sending it twice gives one response and the same code.

    `token` is that of the browser that sends, when it is not the one that began: there the code can be shown again.
    Raises `Missing` when a question that must be answered is not. Everything is saved or nothing is.
    """
    now, sent_key = now or clock.now(), _sent_key(draft, token)
    for attempt in range(codes.ATTEMPTS):
        code = codes.of(sent_key, attempt)
        try:
            return _send(draft, sent_key, code, now, needs_care=needs_care, channel=channel, group_size=group_size)
        except IntegrityError:
            # Someone has this code already: everything once more, with the next one.
            if not Receipt.objects.filter(code_hash=codes.hashed(code)).exists():
                raise
    raise WrongState(_("We could not make a code just now. Nothing was lost: send it again."))


@transaction.atomic
def _send(draft: Draft, sent_key: str, code: str, now: dt.datetime, *, needs_care: bool, channel: str, group_size: int) -> Sent:
    """All that is saved of what was sent, with this code for it. Raises `IntegrityError` when somebody has that one."""
    if draft.asked_by_id:
        # Locked before the draft, as where one is begun, so that two who press at once never wait for each other.
        FeedbackRequest.objects.select_for_update().filter(pk=draft.asked_by_id).first()
    # The draft alone is locked: others who answer the same questions send at the same moment.
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        return _sent_before(draft)
    # A draft never changes its questions, so what was read with it holds.
    locked.revision = draft.revision
    given = [row for row in locked.answers.order_by("pk") if row.is_answer]
    rows = _asked_for(locked, given, sends_files=channel in ENTERED or asked_for(locked))
    questionnaire = locked.revision.questionnaire
    response = Response.objects.create(
        revision=locked.revision,
        received_at=now,
        channel=channel,
        language=locked.language,
        is_easy=locked.is_easy,
        speaks_for=locked.speaks_for,
        organisation=locked.organisation,
        group_size=group_size,
        age_band=locked.age_band,
        permission=locked.permission or Permission.ONLY_THE_IDEA,
        needs_care=needs_care,
        is_demonstration=questionnaire.is_demonstration,
        sent_key=sent_key,
    )
    Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=row.question_id,
            option_id=row.option_id,
            words=row.words,
            number=row.number,
            day=row.day,
            place=row.place,
            file_id=row.file_id,
        )
        for row in rows
    )
    stored = {row.file_id for row in rows if row.file_id}
    if stored:
        sent_files.hand_on(stored=stored, response=response)
    item = reading.arrive(
        target=response,
        kind=_kind(),
        about=questionnaire.title,
        words=" ".join(words for words in (locked.organisation, *(row.words for row in rows)) if words),
        now=now,
        is_demonstration=response.is_demonstration,
        has_file=bool(stored),
        is_new=True,
    )
    receipt = _receipt(response, code, questionnaire.title, now, item.due_at)
    if locked.asked_by_id:
        # That they answered, and no more: neither when, nor anything that leads from the request to what was sent.
        FeedbackRequest.objects.filter(pk=locked.asked_by_id).update(is_answered=True)
    # What was sent for a question that is not asked any more goes with the draft.
    unsent = {row.file_id for row in given if row.file_id} - stored
    locked.delete()
    if unsent:
        sent_files.throw_away(stored=unsent)
    return Sent(response, receipt, code)


def _kind() -> str:
    """What readers are told it is: in English, in whatever language it was sent."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("An answer")


def _asked_for(draft: Draft, given: list[DraftAnswer], *, sends_files: bool) -> list[DraftAnswer]:
    """Those of the answers given whose questions are asked. Raises `Missing` when one that must be answered is not."""
    waits: dict[int, list[int]] = {}
    required: set[int] = set()
    put = draft.revision.questions.all() if sends_files else draft.revision.questions.exclude(kind=QuestionKind.FILE)
    # A question that waits for several options stands here once for each.
    for pk, kind, is_required, waits_for in put.values_list("pk", "kind", "is_required", "shown_if"):
        waits.setdefault(pk, []).extend([] if waits_for is None else [waits_for])
        if is_required and kind != QuestionKind.STATEMENT:
            required.add(pk)
    chosen: dict[int, set[int]] = {}
    for row in given:
        chosen.setdefault(row.question_id, set()).update([row.option_id] if row.option_id else [])
    asked = policies.still_asked(waits.items(), chosen)
    for number, pk in enumerate(asked, 1):
        if pk in required and pk not in chosen:
            raise Missing(_("Answer question %(number)s before you send.") % {"number": number})
    return [row for row in given if row.question_id in asked]


def _sent_key(draft: Draft, token: str) -> str:
    """The key of the browser that sends: of the one that began, or of the one that went on with the four words."""
    hashed = codes.token_hash(token) if token else ""
    return hashed if hashed and hashed == draft.return_hash else draft.token_hash


def _receipt(response: Response, code: str, title: str, now: dt.datetime, due_at: dt.datetime) -> Receipt:
    return Receipt.objects.create(
        code_hash=codes.hashed(code),
        response=response,
        questionnaire_title=title,
        received_on=timezone.localtime(now).date(),
        read_by=timezone.localtime(due_at).date(),
        is_demonstration=response.is_demonstration,
    )


def _sent_before(draft: Draft) -> Sent:
    """What the same draft became when it was sent the first time."""
    keys = [key for key in (draft.token_hash, draft.return_hash) if key]
    response = Response.objects.select_related("receipt").filter(sent_key__in=keys).first()
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
    """What people said and the files they sent, after two years. The receipt stays, so the page behind the code still says what came of it.

    What the safeguarding leads hold is never deleted by itself.
    """
    old = Response.objects.filter(received_at__lt=now - purge.TWO_YEARS, is_held=False)
    count, stored = old.count(), sent_files.of_responses(old)
    old.delete()
    sent_files.throw_away(stored=stored)
    return count
