"""The rule of a series, and the dates that are chosen from what it proposes."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.forms.fields import ClockField, DayField
from groups.enums import MeetingKind, Rhythm
from groups.models import Body
from groups.queries.planning import Idea, Workshop
from groups.recurrence import LAST, Hours, Rule

WEEKDAYS = (
    ("0", gettext_lazy("Monday")), ("1", gettext_lazy("Tuesday")), ("2", gettext_lazy("Wednesday")), ("3", gettext_lazy("Thursday")),
    ("4", gettext_lazy("Friday")), ("5", gettext_lazy("Saturday")), ("6", gettext_lazy("Sunday")),
)  # fmt: skip
IN_THE_MONTH = (
    ("", gettext_lazy("Choose one")), ("1", gettext_lazy("The first")), ("2", gettext_lazy("The second")), ("3", gettext_lazy("The third")),
    ("4", gettext_lazy("The fourth")), (str(LAST), gettext_lazy("The last")),
)  # fmt: skip
MOST_DAYS_BEFORE = 90
LONGEST_TERM = 20
BY_MONTH = frozenset({Rhythm.MONTHLY, Rhythm.QUARTERLY})


class SeriesForm(PortalForm):
    """A series as a person thinks of it. Gives an `Idea`."""

    submit = gettext_lazy("Show me the dates")
    groups = (
        Group(gettext_lazy("What it is about"), ("body", "kind", "title")),
        Group(gettext_lazy("By which rule"), ("rhythm", "weekday", "nth", "week", "first", "last")),
        Group(gettext_lazy("At what time"), ("begins", "ends")),
        Group(gettext_lazy("Where"), ("place", "link", "access", "is_private")),
        Group(
            gettext_lazy("A workshop before each one"),
            ("workshop_days", "workshop_title", "workshop_begins", "workshop_ends"),
            True,
        ),
    )

    body = forms.ModelChoiceField(
        label=gettext_lazy("Whose meetings?"), queryset=Body.objects.none(), empty_label=gettext_lazy("Choose one")
    )
    kind = forms.ChoiceField(label=gettext_lazy("What kind of meeting is it?"), choices=MeetingKind.choices)
    title = forms.CharField(label=gettext_lazy("What are they called?"), max_length=200)
    rhythm = forms.ChoiceField(label=gettext_lazy("How often?"), choices=Rhythm.choices, widget=forms.RadioSelect)
    weekday = forms.TypedChoiceField(label=gettext_lazy("On which day of the week?"), choices=WEEKDAYS, coerce=int)
    nth = forms.TypedChoiceField(
        label=gettext_lazy("Which one of the month?"),
        choices=IN_THE_MONTH,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("For every month, or every three months. Like: the second Tuesday"),
    )
    week = forms.IntegerField(
        label=gettext_lazy("In which week of term?"),
        min_value=1,
        max_value=LONGEST_TERM,
        required=False,
        help_text=gettext_lazy("For once a term. 3 means: the third such day after the term begins"),
    )
    first = DayField(
        label=gettext_lazy("From which day on?"), what=gettext_lazy("the first day"), help_text=gettext_lazy("Like 27 3 2026")
    )
    last = DayField(
        label=gettext_lazy("Until which day?"),
        what=gettext_lazy("the last day"),
        required=False,
        help_text=gettext_lazy("A year from the first day, if you leave this empty"),
    )
    begins = ClockField(label=gettext_lazy("When do they start?"), help_text=gettext_lazy("Like 4:30pm"))
    ends = ClockField(label=gettext_lazy("When do they end?"), help_text=gettext_lazy("Like 6pm"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    link = forms.URLField(label=gettext_lazy("Link to join online"), max_length=200, required=False, assume_scheme="https")
    access = forms.CharField(
        label=gettext_lazy("Getting in and taking part"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Like: step-free, crèche, signer"),
    )
    is_private = forms.BooleanField(label=gettext_lazy("Do not show in public where they are held"), required=False)
    workshop_days = forms.IntegerField(
        label=gettext_lazy("How many days before each meeting?"),
        min_value=1,
        max_value=MOST_DAYS_BEFORE,
        required=False,
        help_text=gettext_lazy("Like 14. Leave it empty if there is no workshop"),
    )
    workshop_title = forms.CharField(label=gettext_lazy("What is the workshop called?"), max_length=200, required=False)
    workshop_begins = ClockField(label=gettext_lazy("When does the workshop start?"), required=False)
    workshop_ends = ClockField(label=gettext_lazy("When does the workshop end?"), required=False)

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.queryset = bodies

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._clean_hours(data, "begins", "ends")
        if data.get("rhythm") in BY_MONTH and data.get("nth") is None and "nth" not in self.errors:
            self.add_error("nth", _("Choose which one of the month, like the second"))
        if data.get("rhythm") == Rhythm.TERMLY and data.get("week") is None and "week" not in self.errors:
            self.add_error("week", _("Enter the week of term, like 3"))
        self._clean_days(data)
        self._clean_workshop(data)
        return data

    def _clean_hours(self, data: dict[str, Any], begins: str, ends: str) -> None:
        if data.get(begins) and data.get(ends) and data[ends] <= data[begins]:
            self.add_error(ends, _("Enter an end that is later than the start."))

    def _clean_days(self, data: dict[str, Any]) -> None:
        first = data.get("first")
        if first is None:
            return
        if first < clock.today():
            self.add_error("first", _("Enter a first day that is not over."))
        if data.get("last") is None and "last" not in self.errors:
            data["last"] = first + dt.timedelta(days=365)
        if data.get("last") and data["last"] < first:
            self.add_error("last", _("Enter a last day that is later than the first."))

    def _clean_workshop(self, data: dict[str, Any]) -> None:
        if not data.get("workshop_days"):
            return
        needed = {
            "workshop_title": _("Enter what the workshop is called"),
            "workshop_begins": _("Enter when the workshop starts, like 4:30pm"),
            "workshop_ends": _("Enter when the workshop ends, like 6pm"),
        }
        for name, words in needed.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        self._clean_hours(data, "workshop_begins", "workshop_ends")

    @property
    def idea(self) -> Idea:
        data = self.cleaned_data
        nth = data["week"] if data["rhythm"] == Rhythm.TERMLY else data["nth"] if data["rhythm"] in BY_MONTH else 1
        workshop = None
        if data["workshop_days"]:
            hours = Hours(data["workshop_begins"], data["workshop_ends"])
            workshop = Workshop(data["workshop_days"], data["workshop_title"], hours)
        return Idea(
            body=data["body"],
            kind=data["kind"],
            title=data["title"],
            rule=Rule(data["rhythm"], data["weekday"], data["first"], data["last"], nth),
            hours=Hours(data["begins"], data["ends"]),
            place=data["place"],
            link=data["link"],
            access=data["access"],
            is_private=data["is_private"],
            workshop=workshop,
        )

    @property
    def as_sent(self) -> list[tuple[str, str]]:
        """What was typed, to be carried to the next page and back."""
        sent = []
        for name, field in self.fields.items():
            parts = getattr(field.widget, "names", None)
            names = [f"{name}_{part}" for part in parts] if parts else [name]
            sent += [(each, self.data[each]) for each in names if self.data.get(each)]
        return sent
