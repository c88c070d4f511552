"""The forms after sending: who people are, counted only, and where to tell them what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from feedback.equality import ASKED


class AboutYouForm(PortalForm):
    """The equality questions, all of which can be skipped."""

    submit = _("Count me")
    # The page says so once for all of them.
    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Its fields follow from what is asked now, so they are the form's own and not the class's.
        self.base_fields = {  # type: ignore[misc]  # this form's own, for its class has none
            question.key: forms.ChoiceField(
                label=question.wording,
                help_text=question.hint,
                choices=question.choices,
                widget=forms.RadioSelect,
                required=False,
            )
            for question in ASKED
        }
        super().__init__(*args, **kwargs)


class WayToTellForm(PortalForm):
    """One address or one number, and nothing that says whose it is. The service says what is wrong with either."""

    submit = _("Tell me there")
    says_optional = False

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Telephone number"),
        help_text=_("A person rings you in the daytime. In a voice message they say only that the council rang."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "govuk-input--width-20"}),
    )
