"""Write the next version of the checklist template: its name, its stages, its items; or upload it as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist.enums import Condition, Confirms, Hold, Live, Mandatory
from checklist.models import TemplateItem
from coproduction.core.errors import Problems, Refused
from coproduction.core.forms.base import Group, PortalForm


class DraftForm(PortalForm):
    """A form about the draft. `seen` is the draft as the person had it before them."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def refuse(self, refused: Refused) -> None:
        for words in refused.problems if isinstance(refused, Problems) else [refused.message]:
            self.add_error(None, words)


class TemplateUploadForm(PortalForm):
    submit = gettext_lazy("Upload it as the draft")
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "A checklist as YAML, 1 MB or less. If anything in it is wrong, you see each line, and nothing is saved."
        ),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def refuse(self, refused: Refused) -> None:
        for words in refused.problems if isinstance(refused, Problems) else [refused.message]:
            self.add_error("file", words)


class TemplateNameForm(DraftForm):
    name = forms.CharField(label=gettext_lazy("What is this checklist called?"), max_length=200)
    note = forms.CharField(
        label=gettext_lazy("What should people know about this version?"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )  # fmt: skip


class TemplateStageForm(DraftForm):
    plain_title = forms.CharField(label=gettext_lazy("Title that a child would follow"), max_length=80)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    intro = forms.CharField(label=gettext_lazy("What this stage is for, in one sentence"), max_length=300, required=False)


class TemplateItemForm(DraftForm):
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=8, help_text=gettext_lazy("The number of the stage, a point and a number, like 4.9."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )  # fmt: skip
    prompt = forms.CharField(label=gettext_lazy("Question"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    guidance = forms.CharField(
        label=gettext_lazy("Guidance"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.CharField(label=gettext_lazy("What shows that it is done"), max_length=300, required=False)
    source = forms.CharField(label=gettext_lazy("Where it comes from"), max_length=200, required=False)
    confirms = forms.ChoiceField(label=gettext_lazy("Who confirms?"), choices=Confirms.choices, widget=forms.RadioSelect)
    duty = forms.ChoiceField(label=gettext_lazy("When must it be done?"), widget=forms.RadioSelect)
    may_not_apply = forms.BooleanField(label=gettext_lazy("May be left out with a reason"), required=False)
    hold = forms.ChoiceField(label=gettext_lazy("What does the portal check before the council confirms?"), required=False)
    live = forms.MultipleChoiceField(
        label=gettext_lazy("What does the portal show beside it?"), choices=Live.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    in_light_version = forms.BooleanField(label=gettext_lazy("In the light version, for small work"), required=False)
    consultation_prompt = forms.CharField(
        label=gettext_lazy("Question in the consultation version, when we only ask"), max_length=300, required=False,
        help_text=gettext_lazy("Leave it empty if the item does not belong there."), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    groups = (
        Group(gettext_lazy("What it asks"), ("code", "prompt", "guidance", "evidence", "source")),
        Group(gettext_lazy("Who, and when"), ("confirms", "duty", "may_not_apply")),
        Group(gettext_lazy("What the portal does"), ("hold", "live")),
        Group(gettext_lazy("Shorter versions"), ("in_light_version", "consultation_prompt")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditions = [(key, _("Must be done %(condition)s") % {"condition": words}) for key, words in Condition.choices]
        plain = [(key, words) for key, words in Mandatory.choices if key != Mandatory.CONDITION]
        duty: Any = self.fields["duty"]
        duty.choices = plain + conditions
        hold: Any = self.fields["hold"]
        hold.choices = [("", _("Nothing")), *((key, _("That %(hold)s") % {"hold": words}) for key, words in Hold.choices)]

    @staticmethod
    def initial_of(item: TemplateItem) -> dict[str, Any]:
        """What the form shows of an item."""
        plain = ("code", "prompt", "guidance", "evidence", "source", "confirms", "may_not_apply", "hold", "in_light_version")
        said = {name: getattr(item, name) for name in (*plain, "consultation_prompt")}
        return said | {"duty": item.predicate or item.mandatory, "live": item.live.split()}

    def said(self) -> dict[str, Any]:
        """What was said, as the columns of an item."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("duty", "live")}
        duty = self.cleaned_data["duty"]
        is_condition = duty in Condition.values
        return said | {
            "mandatory": Mandatory.CONDITION if is_condition else duty,
            "predicate": duty if is_condition else "",
            "live": " ".join(self.cleaned_data["live"]),
        }
