"""The forms of the public: one question, the age band, what we may do with the words, sending, and typing a code."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import FacesField
from feedback import codes
from feedback.enums import QuestionKind
from feedback.models import Option
from feedback.queries.questionnaires import WITHOUT_A_FACE, AskedQuestion, GivenAnswer
from groups.enums import AgeBand, Permission

LONGEST = {QuestionKind.SHORT_TEXT: 300, QuestionKind.LONG_TEXT: 2000}
_NOT_OFFERED = _("Choose one of the answers in the list")
# Characters that no keyboard types and no database should hold; line breaks and tabs stay, and so do the marks of
# right-to-left writing.
_UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class WordsField(forms.CharField):
    """Words as people type or paste them, with whatever their phone put between them taken out."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(_UNTYPED.sub("", str(value or "")).replace("\r\n", "\n")))


class QuestionForm(PortalForm):
    """One question, made from how it is asked."""

    submit = _("Continue")
    heading = "answer"
    # Its page has a link to skip it, and its label is the page's heading.
    says_optional = False

    def __init__(self, *args: Any, asked: AskedQuestion, given: GivenAnswer | None = None, **kwargs: Any) -> None:
        self.asked = asked
        initial = {"answer": self._initial(asked, given)} if given else {}
        # Its one field follows from the question, so it is the form's own and not the class's.
        self.base_fields = {"answer": _field(asked)}  # type: ignore[misc]
        super().__init__(*args, initial=initial, **kwargs)

    @staticmethod
    def _initial(asked: AskedQuestion, given: GivenAnswer) -> Any:
        if asked.has_words:
            return given.words
        values = [value for value, option in _values(asked) if option in given.options]
        if asked.kind == QuestionKind.SEVERAL_CHOICES:
            return values
        return values[0] if values else ""

    @property
    def words(self) -> str:
        return self.cleaned_data["answer"] if self.asked.has_words else ""

    @property
    def options(self) -> list[Option]:
        """The options that were chosen."""
        if self.asked.has_words:
            return []
        answer = self.cleaned_data["answer"]
        chosen = set(answer if isinstance(answer, list) else [answer])
        keys = {option for value, option in _values(self.asked) if value in chosen}
        return [option for option in self.asked.question.options.all() if option.key in keys]

    @property
    def typed(self) -> str:
        """The words that came with a form that could not be kept, so that they are not lost."""
        return _UNTYPED.sub("", str(self.data.get("answer", ""))) if self.is_bound and self.asked.has_words else ""


def _values(asked: AskedQuestion) -> Iterable[tuple[str, str]]:
    """What is posted for each option, and the key of the option."""
    for choice in asked.choices:
        yield (choice.face or choice.key), choice.key


def _field(asked: AskedQuestion) -> forms.Field:
    common: dict[str, Any] = {"label": asked.wording, "help_text": asked.hint, "required": asked.question.is_required}
    if asked.has_words:
        rows = 5 if asked.kind == QuestionKind.LONG_TEXT else 2
        field: forms.Field = WordsField(
            widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), max_length=LONGEST[QuestionKind(asked.kind)], **common
        )
        # Where to find help now stands before the box.
        field.help_now = True  # type: ignore[attr-defined]  # read by the kit that draws the box
        return field
    if asked.kind == QuestionKind.FACES:
        faces = [(choice.face, choice.label) for choice in asked.choices if choice.face != WITHOUT_A_FACE]
        instead = next((choice.label for choice in asked.choices if choice.face == WITHOUT_A_FACE), None)
        return FacesField(choices=faces, instead=instead, error_messages={"invalid_choice": _NOT_OFFERED}, **common)
    choices = [(choice.key, choice.label) for choice in asked.choices]
    if asked.kind == QuestionKind.SEVERAL_CHOICES:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


class AgeForm(PortalForm):
    submit = _("Continue")
    heading = "age_band"
    says_optional = False

    age_band = forms.ChoiceField(
        label=_("How old are you?"),
        help_text=_("So that we see whose voices we have not heard. We never ask for your birthday."),
        choices=[(value, label) for value, label in AgeBand.choices if value],
        widget=forms.RadioSelect,
        required=False,
    )


class PermissionForm(PortalForm):
    submit = _("Continue")
    heading = "permission"

    permission = forms.ChoiceField(
        label=_("May we use your words?"),
        help_text=_("We show what people said beside what we did. We never show who said it, since we do not know."),
        choices=Permission.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what we may do with your words")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permission"].choice_hints = {  # type: ignore[attr-defined]
            Permission.USE_WORDS: _("People may read them just as you wrote them."),
            Permission.ONLY_THE_IDEA: _("We tell the idea in our own words."),
            Permission.NOT_AT_ALL: _("Only the people who work on this read it."),
        }


class SendForm(PortalForm):
    """Nothing to fill in but a box that no person sees. Whoever fills it in is looked at by a person, and never lost."""

    submit = _("Send my answers")

    website = forms.CharField(label=_("Leave this empty"), required=False)

    @property
    def trap_filled(self) -> bool:
        return bool(self.data.get("website"))


class CodeForm(PortalForm):
    submit = _("Show me")

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Two words and a number, like BLUE-OTTER-4207"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--code", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("Enter your code with two words and a number, like BLUE-OTTER-4207")},
    )

    def clean_code(self) -> str:
        code = codes.read(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("Enter your code with two words and a number, like BLUE-OTTER-4207"))
        return code
