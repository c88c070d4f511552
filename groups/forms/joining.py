"""Ask to join, on a public page: no free words, so that nobody tells here what a person should read at once."""

import datetime as dt
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from coproduction.core import clock
from coproduction.core.forms.base import PortalForm
from groups import policies
from groups.enums import UNDER_13, AgeBand
from groups.models import Body

_SALT = "groups.join"
# A person needs longer than this to fill in the page.
SHORTEST_FILL = dt.timedelta(seconds=3)


class JoinForm(PortalForm):
    submit = _("Ask to join")

    name = forms.CharField(
        label=_("What should we call you?"),
        max_length=120,
        help_text=_("A first name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        required=False,
        help_text=_("An email address or a telephone number: one of the two is enough."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "govuk-input--width-20"}),
    )
    age_band = forms.ChoiceField(
        label=_("How old are you?"),
        required=False,
        help_text=_("If you are under 13, ask together with a parent or carer, and write their telephone number."),
        choices=[("", _("I do not want to say")), *((band.value, band.label) for band in AgeBand if band)],
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if policies.must_know_age(body):
            field = self.fields["age_band"]
            field.required = True
            field.choices = [("", _("Choose")), *((band.value, band.label) for band in AgeBand if band)]  # type: ignore[attr-defined]  # a field with choices, declared above
            field.error_messages["required"] = _("Choose how old you are")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("email") and not data.get("phone") and not {"email", "phone"} & set(self.errors):
            self.add_error("email", str(_("Enter an email address or a telephone number, so that we can answer")))
        phone = data.get("phone")
        if phone and not policies.has_phone(phone):
            self.add_error("phone", str(_("Enter the telephone number with its first 0, like 020 7946 0000")))
        if data.get("age_band") in UNDER_13 and not phone and "phone" not in self.errors:
            self.add_error("phone", str(_("Enter the telephone number of your parent or carer. We speak with them first.")))
        if self._looks_automatic(data):
            self.add_error(None, str(_("That was very quick. Look at what you typed, then press the button once more.")))
        return data

    def _looks_automatic(self, data: dict[str, Any]) -> bool:
        """Whoever fills in the box that no person sees, or is faster than a person, is asked to press once more."""
        opened = _read(data.get("opened", ""))
        too_quick = opened is None or clock.now().timestamp() - opened < SHORTEST_FILL.total_seconds()
        return bool(data.get("website")) or too_quick

    @property
    def stamp(self) -> str:
        """When the page was first opened, signed: kept while it is shown again, so that the second press goes through."""
        sent = str(self.data.get("opened", ""))
        return sent if _read(sent) is not None else signing.dumps(clock.now().timestamp(), salt=_SALT)

    @property
    def given(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "phone", "age_band")}


def _read(stamp: str) -> float | None:
    try:
        return float(signing.loads(stamp, salt=_SALT))
    except signing.BadSignature:
        return None
