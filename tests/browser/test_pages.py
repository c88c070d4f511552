"""Each page type once, as its main role: axe-core and the Nu HTML checker have nothing to say, and nothing scrolls sideways."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.checking import axe_violations, html_errors
from tests.browser.pages import PageType, page_types

# A page is opened once and looked at in both.
LOOKS = ((1280, "light"), (320, "dark"))
# Two cores share the pages, and neither waits long for the other's last part.
PARTS = 4


def by_role(types: list[PageType]) -> dict[str, list[PageType]]:
    roles: dict[str, list[PageType]] = {}
    for type_ in types:
        roles.setdefault(type_.as_, []).append(type_)
    return roles


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_have_no_fault(demonstration: None, open_browser: Callable[..., Page], tmp_path: Path, part: int) -> None:
    roles = by_role(page_types()[part::PARTS])
    pages: dict[str, str] = {}
    faults = [fault for role, types in roles.items() for fault in faults_of(open_browser(as_=role), role, types, pages)]
    assert faults + html_errors(pages, tmp_path) == []


def faults_of(page: Page, role: str, types: list[PageType], pages: dict[str, str]) -> Iterator[str]:
    """Open each page and look at it. Its HTML is added to `pages`."""
    for type_ in types:
        where = f"{type_.name} {type_.path} as {role or 'anyone'}"
        answer = page.goto(type_.path)
        if answer.status != (404 if type_.name == "no such page" else 200):
            yield f"{where}: answered {answer.status}"
            continue
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            yield from axe_violations(page, f"{where} at {width}, {scheme}")
            if scrolls_sideways(page):
                yield f"{where} at {width}: scrolls sideways"
        pages[where] = answer.text()
