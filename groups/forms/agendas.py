"""The forms of an agenda: put something on it, propose something, add a paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from groups.models import AgendaItem

MOST_MINUTES = 24 * 60
_NEEDED = gettext_lazy("Say what to talk about")


class AgendaItemForm(PortalForm):
    submit = gettext_lazy("Put it on the agenda")

    title = forms.CharField(label=gettext_lazy("What to talk about"), max_length=200, error_messages={"required": _NEEDED})
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes?"), min_value=1, max_value=MOST_MINUTES)

    @staticmethod
    def of(item: AgendaItem) -> dict[str, Any]:
        return {"title": item.title, "minutes": item.minutes}


class AgendaItemChangeForm(AgendaItemForm):
    submit = gettext_lazy("Save the change")


class AgendaProposeForm(AgendaItemForm):
    submit = gettext_lazy("Propose it")

    title = forms.CharField(
        label=gettext_lazy("What should the meeting talk about?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _NEEDED},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes does it need?"),
        min_value=1,
        max_value=MOST_MINUTES,
        initial=10,
        help_text=gettext_lazy("A guess is fine."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_now = True  # type: ignore[attr-defined]  # read by the kit that draws the box


class PaperForm(PortalForm):
    submit = gettext_lazy("Add the paper")

    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Like: Report on the clubs. The name of the file, if you leave this empty"),
    )
    file = forms.FileField(
        label=gettext_lazy("The paper"),
        help_text=gettext_lazy("A PDF or a picture, 10 MB or less. Only the people of the meeting can get it."),
    )

    def __init__(self, *args: Any, is_discreet: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_discreet:
            # It gets the neutral name: what people type may hold the real one.
            del self.fields["name"]
