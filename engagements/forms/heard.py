"""Whom a project means to hear from, and the numbers of one declared table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.declared_tables import DeclaredTable
from coproduction.core.forms.base import PortalForm
from engagements.enums import Heard
from groups.forms.seen import SeenMixin
from groups.forms.texts import Text

# Nobody adds up so many forms.
MOST_PEOPLE = 100_000


class IntendedGroupForm(SeenMixin, PortalForm):
    """Who, whether they took part, and what was tried."""

    submit = _("Save")

    words = forms.CharField(
        label=_("Whom do you want to hear from?"),
        help_text=_("A group of people, like “young carers”. Never a person. Everyone can read this."),
        max_length=120,
        error_messages={"required": _("Say whom you want to hear from")},
    )
    why = forms.CharField(label=_("How do we know that they matter here?"), max_length=300, required=False)
    heard = forms.ChoiceField(label=_("Did they take part?"), choices=Heard.choices, widget=forms.RadioSelect, initial=Heard.NO)
    tried = Text(
        label=_("What did you try, so that they could take part?"),
        help_text=_("Everyone can read this. So can the next project, which need not try it again."),
        rows=3,
        max_length=1000,
        required=False,
    )


class RemoveForm(PortalForm):
    submit = _("Take it away")
    submit_name = "remove"


class TurnoutForm(SeenMixin, PortalForm):
    """One box for each row of a declared table. An empty box was not filled in."""

    submit = _("Save the numbers")
    says_optional = False

    def __init__(self, *args: Any, table: DeclaredTable, numbers: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in table.rows:
            self.fields[row.key] = forms.IntegerField(
                label=row.words,
                min_value=0,
                max_value=MOST_PEOPLE,
                required=False,
                initial=numbers.get(row.key),
                widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}),
                error_messages={
                    "invalid": _("Enter a whole number of people, like 12"),
                    "min_value": _("Enter 0 people or more"),
                    "max_value": _("Enter 100,000 people or fewer"),
                },
            )
        self.order_fields([row.key for row in table.rows])

    @property
    def numbers(self) -> dict[str, int]:
        return {name: number for name, number in self.cleaned_data.items() if name != "seen" and number is not None}
