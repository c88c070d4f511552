"""What every form of the portal shares: how it is rendered, and errors that say what to do."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# Line breaks, control characters, and marks that turn the direction of what follows: in a name or a title they deceive.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


# The type checker is told what stands beside the mixin; at run time it is whichever form takes it.
if TYPE_CHECKING:
    _Form = forms.BaseForm
else:
    _Form = object


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under a heading. When ``folded``, a line opens them; what is filled in or wrong is never hidden."""

    heading: Any
    names: tuple[str, ...]
    folded: bool = False


class _Folded(Fieldset):
    template = "%s/layout/folded.html"

    def __init__(self, legend: Any, *names: str, is_open: bool) -> None:
        super().__init__(legend, *names)
        self.is_open = is_open


class PortalFormMixin(_Form):
    """Rendered by ``{% crispy form %}``: the whole form with its token, fields and buttons.

    The base layout shows the error summary of every form in the page's context, above the heading.

    ``submit``            words on the button, a verb
    ``submit_name``       name of the button, when the view must tell buttons apart
    ``also``              further buttons, as (name, words)
    ``heading``           name of the field whose label is the page's heading
    ``groups``            the fields in groups with headings; a field in none of them is not drawn
    ``method``            "post" or "get"
    """

    submit: Any = _("Save")
    submit_name = ""
    also: tuple[tuple[str, Any], ...] = ()
    heading: str | None = None
    groups: tuple[Group, ...] = ()
    method = "post"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _say_what_to_do(field, field.label or name.replace("_", " ").capitalize())

    def clean(self) -> Any:
        """What is one line stays one line, and reads in the order in which it is written."""
        data = super().clean()
        for name, field in self.fields.items():
            words = self.cleaned_data.get(name)
            if isinstance(field.widget, forms.TextInput) and isinstance(words, str) and _UNSEEN.search(words):
                plain = " ".join(_UNSEEN.sub(" ", words).split())
                if plain or not field.required:
                    self.cleaned_data[name] = plain
                else:
                    self.add_error(name, field.error_messages["required"])
        return data

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = self.method
        helper.add_input(Submit(self.submit_name, self.submit))
        for name, words in self.also:
            helper.add_input(Submit(name, words, css_class="govuk-button--secondary"))
        if self.groups:
            helper.layout = Layout(*map(self._drawn, self.groups))
            helper.render_hidden_fields = True
        return helper

    def _drawn(self, group: Group) -> Fieldset:
        names = [name for name in group.names if name in self.fields]
        if not group.folded:
            return Fieldset(group.heading, *names)
        shown = [self[name] for name in names]
        return _Folded(group.heading, *names, is_open=any(field.errors or field.value() for field in shown))


class PortalForm(PortalFormMixin, forms.Form):
    """A form of the portal."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """A form of the portal over one model."""


# Messages that only state a rule, and what we say instead.
_PLAIN: dict[str, Any] = {
    "max_length": _("Use %(limit_value)d characters or fewer. You used %(show_value)d."),
    "min_length": _("Write %(limit_value)d characters or more. You wrote %(show_value)d."),
    "max_value": _("Enter %(limit_value)s or less"),
    "min_value": _("Enter %(limit_value)s or more"),
    "invalid_choice": _("Choose one of the answers in the list"),
    "invalid_list": _("Choose one or more of the answers in the list"),
    "empty": _("Choose a file that is not empty"),
    "missing": _("Choose a file"),
}
_INVALID: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.IntegerField, _("Enter a whole number, like 12")),
    (forms.DecimalField, _("Enter a number, like 12.5")),
    (forms.FloatField, _("Enter a number, like 12.5")),
    (forms.URLField, _("Enter a web address, like https://example.org/page")),
    (forms.DateField, _("Enter a real date, like 27/3/2026")),
    (forms.TimeField, _("Enter a time, like 16:30")),
)


def _say_what_to_do(field: forms.Field, label: Any) -> None:
    """Replace the framework's messages by ours; messages a form gives itself stay."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _required(field, label)
    if isinstance(field, forms.EmailField):
        # The message comes from the validator, not from the field.
        field.error_messages["invalid"] = _("Enter an email address, like name@example.org")
    for kind, words in _INVALID:
        if type(field).default_error_messages.get("invalid") == field.error_messages.get("invalid") and isinstance(field, kind):
            field.error_messages["invalid"] = words
            break
    for code, words in _PLAIN.items():
        default = type(field).default_error_messages.get(code)
        if field.error_messages.get(code) in (None, default):
            field.error_messages[code] = words


def _required(field: forms.Field, label: Any) -> Any:
    if isinstance(field.widget, forms.CheckboxInput):
        return format_lazy(_("Tick “{label}” to go on"), label=label)
    if str(label).endswith("?"):
        return format_lazy(_("Answer “{label}”"), label=label)
    if isinstance(field, forms.FileField):
        return format_lazy(_("Choose a file for “{label}”"), label=label)
    if isinstance(field.widget, forms.Select | forms.RadioSelect):
        return format_lazy(_("Choose an answer for “{label}”"), label=label)
    return format_lazy(_("Fill in “{label}”"), label=label)
