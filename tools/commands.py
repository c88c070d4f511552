"""What each make target does, one function a target; the functions that end in a program of their own replace this one."""

import getpass
import os
import shutil
import socket
from pathlib import Path
from typing import NoReturn

from tools import setting_up
from tools.setting_up import ASSETS_LOCK, DEV_LOCK, PYTHON, RUNTIME_LOCK, SETUP_LOCK
from tools.shell import BUILD, ROOT, Trouble, capture, run, say

LISTS = (SETUP_LOCK, RUNTIME_LOCK, ASSETS_LOCK, DEV_LOCK)
OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEMO", "DEBUG")
NOT_HERE = "not browser and not services and not crawl and not kill and not sweep"


def environment(**values: str) -> dict[str, str]:
    """The environment for the portal's own programs, with some settings given."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "coproduction.settings", "PYTHONUNBUFFERED": "1", **values}


def embedded_environment(folder: Path, **values: str) -> dict[str, str]:
    """As on a machine where nobody set anything: SQLite, files as queue, everything in one folder."""
    plain = {name: value for name, value in environment().items() if name not in OURS}
    return {**plain, "DATA_DIR": str(folder), **values}


def become(*command: str | Path, settings: dict[str, str]) -> NoReturn:
    """Go on as another program in this same process, so that signals reach it and nothing stays behind."""
    os.chdir(ROOT)
    os.execve(command[0], [str(part) for part in command], settings)


def data_folder() -> Path:
    """The folder for database, queue and files; made if it is not there, refused if it cannot be written to."""
    folder = Path(os.environ.get("DATA_DIR", "").strip() or "var").expanduser()
    folder = folder if folder.is_absolute() else ROOT / folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"The folder DATA_DIR={folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Trouble(f"The folder DATA_DIR={folder} cannot be written to. Choose another one with DATA_DIR=…")
    return folder


def free_port() -> int:
    """The port to serve on, from PORT; refused when something listens there already."""
    text = os.environ.get("PORT", "").strip() or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is not a port. Write a number from 1 to 65535, like PORT=8000.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Trouble(f"Port {port} is not open to you. Choose one above 1023, like PORT=8000.") from error
        except OSError as error:
            raise Trouble(
                f"Port {port} is in use. Choose another one: make demo PORT={port + 1 if port < 65535 else 8000}"
            ) from error
    return port


def demo(_arguments: list[str]) -> int:
    port, folder = free_port(), data_folder()
    setting_up.prepare(RUNTIME_LOCK, ASSETS_LOCK)
    settings = environment(
        DEMO="1",
        DATA_DIR=str(folder),
        PORT=str(port),
        SITE_URL=os.environ.get("SITE_URL", "").strip() or f"http://localhost:{port}",
    )
    become(PYTHON, "-m", "tools.demonstration", settings=settings)


def test(arguments: list[str]) -> int:
    from tools import gate

    setting_up.prepare(DEV_LOCK)
    folder = BUILD / "test-data"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    chosen = arguments or ["tests"]
    become(PYTHON, *gate.pytest("auto", NOT_HERE), *chosen, settings=embedded_environment(folder))


def check(_arguments: list[str]) -> int:
    from tools import gate

    setting_up.prepare(DEV_LOCK, checkers=True)
    return gate.check(service_environment())


def crawl(arguments: list[str]) -> int:
    from tools import gate

    setting_up.prepare(DEV_LOCK, checkers=True)
    settings = service_environment()
    gate.require_services(settings)
    become(PYTHON, "-m", "pytest", "-m", "crawl", *(arguments or ["tests"]), settings=settings)


def bench(arguments: list[str]) -> int:
    setting_up.prepare(RUNTIME_LOCK, ASSETS_LOCK)
    return run(PYTHON, "-m", "tools.bench", *arguments, environment=environment())


def service_environment() -> dict[str, str]:
    """PostgreSQL and Redis of this machine, unless the environment names others."""
    folder = BUILD / "check-data"
    folder.mkdir(parents=True, exist_ok=True)
    return embedded_environment(
        folder,
        DATABASE_URL=os.environ.get("DATABASE_URL", "").strip() or f"postgres://{getpass.getuser()}@127.0.0.1:5432/coproduction",
        REDIS_URL=os.environ.get("REDIS_URL", "").strip() or "redis://127.0.0.1:6379/9",
        SECRET_KEY="only-for-the-tests-of-this-machine-and-nothing-else-at-all",
    )


def format(_arguments: list[str]) -> int:
    setting_up.install(DEV_LOCK)
    return run(PYTHON, "-m", "ruff", "check", "--fix-only", "--quiet", ".") or run(PYTHON, "-m", "ruff", "format", ".")


def lock(_arguments: list[str]) -> int:
    """Work the lock files out again. They name packages, versions and hashes, and no address."""
    setting_up.make_virtual_environment()
    uv = setting_up.installer() if (ROOT / SETUP_LOCK).is_file() else None
    if uv is None:
        raise Trouble("uv could not be installed, and it is what works out the lock files.")
    options = ("--generate-hashes", "--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--quiet")
    for name in LISTS:
        code, text = capture(uv, "pip", "compile", name.replace(".lock", ".in"), *options, "--output-file", name)
        if code:
            raise Trouble(f"{name} could not be worked out: {' '.join(text.split())}")
        say(f"{name} is up to date")
    return 0


def assets(_arguments: list[str]) -> int:
    setting_up.prepare(ASSETS_LOCK)
    return 0


def words(arguments: list[str]) -> int:
    """List the fixed words of the answering pages, and bring their catalogues up to date; `arguments` are new languages."""
    setting_up.install(DEV_LOCK)
    become(PYTHON, "-m", "tools.words", *arguments, settings=environment())


def packages(_arguments: list[str]) -> int:
    setting_up.install(RUNTIME_LOCK)
    return 0
