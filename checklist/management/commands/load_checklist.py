"""Import a checklist template as a new version; the same file again changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from checklist.services import templates
from coproduction.core.errors import Problems


class Command(BaseCommand):
    help = "Import a checklist template as a new version. Every problem is named with its line, and then nothing is saved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the template, in YAML")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            loaded = templates.load(content=file.read_bytes())
        except OSError as error:
            self._stop([f"{file}: {(error.strerror or 'cannot be read').lower()}"])
        except Problems as found:
            self._stop([f"{file}: {problem}" for problem in found.problems])
        version, size = loaded.version, f"{loaded.stages} stages, {loaded.items} items"
        if loaded.is_new:
            self.stdout.write(f"“{version.name}” is now version {version.number}: {size}.")
        else:
            self.stdout.write(f"This file is version {version.number} already: {size}. Nothing was changed.")

    def _stop(self, problems: list[str]) -> None:
        for problem in problems:
            self.stderr.write(problem)
        self.stderr.write(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}. Nothing was saved.")
        raise SystemExit(1)
