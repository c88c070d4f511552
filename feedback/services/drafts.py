"""Answers that are being given. Nobody reads a draft; it goes when it is sent, thrown away, or 14 days old."""

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, WrongState
from coproduction.core.services import purge as purging
from feedback import codes
from feedback.models import Draft, DraftAnswer, Option, Question, Questionnaire
from feedback.models.drafts import KEPT_FOR
from groups.enums import AgeBand, Permission


@transaction.atomic
def begin(*, questionnaire: Questionnaire, now: dt.datetime | None = None) -> tuple[Draft, str]:
    """Begin to answer the questions as they stand now. Gives the draft and the random token that its cookie holds."""
    now = now or clock.now()
    revision = questionnaire.revisions.filter(published_at__isnull=False).first()
    if revision is None:
        raise WrongState(_("This questionnaire is not open yet."))
    token = secrets.token_urlsafe(32)
    draft = Draft.objects.create(token_hash=codes.token_hash(token), revision=revision, started_at=now, expires_at=now + KEPT_FOR)
    return draft, token


@transaction.atomic
def answer(*, draft: Draft, question: Question, options: Iterable[Option] = (), words: str = "") -> None:
    """Keep the answer to one question, in place of the one before. Neither options nor words: it was skipped."""
    draft = _locked(draft)
    if question.revision_id != draft.revision_id:
        raise Missing(_("That question is not part of what you are answering."))
    draft.answers.filter(question=question).delete()
    chosen = list(options)
    if any(option.question_id != question.pk for option in chosen):
        raise Missing(_("Choose one of the answers in the list."))
    rows = [DraftAnswer(draft=draft, question=question, option=option) for option in chosen]
    if words.strip() or not rows:
        rows.append(DraftAnswer(draft=draft, question=question, words=words.strip()))
    DraftAnswer.objects.bulk_create(rows)


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
    """Throw away what was answered, at once."""
    Draft.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def purge(*, now: dt.datetime | None = None) -> int:
    """Delete the drafts whose 14 days are over. Gives how many there were."""
    old = Draft.objects.filter(expires_at__lte=now or clock.now())
    count = old.count()
    old.delete()
    return count


@purging.register
def old_drafts(now: dt.datetime) -> int:
    """Unfinished answers, after 14 days."""
    return purge(now=now)


def _locked(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise WrongState(_("These answers were sent or thrown away already."))
    return found
