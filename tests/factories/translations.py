"""Questionnaires in other languages for tests."""

import datetime as dt

from django.utils import timezone

from feedback.languages import ENGLISH
from feedback.models import OptionWords, QuestionWords, Translation
from feedback.queries import translations
from feedback.services import questionnaires
from tests.factories.feedback import opened

TITLE, WHY = "نادي العطلة", "نريد أن نعرف رأيك."


def translated(questionnaire, language="ar", *, is_open=True):
    """Every word of a questionnaire in another language, and the language open to people. The words are Arabic and number the texts."""
    made = Translation.objects.create(
        questionnaire=questionnaire,
        language=language,
        made_from=translations.of_first_page(questionnaire),
        opened_at=timezone.now() if is_open else None,
        **{name: TITLE if name == "title" else WHY for name in _there(translations.FIRST_PAGE, questionnaire)},
    )
    for number, question in enumerate(questionnaire.revisions.first().questions.all(), 1):
        words = question.words.get(language=ENGLISH)
        QuestionWords.objects.create(
            question=question,
            language=language,
            made_from=translations.of_words(words),
            **{name: f"{WORDS[name]} {number}" for name in _there(translations.OF_QUESTION, words)},
        )
        for place, option in enumerate(question.options.all(), 1):
            label = option.words.get(language=ENGLISH).label
            OptionWords.objects.create(
                option=option, language=language, label=f"خيار {place}", made_from=translations.fingerprint(label)
            )
    return made


def club_in_arabic(by, questions):
    """“The club”, open, with these questions, in English and in Arabic."""
    made = questionnaires.draft(
        title="The club", why="We want to know.", what_next="We read it.", questions=questions, by=by, slug="club",
        closes_at=timezone.now() + dt.timedelta(days=30),
    )  # fmt: skip
    made = opened(made, by=by)
    translated(made)
    return made


WORDS = {"wording": "سؤال", "hint": "تلميح", "easy": "سؤال سهل", "low": "قليلًا", "high": "كثيرًا", "picture_words": "صورة"}


def _there(names, english):
    return [name for name in names if getattr(english, name).strip()]
