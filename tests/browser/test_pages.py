"""Each page type once, as its main role: axe-core and the Nu HTML checker have nothing to say, and nothing scrolls sideways."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.checking import axe_violations, html_errors
from tests.browser.pages import PageType, page_types


def by_role(types: list[PageType]) -> dict[str, list[PageType]]:
    roles: dict[str, list[PageType]] = {}
    for type_ in types:
        roles.setdefault(type_.as_, []).append(type_)
    return roles


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width, dark", [(1280, False), (320, True)], ids=["1280 light", "320 dark"])
def test_pages_have_no_fault(
    demonstration: None, open_browser: Callable[..., Page], tmp_path: Path, width: int, dark: bool
) -> None:
    faults: list[str] = []
    pages: dict[str, str] = {}
    for role, types in by_role(page_types()).items():
        page = open_browser(as_=role, width=width, dark=dark)
        for type_ in types:
            where = f"{type_.name} {type_.path} as {role or 'anyone'}"
            answer = page.goto(type_.path)
            if answer.status != (404 if type_.name == "no such page" else 200):
                faults.append(f"{where}: answered {answer.status}")
                continue
            faults += axe_violations(page, where)
            if scrolls_sideways(page):
                faults.append(f"{where}: scrolls sideways at {width} px")
            pages[where] = answer.text()
    if not dark:
        faults += html_errors(pages, tmp_path)
    assert faults == []
