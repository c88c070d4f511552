"""Make the tables and write down messages, each to one person; a program of its own, as the web process would be."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must stand first
from django.db import transaction  # noqa: E402

from coproduction.core.notifications import ConcernRaised  # noqa: E402
from coproduction.core.services import outbox  # noqa: E402
from groups.models import User  # noqa: E402


def main(number: int) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        for place in range(number):
            outbox.enqueue(
                # A kind that goes at any hour, since the test may run at night.
                notification=ConcernRaised,
                recipient=User.objects.create(email=f"person{place}@tests.example"),
                dedupe_key=f"kill:{place}",
                reason="you are a safeguarding lead",
            )


if __name__ == "__main__":
    main(int(sys.argv[1]))
