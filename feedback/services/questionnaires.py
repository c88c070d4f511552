"""Write a questionnaire, open it, close it. Once it is open its questions stand; a change is a new revision."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Problems, WrongState
from coproduction.core.services import audit, publication
from feedback.enums import QUESTIONNAIRE_STEPS, WITH_OPTIONS, QuestionKind, QuestionnaireState
from feedback.models import Option, OptionWords, Question, Questionnaire, QuestionWords, Revision

# Three of the five faces are good ones, since children crowd the top of even scales.
FACES = (
    ("not-good", gettext_lazy("Not good")),
    ("ok", gettext_lazy("OK")),
    ("good", gettext_lazy("Good")),
    ("very-good", gettext_lazy("Very good")),
    ("brilliant", gettext_lazy("Brilliant")),
)
FEWEST_OPTIONS = 2


@dataclass(frozen=True)
class Asked:
    """One question as its author writes it. `key` never changes over revisions; it is made from the wording when empty."""

    kind: str
    wording: str
    hint: str = ""
    options: Sequence[str] = ()
    is_required: bool = False
    key: str = ""
    # For faces: words for a sixth choice such as "I was not there".
    instead: str = ""


@transaction.atomic
def draft(
    *, title: str, why: str, what_next: str, questions: Iterable[Asked], by: Acting, slug: str = "", **details: Any
) -> Questionnaire:
    """Write a questionnaire that nobody sees yet. `details` are fields of `Questionnaire`, such as `project` or `closes_at`."""
    questionnaire = Questionnaire.objects.create(
        slug=_free_slug(slug or title), title=title, why=why, what_next=what_next, origin=by.origin, **details
    )
    revision = Revision.objects.create(questionnaire=questionnaire, number=1)
    _write(revision, questions)
    audit.record(verb="drafted questionnaire", target=questionnaire, by=by)
    return questionnaire


@transaction.atomic
def change(
    *, questionnaire: Questionnaire, by: Acting, questions: Iterable[Asked] | None = None, **details: Any
) -> Questionnaire:
    """Change a questionnaire that was never open. Raises `WrongState` once it was: then only `revise` changes questions."""
    questionnaire = _locked(questionnaire)
    if questionnaire.state != QuestionnaireState.DRAFT:
        raise WrongState(_("This questionnaire is open or was open, so it stands as it is. Make a new revision instead."))
    for name, value in details.items():
        setattr(questionnaire, name, value)
    questionnaire.save()
    if questions is not None:
        revision = questionnaire.revisions.get(published_at__isnull=True)
        revision.questions.all().delete()
        _write(revision, questions)
    audit.record(verb="changed questionnaire", target=questionnaire, by=by)
    return questionnaire


@transaction.atomic
def open(*, questionnaire: Questionnaire, by: Acting, now: dt.datetime | None = None) -> Questionnaire:
    """Let the public answer. Raises `Missing` when it lacks a question, a closing date that is to come, or what happens next."""
    now = now or clock.now()
    questionnaire = _locked(questionnaire)
    _step(questionnaire, QuestionnaireState.OPEN)
    _ready_to_open(questionnaire, now)
    questionnaire.revisions.filter(published_at__isnull=True).update(published_at=now)
    questionnaire.state, questionnaire.opens_at = QuestionnaireState.OPEN, now
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
def revise(*, questionnaire: Questionnaire, questions: Iterable[Asked], by: Acting, now: dt.datetime | None = None) -> Revision:
    """Ask other questions from now on. Whoever is answering finishes the questions they began with."""
    questionnaire = _locked(questionnaire)
    if questionnaire.state != QuestionnaireState.OPEN:
        raise WrongState(_("Only a questionnaire that is open needs a new revision."))
    last = questionnaire.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = Revision.objects.create(questionnaire=questionnaire, number=last + 1, published_at=now or clock.now())
    _write(revision, questions)
    audit.record(verb="revised questionnaire", target=questionnaire, by=by, revision=revision.number)
    publication.bump()
    return revision


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    return Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)


def _step(questionnaire: Questionnaire, to: str) -> None:
    if to not in QUESTIONNAIRE_STEPS[questionnaire.state]:
        state = questionnaire.get_state_display()
        raise WrongState(_("This questionnaire has moved on. It stands at: %(state)s.") % {"state": state})


def _ready_to_open(questionnaire: Questionnaire, now: dt.datetime) -> None:
    if questionnaire.closes_at is None or questionnaire.closes_at <= now:
        raise Missing(_("Give a day on which it closes, and one that is still to come."))
    if not questionnaire.what_next.strip():
        raise Missing(_("Say what happens next with what people tell us."))
    newest = questionnaire.revisions.first()
    if newest is None or not newest.questions.exists():
        raise Missing(_("Add a question."))


def _write(revision: Revision, questions: Iterable[Asked]) -> None:
    """Write the questions of a revision, in their order. Raises `Problems` that name each question that is not whole."""
    asked = list(questions)
    problems = list(_problems(asked))
    if problems:
        raise Problems(problems)
    taken: set[str] = set()
    for order, each in enumerate(asked, 1):
        key = _free_key(each.key or each.wording, taken)
        question = Question.objects.create(revision=revision, key=key, kind=each.kind, order=order, is_required=each.is_required)
        QuestionWords.objects.create(question=question, wording=each.wording.strip(), hint=each.hint.strip())
        for place, (option_key, label) in enumerate(_options(each), 1):
            option = Option.objects.create(question=question, key=option_key, order=place)
            OptionWords.objects.create(option=option, label=label)


def _problems(asked: Sequence[Asked]) -> Iterable[str]:
    if not asked:
        yield _("Add a question.")
    for number, each in enumerate(asked, 1):
        if each.kind not in QuestionKind.values:
            yield _("Question %(number)s: choose what kind of question it is.") % {"number": number}
        if not each.wording.strip():
            yield _("Question %(number)s: write the question.") % {"number": number}
        if each.kind in WITH_OPTIONS and len(_options(each)) < FEWEST_OPTIONS:
            yield _("Question %(number)s: write two answers or more to choose from, one a line.") % {"number": number}


def _options(asked: Asked) -> list[tuple[str, str]]:
    if asked.kind == QuestionKind.FACES:
        return [(key, str(label)) for key, label in FACES] + ([("not-there", asked.instead)] if asked.instead else [])
    if asked.kind not in WITH_OPTIONS:
        return []
    taken: set[str] = set()
    return [(_free_key(label, taken), label.strip()[:160]) for label in asked.options if label.strip()]


def _free_key(text: str, taken: set[str]) -> str:
    stem = slugify(text)[:34].strip("-") or "answer"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    taken.add(key)
    return key


def _free_slug(text: str) -> str:
    stem = slugify(text)[:70].strip("-") or "questionnaire"
    slug, number = stem, 2
    while Questionnaire.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
