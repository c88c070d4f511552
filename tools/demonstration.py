"""The demonstration in one process: make the database, load what is not loaded yet, say where it is, serve it.

Runs inside the virtual environment; ``make demo`` sets the environment and becomes this program.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tools.shell import BUILD, ROOT, say

RECORD = ROOT / "coproduction" / "portal" / "data" / "hf-2025.yaml"
CHECKLIST = ROOT / "checklist" / "data" / "checklist-template.yaml"

SIGN_INS = (
    ("admin@demo.example", "administrator"),
    ("officer@demo.example", "officer, leads several projects"),
    ("officer2@demo.example", "officer on other projects"),
    ("facilitator@demo.example", "partner facilitator"),
    ("chair@demo.example", "chair of a parent carer forum, and committee co-optee"),
    ("rep@demo.example", "parent forum representative"),
    ("young@demo.example", "Youth Council member"),
    ("board@demo.example", "Corporate Parenting Board administrator"),
    ("committee@demo.example", "committee member"),
    ("safeguarding@demo.example", "safeguarding lead"),
)
PASSWORD = "demo-only-password"


class Loaded:
    """Remembers in DATA_DIR what was loaded into which database, so that a warm start does not load it again."""

    def __init__(self) -> None:
        self.file = Path(settings.DATA_DIR) / "loaded.json"
        if not connection.introspection.table_names():
            self.file.unlink(missing_ok=True)
        self.figures: dict[str, str] = json.loads(self.file.read_text()) if self.file.is_file() else {}

    def figure(self, content: str) -> str:
        where = connection.settings_dict
        return hashlib.sha256(f"{where['HOST']} {where['PORT']} {where['NAME']} {content}".encode()).hexdigest()

    def once(self, name: str, content: str, *command: str) -> None:
        """Run a command unless it ran before for this same content."""
        figure = self.figure(content)
        if self.figures.get(name) == figure:
            return
        say(f"Loading {name}")
        call_command(*command)
        self.figures[name] = figure
        self.file.write_text(json.dumps(self.figures, indent=1))


def content_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def static_files() -> Iterator[str]:
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                detail = path.stat()
                yield f"{path} {detail.st_size} {detail.st_mtime_ns}"


def collect_static_files() -> None:
    """Gather, name by content and compress the static files, when one of them changed."""
    stamp = BUILD / "collected.stamp"
    figure = hashlib.sha256("\n".join(static_files()).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == figure and Path(settings.STATIC_ROOT).is_dir():
        return
    say("Collecting the static files")
    call_command("collectstatic", interactive=False, clear=True, ignore_patterns=["*.scss"], verbosity=0)
    stamp.write_text(figure)


def load() -> None:
    """The tables, the published record, the checklist and the demonstration year."""
    loaded = Loaded()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    loaded.once("the checklist", content_of(CHECKLIST), "load_checklist", str(CHECKLIST))
    loaded.once("the published record", content_of(RECORD), "load_record", str(RECORD))
    # Each time: a year that is there stays as people left it, and only yesterday's and tomorrow's meetings are planned anew.
    say("Loading the demonstration year")
    call_command("load_demo")


def announce() -> None:
    say(f"\nThe portal is at {settings.SITE_URL}/")
    say(f"Sign in with one button each at {settings.SITE_URL}/demo/, or with one of these addresses:\n")
    for address, who in SIGN_INS:
        say(f"  {address:<28} {who}")
    say(f"\nPassword for all, when a password is asked: {PASSWORD}")
    say("Ctrl-C stops everything.\n")


def main() -> int:
    port = os.environ["PORT"]
    django.setup()
    try:
        load()
        collect_static_files()
        announce()
        call_command("serve", bind=f"127.0.0.1:{port}")
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
