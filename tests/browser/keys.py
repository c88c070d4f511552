"""What people do who use the keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page

# Whether the focus can be seen: two rings stand around the element, or around the line of a box that is itself drawn by its label.
SHOWS_FOCUS = """() => {
    const at = document.activeElement;
    const shown = getComputedStyle(at).opacity === "0" ? at.parentElement : at;
    const style = getComputedStyle(shown);
    return style.outlineStyle === "solid" && style.outlineWidth === "3px" && style.boxShadow !== "none";
}"""
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 120)"
MOST = 80


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus; whatever has it on the way can be seen to have it."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS), f"{page.url}: nothing shows that {page.evaluate(FOCUSED)} has the focus"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not reach {wanted}.")
