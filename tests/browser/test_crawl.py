"""Every page type as every role, in every width and scheme. Slow: `make crawl`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.checking import axe_violations, html_errors
from tests.browser.pages import page_types
from tests.browser.test_pages import scrolls_sideways

ROLES = [
    "",
    *(
        f"{name}@demo.example"
        for name in ("admin", "officer", "facilitator", "chair", "rep", "young", "board", "committee", "safeguarding")
    ),
]


@pytest.mark.crawl
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_crawl_finds_no_fault(
    demonstration: None, open_browser: Callable[..., Page], tmp_path: Path, width: int, dark: bool
) -> None:
    """A page that a role may not open is crawled too: its refusal is a page like any other."""
    faults: list[str] = []
    pages: dict[str, str] = {}
    paths = sorted({type_.path for type_ in page_types()})
    for role in ROLES:
        page = open_browser(as_=role, width=width, dark=dark)
        for path in paths:
            where = f"{path} as {role or 'anyone'} at {width}"
            answer = page.goto(path)
            if answer.status >= 500:
                faults.append(f"{where}: answered {answer.status}")
                continue
            faults += axe_violations(page, where)
            if scrolls_sideways(page):
                faults.append(f"{where}: scrolls sideways")
            pages[where] = answer.text()
    faults += html_errors(pages, tmp_path)
    assert faults == []
