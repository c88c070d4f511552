"""Tiny or finished work, on one page."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.figures import Number
from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.partial_days import PartialDayField
from engagements.enums import Degree, ProjectStatus
from engagements.forms.plans import DEGREES, SHORT
from engagements.forms.status import STANDINGS
from engagements.queries import kinds, plans
from groups.enums import BodyKind
from groups.forms.after import HeadsField
from groups.forms.texts import Text


class QuickForm(PortalForm):
    submit = gettext_lazy("Publish it")
    also = (("draft", gettext_lazy("Save as a draft")),)

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("A plain name. Everyone can read this."),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the project a name")},
    )
    why = Text(
        label=gettext_lazy("What did you want to make better?"),
        help_text=gettext_lazy("Write this, or what happened. One of the two is enough."),
        rows=2,
        max_length=SHORT,
        required=False,
    )
    what_happened = Text(label=gettext_lazy("What happened?"), rows=3, max_length=3 * SHORT, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of work is it?"),
        error_messages={
            "required": gettext_lazy("Choose the kind of work"),
            "invalid_choice": gettext_lazy("This kind of work is no longer offered. Choose another."),
        },
    )
    forums = forms.MultipleChoiceField(
        label=gettext_lazy("Which forums worked on it?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("A forum that you chose is closed. Look at the list again.")},
    )
    when = PartialDayField(
        label=gettext_lazy("When was it?"),
        what=gettext_lazy("the date"),
        help_text=gettext_lazy("As well as you know it: a day, only month and year, or only a year."),
        required=False,
    )
    heads = HeadsField(
        label=gettext_lazy("How many people took part?"),
        help_text=gettext_lazy("Like 11, or over 20. Leave it empty if nobody counted."),
    )
    who = forms.CharField(
        label=gettext_lazy("Who were they?"),
        help_text=gettext_lazy("Like young people, or parents. Never by name."),
        max_length=80,
        required=False,
    )
    output = forms.CharField(label=gettext_lazy("What came out of it?"), max_length=300, required=False)
    degree_achieved = forms.ChoiceField(
        label=gettext_lazy("How much say did people really have?"),
        choices=[*DEGREES, (Degree.UNKNOWN, "")],
        widget=forms.RadioSelect,
        required=False,
    )
    status = forms.ChoiceField(
        label=gettext_lazy("How does it stand?"), choices=STANDINGS, initial=ProjectStatus.CLOSED, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Choose one")), *((each.key, each.words) for each in kinds.offered())]
        self.bodies = {str(body.pk): body for body in plans.possible_bodies(user) if body.kind == BodyKind.FORUM}
        forums: Any = self.fields["forums"]
        forums.choices = [(pk, body.name) for pk, body in self.bodies.items()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("why") or data.get("what_happened")) and not {"why", "what_happened"} & set(self.errors):
            self.add_error("what_happened", _("Say what happened, or what you wanted to make better"))
        when = data.get("when")
        if when and when.first and when.first > clock.today():
            self.add_error("when", _("Enter a date that is over. For work that is still to come, plan a project."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        number, qualifier = data["heads"]
        counted = number is not None or data["who"]
        said = ("title", "why", "what_happened", "kind", "when", "output", "degree_achieved")
        return {name: data[name] for name in said} | {
            "bodies": [self.bodies[pk] for pk in data["forums"]],
            "heads": Number(None if number is None else Decimal(number), qualifier, data["who"]) if counted else None,
        }
