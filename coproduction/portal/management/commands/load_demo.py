"""`./manage.py load_demo` adds the demonstration year."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coproduction.core.errors import Refused
from coproduction.portal.demonstration import year


class Command(BaseCommand):
    help = "Add the demonstration year: invented people, forums and projects in an invented borough. Only while DEMO is on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration year is invented, so it is loaded only where DEMO=1 is set. Nothing was changed."
            )
        try:
            done = year.load()
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        if options["verbosity"] < 1:
            return
        if done.built:
            self.stdout.write(f"The demonstration year is loaded, with {done.new_meetings} meetings.")
        elif done.new_meetings:
            self.stdout.write(
                f"The demonstration year was there already. Meetings added for yesterday and tomorrow: {done.new_meetings}."
            )
        else:
            self.stdout.write("The demonstration year was there already. Nothing was changed.")
