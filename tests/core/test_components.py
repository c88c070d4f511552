"""The parts of a page, seen through the style guide that shows them all, and the small tags they are made of."""

import copy
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings as installed
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.safestring import mark_safe

from coproduction.core import icons
from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.tables import Cell, Column

COMPONENTS = Path(installed.BASE_DIR) / "templates" / "components"
# Stands at the foot of the home page's hero only, or inside another component.
ELSEWHERE = {"hero_bridge.html", "_cell.html"}


@pytest.fixture
def style_guide(client: Client, db: None, settings: Any) -> str:
    settings.DEMO = True
    # A variable that no one gave shows itself.
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = "NOT-GIVEN(%s)"
    settings.TEMPLATES = templates
    response = client.get("/style-guide/")
    assert (response.status_code, dict(response.cookies)) == (200, {})
    return response.content.decode()


def test_style_guide_is_complete_without_inline_style_or_script(style_guide: str) -> None:
    assert re.findall(r"NOT-GIVEN\([^)]*\)", style_guide) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)|https?://(?!www\.w3\.org)", style_guide) == []


def test_style_guide_uses_no_id_twice(style_guide: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', style_guide)
    assert sorted(ids) == sorted(set(ids))


def test_style_guide_shows_every_component(style_guide: str) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in installed.BASE_DIR.glob("templates/**/*.html"))
    assert {path.name for path in COMPONENTS.glob("*.html") if f"components/{path.name}" not in source} - ELSEWHERE == set()


def test_style_guide_is_not_there_on_a_real_site(client: Client, db: None, settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    assert client.get("/style-guide/").status_code == 404


@pytest.mark.parametrize("state", ["did", "doing", "notyet", "cant", "contested"])
def test_style_guide_has_a_pair_in_every_state(style_guide: str, state: str) -> None:
    assert f"cp-pair--{state} " in style_guide


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.name)
def test_component_says_what_it_takes(path: Path) -> None:
    head = path.read_text(encoding="utf-8")
    comment = re.match(r"\{% comment %\}(.+?)\{% endcomment %\}", head, re.DOTALL)
    assert comment is not None
    assert "arameters" in comment[1]


def test_components_are_always_included_with_only() -> None:
    found = []
    for path in installed.BASE_DIR.glob("templates/**/*.html"):
        for tag in re.findall(r'\{% include "components/[^%]*%\}', path.read_text(encoding="utf-8")):
            if not tag.endswith("only %}"):
                found.append((path.name, tag))
    assert found == []


def _pair(**more: Any) -> str:
    outcome = {
        "ref": "a",
        "topic": "Topic",
        "state": "did",
        "look": "other",
        "said": "Use clear language",
        "answer": "We did it.",
    }
    return render_to_string("components/pair.html", {"outcome": outcome | more})


def test_pair_quotes_people_word_for_word_and_never_a_summary() -> None:
    exact, ours = _pair(exact=True), _pair(exact=False)
    assert ("“Use clear language”" in exact, "blockquote" in exact, "Our summary" in exact) == (True, True, False)
    assert ("“Use clear language”" in ours, "blockquote" in ours, "Our summary. Not their exact words." in ours) == (
        False,
        False,
        True,
    )


def test_pair_without_words_is_one_panel_that_says_so_and_offers_to_add_them() -> None:
    html = _pair(nowords=True, said="People talked about moving in.", who=["A board"], supply_url="/add/")
    assert re.findall(r'<div class="(cp-pair__(?:said|link|did|gap))"', html) == ["cp-pair__did", "cp-pair__gap"]
    assert re.findall(r"<p>([^<]+)</p>", html.partition("cp-pair__gap")[2]) == [
        "The record does not hold the words people said. People talked about moving in."
    ]
    assert re.findall(r'<a href="([^"]+)">([^<]+)', html) == [("/add/", "Were you there? Tell us what you said")]
    assert ("blockquote" in html, "Our summary" in html, "You said" in html, "A board" in html) == (False, False, False, True)


def test_pair_without_words_leads_a_group_to_where_it_adds_them() -> None:
    html = _pair(nowords=True, supply_url="/words/", supply_words="Add the words for your group", more_url="/a/")
    assert re.findall(r'<a href="([^"]+)">([^<]+)', html) == [
        ("/words/", "Add the words for your group"),
        ("/a/", "Where this comes from"),
    ]


def test_pair_with_words_has_two_panels_and_the_deck() -> None:
    assert re.findall(r'<div class="(cp-pair__(?:said|link|did|gap))"', _pair(exact=True)) == [
        "cp-pair__said",
        "cp-pair__link",
        "cp-pair__did",
    ]


def test_pair_shows_what_was_typed_as_text() -> None:
    assert "<script>" not in _pair(
        exact=True, said="<script>alert(1)</script>", answer="<script>", topic="<script>", who=["<script>"]
    )


def test_promise_strikes_missed_dates_and_keeps_the_last() -> None:
    promise = {
        "kind": "late",
        "by": "Was due",
        "day": "30",
        "month": "June",
        "words": "Words",
        "slips": ["30 March", "30 June", "Now 30 July"],
    }
    html = render_to_string("components/promise.html", {"promise": promise})
    assert (re.findall(r"<s>(.*?)</s>", html), re.findall(r"<strong>(.*?)</strong>", html)) == (
        ["30 March", "30 June"],
        ["Now 30 July"],
    )


def test_path_says_where_we_are_in_words() -> None:
    stages = [
        {"number": 1, "name": "One", "state": "done", "state_words": "Done"},
        {"number": 2, "name": "Two", "state": "now", "state_words": "We are here"},
    ]
    html = render_to_string("components/path.html", {"stages": stages})
    assert (html.count('aria-current="step"'), "We are here" in html, "Done" in html) == (1, True, True)


def test_table_repeats_each_header_for_the_narrow_page() -> None:
    context = {
        "caption": "People",
        "headers": ["Name", Column("People", numeric=True)],
        "rows": [["Hub", "11"], [Cell("Club", url="/club/"), "9"]],
    }
    html = render_to_string("components/table.html", context)
    assert (html.count('<span class="cp-cell-label">People: </span>'), html.count('scope="row"'), html.count("--numeric")) == (
        2,
        2,
        3,
    )
    assert '<a href="/club/">Club</a>' in html


def test_next_list_fills_only_the_first_button() -> None:
    items = [{"title": f"Thing {number}", "when": "Due today", "url": "/", "action": "Do"} for number in range(3)]
    html = render_to_string("components/next_list.html", {"items": items})
    assert re.findall(r'class="(govuk-button[^"]*)"', html) == [
        "govuk-button",
        "govuk-button govuk-button--secondary",
        "govuk-button govuk-button--secondary",
    ]


def test_pagination_keeps_the_filter() -> None:
    request = RequestFactory().get("/projects/", {"status": ["open", "late"], "page": "2"})
    template = Template('{% include "components/pagination.html" with page=page only %}')
    html = template.render(RequestContext(request, {"page": Paginator(range(50), 10).page(2)}))
    assert re.findall(r'href="([^"]+)"', html) == [
        "?status=open&amp;status=late&amp;page=1",
        "?status=open&amp;status=late&amp;page=3",
    ]


def test_messages_are_shown_as_notices() -> None:
    request = RequestFactory().get("/")
    storage = CookieStorage(request)
    storage.add(messages.SUCCESS, "Reply sent.")
    html = render_to_string("layouts/_messages.html", {"messages": storage})
    assert ("cp-notice--success" in html, "Reply sent." in html, 'role="status"' in html) == (True, True, True)


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "500.html"])
def test_error_page_needs_neither_request_nor_database(template: str) -> None:
    html = render_to_string(template)
    assert ("<h1>" in html, "0800 1111" in html, 'href="/"' in html) == (True, True, True)


def _render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|day }}", dt.date(2026, 6, 3), "3 June 2026"),
        ("{{ value|weekday }}", dt.date(2026, 6, 3), "Wednesday 3 June 2026"),
        ("{{ value|clock }}", dt.time(16, 30), "4:30pm"),
        ("{{ value|clock }}", dt.time(12), "12pm"),
        ("{{ value|clock }}", dt.time(0), "midnight"),
        ("{{ value|clock }}", dt.time(0, 5), "12:05am"),
        ("{{ value|moment }}", dt.datetime(2026, 6, 3, 15, 30, tzinfo=dt.UTC), "3 June 2026, 4:30pm"),
        ("{{ value|moment }}", dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC), "1 July 2026, 12:30am"),
        ("{{ value|day }}{{ value|clock }}{{ value|moment }}", None, ""),
    ],
)
def test_dates_and_times_are_said_our_way(source: str, value: Any, expected: str) -> None:
    with timezone.override("Europe/London"):
        assert _render(source, value=value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("young people in care", "Young people in care."),
        ("  SEND families ", "SEND families."),
        ("Who? Everyone!", "Who? Everyone!"),
        ("and so on…", "And so on…"),
        ("", ""),
        (None, ""),
    ],
)
def test_sentence_begins_with_a_capital_and_ends_with_a_mark(text: str | None, expected: str) -> None:
    assert _render("{{ text|sentence }}", text=text) == expected


class FoldedForm(PortalForm):
    groups = (Group("What it is", ("name",)), Group("Only for some", ("note", "number"), folded=True))

    name = forms.CharField()
    note = forms.CharField(required=False)
    number = forms.IntegerField(required=False)


@pytest.mark.parametrize(
    ("form", "is_open"),
    [
        (FoldedForm(), False),
        (FoldedForm(initial={"name": "A hub"}), False),
        (FoldedForm(initial={"note": "By the river"}), True),
        (FoldedForm({"name": "", "note": "", "number": ""}), False),
        (FoldedForm({"name": "A hub", "note": "", "number": "12"}), True),
        (FoldedForm({"name": "A hub", "note": "", "number": "many"}), True),
    ],
    ids=["empty", "filled elsewhere", "filled inside", "wrong elsewhere", "typed inside", "wrong inside"],
)
def test_folded_group_never_hides_what_is_filled_in_or_wrong(form: FoldedForm, is_open: bool) -> None:
    html = _render("{% load crispy_forms_tags %}{% crispy form %}", form=form)
    assert re.findall(r"<details[^>]*>", html) == [
        f'<details class="govuk-details cp-fields cp-fields--folded"{" open" if is_open else ""}>'
    ]
    # Both groups are drawn, the folded one with its fields inside.
    assert re.findall(r'name="(\w+)"', html.partition("<details")[2]) == ["note", "number"]
    assert re.findall(r'name="(\w+)"', html.partition("<details")[0]) == ["name"]


def test_folded_group_opens_for_what_is_wrong_with_an_empty_field() -> None:
    form = FoldedForm({"name": "A hub"})
    form.add_error("note", "Say where it is")
    html = _render("{% load crispy_forms_tags %}{% crispy form %}", form=form)
    assert ('cp-fields--folded" open>' in html, "Say where it is" in html) == (True, True)


def test_markdown_keeps_structure_and_drops_everything_else() -> None:
    text = (
        "# Title\n\n**Bold** <script>x</script> [bad](javascript:alert(1)) [good](https://example.org)\n\n<img src=x onerror=y>"
    )
    html = _render("{% markdown text %}", text=text)
    assert ("<h2>Title</h2>" in html, "<strong>Bold</strong>" in html, "<script" in html, "<img" in html) == (
        True,
        True,
        False,
        False,
    )
    assert re.findall(r'href="([^"]*)"', html) == ["https://example.org"]


def test_unknown_group_wears_the_look_of_any_other() -> None:
    marks = [
        _render("{% forum_mark body %}", body=body) for body in ("other", "who-knows", {"look": "who-knows"}, {}, {"look": ""})
    ]
    assert len(set(marks)) == 1
    assert _render("{{ body|look_class }}", body={"look": "youth-council"}) == "cp-forum--youth-council"


def test_every_state_has_an_icon_we_drew() -> None:
    assert {state for state, icon in icons.STATE_ICONS.items() if icon not in icons.ICONS} == set()


class _Opened(PortalForm):
    said = forms.CharField(label="Say <b>it</b>", required=False)
    choice = forms.ChoiceField(label="Choose", choices=[("a", "A")], widget=forms.RadioSelect, required=False)


def test_field_is_drawn_anew_for_what_was_typed_and_as_its_label_asks() -> None:
    template = Template("{% govuk_field form.said %}{% govuk_field form.choice %}")
    opened = [template.render(Context({"form": _Opened()})) for _again in range(2)]
    typed = template.render(Context({"form": _Opened({"said": "Zebra", "choice": "a"})}))
    assert opened[0] == opened[1] == template.render(Context({"form": _Opened()}))
    assert [("Zebra" in html, "checked" in html, "&lt;b&gt;it" in html) for html in (opened[0], typed)] == [
        (False, False, True),
        (True, True, True),
    ]
    safe = _Opened()
    safe.fields["choice"].choices = [("a", mark_safe("<i>A</i>"))]
    plain = _Opened()
    plain.fields["choice"].choices = [("a", "<i>A</i>")]
    html = [template.render(Context({"form": form})) for form in (safe, plain, safe)]
    assert [("&lt;i&gt;" in each) for each in html] == [False, True, False]
