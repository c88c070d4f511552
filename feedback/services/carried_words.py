"""The words in other languages go with a question: when it is rewritten, copied to the next revision or to another questionnaire.

They keep what they were made from, so that only what the English changed in has to be looked at again.
"""

from dataclasses import dataclass, field

from feedback.languages import ENGLISH
from feedback.models import Option, OptionWords, Question, Questionnaire, QuestionWords, Revision, Translation


@dataclass
class Carried:
    """What was said in other languages, by the key of the question."""

    questions: dict[str, list[QuestionWords]] = field(default_factory=dict)
    # The keys of the options in their order, each with its words.
    options: dict[str, list[tuple[str, list[OptionWords]]]] = field(default_factory=dict)


def read(revision: Revision) -> Carried:
    """What stands beside the questions of a revision; four queries."""
    found = Carried()
    for question in revision.questions.prefetch_related("words", "options__words"):
        found.questions[question.key] = [words for words in question.words.all() if words.language != ENGLISH]
        found.options[question.key] = [
            (option.key, [words for words in option.words.all() if words.language != ENGLISH])
            for option in question.options.all()
        ]
    return found


def put(revision: Revision, carried: Carried) -> None:
    """Write it beside the questions of a revision that has none yet."""
    if not any(carried.questions.values()) and not any(words for each in carried.options.values() for _key, words in each):
        return
    questions, options = [], []
    for question in revision.questions.prefetch_related("options"):
        questions += [_again(words, question) for words in carried.questions.get(question.key, ())]
        options += _of_options(question, carried.options.get(question.key, []))
    QuestionWords.objects.bulk_create(questions)
    OptionWords.objects.bulk_create(options)


def copy(one: Questionnaire, other: Questionnaire) -> None:
    """Write the languages of one questionnaire beside a copy of it; nobody is asked in them yet."""
    rows = [
        Translation(
            questionnaire=other, language=row.language, title=row.title, why=row.why, what_next=row.what_next, audience=row.audience,
            privacy=row.privacy, made_from=row.made_from,
        )
        for row in one.translations.all()
    ]  # fmt: skip
    was, now = one.revisions.order_by("-number").first(), other.revisions.first()
    if rows and was and now:
        Translation.objects.bulk_create(rows)
        put(now, read(was))


def _again(words: QuestionWords, question: Question) -> QuestionWords:
    return QuestionWords(
        question=question, language=words.language, wording=words.wording, hint=words.hint, easy=words.easy, low=words.low,
        high=words.high, picture_words=words.picture_words, made_from=words.made_from,
    )  # fmt: skip


def _of_options(question: Question, carried: list[tuple[str, list[OptionWords]]]) -> list[OptionWords]:
    """An option keeps its words; one whose English changed takes those of the option in whose place it stands."""
    now, was = list(question.options.all()), dict(carried)
    keys = {option.key for option in now}
    made = []
    for place, option in enumerate(now):
        if option.key in was:
            found = was[option.key]
        elif len(now) == len(carried) and carried[place][0] not in keys:
            found = carried[place][1]
        else:
            found = []
        made += [_said(words, option) for words in found]
    return made


def _said(words: OptionWords, option: Option) -> OptionWords:
    return OptionWords(option=option, language=words.language, label=words.label, made_from=words.made_from)
