"""What a list of people comes to in one forum: who can be put into its register, and which lines need a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coproduction.core import clock
from groups.enums import Standing
from groups.models import Body, Capacity, User
from groups.people_lists import Entry


@dataclass(frozen=True)
class Preview:
    good: tuple[Entry, ...]
    bad: tuple[Entry, ...]


def preview(body: Body, entries: Iterable[Entry]) -> Preview:
    """Every line checked against the register: the same queries however long the list is."""
    entries = list(entries)
    addresses = {entry.email for entry in entries if entry.email}
    here = Capacity.objects.listed(clock.today()).filter(body=body).select_related("user")
    by_email = {(part.user.email or "").lower(): part for part in here}
    without = {(part.user.name.casefold(), part.user.contact.casefold()) for part in here if not part.user.email}
    silent = set(User.objects.filter(email__in=addresses, do_not_contact=True).values_list("email", flat=True))
    found = []
    for entry in entries:
        if entry.email in silent:
            entry = entry.with_problem(_("This person asked us not to write to them. Speak with them when you see them."))
        elif entry.email and entry.email in by_email:
            entry = entry.with_problem(_already(by_email[entry.email]))
        elif not entry.email and (entry.name.casefold(), entry.contact.casefold()) in without:
            entry = entry.with_problem(_("Someone with this name is in the register already. Add a letter to tell them apart."))
        found.append(entry)
    return Preview(
        good=tuple(entry for entry in found if not entry.problems), bad=tuple(entry for entry in found if entry.problems)
    )


def _already(part: Capacity) -> str:
    if part.standing == Standing.RESTING:
        return _("This person is a member already and is resting. Let them come back in the register.")
    if part.standing == Standing.PAUSED:
        return _("This person is a member already. Their consent has to be settled first.")
    return _("This person is a member already. You can leave the line out.")
