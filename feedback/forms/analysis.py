"""What officers narrow the answers to, and what they look for in what people already told."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.forms.fields import DayField
from coproduction.core.forms.filters import LONGEST_TEXT, FilterForm, ListChoiceField
from feedback.enums import Channel
from feedback.queries.analysis import language_name
from feedback.queries.tallies import EVERYTHING, Narrowed

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


class AnswersFilter(FilterForm):
    """Days, the way in, the language. There is no field for age: see `queries.analysis`."""

    since = DayField(
        label=gettext_lazy("From"), what=gettext_lazy("the first day"), required=False, earliest=EARLIEST, latest=LATEST
    )
    until = DayField(
        label=gettext_lazy("To"), what=gettext_lazy("the last day"), required=False, earliest=EARLIEST, latest=LATEST
    )
    channel = ListChoiceField(
        label=gettext_lazy("How they answered"), required=False, choices=[("", gettext_lazy("In every way")), *Channel.choices]
    )
    language = ListChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *args: Any, languages: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [("", _("In every language")), *((code, language_name(code)) for code in languages)]
        if len(languages) < 2:
            del fields["language"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("Enter a last day that is not before the first day"))
        return cleaned

    def narrowed(self) -> Narrowed:
        """What it asks for; everything when it asks for nothing, or cannot be understood."""
        if not self.is_bound or not self.is_valid():
            return EVERYTHING
        data = self.cleaned_data
        return Narrowed(data.get("since"), data.get("until"), data.get("channel") or "", data.get("language") or "")


class ToldBeforeForm(FilterForm):
    """Words to look for."""

    submit = gettext_lazy("Look for it")

    words = forms.CharField(
        label=gettext_lazy("What do you want to ask about?"),
        help_text=gettext_lazy("A few words, like: school bus. Put “quotation marks” round words that belong together."),
        max_length=LONGEST_TEXT,
    )
