"""Bring a spreadsheet, say which sheet and heading are meant, and what each column is."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from coproduction.core import spreadsheets
from coproduction.core.forms.base import PortalForm
from coproduction.core.spreadsheets import Sheet, Unreadable
from coproduction.portal.sheets.brought import Brought
from coproduction.portal.sheets.meanings import Meaning


class BringSheetForm(PortalForm):
    submit = _("Go on: match the columns")
    # One of the two is needed, which the messages say.
    says_optional = False

    file = forms.FileField(
        label=_("Choose a file"),
        required=False,
        help_text=_("CSV or Excel (.xlsx), 1 MB and 500 lines at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    pasted = forms.CharField(
        label=_("Or paste lines here"),
        required=False,
        help_text=_("Copy them from a spreadsheet, with the headings."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        # Empty lines at the top count, so that numbers are those of the file.
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), (data.get("pasted") or "").rstrip()
        if self.errors:
            return data
        if bool(file) == bool(pasted):
            self.add_error("file", _now("Choose a file or paste lines, one of the two."))
            return data
        try:
            # No more than what may be sent is taken into memory.
            content = file.read(spreadsheets.MOST_BYTES + 1) if file else b""
            self.sheets: list[Sheet] = spreadsheets.sheets(content) if file else spreadsheets.sheets_of_text(pasted)
        except Unreadable as refusal:
            self.add_error("file" if file else "pasted", refusal.message)
        self.name = _plain_name(file.name) if file else _now("pasted lines")
        return data


class PickSheetForm(PortalForm):
    """Another sheet of the file, or another line with the headings."""

    submit = _("Show these columns")
    method = "get"

    sheet = forms.TypedChoiceField(label=_("Which sheet?"), coerce=int, required=False)
    line = forms.IntegerField(
        label=_("Which line holds the headings?"),
        min_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )

    def __init__(self, brought: Brought, *args: Any, **kwargs: Any) -> None:
        # The form of the columns, on the same page, keeps which sheet and line they are of.
        super().__init__(*args, auto_id="id_pick_%s", **kwargs)
        choices = [(number, sheet.name) for number, sheet in enumerate(brought.sheets)]
        self.fields["sheet"].choices = choices  # type: ignore[attr-defined]  # it is the choice field above
        if len(choices) == 1:
            del self.fields["sheet"]


class MatchColumnsForm(PortalForm):
    """One choice for each column, beside its heading and its first values."""

    submit = _("Check every line")
    # No column needs a meaning.
    says_optional = False

    def __init__(self, brought: Brought, chosen: Sequence[Meaning], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brought = brought
        self.fields["sheet"] = forms.IntegerField(widget=forms.HiddenInput, initial=brought.sheet)
        self.fields["line"] = forms.IntegerField(widget=forms.HiddenInput, initial=brought.table.heading)
        for column, meaning in enumerate(chosen):
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=brought.table.name_of(column),
                choices=Meaning.choices,
                initial=meaning.value,
                required=False,
                help_text=self.hint(column),
            )

    def hint(self, column: int) -> Any:
        values = [value if len(value) <= 60 else f"{value[:60]}…" for value in self.brought.table.samples(column)]
        return format_lazy(_("In the file: {values}"), values=" · ".join(values)) if values else _("Every cell is empty")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.columns = [Meaning(data.get(f"column_{column}") or "") for column in range(len(self.brought.table.headings))]
        seen: dict[Meaning, int] = {}
        for column, meaning in enumerate(self.columns):
            if meaning and meaning in seen:
                self.add_error(
                    f"column_{column}",
                    _now("“%(first)s” and “%(second)s” are both “%(meaning)s”. Leave one of them out.")
                    % {
                        "first": self.brought.table.name_of(seen[meaning]),
                        "second": self.brought.table.name_of(column),
                        "meaning": meaning.label,
                    },
                )
            seen.setdefault(meaning, column)
        if Meaning.TITLE not in seen:
            self.add_error(None, _now("Say which column is the title of the project."))
        return data


def _plain_name(name: str) -> str:
    """The name of a file without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split()) or _now("a file")
