"""Invite many people at once: paste a list, or send a file; then confirm what was checked."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from coproduction.core import spreadsheets
from coproduction.core.forms.base import PortalForm
from coproduction.core.spreadsheets import Rows, Unreadable
from groups.models import Body, User
from groups.people_lists import Entry

_SALT = "groups.people_list"
# How long a checked list can be confirmed, in seconds.
KEPT = 30 * 60


class PeopleListForm(PortalForm):
    submit = _("Check the list")
    submit_name = "check"

    pasted = forms.CharField(
        label=_("Paste the list here"),
        required=False,
        help_text=_("One person a line: a name, a comma, an email address. Or only the address."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        # Empty lines at the top count, so that numbers are those of the list.
        strip=False,
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_("CSV or Excel (.xlsx), 1 MB and 500 lines at most. Columns: name, email, role, age, reach, contact."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), (data.get("pasted") or "").rstrip()
        if self.errors:
            return data
        if bool(file) == bool(pasted):
            words = _("Paste a list or choose a file, one of the two.")
            self.add_error("pasted", str(words))
            return data
        try:
            self.rows: Rows = self._read(file) if file else spreadsheets.read_text(pasted)
        except Unreadable as refusal:
            self.add_error("file" if file else "pasted", refusal.message)
        return data

    @staticmethod
    def _read(file: Any) -> Rows:
        # No more than what may be sent is taken into memory.
        return spreadsheets.read(file.read(spreadsheets.MOST_BYTES + 1))


class ConfirmListForm(PortalForm):
    """The checked lines as they were shown, signed: what is saved is what was seen, in this forum, by this person."""

    submit_name = "confirm"

    lines = forms.CharField(widget=forms.HiddenInput)

    @staticmethod
    def seal(entries: tuple[Entry, ...], *, body: Body, user: User) -> str:
        """The lines, to be carried through the page."""
        return signing.dumps([body.pk, user.pk, [entry.as_data() for entry in entries]], salt=_SALT, compress=True)

    def opened(self, *, body: Body, user: User) -> list[Entry] | None:
        """The lines that were sealed here by this person not long ago; None for anything else."""
        try:
            where, who, lines = signing.loads(self.data.get("lines", ""), salt=_SALT, max_age=KEPT)
        except signing.BadSignature:
            return None
        return [Entry(**line) for line in lines] if (where, who) == (body.pk, user.pk) else None
