"""The forms of a meeting: plan it, change it, cancel it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.forms.fields import ClockField, DayField
from groups.models import Body, Meeting


class MeetingForm(PortalForm):
    """When, where and about what. Gives `starts_at` and `ends_at` in `cleaned_data`."""

    submit = gettext_lazy("Save the changes")
    groups = (
        Group(gettext_lazy("What it is about"), ("body", "title")),
        Group(gettext_lazy("When"), ("day", "begins", "ends")),
        Group(gettext_lazy("Where"), ("place", "link", "access", "is_private")),
    )

    title = forms.CharField(label=gettext_lazy("What is it about?"), max_length=200)
    day = DayField(
        label=gettext_lazy("Which day?"), what=gettext_lazy("the date of the meeting"), help_text=gettext_lazy("Like 27 3 2026")
    )
    begins = ClockField(label=gettext_lazy("When does it start?"), help_text=gettext_lazy("Like 4:30pm"))
    ends = ClockField(label=gettext_lazy("When does it end?"), help_text=gettext_lazy("Like 6pm"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    link = forms.URLField(label=gettext_lazy("Link to join online"), max_length=200, required=False, assume_scheme="https")
    access = forms.CharField(
        label=gettext_lazy("Getting in and taking part"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Like: step-free, crèche, signer"),
    )
    is_private = forms.BooleanField(
        label=gettext_lazy("Do not show in public where it is held"),
        required=False,
        help_text=gettext_lazy("Its members still see it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day and begins and ends:
            if ends <= begins:
                self.add_error("ends", _("Enter an end that is later than the start."))
            data["starts_at"] = timezone.make_aware(dt.datetime.combine(day, begins))
            data["ends_at"] = timezone.make_aware(dt.datetime.combine(day, ends))
            if data["starts_at"] <= timezone.now():
                self.add_error("day", _("Enter a day and time that are still to come."))
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What the services take."""
        names = ("title", "place", "link", "access", "is_private", "starts_at", "ends_at")
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def of(meeting: Meeting) -> dict[str, Any]:
        """What stands now, for the form."""
        starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        kept = {name: getattr(meeting, name) for name in ("title", "place", "link", "access", "is_private")}
        return kept | {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}


class MeetingPlanForm(MeetingForm):
    submit = gettext_lazy("Plan the meeting")
    field_order = ("body",)

    body = forms.ModelChoiceField(
        label=gettext_lazy("Whose meeting?"), queryset=Body.objects.none(), empty_label=gettext_lazy("Choose one")
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.queryset = bodies


class MeetingCancelForm(PortalForm):
    submit = gettext_lazy("Cancel the meeting")
    submit_name = "cancel"

    reason = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        help_text=gettext_lazy("Everyone who was asked gets this, and it stands on the public page."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why the meeting is cancelled. People read this.")},
    )
