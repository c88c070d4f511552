"""Print a one-use link for the first administrator of an empty installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from coproduction.core.errors import Refused
from groups.queries.invitations import LASTS, link_of
from groups.services import invitations


class Command(BaseCommand):
    help = "Prints a one-use link by which the first administrator of an empty installation comes in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the administrator's email address")
        parser.add_argument("--again", action="store_true", help="also when there is an administrator already")

    def handle(self, *args: Any, **options: Any) -> None:
        email: str = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an email address. Write one like name@example.org.") from None
        try:
            invitation = invitations.invite_first_administrator(email=email, again=options["again"])
        except Refused as refused:
            raise CommandError(f"{refused} Use --again to invite one more from here.") from None
        link = link_of(invitation)
        self.stdout.write(f"Open this link to become an administrator. It works once, for {LASTS.days} days:\n\n{link}")
