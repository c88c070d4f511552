"""A real browser on a real server, with the published record and the demonstration year in the database."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.kept import Kept, bring_back, keep
from tests.browser.schedule import broker_of_the_settings
from tools import gate

ROOT = Path(settings.BASE_DIR)
# Playwright's own loop runs in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Two browsers and two servers share two cores: what is awaited comes, and sometimes late. In milliseconds.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

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
    chromium = gate.find_browser()
    if chromium is None:
        pytest.fail("There is no Chromium on this machine: apt-get install chromium-headless-shell.")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click_and_read(Locator.click))
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


def click_and_read(click: Callable[..., None]) -> Callable[..., None]:
    """A click that ends when the page it led to can be read. Playwright's own ends when that page begins to come."""

    def click_then_wait(locator: Locator, **options: object) -> None:
        click(locator, **options)
        locator.page.wait_for_load_state("domcontentloaded")

    return click_then_wait


@pytest.fixture(scope="session")
def kept_year() -> list[Kept]:
    """The demonstration year once it was made in this process."""
    return []


@pytest.fixture
def demonstration(
    transactional_db: None, settings: object, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, kept_year: list[Kept]
) -> None:
    """The database as `make demo` makes it."""
    settings.DEMO = True
    files = tmp_path / "files"
    if not kept_year:
        make_year()
        kept_year.append(keep(files, tmp_path_factory.mktemp("year") / "files"))
    else:
        bring_back(kept_year[0], files)


def make_year() -> None:
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
        context.set_default_timeout(PATIENCE)
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
