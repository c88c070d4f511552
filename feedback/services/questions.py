"""The questions of a questionnaire as their author writes them: added, changed, moved and removed, one revision at a time.

Questions that were published never change. What an officer changes is the revision that nobody is asked yet; it is copied from the
newest one as soon as there is something to change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, Prefetch
from django.utils.crypto import salted_hmac
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.actors import Acting
from coproduction.core.enums import Audience
from coproduction.core.errors import Missing, Problems, Refused, WrongState
from coproduction.core.models import StoredFile
from coproduction.core.services import audit, files
from feedback import policies
from feedback.enums import LEADS_ON, WITH_OPTIONS, QuestionKind
from feedback.languages import ENGLISH
from feedback.models import Option, OptionWords, Question, Questionnaire, QuestionWords, Revision, Trial
from feedback.services import carried_words

# Three of the five faces are good ones, since children crowd the top of even scales.
FACES = (
    ("not-good", gettext_lazy("Not good")),
    ("ok", gettext_lazy("OK")),
    ("good", gettext_lazy("Good")),
    ("very-good", gettext_lazy("Very good")),
    ("brilliant", gettext_lazy("Brilliant")),
)
INSTEAD = "not-there"
FEWEST_OPTIONS = 2
SCALE_STARTS, SCALE_ENDS = (0, 1), 10
MOST_QUESTIONS = 40
LONGEST_LABEL = 160
_GONE = gettext_lazy("Somebody else removed this question in the meantime. Nothing was saved.")


class CameSecond(WrongState):
    """Somebody else changed the same thing since the page was opened."""


@dataclass(frozen=True)
class ShownIf:
    """When a question is shown: after one of these answers to an earlier one, all by their keys."""

    question: str
    options: tuple[str, ...]


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
    # The same in easy read.
    easy: str = ""
    # A rating scale from `lowest` to `highest`, with what its ends mean; for a number, what it may be at least and at most.
    lowest: int | None = None
    highest: int | None = None
    low: str = ""
    high: str = ""
    # A picture beside it, and what it shows; for a choice between pictures, one beside each option, in their order.
    picture: StoredFile | None = None
    picture_words: str = ""
    pictures: Sequence[StoredFile | None] = ()
    # Shown only when one of these options of an earlier question was chosen: the key of that question, and their keys.
    shown_if: ShownIf | None = None

    @property
    def in_easy_read(self) -> bool:
        """Whether it looks different in easy read: its own words there, or the picture beside it."""
        return bool(self.easy or self.picture)


@dataclass(frozen=True)
class Uploads:
    """Pictures that come with a question: one beside it, and those beside its options, by their places from 0."""

    picture: UploadedFile | None = None
    beside: Mapping[int, UploadedFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Keys:
    """The keys that this questionnaire has given so far, so that none ever means something else."""

    # Of questions that were published.
    questions: frozenset[str] = frozenset()
    # Of options, by the key of their question and their label.
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@transaction.atomic
def add(*, questionnaire: Questionnaire, asked: Asked, by: Acting, uploads: Uploads | None = None) -> str:
    """Ask one more question, after the others. Gives its key: the one it came with when that is free, else one made from its wording."""
    revision, before = _to_change(questionnaire)
    if len(before) >= MOST_QUESTIONS:
        raise WrongState(_("A questionnaire has %(most)s questions at most. Remove one first.") % {"most": MOST_QUESTIONS})
    asked = _with_key(asked, before, keys_so_far(revision.questionnaire))
    after = [*before, asked]
    _check(after, revision)
    after[-1] = _with_pictures(asked, uploads, revision, by)
    _rewrite(revision, after, by, verb="added question")
    return asked.key


@transaction.atomic
def change(
    *, questionnaire: Questionnaire, key: str, asked: Asked, by: Acting, seen: str | None = None, uploads: Uploads | None = None
) -> None:
    """Ask this question in another way. `seen` is its `stamp` as the page showed it.

    Raises `CameSecond` when it was changed since, and `Problems` when it is not whole or a later question would wait in vain. A later
    question that waits for an answer whose words changed waits for the answer that stands in its place.
    """
    revision, before = _to_change(questionnaire)
    place = _place_of(key, before)
    old = before[place]
    if seen not in (None, stamp(old)):
        raise CameSecond(
            _("Somebody else changed this question while you were writing, so it is not saved yet. Look at both, and save again.")
        )
    keys = keys_so_far(revision.questionnaire)
    asked = replace(asked, key=key)
    if asked.kind != old.kind and key in keys.questions:
        raise WrongState(
            _("People have answered this question. To ask it in another way, add a new question and remove this one.")
        )
    after = _following(before, old, asked, keys)
    after[place] = asked
    _check(after, revision)
    after[place] = _with_pictures(asked, uploads, revision, by)
    _rewrite(revision, after, by, verb="changed question")


@transaction.atomic
def remove(*, questionnaire: Questionnaire, key: str, by: Acting, seen: str | None = None) -> None:
    """Ask this question no more. Raises `Problems` when a later one waits for it, `CameSecond` when it was changed since."""
    revision, before = _to_change(questionnaire)
    place = _place_of(key, before)
    if seen not in (None, stamp(before[place])):
        raise CameSecond(_("Somebody else changed this question in the meantime. Look at it again before you remove it."))
    after = before[:place] + before[place + 1 :]
    _check_order(before, after, revision)
    _rewrite(revision, after, by, verb="removed question")


@transaction.atomic
def move(*, questionnaire: Questionnaire, key: str, to: int, by: Acting, seen: str | None = None) -> None:
    """Ask this question at another place; 1 is first. `seen` is the `order_stamp` that the page showed.

    Raises `Problems` when it, or one that waits for it, would wait in vain there.
    """
    revision, before = _to_change(questionnaire)
    if seen not in (None, order_stamp(before)):
        raise CameSecond(_("Somebody else changed the order in the meantime. Look at it as it is now, then move the question."))
    place = _place_of(key, before)
    after = before[:place] + before[place + 1 :]
    after.insert(min(max(to, 1), len(before)) - 1, before[place])
    if after == before:
        return
    _check_order(before, after, revision)
    _rewrite(revision, after, by, verb="moved question")


def write(*, revision: Revision, asked: Iterable[Asked], by: Acting) -> None:
    """Write all questions of a revision that nobody is asked yet, in place of what stood there. Raises `Problems` that name each."""
    after = list(asked)
    keys = keys_so_far(revision.questionnaire)
    after = [replace(each, key=key) for each, key in zip(after, keys_of(after, keys), strict=True)]
    _check(after, revision)
    _rewrite(revision, after, by)


def working_revision(questionnaire: Questionnaire) -> Revision:
    """The revision that nobody is asked yet; when there is none, a copy of the newest. The questionnaire must be locked."""
    newest = questionnaire.revisions.order_by("-number").first()
    if newest is not None and newest.published_at is None:
        return newest
    number = (questionnaire.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Revision.objects.create(questionnaire=questionnaire, number=number, written_by=newest.written_by if newest else "")
    if newest is not None:
        _put(made, as_written(newest), keys_so_far(questionnaire))
        carried_words.put(made, carried_words.read(newest))
    return made


def as_written(revision: Revision) -> list[Asked]:
    """The questions of a revision as their author writes them; five queries."""
    found = revision.questions.select_related("picture").prefetch_related(
        Prefetch("words", QuestionWords.objects.filter(language=ENGLISH)),
        Prefetch("options__words", OptionWords.objects.filter(language=ENGLISH)),
        *("options__picture", "shown_if__question"),
    )
    return [_as_written(question) for question in found]


def stamp(asked: Asked) -> str:
    """A mark of how a question stands: another one as soon as anything of it was changed."""
    return salted_hmac("feedback.question", repr(_facts(asked))).hexdigest()[:32]


def order_stamp(asked: Iterable[Asked]) -> str:
    """A mark of the order in which the questions stand."""
    return salted_hmac("feedback.order", " ".join(each.key for each in asked)).hexdigest()[:32]


def stamp_of_all(asked: Iterable[Asked]) -> str:
    """A mark of all the questions and their order."""
    return salted_hmac("feedback.questions", repr([_facts(each) for each in asked])).hexdigest()[:32]


def keys_of(asked: Sequence[Asked], keys: Keys | None = None) -> list[str]:
    """The key of each question: its own, or one made from its wording that no other has or had."""
    taken = {each.key for each in asked if each.key} | (keys.questions if keys else frozenset())
    return [each.key or _free_key(each.wording, taken) for each in asked]


def keys_so_far(questionnaire: Questionnaire) -> Keys:
    """The keys that were given in any revision; two queries."""
    published = Question.objects.filter(revision__questionnaire=questionnaire, revision__published_at__isnull=False)
    of = {"option__question__revision__questionnaire": questionnaire, "language": ENGLISH}
    given = OptionWords.objects.filter(**of).values_list("option__question__key", "label", "option__key")
    options: dict[str, dict[str, str]] = {}
    for question, label, key in given.order_by("option__question__revision__number"):
        options.setdefault(question, {}).setdefault(label, key)
    return Keys(frozenset(published.values_list("key", flat=True)), options)


def options_of(asked: Asked, keys: Keys | None = None) -> list[tuple[str, str]]:
    """The key and the label of each option. A label that was offered before keeps its key, and no other label ever gets it."""
    if asked.kind == QuestionKind.FACES:
        return [(key, str(label)) for key, label in FACES] + ([(INSTEAD, asked.instead.strip())] if asked.instead.strip() else [])
    if asked.kind not in WITH_OPTIONS:
        return []
    known = keys.options.get(asked.key, {}) if keys else {}
    taken = set(known.values())
    labels = [label.strip()[:LONGEST_LABEL].strip() for label in asked.options if label.strip()]
    return [(known.get(label) or _free_key(label, taken), label) for label in labels]


def waits_in_vain(asked: Sequence[Asked], keys: Keys | None = None) -> list[int]:
    """The places, from 0, of questions that nobody could ever see."""
    return policies.dead_ends([_place(each, keys) for each in asked])


def _place(asked: Asked, keys: Keys | None) -> policies.Place:
    return policies.Place(
        key=asked.key,
        leads_on=frozenset(key for key, _label in options_of(asked, keys)) if asked.kind in LEADS_ON else frozenset(),
        waits_for=asked.shown_if.question if asked.shown_if else None,
        waits_on=frozenset(asked.shown_if.options) if asked.shown_if else frozenset(),
    )


def _to_change(questionnaire: Questionnaire) -> tuple[Revision, list[Asked]]:
    """The questions that can be changed now, under the lock of their questionnaire."""
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    revision = working_revision(locked)
    return revision, as_written(revision)


def _place_of(key: str, asked: Sequence[Asked]) -> int:
    for place, each in enumerate(asked):
        if each.key == key:
            return place
    raise Missing(str(_GONE))


def _with_key(asked: Asked, others: Sequence[Asked], keys: Keys) -> Asked:
    if asked.key and asked.key not in keys.questions | {each.key for each in others}:
        return asked
    return replace(asked, key=keys_of([*others, replace(asked, key="")], keys)[-1])


def _following(before: Sequence[Asked], old: Asked, new: Asked, keys: Keys) -> list[Asked]:
    """The questions, with those that wait for an answer whose words changed waiting for what stands in its place."""
    was, now = [[key for key, _label in options_of(each, keys)] for each in (old, new)]
    if len(was) != len(now):
        return list(before)
    instead = {one: other for one, other in zip(was, now, strict=True) if one not in now and other not in was}
    return [
        replace(each, shown_if=ShownIf(old.key, tuple(instead.get(option, option) for option in each.shown_if.options)))
        if each.shown_if and each.shown_if.question == old.key
        else each
        for each in before
    ]


def _check(asked: Sequence[Asked], revision: Revision) -> None:
    problems = list(problems_of(asked, keys_so_far(revision.questionnaire)))
    if problems:
        raise Problems(problems)


def _check_order(before: Sequence[Asked], after: Sequence[Asked], revision: Revision) -> None:
    """Refuse an order in which a question waits in vain; numbers and words are those that the officer sees."""
    keys = keys_so_far(revision.questionnaire)
    numbers = {each.key: number for number, each in enumerate(before, 1)}
    vain = [after[place] for place in waits_in_vain(after, keys)]
    if vain:
        raise Problems([_in_vain(numbers[each.key], each, before) for each in vain])


def _in_vain(number: int, asked: Asked, others: Iterable[Asked]) -> str:
    earlier = next((each.wording for each in others if asked.shown_if and each.key == asked.shown_if.question), "")
    words = {"number": number, "wording": asked.wording, "earlier": earlier}
    if not earlier:
        return _("Question %(number)s waits for an answer that nobody can give before it.") % words
    return (
        _(
            "Question %(number)s, “%(wording)s”, waits for an answer to “%(earlier)s” that nobody could give before it. Change that first."
        )
        % words
    )


def problems_of(asked: Sequence[Asked], keys: Keys | None = None) -> Iterable[str]:
    """What is not whole, question by question, in words for the officer."""
    for place in waits_in_vain(asked, keys):
        yield _in_vain(place + 1, asked[place], asked)
    for number, each in enumerate(asked, 1):
        for problem in _problems_of_one(each):
            yield _("Question %(number)s: %(problem)s") % {"number": number, "problem": problem}
    if len({each.key for each in asked}) < len(asked):
        yield _("Two questions have the same key.")


def _problems_of_one(asked: Asked) -> Iterable[str]:
    if asked.kind not in QuestionKind.values:
        yield _("choose what kind of question it is.")
    if not asked.wording.strip():
        yield _("write the question.")
    if asked.kind == QuestionKind.SCALE and not (
        asked.lowest in SCALE_STARTS and asked.highest is not None and asked.lowest < asked.highest <= SCALE_ENDS
    ):
        yield _("a scale goes from 0 or 1 to 10 at most.")
    if asked.kind == QuestionKind.NUMBER and None not in (asked.lowest, asked.highest) and asked.lowest >= asked.highest:  # type: ignore[operator]  # neither is None
        yield _("the lowest number has to be lower than the highest.")
    if asked.kind in WITH_OPTIONS:
        labels = [label for _key, label in options_of(asked)]
        if len(labels) < FEWEST_OPTIONS:
            yield _("write two answers or more to choose from, one a line.")
        if len(set(labels)) < len(labels):
            yield _("each answer to choose from may stand there once.")
    if asked.picture and not asked.picture_words.strip():
        yield _("say what the picture shows, for those who cannot see it.")


def _with_pictures(asked: Asked, uploads: Uploads | None, revision: Revision, by: Acting) -> Asked:
    """The question with what was uploaded kept beside it."""
    if uploads is None:
        return asked
    if uploads.picture:
        if not asked.picture_words.strip():
            raise Missing(_("Say what the picture shows, for those who cannot see it."))
        asked = replace(asked, picture=_keep(uploads.picture, revision, by))
    if uploads.beside:
        pictures = list(asked.pictures) + [None] * (len(asked.options) - len(asked.pictures))
        for place, upload in uploads.beside.items():
            pictures[place] = _keep(upload, revision, by)
        asked = replace(asked, pictures=tuple(pictures))
    return asked


def _keep(upload: UploadedFile, revision: Revision, by: Acting) -> StoredFile:
    upload.seek(0)
    if upload.read(5) == b"%PDF-":
        raise Refused(_("Choose a picture (JPEG, PNG or WebP). This is another kind of file."))
    return files.keep(upload=upload, name="picture", audience=Audience.QUESTIONNAIRE, target=revision.questionnaire, by=by)


def _rewrite(revision: Revision, asked: Sequence[Asked], by: Acting, verb: str = "") -> None:
    """Put these questions in place of what stood in the revision. Whoever tested it tested something else, so that is over."""
    before, keys, carried = _pictures_of(revision), keys_so_far(revision.questionnaire), carried_words.read(revision)
    revision.questions.all().delete()
    Trial.objects.filter(revision=revision).delete()
    _put(revision, asked, keys)
    carried_words.put(revision, carried)
    revision.written_by = by.ref
    revision.save(update_fields=["written_by"])
    remove_unused(before - _pictures_of(revision), by=by)
    if verb:
        audit.record(verb=verb, target=revision.questionnaire, by=by, revision=revision.number, questions=len(asked))


def _put(revision: Revision, asked: Sequence[Asked], keys: Keys) -> None:
    for order, each in enumerate(asked, 1):
        question = Question.objects.create(
            revision=revision, key=each.key, kind=each.kind, order=order, is_required=each.is_required and each.kind != QuestionKind.STATEMENT,
            lowest=each.lowest, highest=each.highest, picture=each.picture,
        )  # fmt: skip
        QuestionWords.objects.create(
            question=question, wording=each.wording.strip(), hint=each.hint.strip(), easy=each.easy.strip(),
            low=each.low.strip(), high=each.high.strip(), picture_words=each.picture_words.strip(),
        )  # fmt: skip
        options = options_of(each, keys)
        for place, ((option_key, label), picture) in enumerate(zip_longest(options, each.pictures[: len(options)]), 1):
            option = Option.objects.create(question=question, key=option_key, order=place, picture=picture)
            OptionWords.objects.create(option=option, label=label)
        if each.shown_if:
            wanted = {"question__key": each.shown_if.question, "key__in": each.shown_if.options}
            question.shown_if.set(Option.objects.filter(question__revision=revision, **wanted))


def _pictures_of(revision: Revision) -> set[int]:
    beside = Option.objects.filter(question__revision=revision, picture__isnull=False).values_list("picture", flat=True)
    return {pk for pk in [*revision.questions.values_list("picture", flat=True), *beside] if pk is not None}


def remove_unused(pictures: Iterable[int], *, by: Acting) -> None:
    """Delete those of these pictures that no question of any revision shows any more."""
    for stored in StoredFile.objects.filter(pk__in=list(pictures), audience=Audience.QUESTIONNAIRE):
        if not (Question.objects.filter(picture=stored).exists() or Option.objects.filter(picture=stored).exists()):
            files.remove(stored=stored, by=by)


def _as_written(question: Question) -> Asked:
    words = next(iter(question.words.all()), QuestionWords(wording=question.key))
    options = list(question.options.all())
    labels = [next((each.label for each in option.words.all()), option.key) for option in options]
    waits = list(question.shown_if.all())
    is_faces = question.kind == QuestionKind.FACES
    return Asked(
        kind=question.kind,
        wording=words.wording,
        hint=words.hint,
        options=() if is_faces else tuple(labels),
        is_required=question.is_required,
        key=question.key,
        instead=next((label for option, label in zip(options, labels, strict=True) if is_faces and option.key == INSTEAD), ""),
        easy=words.easy,
        lowest=question.lowest,
        highest=question.highest,
        low=words.low,
        high=words.high,
        picture=question.picture,
        picture_words=words.picture_words,
        pictures=tuple(option.picture for option in options) if any(option.picture_id for option in options) else (),
        shown_if=ShownIf(waits[0].question.key, tuple(option.key for option in waits)) if waits else None,
    )


def _facts(asked: Asked) -> list[Any]:
    plain = [asked.kind, asked.wording, asked.hint, tuple(asked.options), asked.is_required, asked.key, asked.instead, asked.easy]
    ends = [asked.lowest, asked.highest, asked.low, asked.high]
    shown = [asked.picture_words, asked.picture and asked.picture.key, tuple(each and each.key for each in asked.pictures)]
    return [*plain, *ends, *shown, asked.shown_if]


def _free_key(text: str, taken: set[str]) -> str:
    stem = slugify(text)[:34].strip("-") or "answer"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    taken.add(key)
    return key
