"""GOV.UK Frontend's components, rendered from the macros of govuk-frontend-jinja, and a Django form field as one of them."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from jinja2 import Environment, PackageLoader, PrefixLoader

from coproduction.core.icons import FACES
from coproduction.core.order import in_order
from coproduction.core.words import ENGLISH_TAG, InEnglish

Params = dict[str, Any]

# Set by Django on widgets; the components have their own place for each of them.
_OWN_PLACE = {
    "class",
    "rows",
    "cols",
    "maxlength",
    "minlength",
    "autocomplete",
    "inputmode",
    "spellcheck",
    "min",
    "max",
    "step",
    "type",
}

# A number for each form that a language may have for "so many things", under the name that browsers give it.
_PLURAL_FORMS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


@cache
def _environment() -> Environment:
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=loader, autoescape=True)


@cache
def _macro(name: str) -> Callable[[Params], str]:
    module = _environment().get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module
    macro: Callable[[Params], str] = getattr(module, "govuk" + name.title().replace("-", ""))
    return macro


def component(name: str, params: Mapping[str, Any]) -> SafeString:
    """The component of that name ("button", "date-input") with the options GOV.UK Frontend documents for it."""
    # A plain string first: Jinja's own kind of safe string escapes what is put into it later.
    return mark_safe(str(_macro(name)(dict(params))))  # noqa: S308 - the macros escape every text they are given


def _field_component(bound: BoundField, name: str, params: Mapping[str, Any]) -> SafeString:
    """The component of a field. In a form that was only opened it is drawn once for the many who open it.

    What anyone typed is never kept for this.
    """
    return component(name, params) if bound.form.is_bound or bound.value() else _drawn_once(name, _frozen(params))


@lru_cache(maxsize=128)
def _drawn_once(name: str, frozen: Any) -> SafeString:
    return component(name, _thawed(frozen))


def _frozen(value: Any) -> Any:
    """The options of a component as something that can be looked up. Its kind is part of it: safe text is not escaped again."""
    if isinstance(value, Mapping):
        return dict, tuple((name, _frozen(each)) for name, each in value.items())
    if isinstance(value, list):
        return list, tuple(_frozen(each) for each in value)
    return type(value), value


def _thawed(frozen: Any) -> Any:
    kind, value = frozen
    if kind is dict:
        return {name: _thawed(each) for name, each in value}
    return [_thawed(each) for each in value] if kind is list else value


def words_of(label: object, *, required: bool) -> str:
    """A label, marked when the answer may be left out."""
    return _words(label) if required else _("%(label)s (optional)") % {"label": label}


def _words(value: object) -> str:
    """Words as they are, so that those which say in which language they are go on saying so; anything else as words."""
    return value if isinstance(value, str) else str(value)


def first_input(bound: BoundField) -> str:
    """The id of the input that a link in the error summary goes to."""
    widget = bound.field.widget
    if getattr(widget, "kit", None) == "day":
        return f"{bound.auto_id}_{widget.first_part}"
    return bound.auto_id


def field(bound: BoundField, *, compact: bool = False) -> SafeString:
    """One field of a form, with its label, hint, error and input, in GOV.UK Frontend's markup.

    ``compact`` is for filters: small boxes, and no word about being optional, since every filter is.
    """
    if bound.is_hidden:
        return bound.as_widget()
    params = _common(bound)
    if compact:
        params["plain_label"] = True
        if isinstance(bound.field.widget, forms.RadioSelect):
            kind = "checkboxes" if bound.field.widget.allow_multiple_selected else "radios"
            params["classes"] = f"govuk-{kind}--small"
    return _renderer(bound.field.widget)(bound, params)


def _common(bound: BoundField) -> Params:
    params: Params = {"id": bound.auto_id, "idPrefix": bound.auto_id, "name": bound.html_name}
    if not getattr(bound.form, "says_optional", True):
        params["plain_label"] = True
    if bound.help_text:
        params["hint"] = {"text": _words(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in bound.errors), "visuallyHiddenText": _("Error")}
    if bound.field.disabled:
        params["disabled"] = True
    classes = bound.field.widget.attrs.get("class", "")
    if classes:
        params["classes"] = classes
    return params


def _attributes(bound: BoundField) -> dict[str, str]:
    attrs = bound.build_widget_attrs(bound.field.widget.attrs)
    return {
        name: "" if value is True else str(value)
        for name, value in attrs.items()
        if name not in _OWN_PLACE | {"required", "disabled", "aria-describedby", "aria-invalid", "id"} and value is not False
    }


def _is_heading(bound: BoundField) -> bool:
    return getattr(bound.form, "heading", None) == bound.name


def _label(bound: BoundField, params: Params) -> Params:
    heading = _is_heading(bound)
    text = words_of(bound.label, required=bound.field.required or "plain_label" in params)
    return {"label": {"text": text, "isPageHeading": heading, "classes": "govuk-label--l" if heading else ""}}


def _legend(bound: BoundField, params: Params) -> Params:
    heading = _is_heading(bound)
    text = words_of(bound.label, required=bound.field.required or "plain_label" in params)
    size = "govuk-fieldset__legend--l" if heading else "govuk-fieldset__legend--s"
    return {"fieldset": {"legend": {"text": text, "isPageHeading": heading, "classes": size}}}


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    if value is None:
        return set()
    many = isinstance(value, (list, tuple, set)) or hasattr(value, "all")
    return {str(each) for each in bound.field.prepare_value(value)} if many else {str(value)}


def _options(bound: BoundField) -> Iterable[tuple[str, str]]:
    """Choices flattened, without the empty one that radios and checkboxes do not need."""
    for value, text in bound.field.widget.choices:
        if isinstance(text, (list, tuple)):
            yield from ((str(inner), _words(words)) for inner, words in text)
        else:
            yield str(value), _words(text)


def _items(bound: BoundField) -> list[Params]:
    chosen, hints = _chosen(bound), getattr(bound.field, "choice_hints", {})
    items: list[Params] = []
    for value, text in _options(bound):
        if value == "":
            continue
        item: Params = {"value": value, "text": text, "checked": value in chosen}
        if value in hints:
            item["hint"] = {"text": str(hints[value])}
        items.append(item)
    return items


def _radios(bound: BoundField, params: Params) -> SafeString:
    return _field_component(bound, "radios", params | _legend(bound, params) | {"items": _items(bound)})


def _checkboxes(bound: BoundField, params: Params) -> SafeString:
    return component("checkboxes", params | _legend(bound, params) | {"items": _items(bound)})


def _faces(bound: BoundField, params: Params) -> SafeString:
    """Radios with a picture over each word; the choice without a face stands apart, after "or"."""
    items: list[Params] = []
    for item in _items(bound):
        picture = FACES.get(item["value"])
        if picture is None:
            items.append({"divider": _("or")})
        else:
            # The pictures are our own constants.
            face = mark_safe(  # noqa: S308
                f'<svg class="cp-face" viewBox="0 0 64 64" aria-hidden="true" focusable="false"><circle cx="32" cy="32" r="29"/>{picture}</svg>'
            )
            item["html"] = format_html("{}<span>{}</span>", face, item.pop("text"))
        items.append(item)
    return component("radios", params | _legend(bound, params) | {"items": items, "formGroup": {"classes": "cp-faces"}})


def _pictures(bound: BoundField, params: Params) -> SafeString:
    """Radios with a picture over each word. The word says what it is, so that the picture needs no words of its own."""
    pictures = getattr(bound.field, "pictures", {})
    items = _items(bound)
    for item in items:
        if item["value"] in pictures:
            picture = format_html('<img class="cp-picture" src="{}" alt="">', pictures[item["value"]])
            item["html"] = format_html("{}<span>{}</span>", picture, item.pop("text"))
    return component("radios", params | _legend(bound, params) | {"items": items, "formGroup": {"classes": "cp-pictures"}})


def _scale(bound: BoundField, params: Params) -> SafeString:
    """Radios in a row, under what its two ends mean."""
    field: Any = bound.field
    legend = _legend(bound, params)
    group: Params = {"classes": "cp-scale"}
    ends = [(field.lowest, field.low), (field.highest, field.high)]
    if any(words for _number, words in ends):
        box = f"{bound.auto_id}-ends"
        lines = format_html_join("", "<span>{}: {}</span>", ((number, words) for number, words in ends if words))
        group["beforeInputs"] = {"html": format_html('<p class="cp-scale__ends" id="{}">{}</p>', box, lines)}
        legend["fieldset"]["describedBy"] = box
    return component("radios", params | legend | {"items": _items(bound), "formGroup": group})


def _places(bound: BoundField, params: Params) -> SafeString:
    """One list of places beside each choice."""
    field: Any = bound.field
    chosen = field.prepare_value(bound.value())
    places = [{"value": "", "text": _("No place")}]
    places += [{"value": str(place), "text": in_order(place)} for place in range(1, len(field.choices) + 1)]
    lists = []
    for number, (key, label) in enumerate(field.choices):
        items = [place | {"selected": place["value"] == str(chosen.get(key, ""))} for place in places]
        own: Params = {
            # The first list carries the id that the error summary links to.
            "id": bound.auto_id if number == 0 else f"{bound.auto_id}_{key}",
            "name": f"{bound.html_name}_{key}",
            "label": {"text": label},
            "items": items,
            "formGroup": {"classes": "cp-places__item"},
        }
        if bound.errors:
            own["classes"] = "govuk-select--error"
        lists.append(component("select", own))
    told, described = [], []
    if "hint" in params:
        told.append(component("hint", params["hint"] | {"id": f"{bound.auto_id}-hint"}))
        described.append(f"{bound.auto_id}-hint")
    if "errorMessage" in params:
        told.append(component("error-message", params["errorMessage"] | {"id": f"{bound.auto_id}-error"}))
        described.append(f"{bound.auto_id}-error")
    fieldset = _legend(bound, params)["fieldset"] | {
        "describedBy": " ".join(described),
        "html": format_html_join("", "{}", ((each,) for each in (*told, *lists))),
    }
    wrong = " govuk-form-group--error" if bound.errors else ""
    return format_html('<div class="govuk-form-group cp-places{}">{}</div>', wrong, component("fieldset", fieldset))


def _statement(bound: BoundField, params: Params) -> SafeString:
    """Words to read: the first of them the heading of the page, where the form says so."""
    words = format_html(
        '<h1 class="govuk-heading-l">{}</h1>' if _is_heading(bound) else "<p><strong>{}</strong></p>", bound.label
    )
    more = mark_safe(linebreaks(bound.help_text, autoescape=True)) if bound.help_text else ""  # noqa: S308 - escaped there
    if isinstance(bound.help_text, InEnglish):
        more = format_html('<div lang="{}" dir="ltr">{}</div>', ENGLISH_TAG, more)
    return format_html('<div class="cp-statement">{}{}</div>', words, more)


def _single_checkbox(bound: BoundField, params: Params) -> SafeString:
    hint = params.pop("hint", None)
    item: Params = {"value": "on", "text": _words(bound.label), "checked": bool(bound.value())}
    if hint:
        item["hint"] = hint
    return component("checkboxes", params | {"items": [item]})


def _select(bound: BoundField, params: Params) -> SafeString:
    chosen = _chosen(bound) or {""}
    items = [
        {"value": value, "text": _("Choose one") if value == "" and set(text) <= {"-"} else text, "selected": value in chosen}
        for value, text in _options(bound)
    ]
    return component("select", params | _label(bound, params) | {"items": items, "attributes": _attributes(bound)})


def _textarea(bound: BoundField, params: Params) -> SafeString:
    params |= _label(bound, params) | {
        "value": str(bound.value() or ""),
        "rows": str(bound.field.widget.attrs.get("rows", 5)),
        "attributes": _attributes(bound),
    }
    box = f"{bound.auto_id}-help" if getattr(bound.field, "help_now", False) else ""
    if box:
        # Before the box, so that no one starts writing without having met it.
        words = render_to_string("components/help_now_box.html", {"id": box})
        params |= {"formGroup": {"beforeInput": {"html": words}}, "describedBy": box}
    limit = getattr(bound.field, "max_length", None)
    if not limit:
        return component("textarea", params)
    counted = component("character-count", params | _counter_words() | {"maxlength": limit})
    if box:
        # The counter ties its own message to the input and takes no other.
        tie = f'aria-describedby="{bound.auto_id}-info'
        counted = mark_safe(counted.replace(tie, f"{tie} {box}", 1))  # noqa: S308 - two ids of our own
    return counted


def _counter_words() -> Params:
    """What the counter below a box says. Nothing in English, which the kit's own script speaks."""
    if get_language() == settings.LANGUAGE_CODE:
        return {}
    left, over = {}, {}
    for form, number in _PLURAL_FORMS.items():
        left[form] = _written_by_script(
            ngettext("You have %(count)s character remaining", "You have %(count)s characters remaining", number)
        )
        over[form] = _written_by_script(
            ngettext("You have %(count)s character too many", "You have %(count)s characters too many", number)
        )
    return {
        "textareaDescriptionText": _written_by_script(_("You can enter up to %(count)s characters")),
        "charactersUnderLimitText": left,
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": over,
    }


def _written_by_script(words: str) -> str:
    """With the place of the number as the kit's script knows it."""
    return words % {"count": "%{count}"}


def _file(bound: BoundField, params: Params) -> SafeString:
    # Without the drop zone of the kit: its button is not named by the words one sees on it.
    extra: Params = {"attributes": _attributes(bound), "multiple": bound.field.widget.allow_multiple_selected}
    if getattr(bound.field, "help_now", False):
        box = f"{bound.auto_id}-help"
        words = render_to_string("components/help_now_box.html", {"id": box})
        extra |= {"formGroup": {"beforeInput": {"html": words}}, "describedBy": box}
    return component("file-upload", params | _label(bound, params) | extra)


def _password(bound: BoundField, params: Params) -> SafeString:
    kind = bound.field.widget.attrs.get("autocomplete", "current-password")
    return component("password-input", params | _label(bound, params) | {"autocomplete": kind, "attributes": _attributes(bound)})


def _day(bound: BoundField, params: Params) -> SafeString:
    widget = bound.field.widget
    wrong = widget.parts_in_error(bound.errors.as_data()) if bound.errors else set()
    items = [
        {
            # The macro joins a prefix and a name with a dash, so the whole name is given here instead.
            "name": f"{bound.html_name}_{part}",
            "label": str(label),
            "id": f"{bound.auto_id}_{part}",
            "value": value,
            "classes": f"govuk-input--width-{width}" + (" govuk-input--error" if part in wrong else ""),
        }
        for part, label, width, value in widget.parts(bound.value())
    ]
    # The first input carries the id that the error summary links to; the group needs another.
    return component("date-input", params | _legend(bound, params) | {"items": items})


def _input(bound: BoundField, params: Params) -> SafeString:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "text")
    extra: Params = {"type": kind, "inputmode": widget.attrs.get("inputmode")}
    if kind == "number":
        whole = isinstance(bound.field, forms.IntegerField)
        extra = {"type": "text", "inputmode": "numeric" if whole else "decimal", "spellcheck": False}
    if "autocomplete" in widget.attrs:
        extra["autocomplete"] = widget.attrs["autocomplete"]
    if widget.attrs.get("spellcheck") in (False, "false") or kind in {"email", "url"}:
        extra["spellcheck"] = False
    value = widget.format_value(bound.value())
    if value not in (None, ""):
        extra["value"] = str(value)
    params |= _label(bound, params) | extra | {"attributes": _attributes(bound)}
    return _field_component(bound, "input", params)


_Renderer = Callable[[BoundField, Params], SafeString]
_BY_KIT: dict[str, _Renderer] = {
    "day": _day,
    "faces": _faces,
    "pictures": _pictures,
    "scale": _scale,
    "places": _places,
    "statement": _statement,
}
# Asked in this order: CheckboxSelectMultiple is a RadioSelect, a RadioSelect is a Select.
_BY_WIDGET: tuple[tuple[type[forms.Widget], _Renderer], ...] = (
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _single_checkbox),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
    (forms.Widget, _input),
)


def _renderer(widget: forms.Widget) -> _Renderer:
    own = getattr(widget, "kit", None)
    if own in _BY_KIT:
        return _BY_KIT[own]
    if isinstance(widget, forms.NullBooleanSelect):
        return _select
    if isinstance(widget, forms.SelectMultiple):
        return _checkboxes
    return next(renderer for kind, renderer in _BY_WIDGET if isinstance(widget, kind))
