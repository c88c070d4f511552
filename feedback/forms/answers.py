"""The forms of the public: starting, one question, the age band, what we may do with the words, sending, and typing a code."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import (
    DayField,
    FacesField,
    PicturesField,
    PlacesField,
    PlainNumberField,
    ScaleField,
    StatementField,
)
from coproduction.core.services.files import TOO_BIG
from coproduction.core.words import typed
from feedback import codes
from feedback.enums import QuestionKind, SpeaksFor
from feedback.models import Option
from feedback.queries.walks import WITHOUT_A_FACE, AskedQuestion, GivenAnswer
from groups.enums import AgeBand, Permission

# What is taken, as the browser offers it; what a file really is, is looked at when it came.
TAKEN = "image/jpeg,image/png,image/webp,application/pdf"
LONGEST = {QuestionKind.SHORT_TEXT: 300, QuestionKind.LONG_TEXT: 2000}
_NOT_OFFERED = _("Choose one of the answers in the list")


class WordsField(forms.CharField):
    """Words as people type or paste them, with whatever their phone put between them taken out."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(typed(str(value or "")).replace("\r\n", "\n")))


class QuestionForm(PortalForm):
    """One question, made from how it is asked."""

    submit = _("Continue")
    heading = "answer"
    # Its page has a link to skip it, and its label is the page's heading.
    says_optional = False

    def __init__(
        self, *args: Any, asked: AskedQuestion, given: GivenAnswer | None = None, typed: Any = None, **kwargs: Any
    ) -> None:
        """`given` is what stands; `typed` is what was posted and is not to be judged yet, so that it stands there again."""
        self.asked = asked
        # Its one field follows from the question, so it is the form's own and not the class's.
        answer = _field(asked)
        # A file that was sent before, and stays unless another one is chosen.
        self.sent = given.file if given else None
        answer.required = answer.required and self.sent is None
        self.base_fields = {"answer": answer}  # type: ignore[misc]  # this form's own, for its class has none
        initial = {"answer": _initial(asked, given)} if given else {}
        if typed is not None:
            initial = {"answer": answer.widget.value_from_datadict(typed, {}, "answer")}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def answer(self) -> GivenAnswer:
        """What was answered, once the form is valid."""
        value = self.cleaned_data.get("answer")
        if self.asked.has_words:
            return GivenAnswer(words=str(value or "").strip())
        if self.asked.kind == QuestionKind.DAY:
            return GivenAnswer(day=value)
        if self.asked.kind == QuestionKind.FILE:
            return GivenAnswer(file=self.sent)
        if self.asked.kind in {QuestionKind.NUMBER, QuestionKind.SCALE}:
            return GivenAnswer(number=Decimal(value) if value not in (None, "") else None)
        if not self.asked.is_answered:
            return GivenAnswer()
        keys = dict(_values(self.asked))
        chosen = value if isinstance(value, list) else [value]
        return GivenAnswer(options=tuple(keys[each] for each in chosen if each in keys))

    @property
    def upload(self) -> UploadedFile | None:
        """The file that was chosen, once the form is valid."""
        return self.cleaned_data.get("answer") or None if self.asked.kind == QuestionKind.FILE else None

    def is_too_big(self) -> None:
        """Say that the file was dropped while it came in."""
        self.fields["answer"].required = False
        self.add_error("answer", str(TOO_BIG))

    @property
    def options(self) -> list[Option]:
        """The options that were chosen, in their order where they are ranked."""
        by_key = {option.key: option for option in self.asked.question.options.all()}
        return [by_key[key] for key in self.answer.options]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was filled in."""
        field = self.fields["answer"]
        value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix("answer"))
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        return not any(str(part or "").strip() for part in parts)


def _initial(asked: AskedQuestion, given: GivenAnswer) -> Any:
    """What stands, as the field of this question holds it."""
    if asked.has_words:
        return given.words
    if asked.kind == QuestionKind.DAY:
        return given.day
    if asked.kind in {QuestionKind.NUMBER, QuestionKind.SCALE}:
        return given.number
    if asked.kind == QuestionKind.RANKING:
        return list(given.options)
    if asked.kind == QuestionKind.FILE:
        return None
    values = [value for value, option in _values(asked) if option in given.options]
    if asked.kind == QuestionKind.SEVERAL_CHOICES:
        return values
    return values[0] if values else ""


def _values(asked: AskedQuestion) -> Iterable[tuple[str, str]]:
    """What is posted for each option, and the key of the option."""
    for choice in asked.choices:
        yield (choice.face or choice.key), choice.key


def _field(asked: AskedQuestion) -> forms.Field:
    kind = QuestionKind(asked.kind)
    common: dict[str, Any] = {"label": asked.wording, "help_text": asked.hint, "required": asked.question.is_required}
    return _FIELDS[kind](asked, common)


def _words_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    rows = 5 if asked.kind == QuestionKind.LONG_TEXT else 2
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    field = WordsField(widget=widget, max_length=LONGEST[QuestionKind(asked.kind)], **common)
    # Where to find help now stands before the box.
    field.help_now = True  # type: ignore[attr-defined]  # read by the kit that draws the box
    return field


def _faces_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    faces = [(choice.face, choice.label) for choice in asked.choices if choice.face != WITHOUT_A_FACE]
    instead = next((choice.label for choice in asked.choices if choice.face == WITHOUT_A_FACE), None)
    messages = {"invalid_choice": _NOT_OFFERED, "required": _("Choose a face")}
    return FacesField(choices=faces, instead=instead, error_messages=messages, **common)


def _choice_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=_labels(asked), widget=forms.RadioSelect, **common)


def _several_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    return forms.MultipleChoiceField(choices=_labels(asked), widget=forms.CheckboxSelectMultiple, **common)


def _pictures_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    pictures = {choice.key: reverse("file", args=[choice.picture.key]) for choice in asked.choices if choice.picture}
    return PicturesField(choices=_labels(asked), pictures=pictures, **common)


def _ranking_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    if not asked.hint:
        all_of_them = _("1st is what matters most to you. Give each one a place.")
        some = _("1st is what matters most to you. You can leave some out.")
        common["help_text"] = all_of_them if asked.question.is_required else some
    return PlacesField(choices=_labels(asked), **common)


def _scale_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    lowest = asked.question.lowest if asked.question.lowest is not None else 0
    highest = asked.question.highest if asked.question.highest is not None else 10
    return ScaleField(lowest=lowest, highest=highest, low=asked.low, high=asked.high, **common)


def _number_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    lowest, highest = asked.question.lowest, asked.question.highest
    if lowest is not None and highest is not None and not asked.hint:
        common["help_text"] = _("From %(lowest)s to %(highest)s") % {"lowest": f"{lowest:,}", "highest": f"{highest:,}"}
    return PlainNumberField(lowest=lowest, highest=highest, **common)


def _day_field(_asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    return DayField(**common)


def _file_field(asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    told = _("A photo (JPEG, PNG or WebP) or a PDF, up to 10 MB. Do not send pictures of other people without asking them.")
    common["help_text"] = " ".join(filter(None, (asked.hint, str(told))))
    messages = {"required": _("Choose a photo or a document"), "empty": _("This file is empty. Choose another one.")}
    field = forms.FileField(widget=forms.FileInput(attrs={"accept": TAKEN}), error_messages=messages, **common)
    # Where to find help now stands before the box.
    field.help_now = True  # type: ignore[attr-defined]  # read by the kit that draws the box
    return field


def _statement_field(_asked: AskedQuestion, common: dict[str, Any]) -> forms.Field:
    return StatementField(**common)


def _labels(asked: AskedQuestion) -> list[tuple[str, str]]:
    return [(choice.key, choice.label) for choice in asked.choices]


_FIELDS: dict[QuestionKind, Callable[[AskedQuestion, dict[str, Any]], forms.Field]] = {
    QuestionKind.FACES: _faces_field,
    QuestionKind.ONE_CHOICE: _choice_field,
    QuestionKind.SEVERAL_CHOICES: _several_field,
    QuestionKind.PICTURES: _pictures_field,
    QuestionKind.SCALE: _scale_field,
    QuestionKind.RANKING: _ranking_field,
    QuestionKind.SHORT_TEXT: _words_field,
    QuestionKind.LONG_TEXT: _words_field,
    QuestionKind.NUMBER: _number_field,
    QuestionKind.DAY: _day_field,
    QuestionKind.FILE: _file_field,
    QuestionKind.STATEMENT: _statement_field,
}


class StartForm(PortalForm):
    """How one wants to read it, and whose answer it is. What is left out stays as it stands, since the page is the same for all."""

    submit = _("Start")
    says_optional = False

    easy = forms.ChoiceField(
        label=_("How do you want to read the questions?"),
        choices=[("no", _("As they are")), ("yes", _("Easy read: short words, with pictures"))],
        widget=forms.RadioSelect,
        required=False,
    )
    speaks_for = forms.ChoiceField(
        label=_("Who do you answer for?"),
        choices=[(SpeaksFor.SELF, _("For myself")), (SpeaksFor.ORGANISATION, _("For an organisation"))],
        widget=forms.RadioSelect,
        required=False,
    )
    organisation = WordsField(
        label=_("What is the organisation called?"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaks_for"].choice_hints = {  # type: ignore[attr-defined]  # read by the kit that draws the choices
            SpeaksFor.SELF: _("We do not ask your name. Nobody knows who answered."),
            SpeaksFor.ORGANISATION: _("We keep the organisation’s name with its answers. Leave out the names of people."),
        }

    def clean(self) -> Any:
        data = super().clean()
        if self.cleaned_data.get("speaks_for") != SpeaksFor.ORGANISATION:
            self.cleaned_data["organisation"] = ""
        elif not self.cleaned_data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Write what the organisation is called"))
        return data

    @property
    def is_easy(self) -> bool | None:
        """Whether easy read was chosen; none when nothing was."""
        return {"yes": True, "no": False}.get(self.cleaned_data["easy"])


class GoOnForm(PortalForm):
    """The four words with which someone goes on with unfinished answers."""

    submit = _("Go on")

    words = forms.CharField(
        label=_("Your four words"),
        help_text=_("Big or small letters, with spaces or hyphens: all are fine"),
        max_length=120,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--code", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        error_messages={"required": _("Type the four words that you wrote down")},
    )

    def clean_words(self) -> str:
        words = codes.read_return_words(self.cleaned_data["words"])
        if words is None:
            raise forms.ValidationError(_("Check each of the four words. One of them is not a word that we give out."))
        return words


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
        self.fields["permission"].choice_hints = {  # type: ignore[attr-defined]  # read by the kit that draws the choices
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
