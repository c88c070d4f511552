"""Forms of those who look after people and their parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from groups.enums import Role
from groups.models import Body


class BodyField(forms.ModelChoiceField):
    """A discreet body by its neutral name: who gives parts need not know what the group is."""

    def label_from_instance(self, body: Body) -> str:
        return body.outside_name


class PartForm(PortalForm):
    """A part in a body."""

    submit = _("Give this part")

    body = BodyField(label=_("Group, team or committee"), queryset=Body.objects.none(), empty_label=_("Choose"))
    role = forms.ChoiceField(label=_("Part"), choices=[("", _("Choose"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.order_by("name")  # type: ignore[attr-defined]  # a field with choices, declared above
        self.fields["role"].choices = [("", _("Choose")), *((value, label.capitalize()) for value, label in Role.choices)]  # type: ignore[attr-defined]  # a field with choices, declared above


class InviteForm(PartForm):
    submit = _("Invite this person")
    field_order = ("email", "body", "role")

    email = forms.EmailField(label=_("Their email address"), help_text=_("They sign in with it, so it must be their own."))


class PeopleFilterForm(PortalForm):
    submit = _("Find")
    method = "get"

    words = forms.CharField(label=_("Name, address or group"), required=False, max_length=100)
