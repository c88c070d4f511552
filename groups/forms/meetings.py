"""The forms of a meeting: plan it, change it, cancel it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.forms.fields import ClockField, DayField
from coproduction.core.times import plain_clock
from groups import recurrence
from groups.enums import MeetingKind
from groups.models import Body, Meeting
from groups.queries import planning
from groups.queries.planning import Slot

STAYS = "stays"
_SEEN_MISSING = gettext_lazy("Open this page again, and change the meeting there.")


class HoldingForm(PortalForm):
    """A form that can be shown again with one value changed, and everything that was typed kept."""

    def hold(self, name: str, value: object) -> None:
        """Send this value back with the form, whatever came with it."""
        # What was sent cannot be changed; a copy can, and can be copied again.
        self.data = self.data.copy()  # type: ignore[attr-defined]  # what was sent is a QueryDict
        self.data[self.add_prefix(name)] = str(value)  # type: ignore[index]  # what was sent is a QueryDict


class WarnedForm(HoldingForm):
    """A form that shows once what speaks against a time; sent again as it is, it goes through."""

    warned = forms.CharField(required=False, widget=forms.HiddenInput)
    anyway = gettext_lazy("Save it all the same")
    warnings: tuple[str, ...] = ()

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """What the person should look at before they send the form again."""
        return self.warnings

    def heeds(self, warnings: Iterable[str]) -> bool:
        """Whether the person has seen these warnings. If not, the form holds them from now on, to be shown."""
        self.warnings = tuple(warnings)
        now = planning.fingerprint(self.warnings)
        if not self.warnings or self.cleaned_data["warned"] == now:
            return True
        self.hold("warned", now)
        self.helper.inputs[0].value = self.anyway
        return False


class MeetingForm(WarnedForm):
    """When, where and about what. Gives `starts_at` and `ends_at` in `cleaned_data`."""

    submit = gettext_lazy("Save the changes")
    groups: tuple[Group, ...] = (
        Group(gettext_lazy("What it is about"), ("body", "kind", "title", "prepares")),
        Group(gettext_lazy("When"), ("day", "begins", "ends")),
        Group(gettext_lazy("Where"), ("place", "link", "access", "is_private")),
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of meeting is it?"), choices=MeetingKind.choices, initial=MeetingKind.MEETING
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
            data["starts_at"], data["ends_at"] = recurrence.Hours(begins, ends).on(day)
            if data["starts_at"] <= clock.now():
                self.add_error("day", _("Enter a day and time that are still to come."))
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What the services take."""
        names = ("title", "kind", "place", "link", "access", "is_private", "starts_at", "ends_at")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def slot(self) -> Slot:
        """The time and place that are wanted."""
        return Slot(self.cleaned_data["starts_at"], self.cleaned_data["ends_at"], self.cleaned_data["place"])


class MeetingPlanForm(MeetingForm):
    submit = gettext_lazy("Plan the meeting")
    anyway = gettext_lazy("Plan it all the same")
    field_order = ("body",)

    body = forms.ModelChoiceField(
        label=gettext_lazy("Whose meeting?"), queryset=Body.objects.none(), empty_label=gettext_lazy("Choose one")
    )
    prepares = forms.ModelChoiceField(
        label=gettext_lazy("Which board does it prepare?"),
        queryset=Meeting.objects.none(),
        required=False,
        to_field_name="ref",
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Only for a workshop. When the board moves, you are asked whether the workshop moves too."),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = Meeting.objects.coming(clock.now()).filter(body__in=bodies.values("pk"), kind=MeetingKind.BOARD)
        for name, rows in (("body", bodies), ("prepares", boards.select_related("body"))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.queryset = rows
        self.fields["prepares"].label_from_instance = _board  # type: ignore[attr-defined]  # a field with choices, declared above

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        board, body = data.get("prepares"), data.get("body")
        if board and data.get("kind") and data["kind"] != MeetingKind.WORKSHOP:
            self.add_error("prepares", _("Only a workshop prepares a board. Choose “None”, or change the kind to workshop."))
        elif board and body and board.body_id != body.pk:
            self.add_error("prepares", _("Choose a board of the same forum."))
        return data

    @property
    def given(self) -> dict[str, Any]:
        return super().given | {"prepares": self.cleaned_data["prepares"]}


def _board(meeting: Meeting) -> str:
    return f"{date_format(meeting.local_day, 'j F Y')}: {meeting.title}, {meeting.body.name}"


class MeetingMoveForm(MeetingForm):
    """Change a meeting. It carries what the person saw; on a new time it asks about each workshop that prepares it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": _SEEN_MISSING, "invalid": _SEEN_MISSING})

    def __init__(self, *args: Any, meeting: Meeting, workshops: Iterable[Meeting] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.workshops = meeting, list(workshops)
        self.has_new_questions = False
        # Each question is answered for the workshop as it stood: its sequence is part of the answer.
        self.asked = [workshop for workshop in self.workshops if self.add_prefix(_field(workshop)) in self.data]
        for workshop in self.asked:
            self._ask(workshop)

    @staticmethod
    def of(meeting: Meeting) -> dict[str, Any]:
        """What stands now, for the form."""
        starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        kept = {name: getattr(meeting, name) for name in ("title", "kind", "place", "link", "access", "is_private")}
        times = {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}
        return kept | times | {"seen": meeting.sequence}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "starts_at" in data:
            for workshop in self.asked:
                self._ask(workshop, self.shifted(workshop).starts_at)
        return data

    @property
    def has_new_start(self) -> bool:
        return bool(self.cleaned_data["starts_at"] != self.meeting.starts_at)

    def asks_about_workshops(self) -> bool:
        """Whether the person must still say what becomes of the workshops; the questions are then part of the form."""
        if not self.has_new_start or self.asked == self.workshops:
            return False
        for workshop in self.workshops:
            self._ask(workshop, self.shifted(workshop).starts_at)
            if workshop not in self.asked:
                self.hold(_field(workshop), workshop.sequence)
        self.asked = self.workshops
        self.has_new_questions = True
        return True

    @property
    def to_look_at(self) -> tuple[str, ...]:
        if not self.has_new_questions:
            return self.warnings
        titles = [workshop.title for workshop in self.workshops]
        return (*(_("Say below whether “%(title)s” moves too.") % {"title": title} for title in titles), *self.warnings)

    def moving_along(self) -> list[Meeting]:
        """The workshops that move by as much as their board."""
        if not self.has_new_start:
            return []
        return [workshop for workshop in self.asked if self.cleaned_data.get(_field(workshop), STAYS) != STAYS]

    def shifted(self, workshop: Meeting) -> Slot:
        """When and where a workshop would be."""
        was, becomes = self.meeting.starts_at, self.cleaned_data["starts_at"]
        starts_at = recurrence.shifted(workshop.starts_at, was, becomes)
        return Slot(starts_at, recurrence.shifted(workshop.ends_at, was, becomes), workshop.place)

    def _ask(self, workshop: Meeting, becomes: dt.datetime | None = None) -> None:
        """Put the question about this workshop into the form; the new time is in its words as soon as it is known."""
        yes = _("Yes, move it by as much: to %(when)s") % {"when": _when(becomes)} if becomes else _("Yes, move it by as much")
        self.fields[_field(workshop)] = forms.ChoiceField(
            label=_("“%(title)s” prepares this meeting. Does it move too?") % {"title": workshop.title},
            choices=(
                (str(workshop.sequence), yes),
                (STAYS, _("No, leave it on %(when)s") % {"when": _when(workshop.starts_at)}),
            ),
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("This workshop was moved while you had the page open. Choose again.")},
        )
        self.groups = (*MeetingForm.groups, Group(_("Its workshop"), tuple(map(_field, self.workshops))))
        self.__dict__.pop("helper", None)


def _field(workshop: Meeting) -> str:
    return f"workshop_{workshop.ref}"


def _when(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'l j F Y')}, {plain_clock(local.time())}"


class MeetingCancelForm(HoldingForm):
    submit = gettext_lazy("Cancel the meeting")
    submit_name = "cancel"

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": _SEEN_MISSING, "invalid": _SEEN_MISSING})
    reason = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        help_text=gettext_lazy("Everyone who was asked gets this, and it stands on the public page."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why the meeting is cancelled. People read this.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Two forms on one page: each input has its own id.
        super().__init__(*args, auto_id="cancel_%s", **kwargs)
