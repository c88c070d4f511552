"""The whole gate behind ``make check``: quick checks side by side, then the tests on PostgreSQL, Redis and a browser."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools import tidy
from tools.setting_up import PYTHON
from tools.shell import BUILD, ROOT, Trouble, capture, run, say, stop_everything, timed

PACKAGES = ("coproduction", "groups", "engagements", "checklist", "feedback")
IN_THE_GATE = "not crawl"
AT_ONCE = 2
# The first is the same browser without its windows, menus and start page, which no test looks at: a quarter less to do.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Step:
    """One check: its name and what returns an exit code and a text."""

    name: str
    action: Callable[[], tuple[int, str]]


def command(name: str, *arguments: str, settings: dict[str, str]) -> Step:
    """A check that is a program of the virtual environment."""
    return Step(name, lambda: capture(PYTHON, *arguments, environment=settings))


def production(settings: dict[str, str]) -> dict[str, str]:
    """The settings a real installation would have; the deployment check reads them and connects to nothing."""
    return {
        **settings,
        "DEMO": "0",
        "DEBUG": "0",
        "SITE_URL": "https://coproduction.example",
        "ALLOWED_HOSTS": "coproduction.example",
        "SECRET_KEY": "a-long-enough-key-that-only-the-deployment-check-uses-0123456789-abcdefgh",
        "TRUSTED_PROXIES": "1",
    }


def check_tidiness() -> tuple[int, str]:
    found = tidy.problems()
    return (1 if found else 0), "\n".join(found)


def compose_command() -> list[str] | None:
    """docker-compose, or docker with its compose plugin; nothing where neither is installed."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker") and capture("docker", "compose", "version")[0] == 0:
        return ["docker", "compose"]
    return None


def check_compose(settings: dict[str, str]) -> Iterator[Step]:
    """The compose file, read by compose itself, where the command exists."""
    compose = compose_command()
    if compose is None:
        say("--   compose file: neither docker-compose nor docker compose is installed here")
        return
    example = ("--env-file", str(ROOT / ".env.example"))
    yield Step("compose file", lambda: capture(*compose, *example, "config", "--quiet", environment=settings))


def steps(settings: dict[str, str]) -> list[Step]:
    """The quick checks, the slowest first so that two at a time end together."""
    strict = production(settings)
    return [
        command("types", "-m", "mypy", *PACKAGES, "tools", settings=settings),
        command("deployment", "manage.py", "check", "--deploy", "--fail-level", "WARNING", settings=strict),
        command("migrations", "manage.py", "makemigrations", "--check", "--dry-run", settings=settings),
        command("templates", "-m", "djlint", "--lint", "--quiet", "templates", settings=settings),
        command("floors of the house", "-c", "from importlinter.cli import lint_imports_command as c; c()", settings=settings),
        command("format", "-m", "ruff", "format", "--check", "--output-format=concise", ".", settings=settings),
        command("lint", "-m", "ruff", "check", "--quiet", ".", settings=settings),
        Step("tidiness", check_tidiness),
        *check_compose(settings),
    ]


def take(step: Step) -> bool:
    """Do one check and say how it went, with all it printed when it failed."""
    code, text, seconds = timed(step.action)
    say(f"{'ok  ' if code == 0 else 'FAIL'} {step.name} ({seconds:.1f} s)" + (f"\n{text.rstrip()}" if code else ""))
    return code == 0


def find_browser() -> str | None:
    """Chromium: where CHROMIUM points, or under its usual names."""
    named = os.environ.get("CHROMIUM", "").strip()
    for name in (named, *BROWSERS) if named else BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    return None


def require_services(settings: dict[str, str]) -> None:
    """PostgreSQL, Redis, a browser and Java must be there: a gate that skips what it cannot reach is no gate."""
    missing: list[str] = []
    code, text = capture(PYTHON, "-m", "tools.services", environment=settings)
    if code:
        missing += text.strip().splitlines()
    if find_browser() is None:
        missing.append("Chromium is not installed: apt-get install chromium-headless-shell, or point CHROMIUM at it.")
    if shutil.which("java") is None:
        missing.append("Java, which runs the HTML checker, is not installed: apt-get install default-jre-headless.")
    if missing:
        raise Trouble("\n".join(missing))


def pytest(at_once: int | str, which: str) -> tuple[str, ...]:
    """The tests, so many at once. Each has a share of its own; whoever is done first takes from the other's."""
    return ("-m", "pytest", "-n", str(at_once), "--dist", "worksteal", "-m", which)


def run_tests(settings: dict[str, str]) -> bool:
    """All tests but the crawl, two at a time, with a temporary folder of their own."""
    code = run(
        PYTHON,
        *pytest(AT_ONCE, IN_THE_GATE),
        "tests",
        environment=settings,
        stop_with=signal.SIGINT,
    )
    return code == 0


def check(settings: dict[str, str]) -> int:
    """The gate. Everything is looked at even when something fails, so that one run tells all."""
    BUILD.mkdir(exist_ok=True)
    require_services(settings)
    everything: Sequence[Step] = steps(settings)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            results = list(pool.map(take, everything))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_everything()
            raise
    failed = [step.name for step, fine in zip(everything, results, strict=True) if not fine]
    if not run_tests(settings):
        failed.append("tests")
    if failed:
        raise Trouble(f"The gate is closed: {', '.join(failed)}.")
    say("The gate is open: every check passed.")
    return 0
