"""Every form is drawn in GOV.UK Frontend's markup: the macros against the kit's own examples, the fields against the macros."""

import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from crispy_forms.layout import HTML, ButtonHolder, Column, Div, Fieldset, Hidden, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils.functional import SimpleLazyObject

from coproduction.core import kit
from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import ClockField, DayField, FacesField

KIT = Path(settings.BASE_DIR) / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
USED = (
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "error-summary",
    "file-upload",
    "input",
    "password-input",
    "radios",
    "select",
    "textarea",
)


class _Reader(HTMLParser):
    """A page as a list of tags and words, without the space between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *sorted((name, " ".join((value or "").split())) for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.found.extend(["…", *data.split()] if data.strip() else [])


def read(html: str) -> list[Any]:
    reader = _Reader()
    reader.feed(html)
    return reader.found


@pytest.mark.parametrize("name", USED)
def test_component_gives_the_markup_of_the_kit(name: str) -> None:
    examples = json.loads((KIT / name / "fixtures.json").read_text(encoding="utf-8"))["fixtures"]
    different = [each["name"] for each in examples if read(kit.component(name, each["options"])) != read(each["html"])]
    assert (len(examples) > 5, different) == (True, [])


class Kinds(PortalForm):
    """A field of every kind; each is asked for."""

    words = forms.CharField(label="Words", help_text="A hint", max_length=80)
    long = forms.CharField(label="Long", widget=forms.Textarea(attrs={"rows": 3}))
    counted = forms.CharField(label="Counted", widget=forms.Textarea, max_length=200)
    number = forms.IntegerField(label="Number", widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}))
    email = forms.EmailField(label="Email", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    one = forms.ChoiceField(label="One", choices=[("", "---------"), ("a", "First"), ("b", "Second")])
    radio = forms.ChoiceField(label="Radio", widget=forms.RadioSelect, choices=[("", "None"), ("a", "First"), ("b", "Second")])
    several = forms.MultipleChoiceField(label="Several", widget=forms.CheckboxSelectMultiple, choices=[("a", "A"), ("b", "B")])
    listed = forms.MultipleChoiceField(label="Listed", choices=[("a", "A"), ("b", "B")])
    agree = forms.BooleanField(label="Agree")
    day = DayField(label="Day", what="the date the meeting took place")
    time = ClockField(label="Time")
    paper = forms.FileField(label="Paper")
    face = FacesField(label="Face", instead="I was not there")


def _bound() -> Kinds:
    form = Kinds(data={}, files={})
    form.is_valid()
    return form


def _legend(text: str) -> dict[str, Any]:
    return {"fieldset": {"legend": {"text": text, "classes": "govuk-fieldset__legend--s"}}}


FIELD_OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "words": ("input", {"label": {"text": "Words"}, "hint": {"text": "A hint"}}),
    "long": ("textarea", {"label": {"text": "Long"}, "rows": "3"}),
    "counted": ("character-count", {"label": {"text": "Counted"}, "rows": "10", "maxlength": 200}),
    "number": (
        "input",
        {"label": {"text": "Number"}, "inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-4"},
    ),
    "email": ("input", {"label": {"text": "Email"}, "type": "email", "autocomplete": "email", "spellcheck": False}),
    "password": ("password-input", {"label": {"text": "Password"}}),
    "one": (
        "select",
        {
            "label": {"text": "One"},
            "items": [
                {"value": "", "text": "Choose one", "selected": True},
                {"value": "a", "text": "First"},
                {"value": "b", "text": "Second"},
            ],
        },
    ),
    "radio": ("radios", _legend("Radio") | {"items": [{"value": "a", "text": "First"}, {"value": "b", "text": "Second"}]}),
    "several": ("checkboxes", _legend("Several") | {"items": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]}),
    "listed": ("checkboxes", _legend("Listed") | {"items": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]}),
    "agree": ("checkboxes", {"items": [{"value": "on", "text": "Agree"}]}),
    "paper": ("file-upload", {"label": {"text": "Paper"}}),
}


@pytest.mark.parametrize("name", FIELD_OPTIONS)
@pytest.mark.parametrize("wrong", [False, True])
def test_field_equals_the_component_with_the_same_options(name: str, wrong: bool) -> None:
    form = _bound() if wrong else Kinds()
    component, options = FIELD_OPTIONS[name]
    base: dict[str, Any] = {"id": f"id_{name}", "idPrefix": f"id_{name}", "name": name}
    if wrong:
        base["errorMessage"] = {"text": form.errors[name][0]}
    assert read(kit.field(form[name])) == read(kit.component(component, base | options))


def test_day_has_three_boxes_and_marks_the_one_that_is_missing() -> None:
    form = Kinds({"day_day": "27", "day_month": "", "day_year": "2026"}, {})
    found = [part for part in read(kit.field(form["day"])) if isinstance(part, tuple) and part[0] == "input"]
    boxes = [(box["name"], box.get("value", ""), "error" in box["class"]) for box in (dict(part[1:]) for part in found)]
    assert boxes == [("day_day", "27", False), ("day_month", "", True), ("day_year", "2026", False)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("27", "3", "2026"), dt.date(2026, 3, 27)),
        (("27", "March", "2026"), dt.date(2026, 3, 27)),
        (("31", "2", "2026"), "Enter the date the meeting took place as a real date, like 27 3 2026"),
        (("27", "3", "26"), "Enter the date the meeting took place as a real date, like 27 3 2026"),
        (("٢", "3", "2026"), "Enter the date the meeting took place as a real date, like 27 3 2026"),
        (("27", "3", ""), "Enter the year of the date the meeting took place, like 2026"),
        (("", "", ""), "Enter the date the meeting took place, like 27 3 2026"),
        (("1", "1", "2027"), "Enter the date the meeting took place as 31 December 2026 or earlier"),
        (("1", "1", "2024"), "Enter the date the meeting took place as 1 January 2025 or later"),
    ],
)
def test_day_says_what_to_do(given: tuple[str, str, str], expected: dt.date | str) -> None:
    field = DayField(what="the date the meeting took place", earliest=dt.date(2025, 1, 1), latest=dt.date(2026, 12, 31))
    try:
        found: dt.date | str | None = field.clean(list(given))
    except forms.ValidationError as error:
        found = error.messages[0]
    assert found == expected


def test_day_left_empty_is_allowed_when_optional_and_shows_what_was_stored() -> None:
    class Form(PortalForm):
        day = DayField(required=False)

    empty = Form({"day_day": "", "day_month": "", "day_year": ""})
    assert (empty.is_valid(), empty.cleaned_data) == (True, {"day": None})
    html = str(kit.field(Form(initial={"day": dt.date(2026, 6, 3)})["day"]))
    assert [f'value="{value}"' in html for value in ("3", "6", "2026")] == [True, True, True]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4:30pm", dt.time(16, 30)),
        ("4.30 PM", dt.time(16, 30)),
        ("4pm", dt.time(16)),
        ("12am", dt.time(0)),
        ("12pm", dt.time(12)),
        ("16:30", dt.time(16, 30)),
        ("midday", dt.time(12)),
        ("midnight", dt.time(0)),
        ("4", None),
        ("25:00", None),
        ("13pm", None),
        ("soon", None),
    ],
)
def test_clock_reads_times_as_people_write_them(words: str, expected: dt.time | None) -> None:
    if expected is None:
        with pytest.raises(forms.ValidationError, match="Enter a time, like 4:30pm"):
            ClockField().clean(words)
    else:
        assert ClockField().clean(words) == expected


def test_faces_are_five_pictures_with_words_and_one_choice_apart() -> None:
    html = str(kit.field(Kinds(initial={"face": "4"})["face"]))
    counted = (html.count('class="cp-face"'), html.count("govuk-radios__divider"), html.count(" checked"), 'value="0"' in html)
    assert counted == (5, 1, 1, True)


def test_every_kind_says_what_to_do_when_it_is_missing() -> None:
    assert {name: messages[0] for name, messages in _bound().errors.items()} == {
        "words": "Fill in “Words”",
        "long": "Fill in “Long”",
        "counted": "Fill in “Counted”",
        "number": "Fill in “Number”",
        "email": "Fill in “Email”",
        "password": "Fill in “Password”",
        "one": "Choose an answer for “One”",
        "radio": "Choose an answer for “Radio”",
        "several": "Choose an answer for “Several”",
        "listed": "Choose an answer for “Listed”",
        "agree": "Tick “Agree” to go on",
        "day": "Enter the date the meeting took place, like 27 3 2026",
        "time": "Enter a time, like 4:30pm",
        "paper": "Choose a file for “Paper”",
        "face": "Choose a face, or skip this question",
    }


def test_other_errors_say_what_to_do() -> None:
    data = {"words": "x" * 81, "number": "many", "email": "me", "one": "z"}
    errors = Kinds(data, {}).errors
    assert [errors[name][0] for name in data] == [
        "Use 80 characters or fewer. You used 81.",
        "Enter a whole number, like 12",
        "Enter an email address, like name@example.org",
        "Choose one of the answers in the list",
    ]


def test_a_form_keeps_the_message_it_gives_itself() -> None:
    class Form(PortalForm):
        code = forms.CharField(error_messages={"required": "Enter your code, like BLUE-OTTER-4207"})

    assert Form({}).errors == {"code": ["Enter your code, like BLUE-OTTER-4207"]}


def test_error_summary_links_to_each_answer_in_the_order_of_the_page() -> None:
    html = Template("{% form_errors %}").render(Context({"form": _bound()}))
    links = [dict(part[1:])["href"] for part in read(html) if isinstance(part, tuple) and part[0] == "a"]
    ids = {
        dict(part[1:]).get("id")
        for name in Kinds.base_fields
        for part in read(kit.field(_bound()[name]))
        if isinstance(part, tuple)
    }
    assert links == [f"#id_{'day_day' if name == 'day' else name}" for name in Kinds.base_fields]
    assert {link[1:] for link in links} - ids == set()


def test_title_starts_with_error_only_when_a_form_has_one() -> None:
    title = Template("{% error_prefix %}")
    titles = [title.render(Context(context)) for context in ({"form": _bound()}, {"any": [_bound()]}, {"form": Kinds()}, {})]
    assert titles == ["Error: ", "Error: ", "", ""]


def test_looking_for_errors_does_not_wake_the_token() -> None:
    """A token that wakes sets a cookie, which anonymous pages must not."""
    woken: list[str] = []
    Template("{% form_errors %}{% error_prefix %}").render(
        Context({"csrf_token": SimpleLazyObject(lambda: woken.append("token"))})
    )
    assert woken == []


def test_whole_form_has_its_token_fields_buttons_and_file_encoding() -> None:
    class Form(PortalForm):
        submit = "Send reply"
        also = (("later", "Save for later"),)
        paper = forms.FileField(label="Paper")

    html = render_crispy_form(Form(), context={"csrf_token": "the-token"})
    found = [part for part in read(html) if isinstance(part, tuple)]
    form = next(dict(part[1:]) for part in found if part[0] == "form")
    buttons = [dict(part[1:]) for part in found if part[0] == "button"]
    assert form == {"method": "post", "novalidate": "", "enctype": "multipart/form-data"}
    assert [dict(part[1:])["name"] for part in found if part[0] == "input"] == ["csrfmiddlewaretoken", "paper"]
    assert [(each.get("name"), each["class"]) for each in buttons] == [
        (None, "govuk-button"),
        ("later", "govuk-button govuk-button--secondary"),
    ]


def test_form_by_get_has_no_token() -> None:
    class Form(PortalForm):
        method = "get"
        words = forms.CharField()

    assert "csrfmiddlewaretoken" not in render_crispy_form(Form(), context={"csrf_token": "the-token"})


def test_heading_field_is_the_heading_of_the_page() -> None:
    class Form(PortalForm):
        heading = "words"
        words = forms.CharField(label="What would make it better?", widget=forms.Textarea)

    html = kit.field(Form()["words"])
    assert read(html)[1][:2] == ("h1", ("class", "govuk-label-wrapper"))


def test_optional_field_says_so_but_not_in_a_filter() -> None:
    class Form(PortalForm):
        words = forms.CharField(label="Words", required=False)

    assert ["(optional)" in kit.field(Form()["words"]), "(optional)" in kit.field(Form()["words"], compact=True)] == [True, False]


def test_words_that_look_like_markup_stay_words() -> None:
    class Form(PortalForm):
        words = forms.CharField(label="<b>Label</b>", help_text="<i>hint</i>")

    html = str(kit.field(Form({"words": '"><script>alert(1)</script>'})["words"]))
    assert [part in html for part in ("<b>", "<i>", "<script>")] == [False, False, False]


def test_help_now_stands_before_the_box_and_is_tied_to_it() -> None:
    form = Kinds()
    tied = {}
    for name in ("long", "counted"):
        form.fields[name].help_now = True
        html = str(kit.field(form[name]))
        assert html.index(f'id="id_{name}-help"') < html.index("<textarea")
        tied[name] = re.findall(r'<textarea[^>]*aria-describedby="([^"]*)"', html)
    assert tied == {"long": ["id_long-help"], "counted": ["id_counted-info id_counted-help"]}


def test_layout_objects_of_crispy_forms_have_templates() -> None:
    class Form(PortalForm):
        one = forms.CharField()
        two = forms.CharField()
        three = forms.CharField()

    form = Form()
    form.helper.layout = Layout(
        Fieldset("A legend", Row(Column("one"), Column("two"))),
        Div("three", css_class="cp-gap"),
        HTML("<p>x</p>"),
        ButtonHolder(Submit("go", "Go")),
        Hidden("kept", "1"),
    )
    names = [
        dict(part[1:]).get("name")
        for part in read(render_crispy_form(form))
        if isinstance(part, tuple) and part[0] in {"input", "button"}
    ]
    assert names == ["one", "two", "three", "go", "kept", None]


def test_formset_is_drawn_form_by_form() -> None:
    class Form(PortalForm):
        words = forms.CharField()

    html = render_crispy_form(forms.formset_factory(Form, extra=2)(), helper=Form().helper)
    names = [dict(part[1:]).get("name") for part in read(html) if isinstance(part, tuple) and part[0] == "input"]
    assert names[4:] == ["form-0-words", "form-1-words"]
