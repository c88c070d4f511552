"""axe-core and the Nu HTML checker, and what they found, in lines that a person can act on."""

import json
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

_MODULES = Path(settings.BASE_DIR) / "node_modules"
_AXE = _MODULES / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_violations(page: Page, where: str) -> list[str]:
    """What axe-core says against this page. The script is evaluated, since the content policy lets no foreign script in."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    # Only of violations is anything worked out and sent over: of what passes nobody reads which nodes it was.
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    result = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{where}: {violation['id']} ({violation['help']}) at {node['target']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def html_errors(pages: dict[str, str], folder: Path) -> list[str]:
    """What the Nu HTML checker says against these pages. They are given to it together: each start costs seconds."""
    java = shutil.which("java")
    assert java, "There is no Java runtime on this machine: apt-get install default-jre-headless."
    names = {}
    for number, (where, html) in enumerate(pages.items()):
        file = folder / f"page-{number}.html"
        file.write_text(html, encoding="utf-8")
        names[file.name] = where
    jar = _MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    found = subprocess.run(
        [java, "-jar", str(jar), "--errors-only", "--format", "json", *map(str, sorted(folder.glob("page-*.html")))],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    messages = json.loads(found.stderr or found.stdout)["messages"]
    return [
        f"{names[message['url'].rsplit('/', 1)[-1]]}: line {message.get('lastLine')}: {message['message']}"
        for message in messages
    ]
