"""Write a questionnaire, have it tested, open it, close it. Once it is open its questions stand; a change is a new revision."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, NotAllowed, Problems, WrongState
from coproduction.core.services import audit, publication
from feedback.enums import QUESTIONNAIRE_STEPS, QuestionnaireState
from feedback.models import Questionnaire, Revision, Trial
from feedback.queries import building
from feedback.services import carried_words
from feedback.services import questions as writing
from feedback.services.questions import Asked as Asked
from feedback.services.questions import CameSecond as CameSecond
from feedback.services.questions import ShownIf as ShownIf

# What may still change of the first page once it was open: until when, and when people hear what came of it.
_DATES = frozenset({"closes_at", "answer_by"})

# Words that stand in the place of a questionnaire in the addresses of answering.
RESERVED = frozenset({"go-on"})


@transaction.atomic
def draft(
    *, title: str, why: str, what_next: str, by: Acting, questions: Iterable[Asked] = (), slug: str = "", **details: Any
) -> Questionnaire:
    """Write a questionnaire that nobody sees yet. `details` are fields of `Questionnaire`, such as `project` or `closes_at`."""
    questionnaire = Questionnaire.objects.create(
        slug=_free_slug(slug or title), title=title, why=why, what_next=what_next, origin=by.origin, **details
    )
    revision = Revision.objects.create(questionnaire=questionnaire, number=1)
    writing.write(revision=revision, asked=questions, by=by)
    audit.record(verb="drafted questionnaire", target=questionnaire, by=by)
    return questionnaire


@transaction.atomic
def copy(*, questionnaire: Questionnaire, by: Acting) -> Questionnaire:
    """Write a new one that asks the same: same words, same questions, same keys. What was agreed for the other one is not taken over:
    its days, what it asks about and its data-protection reference. Its languages come along, and none is open."""
    newest = questionnaire.revisions.order_by("-number").first()
    made = draft(
        title=_("%(title)s (copy)") % {"title": questionnaire.title[:150]},
        why=questionnaire.why,
        what_next=questionnaire.what_next,
        questions=writing.as_written(newest) if newest else (),
        by=by,
        audience=questionnaire.audience,
        privacy=questionnaire.privacy,
        asks_equality=questionnaire.asks_equality,
        invited_only=questionnaire.invited_only,
        project=questionnaire.project,
        body=questionnaire.body,
    )
    carried_words.copy(questionnaire, made)
    return made


@transaction.atomic
def change(
    *, questionnaire: Questionnaire, by: Acting, questions: Iterable[Asked] | None = None, seen: str | None = None, **details: Any
) -> Questionnaire:
    """Change the first page of a draft, and its questions when they are given. `seen` is `queries.building.stamp` as the page had it.

    Raises `WrongState` once it was open: then only the days change, and questions by `revise`; `CameSecond` when somebody was quicker.
    """
    questionnaire = _locked(questionnaire)
    if questionnaire.state != QuestionnaireState.DRAFT and (questions is not None or not details.keys() <= _DATES):
        raise WrongState(_("This questionnaire is open or was open, so it stands as it is. Make a new revision instead."))
    if seen not in (None, building.stamp(questionnaire)):
        raise CameSecond(
            _("Somebody else changed this while you were writing, so it is not saved yet. Compare the two, and save again.")
        )
    for name, value in details.items():
        setattr(questionnaire, name, value)
    if questionnaire.state == QuestionnaireState.OPEN:
        _dates_must_hold(questionnaire, clock.now())
    questionnaire.save()
    if questions is not None:
        writing.write(revision=questionnaire.revisions.get(published_at__isnull=True), asked=questions, by=by)
    audit.record(verb="changed questionnaire", target=questionnaire, by=by)
    if questionnaire.state != QuestionnaireState.DRAFT:
        publication.bump()
    return questionnaire


@transaction.atomic
def try_out(*, questionnaire: Questionnaire, by: Acting, seen: str | None = None, now: dt.datetime | None = None) -> Trial:
    """Say that one went through the questions that nobody is asked yet. `seen` is `questions.stamp_of_all` as the page showed them.

    Raises `NotAllowed` for whoever wrote them, `WrongState` when there is nothing to test, `CameSecond` when they were changed since.
    """
    revision = building.draft_revision(_locked(questionnaire)) or _tested_again(questionnaire)
    asked = writing.as_written(revision)
    if revision.written_by == by.ref:
        raise NotAllowed(_("You wrote these questions, so someone else has to test them."))
    if not asked:
        raise WrongState(_("There is no question to test yet."))
    if seen not in (None, writing.stamp_of_all(asked)):
        raise CameSecond(_("The questions were changed in the meantime. Please go through them again."))
    Trial.objects.filter(revision=revision).delete()
    trial = Trial.objects.create(revision=revision, at=now or clock.now(), by_ref=by.ref, by_label=by.label)
    audit.record(verb="tested questionnaire", target=questionnaire, by=by, revision=revision.number)
    return trial


@transaction.atomic
def open(*, questionnaire: Questionnaire, by: Acting, now: dt.datetime | None = None) -> Questionnaire:
    """Let the public answer, at once or from the day that was set for it. Raises `Problems` that name everything it still lacks; see `queries.building.needed_to_open`."""
    now = now or clock.now()
    questionnaire = _locked(questionnaire)
    _step(questionnaire, QuestionnaireState.OPEN)
    _must_stand(building.needed_to_open(questionnaire, now))
    questionnaire.revisions.filter(published_at__isnull=True).update(published_at=now)
    questionnaire.state = QuestionnaireState.OPEN
    questionnaire.opens_at = max(now, questionnaire.opens_at or now)
    questionnaire.save(update_fields=["state", "opens_at"])
    audit.record(verb="opened questionnaire", target=questionnaire, by=by)
    publication.bump()
    return questionnaire


@transaction.atomic
def close(*, questionnaire: Questionnaire, by: Acting, now: dt.datetime | None = None) -> Questionnaire:
    """Stop taking answers. What is on its way still arrives for half an hour."""
    now = now or clock.now()
    questionnaire = _locked(questionnaire)
    _step(questionnaire, QuestionnaireState.CLOSED)
    questionnaire.state, questionnaire.closes_at = QuestionnaireState.CLOSED, now
    questionnaire.save(update_fields=["state", "closes_at"])
    audit.record(verb="closed questionnaire", target=questionnaire, by=by)
    publication.bump()
    return questionnaire


@transaction.atomic
def revise(*, questionnaire: Questionnaire, questions: Iterable[Asked], by: Acting) -> Revision:
    """Write other questions for one that was opened. Nobody is asked them until somebody else tested them and `publish` is called."""
    questionnaire = _locked(questionnaire)
    if questionnaire.state == QuestionnaireState.DRAFT:
        raise WrongState(_("Only a questionnaire that is open needs a new revision."))
    revision = writing.working_revision(questionnaire)
    writing.write(revision=revision, asked=questions, by=by)
    audit.record(verb="revised questionnaire", target=questionnaire, by=by, revision=revision.number)
    return revision


@transaction.atomic
def publish(*, questionnaire: Questionnaire, by: Acting, now: dt.datetime | None = None) -> Revision:
    """Ask the changed questions from now on. Whoever is answering finishes the questions they began with."""
    questionnaire = _locked(questionnaire)
    revision = building.draft_revision(questionnaire)
    if questionnaire.state != QuestionnaireState.OPEN or revision is None:
        raise WrongState(_("There are no changed questions to publish."))
    needed = building.needed_to_open(questionnaire, now)
    _must_stand(need for need in needed if need.name in ("questions", "trial"))
    revision.published_at = now or clock.now()
    revision.save(update_fields=["published_at"])
    audit.record(verb="published questions", target=questionnaire, by=by, revision=revision.number)
    publication.bump()
    return revision


@transaction.atomic
def throw_away(*, questionnaire: Questionnaire, by: Acting) -> None:
    """Throw away the changed questions that nobody was asked yet; those that people are asked stay."""
    questionnaire = _locked(questionnaire)
    revision = building.draft_revision(questionnaire)
    if questionnaire.state == QuestionnaireState.DRAFT or revision is None:
        raise WrongState(_("There are no changed questions to throw away."))
    number = revision.number
    writing.write(revision=revision, asked=(), by=by)
    revision.delete()
    audit.record(verb="threw away changed questions", target=questionnaire, by=by, revision=number)


@transaction.atomic
def delete(*, questionnaire: Questionnaire, by: Acting) -> None:
    """Delete a draft with its questions and their pictures. Raises `WrongState` for one that was ever open: people answered it."""
    questionnaire = _locked(questionnaire)
    if questionnaire.state != QuestionnaireState.DRAFT or questionnaire.revisions.filter(published_at__isnull=False).exists():
        raise WrongState(_("This questionnaire is open or was open, so it stays. You can close it."))
    audit.record(verb="deleted draft questionnaire", target=questionnaire, by=by)
    for revision in questionnaire.revisions.all():
        # Pictures that nothing else shows go with their questions.
        writing.write(revision=revision, asked=(), by=by)
    questionnaire.delete()


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    return Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)


def _step(questionnaire: Questionnaire, to: str) -> None:
    if to not in QUESTIONNAIRE_STEPS[questionnaire.state]:
        state = questionnaire.get_state_display()
        raise WrongState(_("This questionnaire has moved on. It stands at: %(state)s.") % {"state": state})


def _must_stand(needed: Iterable[building.Needed]) -> None:
    missing = [need.missing for need in needed if not need.is_done]
    if missing:
        raise Problems(missing)


def _dates_must_hold(questionnaire: Questionnaire, now: dt.datetime) -> None:
    """An open questionnaire keeps a last day that is to come, with somebody on turn on each day until then."""
    _must_stand(need for need in building.needed_to_open(questionnaire, now) if need.name in ("closes", "cover"))


def _tested_again(questionnaire: Questionnaire) -> Revision:
    """The questions of a closed questionnaire, which somebody goes through before it is opened again."""
    newest = questionnaire.revisions.order_by("-number").first()
    if questionnaire.state != QuestionnaireState.CLOSED or newest is None:
        raise Missing(_("There are no changed questions to test."))
    return newest


def _free_slug(text: str) -> str:
    stem = slugify(text)[:70].strip("-") or "questionnaire"
    slug, number = stem, 2
    while slug in RESERVED or Questionnaire.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
