"""Each page type once, as its main role: axe-core and the Nu HTML checker have nothing to say, and nothing scrolls sideways."""

from collections.abc import Callable, Iterator
from pathlib import Path

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


def test_pages_have_no_fault(demonstration: None, open_browser: Callable[..., Page], tmp_path: Path) -> None:
    """At 1280 px in light and at 320 px in dark, on one database: loading it takes longer than looking at it."""
    roles = by_role(page_types())
    pages: dict[str, str] = {}
    faults = [
        fault
        for width, dark in ((1280, False), (320, True))
        for role, types in roles.items()
        for fault in faults_of(open_browser(as_=role, width=width, dark=dark), role, types, pages)
    ]
    assert faults + html_errors(pages, tmp_path) == []


def faults_of(page: Page, role: str, types: list[PageType], pages: dict[str, str]) -> Iterator[str]:
    """Open each page and look at it. Its HTML is added to `pages`."""
    for type_ in types:
        where = f"{type_.name} {type_.path} as {role or 'anyone'}"
        answer = page.goto(type_.path)
        if answer.status != (404 if type_.name == "no such page" else 200):
            yield f"{where}: answered {answer.status}"
            continue
        yield from axe_violations(page, where)
        if scrolls_sideways(page):
            yield f"{where}: scrolls sideways"
        pages[where] = answer.text()
