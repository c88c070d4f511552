"""Answers that are being given. Nobody reads a draft; it goes when it is sent, thrown away, or 14 days old."""

import datetime as dt
import secrets
from collections.abc import Iterable
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, WrongState
from coproduction.core.services import purge as purging
from feedback import codes
from feedback.enums import QuestionKind, SpeaksFor
from feedback.languages import ENGLISH
from feedback.models import Draft, DraftAnswer, FeedbackRequest, Option, Question, Questionnaire
from feedback.models.drafts import KEPT_FOR
from feedback.queries import requests
from feedback.queries.sent_files import asked_for
from feedback.services import sent_files
from groups.enums import AgeBand, Permission

_NOT_ASKED = gettext_lazy("That question is not part of what you are answering.")


@transaction.atomic
def begin(
    *,
    questionnaire: Questionnaire,
    now: dt.datetime | None = None,
    is_easy: bool = False,
    speaks_for: str = SpeaksFor.SELF,
    organisation: str = "",
    language: str = ENGLISH,
    asked_by: FeedbackRequest | None = None,
) -> tuple[Draft, str]:
    """Begin to answer the questions as they stand now. Gives the draft and the random token that its cookie holds.

    `asked_by` is the request whose link was opened. It has one draft: what was begun with it goes on. Raises `WrongState` once
    it was used.
    """
    now = now or clock.now()
    if asked_by is not None and (begun := _begun_with(asked_by, now)):
        return begun, take_up(draft=begun)
    revision = questionnaire.asked_now()
    if revision is None:
        raise WrongState(_("This questionnaire is not open yet."))
    token = secrets.token_urlsafe(32)
    draft = Draft.objects.create(
        token_hash=codes.token_hash(token),
        revision=revision,
        started_at=now,
        expires_at=now + KEPT_FOR,
        is_easy=is_easy,
        speaks_for=SpeaksFor(speaks_for),
        organisation=organisation if speaks_for == SpeaksFor.ORGANISATION else "",
        language=language,
        asked_by=asked_by,
    )
    return draft, token


def _begun_with(asked_by: FeedbackRequest, now: dt.datetime) -> Draft | None:
    """The draft of this request, which is locked: whoever presses twice waits here. What has run out makes room for another one."""
    locked = FeedbackRequest.objects.select_for_update().filter(pk=asked_by.pk).first()
    if locked is None or locked.is_answered:
        raise WrongState(_("This link was used already."))
    Draft.objects.filter(asked_by=locked, expires_at__lte=now).delete()
    return requests.draft_of(locked, now)


@transaction.atomic
def take_up(*, draft: Draft) -> str:
    """Go on with a draft in one more browser: gives a random token for its cookie. Four words given before end.

    The browser that began keeps its own. Nothing about the request stands in the token, so what is sent does not know of it.
    """
    draft = _locked(draft)
    token = secrets.token_urlsafe(32)
    draft.return_hash = codes.token_hash(token)
    draft.save(update_fields=["return_hash"])
    return token


@transaction.atomic
def answer(
    *,
    draft: Draft,
    question: Question,
    options: Iterable[Option] = (),
    words: str = "",
    number: Decimal | None = None,
    day: dt.date | None = None,
    upload: UploadedFile | None = None,
    by: Acting | None = None,
) -> None:
    """Keep the answer to one question, in place of the one before; the options of a ranking come in their order, the first one first.

    None of them: it was skipped, or there was nothing to answer. Without an `upload`, a file that was sent before stays. `by` is
    whoever types it in for somebody else. Raises `Missing` for a question that is not asked here, `Refused` for what cannot be kept.
    """
    draft = _locked(draft)
    if question.revision_id != draft.revision_id:
        raise Missing(str(_NOT_ASKED))
    if question.kind == QuestionKind.FILE:
        _answer_with_file(draft, question, upload, by)
        return
    draft.answers.filter(question=question).delete()
    chosen = list(options)
    if any(option.question_id != question.pk for option in chosen):
        raise Missing(_("Choose one of the answers in the list."))
    is_ranked = question.kind == QuestionKind.RANKING
    rows = [
        DraftAnswer(draft=draft, question=question, option=option, place=place if is_ranked else None)
        for place, option in enumerate(chosen, 1)
    ]
    if words.strip() or not rows:
        rows.append(DraftAnswer(draft=draft, question=question, words=words.strip(), number=number, day=day))
    DraftAnswer.objects.bulk_create(rows)


def _answer_with_file(draft: Draft, question: Question, upload: UploadedFile | None, by: Acting | None) -> None:
    if by is None and not asked_for(draft):
        raise Missing(str(_NOT_ASKED))
    before = _files_in(draft, question)
    if before and upload is None:
        return
    kept = sent_files.keep(upload=upload, by=by) if upload else None
    draft.answers.filter(question=question).delete()
    DraftAnswer.objects.create(draft=draft, question=question, file=kept)
    sent_files.throw_away(stored=before)


@transaction.atomic
def take_file_away(*, draft: Draft, question: Question) -> None:
    """Delete the file that was sent for this question, at once and for good."""
    draft = _locked(draft)
    before = _files_in(draft, question)
    draft.answers.filter(question=question).delete()
    sent_files.throw_away(stored=before)


def _files_in(draft: Draft, question: Question) -> list[int]:
    rows = draft.answers.filter(question=question).values_list("file", flat=True)
    return [key for key in rows if key is not None]


@transaction.atomic
def prefer(
    *, draft: Draft, is_easy: bool | None = None, speaks_for: str = "", organisation: str = "", language: str = ""
) -> Draft:
    """Keep how and in which language someone reads it, and whose answer it is; what is not said stays as it stands.

    Nothing that was answered changes.
    """
    draft = _locked(draft)
    if is_easy is not None:
        draft.is_easy = is_easy
    if speaks_for:
        draft.speaks_for = SpeaksFor(speaks_for)
        draft.organisation = organisation if speaks_for == SpeaksFor.ORGANISATION else ""
    draft.language = language or draft.language
    draft.save(update_fields=["is_easy", "speaks_for", "organisation", "language"])
    return draft


@transaction.atomic
def give_return_words(*, draft: Draft) -> str:
    """Give the four words with which these answers are found again on another device. Words given before end."""
    draft = _locked(draft)
    for _attempt in range(codes.ATTEMPTS):
        words = codes.new_return_words()
        hashed = codes.token_hash(codes.return_token(words))
        if not Draft.objects.filter(return_hash=hashed).exists():
            draft.return_hash = hashed
            draft.save(update_fields=["return_hash"])
            return words
    raise WrongState(_("We could not make the words just now. Nothing was lost: try again."))


@transaction.atomic
def say_age(*, draft: Draft, age_band: str) -> None:
    """Keep the age band, or that it was not said."""
    draft = _locked(draft)
    draft.age_band = AgeBand(age_band)
    draft.save(update_fields=["age_band"])


@transaction.atomic
def permit(*, draft: Draft, permission: str) -> None:
    """Keep what we may do with the words."""
    draft = _locked(draft)
    draft.permission = Permission(permission)
    draft.save(update_fields=["permission"])


@transaction.atomic
def discard(*, draft: Draft) -> None:
    """Throw away what was answered, and the files that were sent, at once."""
    _delete(Draft.objects.filter(pk=draft.pk))


@transaction.atomic
def purge(*, now: dt.datetime | None = None) -> int:
    """Delete the drafts whose 14 days are over, with their files. Gives how many there were."""
    return _delete(Draft.objects.filter(expires_at__lte=now or clock.now()))


def _delete(drafts: QuerySet[Draft]) -> int:
    """Delete drafts that nobody can answer or send meanwhile."""
    gone = list(drafts.select_for_update())
    stored = sent_files.of_drafts(gone)
    Draft.objects.filter(pk__in=[draft.pk for draft in gone]).delete()
    sent_files.throw_away(stored=stored)
    return len(gone)


@purging.register
def old_drafts(now: dt.datetime) -> int:
    """Unfinished answers, after 14 days."""
    return purge(now=now)


def _locked(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise WrongState(_("These answers were sent or thrown away already."))
    return found
