"""The forms of whoever types in what came on paper, by phone or from a group: all questions on one page."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from feedback.enums import Channel, QuestionKind
from feedback.forms.answers import QuestionForm, WordsField
from feedback.languages import ENGLISH, IN_ENGLISH, Language
from feedback.queries.walks import AskedQuestion
from feedback.services import entering
from feedback.services.entering import LARGEST_GROUP, SMALLEST_GROUP
from groups.enums import AgeBand, Permission


class HowItCameForm(PortalForm):
    """How the answers came, of how many people, who and how old they are, in which language, and what we may do with their words.

    `languages` are those besides English in which people can answer; where there are none, the language is not asked.
    """

    submit = _("Send these answers")
    prefix = "how"

    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[
            (Channel.PAPER, _("On paper")),
            (Channel.PHONE, _("By phone, or somebody told me")),
            (Channel.GROUP, _("A group said it together")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came")},
    )
    group_size = forms.IntegerField(
        label=_("How many people said it together?"),
        help_text=_("Only for a group, like 6. Write what the group agreed on, in its own words."),
        min_value=SMALLEST_GROUP,
        max_value=LARGEST_GROUP,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3", "autocomplete": "off"}),
    )
    organisation = WordsField(
        label=_("Which organisation do they answer for?"),
        help_text=_("Leave it empty when they answer for themselves. Never write the names of people."),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("In which language did they say it?"),
        help_text=_("Write it in that language if you can, otherwise in English."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language in which they said it")},
    )
    age_band = forms.ChoiceField(
        label=_("How old are they?"),
        help_text=_("Leave it empty when they did not say, or when a group is of several ages."),
        choices=[(value, label) for value, label in AgeBand.choices if value],
        widget=forms.RadioSelect,
        required=False,
    )
    permission = forms.ChoiceField(
        label=_("May we use their words?"),
        help_text=_("As they said it. If you could not ask them, choose “Use only the idea” or “Do not use it in public”."),
        choices=Permission.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what we may do with their words")},
    )
    # One page is one response, however often it is sent.
    key = forms.CharField(max_length=64, min_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Sequence[Language] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if languages:
            asked: Any = self.fields["language"]
            asked.choices = [(each.code, each.english) for each in (IN_ENGLISH, *languages)]
        else:
            del self.fields["language"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_group = cleaned.get("channel") == Channel.GROUP
        if is_group and not cleaned.get("group_size") and "group_size" not in self.errors:
            self.add_error("group_size", _("Write how many people said it together, like 6"))
        if cleaned.get("channel") and not is_group and cleaned.get("group_size"):
            self.add_error("group_size", _("Leave this empty: only a group has a number of people"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        return self.cleaned_data | {"group_size": self.cleaned_data["group_size"] or 1}


class EnteredQuestionForm(QuestionForm):
    """One question of the page. Whoever types needs no words about help before each box: the page says it once."""

    heading = ""

    def __init__(self, *args: Any, asked: AskedQuestion, **kwargs: Any) -> None:
        super().__init__(*args, asked=asked, prefix=f"q{asked.number}", **kwargs)
        self.fields["answer"].help_now = False  # type: ignore[attr-defined]  # read by the kit that draws the box

    def given(self) -> dict[str, Any]:
        """What `drafts.answer` takes."""
        answer = self.answer
        given = {"options": self.options, "words": answer.words, "number": answer.number, "day": answer.day}
        return given | {"upload": self.upload}


class EnteredPage:
    """The whole page: how it came, and a form for each question."""

    def __init__(
        self, questions: tuple[AskedQuestion, ...], languages: Sequence[Language], data: Any = None, files: Any = None
    ) -> None:
        self.questions = questions
        self.how = HowItCameForm(data, languages=languages, initial={"key": secrets.token_urlsafe(24), "language": ENGLISH})
        self.forms = [EnteredQuestionForm(data, files, asked=asked) for asked in questions]

    @property
    def is_multipart(self) -> bool:
        """Whether a file can come with it."""
        return any(form.is_multipart() for form in self.forms)

    def __iter__(self) -> Iterator[EnteredQuestionForm]:
        return iter(self.forms)

    def is_valid(self) -> bool:
        """Whether everything can be taken. A question that waits for another answer must be empty unless that was given."""
        self.given: dict[int, dict[str, Any]] = {}
        is_valid = self.how.is_valid()
        for form in self.forms:
            is_valid &= self._take(form)
        return is_valid

    def _take(self, form: EnteredQuestionForm) -> bool:
        asked = form.asked
        if asked.kind == QuestionKind.STATEMENT:
            return True
        is_asked = asked.question.pk in entering.shown(self.questions, self.given)
        if form.is_empty and not (is_asked and asked.question.is_required):
            return True
        if not form.is_valid():
            return False
        if not is_asked:
            form.add_error("answer", entering.not_asked_words(asked))
            return False
        self.given[asked.question.pk] = form.given()
        return True
