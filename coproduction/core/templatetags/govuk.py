"""GOV.UK Frontend's components, form fields and error summaries in templates."""

from collections.abc import Iterator
from typing import Any

from crispy_forms.layout import BaseInput
from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coproduction.core import kit

register = template.Library()


@register.simple_tag
def govuk(component_name: str, /, **params: Any) -> SafeString:
    """``{% govuk "button" text=words href=address classes="govuk-button--secondary" %}``: options as GOV.UK Frontend names them."""
    return kit.component(component_name, params)


@register.simple_tag
def govuk_field(bound: BoundField, *, compact: bool = False) -> SafeString:
    """One field of a form: ``{% govuk_field form.email %}``; ``compact=True`` in a filter."""
    return kit.field(bound, compact=compact)


@register.simple_tag
def govuk_submit(button: BaseInput) -> SafeString:
    """One of crispy-forms' buttons; only our own classes reach the page."""
    classes = " ".join(name for name in button.field_classes.split() if name.startswith(("govuk-", "cp-")))
    params: dict[str, Any] = {"text": str(button.value), "classes": classes, "preventDoubleClick": True}
    if button.name:
        params |= {"name": button.name, "value": "1"}
    if button.input_type != "submit":
        params["type"] = button.input_type
    return kit.component("button", params)


@register.simple_tag(takes_context=True)
def form_errors(context: Context) -> SafeString | str:
    """The error summary of every form in the page's context, as one list with a link to each answer to mend."""
    errors = list(_summary(context))
    return kit.component("error-summary", {"titleText": _("There is a problem"), "errorList": errors}) if errors else ""


@register.simple_tag
def error_summary(form: BaseForm, *, still: bool = False) -> SafeString | str:
    """The error summary of one form that is not in the page's context by itself; ``still`` leaves the focus where it is."""
    errors = list(_errors(form))
    if not errors:
        return ""
    params: dict[str, Any] = {"titleText": _("There is a problem"), "errorList": errors}
    return kit.component("error-summary", params | ({"disableAutoFocus": True} if still else {}))


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """ "Error: " at the start of the page's title when a form on it has an error."""
    return _("Error: ") if next(_summary(context), None) else ""


def _summary(context: Context) -> Iterator[dict[str, str]]:
    for form in _forms(context):
        yield from _errors(form)


def _forms(context: Context) -> Iterator[BaseForm]:
    """Each bound form once, whatever name the view gave it: forms, formsets, lists of forms, and the form of a filter."""
    seen: set[int] = set()
    items: dict[Any, Any] = context.flatten()
    for name, value in items.items():
        # By type, not isinstance: that would wake lazy values such as the token, and set a cookie on every page.
        kind = type(value)
        if name in {"filter", "filterset"} and hasattr(value, "form"):
            found = [value.form]
        elif issubclass(kind, BaseFormSet):
            found = value.forms
        else:
            found = value if issubclass(kind, (list, tuple)) else [value]
        for each in found:
            if issubclass(type(each), BaseForm) and each.is_bound and id(each) not in seen:
                seen.add(id(each))
                yield each


def _errors(form: BaseForm) -> Iterator[dict[str, str]]:
    if not form.is_bound:
        return
    yield from ({"text": str(error)} for error in form.non_field_errors())
    for bound in form:
        for error in bound.errors:
            yield {"text": str(error)} | ({} if bound.is_hidden else {"href": f"#{kit.first_input(bound)}"})
