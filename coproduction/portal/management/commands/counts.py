"""How many of each kind of thing there are, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from coproduction.portal.record import counting


class Command(BaseCommand):
    # Pages have no part in this.
    requires_system_checks: list[str] = []
    help = "Prints how many of each kind of thing there are, as JSON. The demonstration year is counted apart."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(counting.counts(), indent=2))
