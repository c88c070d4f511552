"""The form of a school term."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.forms.fields import DayField
from groups.models import Term

_LIKE = gettext_lazy("Like 27 3 2026")


class TermForm(PortalForm):
    submit = gettext_lazy("Save the term")
    groups = (
        Group(gettext_lazy("Name and days"), ("name", "first_day", "last_day")),
        Group(gettext_lazy("Half-term"), ("half_term_first", "half_term_last")),
    )

    name = forms.CharField(label=gettext_lazy("Name of the term"), max_length=60, help_text=gettext_lazy("Like Autumn 2026"))
    first_day = DayField(label=gettext_lazy("First day of school"), what=gettext_lazy("the first day of school"), help_text=_LIKE)
    last_day = DayField(label=gettext_lazy("Last day of school"), what=gettext_lazy("the last day of school"), help_text=_LIKE)
    half_term_first = DayField(
        label=gettext_lazy("First day of half-term"), what=gettext_lazy("the first day of half-term"), required=False
    )
    half_term_last = DayField(
        label=gettext_lazy("Last day of half-term"), what=gettext_lazy("the last day of half-term"), required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last <= first:
            self.add_error("last_day", _("Enter a last day that is later than the first."))
        begins, ends = data.get("half_term_first"), data.get("half_term_last")
        if begins and not ends and "half_term_last" not in self.errors:
            self.add_error("half_term_last", _("Enter the last day of half-term too, or leave both empty."))
        if ends and not begins and "half_term_first" not in self.errors:
            self.add_error("half_term_first", _("Enter the first day of half-term too, or leave both empty."))
        if begins and ends and ends < begins:
            self.add_error("half_term_last", _("Enter a last day of half-term that is not before its first."))
        elif begins and ends and first and last and not first < begins <= ends < last:
            self.add_error("half_term_first", _("Half-term lies inside the term. Check these days."))
        return data

    @staticmethod
    def of(term: Term) -> dict[str, Any]:
        return {name: getattr(term, name) for name in TermForm.base_fields}
