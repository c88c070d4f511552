"""Translate a questionnaire: begin a language, write its words piece by piece, let people choose it, close it, remove it.

People choose a language only when every word is there, made from the English as it stands, the fixed words of the pages too, and
somebody who speaks it has read the pages. While it is open the words that people read stand.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Problems, WrongState
from coproduction.core.services import audit, publication
from feedback import languages
from feedback.languages import ENGLISH
from feedback.models import OptionWords, Question, Questionnaire, QuestionWords, Revision, Translation
from feedback.queries import translations as queries
from feedback.queries.translations import FIRST_PAGE, OF_QUESTION, OPTION, Piece, Whole
from feedback.services.questions import CameSecond


@transaction.atomic
def begin(*, questionnaire: Questionnaire, language: str, by: Acting) -> Translation:
    """Begin to translate into this language. One that was begun already is given as it stands. Raises `Missing` for one not known."""
    if languages.of(language) is None:
        raise Missing(_("Choose one of the languages in the list."))
    locked = _locked(questionnaire)
    row, is_new = Translation.objects.get_or_create(questionnaire=locked, language=language)
    if is_new:
        audit.record(verb="began language", target=locked, by=by, language=language)
    return row


@transaction.atomic
def write(
    *, questionnaire: Questionnaire, language: str, key: str, words: Mapping[str, str], by: Acting, seen: str | None = None
) -> None:
    """Write the words of one piece, by the names of its texts: the first page (without a key), or a question with its answers.

    What is left empty is to be done. `seen` is `queries.translations.stamp` as the page showed it. Raises `CameSecond` when the English
    or the translation was changed since, `WrongState` while people read these words, `Problems` when words are too long, or are to be
    taken away though people were asked in the language.
    """
    locked = _locked(questionnaire)
    whole = _begun(locked, language)
    piece = whole.piece(key)
    if piece is None:
        raise Missing(_("Somebody else removed this question in the meantime. Nothing was saved."))
    if seen not in (None, queries.stamp(piece)):
        raise CameSecond(
            _(
                "Somebody else changed this while you were writing, so it is not saved yet. Look at what stands now, and save again."
            )
        )
    if piece.is_frozen:
        raise WrongState(_("People read these words now. Close the language first, then change them."))
    said = {text.name: words.get(text.name, "").strip() for text in piece.texts}
    _check(locked, whole, piece, said)
    if key:
        _put_question(locked, whole, key, said)
    else:
        _put_first_page(locked, whole.translation, said)
    audit.record(verb="translated", target=locked, by=by, language=language, piece=key or "first page")
    if whole.is_open:
        publication.bump()


@transaction.atomic
def open(
    *,
    questionnaire: Questionnaire,
    language: str,
    has_been_read: bool,
    by: Acting,
    seen: str | None = None,
    now: dt.datetime | None = None,
) -> Translation:
    """Let people choose this language. `has_been_read`: somebody who speaks it read the pages as people will see them.

    Raises `Problems` that name everything missing, `CameSecond` when words changed since the page was shown (`seen` is
    `queries.translations.stamp_of_all` of what people are asked), `WrongState` when it is open already.
    """  # fmt: skip
    locked = _locked(questionnaire)
    whole = queries.shown(locked, language) or _not_begun()
    if whole.is_open:
        raise WrongState(_("This language is open already."))
    problems = whole.missing
    if not has_been_read:
        problems.append(_("Ask someone who speaks %(language)s to read the pages, then tick that they did.") % _named(whole))
    if problems:
        raise Problems(problems)
    if seen not in (None, queries.stamp_of_all(whole)):
        raise CameSecond(_("The words were changed in the meantime. Please have the pages read again before you open it."))
    row = whole.translation
    row.opened_at, row.opened_by, row.opened_by_label = now or clock.now(), by.ref, by.label
    row.save(update_fields=["opened_at", "opened_by", "opened_by_label"])
    audit.record(verb="opened language", target=locked, by=by, language=language)
    publication.bump()
    return row


@transaction.atomic
def close(*, questionnaire: Questionnaire, language: str, by: Acting) -> Translation:
    """Offer this language no more, and let its words be changed. Whoever is answering in it finishes in it."""
    locked = _locked(questionnaire)
    row = _begun(locked, language).translation
    if row.opened_at is None:
        raise WrongState(_("This language is not open."))
    row.opened_at, row.opened_by, row.opened_by_label = None, "", ""
    row.save(update_fields=["opened_at", "opened_by", "opened_by_label"])
    audit.record(verb="closed language", target=locked, by=by, language=language)
    publication.bump()
    return row


@transaction.atomic
def remove(*, questionnaire: Questionnaire, language: str, by: Acting) -> None:
    """Throw a language away with all its words. Raises `WrongState` while it is open, and once anybody was asked in it."""
    locked = _locked(questionnaire)
    whole = _begun(locked, language)
    if whole.is_open:
        raise WrongState(_("Close the language first, then remove it."))
    if queries.was_asked(locked, language):
        raise WrongState(_("People have answered in %(language)s, so its words stay.") % _named(whole))
    QuestionWords.objects.filter(question__revision__questionnaire=locked, language=language).delete()
    OptionWords.objects.filter(option__question__revision__questionnaire=locked, language=language).delete()
    whole.translation.delete()
    audit.record(verb="removed language", target=locked, by=by, language=language)


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    return Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)


def _begun(questionnaire: Questionnaire, language: str) -> Whole:
    return queries.whole(questionnaire, language) or _not_begun()


def _not_begun() -> Whole:
    raise Missing(_("Somebody else removed this language in the meantime. Nothing was saved."))


def _named(whole: Whole) -> dict[str, str]:
    return {"language": whole.language.english}


def _check(questionnaire: Questionnaire, whole: Whole, piece: Piece, said: Mapping[str, str]) -> None:
    problems = [
        _("%(text)s: use %(most)s characters or fewer.") % {"text": text.label, "most": text.longest}
        for text in piece.texts
        if len(said[text.name]) > text.longest
    ]
    emptied = [text.label for text in piece.texts if text.words.strip() and not said[text.name]]
    if emptied and queries.was_asked(questionnaire, whole.language.code):
        problems += [
            _("%(text)s: people are asked in %(language)s, so do not leave it empty.") % {"text": label, **_named(whole)}
            for label in emptied
        ]
    if problems:
        raise Problems(problems)


def _put_first_page(questionnaire: Questionnaire, row: Translation, said: Mapping[str, str]) -> None:
    for name in FIRST_PAGE:
        setattr(row, name, said.get(name, ""))
    row.made_from = queries.of_first_page(questionnaire)
    row.save(update_fields=[*FIRST_PAGE, "made_from"])


def _put_question(questionnaire: Questionnaire, whole: Whole, key: str, said: Mapping[str, str]) -> None:
    """Write it beside the newest question, and beside the one that people are asked when it says the same and is not read now."""
    newest = questionnaire.revisions.order_by("-number").first()
    asked = questionnaire.asked_now()
    _put(newest, key, whole.language.code, said)
    if asked is None or asked == newest:
        return
    now = queries.shown(questionnaire, whole.language.code)
    piece, before = (now.piece(key) if now else None), whole.piece(key)
    if piece and before and piece.english == before.english and not (whole.is_open and piece.is_done):
        _put(asked, key, whole.language.code, said)


def _put(revision: Revision | None, key: str, code: str, said: Mapping[str, str]) -> None:
    question = Question.objects.get(revision=revision, key=key)
    own = {name: said.get(name, "") for name in OF_QUESTION}
    if any(own.values()):
        made_from = queries.of_words(question.words.get(language=ENGLISH))
        QuestionWords.objects.update_or_create(question=question, language=code, defaults={**own, "made_from": made_from})
    else:
        question.words.filter(language=code).delete()
    for words in OptionWords.objects.filter(option__question=question, language=ENGLISH).select_related("option"):
        label = said.get(f"{OPTION}{words.option.key}", "")
        if label:
            made = {"label": label, "made_from": queries.fingerprint(words.label)}
            OptionWords.objects.update_or_create(option=words.option, language=code, defaults=made)
        else:
            words.option.words.filter(language=code).delete()
