"""What people do on the page of a stage."""

from playwright.sync_api import Locator, Page


def item_at(page: Page, code: str) -> Locator:
    return page.locator(f'[id="item-{code}"]')


def unfold(page: Page, field: Locator) -> Locator:
    """The field, with the line opened that it is behind."""
    if not field.is_visible():
        page.locator("details").filter(has=field).locator("summary").click()
    return field


def press(page: Page, button: Locator) -> None:
    """Press it and wait for the page it leads to, so that what comes next is not done on the old one."""
    with page.expect_navigation():
        button.click()


def answer(page: Page, code: str, words: str) -> Locator:
    """Answer an item and confirm it, as far as this person may. Gives the item as it then stands."""
    field = unfold(page, page.get_by_label(f"Your answer to {code}"))
    field.fill(words)
    press(page, page.locator("form").filter(has=field).get_by_role("button").first)
    return item_at(page, code)
