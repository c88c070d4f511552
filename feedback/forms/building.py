"""One question as an officer writes it: first its kind, then only the fields which that kind needs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import Group, PortalForm
from feedback.enums import LEADS_ON, QuestionKind
from feedback.forms.answers import QuestionForm
from feedback.forms.questionnaires import SeenMixin
from feedback.models import Question
from feedback.queries.walks import FACE_VALUES, WITHOUT_A_FACE, AskedQuestion, Choice
from feedback.services.questions import FEWEST_OPTIONS, LONGEST_LABEL, Asked, Keys, ShownIf, Uploads, options_of

MOST_PICTURES = 6
_LINES = frozenset({QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES, QuestionKind.RANKING})
_PICTURE = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
_SHOWS = _("Say what the picture shows, for those who cannot see it")
_FAR = 1_000_000_000
KIND_HINTS = {
    QuestionKind.FACES: _("How was it? From “Not good” to “Brilliant”, each with its word."),
    QuestionKind.ONE_CHOICE: _("People pick one answer from your list."),
    QuestionKind.SEVERAL_CHOICES: _("People pick as many as they like."),
    QuestionKind.PICTURES: _("People pick one picture. Each has a word under it."),
    QuestionKind.SCALE: _("A number from 0 or 1 to 10 at most. You say what the ends mean."),
    QuestionKind.RANKING: _("People put your answers in order, the best first."),
    QuestionKind.SHORT_TEXT: _("A few words."),
    QuestionKind.LONG_TEXT: _("As much as people want to write."),
    QuestionKind.NUMBER: _("How many, or how often."),
    QuestionKind.DAY: _("A day, in three boxes."),
    QuestionKind.FILE: _(
        "Asked of people with a link of their own, and of staff who type answers in. Never of the public. Under 18 only when you say so."
    ),
    QuestionKind.STATEMENT: _("Words or a picture between two questions. Nobody answers it."),
}


class KindForm(PortalForm):
    """What kind of question to add."""

    submit = _("Go on")
    method = "get"
    heading = "kind"

    kind = forms.ChoiceField(
        label=_("What kind of question is it?"),
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of question it is")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choice_hints = KIND_HINTS  # type: ignore[attr-defined]  # read by the kit that draws the choices


class AskForm(SeenMixin, PortalForm):
    """One question of a kind. `now` is how it stands, `earlier` are the questions before it, which it can wait for."""

    submit = _("Save the question")
    also = (("look", _("Look at it first")),)

    def __init__(
        self,
        *args: Any,
        kind: str,
        now: Asked | None = None,
        earlier: Sequence[Asked] = (),
        keys: Keys | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind, self.now = kind, now
        self.waits = {f"if-{each.key}": each for each in earlier if each.kind in LEADS_ON}
        self.choices = {name: options_of(each, keys) for name, each in self.waits.items()}
        own = self._own_fields()
        picture = {
            "picture": _picture(_("Picture beside it")),
            "picture_words": _words(_("What does the picture show?"), longest=200),
        }
        if now and now.picture:
            picture["picture_off"] = forms.BooleanField(label=_("Take the picture away"), required=False)
        waits = {name: self._wait(name, each) for name, each in self.waits.items()}
        easy = {
            "easy": _words(
                _("The question in easy read"), _("One idea, in few words. It is shown to those who choose easy read."), 300
            )
        }
        # Its fields follow from the kind, so they are the form's own and not the class's.
        hidden = {
            "seen": forms.CharField(required=False, max_length=64, widget=forms.HiddenInput),
            # So that nothing is lost when somebody else removes the question meanwhile.
            "kind": forms.CharField(required=False, max_length=20, widget=forms.HiddenInput, initial=kind),
        }
        self.base_fields = own | easy | picture | waits | hidden  # type: ignore[misc]  # this form's own, for its class has none
        self.groups = (
            Group(_("The question"), tuple(own)),
            Group(_("Easy read"), tuple(easy), folded=True),
            Group(_("A picture beside it"), tuple(picture), folded=True),
            *([Group(_("Show it only after an earlier answer"), tuple(waits), folded=True)] if waits else []),
        )
        kwargs["initial"] = (_initial(now) if now else {}) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def _own_fields(self) -> dict[str, forms.Field]:
        kind = self.kind
        if kind == QuestionKind.STATEMENT:
            return {"wording": _words(_("What do you want to say?"), longest=300, required=True)}
        fields: dict[str, forms.Field] = {
            "wording": _words(_("Question"), longest=300, required=True),
            "hint": _words(_("Hint"), _("A few words under the question, like: There is no wrong answer."), 300),
        }
        if kind == QuestionKind.FACES:
            fields["instead"] = _words(_("One more answer beside the faces"), _("Like: I was not there."), LONGEST_LABEL)
        elif kind in _LINES:
            fields["options"] = forms.CharField(
                label=_("Answers to choose from"), help_text=_("One a line."), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
            )  # fmt: skip
        elif kind == QuestionKind.PICTURES:
            fields |= self._picture_fields()
        elif kind == QuestionKind.SCALE:
            fields["lowest"] = forms.TypedChoiceField(
                label=_("The scale begins at"), choices=[(0, "0"), (1, "1")], coerce=int, initial=1
            )
            fields["highest"] = forms.TypedChoiceField(
                label=_("The scale ends at"), choices=[(each, str(each)) for each in range(2, 11)], coerce=int, initial=5
            )  # fmt: skip
            fields["low"] = _words(_("What the lowest number means"), _("Like: not at all."), 80)
            fields["high"] = _words(_("What the highest number means"), _("Like: all the time."), 80)
        elif kind == QuestionKind.NUMBER:
            fields["lowest"] = _whole(_("The lowest number people can give"))
            fields["highest"] = _whole(_("The highest number people can give"))
        fields["is_required"] = forms.BooleanField(label=_("Everyone must answer this"), required=False)
        return fields

    def _picture_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for place in range(MOST_PICTURES):
            number = {"number": place + 1}
            fields[f"label_{place}"] = _words(
                _("Answer %(number)s") % number, longest=LONGEST_LABEL, required=place < FEWEST_OPTIONS
            )
            kept = self._kept(place) is not None
            hint = _("There is one. Choose another one only to put it in its place.") if kept else ""
            fields[f"file_{place}"] = _picture(_("Picture %(number)s") % number, hint)
        return fields

    def _kept(self, place: int) -> Any:
        pictures = self.now.pictures if self.now else ()
        return pictures[place] if place < len(pictures) else None

    def _wait(self, name: str, each: Asked) -> forms.Field:
        return forms.MultipleChoiceField(
            label=_("Only when “%(question)s” was answered with") % {"question": each.wording},
            choices=self.choices[name],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.kind in _LINES and "options" in cleaned:
            self._check_labels("options", _lines(cleaned))
        if self.kind == QuestionKind.PICTURES:
            self._check_pictures(cleaned)
        low, high = cleaned.get("lowest"), cleaned.get("highest")
        if self.kind == QuestionKind.NUMBER and low is not None and high is not None and low >= high:
            self.add_error("highest", _("Enter a number that is higher than the lowest one"))
        stays = self.now is not None and self.now.picture and not cleaned.get("picture_off")
        if (cleaned.get("picture") or stays) and not cleaned.get("picture_words"):
            self.add_error("picture_words", _SHOWS)
        chosen = [name for name in self.waits if cleaned.get(name)]
        if len(chosen) > 1:
            self.add_error(chosen[1], _("Choose answers to one earlier question only"))
        return cleaned

    def _check_labels(self, name: str, labels: list[str]) -> None:
        if len(labels) < FEWEST_OPTIONS:
            self.add_error(name, _("Write two answers or more, one a line"))
        elif len(set(labels)) < len(labels):
            self.add_error(name, _("Write each answer once"))
        elif any(len(label) > LONGEST_LABEL for label in labels):
            self.add_error(name, _("Use %(most)s characters or fewer for each answer") % {"most": LONGEST_LABEL})

    def _check_pictures(self, cleaned: dict[str, Any]) -> None:
        labels = [cleaned[f"label_{place}"] for place in range(MOST_PICTURES) if cleaned.get(f"label_{place}")]
        if len(set(labels)) < len(labels):
            self.add_error("label_0", _("Write each answer once"))
        for place in range(MOST_PICTURES):
            has_words, has_file = bool(cleaned.get(f"label_{place}")), bool(cleaned.get(f"file_{place}"))
            if has_file and not has_words and not self.has_error(f"label_{place}"):
                self.add_error(f"label_{place}", _SHOWS)
            if has_words and not has_file and self._kept(place) is None and not self.has_error(f"file_{place}"):
                self.add_error(f"file_{place}", _("Choose a picture for this answer"))

    def asked(self) -> Asked:
        """The question as far as it is written; whole when the form is valid."""
        data = self.cleaned_data
        rows = self._rows()
        stays = None if data.get("picture_off") or not self.now else self.now.picture
        chosen = next((name for name in self.waits if data.get(name)), None)
        return Asked(
            kind=self.kind,
            wording=data.get("wording", ""),
            hint=data.get("hint", ""),
            options=tuple(data[f"label_{place}"] for place in rows)
            if self.kind == QuestionKind.PICTURES
            else tuple(_lines(data)),
            is_required=data.get("is_required", False),
            key=self.now.key if self.now else "",
            instead=data.get("instead", ""),
            easy=data.get("easy", ""),
            lowest=data.get("lowest"),
            highest=data.get("highest"),
            low=data.get("low", ""),
            high=data.get("high", ""),
            picture=stays,
            picture_words=data.get("picture_words", "") if stays or data.get("picture") else "",
            pictures=tuple(self._kept(place) for place in rows),
            shown_if=ShownIf(self.waits[chosen].key, tuple(data[chosen])) if chosen else None,
        )

    def uploads(self) -> Uploads:
        """The pictures that came with it."""
        data = self.cleaned_data
        beside = {number: data[f"file_{place}"] for number, place in enumerate(self._rows()) if data.get(f"file_{place}")}
        return Uploads(data.get("picture"), beside)

    def _rows(self) -> list[int]:
        """The places of the answers with a picture that have words."""
        return [place for place in range(MOST_PICTURES) if self.cleaned_data.get(f"label_{place}")]


def sketch(asked: Asked, number: int, *, easy: bool = False) -> QuestionForm:
    """The field that people will get for a question that is not saved yet."""
    question = Question(
        key=asked.key or "new", kind=asked.kind, order=number, is_required=asked.is_required, lowest=asked.lowest, highest=asked.highest, picture=asked.picture
    )  # fmt: skip
    pictures = [*asked.pictures, *([None] * len(asked.options))]
    choices = tuple(
        Choice(
            place, key, label,
            FACE_VALUES.get(key, WITHOUT_A_FACE) if asked.kind == QuestionKind.FACES else "",
            pictures[place] if asked.kind == QuestionKind.PICTURES else None,
        )
        for place, (key, label) in enumerate(options_of(asked))
    )  # fmt: skip
    wording = (asked.easy if easy else "") or asked.wording
    return preview(
        AskedQuestion(question, number, wording, asked.hint, choices, asked.low, asked.high, asked.picture_words), easy=easy
    )


def preview(asked: AskedQuestion, *, easy: bool = False) -> QuestionForm:
    """The question as the public gets it, but that only the page itself has a heading of the first level."""
    name = f"{'easy' if easy else 'plain'}-{asked.number}"
    form = QuestionForm(asked=asked, prefix=name)
    form.heading = ""
    return form


def _initial(asked: Asked) -> dict[str, Any]:
    initial: dict[str, Any] = {
        name: getattr(asked, name)
        for name in ("wording", "hint", "easy", "instead", "low", "high", "picture_words", "is_required")
    } | {"options": "\n".join(asked.options)}
    if asked.lowest is not None or asked.kind == QuestionKind.NUMBER:
        initial |= {"lowest": asked.lowest, "highest": asked.highest}
    initial |= {f"label_{place}": label for place, label in enumerate(asked.options)}
    if asked.shown_if:
        initial[f"if-{asked.shown_if.question}"] = list(asked.shown_if.options)
    return initial


def _lines(cleaned: dict[str, Any]) -> list[str]:
    return [line.strip() for line in cleaned.get("options", "").splitlines() if line.strip()]


def _words(label: Any, hint: Any = "", longest: int = 300, *, required: bool = False) -> forms.Field:
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required)


def _picture(label: Any, hint: Any = "") -> forms.Field:
    told = hint or _("JPEG, PNG or WebP, up to 10 MB. We take away what is hidden in the file.")
    return forms.FileField(label=label, help_text=told, required=False, widget=_PICTURE)


def _whole(label: Any) -> forms.Field:
    return forms.IntegerField(label=label, required=False, min_value=-_FAR, max_value=_FAR)
