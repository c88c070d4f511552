"""A real browser on a real server, with the published record and the demonstration year in the database."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.schedule import broker_of_the_settings

ROOT = Path(settings.BASE_DIR)
# Playwright's own loop runs in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.fail("There is no Chromium on this machine: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def demonstration(transactional_db: None, settings: object) -> None:
    """The database as `make demo` makes it."""
    settings.DEMO = True
    call_command("load_record", ROOT / "coproduction/portal/data/hf-2025.yaml", verbosity=0)
    call_command("load_checklist", ROOT / "checklist/data/checklist-template.yaml", verbosity=0)
    call_command("load_demo", verbosity=0)


@pytest.fixture
def real_broker() -> Iterator[None]:
    with broker_of_the_settings():
        yield


@pytest.fixture
def open_browser(browser: Browser, live_server: object) -> Iterator[Callable[..., Page]]:
    """A fresh browser window: `open_browser(width=320, dark=True)`. `as_=` signs in by the button on `/demo/`."""
    contexts: list[BrowserContext] = []

    def open_window(*, as_: str = "", width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        if as_:
            page.goto("/demo/")
            page.get_by_role("button", name=as_).click()
            page.wait_for_load_state()
        return page

    yield open_window
    for context in contexts:
        context.close()
