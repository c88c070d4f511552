"""Time that people gave, things they got, words about it, and claims for money they spent. None takes bank details."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.bank_details import bank_details_in
from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from engagements.enums import ExpenseKind, ThanksKind
from groups.enums import Permission
from groups.forms.seen import SeenMixin
from groups.forms.texts import PeriodField, Text
from groups.models import Body

MOST_HOURS, MOST_AN_HOUR, MOST_POUNDS, MOST_THINGS = 100_000, 500, 10_000, 100_000


class AmountField(forms.DecimalField):
    """A number as people write it: 12.50, £12.50, 1,200. Nothing else: 12,50 and 1e9 are slips."""

    _written = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")

    def __init__(self, *, most: int, places: int = 2, too_much: Any, wrong: Any, **kwargs: Any) -> None:
        errors = {
            "invalid": wrong,
            "min_value": gettext_lazy("Enter a number of more than 0"),
            "max_value": too_much,
            "max_decimal_places": wrong,
        }
        super().__init__(
            min_value=Decimal(1).scaleb(-places), max_value=most, decimal_places=places, error_messages=errors, **kwargs
        )
        self.widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            if not self._written.fullmatch(value.strip()) or (not value.isascii() and "£" not in value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.strip().removeprefix("£").replace(",", "")
        return super().to_python(value)


def pounds(label: Any, *, most: int = MOST_POUNDS, **kwargs: Any) -> AmountField:
    return AmountField(
        label=label,
        most=most,
        wrong=gettext_lazy("Enter an amount in pounds, like 12.50"),
        too_much=gettext_lazy("Enter an amount of £%(limit_value)s or less"),
        **kwargs,
    )


class NoBankDetailsForm(SeenMixin, PortalForm):
    """Refuses what looks like bank details in any box of words. What was typed stays, for the person to take it out."""

    submit = gettext_lazy("Save")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, value in list(data.items()):
            found = bank_details_in(value) if isinstance(value, str) else ""
            if found:
                self.add_error(
                    name, _("This looks like %(what)s. Take it out: bank details stay on the payment form.") % {"what": found}
                )
        return data

    @classmethod
    def of(cls, row: Model) -> dict[str, Any]:
        """What stands in a row, for its form."""
        return {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}


class TimeForm(NoBankDetailsForm):
    """Hours at a rate, with where the rate comes from."""

    hours = AmountField(
        label=gettext_lazy("How many hours did people give, all together?"),
        most=MOST_HOURS,
        places=1,
        wrong=gettext_lazy("Enter hours as a number, like 12 or 12.5"),
        too_much=gettext_lazy("Enter %(limit_value)s hours or fewer"),
    )
    rate = pounds(gettext_lazy("What is an hour worth, in pounds?"), most=MOST_AN_HOUR)
    basis = forms.CharField(
        label=gettext_lazy("Where does that rate come from?"),
        help_text=gettext_lazy("Like “the council’s rate for resident coproduction, 2025”. Everyone can read this."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say where the rate comes from")},
    )
    given = PeriodField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("A year or a month, like 2026, 2025-26 or 2026-04."),
        max_length=20,
        required=False,
    )
    partners = forms.ModelMultipleChoiceField(
        queryset=Body.objects.none(),
        label=gettext_lazy("Whose people gave it?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        project = kwargs.pop("project")
        super().__init__(*args, **kwargs)
        partners: Any = self.fields["partners"]
        partners.queryset = Body.objects.filter(project_parts__project=project).distinct().order_by("name")
        if not partners.queryset:
            del self.fields["partners"]

    @classmethod
    def of(cls, row: Any) -> dict[str, Any]:
        return super().of(row) | {"partners": [body.pk for body in row.partners.all()]}


class ThingForm(NoBankDetailsForm):
    """What people got back."""

    form = forms.ChoiceField(label=gettext_lazy("What did people get?"), choices=ThanksKind.choices, widget=forms.RadioSelect)
    kind = forms.CharField(
        label=gettext_lazy("What is it, in a few words?"),
        help_text=gettext_lazy("Like “voucher for the cinema” or “first aid course”. Everyone can read this."),
        max_length=160,
        required=False,
    )
    number = forms.IntegerField(
        label=gettext_lazy("How many were given?"),
        min_value=1,
        max_value=MOST_THINGS,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"max_value": gettext_lazy("Enter 100,000 or fewer")},
    )
    each = pounds(gettext_lazy("What is each worth, in pounds?"), required=False)
    given_to = forms.CharField(
        label=gettext_lazy("Who got it, in words?"),
        help_text=gettext_lazy("Like “young people on the panel”. Never a name. Everyone can read this."),
        max_length=160,
        required=False,
    )
    thanked = PeriodField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("A year or a month, like 2026 or 2026-04."),
        max_length=20,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("form") == ThanksKind.OTHER and not data.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Say what it is"))
        return data


class WordsForm(NoBankDetailsForm):
    """What someone says they got from it."""

    words = Text(
        label=gettext_lazy("What did they get from it, in their own words?"),
        help_text=gettext_lazy("Write down what they said, and nothing that tells who they are."),
        error_messages={"required": gettext_lazy("Write down what they said")},
    )
    said_by = forms.CharField(
        label=gettext_lazy("Who said it, by role?"),
        help_text=gettext_lazy("Like “a young person” or “a parent”. Never a name."),
        max_length=80,
        required=False,
    )
    permission = forms.ChoiceField(
        label=gettext_lazy("What did they say we may do with their words?"),
        help_text=gettext_lazy("Only “Use my words” puts them on the page of the project."),
        choices=Permission.choices,
        widget=forms.RadioSelect,
    )
    said = PeriodField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("A year or a month, like 2026 or 2026-04."),
        max_length=20,
        required=False,
    )


class ClaimForm(NoBankDetailsForm):
    """Money that someone spent to take part, under the number of a payment form."""

    kind = forms.ChoiceField(label=gettext_lazy("What was it spent on?"), choices=ExpenseKind.choices, widget=forms.RadioSelect)
    amount = pounds(gettext_lazy("How much, in pounds?"))
    reference = forms.CharField(
        label=gettext_lazy("Number of the payment form"),
        help_text=gettext_lazy("So that you find it again. No name, no sort code, no account number."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    claimed_on = DayField(label=gettext_lazy("When was it claimed?"), what=gettext_lazy("the date of the claim"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        _not_in_the_future(self, "claimed_on")
        return data


class ApproveForm(PortalForm):
    submit = gettext_lazy("Approve it")
    submit_name = "approve"

    on = DayField(label=gettext_lazy("When was it approved?"), what=gettext_lazy("the date it was approved"), initial=clock.today)


class PayForm(PortalForm):
    submit = gettext_lazy("Mark as paid")
    submit_name = "pay"

    on = DayField(label=gettext_lazy("When was it paid?"), what=gettext_lazy("the date it was paid"), initial=clock.today)


class DeclineForm(NoBankDetailsForm):
    submit = gettext_lazy("Do not pay it")
    submit_name = "decline"

    reason = forms.CharField(
        label=gettext_lazy("Why is it not paid?"),
        help_text=gettext_lazy("Tell whoever claimed it, too."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why it is not paid")},
    )


class AgainForm(PortalForm):
    submit = gettext_lazy("Look at the claim again")
    submit_name = "again"


def _not_in_the_future(form: forms.Form, name: str) -> None:
    day = form.cleaned_data.get(name)
    if day and day > clock.today():
        form.add_error(name, _("Enter today or a day before."))
