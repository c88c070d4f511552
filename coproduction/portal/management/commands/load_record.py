"""Import a published record: all or nothing, each problem told with its line and record id."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core.actors import PORTAL
from coproduction.portal.record import importing
from coproduction.portal.record.problems import BrokenRecord
from coproduction.portal.record.report import KINDS, counted


class Command(BaseCommand):
    # Pages have no part in this.
    requires_system_checks: list[str] = []
    help = "Imports a published record from a YAML file. A second run changes nothing; what people edited here is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the record, as YAML in UTF-8")
        parser.add_argument("--check", action="store_true", help="only say whether the file is in order; save nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked = importing.read(Path(options["file"]))
            if options["check"]:
                counts = ", ".join(counted(section, len(checked.of(section))) for section in KINDS if checked.of(section))
                self.stdout.write(_("The file is in order: %(counts)s.") % {"counts": counts})
                return
            report = importing.load(checked=checked, by=PORTAL, now=timezone.now())
        except BrokenRecord as broken:
            number = len(broken.problems)
            heading = ngettext(
                "The record has a problem. Nothing was saved.", "The record has %(number)s problems. Nothing was saved.", number
            )
            raise CommandError(
                "\n".join([heading % {"number": number}, *(str(problem) for problem in broken.problems)])
            ) from broken
        for line in report.lines():
            self.stdout.write(line)
