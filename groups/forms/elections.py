"""Offices, votes and terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from groups.forms.texts import Text, paragraphs
from groups.models import ElectedOffice, Election

MOST_YEARS = 10


class OfficeForm(PortalForm):
    submit = _("Add the office")

    title = forms.CharField(label=_("Office"), help_text=_("Like Youth Mayor. Never the name of a person."), max_length=120)
    cycle_years = forms.IntegerField(
        label=_("Elected every how many years?"), min_value=1, max_value=MOST_YEARS, required=False, initial=2
    )
    electorate_ages = forms.CharField(
        label=_("Which ages can vote?"),
        help_text=_("Like 11-19"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    electorate_basis = Text(
        label=_("Who can vote?"), help_text=_("One a line, like: lives here"), rows=3, max_length=1000, required=False
    )

    def __init__(self, *args: Any, of: ElectedOffice | None = None, **kwargs: Any) -> None:
        if of:
            kwargs["initial"] = {name: getattr(of, name) for name in self.base_fields} | {
                "electorate_basis": paragraphs(of.electorate_basis)
            }
            self.submit = _("Save the office")
        super().__init__(*args, **kwargs)


class VoteForm(PortalForm):
    submit = _("Save the vote")

    votes_on = DayField(label=_("Day of the vote"), what=_("the day of the vote"), help_text=_("Like 27 3 2026"))
    term_from = DayField(
        label=_("First day in office"),
        what=_("the first day in office"),
        help_text=_("Leave out what is not known yet."),
        required=False,
    )
    term_until = DayField(label=_("Last day in office"), what=_("the last day in office"), required=False)

    def __init__(self, *args: Any, of: Election | None = None, **kwargs: Any) -> None:
        if of:
            kwargs["initial"] = {name: getattr(of, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
