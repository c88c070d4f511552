"""The words of one piece of a questionnaire in another language, each in a box beside its English; choosing and opening a language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from coproduction.core.forms.base import PortalForm
from feedback.forms.answers import WordsField
from feedback.forms.building import preview
from feedback.forms.questionnaires import SeenMixin
from feedback.languages import Language
from feedback.queries import translations as queries
from feedback.queries.translations import OPTION, Piece, Text
from feedback.queries.walks import AskedQuestion


class AddLanguageForm(PortalForm):
    """A language to translate into, of those that were not begun yet."""

    submit = _("Begin to translate")

    language = forms.ChoiceField(label=_("Add a language"), error_messages={"required": _("Choose a language")})

    def __init__(self, *args: Any, left: Iterable[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["language"]
        found.choices = [("", _("Choose a language")), *((each.code, f"{each.english} ({each.name})") for each in left)]


class OpenLanguageForm(PortalForm):
    """That somebody who speaks it read the pages."""

    submit = _("Let people choose it")

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["has_been_read"] = forms.BooleanField(
            label=_("Someone who speaks %(language)s has read the pages as people will see them")
            % {"language": language.english},
            required=False,
        )


@dataclass(frozen=True)
class Row:
    """A text with its English and its box."""

    text: Text
    field: Any


class PieceForm(SeenMixin, PortalForm):
    """All the boxes of one piece. What was typed stays when it cannot be saved."""

    submit = _("Save and go on")
    says_optional = False

    def __init__(self, *args: Any, piece: Piece, language: Language, **kwargs: Any) -> None:
        self.piece, self.language = piece, language
        # Its boxes follow from the English, so they are the form's own and not the class's.
        fields: dict[str, forms.Field] = {text.name: _box(text, language) for text in piece.texts}
        fields["seen"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
        self.base_fields = fields  # type: ignore[misc]  # this form's own, for its class has none
        now = {text.name: text.words or _ready_made(text, language) for text in piece.texts}
        kwargs["initial"] = now | {"seen": queries.stamp(piece)}
        super().__init__(*args, **kwargs)

    @property
    def rows(self) -> list[Row]:
        return [Row(text, self[text.name]) for text in self.piece.texts]

    @property
    def words(self) -> dict[str, str]:
        """What is typed so far, or what stands."""
        if not self.is_bound:
            return {text.name: str(self.initial[text.name]) for text in self.piece.texts}
        return {text.name: self.cleaned_data.get(text.name, "") for text in self.piece.texts}


def _ready_made(text: Text, language: Language) -> str:
    """The words of the faces stand in the portal's own translation, for whoever translates to look at."""
    return queries.fixed_word(text.english, language.code) if text.name.startswith(OPTION) else ""


def _box(text: Text, language: Language) -> forms.Field:
    facing = {"lang": language.code, "dir": "rtl" if language.is_rtl else "ltr"}
    widget: forms.Widget = forms.Textarea(attrs={**facing, "rows": 4}) if text.has_lines else forms.TextInput(attrs=facing)
    hint = _("The English changed since this was translated. Look at it again.") if text.is_changed else ""
    label = _("%(text)s in %(language)s") % {"text": text.label, "language": language.english}
    return WordsField(label=label, help_text=hint, max_length=text.longest, required=False, widget=widget)


def in_language(asked: AskedQuestion, words: Mapping[str, str], *, easy: bool = False) -> AskedQuestion:
    """A question with these words in place of the English; where there are none the English stands."""
    told = (words.get("easy") if easy else "") or words.get("wording") or asked.wording
    choices = tuple(replace(each, label=words.get(f"{OPTION}{each.key}") or each.label) for each in asked.choices)
    return replace(
        asked, wording=told, hint=words.get("hint") or asked.hint, choices=choices, low=words.get("low") or asked.low,
        high=words.get("high") or asked.high, picture_words=words.get("picture_words") or asked.picture_words,
    )  # fmt: skip


def as_seen(asked: AskedQuestion, language: Language, *, easy: bool = False) -> str:
    """A question as people get it in that language, with the fixed words in it too."""
    with override(language.code):
        context = {"asked": asked, "form": preview(asked, easy=easy), "easy": easy}
        return render_to_string("feedback/_as_people_see_it.html", context)
