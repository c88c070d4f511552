"""A form with one field of every kind, and a filter."""

from django import forms

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import ClockField, DayField, FacesField
from coproduction.core.style_samples.public import STATUSES


class KindsForm(PortalForm):
    """One field of every kind."""

    method = "get"
    submit = "Send reply"
    also = (("later", "Save for later"),)

    name = forms.CharField(label="Name of the project", help_text="As people call it", max_length=80)
    why = forms.CharField(label="Why we do this", widget=forms.Textarea(attrs={"rows": 3}), max_length=200)
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    people = forms.IntegerField(label="How many people came?", widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}))
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), ("policy", "Policy"), ("event", "Event")])
    how = forms.ChoiceField(
        label="How did you meet?", widget=forms.RadioSelect, choices=[("room", "In a room"), ("online", "Online")]
    )
    who = forms.MultipleChoiceField(
        label="Who was there?",
        help_text="Tick all that fit",
        widget=forms.CheckboxSelectMultiple,
        choices=[("yc", "Young people"), ("fv", "Parents")],
    )
    agree = forms.BooleanField(label="The group agreed to this")
    day = DayField(label="When did you meet?", what="the date the meeting took place", help_text="Like 27 3 2026")
    time = ClockField(label="What time did it start?", help_text="Like 4:30pm")
    paper = forms.FileField(label="The notes")
    face = FacesField(label="How was it?", instead="I was not there")


class FilterForm(forms.Form):
    """A filter like the one beside the log."""

    words = forms.CharField(label="Words", required=False)
    state = forms.MultipleChoiceField(
        label="The answer", required=False, widget=forms.CheckboxSelectMultiple, choices=STATUSES[:5]
    )
    forum = forms.ChoiceField(label="Who said it", required=False, choices=[("", "Anyone"), ("yc", "Elm Green Youth Council")])
