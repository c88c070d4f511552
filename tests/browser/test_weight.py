"""How many bytes come over the wire when a phone opens a questionnaire for the first time, as they come in production."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from coproduction.core.static_files import HashedFilesStorage
from tests.browser.conftest import PATIENCE
from tests.factories.feedback import QuestionnaireFactory

# All of the first page: the words, the looks, the letters, the script.
MOST = 60 * 1024
STORAGE = f"{HashedFilesStorage.__module__}.{HashedFilesStorage.__qualname__}"


@pytest.fixture
def address(transactional_db: None, settings: object, tmp_path: Path) -> Iterator[str]:
    """A server that gives static files as WhiteNoise gives them: named by their content, compressed."""
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STORAGE}}
    call_command("collectstatic", interactive=False, verbosity=0)
    thread = LiveServerThread("localhost", lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait(30)
    assert thread.error is None
    yield f"http://localhost:{thread.port}"
    thread.terminate()


def weighed(page: Page, address: str) -> dict[str, int]:
    """The bytes of each answer that the page needs, with its headers."""
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire = page.context.new_cdp_session(page)
    wire.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda event: sizes.update({names[event["requestId"]]: int(event["encodedDataLength"])}))
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    # The picture of the tab, which a browser without tabs does not ask for; that of a phone does.
    mark: str = page.locator("link[rel=icon]").evaluate("link => link.href")
    return {mark: _weight_of(page, mark), **{url: size for url, size in sizes.items() if url.startswith("http")}}


def _weight_of(page: Page, url: str) -> int:
    """The bytes of one more answer, asked for as if nothing had been kept."""
    with page.expect_event("requestfinished", lambda request: request.url == url) as asked:
        page.evaluate("url => fetch(url, {cache: 'reload'}).then(answer => answer.blob())", url)
    weighs = asked.value.sizes()
    return int(weighs["responseHeadersSize"] + weighs["responseBodySize"])


@pytest.fixture
def fresh_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    contexts = []

    def fresh() -> Page:
        contexts.append(browser.new_context(viewport={"width": 390, "height": 800}))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1].new_page()

    yield fresh
    for context in contexts:
        context.close()


def test_first_page_weighs_sixty_kilobytes_at_most(address: str, fresh_page: Callable[[], Page]) -> None:
    QuestionnaireFactory(slug="club")
    sizes = weighed(fresh_page(), f"{address}/have-your-say/club/")
    kinds = sorted({Path(url).suffix for url in sizes})
    # All that it needs was really counted.
    assert kinds == ["", ".css", ".js", ".svg", ".woff2"], sizes
    assert len([url for url in sizes if url.endswith(".woff2")]) == 2
    assert sum(sizes.values()) <= MOST, sizes


def test_page_with_a_box_to_write_in_still_counts_the_letters(address: str, fresh_page: Callable[[], Page]) -> None:
    QuestionnaireFactory(slug="club")
    page = fresh_page()
    page.goto(f"{address}/have-your-say/club/")
    page.get_by_role("button", name="Start").click()
    page.goto(f"{address}/have-your-say/club/3/")
    page.get_by_role("textbox").fill("four")
    page.get_by_text("You have 1,996 characters remaining").first.wait_for()
