"""The forms of the page after a meeting: who came, what was said, decided and taken on."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.enums import Qualifier
from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from groups.enums import ArrangementState, Permission
from groups.forms.seen import SeenMixin
from groups.models import Priority, User
from groups.queries.arrangements import Needed
from groups.queries.proceedings import ActionLine, CountLine, DecisionLine, Person, SayingLine

# Nobody counts so many people at a meeting.
MOST_HEADS = 100_000
# Rows that wait empty; saving gives as many again.
EMPTY_ROWS = 4
MOST_ROWS = 300
YES, NO = "yes", "no"

Heads = tuple[int | None, str]


class HeadsField(forms.CharField):
    """How many people, as one says it: 4, over 20, at least 10, up to 30. Gives the number and how it is meant."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter how many people came as a number, like 4 or over 20"),
        "too_many": gettext_lazy("Enter 100,000 people or fewer"),
    }
    _words = {
        "over": Qualifier.MORE_THAN,
        "more than": Qualifier.MORE_THAN,
        ">": Qualifier.MORE_THAN,
        "at least": Qualifier.AT_LEAST,
        "up to": Qualifier.UP_TO,
        "at most": Qualifier.UP_TO,
    }
    _shown = {Qualifier.MORE_THAN: "over", Qualifier.AT_LEAST: "at least", Qualifier.UP_TO: "up to"}
    _pattern = re.compile(r"(over|more than|>|at least|up to|at most)?\s*([0-9][0-9,]*)\s*(\+)?", re.IGNORECASE)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)
        self.widget.attrs.update({"class": "govuk-input--width-5", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        number, qualifier = value
        return "" if number is None else f"{self._shown.get(qualifier, '')} {number}".strip()

    def clean(self, value: Any) -> Heads:
        words = " ".join(str(value or "").split())
        if not words:
            return None, Qualifier.NOT_STATED
        found = self._pattern.fullmatch(words)
        if not found or (found[1] and found[3]):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        digits = found[2].replace(",", "")
        if len(digits) > len(str(MOST_HEADS)) or int(digits) > MOST_HEADS:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        meant = self._words[found[1].lower()] if found[1] else Qualifier.AT_LEAST if found[3] else Qualifier.EXACT
        return int(digits), meant


class RowForm(PortalForm):
    """One row of several. A row whose words are emptied is taken away."""

    says_optional = False

    row = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def is_in_use(self) -> bool:
        """Whether something stands or was typed here, so that it is not folded away."""
        return any(self[name].value() not in (None, "") for name in self.fields if name not in ("permission", "due")) or any(
            self[name].errors for name in self.fields
        )

    def given(self, name: str) -> Any:
        return (getattr(self, "cleaned_data", None) or {}).get(name)


class CountRow(RowForm):
    heads = HeadsField(label=gettext_lazy("How many?"))
    who = forms.CharField(label=gettext_lazy("Who, by role?"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("heads", (None, ""))[0] is not None and not data.get("who"):
            self.add_error("who", _("Enter who they were, like councillors"))
        return data

    @property
    def line(self) -> CountLine:
        number, qualifier = self.given("heads") or (None, Qualifier.NOT_STATED)
        return CountLine(self.given("who") or "", number, qualifier, self.given("row"))

    @staticmethod
    def of(line: CountLine) -> dict[str, Any]:
        return {"row": line.row, "heads": (line.number, line.qualifier), "who": line.who}


class SayingRow(RowForm):
    words = forms.CharField(
        label=gettext_lazy("Their words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    said_by = forms.CharField(label=gettext_lazy("Who said it, by role?"), max_length=80, required=False)
    permission = forms.ChoiceField(
        label=gettext_lazy("What may we do with it?"), choices=Permission.choices, initial=Permission.NOT_AT_ALL, required=False
    )

    @property
    def line(self) -> SayingLine:
        permission = self.given("permission") or Permission.NOT_AT_ALL
        return SayingLine(self.given("words") or "", self.given("said_by") or "", permission, self.given("row"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("said_by") and not data.get("words") and "words" not in self.errors and not data.get("row"):
            self.add_error("words", _("Enter what they said"))
        return data

    @staticmethod
    def of(line: SayingLine) -> dict[str, Any]:
        return {"row": line.row, "words": line.words, "said_by": line.said_by, "permission": line.permission}


class DecisionRow(RowForm):
    words = forms.CharField(label=gettext_lazy("What was decided?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def line(self) -> DecisionLine:
        return DecisionLine(self.given("words") or "", self.given("row"))

    @staticmethod
    def of(line: DecisionLine) -> dict[str, Any]:
        return {"row": line.row, "words": line.words}


class ActionRow(RowForm):
    """One action. Whoever may not know the members' names gives the owner by role."""

    words = forms.CharField(label=gettext_lazy("What will be done?"), max_length=300, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who does it?"), required=False)
    owner_words = forms.CharField(label=gettext_lazy("Or who, by role?"), max_length=120, required=False)
    due = DayField(label=gettext_lazy("By when?"), what=gettext_lazy("the date by which it is done"), required=False)
    priority = forms.ChoiceField(label=gettext_lazy("Under which priority?"), required=False)

    def __init__(
        self,
        *args: Any,
        owners: Sequence[User],
        priorities: Sequence[Priority],
        stands: dict[int, ActionLine],
        knows_names: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands
        today = clock.today()
        self.due_field.earliest = dt.date(2000, 1, 1)
        self.due_field.latest = today.replace(year=today.year + 10, day=1)
        line = stands.get(self.row_key() or 0)
        people = {user.pk: user for user in (*owners, *([line.owner] if line and line.owner else []))}
        wanted = {each.pk: each for each in (*priorities, *([line.priority] if line and line.priority else []))}
        self.people, self.wanted = people, wanted
        if knows_names:
            self.choice("owner").choices = [("", _("Nobody by name")), *((str(pk), str(user)) for pk, user in people.items())]
        else:
            del self.fields["owner"]
            self.fields["owner_words"].label = _("Who does it, by role?")
        if wanted:
            self.choice("priority").choices = [("", _("None")), *((str(pk), each.title) for pk, each in wanted.items())]
        else:
            del self.fields["priority"]

    @property
    def due_field(self) -> DayField:
        field = self.fields["due"]
        assert isinstance(field, DayField)  # noqa: S101 - tells the type checker what was declared above
        return field

    def choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as above
        return field

    def row_key(self) -> int | None:
        value = str(self["row"].value() or "")
        return int(value) if value.isdecimal() and len(value) < 12 else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rest = any(data.get(name) for name in ("owner_words", "due", "priority", "owner"))
        if rest and not data.get("words") and "words" not in self.errors and not data.get("row"):
            self.add_error("words", _("Enter what will be done"))
        return data

    @property
    def line(self) -> ActionLine:
        row = self.given("row")
        before = self.stands.get(row or 0, ActionLine())
        owner = self.people.get(int(self.given("owner") or 0)) if "owner" in self.fields else before.owner
        return ActionLine(
            words=self.given("words") or "",
            owner=owner,
            owner_words=self.given("owner_words") or "",
            due=self.given("due"),
            priority=self.wanted.get(int(self.given("priority") or 0)),
            row=row,
        )

    @staticmethod
    def of(line: ActionLine) -> dict[str, Any]:
        return {
            "row": line.row,
            "words": line.words,
            "owner": line.owner.pk if line.owner else "",
            "owner_words": line.owner_words,
            "due": line.due,
            "priority": line.priority.pk if line.priority else "",
        }


class Rows(forms.BaseFormSet):
    """What stands, and some empty rows, of which all but the first are folded away."""

    @property
    def opened(self) -> Iterator[tuple[RowForm, bool]]:
        """Each row, and whether it lies open."""
        is_first_empty = True
        for row in self.forms:
            yield row, row.is_in_use or is_first_empty
            is_first_empty = is_first_empty and row.is_in_use


def rows_of(row: type[RowForm]) -> Any:
    return forms.formset_factory(row, formset=Rows, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


CountRows, SayingRows, DecisionRows, ActionRows = map(rows_of, (CountRow, SayingRow, DecisionRow, ActionRow))


class AfterForm(SeenMixin, PortalForm):
    """Whether it took place, which members came, whether what they needed was there, and a photo."""

    says_optional = False

    took_place = forms.ChoiceField(
        label=gettext_lazy("Did it take place?"),
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    why_not = forms.CharField(
        label=gettext_lazy("If not, why not?"),
        help_text=gettext_lazy("This stands on the public page of the meeting."),
        max_length=300,
        required=False,
    )
    came = forms.MultipleChoiceField(
        label=gettext_lazy("Which members came?"),
        help_text=gettext_lazy("Tick everyone who was there. With nobody ticked, we take it that you did not write it down."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    members = HeadsField(
        label=gettext_lazy("How many members came?"),
        help_text=gettext_lazy("Like 11, or over 20. Leave it empty if nobody counted."),
    )
    photo = forms.FileField(
        label=gettext_lazy("A photo of the flip chart"),
        help_text=gettext_lazy(
            "No people in the picture, please. JPEG, PNG or WebP, up to 10 MB. Only the people of the forum see it."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        required=False,
    )

    def __init__(
        self, *args: Any, asks_whether: bool, people: Iterable[Person] | None, needed: Sequence[Needed], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed
        if not asks_whether:
            del self.fields["took_place"], self.fields["why_not"]
        people = list(people or ())
        if people:
            came = self.fields["came"]
            assert isinstance(came, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker what was declared above
            came.choices = [(str(person.user.pk), str(person.user)) for person in people]
            del self.fields["members"]
        else:
            del self.fields["came"]
        for each in needed:
            self._ask_about(each)

    def _ask_about(self, each: Needed) -> None:
        """Whether this need was met; the words of it are the question."""
        whose = _("%(words)s (%(whose)s)") % {"words": each.need.words, "whose": each.whose} if each.whose else each.need.words
        said = each.state if each.state in (ArrangementState.MET, ArrangementState.NOT_MET) else ""
        self.fields[f"need_{each.need.pk}"] = forms.ChoiceField(
            label=whose,
            choices=[(state.value, state.label) for state in (ArrangementState.MET, ArrangementState.NOT_MET)],
            widget=forms.RadioSelect,
            required=False,
            initial=said,
            error_messages={"invalid_choice": _("Choose whether it was there")},
        )
        self.fields[f"note_{each.need.pk}"] = forms.CharField(
            label=_("What was missing?"), max_length=300, required=False, initial=each.note if said else ""
        )

    @property
    def need_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"need_{each.need.pk}"], self[f"note_{each.need.pk}"]) for each in self.needed]

    @property
    def needs(self) -> dict[Any, tuple[str, str]]:
        """What was said of each need; needs of which nothing was said stay as they are."""
        data = self.cleaned_data
        said = ((each.need, data.get(f"need_{each.need.pk}"), data.get(f"note_{each.need.pk}") or "") for each in self.needed)
        return {need: (state, note) for need, state, note in said if state}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("took_place") == NO and not data.get("why_not"):
            self.add_error("why_not", _("Say why it did not take place. People read this."))
        if data.get("why_not") and data.get("took_place") == YES:
            self.add_error("why_not", _("You chose that it took place. Leave this empty, or choose No."))
        return data
