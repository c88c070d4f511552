"""One form for a whole stage: every item with a box to ask in, and at the end what the forum decides."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist.enums import Position
from coproduction.core.forms.base import PortalForm

_LONGEST = 4000
_MOST_HANDS = 500
HANDS = ("yes", "no", "not_sure")


def _words(label: str, *, rows: int, initial: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=area, max_length=_LONGEST, initial=initial)


def _count(label: str) -> forms.IntegerField:
    box = forms.NumberInput(attrs={"inputmode": "numeric"})
    missing = {"required": _("Enter a number, 0 if nobody did, or write a question")}
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST_HANDS, widget=box, error_messages=missing)


class ReviewForm(PortalForm):
    """`ask` are the codes that can be asked about, `write` those that only the forum answers, with their present words.

    `decides` is false while the council has not done its part: then the form confirms and asks, and nobody signs yet.
    `by_hands`: a children's forum, which counts hands.
    """

    submit = gettext_lazy("Send")
    also = (("later", gettext_lazy("Save for later")),)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, ask: Sequence[str], write: dict[str, str], decides: bool, by_hands: bool, forum: str, **kwargs: Any
    ) -> None:
        self.ask, self.write, self.decides, self.by_hands = ask, write, decides, by_hands
        # Before the form is made, so that the errors of these fields are in our words too.
        own = {**self.base_fields, **self._boxes(), **(self._decision(forum) if decides else {})}
        self.base_fields = own  # type: ignore[misc]  # Django reads them from the form itself, which has its own here
        super().__init__(*args, **kwargs)

    def _boxes(self) -> dict[str, forms.Field]:
        boxes: dict[str, forms.Field] = {}
        for code, words in self.write.items():
            label = _("Your answer to %(code)s") % {"code": code}
            boxes[_name("answer", code)] = _words(label, rows=3, initial=words)
        for code in self.ask:
            boxes[_name("query", code)] = _words(_("What do you want to ask about %(code)s?") % {"code": code}, rows=2)
        return boxes

    def _decision(self, forum: str) -> dict[str, forms.Field]:
        reason = _words(_("Why, if you do not sign or abstain"), rows=3)
        reason.help_text = _("Everyone can read this. Do not name anyone.")
        if self.by_hands:
            labels = {"yes": _("How many said yes"), "no": _("How many said no"), "not_sure": _("How many are not sure")}
            return {name: _count(label) for name, label in labels.items()} | {"reason": reason}
        position = forms.ChoiceField(
            label=_("What does %(forum)s decide?") % {"forum": forum},
            error_messages={"required": _("Choose what you decide, or write a question")},
            widget=forms.RadioSelect,
            choices=[
                (Position.SIGNED, _("We sign. We confirm what waits for us.")),
                (Position.REFUSED, _("We do not sign")),
                (Position.ABSTAINED, _("We abstain: neither yes nor no")),
            ],
        )
        return {"position": position, "reason": reason}

    @property
    def queries(self) -> dict[str, str]:
        return self._said("query", self.ask)

    @property
    def answers(self) -> dict[str, str]:
        """What the forum wrote to items of its own; words that stand already are confirmed, not written again."""
        return {code: words for code, words in self._said("answer", self.write).items() if words != self.write[code]}

    @property
    def hands(self) -> dict[str, int]:
        return {name: self.cleaned_data.get(name) or 0 for name in HANDS}

    @property
    def hands_counted(self) -> bool:
        return any(self.cleaned_data.get(name) is not None for name in HANDS)

    def field_of(self, kind: str, code: str) -> forms.BoundField | None:
        name = _name(kind, code)
        return self[name] if name in self.fields else None

    def clean(self) -> Any:
        """Nobody need decide who asks; who decides against it says why."""
        data = super().clean()
        if not self.decides:
            return data
        if self.queries and not self.hands_counted:
            for name in ("position", *HANDS):
                if name in self.errors and not self.data.get(name):
                    del self.errors[name]
        said_no = self.hands["no"] > self.hands["yes"] if self.by_hands else data.get("position") == Position.REFUSED
        if said_no and not data.get("reason") and not self.queries:
            words = _("More said no than yes. Say why you do not sign.") if self.by_hands else _("Say why you do not sign")
            self.add_error("reason", words)
        return data

    def typed(self) -> dict[str, str]:
        """What was typed, as it was typed, to keep for later."""
        return {name: value for name in self.fields if name != "seen" and (value := self.data.get(name, "").strip())}

    def _said(self, kind: str, codes: Iterable[str]) -> dict[str, str]:
        words = ((code, self.cleaned_data.get(_name(kind, code), "").strip()) for code in codes)
        return {code: said for code, said in words if said}


def _name(kind: str, code: str) -> str:
    """The name of a field: codes have a point, which is not fit for a name."""
    return f"{kind}-{code.replace('.', '-')}"
