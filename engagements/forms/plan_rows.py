"""Rows on the pages about a project: who works on it, what is fixed, what it has, whom it wants to hear from."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.enums import LimitKind, Part
from engagements.queries.plans import GroupLine, LimitLine, PartLine, ResourceLine
from groups.forms.after import MOST_ROWS, RowForm, Rows
from groups.models import Body

# Rows that wait empty; saving gives as many again.
EMPTY_ROWS = 2
MOST_POUNDS = Decimal("99999999.99")
_PARTS = [(part.value, part.label) for part in (Part.GROUP, Part.PARTNER, Part.LEAD, Part.RESOURCE)]


class PlanRow(RowForm):
    """One row. `quiet` names the fields that say something also in an empty row."""

    quiet: tuple[str, ...] = ()

    @property
    def is_in_use(self) -> bool:
        return any(self[name].errors or (name not in self.quiet and self[name].value()) for name in self.fields)

    @property
    def line(self) -> Any:
        """What was typed, as the service takes it."""
        raise NotImplementedError

    @staticmethod
    def of(line: Any) -> dict[str, Any]:
        """What stands, as the row shows it."""
        raise NotImplementedError


class PartRow(PlanRow):
    quiet = ("part",)

    body = forms.ChoiceField(
        label=gettext_lazy("Which forum, partner or team?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This one is closed or not in the list. Choose another.")},
    )
    words = forms.CharField(label=gettext_lazy("Or who, if it is not in the list?"), max_length=200, required=False)
    part = forms.ChoiceField(label=gettext_lazy("What is its part?"), choices=_PARTS, initial=Part.GROUP, required=False)
    role = forms.CharField(label=gettext_lazy("What does it do in this work?"), max_length=200, required=False)
    signs = forms.BooleanField(label=gettext_lazy("It checks and signs every stage"), required=False)

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        field: Any = self.fields["body"]
        field.choices = [("", _("Choose one")), *((pk, body.name) for pk, body in self.bodies.items())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        body = self.bodies.get(data.get("body") or "")
        if body and data.get("words"):
            self.add_error("words", _("Choose from the list or write who it is, not both"))
        elif (
            not body
            and not data.get("words")
            and not self.errors
            and (data.get("role") or data.get("signs"))
            and not data.get("row")
        ):
            self.add_error("body", _("Choose who it is"))
        elif data.get("signs") and (body or data.get("words")) and (body is None or body.kind not in ("forum", "organisation")):
            self.add_error("signs", _("Only a forum or partner in the list can sign. The council signs for itself."))
        return data

    @property
    def line(self) -> PartLine:
        return PartLine(
            part=self.given("part") or Part.GROUP,
            body=self.bodies.get(self.given("body") or ""),
            words=self.given("words") or "",
            role=self.given("role") or "",
            signs=bool(self.given("signs")),
            row=self.given("row"),
        )

    @staticmethod
    def of(line: PartLine) -> dict[str, Any]:
        return {
            "row": line.row,
            "body": line.body.pk if line.body else "",
            "words": "" if line.body else line.words,
            "part": line.part,
            "role": line.role,
            "signs": line.signs,
        }


class LimitRow(PlanRow):
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of thing?"), choices=[("", gettext_lazy("Choose one")), *LimitKind.choices], required=False
    )
    words = forms.CharField(
        label=gettext_lazy("What is fixed, and why?"),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("words") and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose what kind of thing it is"))
        if data.get("kind") and not data.get("words") and "words" not in self.errors and not data.get("row"):
            self.add_error("words", _("Say what is fixed, and why"))
        return data

    @property
    def line(self) -> LimitLine:
        return LimitLine(self.given("kind") or "", self.given("words") or "", self.given("row"))

    @staticmethod
    def of(line: LimitLine) -> dict[str, Any]:
        return {"row": line.row, "kind": line.kind, "words": line.words}


class ResourceRow(PlanRow):
    words = forms.CharField(
        label=gettext_lazy("What is it?"),
        help_text=gettext_lazy("Like money for travel, or a room"),
        max_length=300,
        required=False,
    )
    amount = forms.DecimalField(
        label=gettext_lazy("How much, in pounds?"),
        min_value=0,
        max_value=MOST_POUNDS,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    source = forms.CharField(label=gettext_lazy("Where does it come from?"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rest = data.get("amount") is not None or data.get("source")
        if rest and not data.get("words") and "words" not in self.errors and not data.get("row"):
            self.add_error("words", _("Say what it is"))
        return data

    @property
    def line(self) -> ResourceLine:
        return ResourceLine(self.given("words") or "", self.given("amount"), self.given("source") or "", self.given("row"))

    @staticmethod
    def of(line: ResourceLine) -> dict[str, Any]:
        return {"row": line.row, "words": line.words, "amount": line.amount, "source": line.source}


class GroupRow(PlanRow):
    words = forms.CharField(
        label=gettext_lazy("Which group of people?"), help_text=gettext_lazy("Like young carers"), max_length=120, required=False
    )
    why = forms.CharField(label=gettext_lazy("Why do they matter here?"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("why") and not data.get("words") and "words" not in self.errors and not data.get("row"):
            self.add_error("words", _("Say which group it is"))
        return data

    @property
    def line(self) -> GroupLine:
        return GroupLine(self.given("words") or "", self.given("why") or "", self.given("row"))

    @staticmethod
    def of(line: GroupLine) -> dict[str, Any]:
        return {"row": line.row, "words": line.words, "why": line.why}


def rows_of(row: type[PlanRow], *data: Any, lines: Sequence[Any] = (), **kwargs: Any) -> BaseFormSet:
    """What stands, one empty row, and a few more that are folded away; or what was typed."""
    made: Any = forms.formset_factory(row, formset=Rows, extra=EMPTY_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    initial = [] if data else [row.of(line) for line in lines]
    return made(*data, prefix="rows", initial=initial, form_kwargs=kwargs)
