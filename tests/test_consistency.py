"""The house checks its own habits."""

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
