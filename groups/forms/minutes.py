"""The forms of minutes: write them, agree them, publish them."""

from django import forms
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from groups.forms.seen import SeenMixin


class MinutesForm(SeenMixin, PortalForm):
    submit = gettext_lazy("Save the draft")

    text = forms.CharField(
        label=gettext_lazy("For the forum"),
        help_text=gettext_lazy("Only the people of the forum read this."),
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": gettext_lazy("Write the minutes for the forum")},
    )
    public_text = forms.CharField(
        label=gettext_lazy("For everyone, without names"),
        help_text=gettext_lazy("This is published once the forum has agreed. Members’ names are never in it."),
        widget=forms.Textarea(attrs={"rows": 12}),
        required=False,
    )


class MinutesAgreeForm(SeenMixin, PortalForm):
    submit = gettext_lazy("The forum agrees")

    how = forms.CharField(
        label=gettext_lazy("How did the forum agree?"),
        help_text=gettext_lazy("Like: a show of hands at the meeting in June"),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: object, must_say_how: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if must_say_how:
            self.fields["how"].required = True
            self.fields["how"].error_messages["required"] = gettext_lazy(
                "Say how the forum agreed, like: a show of hands at the meeting in June"
            )


class MinutesPublishForm(PortalForm):
    submit = gettext_lazy("Publish for everyone")
