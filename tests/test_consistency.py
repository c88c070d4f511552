"""The house checks its own habits."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
CODE = [
    path
    for app in ("coproduction", "groups", "engagements", "checklist", "feedback")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]
# Found by name by the libraries they belong to.
FOUND_BY_OTHERS = (
    "govuk/",
    "account/",
    "mfa/",
    "usersessions/",
    "socialaccount/",
    "allauth/",
    "emails/",
    "400.html",
    "403.html",
    "404.html",
    "500.html",
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_template_holds_no_inline_style_or_script(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|\son[a-z]+=[\"']", text) == []


@pytest.mark.parametrize("component", [page for page in PAGES if "components" in page.parts], ids=name_of)
def test_component_opens_with_its_parameters(component: Path) -> None:
    assert component.read_text(encoding="utf-8").lstrip().startswith(("{% comment", "{#"))


def test_template_is_used_somewhere() -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in CODE + TEMPLATES)
    unused = [
        name_of(page) for page in PAGES if not name_of(page).startswith(FOUND_BY_OTHERS) and name_of(page) not in everything
    ]
    assert unused == []


def test_code_listens_to_no_model_signal() -> None:
    signals = ("post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed")
    assert [str(path) for path in CODE for signal in signals if signal in path.read_text(encoding="utf-8")] == []


def test_django_administration_site_is_not_installed() -> None:
    assert [app for app in settings.INSTALLED_APPS if "admin" in app] == []


def test_code_replays_the_clock_only_for_the_demonstration_year() -> None:
    users = {str(path.relative_to(ROOT)) for path in CODE if "standing_at" in path.read_text(encoding="utf-8")}
    assert {name for name in users if not name.startswith("coproduction/portal/demonstration/")} == {"coproduction/core/clock.py"}


# What people are, beside what they do. Whoever adds such a field adds it here.
ATTRIBUTES = {"age_band"}
COUNTING = {"values", "values_list", "annotate", "aggregate", "alias", "Count", "Counter", "Q", "filter", "exclude", "groupby"}


def counts_by_attribute(code: str) -> list[str]:
    """Calls that sort, narrow down or count rows by what people are."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if _name_of(call) in COUNTING and ATTRIBUTES & _words_in(call)]


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _words_in(call: ast.Call) -> set[str]:
    """Names of fields in a call, as keywords, as text and as attributes."""
    words = set()
    for node in ast.walk(call):
        for name in (getattr(node, "arg", None), getattr(node, "attr", None), getattr(node, "value", None)):
            words |= set(name.removeprefix("-").split("__")) if isinstance(name, str) else set()
    return words


@pytest.mark.parametrize(
    "code",
    [
        "Response.objects.values('age_band').annotate(n=Count('pk'))",
        "Counter(response.age_band for response in responses)",
        "Capacity.objects.filter(user__age_band='13-15').count()",
        "body.capacities.exclude(Q(user__age_band=''))",
    ],
)
def test_search_for_counts_by_attribute_finds_them(code: str) -> None:
    assert counts_by_attribute(code) != []


def test_people_are_counted_by_attribute_only_in_declared_tables() -> None:
    """By the rule of `coproduction.core.declared_tables`. It asks for no database field, and nothing else may."""
    assert {str(path): found for path in CODE if (found := counts_by_attribute(path.read_text(encoding="utf-8")))} == {}
